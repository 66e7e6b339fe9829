// The contact desk: what is looked for, what lies on it, what is typed, and the draft of it. Everything
// on it belongs to one account. Knows no component; testable without a DOM.
import type { CommandError, Found, HistoryEntry, Sheet } from "../../ipc/bindings";
import { call } from "../../ipc/call";
import { words } from "../../words";
import { form as formWords, tags as tagWords } from "../../words/desk";
import { labelOf, partLabel } from "../../words/labels";
import { problemOf } from "../problems";
import { Drafts } from "./drafts.svelte";
import { Finder } from "./finder.svelte";
import { HistoryBook } from "./history.svelte";
import { Lists } from "./lists.svelte";
import { Saving } from "./saving.svelte";
import { SheetForm } from "./sheet-form.svelte";
import { inOrder, SLOTS, slotOf } from "./spots";

export class Desk {
  readonly form = new SheetForm();
  readonly history = new HistoryBook();
  readonly finder: Finder;
  readonly saving: Saving;
  readonly drafts: Drafts;
  lists: Lists = $state.raw(new Lists());
  lookOnly = $state(false);
  /** The history's page is shown in the place of the desk. */
  inHistory = $state(false);
  /** Was found while another contact's changes are on the desk. */
  next: Sheet | null = $state.raw(null);
  /** What opening a contact or a draft came to, where it went wrong. */
  trouble: CommandError | null = $state.raw(null);
  /** The contact or the draft that is being read. */
  reading: string | number | null = $state(null);
  /** All fields of name and work are on show. */
  moreNames = $state(false);
  /** The next contact comes after one that was saved. */
  again = false;
  /** Counts what was begun, so that a component can start over. */
  round = $state(0);

  readonly #say: (text: string) => void;
  #owner: string | null = null;
  #ticket = 0;

  constructor(say: (text: string) => void) {
    this.#say = say;
    const found = (one: Found) => this.#found(one);
    this.finder = new Finder(found, say);
    this.saving = new Saving(this.form, (one) => this.finder.take(one), () => this.#reopen());
    this.drafts = new Drafts(this.form, () => this.#about());
  }

  /** The page in sight. */
  get page(): "form" | "check" | "clash" | "saved" | "history" | "undo" {
    if (this.history.clashes) return "undo";
    return this.inHistory ? "history" : this.saving.page;
  }

  openHistory(): void {
    this.history.letGo();
    this.inHistory = true;
  }

  closeHistory(): void {
    this.history.letGo();
    this.history.find("");
    this.inHistory = false;
    if (this.saving.outcome) void this.history.load();
  }

  /** What is typed and listed belongs to one account; another one's desk begins empty. */
  belongsTo(owner: string | null): void {
    if (owner === this.#owner) return;
    this.#owner = owner;
    this.lists = new Lists();
    this.history.clear();
    this.drafts.clear();
    this.lookOnly = this.inHistory = false;
    this.#clear();
    if (owner) void this.drafts.load();
  }

  /** An older word that the session has ended is over. */
  signedIn(): void {
    const over = (error: CommandError | null) => (error?.notice.action === "sign_in" ? null : error);
    this.trouble = over(this.trouble);
    this.saving.trouble = over(this.saving.trouble);
    this.history.trouble = over(this.history.trouble);
  }

  /** An empty desk. */
  another(): void {
    this.#clear();
    void this.drafts.load();
  }

  #clear(): void {
    this.#ticket += 1;
    this.drafts.leave();
    this.finder.clear();
    this.form.clear();
    this.saving.clear();
    this.history.letGo();
    this.next = this.trouble = this.reading = null;
    this.moreNames = false;
    this.round += 1;
  }

  nextContact(): void {
    this.another();
    this.again = true;
  }

  #found(found: Found): void {
    this.next = this.trouble = null;
    // What was asked for before this answer is not meant any more.
    this.#ticket += 1;
    this.reading = null;
    if (found.found !== "one" && found.found !== "nobody") return;
    if (found.sheet) this.#lay(found.sheet);
    // A name that nobody has is no new contact yet; who was there before is not meant any more.
    else if (this.form.sheet && this.form.changes === 0) this.#clearForm();
  }

  /** Typed text goes along to the sheet it was typed for, never from one contact to another. */
  #lay(sheet: Sheet): void {
    const here = this.form.sheet?.contact?.id;
    if (here !== undefined && here !== sheet.contact?.id && this.form.changes > 0) {
      this.next = sheet;
      return;
    }
    // Only what was typed before anybody was found goes along.
    if (here !== undefined && here !== sheet.contact?.id) this.#clearForm();
    this.form.adopt(sheet);
    if (this.form.draft !== null) this.touched();
  }

