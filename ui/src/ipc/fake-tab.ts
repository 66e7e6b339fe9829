// The fake in a browser tab: `?show=waiting&door=practice` opens at a screen. Never in the app's bundle.
import type { Screen } from "./bindings";
import { replaceTransport } from "./call";
import { Fake } from "./fake";
import { account, notices } from "./fake-data";

const screens: Record<string, () => Screen> = {
  starting: () => ({ at: "starting" }),
  welcome: () => ({ at: "welcome", notice: null }),
  keys: () => ({ at: "keys", client_id: null, filled_in: false, notice: null }),
  sign_in: () => ({ at: "sign_in", notice: null }),
  waiting: () => ({ at: "waiting", until_ms: Date.now() + 258_000, paste_first: false, notice: null }),
  paste_first: () => ({ at: "waiting", until_ms: Date.now() + 258_000, paste_first: true, notice: null }),
  no_keychain: () => ({ at: "keys", client_id: null, filled_in: false, notice: notices.no_keychain }),
  denied: () => ({ at: "waiting", until_ms: Date.now() + 258_000, paste_first: false, notice: notices.denied }),
  finishing: () => ({ at: "finishing" }),
  account: () => ({ at: "account", account }),
  desk: () => ({ at: "desk", account, notice: null }),
};

export function play(): void {
  const fake = new Fake();
  fake.answersAfter = 4000;
  fake.delay = 250;
  replaceTransport(fake);
  const asked = new URLSearchParams(location.search);
  const door = asked.get("door") === "practice" ? "practice" : "keap";
  const show = asked.get("show");
  if (show && show !== "welcome") void fake.invoke("choose_door", { door }).then(() => {
    const screen = screens[show]?.();
    if (screen && !(screen.at === "keys" && door === "practice")) fake.show(screen);
  });
  const view = { this_session_only: asked.has("session_only"), keychain_waits: asked.has("keychain_waits") };
  fake.view = { ...fake.view, ...view };
  Object.assign(window, { fake });
}
