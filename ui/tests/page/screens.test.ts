// Every screen against axe in light and dark, and its accessibility tree against the kept one.
import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";

import type { ConnectionView, Notice, Screen, View } from "../../src/ipc/bindings";
import { Fake } from "../../src/ipc/fake";
import { account, notices } from "../../src/ipc/fake-data";
import { button, expectAccessible, field, open, theme, until } from "./support";

// The time of day is part of the waiting screen's words.
const until_ms = new Date(2026, 0, 1, 14, 32).getTime();
const told: Notice = { code: "signed_out", severity: "info", title: "You are signed out on this computer", body: "Your keys are still there.", action: null };

interface Case {
  name: string;
  screen: Screen;
  practice?: boolean;
  connection?: Partial<ConnectionView>;
  view?: Partial<View>;
  act?: (fake: Fake) => Promise<unknown>;
}

const save = async () => {
  await userEvent.click(button("save-contact"));
};
const email = async (text: string) => {
  await userEvent.fill(field("email"), text);
};
const openHelp = async () => {
  await userEvent.click(button("help"));
  await until("dialog[open]");
};
const desk: Screen = { at: "desk", account, notice: null };
const contact = { id: "7", name: "Ann Example", emails: ["ann@example.com"], phones: [], company: null, address: null, updated: null };

const cases: Case[] = [
  { name: "starting", screen: { at: "starting" } },
  { name: "welcome", screen: { at: "welcome", notice: null } },
  { name: "welcome with a notice", screen: { at: "welcome", notice: told } },
  { name: "about", screen: { at: "welcome", notice: null }, act: async () => (await userEvent.click(button("about")), await until("dl")) },
  { name: "keys", screen: { at: "keys", client_id: null, filled_in: false, notice: null } },
  {
    name: "keys with problems",
    screen: { at: "keys", client_id: null, filled_in: false, notice: null },
    act: async () => (await userEvent.click(button("save-keys")), await until("[aria-invalid=true]")),
  },
  {
    name: "keys with the return address",
    screen: { at: "keys", client_id: null, filled_in: false, notice: null },
    act: async () => (await userEvent.click(await until("summary")), await userEvent.click(await until("[value=return_page]"))),
  },
  { name: "keys kept", screen: { at: "keys", client_id: null, filled_in: false, notice: null }, connection: { has_keys: true } },
  { name: "keys filled in", screen: { at: "keys", client_id: "PracticeClientId", filled_in: true, notice: null }, practice: true },
  { name: "sign in", screen: { at: "sign_in", notice: null } },
  { name: "sign in, practice", screen: { at: "sign_in", notice: told }, practice: true },
  { name: "waiting", screen: { at: "waiting", until_ms, paste_first: false, notice: null } },
  { name: "waiting after a denial", screen: { at: "waiting", until_ms, paste_first: false, notice: notices.denied } },
  {
    name: "waiting with a wrong address",
    screen: { at: "waiting", until_ms, paste_first: false, notice: null },
    act: async () => (await userEvent.click(button("paste-address")), await until("[aria-invalid=true]")),
  },
  { name: "waiting, pasting first", screen: { at: "waiting", until_ms, paste_first: true, notice: null } },
  { name: "sign in, this session only", screen: { at: "sign_in", notice: null }, view: { this_session_only: true } },
  { name: "sign in, the keychain waits", screen: { at: "sign_in", notice: null }, view: { keychain_waits: true } },
  { name: "desk, this session only", screen: { at: "desk", account, notice: null }, view: { this_session_only: true, keychain_waits: true } },
  {
    name: "keys without a keychain",
    screen: { at: "keys", client_id: null, filled_in: false, notice: null },
    act: async (fake) => {
      fake.fail("save_keys", { notice: notices.no_keychain, fields: [] });
      await userEvent.click(button("save-keys"));
      await until("section.notice");
    },
  },
  { name: "something is wrong", screen: { at: "welcome", notice: null }, act: openHelp },
  {
    name: "something is wrong, tested",
    screen: { at: "sign_in", notice: null },
    act: async () => {
      await openHelp();
      await userEvent.click(button("test-connection"));
      await until("[data-check=account][data-grade=good]");
    },
  },
  { name: "finishing", screen: { at: "finishing" } },
  { name: "account", screen: { at: "account", account } },
  { name: "account with little known", screen: { at: "account", account: { app: "xy1", business: null, person: null, email: null, administrator: false } } },
  { name: "account without a name", screen: { at: "account", account: { app: "", business: null, person: null, email: null, administrator: false } } },
  { name: "desk", screen: desk },
  { name: "desk, practice, with the menu", screen: desk, practice: true, act: async () => userEvent.click(button("person-menu")) },
  {
    name: "desk with a country",
    screen: desk,
    act: async () => {
      field("country_code").focus();
      await userEvent.keyboard("canada{Enter}");
      await until("[name=region_code]");
    },
  },
  { name: "desk with fields to empty", screen: desk, act: async () => (await userEvent.click(await until("summary")), await userEvent.click(await until("[value=phone]"))) },
  { name: "desk with problems", screen: desk, act: async () => (await save(), await until("[aria-invalid=true]")) },
  {
    name: "desk without a network",
    screen: desk,
    act: async (fake) => {
      fake.fail("save_contact", { notice: notices.offline, fields: [] });
      await email("ann@example.com");
      await save();
      await until("section.notice");
    },
  },
  { name: "sign out", screen: desk, act: async () => (await userEvent.click(button("person-menu")), await userEvent.click(button("sign-out"))) },
  ...(["created", "unchanged", "appeared"] as const).map((result) => ({
    name: result,
    screen: desk,
    act: async (fake: Fake) => {
      fake.answer("save_contact", { result, contact });
      await save();
      await until(`[data-result=${result}]`);
    },
  })),
  {
    name: "updated",
    screen: desk,
    act: async (fake) => {
      fake.answer("save_contact", { result: "updated", contact, changed: ["given_name", "phone"] });
      await save();
      await until("[data-result=updated]");
    },
  },
  { name: "several", screen: desk, act: async () => (await email("office@example.org"), await save(), await until("[data-result=several]")) },
];

async function reach({ screen, practice, connection, view, act }: Case): Promise<void> {
  const fake = new Fake();
  fake.view = { ...fake.view, ...view };
  if (practice) await fake.invoke("choose_door", { door: "practice" });
  fake.show(screen, connection);
  await open(fake);
  await act?.(fake);
}

describe.each(cases)("$name", (one) => {
  it.each(["light", "dark"] as const)("has no violation in %s", async (scheme) => {
    theme(scheme);
    await reach(one);
    await expectAccessible();
  });

  it("keeps its accessibility tree", async () => {
    await reach(one);
    // What is spoken once comes and goes; the tree is what stays.
    document.querySelector("body > div > [aria-live=polite]")?.remove();
    await expect.element(page.elementLocator(document.body)).toMatchAriaSnapshot();
  });

  it("fits a window of 360 pixels without scrolling sideways", async () => {
    // The smallest window at 200 % zoom.
    await page.viewport(360, 280);
    await reach(one);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
    await page.viewport(960, 680);
  });
});
