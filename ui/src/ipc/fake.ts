// A Keapsake without its Rust side, for a plain browser tab and for tests: it plays the journey well
// enough to look at every screen. Its rules are believable, not true; the true ones are in Rust.
import type {
  CommandError,
  Commands,
  ConnectionView,
  FieldProblem,
  Screen,
  View,
} from "./bindings";
import type { CommandName, Transport } from "./call";
import { account, firstView, found, notices, reportText } from "./fake-data";
import { FakeDesk } from "./fake-desk";
import { guidePages } from "./fake-guide";

type Handlers = { [N in CommandName]: (request: Commands[N][0]) => Commands[N][1] };

const WAIT = 5 * 60_000;
const PRACTICE_ID = "PracticeClientId0000000000000000000000000000Keap";

export class Fake implements Transport {
  view: View = structuredClone(firstView);
  /** Every command that arrived, in order. */
  readonly heard: { name: CommandName; request: unknown }[] = [];
  /** Answers every sign-in by itself after this many milliseconds; 0 never does. */
  answersAfter = 0;
  /** Answers every command after this many milliseconds. */
  delay = 0;

  #listener: ((view: View) => void) | null = null;
  #failures = new Map<CommandName, CommandError[]>();
  #answers = new Map<CommandName, unknown[]>();
  #held = new Map<CommandName, Promise<void>>();
  desk = new FakeDesk();
  #timer: ReturnType<typeof setTimeout> | undefined;

  async watch(onView: (view: View) => void): Promise<void> {
    this.#listener = onView;
    onView(this.view);
  }

