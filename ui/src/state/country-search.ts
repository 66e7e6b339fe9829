// Which countries a typed text means, best first. Knows codes and other names, no DOM and no keys.
import type { Country } from "../ipc/bindings";
import { countrySynonyms } from "../words";

export interface Option {
  value: string;
  label: string;
  /** The other name that matched, where it was not the label. */
  note: string | null;
}

/** Without marks, case and punctuation: how texts are compared. */
export const folded = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim();

/** 0 is the whole text, 1 its beginning, 2 the beginning of a word in it; null is no match. */
function rank(candidate: string, typed: string): number | null {
  const text = folded(candidate);
  if (text === typed || text.replaceAll(" ", "") === typed.replaceAll(" ", "")) return 0;
  if (text.startsWith(typed)) return 1;
  return ` ${text}`.includes(` ${typed}`) ? 2 : null;
}

interface Hit {
  option: Option;
  rank: number;
  known: boolean;
}

function hit(country: Country, typed: string): Hit | null {
  const option = { value: country.code, label: country.name, note: null };
  const synonyms = countrySynonyms[country.code];
  const known = synonyms !== undefined;
  const codes = [country.code, country.alpha2 ?? ""];
  if (codes.some((code) => folded(code) === typed)) return { option, rank: 0, known };
  let best: Hit | null = null;
  const own = rank(country.name, typed);
  if (own !== null) best = { option, rank: own, known };
  for (const synonym of synonyms ?? []) {
    const other = rank(synonym, typed);
    // At the same rank the country's own name wins: no note is needed then.
    if (other !== null && (best === null || other < best.rank)) {
      best = { option: { ...option, note: own === null ? synonym : null }, rank: other, known };
    }
  }
  return best;
}

/** The one country whose name, code or other name the whole text is; null where none or several are. */
export function exactCountry(countries: readonly Country[], text: string): Option | null {
  const typed = folded(text);
  if (!typed) return null;
  const whole = countries.map((country) => hit(country, typed)).filter((one) => one?.rank === 0);
  return whole.length === 1 ? (whole[0]?.option ?? null) : null;
}

/** All of them for an empty text; else the matches: whole names and codes first, then beginnings. */
export function searchCountries(countries: readonly Country[], text: string): Option[] {
  const typed = folded(text);
  if (!typed) return countries.map(({ code, name }) => ({ value: code, label: name, note: null }));
  const hits = countries.map((country) => hit(country, typed)).filter((one) => one !== null);
  // Within a rank the countries that people have many names for come first: they are the likelier.
  hits.sort((a, b) => a.rank - b.rank || Number(b.known) - Number(a.known));
  return hits.map(({ option }) => option);
}
