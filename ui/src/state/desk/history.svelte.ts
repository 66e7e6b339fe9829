// The saves of this account from this computer, and taking one back. Knows no component.
import type { CommandError, Decided, History, HistoryEntry, UndoAnswer } from "../../ipc/bindings";
import { call, type Outcome } from "../../ipc/call";
import { isSameDay } from "../../words/dates";

export const PAUSE = 250;

type Clashes = Extract<UndoAnswer, { result: "changed_since" }>;
type Confirm = Extract<UndoAnswer, { result: "confirm_removal" }>;
type Done = Extract<UndoAnswer, { result: "undone" | "removed" }>;

export class HistoryBook {
  history: History | null = $state.raw(null);
  search = $state("");
  trouble: CommandError | null = $state.raw(null);
  /** The save that is being taken back. */
  undoing: number | null = $state(null);
  clashes: Clashes | null = $state.raw(null);
  confirm: Confirm | null = $state.raw(null);
  done: Done | null = $state.raw(null);
  /** Clashes that are restored all the same. */
  restore: string[] = $state([]);
  running = $state(false);
  /** The saves in which Rust found the searched text; what the list shows is searched here. */
  hits: number[] | null = $state.raw(null);
  #ticket = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  clear(): void {
    this.fallBehind();
    this.find("");
    this.running = false;
    this.letGo();
  }

  /** Forgets the undo that was begun, and what the last one came to. */
  letGo(): void {
    this.undoing = this.clashes = this.confirm = this.done = this.trouble = null;
    this.restore = [];
  }

  /** The save that is being taken back, as the history has it. */
  get entry(): HistoryEntry | undefined {
    return this.history?.entries.find(({ id }) => id === this.undoing);
  }

  find(text: string): void {
    clearTimeout(this.#timer);
    this.search = text;
    this.hits = null;
    if (text.trim()) this.#timer = setTimeout(() => void this.#look(text), PAUSE);
  }

  async #look(text: string): Promise<void> {
    const outcome = await call("history", { search: text });
    if (text !== this.search) return;
    if (outcome.ok) this.hits = outcome.value.entries.map(({ id }) => id);
    else this.trouble = outcome.error;
  }

  /** The saves that hold the searched text in what `shows` says of them, or where Rust found it. */
  found(shows: (entry: HistoryEntry) => string): HistoryEntry[] {
    const wanted = this.search.trim().toLowerCase();
    return this.history?.entries.filter((entry) => !wanted || this.hits?.includes(entry.id) || shows(entry).toLowerCase().includes(wanted)) ?? [];
  }

  async load(): Promise<void> {
    await this.#take(() => call("history", { search: "" }));
  }

  async switch(on: boolean): Promise<void> {
    await this.#take(() => call("set_history", { on }));
  }

  async forget(): Promise<void> {
    await this.#take(() => call("clear_history", {}));
  }

  /** A save begins: the list lacks it, and a long one would be drawn twice. */
  fallBehind(): void {
    this.#ticket += 1;
    this.history = null;
  }

  /** The saves of the day that `now` falls on. */
  today(now: number): HistoryEntry[] {
    return this.history?.entries.filter(({ at_ms }) => isSameDay(at_ms, now)) ?? [];
  }

  async undo(id: number): Promise<void> {
    // A dialog that is answered with yes was about the contact as it stood then.
    const remove = this.undoing === id ? (this.confirm?.seen ?? null) : null;
    if (this.running) return;
    const decided: Record<string, Decided> = {};
    if (this.undoing === id)
      for (const { spot } of this.clashes?.clashes ?? []) decided[spot] = this.restore.includes(spot) ? "restore" : "leave";
    else this.letGo();
    this.undoing = id;
    this.running = true;
    this.trouble = this.done = null;
    const outcome = await call("undo_save", { id, remove, decided });
    this.running = false;
    if (this.undoing !== id) return;
    if (!outcome.ok) {
      this.trouble = outcome.error;
      this.confirm = null;
      return;
    }
    this.#settle(outcome.value);
    if (this.done) await this.load();
  }

  #settle(answer: UndoAnswer): void {
    this.clashes = this.confirm = null;
    this.restore = [];
    if (answer.result === "changed_since") this.clashes = answer;
    else if (answer.result === "confirm_removal") this.confirm = answer;
    else this.done = answer;
  }

  async #take(ask: () => Promise<Outcome<History>>): Promise<void> {
    const ticket = (this.#ticket += 1);
    const outcome = await ask();
    if (ticket !== this.#ticket) return;
    if (outcome.ok) this.history = outcome.value;
    else this.trouble = outcome.error;
  }
}
