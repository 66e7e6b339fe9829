// The drafts of what is typed: those that wait, and the one of what is on the desk, which is kept under a
// number of its own so that it never takes the place of another. Knows no component.
import type { CommandError, DraftAbout, DraftNote, Resumed } from "../../ipc/bindings";
import { call } from "../../ipc/call";
import type { SheetForm } from "./sheet-form.svelte";

export const DRAFT_PAUSE = 1000;

export class Drafts {
  /** Those that are not on the desk, the last one first. */
  waiting: DraftNote[] = $state.raw([]);

  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is on the desk was kept. */
  #kept = false;
  #ticket = 0;
  readonly #form: SheetForm;
  readonly #about: () => DraftAbout;

  constructor(form: SheetForm, about: () => DraftAbout) {
    this.#form = form;
    this.#about = about;
  }

  async load(): Promise<void> {
    const ticket = (this.#ticket += 1);
    const outcome = await call("drafts", {});
    if (ticket === this.#ticket && outcome.ok) this.waiting = outcome.value.filter(({ id }) => id !== this.#form.draft);
  }

  /** Another account's. */
  clear(): void {
    this.#ticket += 1;
    this.leave();
    this.waiting = [];
  }

  /** Keeps what was typed a second after the last change. */
  touched(): void {
    clearTimeout(this.#timer);
    if (this.#form.typed > 0) this.#form.draft ??= Math.max(Date.now(), ...this.waiting.map(({ id }) => id + 1));
    this.#timer = setTimeout(() => void (this.#form.typed === 0 ? this.drop() : this.#keep()), DRAFT_PAUSE);
  }

  async #keep(): Promise<void> {
    this.#kept = true;
    await call("keep_draft", { wanted: this.#form.wanted(), about: this.#about() });
  }

  /** What is typed is kept at once: something else comes to the desk. */
  async putAside(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#form.draft !== null && this.#form.typed > 0) await this.#keep();
  }

  /** What was typed is not wanted any more. */
  drop(): void {
    const { draft } = this.#form;
    if (this.#kept && draft !== null) void call("drop_draft", { id: draft });
    this.#form.draft = null;
    this.leave();
  }

  /** What is on the desk goes its own way; what was kept of it stays kept. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#kept = false;
  }

  async take(id: number): Promise<{ ok: true; value: Resumed } | { ok: false; error: CommandError }> {
    await this.putAside();
    return await call("resume_draft", { id });
  }

  /** The draft lies on the desk. */
  taken(id: number): void {
    this.leave();
    this.#form.draft = id;
    this.#kept = true;
    void this.load();
  }

  discard(id: number): void {
    this.waiting = this.waiting.filter((one) => one.id !== id);
    void call("drop_draft", { id });
  }
}
