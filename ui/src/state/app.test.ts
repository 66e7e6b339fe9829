// The page's own state: which view counts, what a failure leaves, what a notice's button does.
import { beforeEach, describe, expect, it } from "vitest";

import type { View } from "../ipc/bindings";
import { replaceTransport } from "../ipc/call";
import { Fake } from "../ipc/fake";
import { account, notices } from "../ipc/fake-data";
import { AppState } from "./app.svelte";

let fake: Fake;
let app: AppState;

beforeEach(async () => {
  fake = new Fake();
  replaceTransport(fake);
  app = new AppState();
  await app.start();
});

describe("the start", () => {
  const never = new Promise<void>(() => {});

  it("is over with the first view, whose call is answered later", async () => {
    replaceTransport({
      invoke: () => never,
      watch: (onView) => {
        onView(fake.view);
        return never;
      },
    });
    const slow = new AppState();
    await slow.start();
    expect(slow.screen.at).toBe(fake.view.screen.at);
  });

  it("is over with a failure, which is shown", async () => {
    replaceTransport({ invoke: () => never, watch: () => Promise.reject(new Error("no app")) });
    const lonely = new AppState();
    await lonely.start();
    expect(lonely.trouble?.notice.code).toBe("page_call_failed");
  });
});

describe("views", () => {
  it("shows what the stream brings", () => {
    fake.show({ at: "finishing" });
    expect(app.screen.at).toBe("finishing");
  });

  it("does not go back to an answer that the stream has overtaken", async () => {
    const old: View = { ...fake.view, screen: { at: "sign_in", notice: null } };
    fake.answer("start_sign_in", old);
    const release = fake.hold("start_sign_in");
    const running = app.run("start_sign_in", {});
    fake.show({ at: "account", account });
    release();
    await running;
    expect(app.screen.at).toBe("account");
  });

  it("does not let a zoom's answer go back behind the stream", async () => {
    const release = fake.hold("set_zoom");
    fake.answer("set_zoom", { ...fake.view, zoom: 125 });
    app.zoom("in");
    fake.show({ at: "finishing" });
    release();
    // Another command's answer comes after it: by then it has been taken, or let go.
    await app.ask("about", {});
    expect(app.screen.at).toBe("finishing");
  });

  it("takes a zoom's answer that the stream has not brought", async () => {
    app.zoom("in");
    await expect.poll(() => app.view?.zoom).toBe(125);
  });

  it("takes an answer that the stream has not brought", async () => {
    fake.answer("go_back", { ...fake.view, screen: { at: "sign_in", notice: null } });
    await app.run("go_back", {});
    expect(app.screen.at).toBe("sign_in");
  });
});

describe("failures", () => {
  it("turns what is no error of ours into words", async () => {
    replaceTransport({ invoke: () => Promise.reject("denied by capability"), watch: async () => {} });
    expect(await app.run("go_back", {})).toBe(false);
    expect(app.trouble?.notice.title).toBe("Keapsake did not carry this out");
  });

  it("forgets trouble when another screen comes", async () => {
    fake.fail("go_back", { notice: notices.offline, fields: [] });
    await app.run("go_back", {});
    expect(app.trouble).not.toBeNull();
    fake.show({ at: "finishing" });
    expect(app.trouble).toBeNull();
  });

  it("does not lose what is pressed on the screen that came before its command's answer", async () => {
    fake.show({ at: "waiting", until_ms: 0, paste_first: false, notice: null });
    const release = fake.hold("cancel_sign_in");
    const cancelling = app.run("cancel_sign_in", {});
    fake.show({ at: "sign_in", notice: null });
    const pressed = app.run("start_sign_in", {});
    release();
    await Promise.all([cancelling, pressed]);
    expect(fake.heard.map(({ name }) => name)).toEqual(["cancel_sign_in", "start_sign_in"]);
    expect(app.busy).toBe(null);
  });

  it("runs one command at a time", async () => {
    const release = fake.hold("start_sign_in");
    const first = app.run("start_sign_in", {});
    expect(await app.run("go_back", {})).toBe(false);
    release();
    expect(await first).toBe(true);
    expect(fake.heard.map(({ name }) => name)).toEqual(["start_sign_in"]);
  });
});

describe("what was sent", () => {
  it("is not kept for another try once it went well, nor over another screen", async () => {
    fake.show({ at: "keys", client_id: null, filled_in: false, notice: null });
    fake.fail("save_keys", { notice: notices.offline, fields: [] });
    await app.run("save_keys", { client_id: "id", client_secret: "secret" });
    expect(app.actionFor("try_again", true)).not.toBeNull();
    fake.show({ at: "sign_in", notice: null });
    expect(app.actionFor("try_again", true)).toBeNull();
    await app.run("start_sign_in", {});
    expect(app.actionFor("try_again", true)).toBeNull();
  });

  it("is never kept of a pasted address", async () => {
    fake.show({ at: "waiting", until_ms: Date.now() + 1000, paste_first: false, notice: null });
    await app.run("paste_address", { address: "https://example.com/" });
    expect(app.trouble).not.toBeNull();
    expect(app.actionFor("try_again", true)).toBeNull();
  });
});

describe("a notice's button", () => {
  it("repeats the command that failed", async () => {
    fake.show({ at: "sign_in", notice: null });
    fake.fail("start_sign_in", { notice: notices.offline, fields: [] });
    await app.run("start_sign_in", {});
    app.actionFor("try_again", true)?.();
    await expect.poll(() => app.screen.at).toBe("waiting");
  });

  it.each([
    ["open_again", "waiting", "open_again"],
    ["open_again", "sign_in", "start_sign_in"],
    ["sign_in", "desk", "start_sign_in"],
    ["copy_again", "waiting", "copy"],
  ] as const)("%s on %s runs %s", async (action, at, command) => {
    const screens = {
      waiting: { at: "waiting", until_ms: Date.now() + 1000, paste_first: false, notice: null },
      sign_in: { at: "sign_in", notice: null },
      desk: { at: "desk", account, notice: null },
    } as const;
    fake.show(screens[at]);
    app.actionFor(action, false)?.();
    await expect.poll(() => fake.heard.at(-1)?.name).toBe(command);
  });

  it("leads from the desk back to the keys, and what was typed stays", async () => {
    fake.show({ at: "desk", account, notice: null });
    app.desk.type("given_name", "Ann");
    app.actionFor("enter_keys", true)?.();
    await expect.poll(() => app.screen.at).toBe("keys");
    expect(app.desk.form.text("given_name")).toBe("Ann");
  });
});

it("tells accounts without a name apart by what else is known", () => {
  const nameless = { ...account, app: "", business: null };
  fake.show({ at: "desk", account: nameless, notice: null });
  app.desk.type("given_name", "Ann");
  fake.show({ at: "desk", account: nameless, notice: null });
  expect(app.desk.form.text("given_name")).toBe("Ann");
  fake.show({ at: "desk", account: { ...nameless, email: "jun@practice.example" }, notice: null });
  expect(app.desk.form.text("given_name")).toBe("");
});

it("forgets the desk with the sign-out", async () => {
  fake.show({ at: "desk", account, notice: null });
  app.desk.type("given_name", "Ann");
  await app.signOut(false);
  expect(app.desk.form.text("given_name")).toBe("");
});
