// The combobox as a pure reducer: W3C APG's "editable combobox with list autocomplete".
// Enter takes the marked option, or the best one where something was typed; leaving the field never
// picks. Knows options as value and label, no DOM.
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
  | { type: "listed" };

export interface ComboStep {
  state: ComboState;
  /** The key was used here: the browser must not use it as well. */
  handled: boolean;
}

export type Search = (text: string) => Option[];

export const closed: ComboState = { text: "", chosen: null, open: false, active: -1, options: [] };

/** True while the text is what was chosen, or nothing at all: then the list shows everything. */
const untouched = (state: ComboState) => state.text === "" || state.text === state.chosen?.label;

/** The option that Enter takes: the marked one, else the best match of what was typed. */
export function taken(state: ComboState): number {
  if (!state.open || state.options.length === 0) return -1;
  if (state.active >= 0) return state.active;
  return untouched(state) ? -1 : 0;
}

export function reduce(state: ComboState, event: ComboEvent, search: Search): ComboStep {
  switch (event.type) {
    case "input":
      return used(typed(state, event.text, search));
    case "key":
      return event.composing ? unused(state) : key(state, event.key, event.alt ?? false, search);
    case "pick":
      return used(pick(state, event.index));
    case "toggle":
      return used(state.open ? close(state) : show(state, search));
    case "blur":
      return unused(close(state.chosen ? { ...state, text: state.chosen.label } : state));
    case "choose":
      return unused(close({ ...state, chosen: event.option, text: event.option?.label ?? "" }));
    case "listed":
      return unused(state.open ? { ...state, options: search(untouched(state) ? "" : state.text), active: -1 } : state);
  }
}

const used = (state: ComboState): ComboStep => ({ state, handled: true });
const unused = (state: ComboState): ComboStep => ({ state, handled: false });
const close = (state: ComboState): ComboState => ({ ...state, open: false, active: -1, options: [] });

function typed(state: ComboState, text: string, search: Search): ComboState {
  if (text === "") return close({ ...state, text, chosen: null });
  return { ...state, text, open: true, active: -1, options: search(text) };
}

function pick(state: ComboState, index: number): ComboState {
  const option = state.options[index];
  return option ? close({ ...state, chosen: option, text: option.label }) : close(state);
}

function show(state: ComboState, search: Search): ComboState {
  const options = search(untouched(state) ? "" : state.text);
  return { ...state, open: true, active: -1, options };
}

function key(state: ComboState, name: string, alt: boolean, search: Search): ComboStep {
  switch (name) {
    case "ArrowDown":
      if (alt) return used(state.open ? state : show(state, search));
      return used(state.open ? move(state, 1) : first(show(state, search), "first"));
    case "ArrowUp":
      if (alt) return used(close(state));
      return used(state.open ? move(state, -1) : first(show(state, search), "last"));
    case "Enter":
      if (!state.open) return unused(state);
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
