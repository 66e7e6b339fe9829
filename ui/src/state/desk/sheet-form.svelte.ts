// What lies on the desk and what is wanted of it: the sheet as Keap holds it, and beside it only what
// the person changed. A sheet that comes later never overwrites what was typed. Knows no command.
import type { ConsentWanted, Held, Resumed, Sheet, Wanted } from "../../ipc/bindings";
import { ADDRESS_PARTS, sectionOf, slotOf, SLOTS, type SectionName, type Slotted } from "./spots";

/** Typed where nothing is held, nothing is wanted either. */
const NOTHING: Held = { text: "", shown: null, listed: true };

export class SheetForm {
  sheet: Sheet | null = $state.raw(null);
  edits: Record<string, string> = $state({});
  apply: string[] = $state([]);
  remove: string[] = $state([]);
  consent: Record<string, ConsentWanted> = $state({});
  /** Sections that were opened or closed by hand; the others are open where something is filled in. */
  opened: Partial<Record<SectionName, boolean>> = $state({});
  /** Slots that were added by hand. */
  added: string[] = $state([]);
  /** The number of the draft that it is kept as. */
  draft: number | null = null;
  /** The address that the look-up filled in by itself. */
  #filled: string | null = null;

  clear(): void {
    this.sheet = this.#filled = this.draft = null;
    this.opened = {};
    this.discard();
  }

  discard(): void {
    this.edits = {};
    this.apply = [];
    this.remove = [];
    this.consent = {};
    this.added = [];
    this.#fill();
  }

  /** Lays another sheet under what was typed. */
  adopt(sheet: Sheet): void {
    if (this.#filled !== null && this.edits["email.1"] === this.#filled) delete this.edits["email.1"];
    this.#filled = null;
    this.sheet = sheet;
    for (const [spot, text] of Object.entries(this.edits)) {
      if (text === this.held(spot).text) delete this.edits[spot];
    }
    this.apply = this.apply.filter((tag) => !sheet.tags.includes(tag));
    this.remove = this.remove.filter((tag) => sheet.tags.includes(tag));
    for (const email of Object.keys(this.consent)) {
      if (!sheet.consent.some((one) => one.email === email && one.may_change)) delete this.consent[email];
    }
    this.#fill();
  }

  resume({ sheet, edits, tags, consent }: Resumed): void {
    this.clear();
    this.edits = { ...edits };
    this.apply = [...tags.apply];
    this.remove = [...tags.remove];
    this.consent = Object.fromEntries(consent.map((one) => [one.email, one]));
    this.adopt(sheet);
  }

  /** A new contact has the address that was looked for. */
  #fill(): void {
    const { sheet } = this;
    if (!sheet || sheet.contact || !sheet.email || this.edits["email.1"]) return;
    this.edits["email.1"] = this.#filled = sheet.email;
  }

  held(spot: string): Held {
    return this.sheet?.held[spot] ?? NOTHING;
  }

  /** What the spot will be: as typed, else as held. */
  text(spot: string): string {
    return this.edits[spot] ?? this.held(spot).text;
  }

  changed(spot: string): boolean {
    return this.edits[spot] !== undefined;
  }

  /** Typing what Keap holds is no change. */
  type(spot: string, text: string): void {
    if (text === this.held(spot).text) delete this.edits[spot];
    else this.edits[spot] = text;
  }

  takeBack(spot: string): void {
    delete this.edits[spot];
  }

  get changes(): number {
    return Object.keys(this.edits).length + this.apply.length + this.remove.length + Object.keys(this.consent).length;
  }

