// What the page knows of the app: the newest view, the running command, the last trouble, and what is
// to be spoken. Knows commands, no components; testable without a DOM.
import type { AccountView, CommandError, Commands, NoticeAction, Screen, View } from "../ipc/bindings";
import { call, watch, type Answer, type CommandName, type Outcome, type Request } from "../ipc/call";
import { Desk } from "./desk/desk.svelte";
import { Diagnosis } from "./diagnosis.svelte";
import { problemOf } from "./problems";

/** They lead away from a command that the keychain keeps waiting: what it comes to is no longer shown. */
const LEAVING: readonly CommandName[] = ["go_back", "cancel_sign_in", "choose_door"];

type ViewCommand = { [N in CommandName]: Commands[N][1] extends View ? N : never }[CommandName];

export class AppState {
  view: View | null = $state.raw(null);
  busy: CommandName | null = $state(null);
  /** The last command's failure, until another command runs or another screen comes. */
  trouble: CommandError | null = $state.raw(null);
  /** Spoken politely; the same text twice in a row is spoken twice. */
  said = $state.raw({ text: "", turn: 0 });
  /** The page about this program, the one for when something is wrong or the guide, above the screen. */
  above: "about" | "help" | "guide" | null = $state(null);
  readonly desk = new Desk((text) => this.say(text));
  readonly diagnosis = new Diagnosis();

  #again: (() => void) | null = null;
  #running: Promise<unknown> = Promise.resolve();
  /** The screen on which the running command was given. */
  #from: Screen["at"] = "starting";
  #asked = 0;
  #delivered = 0;
  #turn = 0;

  /** Resolves once there is something to show: a view, which comes before the call's own answer, or why none does. */
  start(): Promise<void> {
    return new Promise((known) => {
      void watch((view) => {
        this.#delivered += 1;
        this.take(view);
        known();
      }).then((error) => {
        if (error) this.trouble = error;
        known();
      });
    });
  }

  get screen(): Screen {
    return this.view?.screen ?? { at: "starting" };
  }

  get practice(): boolean {
    return this.view?.connection?.kind === "practice";
  }

  get sessionOnly(): boolean {
    return this.view?.this_session_only === true;
  }

  take(view: View): void {
    if (view.screen.at !== this.screen.at) {
      this.trouble = this.#again = null;
      // Whoever comes back from the browser goes on with what the browser brought.
      if (view.screen.at === "finishing") this.above = null;
    }
    this.view = view;
    if (view.screen.at === "desk") this.desk.belongsTo(`${view.connection?.kind}/${known(view.screen.account)}`);
  }

  say(text: string): void {
    this.#turn += 1;
    this.said = { text, turn: this.#turn };
  }

  /** Whether this command may run although another does; from one door it is the other that leads away. */
  leaves(name: CommandName): boolean {
    return this.view?.keychain_waits === true && LEAVING.includes(name) && (name === "choose_door" || this.busy !== name);
  }

  /** Runs a command that leads to another view; true where it went well. */
  async run<N extends ViewCommand>(name: N, request: Request<N>): Promise<boolean> {
    const outcome = await this.ask(name, request);
    return outcome?.ok ?? false;
  }

  /** Runs any command and takes the view it answers, if it does; null where one is running already. */
  async ask<N extends CommandName>(name: N, request: Request<N>): Promise<Outcome<Answer<N>> | null> {
    if (this.busy && !this.leaves(name)) {
      // The stream may show the next screen before the command that led there has answered: what is
      // pressed on that screen waits for the answer, and is not lost.
      if (this.screen.at === this.#from) return null;
      await this.#running;
      if (this.busy) return null;
    }
    const running = this.#run(name, request);
    this.#running = running;
    return running;
  }

  async #run<N extends CommandName>(name: N, request: Request<N>): Promise<Outcome<Answer<N>> | null> {
    this.busy = name;
    this.#from = this.screen.at;
    this.trouble = null;
    const asked = ++this.#asked;
    const delivered = this.#delivered;
    const outcome = await call(name, request);
    if (asked !== this.#asked) return null;
    this.busy = null;
    // A pasted address is not kept for another try, nor is anything that went well.
    this.#again = outcome.ok || name === "paste_address" ? null : () => void this.ask(name, request);
    if (!outcome.ok) this.trouble = outcome.error;
    // The stream's views are newer than an answer that was on its way beside them.
    else if (isView(outcome.value) && delivered === this.#delivered) this.take(outcome.value);
    return outcome;
  }

  /** The message for one field of the last trouble. */
  problem(field: string): string | null {
    return problemOf(this.trouble?.fields ?? [], field);
  }

  zoom(step: "in" | "out" | "reset"): void {
    // Beside the running command: zooming never waits and never fails loudly.
    const delivered = this.#delivered;
    void call("set_zoom", { step }).then((outcome) => {
      if (outcome.ok && delivered === this.#delivered) this.take(outcome.value);
    });
  }

  async signOut(forget_keys: boolean): Promise<boolean> {
    const gone = await this.run("sign_out", { forget_keys });
    if (gone) this.desk.belongsTo(null);
    return gone;
  }

  /** What a notice's button does here; null where this screen has nothing for it. */
  actionFor(action: NoticeAction, ofTrouble: boolean): (() => void) | null {
    const at = this.screen.at;
    switch (action) {
      case "try_again":
        if (ofTrouble) return this.#again;
        if (at === "waiting") return () => void this.run("open_again", {});
        return at === "sign_in" ? () => void this.run("start_sign_in", {}) : null;
      case "open_again":
        return at === "waiting" ? () => void this.run("open_again", {}) : () => void this.run("start_sign_in", {});
      case "sign_in":
        return () => void this.run("start_sign_in", {});
      case "enter_keys":
        return at === "keys" ? null : () => void this.#toKeys();
      case "copy_again":
        return at === "waiting" ? () => void this.ask("copy", { what: "sign_in_link" }) : null;
      case "this_session_only": {
        const again = ofTrouble ? this.#again : null;
        return () => void this.#forThisSession(again);
      }
      case "paste_address":
      case "check_fields":
        return null;
    }
  }

  /** Goes on without the keychain, and does again what the keychain had refused. */
  async #forThisSession(again: (() => void) | null): Promise<void> {
    if (await this.run("use_this_session_only", {})) again?.();
  }

  /** Back to the keys from wherever they were refused; what is typed in the form stays. */
  async #toKeys(): Promise<void> {
    if (this.screen.at === "desk" || this.screen.at === "account") await this.run("sign_out", { forget_keys: false });
    if (this.screen.at === "waiting") await this.run("cancel_sign_in", {});
    if (this.screen.at === "sign_in") await this.run("go_back", {});
  }
}

/** What tells one account from another: its app, and where Keap names none, the next best thing. */
const known = ({ app, business, email }: AccountView) => app || business || email || "";

const isView = (value: unknown): value is View => typeof value === "object" && value !== null && "screen" in value;
