// The guide inside the app: reached from "Something is wrong?", read page by page, by keyboard as well.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { blocks } from "../../src/state/markdown";
import { button, expectAccessible, heard, open, until } from "./support";

async function guide() {
  const opened = await open();
  await userEvent.click(button("help"));
  await userEvent.click(await until("[data-action=guide]"));
  await until("[data-action=close-guide]");
  await until("[data-to]");
  return opened;
}
const heading = () => document.querySelector("dialog[open] h2")?.textContent;

describe("the guide", () => {
  it("opens at its contents, and every page leads back there", async () => {
    const { fake } = await guide();
    expect(heading()).toBe("A guide");
    expect(document.activeElement?.textContent).toBe("A guide");
    await userEvent.click(await until('[data-to="trouble.md"]'));
    await expect.poll(heading).toBe("When something is wrong");
    expect(document.activeElement?.textContent).toBe("When something is wrong");
    await userEvent.click(button("guide-contents"));
    await expect.poll(heading).toBe("A guide");
    expect(heard(fake, "shipped_text").map(({ request }) => request)).toEqual([{ text: "guide" }, { text: "trouble" }, { text: "guide" }]);
  });

  it("goes back to where it was opened", async () => {
    await guide();
    await userEvent.keyboard("{Escape}");
    await expect.poll(heading).toBe("Something is wrong?");
  });

  it("says so where it cannot be read", async () => {
    const { fake } = await open();
    fake.fail("shipped_text", { notice: { code: "x", severity: "error", title: "Not today", body: "Nothing.", action: null }, fields: [], details: null });
    await userEvent.click(button("help"));
    await userEvent.click(await until("[data-action=guide]"));
    await expect.poll(() => document.querySelector("dialog[open]")?.textContent).toContain("Not today");
  });

  it("shows headings, lists, tables and bold, and no picture", async () => {
    await guide();
    expect(document.querySelector("dialog p")?.textContent).toBe("Two lines of one paragraph with code and stress.");
    await userEvent.click(await until('[data-to="trouble.md"]'));
    await until("dialog table");
    const text = (css: string) => [...document.querySelectorAll(`dialog[open] ${css}`)].map((element) => element.textContent);
    expect(text("h3")).toEqual(["The keychain"]);
    expect(text("ol li")).toEqual(["Read it.", "Do it. See the guide."]);
    expect(text("th")).toEqual(["Problem", "What to do"]);
    expect(text("td b")).toEqual(["Locked"]);
    expect(text("img")).toEqual([]);
  });

  it.each(["guide", "trouble"])("has no violation on the page %s", async (page) => {
    await guide();
    if (page === "trouble") {
      await userEvent.click(await until('[data-to="trouble.md"]'));
      await until("dialog table");
    }
    await expectAccessible();
  });
});

describe("its text", () => {
  it("stays text, whatever stands in it", () => {
    expect(blocks("<b>x</b> [a](javascript:alert(1)")).toEqual([
      { kind: "paragraph", text: [{ kind: "text", text: "<b>x</b> " }, { kind: "link", text: "a", to: "javascript:alert(1" }] },
    ]);
    expect(blocks("")).toEqual([]);
  });
});
