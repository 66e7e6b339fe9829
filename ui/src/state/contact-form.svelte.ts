// The contact form as typed, Keap's lists behind it, and what a save came to. Rules of a save live in
// Rust: this keeps text, asks and shows. Knows no component; testable without a DOM.
import type { CommandError, ContactDraft, Country, Field, FieldProblem, Notice, Province, SaveAnswer } from "../ipc/bindings";
import { call } from "../ipc/call";
import { regionLabel, words } from "../words";
import { problemOf } from "./problems";

export const TEXT_FIELDS = ["email", "given_name", "family_name", "phone", "line1", "line2", "locality", "postal_code"] as const;
export const CLEARABLE = ["given_name", "family_name", "phone", "line1", "line2", "locality", "postal_code", "country_code", "region_code"] as const;

export type TextField = (typeof TEXT_FIELDS)[number];
export type Clearable = (typeof CLEARABLE)[number];
export type Values = Record<TextField | "country_code" | "region_code", string>;

type Countries = { at: "idle" | "loading" | "failed" } | { at: "ready"; list: Country[] };
type Regions =
  | { at: "none" }
  | { at: "loading" | "failed"; country: Country }
  | { at: "ready"; country: Country; list: Province[] };

const nothing = (): Values => ({
  email: "",
  given_name: "",
  family_name: "",
  phone: "",
  line1: "",
  line2: "",
  locality: "",
  postal_code: "",
  country_code: "",
  region_code: "",
});

/** Keap may list one code twice: a choice is its code, so the first name stands. */
function firstOfEachCode<T extends { code: string }>(list: readonly T[]): T[] {
  const seen = new Set<string>();
  return list.filter(({ code }) => !seen.has(code) && seen.add(code));
}

export class ContactForm {
  values: Values = $state(nothing());
  /** What stands in the country's box without having been chosen. */
  countryText = $state("");
  clear: Clearable[] = $state([]);
  countries: Countries = $state.raw({ at: "idle" });
  regions: Regions = $state.raw({ at: "none" });
  /** "The country changed, so the state was cleared", while it is news. */
  cleared: string | null = $state(null);
  saving = $state(false);
  notice: Notice | null = $state.raw(null);
  problems: FieldProblem[] = $state.raw([]);
  answer: SaveAnswer | null = $state.raw(null);
  /** Counts begun forms, so that a component can start over with a new one. */
  round = $state(0);

  #say: (text: string) => void;
  #owner: string | null = null;
  #ticket = 0;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** What is typed and listed belongs to one account; another one's begins empty. */
  belongsTo(owner: string | null): void {
    if (owner === this.#owner) return;
    this.#owner = owner;
    this.countries = { at: "idle" };
    this.another();
  }

  another(): void {
    this.values = nothing();
    this.countryText = "";
    this.clear = [];
    this.regions = { at: "none" };
    this.cleared = null;
    this.answer = null;
    this.#ticket += 1;
    this.round += 1;
    this.#settle(null);
  }

  backToForm(): void {
    this.answer = null;
    this.#settle(null);
  }

  problem(field: Field): string | null {
    return problemOf(this.problems, field);
  }

  get country(): Country | null {
    if (this.countries.at !== "ready") return null;
    return this.countries.list.find((country) => country.code === this.values.country_code) ?? null;
  }

  get regionLabel(): string {
    return regionLabel(this.values.country_code);
  }

  /** Typing into a field takes back the mark that would empty it. */
  type(field: TextField, text: string): void {
    this.values[field] = text;
    if (text) this.clear = this.clear.filter((one) => one !== field);
  }

  mark(field: Clearable, empty: boolean): void {
    const others = this.clear.filter((one) => one !== field);
    this.clear = empty ? [...others, field] : others;
  }

  async loadCountries(): Promise<void> {
    if (this.countries.at === "loading" || this.countries.at === "ready") return;
    const owner = this.#owner;
    this.countries = { at: "loading" };
    const outcome = await call("countries", {});
    if (owner !== this.#owner) return;
    this.countries = outcome.ok ? { at: "ready", list: firstOfEachCode(outcome.value) } : { at: "failed" };
  }

  /** A country was chosen or taken away: its states are asked for, the earlier ones let go. */
  async chooseCountry(code: string): Promise<void> {
    if (code === this.values.country_code) return;
    const hadRegion = this.values.region_code !== "";
    const before = this.regionLabel;
    this.values.country_code = code;
    this.values.region_code = "";
    this.cleared = hadRegion ? words.region.cleared(before) : null;
    if (this.cleared) this.#say(this.cleared);
    if (code) this.clear = this.clear.filter((one) => one !== "country_code" && one !== "region_code");
    await this.loadRegions();
  }

  chooseRegion(code: string): void {
    this.values.region_code = code;
    this.cleared = null;
    if (code) this.mark("region_code", false);
  }

  async loadRegions(): Promise<void> {
    const ticket = (this.#ticket += 1);
    const country = this.country;
    if (!country) {
      this.regions = { at: "none" };
      return;
    }
    this.regions = { at: "loading", country };
    const outcome = await call("provinces", { country_code: country.code });
    // A late answer for an earlier country is dropped.
    if (ticket !== this.#ticket) return;
    const list = outcome.ok ? firstOfEachCode(outcome.value) : [];
    this.regions = outcome.ok ? { at: "ready", country, list } : { at: "failed", country };
    if (!outcome.ok) this.#say(words.region.failed(country.name));
    else if (list.length) this.#say(words.region.ready(this.regionLabel, list.length));
    else this.#say(words.region.none(country.name));
  }

  get draft(): ContactDraft {
    // Text that is no chosen country goes as it is: the Rust side says what is wrong with it.
    const country_code = this.values.country_code || this.countryText.trim();
    return { ...this.values, country_code, clear: [...this.clear] };
  }

  /** Saves; `contact_id` is the one picked of several. A second press while it runs does nothing. */
  async save(contact_id: string | null = null): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    this.#settle(null);
    const round = this.round;
    const outcome = await call("save_contact", { draft: this.draft, contact_id });
    this.saving = false;
    if (round !== this.round) return;
    if (outcome.ok) {
      this.answer = outcome.value;
    } else {
      if (outcome.error.fields.length) this.answer = null;
      this.#settle(outcome.error);
    }
  }

  #settle(error: CommandError | null): void {
    this.notice = error?.notice ?? null;
    this.problems = error?.fields ?? [];
  }
}
