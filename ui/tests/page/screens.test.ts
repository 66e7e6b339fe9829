// Every screen against axe in light and dark, and its accessibility tree against the kept one.
import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";

import type { ConnectionView, Notice, Screen, View } from "../../src/ipc/bindings";
import { Fake } from "../../src/ipc/fake";
import { account, notices } from "../../src/ipc/fake-data";
import { at, button, check, expectAccessible, field, find, open, theme, until } from "./support";

// The time of day is part of the waiting screen's words.
const until_ms = new Date(2026, 0, 1, 14, 32).getTime();
const told: Notice = { code: "signed_out", severity: "info", title: "You are signed out on this computer", body: "Your keys are still there.", action: null };

interface Case {
  name: string;
  screen: Screen;
  practice?: boolean;
  connection?: Partial<ConnectionView>;
  view?: Partial<View>;
  setup?: (fake: Fake) => void;
  act?: (fake: Fake) => Promise<unknown>;
}

const openHelp = async () => {
  await userEvent.click(button("help"));
  await until("dialog[open]");
};
const openProxy = async () => {
  await openHelp();
  await userEvent.click(await until("dialog summary"));
};
const desk: Screen = { at: "desk", account, notice: null };
// What is saved "now" would make another tree every minute.
const saves = async (fake: Fake) => {
  const maria = fake.desk.contacts[0];
  fake.desk.saved = [
    { id: 1, at_ms: Date.now(), contact_id: "7", name: "Maria Sample", what: "updated", spots: ["family_name"], countries: {}, undone: false, can_undo: true, before: {}, after: {} },
    { id: 2, at_ms: Date.UTC(2026, 0, 5, 12), contact_id: "8", name: "Jun Sample", what: "created", spots: [], countries: {}, undone: true, can_undo: false, before: {}, after: {} },
  ];
  return maria;
};
const looked = async (text = "maria@example.com", found: "one" | "several" | "nobody" = "one") => {
  await until("[name=find]");
  await find(text, found);
};
const changed = async () => {
  await looked();
  await until("[data-repair='address.billing.region']");
  await userEvent.click(at("[data-repair='address.billing.region']"));
  await userEvent.fill(field("phone.1.number"), "");
  await check({ family_name: "López" });
};
const save = async () => {
  await userEvent.click(button("save-contact"));
};

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
  { name: "something is wrong, a proxy", screen: { at: "welcome", notice: null }, view: { proxy: "proxy.example.com:3128" }, act: openProxy },
  {
    name: "something is wrong, a bad proxy",
    screen: { at: "welcome", notice: null },
    act: async () => {
      await openProxy();
      await userEvent.fill(field("proxy"), "ann:fictional@proxy.example.com:3128");
      await userEvent.click(button("set-proxy"));
      await until("[aria-invalid=true]");
    },
  },
  { name: "finishing", screen: { at: "finishing" } },
  { name: "account", screen: { at: "account", account } },
  { name: "account with little known", screen: { at: "account", account: { app: "xy1", business: null, person: null, email: null, administrator: false } } },
  { name: "account without a name", screen: { at: "account", account: { app: "", business: null, person: null, email: null, administrator: false } } },
  { name: "desk", screen: desk },
  { name: "desk, practice, with the menu", screen: desk, practice: true, act: async () => userEvent.click(button("person-menu")) },
  { name: "a contact", screen: desk, act: async () => (await looked(), await until('[name="custom.17"]')) },
  { name: "a new contact", screen: desk, act: async () => looked("new@example.com", "nobody") },
  { name: "several", screen: desk, act: async () => looked("office@example.org", "several") },
  { name: "look only", screen: desk, act: async () => (await looked(), await userEvent.click(field("look-only"))) },
  {
    name: "a country with its states",
    screen: desk,
    act: async () => {
      await userEvent.click(at("[data-section=address] h2 button"));
      (await until('[name="address.billing.country"]')).focus();
      await userEvent.keyboard("canada{Enter}");
      await until("[role=combobox][name='address.billing.region']");
      await userEvent.keyboard("{ArrowDown}");
    },
  },
  {
    name: "tags by the thousand",
    screen: desk,
    act: async () => {
      await looked();
      await expect.poll(() => document.querySelector("[data-tag]")?.textContent).toContain("Newsletter");
      field("tags").focus();
      await userEvent.keyboard("camp");
    },
  },
  {
    name: "somebody else is looked for",
    screen: desk,
    act: async () => (await looked(), await userEvent.fill(field("family_name"), "López"), await find("new@example.com", "nobody")),
  },
  {
    name: "a draft",
    screen: desk,
    setup: (fake) => {
      const { sheet } = fake.desk.sheet(fake.desk.contacts[0] ?? null, "maria@example.com");
      fake.desk.kept = [{ at_ms: Date.UTC(2026, 0, 5, 12), wanted: { sheet, draft: 7, edits: {}, tags: { apply: [], remove: [] }, consent: [] } }];
    },
    act: async () => until("[data-strip=draft]"),
  },
  { name: "the check", screen: desk, act: changed },
  { name: "the check of a new contact", screen: desk, act: async () => (await looked("new@example.com", "nobody"), await check({ given_name: "Jun" })) },
  {
    name: "the check without a network",
    screen: desk,
    act: async (fake) => {
      fake.fail("save_contact", { notice: notices.offline, fields: [] });
      await changed();
      await save();
      await until("section.notice");
    },
  },
  {
    name: "desk with problems",
    screen: desk,
    act: async (fake) => {
      fake.fail("review_contact", { notice: notices.fields, fields: [{ field: "email.1", message: "Enter an e-mail address like name@example.com." }], details: "{}" });
      await looked("new@example.com", "nobody");
      await userEvent.click(button("check"));
      await until("[aria-invalid=true]");
    },
  },
  {
    name: "somebody faster",
    screen: desk,
    act: async (fake) => {
      await changed();
      const clashes = [{ spot: "family_name", was: "Sample", theirs: "Lopez", mine: "López" }];
      fake.answer("save_contact", { result: "changed_meanwhile", sheet: fake.desk.laid(1), clashes, by: "Zoe Example", at: "a moment ago" });
      await save();
      await until("[data-page=clash]");
    },
  },
  {
    name: "updated",
    screen: desk,
    act: async (fake) => {
      await changed();
      const { contact } = fake.desk.laid(1);
      const told = { others: ["job_title"], not_taken: ["website"], failed: [], undo: 1, spots: ["family_name"], sheet: fake.desk.laid(1) };
      if (contact) fake.answer("save_contact", { result: "updated", contact, ...told });
      await saves(fake);
      await save();
      await until("[data-entry]");
    },
  },
  {
    name: "an undo that needs a decision",
    screen: desk,
    act: async (fake) => {
      await changed();
      await save();
      fake.answer("undo_save", { result: "changed_since", clashes: [{ spot: "family_name", was: "Sample", theirs: "Lopez", mine: "López" }], by: null, at: null });
      await userEvent.click(await until("[data-action=undo]"));
      await until("[data-page=undo]");
    },
  },
  {
    name: "an undo that removes",
    screen: desk,
    act: async () => {
      await looked("new@example.com", "nobody");
      await check({ given_name: "Jun" });
      await save();
      await userEvent.click(await until("[data-action=undo]"));
      await until("dialog[open]");
    },
  },
  {
    name: "history",
    screen: desk,
    act: async (fake) => {
      await saves(fake);
      await userEvent.click(button("person-menu"));
      await userEvent.click(button("history"));
      await until("[data-entry]");
    },
  },
  { name: "sign out", screen: desk, act: async () => (await userEvent.click(button("person-menu")), await userEvent.click(button("sign-out"))) },
];

async function reach({ screen, practice, connection, view, setup, act }: Case): Promise<void> {
  const fake = new Fake();
  fake.view = { ...fake.view, ...view };
  if (practice) await fake.invoke("choose_door", { door: "practice" });
  setup?.(fake);
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
    // So does the time of a save.
    for (const time of document.querySelectorAll("time, .told > p")) time.textContent = time.textContent?.replace(/\d+:\d\d( [AP]M)?/, "12:00") ?? "";
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
