// The look-up: it asks when typing pauses, and lets go of answers to an earlier text. Knows no sheet.
import type { CommandError, FindBy, Found, MatchCard } from "../../ipc/bindings";
import { call } from "../../ipc/call";
import { find } from "../../words/desk";

export const PAUSE = 400;

type Cards = { cards: MatchCard[]; more: boolean };
/** Whom the person picked, and out of which cards. */
type Picked = Cards & { name: string };

type Outcome =
  | { at: "idle" | "typing" | "looking" | "incomplete" | "nobody" | "nobodyHere" }
  | { at: "one"; picked?: Picked }
  | ({ at: "several" } & Cards)
  | { at: "failed"; error: CommandError };

export class Finder {
  by: FindBy = $state("email");
  text = $state("");
  outcome: Outcome = $state.raw({ at: "idle" });

  #ticket = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #found: (found: Found) => void;
  readonly #say: (text: string) => void;

  constructor(found: (found: Found) => void, say: (text: string) => void) {
    this.#found = found;
    this.#say = say;
  }

  clear(): void {
    this.#stop();
    this.text = "";
    this.outcome = { at: "idle" };
  }

  /** The text is as good as answered: it says where the sheet on the desk came from. */
  settle(text: string, at: "one" | "nobody"): void {
    this.#stop();
    this.by = "email";
    this.text = text;
    this.outcome = { at };
  }

  /** One of the cards was picked; the others are a click away. */
  pick(name: string): void {
    const { outcome } = this;
    this.outcome = outcome.at === "several" ? { at: "one", picked: { cards: outcome.cards, more: outcome.more, name } } : { at: "one" };
  }

  backToCards(): void {
    if (this.outcome.at === "one" && this.outcome.picked) this.outcome = { ...this.outcome.picked, at: "several" };
  }

  /** Whether an answer to another text is still to come. */
  get unsettled(): boolean {
    return this.outcome.at === "typing" || this.outcome.at === "looking";
  }

  type(text: string): void {
    this.#stop();
    this.text = text;
    this.outcome = { at: text.trim() ? "typing" : "idle" };
    if (this.#worthAsking()) this.#timer = setTimeout(() => void this.look(), PAUSE);
  }

  choose(by: FindBy): void {
    if (by === this.by) return;
    this.by = by;
    this.type(this.text);
  }

  async look(): Promise<void> {
    this.#stop();
    const text = this.text.trim();
    if (!text) return;
    const ticket = this.#ticket;
    this.outcome = { at: "looking" };
    const outcome = await call("find_contacts", { by: this.by, text });
    if (ticket !== this.#ticket) return;
    if (!outcome.ok) {
      this.outcome = { at: "failed", error: outcome.error };
      return;
    }
    this.take(outcome.value);
  }

  take(found: Found): void {
    if (found.found === "several") {
      this.outcome = { at: "several", cards: found.cards, more: found.more };
      this.#say(find.several(found.cards.length, found.more));
    } else {
      const at = found.found === "nobody" && !found.sheet ? "nobodyHere" : found.found;
      this.outcome = { at };
      if (at !== "incomplete") this.#say(find[at]);
    }
    this.#found(found);
  }

  #stop(): void {
    this.#ticket += 1;
    clearTimeout(this.#timer);
  }

  /** The Rust side decides what is complete; this keeps the plainly unfinished from being sent. */
  #worthAsking(): boolean {
    const text = this.text.trim();
    return this.by === "email" ? /^\S+@\S+\.\S\S/.test(text) : text.length > 1;
  }
}
