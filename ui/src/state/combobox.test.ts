// The reducer against the APG's key table for an editable combobox with list autocomplete
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/examples/combobox-autocomplete-list/).
import { describe, expect, it } from "vitest";

import { closed, reduce, taken, type ComboEvent, type ComboState, type Source } from "./combobox";
import type { Option } from "./country-search";

const option = (value: string, label: string): Option => ({ value, label, note: null });
const all = [option("CAN", "Canada"), option("TCD", "Chad"), option("CHE", "Switzerland")];
const search = (text: string) => all.filter(({ label }) => label.toLowerCase().startsWith(text.toLowerCase()));
const exact = (text: string) => all.find(({ label }) => label.toLowerCase() === text.toLowerCase()) ?? null;
const source: Source = { search, exact };

const key = (name: string, alt = false): ComboEvent => ({ type: "key", key: name, alt });
const typed: ComboState = { text: "c", chosen: null, open: true, active: -1, options: search("c") };
const typedClosed: ComboState = { ...closed, text: "c" };
const first: ComboState = { ...typed, active: 0 };
const last: ComboState = { ...typed, active: 1 };
const chosen: ComboState = { ...closed, text: "Chad", chosen: all[1] ?? null };
const changed: ComboState = { ...chosen, text: "Cha", open: true, options: search("Cha") };
const whole: ComboState = { ...closed, text: "CHAD", open: true, options: search("chad") };
const wholeClosed: ComboState = { ...closed, text: "CHAD" };

interface Row {
  says: string;
  from: ComboState;
  event: ComboEvent;
  to: Partial<ComboState>;
  handled: boolean;
}

