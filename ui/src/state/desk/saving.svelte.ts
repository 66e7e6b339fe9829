// From the check to what a save came to: ticks, the comparison where somebody else was faster, failures.
// What a save does is decided in Rust. Knows no component.
import type { CommandError, ContactFacts, Found, Kept, Review, SaveAnswer } from "../../ipc/bindings";
import { call } from "../../ipc/call";
import { consent, form as said } from "../../words/desk";
import type { SheetForm } from "./sheet-form.svelte";

export type Meanwhile = Extract<SaveAnswer, { result: "changed_meanwhile" }>;
export type Outcome = ({ what: "created" | "updated" | "nothing_done"; at: number } & Kept) | { what: "unchanged"; contact: ContactFacts | null; at: number };

export class Saving {
  review: Review | null = $state.raw(null);
  /** Rows that were ticked off: spots, `apply:12`, `remove:12`, `consent:ann@example.com`. */
  off: string[] = $state([]);
  running: "check" | "save" | null = $state(null);
  trouble: CommandError | null = $state.raw(null);
  meanwhile: Meanwhile | null = $state.raw(null);
  /** Clashes in which Keap's value stands. */
  theirs: string[] = $state([]);
  outcome: Outcome | null = $state.raw(null);
  /** Somebody has the new contact's address by now. */
  appeared = $state(false);

  #round = 0;
  readonly #form: SheetForm;
  readonly #found: (found: Found) => void;
  readonly #reopen: () => Promise<CommandError | null>;

  constructor(form: SheetForm, found: (found: Found) => void, reopen: () => Promise<CommandError | null>) {
    this.#form = form;
    this.#found = found;
    this.#reopen = reopen;
  }

  clear(): void {
    this.#round += 1;
    this.review = this.meanwhile = this.outcome = this.trouble = this.running = null;
    this.off = [];
    this.theirs = [];
    this.appeared = false;
  }

  get page(): "form" | "check" | "clash" | "saved" {
    if (this.outcome) return "saved";
    if (this.meanwhile) return "clash";
    return this.review ? "check" : "form";
  }

  /** Not while a save is on its way: what it comes to has to be told. */
  backToForm(): void {
    if (this.running !== "save") this.clear();
  }

  async check(): Promise<void> {
    if (this.running) return;
    this.clear();
    // Consent is changed for a reason or not at all.
    const silent = Object.values(this.#form.consent).filter(({ reason }) => reason.trim() === "");
    if (silent.length) {
      const fields = silent.map(({ email }) => ({ field: `consent.${email}`, message: consent.noReason }));
      this.#refused({ notice: { code: "no_reason", severity: "error", title: said.problem, body: consent.noReasonBody, action: "check_fields" }, fields, details: null });
      return;
    }
    const answer = await this.#ask("check", () => call("review_contact", this.#form.wanted()));
    if (answer) this.review = answer;
  }

  /** Ticks a row: on with all that it needs, off with all that need it. */
  tick(key: string, on: boolean): void {
    const rows = this.review?.rows ?? [];
    const keys = new Set([key]);
    for (const one of keys) {
      const bound = on ? rows.find(({ spot }) => spot === one)?.with : rows.filter((row) => row.with.includes(one)).map(({ spot }) => spot);
      for (const other of bound ?? []) keys.add(other);
    }
    const others = this.off.filter((one) => !keys.has(one));
    this.off = on ? others : [...others, ...keys];
  }

  /** How many rows are ticked. */
  get count(): number {
    const { apply, remove, consent } = this.#form;
    const rows = this.review?.rows.map(({ spot }) => spot) ?? [];
    const keys = [...rows, ...apply.map((id) => `apply:${id}`), ...remove.map((id) => `remove:${id}`), ...Object.keys(consent).map((email) => `consent:${email}`)];
    return keys.filter((key) => !this.off.includes(key)).length;
  }

  leave(spot: string, theirs: boolean): void {
    const others = this.theirs.filter((one) => one !== spot);
    this.theirs = theirs ? [...others, spot] : others;
  }

  /** What is still to be saved where somebody else was faster. */
  get rest(): number {
    const wanted = this.#form.wanted(this.#off);
    return Object.keys(wanted.edits).length + wanted.tags.apply.length + wanted.tags.remove.length + wanted.consent.length;
  }

  get #off(): Set<string> {
    return new Set([...this.off, ...this.theirs]);
  }

  async save(): Promise<void> {
    if (this.running) return;
    const answer = await this.#ask("save", () => call("save_contact", this.#form.wanted(this.#off)));
    if (!answer) return;
    switch (answer.result) {
      case "changed_meanwhile":
        this.meanwhile = answer;
        this.theirs = [];
        this.#form.adopt(answer.sheet);
        return;
      case "appeared":
        this.appear(answer.found);
        return;
      case "unchanged":
        this.outcome = { what: "unchanged", contact: answer.contact, at: Date.now() };
        return;
      default:
        this.#kept(answer);
    }
  }

  /** Who has the address was not there when it was looked for. */
  appear(found: Found): void {
    this.clear();
    this.appeared = true;
    this.#found(found);
  }

  #kept(answer: Extract<SaveAnswer, { result: "created" | "updated" | "nothing_done" }>): void {
    this.outcome = { ...answer, what: answer.result, at: Date.now() };
    this.meanwhile = this.review = null;
  }

  async #ask<T>(what: "check" | "save", ask: () => Promise<{ ok: true; value: T } | { ok: false; error: CommandError }>, reopened = false): Promise<T | null> {
    this.running = what;
    this.trouble = null;
    const round = this.#round;
    const outcome = await ask();
    if (round !== this.#round) return null;
    // The sheet is one of before a new sign-in.
    if (!outcome.ok && outcome.error.notice.code === "not_now" && !reopened) {
      const trouble = await this.#reopen();
      if (round !== this.#round) return null;
      this.running = null;
      if (!trouble && what === "check") return this.#ask(what, ask, true);
      if (trouble) this.#refused(trouble);
      else await this.#checkAgain();
      return null;
    }
    this.running = null;
    if (outcome.ok) return outcome.value;
    this.#refused(outcome.error);
    return null;
  }

  /** The person sees what Keap holds by now before it is saved. */
  async #checkAgain(): Promise<void> {
    const { off } = this;
    await this.check();
    this.off = off;
  }

  /** What is wrong with a field is put right in the form. */
  #refused(error: CommandError): void {
    if (error.fields.length) {
      this.clear();
      for (const { field } of error.fields) this.#form.reveal(field);
    }
    this.trouble = error;
  }
}
