// While the browser is open: every way on, and what is cleared.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { notices } from "../../src/ipc/fake-data";
import { at, button, field, heard, open, spoken, until } from "./support";

describe("waiting", () => {
  const waiting = async () => {
    const { fake } = await open();
    fake.show({ at: "waiting", until_ms: Date.now() + 120_000, paste_first: false, notice: null });
    await until("[name=address]");
    return fake;
  };

  it("clears a pasted address whatever comes of it", async () => {
    const fake = await waiting();
    await userEvent.fill(field("address"), "http://localhost:8765/callback?nothing=1");
    await userEvent.click(button("paste-address"));
    await expect.poll(() => document.activeElement).toBe(field("address"));
    expect(field("address").value).toBe("");
    expect(field("address").getAttribute("aria-invalid")).toBe("true");
    await userEvent.fill(field("address"), "http://localhost:8765/callback?code=abc");
    await userEvent.click(button("paste-address"));
    await until("[data-action=confirm-account]");
    expect(heard(fake, "paste_address")).toHaveLength(2);
  });

  it.each([
    ["open-again", "open_again"],
    ["wait-longer", "wait_longer"],
    ["copy-link", "copy"],
    ["keap-error", "keap_error_page"],
    ["cancel", "cancel_sign_in"],
  ] as const)("%s runs %s", async (action, command) => {
    const fake = await waiting();
    await userEvent.click(button(action));
    await expect.poll(() => heard(fake, command).length).toBe(1);
  });

  it("speaks a denial that a page reported, and goes on waiting", async () => {
    const fake = await waiting();
    fake.show({ at: "waiting", until_ms: Date.now() + 120_000, paste_first: false, notice: notices.denied });
    await expect.poll(spoken).toContain("A page reported that access was denied");
    await userEvent.click(button("notice-open-again"));
    await expect.poll(() => heard(fake, "open_again").length).toBe(1);
  });

  it("offers pasting first where the app's own link did not come back, and says why", async () => {
    const fake = await waiting();
    const before = () => field("address").compareDocumentPosition(button("open-again")) & Node.DOCUMENT_POSITION_FOLLOWING;
    expect(before()).toBe(0);
    fake.show({ at: "waiting", until_ms: Date.now() + 120_000, paste_first: true, notice: null });
    await expect.poll(before).not.toBe(0);
    expect(at("main").textContent).toContain("may not be able to hand the answer to Keapsake by itself");
    expect(at("main").textContent).not.toContain("Keapsake comes back by itself");
    expect(button("paste-address").className).toContain("primary");
  });
});
