// The combobox as a pure reducer: W3C APG's "editable combobox with list autocomplete".
// Enter takes the marked option, or the best one where something was typed. Leaving the field takes an
// option only where the text names exactly that one: a deliberate departure from never picking on
// blur, because it is what was typed. Text that came before the options is judged when they are
// listed. Knows options as value and label, no DOM.
import type { Option } from "./country-search";

export interface ComboState {
  text: string;
  chosen: Option | null;
  open: boolean;
  /** The option with visual focus; -1 while it is in the text. */
  active: number;
  options: Option[];
}

export type ComboEvent =
  | { type: "input"; text: string }
  | { type: "key"; key: string; alt?: boolean; composing?: boolean }
  | { type: "pick"; index: number }
  | { type: "toggle" }
  | { type: "blur" }
  | { type: "choose"; option: Option | null }
  /** Other options are there now; `focused` is whether the person is in the field. */
  | { type: "listed"; focused: boolean };

export interface ComboStep {
  state: ComboState;
  /** The key was used here: the browser must not use it as well. */
  handled: boolean;
}

/** Where options come from. */
export interface Source {
  /** The options that a text may mean, best first; all for an empty text. */
  search: (text: string) => Option[];
  /** The one option that a text names in full; null where none or several are named so. */
  exact: (text: string) => Option | null;
}

export const closed: ComboState = { text: "", chosen: null, open: false, active: -1, options: [] };

/** True while the text is what was chosen, or nothing at all: then the list shows everything. */
const untouched = (state: ComboState) => state.text === "" || state.text === state.chosen?.label;

/** The option that Enter takes: the marked one, else the best match of what was typed. */
export function taken(state: ComboState): number {
  if (!state.open || state.options.length === 0) return -1;
  if (state.active >= 0) return state.active;
  return untouched(state) ? -1 : 0;
}

export function reduce(state: ComboState, event: ComboEvent, source: Source): ComboStep {
  switch (event.type) {
    case "input":
      return used(typed(state, event.text, source));
    case "key":
      return event.composing ? unused(state) : key(state, event.key, event.alt ?? false, source);
    case "pick":
      return used(pick(state, event.index));
    case "toggle":
      return used(state.open ? close(state) : show(state, source));
    case "blur": {
      const left = settle(state, source);
      return unused(close(left.chosen ? { ...left, text: left.chosen.label } : left));
    }
    case "choose":
      return unused(close({ ...state, chosen: event.option, text: event.option?.label ?? "" }));
    case "listed":
      return unused(listed(state, event.focused, source));
  }
}

const used = (state: ComboState): ComboStep => ({ state, handled: true });
const unused = (state: ComboState): ComboStep => ({ state, handled: false });
const close = (state: ComboState): ComboState => ({ ...state, open: false, active: -1, options: [] });

/** Chooses what the text names in full; anything less stays text. */
function settle(state: ComboState, source: Source): ComboState {
  const option = untouched(state) ? null : source.exact(state.text);
  return option ? close({ ...state, chosen: option, text: option.label }) : state;
}

/** An open list is still being typed for, so it only shows the new options; a closed one was left. */
function listed(state: ComboState, focused: boolean, source: Source): ComboState {
  if (state.open) return show(state, source);
  const settled = settle(state, source);
  return focused && !untouched(settled) ? show(settled, source) : settled;
}

function typed(state: ComboState, text: string, source: Source): ComboState {
  if (text === "") return close({ ...state, text, chosen: null });
  return { ...state, text, open: true, active: -1, options: source.search(text) };
}

function pick(state: ComboState, index: number): ComboState {
  const option = state.options[index];
  return option ? close({ ...state, chosen: option, text: option.label }) : close(state);
}

function show(state: ComboState, source: Source): ComboState {
  const options = source.search(untouched(state) ? "" : state.text);
  return { ...state, open: true, active: -1, options };
}

function key(state: ComboState, name: string, alt: boolean, source: Source): ComboStep {
  switch (name) {
    case "ArrowDown":
      if (alt) return used(state.open ? state : show(state, source));
      return used(state.open ? move(state, 1) : first(show(state, source), "first"));
    case "ArrowUp":
      if (alt) return used(close(state));
      return used(state.open ? move(state, -1) : first(show(state, source), "last"));
    case "Enter":
      // The form is sent: as good as leaving the field.
      if (!state.open) return unused(settle(state, source));
      return used(pick(state, taken(state)));
    case "Escape":
      if (state.open) return used(close(state));
      return state.text === "" ? unused(state) : used(close({ ...state, text: "", chosen: null }));
    case "Tab":
      return unused(close(state));
    case "Home":
    case "End":
    case "ArrowLeft":
    case "ArrowRight":
      // The text's own keys: visual focus returns to the text, and the browser moves the caret.
      return unused({ ...state, active: -1 });
    default:
      return unused(state);
  }
}

/** Where a closed list opens: at what is chosen, else at its first or last option. */
function first(state: ComboState, end: "first" | "last"): ComboState {
  const at = state.options.findIndex((option) => option.value === state.chosen?.value);
  const edge = end === "first" ? 0 : state.options.length - 1;
  return { ...state, active: at >= 0 && untouched(state) ? at : Math.min(edge, state.options.length - 1) };
}

function move(state: ComboState, by: 1 | -1): ComboState {
  const count = state.options.length;
  if (count === 0) return state;
  if (state.active < 0) return { ...state, active: by === 1 ? 0 : count - 1 };
  return { ...state, active: (state.active + by + count) % count };
}