  async invoke(name: CommandName, request: unknown): Promise<unknown> {
    this.heard.push({ name, request: structuredClone(request) });
    if (this.delay) await new Promise((go) => setTimeout(go, this.delay));
    await this.#held.get(name);
    const failure = this.#failures.get(name)?.shift();
    if (failure) throw structuredClone(failure);
    const answer = this.#answers.get(name)?.shift();
    if (answer !== undefined) return structuredClone(answer);
    const handler = { ...this.desk.handlers, ...this.#handlers }[name] as (request: never) => unknown;
    return structuredClone(handler(request as never));
  }

  /** The next call of `name` is rejected with this. */
  fail(name: CommandName, error: Omit<CommandError, "details"> & Partial<CommandError>): void {
    this.#failures.set(name, [...(this.#failures.get(name) ?? []), { details: null, ...error }]);
  }

  /** The next call of `name` answers this. */
  answer<N extends CommandName>(name: N, answer: Commands[N][1]): void {
    this.#answers.set(name, [...(this.#answers.get(name) ?? []), answer]);
  }

  /** Calls of `name` wait until the returned function is called. */
  hold(name: CommandName): () => void {
    let go = () => {};
    this.#held.set(name, new Promise((resolve) => (go = resolve)));
    return () => {
      this.#held.delete(name);
      go();
    };
  }

  /** Shows another screen, as the Rust side would after an event of its own. */
  show(screen: Screen, connection: Partial<ConnectionView> = {}): View {
    const kept = this.view.connection ?? keap();
    this.view = { ...this.view, screen, connection: screen.at === "welcome" ? null : { ...kept, ...connection } };
    this.#listener?.(structuredClone(this.view));
    return this.view;
  }

  #wait(): View {
    clearTimeout(this.#timer);
    if (this.answersAfter) {
      this.#timer = setTimeout(() => {
        this.show({ at: "finishing" });
        this.#timer = setTimeout(() => this.show({ at: "account", account }), this.answersAfter / 2);
      }, this.answersAfter);
    }
    return this.show({ at: "waiting", until_ms: Date.now() + WAIT, paste_first: false, notice: null });
  }

  #keys(): View {
    const practice = this.view.connection?.kind === "practice";
    return this.show({ at: "keys", client_id: practice ? PRACTICE_ID : null, filled_in: practice, notice: null });
  }

  #handlers: Omit<Handlers, keyof FakeDesk["handlers"]> = {
    choose_door: ({ door }) => {
      const practice = door === "practice";
      const client_id = practice ? PRACTICE_ID : null;
      return this.show({ at: "keys", client_id, filled_in: practice, notice: null }, practice ? practiceKeap() : keap());
    },
    save_keys: ({ client_id, client_secret }) => {
      const fields: FieldProblem[] = [];
      if (!client_id.trim()) fields.push({ field: "client_id", message: "Enter the Client ID. The developer portal calls it Key." });
      if (!client_secret.trim()) fields.push({ field: "client_secret", message: "Enter the Client Secret. The developer portal calls it Secret." });
      else if (client_id.trim() === client_secret.trim())
        fields.push({ field: "client_secret", message: "This is the same as the Client ID. Copy the line below it, called Secret." });
      refuse(fields);
      return this.show({ at: "sign_in", notice: null }, { has_keys: true });
    },
    use_filled_in_keys: () => this.show({ at: "sign_in", notice: null }, { has_keys: true }),
    keep_keys: () => this.show({ at: "sign_in", notice: null }),
    set_route: ({ kind, return_page }) => {
      if (kind === "return_page" && !return_page?.startsWith("https://"))
        refuse([{ field: "return_page", message: "The address must begin with https://." }]);
      const uri = { return_page: return_page ?? "", loopback: "http://localhost:8765/callback", app_link: "app.keapsake.dev://oauth/callback" };
      const choices = this.view.connection?.route.choices ?? [];
      return this.show(this.view.screen, { route: { kind, redirect_uri: uri[kind], return_page, choices } });
    },
    set_pkce: ({ sent }) => this.show(this.view.screen, { pkce: sent }),
    go_back: () => {
      const at = this.view.screen.at;
      if (at === "sign_in") return this.#keys();
      return this.show({ at: "welcome", notice: null });
    },
    start_sign_in: () => this.#wait(),
    open_again: () => this.#wait(),
    wait_longer: () => {
      const now = this.view.screen;
      return now.at === "waiting" ? this.show({ ...now, until_ms: now.until_ms + WAIT, notice: null }) : this.view;
    },
    cancel_sign_in: () => this.show({ at: "sign_in", notice: null }),
    keap_error_page: () => this.#keys(),
    paste_address: ({ address }) => {
      if (!address.includes("code=")) refuse([{ field: "address", message: "There is no answer in this address." }]);
      return this.show({ at: "account", account });
    },
    copy: () => null,
    confirm_account: () => this.show({ at: "desk", account, notice: null }),
    use_another_account: () => this.show({ at: "sign_in", notice: null }),
    open_contact: () => null,
    open_page: () => null,
    shipped_text: ({ text }) => guidePages[text] ?? guidePages.guide,
    sign_out: ({ forget_keys }) => this.show(forget_keys ? { at: "welcome", notice: null } : { at: "sign_in", notice: null }),
    start_over: () => {
      this.desk = new FakeDesk();
      return this.view;
    },
    set_zoom: ({ step }) => {
      const zoom = step === "reset" ? 100 : Math.min(200, Math.max(50, this.view.zoom + (step === "in" ? 25 : -25)));
      this.view = { ...this.view, zoom };
      return this.view;
    },
    use_this_session_only: () => {
      this.view = { ...this.view, this_session_only: true };
      return this.show(this.view.screen);
    },
    diagnose: ({ check }) => found[check],
    report: () => ({ text: reportText }),
    copy_report: () => null,
    set_proxy: ({ address }) => {
      const typed = address.trim();
      if (typed.includes("@")) refuse([{ field: "proxy", message: "Leave out the name and the password." }]);
      this.view = { ...this.view, proxy: typed.replace(/^http:\/\/|\/$/g, "") || null };
      return this.show(this.view.screen);
    },
    about: () => ({
      name: "Keapsake",
      version: "0.1.0",
      build: "dev",
      licence: "MIT",
      identifier: "app.keapsake.dev",
      logs: "~/.local/share/app.keapsake.dev/logs",
    }),
  };
}

function refuse(fields: FieldProblem[]): void {
  if (fields.length) throw { notice: notices.fields, fields, details: null } satisfies CommandError;
}

function keap(): ConnectionView {
  const route = { kind: "loopback" as const, redirect_uri: "http://localhost:8765/callback", return_page: null };
  return { kind: "keap", has_keys: false, pkce: true, route: { ...route, choices: ["return_page", "loopback", "app_link"] } };
}

function practiceKeap(): ConnectionView {
  const page = "http://localhost:8700/return";
  const route = { kind: "return_page" as const, redirect_uri: page, return_page: page };
  return { kind: "practice", has_keys: false, pkce: true, route: { ...route, choices: ["return_page", "loopback"] } };
}