const table: Row[] = [
  // Textbox
  { says: "Down with the list shown marks the first suggestion", from: typed, event: key("ArrowDown"), to: { active: 0, open: true, text: "c" }, handled: true },
  { says: "Down in an empty box opens the list at the first option", from: closed, event: key("ArrowDown"), to: { open: true, active: 0, options: all }, handled: true },
  { says: "Alt+Down opens the list and marks nothing", from: typedClosed, event: key("ArrowDown", true), to: { open: true, active: -1 }, handled: true },
  { says: "Up with the list shown marks the last suggestion", from: typed, event: key("ArrowUp"), to: { active: 1, open: true }, handled: true },
  { says: "Up in an empty box opens the list at the last option", from: closed, event: key("ArrowUp"), to: { open: true, active: 2 }, handled: true },
  { says: "Alt+Up closes the list", from: first, event: key("ArrowUp", true), to: { open: false, active: -1, text: "c" }, handled: true },
  { says: "Enter with the list closed is the form's", from: typedClosed, event: key("Enter"), to: typedClosed, handled: false },
  { says: "Enter on typed text takes the best match", from: typed, event: key("Enter"), to: { open: false, text: "Canada", chosen: all[0] }, handled: true },
  { says: "Escape with the list shown closes it and keeps the text", from: typed, event: key("Escape"), to: { open: false, text: "c" }, handled: true },
  { says: "Escape with the list closed clears the box", from: chosen, event: key("Escape"), to: { text: "", chosen: null }, handled: true },
  { says: "Escape in an empty box is somebody else's", from: closed, event: key("Escape"), to: closed, handled: false },
  // Listbox
  { says: "Enter takes the marked option and closes", from: last, event: key("Enter"), to: { open: false, text: "Chad", chosen: all[1], active: -1 }, handled: true },
  { says: "Escape on a marked option closes and chooses nothing", from: last, event: key("Escape"), to: { open: false, chosen: null, active: -1 }, handled: true },
  { says: "Down marks the next option", from: first, event: key("ArrowDown"), to: { active: 1 }, handled: true },
  { says: "Down on the last option wraps to the first", from: last, event: key("ArrowDown"), to: { active: 0 }, handled: true },
  { says: "Up marks the option before", from: last, event: key("ArrowUp"), to: { active: 0 }, handled: true },
  { says: "Up on the first option wraps to the last", from: first, event: key("ArrowUp"), to: { active: 1 }, handled: true },
  { says: "Right returns to the text, whose caret moves", from: first, event: key("ArrowRight"), to: { active: -1, open: true }, handled: false },
  { says: "Left returns to the text, whose caret moves", from: first, event: key("ArrowLeft"), to: { active: -1, open: true }, handled: false },
  { says: "Home returns to the text's beginning", from: first, event: key("Home"), to: { active: -1, open: true }, handled: false },
  { says: "End returns to the text's end", from: first, event: key("End"), to: { active: -1, open: true }, handled: false },
  { says: "Printable keys stay the text's", from: first, event: key("x"), to: { active: 0, open: true }, handled: false },
  { says: "Tab closes and takes nothing", from: first, event: key("Tab"), to: { open: false, chosen: null, text: "c" }, handled: false },
  { says: "Enter on a whole name with the list closed takes it, and is still the form's", from: wholeClosed, event: key("Enter"), to: { open: false, chosen: all[1], text: "Chad" }, handled: false },
  // An input method's keys are not ours.
  { says: "Enter while composing is the input method's", from: typed, event: { type: "key", key: "Enter", composing: true }, to: typed, handled: false },
  { says: "Down while composing is the input method's", from: typed, event: { type: "key", key: "ArrowDown", composing: true }, to: typed, handled: false },
  // Text, pointer, leaving
  { says: "typing opens the list and marks nothing", from: closed, event: { type: "input", text: "ca" }, to: { open: true, active: -1, options: search("ca") }, handled: true },
  { says: "typing keeps what was chosen until something else is", from: chosen, event: { type: "input", text: "Cha" }, to: { chosen: all[1], text: "Cha" }, handled: true },
  { says: "emptying the text takes the choice away", from: chosen, event: { type: "input", text: "" }, to: { chosen: null, open: false }, handled: true },
  { says: "a press takes the option", from: typed, event: { type: "pick", index: 1 }, to: { chosen: all[1], text: "Chad", open: false }, handled: true },
  { says: "the button opens the whole list", from: chosen, event: { type: "toggle" }, to: { open: true, options: all }, handled: true },
  { says: "the button closes it again", from: typed, event: { type: "toggle" }, to: { open: false }, handled: true },
  { says: "leaving never takes the marked option", from: first, event: { type: "blur" }, to: { open: false, chosen: null, text: "c" }, handled: false },
  { says: "leaving takes what the text names in full", from: whole, event: { type: "blur" }, to: { open: false, chosen: all[1], text: "Chad", active: -1 }, handled: false },
  { says: "leaving takes it over what was chosen before", from: { ...chosen, text: "canada" }, event: { type: "blur" }, to: { chosen: all[0], text: "Canada" }, handled: false },
  { says: "leaving goes back to what was chosen", from: changed, event: { type: "blur" }, to: { open: false, chosen: all[1], text: "Chad" }, handled: false },
  { says: "a list that comes late is searched anew", from: { ...typed, options: [] }, event: { type: "listed", focused: true }, to: { options: search("c"), open: true }, handled: false },
  { says: "a list that comes while a whole name is still being typed takes nothing yet", from: { ...whole, options: [] }, event: { type: "listed", focused: true }, to: { options: search("chad"), open: true, chosen: null, text: "CHAD" }, handled: false },
  { says: "a list that comes after Enter takes what the text names in full", from: wholeClosed, event: { type: "listed", focused: true }, to: { chosen: all[1], text: "Chad", open: false }, handled: false },
  { says: "a list that comes after the field was left takes it too", from: wholeClosed, event: { type: "listed", focused: false }, to: { chosen: all[1], text: "Chad", open: false }, handled: false },
  { says: "a list that comes after Enter on part of a name is shown", from: typedClosed, event: { type: "listed", focused: true }, to: { chosen: null, text: "c", open: true, options: search("c") }, handled: false },
  { says: "a list that comes after part of a name was left takes nothing", from: typedClosed, event: { type: "listed", focused: false }, to: { chosen: null, text: "c", open: false }, handled: false },
  { says: "a list that comes into an empty box stays closed", from: closed, event: { type: "listed", focused: true }, to: closed, handled: false },
];

describe("the combobox's keys", () => {
  it.each(table)("$says", ({ from, event, to, handled }) => {
    const step = reduce(from, event, source);
    expect(step.state).toMatchObject(to);
    expect(step.handled).toBe(handled);
  });

  it("opens a chosen country's list at that country", () => {
    const { state } = reduce(chosen, key("ArrowDown"), source);
    expect(state.options).toEqual(all);
    expect(state.active).toBe(1);
  });

  it("does nothing with Enter where nothing matches, and keeps the text", () => {
    const none: ComboState = { ...typed, text: "zz", options: [] };
    expect(reduce(none, key("Enter"), source)).toMatchObject({ handled: true, state: { chosen: null, text: "zz" } });
  });

  it("takes nothing by Enter from a list that was opened without typing", () => {
    // The first country of the world is nobody's intent.
    expect(taken(reduce(closed, { type: "toggle" }, source).state)).toBe(-1);
  });
});