  /** How much of it the person typed, who did not type the address that was looked for again. */
  get typed(): number {
    return this.changes - (this.#filled !== null && this.edits["email.1"] === this.#filled ? 1 : 0);
  }

  get tags(): string[] {
    return [...(this.sheet?.tags ?? []), ...this.apply];
  }

  /** Applies a tag, or takes a removal back. */
  addTag(id: string): void {
    if (this.remove.includes(id)) this.remove = this.remove.filter((one) => one !== id);
    else if (!this.tags.includes(id)) this.apply.push(id);
  }

  /** Removes a tag, or takes an application back. */
  dropTag(id: string): void {
    if (this.apply.includes(id)) this.apply = this.apply.filter((one) => one !== id);
    else if (!this.remove.includes(id)) this.remove.push(id);
  }

  wantConsent(email: string, opted_in: boolean | null, reason = ""): void {
    if (opted_in === null) delete this.consent[email];
    else this.consent[email] = { email, opted_in, reason };
  }

  /** Whether any spot of this slot, or below this name, has something in it. */
  has(begin: string): boolean {
    const below = (spot: string) => (spot === begin || spot.startsWith(`${begin}.`)) && this.text(spot) !== "";
    return Object.keys(this.sheet?.held ?? {}).some(below) || Object.keys(this.edits).some(below);
  }

  /** The slots on show: the first, the filled, the added. */
  slots(of: Slotted): string[] {
    return SLOTS[of].filter((slot, index) => index === 0 || this.has(slot) || this.added.includes(slot) || this.emptied(slot));
  }

  private emptied(slot: string): boolean {
    return Object.keys(this.edits).some((spot) => slotOf(spot) === slot);
  }

  nextSlot(of: Slotted): string | null {
    const shown = this.slots(of);
    return SLOTS[of].find((slot) => !shown.includes(slot)) ?? null;
  }

  /** How much is filled in, by section: slots count once. */
  get filled(): Record<SectionName, number> {
    const names = new Set([...Object.keys(this.sheet?.held ?? {}), ...Object.keys(this.edits)]);
    const seen = new Set<string>();
    const counts = { name: 0, email: 0, phone: 0, address: 0, personal: 0, social: 0, custom: 0, tags: this.tags.length, consent: 0 };
    for (const spot of names) {
      if (this.text(spot) === "") continue;
      const section = sectionOf(spot);
      const one = section in SLOTS ? slotOf(spot) : spot;
      if (!seen.has(one)) counts[section] += 1;
      seen.add(one);
    }
    counts.consent = this.sheet?.consent.length ?? 0;
    return counts;
  }

  isOpen(section: SectionName): boolean {
    return this.opened[section] ?? (section === "name" || section === "email" || this.filled[section] > 0);
  }

  /** Opens what a spot stands in. */
  reveal(spot: string): void {
    this.opened[sectionOf(spot)] = true;
    const slot = slotOf(spot);
    if (sectionOf(spot) in SLOTS && !this.added.includes(slot)) this.added.push(slot);
  }

  /** Another country has other states: the old one is let go. Answers whether one was. */
  chooseCountry(slot: string, code: string): boolean {
    const region = `${slot}.region`;
    const { text, listed } = this.held(`${slot}.country`);
    const moved = this.text(`${slot}.country`) !== code;
    const had = moved && this.text(region) !== "";
    this.type(`${slot}.country`, code);
    const known = text !== "" && listed;
    if (known && code !== text) {
      if (had) this.type(region, "");
      // Back at the country that Keap holds, its state is the right one again; and beside a country that
      // Keap does not know, the state may be one of any.
    } else if (moved && (known || this.edits[region])) this.takeBack(region);
    return had && this.text(region) === "";
  }

  copyBilling(slot: string): void {
    for (const part of ADDRESS_PARTS) this.type(`${slot}.${part}`, this.text(`address.billing.${part}`));
  }

  /** What is wanted of the sheet, without what was ticked off. */
  wanted(off: ReadonlySet<string> = new Set()): Wanted {
    const kept = (kind: string) => (id: string) => !off.has(`${kind}:${id}`);
    return {
      sheet: this.sheet?.sheet ?? 0,
      draft: this.draft,
      edits: Object.fromEntries(Object.entries(this.edits).filter(([spot]) => !off.has(spot))),
      tags: { apply: this.apply.filter(kept("apply")), remove: this.remove.filter(kept("remove")) },
      consent: Object.values(this.consent)
        .filter(({ email }) => !off.has(`consent:${email}`))
        .map((one) => ({ ...one })),
    };
  }
}
