// A keychain that is missing or that keeps a command waiting: the choice to go without, and a window
// that stays usable.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { Fake } from "../../src/ipc/fake";
import { account, notices } from "../../src/ipc/fake-data";
import { at, button, expectAccessible, field, heard, open, until } from "./support";

const keys = async () => {
  const { fake } = await open();
  fake.show({ at: "keys", client_id: null, filled_in: false, notice: null });
  await until("[name=client_id]");
  await userEvent.fill(field("client_id"), "fictional-id");
  await userEvent.fill(field("client_secret"), "fictional-secret");
  return fake;
};
const waits = (fake: Fake, keychain_waits: boolean) => {
  fake.view = { ...fake.view, keychain_waits };
  fake.show(fake.view.screen);
};

describe("without a keychain", () => {
  it("offers both to try again and to keep the keys for this session only", async () => {
    const fake = await keys();
    fake.fail("save_keys", { notice: notices.no_keychain, fields: [] });
    await userEvent.click(button("save-keys"));
    await until("[data-action=notice-try-again]");
    expect(button("notice-this-session-only").textContent).toContain("Keep them for this session only");
  });

  it("saves what was typed once more after the choice: it need not be typed again", async () => {
    const fake = await keys();
    fake.fail("save_keys", { notice: notices.no_keychain, fields: [] });
    await userEvent.click(button("save-keys"));
    await userEvent.click(await until("[data-action=notice-this-session-only]"));
    await until("[data-action=sign-in]");
    expect(heard(fake, "use_this_session_only")).toHaveLength(1);
    expect(heard(fake, "save_keys").map(({ request }) => request)).toEqual([
      { client_id: "fictional-id", client_secret: "fictional-secret" },
      { client_id: "fictional-id", client_secret: "fictional-secret" },
    ]);
    expect(at(".strip").textContent).toContain("when you close Keapsake, keys and sign-in are forgotten");
  });

  it("does not save again where the choice itself failed", async () => {
    const fake = await keys();
    fake.fail("save_keys", { notice: notices.no_keychain, fields: [] });
    fake.fail("use_this_session_only", { notice: notices.offline, fields: [] });
    await userEvent.click(button("save-keys"));
    await userEvent.click(await until("[data-action=notice-this-session-only]"));
    await expect.poll(() => at(".notice").textContent).toContain(notices.offline.title);
    expect(heard(fake, "save_keys")).toHaveLength(1);
  });

  it.each([
    { at: "keys", client_id: null, filled_in: false, notice: null },
    { at: "sign_in", notice: null },
    { at: "desk", account, notice: null },
  ] as const)("says on the screen $at that nothing is kept", async (screen) => {
    const fake = new Fake();
    fake.view = { ...fake.view, this_session_only: true };
    await open(fake);
    fake.show(screen);
    await expect.poll(() => document.querySelector(".strip")?.textContent).toContain("For this session only");
  });
});

describe("while the keychain keeps a command waiting", () => {
  it("says so, and that its window may be hidden, until it is over", async () => {
    const fake = await keys();
    expect(document.querySelector(".strip")).toBeNull();
    waits(fake, true);
    await expect.poll(() => at("[role=status] .strip").textContent).toContain("Waiting for this computer’s keychain");
    waits(fake, false);
    await expect.poll(() => document.querySelector(".strip")).toBeNull();
  });

  it("goes back on the person's word, and drops what the command comes to afterwards", async () => {
    const fake = await keys();
    const release = fake.hold("save_keys");
    fake.fail("save_keys", { notice: notices.no_keychain, fields: [] });
    await userEvent.click(button("save-keys"));
    await userEvent.click(button("back"));
    expect(heard(fake, "go_back")).toHaveLength(0);
    waits(fake, true);
    await userEvent.click(button("back"));
    await until("[data-action=connect]");
    waits(fake, false);
    release();
    await userEvent.click(button("connect"));
    await until("[name=client_id]");
    expect(document.querySelector(".notice")).toBeNull();
  });

  it("leaves a door that the keychain keeps shut, and drops what comes of it afterwards", async () => {
    const { fake } = await open();
    const release = fake.hold("choose_door");
    fake.fail("choose_door", { notice: notices.no_keychain, fields: [] });
    await userEvent.click(button("connect"));
    expect(document.querySelector("[data-action=cancel]")).toBeNull();
    waits(fake, true);
    await expectAccessible();
    await userEvent.click(await until("[data-action=cancel]"));
    await expect.poll(() => heard(fake, "go_back")).toHaveLength(1);
    expect(document.activeElement).toBe(button("connect"));
    await expect.poll(() => button("connect").getAttribute("aria-disabled")).toBeNull();
    waits(fake, false);
    release();
    await userEvent.click(button("connect"));
    await until("[name=client_id]");
    expect(document.querySelector(".notice")).toBeNull();
  });

  it("opens the other door meanwhile, and only then", async () => {
    const { fake } = await open();
    const release = fake.hold("choose_door");
    await userEvent.click(button("connect"));
    await userEvent.click(button("practice"));
    expect(button("connect").getAttribute("aria-disabled")).toBe("true");
    expect(heard(fake, "choose_door")).toHaveLength(1);
    waits(fake, true);
    await userEvent.click(button("practice"));
    await expect.poll(() => heard(fake, "choose_door").map(({ request }) => request)).toEqual([{ door: "keap" }, { door: "practice" }]);
    expect(button("connect").getAttribute("aria-disabled")).toBeNull();
    release();
    await expect.poll(() => at("h1").textContent).toBe("The keys are filled in");
  });
});