  /** Lets the changes go and lays the contact that was found. */
  takeNext(): void {
    const { next } = this;
    if (!next) return;
    this.next = null;
    this.#clearForm();
    this.form.adopt(next);
  }

  /** Lets go of what is typed, its draft too. */
  #clearForm(): void {
    this.drafts.drop();
    this.form.clear();
    this.saving.clear();
    this.moreNames = false;
    this.round += 1;
  }

  /** Stays with the contact on the desk; the box says again who that is. */
  stay(): void {
    this.next = null;
    const { sheet } = this.form;
    this.finder.settle(sheet?.email ?? sheet?.held["email.1"]?.text ?? "", "one");
  }

  async open(contact_id: string): Promise<void> {
    if (this.reading) return;
    this.reading = contact_id;
    this.trouble = null;
    const ticket = (this.#ticket += 1);
    const outcome = await call("open_sheet", { contact_id });
    if (ticket !== this.#ticket) return;
    this.reading = null;
    if (!outcome.ok) {
      this.trouble = outcome.error;
      return;
    }
    this.finder.pick(outcome.value.contact?.name || formWords.nameless);
    this.#lay(outcome.value);
  }

  type(spot: string, text: string): void {
    this.form.type(spot, text);
    this.touched();
  }

  chooseCountry(slot: string, code: string): string | null {
    const before = partLabel("region", this.#format(slot));
    const cleared = this.form.chooseCountry(slot, code) ? words.region.cleared(before) : null;
    if (cleared) this.#say(cleared);
    this.touched();
    return cleared;
  }

  touched(): void {
    this.drafts.touched();
  }

  /** Whom what is typed is for. */
  #about() {
    const { contact, email } = this.form.sheet ?? {};
    const { by, text } = this.finder;
    const looked = email ?? (by === "email" && text.includes("@") ? text.trim() : null);
    return { contact_id: contact?.id ?? null, email: looked, name: contact?.name || looked || this.form.text("email.1") || this.form.text("given_name") };
  }

  /** Reads again what lies on the desk: after a new sign-in its sheet is gone, and what was typed stays over it. */
  async #reopen(): Promise<CommandError | null> {
    const { sheet } = this.form;
    const contact_id = sheet?.contact?.id;
    if (contact_id !== undefined) {
      const outcome = await call("open_sheet", { contact_id });
      if (outcome.ok && this.form.sheet === sheet) this.form.adopt(outcome.value);
      return outcome.ok ? null : outcome.error;
    }
    const outcome = await call("find_contacts", { by: "email", text: sheet?.email ?? this.form.text("email.1") });
    if (!outcome.ok) return outcome.error;
    const found = outcome.value;
    if (this.form.sheet !== sheet) return null;
    if (found.found === "nobody" && found.sheet) this.form.adopt(found.sheet);
    else this.saving.appear(found);
    return null;
  }

  takeBack(spot: string): void {
    this.form.takeBack(spot);
    this.touched();
  }

  discard(): void {
    this.form.discard();
    this.saving.clear();
    this.drafts.drop();
    this.round += 1;
    this.#say(formWords.discarded);
  }

  async resume(id: number): Promise<void> {
    if (this.reading !== null) return;
    this.reading = id;
    this.trouble = null;
    const ticket = (this.#ticket += 1);
    const outcome = await this.drafts.take(id);
    if (ticket !== this.#ticket) return;
    this.reading = null;
    if (!outcome.ok) {
      this.trouble = outcome.error;
      return;
    }
    const { sheet } = outcome.value;
    this.next = null;
    this.saving.clear();
    this.form.resume(outcome.value);
    this.drafts.taken(id);
    this.finder.settle(sheet.email ?? sheet.held["email.1"]?.text ?? "", sheet.contact ? "one" : "nobody");
    this.round += 1;
  }

  async save(): Promise<void> {
    this.history.fallBehind();
    await this.saving.save();
    const { outcome } = this.saving;
    if (outcome) {
      this.drafts.leave();
      // What was saved is no draft any more, and what was refused waits as one: Rust sees to both.
      if (outcome.what === "unchanged" && this.form.draft !== null) this.drafts.discard(this.form.draft);
      this.form.draft = null;
      // The list below comes after the page that says so.
      setTimeout(() => this.history.load());
    }
  }

  /** What Keap holds, where something else was typed. */
  beside(spot: string): string | null {
    const { text } = this.form.held(spot);
    const other = text !== "" && this.form.changed(spot) && this.form.sheet?.contact;
    return other ? formWords.inKeap(this.shown(spot, text)) : null;
  }

  tagName(id: string): string {
    const known = this.lists.choices("tags").value?.list.find(({ value }) => value === id);
    return known?.label ?? tagWords.unknown(id);
  }

  problem(spot: string): string | null {
    return problemOf(this.saving.trouble?.fields ?? [], spot);
  }

  #format(slot: string) {
    return this.lists.format(this.country(slot)).value;
  }

  /** The country of an address, where it is one of Keap's list. */
  country(slot: string): string {
    const spot = `${slot}.country`;
    const code = this.form.text(spot);
    const known = this.lists.country(code) !== null || (!this.form.changed(spot) && this.form.held(spot).listed);
    return known ? code : "";
  }

  /** Asks for what names the spots that are filled in. */
  prepare(): void {
    for (const slot of SLOTS.address) if (this.form.has(slot)) void this.lists.format(this.country(slot)).load();
    if (this.form.has("custom")) void this.lists.custom.load();
    for (const { countries } of this.history.history?.entries ?? []) for (const code of Object.values(countries)) void this.lists.format(code).load();
  }

  /** What stands in spots, in the order in which a person tells of a contact. */
  inOrder<T>(all: readonly T[], spotOf: (one: T) => string): T[] {
    return inOrder(all, spotOf, this.lists.custom.value?.map(({ id }) => id) ?? []);
  }

  /** The names of spots, in their order. */
  labels(spots: readonly string[]): string[] {
    return this.inOrder(spots, (spot) => spot).map((spot) => this.label(spot));
  }

  /** The name of a spot of a save, as the country of that address has it: not the one on the desk. */
  savedLabel(spot: string, entry: HistoryEntry | undefined): string {
    const country = entry?.countries[slotOf(spot)];
    return labelOf(spot, country ? this.lists.format(country).value : null, this.lists.custom.value ?? []);
  }

  savedLabels(spots: readonly string[], entry: HistoryEntry | undefined): string[] {
    return this.inOrder(spots, (spot) => spot).map((spot) => this.savedLabel(spot, entry));
  }

  label(spot: string): string {
    const format = spot.startsWith("address.") ? this.#format(slotOf(spot)) : null;
    return labelOf(spot, format, this.lists.custom.value ?? []);
  }

  /** What a text of a spot is called: Keap's long name of a code. */
  shown(spot: string, text: string): string {
    const held = this.form.held(spot);
    if (text === held.text && held.shown) return held.shown;
    const last = spot.split(".").at(-1);
    if (last === "country") return this.lists.country(text)?.name ?? text;
    if (last === "region") return this.lists.regions(this.country(slotOf(spot))).value?.find(({ code }) => code === text)?.name ?? text;
    if (spot === "owner_id") return this.lists.nameOf("owners", text);
    return spot === "leadsource_id" ? this.lists.nameOf("lead_sources", text) : text;
  }
}
