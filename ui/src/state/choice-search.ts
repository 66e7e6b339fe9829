// Which choices of a list a typed text means: whole labels first, then beginnings, then words in them.
// Labels are folded once, so that thousands of tags are searched as fast as a few. Knows no DOM.
import type { Source } from "./combobox";
import { folded, type Option } from "./country-search";

interface Entry {
  option: Option;
  text: string;
}

/** Where the options of a list come from. */
export function sourceOf(options: readonly Option[]): Source {
  const entries: Entry[] = options.map((option) => ({ option, text: folded(`${option.label} ${option.note ?? ""}`) }));
  return {
    search: (text) => {
      const typed = folded(text);
      if (!typed) return options as Option[];
      const ranks: Option[][] = [[], [], []];
      for (const { option, text: candidate } of entries) {
        const at = candidate.indexOf(typed);
        if (at === 0) ranks[candidate.length === typed.length ? 0 : 1]?.push(option);
        else if (at > 0 && candidate.includes(` ${typed}`)) ranks[2]?.push(option);
      }
      return ranks.flat();
    },
    exact: (text) => {
      const typed = folded(text);
      const same = typed ? options.filter(({ label, value }) => folded(label) === typed || folded(value) === typed) : [];
      return same.length === 1 ? (same[0] ?? null) : null;
    },
  };
}
