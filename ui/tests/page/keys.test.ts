// The keys: problems beside their fields, saved keys, the pictures, the return address.
import { flushSync } from "svelte";
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { notices } from "../../src/ipc/fake-data";
import { at, button, field, heard, open, spoken, until } from "./support";

describe("the keys", () => {
  const keys = async () => {
    const { fake } = await open();
    fake.show({ at: "keys", client_id: null, filled_in: false, notice: null });
    await until("[name=client_id]");
    return fake;
  };

  it("shows a problem beside its field, focuses it and keeps what was typed", async () => {
    await keys();
    await userEvent.fill(field("client_id"), "same");
    await userEvent.fill(field("client_secret"), "same");
    await userEvent.click(button("save-keys"));
    await expect.poll(() => document.activeElement).toBe(field("client_secret"));
    const message = field("client_secret").getAttribute("aria-describedby")?.split(" ").at(-1) ?? "";
    expect(document.getElementById(message)?.textContent).toContain("This is the same as the Client ID.");
    expect(field("client_id").value).toBe("same");
    expect(document.title).toMatch(/^Error: /);
  });

  it("sends the keys as typed: trimming is the Rust side's", async () => {
    const fake = await keys();
    await userEvent.fill(field("client_id"), " id ");
    await userEvent.fill(field("client_secret"), "'secret'");
    await userEvent.click(button("save-keys"));
    await until("[data-action=sign-in]");
    expect(heard(fake, "save_keys")[0]?.request).toEqual({ client_id: " id ", client_secret: "'secret'" });
  });

  it("offers the saved keys where some are saved, and shows neither", async () => {
    const fake = await keys();
    expect(document.querySelector("[data-action=keep-keys]")).toBeNull();
    // Even if an ID came along: only the practice account's is for showing.
    fake.show({ at: "keys", client_id: "fictional-id", filled_in: false, notice: null }, { has_keys: true });
    await until("[data-action=keep-keys]");
    expect(field("client_id").value).toBe("");
    expect(field("client_secret").value).toBe("");
    await userEvent.click(button("keep-keys"));
    await until("[data-action=sign-in]");
    expect(heard(fake, "keep_keys")[0]?.request).toEqual({});
    expect(heard(fake, "save_keys")).toHaveLength(0);
  });

  it("lets other keys be typed beside saved ones, and keeps them over a new view", async () => {
    const fake = await keys();
    const screen = { at: "keys", client_id: null, filled_in: false, notice: null } as const;
    fake.show(screen, { has_keys: true });
    await until("[data-action=keep-keys]");
    await userEvent.fill(field("client_id"), "other-id");
    await userEvent.fill(field("client_secret"), "fictional-secret");
    fake.show(screen);
    flushSync();
    expect(field("client_id").value).toBe("other-id");
    await userEvent.click(button("save-keys"));
    await until("[data-action=sign-in]");
    expect(heard(fake, "save_keys")[0]?.request).toEqual({ client_id: "other-id", client_secret: "fictional-secret" });
  });

  it("offers no saved keys beside the ones that are filled in", async () => {
    const { fake } = await open();
    fake.show({ at: "keys", client_id: "fictional-id", filled_in: true, notice: null }, { has_keys: true });
    await until("[data-action=save-keys]");
    expect(document.querySelector("[data-action=keep-keys]")).toBeNull();
  });

  it("masks the secret until Show, and says which", async () => {
    await keys();
    expect(field("client_secret").type).toBe("password");
    await userEvent.click(at("[aria-controls=f-client_secret]"));
    expect(field("client_secret").type).toBe("text");
    expect(at(".secret [role=status]").textContent).toBe("The secret is shown");
  });

  it("leads through six pictures and stops at both ends", async () => {
    await keys();
    const picture = () => at(".guide svg[role=img]").getAttribute("aria-label");
    const seen = new Set([picture()]);
    // Pressed past both ends: the buttons stay reachable there and do nothing.
    button("guide-back").click();
    for (let turn = 0; turn < 8; turn += 1) {
      button("guide-next").click();
      flushSync();
      seen.add(picture());
    }
    expect(seen.size).toBe(6);
    expect(button("guide-next").getAttribute("aria-disabled")).toBe("true");
  });

  it("opens both pages of the portal", async () => {
    const fake = await keys();
    await userEvent.click(button("portal-login"));
    await userEvent.click(button("portal-create"));
    expect(heard(fake, "open_page").map(({ request }) => request)).toEqual([{ page: "portal_login" }, { page: "portal_create" }]);
  });

  it("uses the practice account's own keys without showing a field to type in", async () => {
    const { fake } = await open();
    await userEvent.click(button("practice"));
    await until("[data-action=save-keys]");
    expect(field("client_id").readOnly && field("client_secret").readOnly).toBe(true);
    await userEvent.click(button("save-keys"));
    await until("[data-action=sign-in]");
    expect(heard(fake, "use_filled_in_keys")).toHaveLength(1);
  });

  it("changes the return address and tells a refused one beside its field", async () => {
    const fake = await keys();
    await userEvent.click(at("summary"));
    await userEvent.click(at("[value=return_page]"));
    await userEvent.fill(field("return_page"), "http://example.com");
    await userEvent.click(button("set-route"));
    await expect.poll(() => document.activeElement).toBe(field("return_page"));
    await userEvent.fill(field("return_page"), "https://example.com/return");
    await userEvent.click(button("set-route"));
    await expect.poll(() => field("redirect_uri").value).toBe("https://example.com/return");
    await userEvent.click(button("copy-redirect-uri"));
    await expect.poll(() => at(".copied").textContent).toBe("Copied");
    expect(heard(fake, "copy")[0]?.request).toEqual({ what: "redirect_uri" });
  });

  it("switches the extra proof off and on again at once, and says so", async () => {
    const fake = await keys();
    await userEvent.click(at("summary"));
    expect(field("pkce").checked, "on without being asked for").toBe(true);
    for (const [sent, word] of [[false, "left out"], [true, "sent"]] as const) {
      await userEvent.click(field("pkce"));
      await expect.poll(() => spoken()).toContain(word);
      expect(field("pkce").checked).toBe(sent);
      expect(fake.view.connection?.pkce).toBe(sent);
    }
    expect(heard(fake, "set_pkce").map(({ request }) => request)).toEqual([{ sent: false }, { sent: true }]);
    expect(heard(fake, "set_route"), "the return address is another matter").toEqual([]);
  });

  it("shows the extra proof as it is where it could not be changed", async () => {
    const fake = await keys();
    await userEvent.click(at("summary"));
    fake.fail("set_pkce", { notice: notices.offline, fields: [] });
    await userEvent.click(field("pkce"));
    await until("section.notice");
    expect(field("pkce").checked).toBe(true);
  });
});
