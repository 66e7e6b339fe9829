// What stands above every page of the desk: whose account it is, the menu, signing out, that the app closes.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { account, notices } from "../../src/ipc/fake-data";
import { button, check, desk, field, find, heard, open, until } from "./support";

describe("the account", () => {
  it.each([
    [null, "", "A Keap account without a name"],
    ["", "pb101", "pb101"],
    ["Practice Bakery", "", "Practice Bakery"],
  ])("names the account of business %s and app %s in its badge", async (business, app, badge) => {
    const { fake } = await open();
    fake.show({ at: "desk", account: { ...account, business, app }, notice: null });
    await expect.poll(() => document.querySelector("header .name")?.textContent).toBe(badge);
  });

  it("marks the practice account in words", async () => {
    const { fake } = await open();
    await userEvent.click(button("practice"));
    fake.show({ at: "desk", account, notice: null });
    await expect.poll(() => document.querySelector("header")?.textContent).toContain("Practice account");
  });

  it("signs out, and asks separately about the keys", async () => {
    const { fake } = await desk();
    await userEvent.click(button("person-menu"));
    await userEvent.click(button("sign-out"));
    await userEvent.click(field("forget_keys"));
    await userEvent.click(button("confirm-sign-out"));
    await until("[data-action=connect]");
    expect(heard(fake, "sign_out")[0]?.request).toEqual({ forget_keys: true });
  });

  it("closes the menu and the dialog with Escape, and the focus comes back", async () => {
    await desk();
    await userEvent.click(button("person-menu"));
    await userEvent.keyboard("{Escape}");
    expect(button("person-menu").getAttribute("aria-expanded")).toBe("false");
    expect(document.activeElement).toBe(button("person-menu"));
    await userEvent.keyboard("{Enter}");
    await userEvent.click(button("about"));
    await until("dialog[open]");
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => document.querySelector("dialog")).toBeNull();
    expect(document.activeElement).toBe(button("person-menu"));
  });
});

describe("the end", () => {
  it("is told once, on whichever page of the desk a person waits for it", async () => {
    const { fake, app } = await desk();
    const closing = { code: "closing", severity: "info" as const, title: "Keapsake closes in a moment", body: "", action: null };
    const strip = () => document.querySelector("[role=status] > .strip")?.textContent;
    fake.show({ at: "desk", account, notice: closing });
    expect((await until(".notice")).textContent).toContain(closing.title);
    expect(strip()).toBe(undefined);
    app.trouble = { notice: notices.offline, fields: [], details: null };
    await expect.poll(strip).toBe(closing.title);
    app.trouble = null;
    await expect.poll(strip).toBe(undefined);
    await find("maria@example.com");
    await check({ family_name: "López" });
    await expect.poll(strip).toBe(closing.title);
    fake.show({ at: "desk", account, notice: null });
    await expect.poll(strip).toBe(undefined);
  });
});
