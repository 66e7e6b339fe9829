// What the screens do: focus, titles, what is kept and what is cleared, keys of the whole window.
import { flushSync } from "svelte";
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { Fake } from "../../src/ipc/fake";
import { account, countries, notices } from "../../src/ipc/fake-data";
import { at, button, field, open, until } from "./support";

const heard = (fake: Fake, name: string) => fake.heard.filter((one) => one.name === name);
const spoken = () => at("body > div > [aria-live=polite]").textContent;

describe("every screen", () => {
  it("gives its heading the focus and the window its title", async () => {
    const { fake } = await open();
    fake.show({ at: "sign_in", notice: null });
    await expect.poll(() => document.activeElement?.textContent).toBe("Sign in with Keap");
    expect(document.title).toBe("Sign in with Keap – Keapsake");
    fake.show({ at: "account", account });
    await expect.poll(() => document.activeElement?.textContent).toBe("Is this the right account?");
  });

  it.each([
    ["{Control>}={/Control}", "in"],
    ["{Control>}+{/Control}", "in"],
    ["{Control>}-{/Control}", "out"],
    ["{Meta>}0{/Meta}", "reset"],
  ])("zooms by %s", async (keys, step) => {
    const { fake } = await open();
    await userEvent.keyboard(keys);
    expect(heard(fake, "set_zoom").at(-1)?.request).toEqual({ step });
  });

  it("offers practice only where this build has it", async () => {
    const fake = new Fake();
    fake.view = { ...fake.view, product: { ...fake.view.product, practice: false } };
    await open(fake);
    expect(document.querySelector("[data-action=practice]")).toBeNull();
    expect(button("connect")).toBeTruthy();
  });
});

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
});

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
  ])("%s runs %s", async (action, command) => {
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
});

describe("the desk", () => {
  const desk = async () => {
    const opened = await open();
    opened.fake.show({ at: "desk", account, notice: null });
    await until("[name=email]");
    return opened;
  };

  it("puts the problems on top, with the focus and links to the fields", async () => {
    await desk();
    await userEvent.click(button("save-contact"));
    await expect.poll(() => document.activeElement?.className).toContain("notice");
    await userEvent.click(at(".notice a"));
    expect(document.activeElement).toBe(field("email"));
  });

  it("tells two problems of one field: both beside it, one of them on top", async () => {
    const { fake } = await desk();
    const fields = ["Too long.", "No number."].map((message) => ({ field: "phone" as const, message }));
    fake.fail("save_contact", { notice: notices.fields, fields });
    await userEvent.click(button("save-contact"));
    await until(".notice a");
    expect([...document.querySelectorAll(".notice a")].map((link) => link.textContent)).toEqual(["Too long."]);
    expect(document.getElementById("f-phone-error")?.textContent?.trim()).toBe("Too long. No number.");
  });

  const ended = { ...notices.offline, code: "session_ended", title: "Your sign-in has ended", action: "sign_in" as const };
  const titles = () => [...document.querySelectorAll(".notice")].map((notice) => notice.textContent ?? "");

  it("tells a sign-in that failed after a save that failed, and forgets it with the next save", async () => {
    const { fake } = await desk();
    fake.fail("save_contact", { notice: ended, fields: [] });
    await userEvent.click(button("save-contact"));
    await until("[data-action=notice-sign-in]");
    fake.fail("start_sign_in", { notice: notices.offline, fields: [] });
    await userEvent.click(button("notice-sign-in"));
    await expect.poll(() => titles()[0]).toContain("Keap could not be reached");
    await expect.poll(() => document.activeElement?.textContent).toContain("Keap could not be reached");
    expect(titles()[1]).toContain("Your sign-in has ended");
    fake.fail("save_contact", { notice: ended, fields: [] });
    await userEvent.click(button("save-contact"));
    await expect.poll(() => titles().length).toBe(1);
    await expect.poll(() => titles()[0]).toContain("Your sign-in has ended");
  });

  it("tells a failed sign-in beside several matches too", async () => {
    const { fake } = await desk();
    await userEvent.fill(field("email"), "office@example.org");
    await userEvent.click(button("save-contact"));
    await until("[data-result=several]");
    fake.fail("save_contact", { notice: ended, fields: [] });
    await userEvent.click(at("[data-contact-id='58']"));
    fake.fail("start_sign_in", { notice: notices.offline, fields: [] });
    await userEvent.click(await until("[data-action=notice-sign-in]"));
    await expect.poll(() => titles()[0]).toContain("Keap could not be reached");
  });

  it("looks up anew where the picked contact is gone", async () => {
    const { fake } = await desk();
    await userEvent.fill(field("email"), "office@example.org");
    await userEvent.click(button("save-contact"));
    await until("[data-result=several]");
    fake.fail("save_contact", { notice: { ...notices.offline, code: "contact_gone" }, fields: [] });
    await userEvent.click(at("[data-contact-id='58']"));
    await userEvent.click(await until("[data-action=notice-try-again]"));
    const ids = () => heard(fake, "save_contact").map(({ request }) => (request as { contact_id: string | null }).contact_id);
    await expect.poll(ids).toEqual([null, "58", null]);
  });

  it("repeats the pick where Keap could not be reached", async () => {
    const { fake } = await desk();
    await userEvent.fill(field("email"), "office@example.org");
    await userEvent.click(button("save-contact"));
    await until("[data-result=several]");
    fake.fail("save_contact", { notice: notices.offline, fields: [] });
    await userEvent.click(at("[data-contact-id='58']"));
    await userEvent.click(await until("[data-action=notice-try-again]"));
    await until("[data-result=updated]");
    expect(heard(fake, "save_contact").at(-1)?.request).toMatchObject({ contact_id: "58" });
  });

  describe("before the list of countries is there", () => {
    const early = async (keys: string) => {
      const fake = new Fake();
      const release = fake.hold("countries");
      await open(fake);
      fake.show({ at: "desk", account, notice: null });
      await until("[name=country_code]");
      field("country_code").focus();
      await userEvent.keyboard(keys);
      return { fake, release };
    };

    it.each(["united states{Enter}", "USA{Tab}"])("keeps %s and takes it when the list comes", async (keys) => {
      const { release } = await early(keys);
      release();
      await expect.poll(() => field("country_code").value).toBe("United States of America");
      await until("[name=region_code]");
    });

    it("goes on with what is being typed", async () => {
      const { release } = await early("uni");
      expect(document.querySelector(".combo [role=status]")?.textContent).toBe("Loading Keap’s countries…");
      release();
      await until("[role=option]");
      expect(field("country_code").value).toBe("uni");
      expect(field("country_code").getAttribute("aria-expanded")).toBe("true");
    });

    it("shows the matches for part of a name and Enter", async () => {
      const { release } = await early("uni{Enter}");
      expect(field("country_code").getAttribute("aria-expanded")).toBe("false");
      release();
      await until("[role=option]");
      expect(field("country_code").getAttribute("aria-expanded")).toBe("true");
    });

    it("keeps what was typed over a look at several matches", async () => {
      const { fake, release } = await early("USA{Tab}");
      fake.answer("save_contact", { result: "several", contacts: [] });
      await userEvent.click(button("save-contact"));
      await until("[data-result=several]");
      await userEvent.click(button("back"));
      await until("[name=country_code]");
      expect(field("country_code").value).toBe("USA");
      release();
      await expect.poll(() => field("country_code").value).toBe("United States of America");
    });
  });

  it("asks for the countries again only when told to", async () => {
    const fake = new Fake();
    for (let time = 0; time < 5; time += 1) fake.fail("countries", { notice: notices.offline, fields: [] });
    await open(fake);
    fake.show({ at: "desk", account, notice: null });
    await userEvent.click(await until("[data-action=countries-again]"));
    await expect.poll(() => heard(fake, "countries").length).toBe(2);
    await until("[data-action=countries-again]");
    expect(heard(fake, "countries")).toHaveLength(2);
  });

  it("lists a contact, a country and a state that come twice", async () => {
    const fake = new Fake();
    fake.answer("countries", [...countries, ...countries]);
    const quebec = { code: "CA-QC", name: "Quebec" };
    fake.answer("provinces", [quebec, quebec]);
    await open(fake);
    fake.show({ at: "desk", account, notice: null });
    await until("[name=country_code]");
    field("country_code").focus();
    await userEvent.keyboard("canada{Enter}");
    await until("[name=region_code]");
    expect(document.querySelectorAll("option[value=CA-QC]")).toHaveLength(1);
    const twin = { id: "7", name: "Ann Example", emails: [], phones: [], company: null, address: null, updated: null };
    fake.answer("save_contact", { result: "several", contacts: [twin, twin] });
    await userEvent.click(button("save-contact"));
    await until("[data-result=several]");
    expect(document.querySelectorAll("[data-contact-id='7']")).toHaveLength(2);
  });

  it.each([
    [null, "", "A Keap account without a name"],
    ["", "pb101", "pb101"],
    ["Practice Bakery", "", "Practice Bakery"],
  ])("names the account of business %s and app %s in its badge", async (business, app, badge) => {
    const { fake } = await open();
    fake.show({ at: "desk", account: { ...account, business, app }, notice: null });
    await expect.poll(() => document.querySelector("header .name")?.textContent).toBe(badge);
  });

  it("keeps what was typed when Keap cannot be reached, and saves by Try again", async () => {
    const { fake } = await desk();
    fake.fail("save_contact", { notice: notices.offline, fields: [] });
    await userEvent.fill(field("email"), "ann@example.com");
    await userEvent.click(button("save-contact"));
    await until("[data-action=notice-try-again]");
    expect(field("email").value).toBe("ann@example.com");
    await userEvent.click(button("notice-try-again"));
    await until("[data-result=created]");
  });

  it("saves once on a double press, keeps the button reachable and says that it is saving", async () => {
    const { fake } = await desk();
    const release = fake.hold("save_contact");
    await userEvent.fill(field("email"), "ann@example.com");
    await userEvent.dblClick(button("save-contact"));
    expect(button("save-contact").getAttribute("aria-disabled")).toBe("true");
    expect(document.activeElement).toBe(button("save-contact"));
    await expect.poll(() => button("save-contact").textContent, { timeout: 3000 }).toContain("Saving in Keap…");
    release();
    await until("[data-result=created]");
    expect(heard(fake, "save_contact")).toHaveLength(1);
  });

  it("starts another contact empty, with the focus in the e-mail", async () => {
    await desk();
    await userEvent.fill(field("email"), "ann@example.com");
    await userEvent.click(button("save-contact"));
    await until("[data-result=created]");
    await userEvent.click(button("add-another"));
    await expect.poll(() => document.activeElement).toBe(field("email"));
    expect(field("email").value).toBe("");
  });

  it("opens the saved contact in Keap", async () => {
    const { fake } = await desk();
    await userEvent.fill(field("email"), "ann@example.com");
    await userEvent.click(button("save-contact"));
    await until("[data-result=created]");
    await userEvent.click(button("open-in-keap"));
    expect(heard(fake, "open_contact")[0]?.request).toEqual({ contact_id: "100" });
  });

  it("writes nothing for several matches until one is picked", async () => {
    const { fake } = await desk();
    await userEvent.fill(field("email"), "office@example.org");
    await userEvent.click(button("save-contact"));
    await until("[data-result=several]");
    await userEvent.click(at("[data-contact-id='58']"));
    await until("[data-result=updated]");
    expect(heard(fake, "save_contact").map(({ request }) => (request as { contact_id: string | null }).contact_id)).toEqual([null, "58"]);
  });

  it("follows the country with the state's label and the postal code's", async () => {
    await desk();
    field("country_code").focus();
    await userEvent.keyboard("UK{Enter}");
    await until("[name=region_code]");
    expect(at("label[for=f-region_code]").textContent).toBe("County");
    expect(at("label[for=f-postal_code]").textContent).toBe("Postcode");
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => document.querySelector("[name=region_code]")).toBeNull();
    await userEvent.keyboard("Singapore{Enter}");
    await expect.poll(() => document.body.textContent).toContain("Keap lists no states for Singapore.");
  });

  it("says on screen and aloud that a new country cleared the state", async () => {
    await desk();
    field("country_code").focus();
    await userEvent.keyboard("USA{Enter}");
    await userEvent.selectOptions(await until("[name=region_code]"), "US-AZ");
    field("country_code").focus();
    await userEvent.keyboard("{Control>}a{/Control}Canada{Enter}");
    await until("option[value=CA-QC]");
    expect(field("region_code").value).toBe("");
    expect(document.getElementById("f-region_code-note")?.textContent).toBe("The country changed, so the state was cleared.");
  });

  it("empties a field only by its tick", async () => {
    const { fake } = await desk();
    await userEvent.fill(field("email"), "ann@example.com");
    await userEvent.click(at("summary"));
    await userEvent.click(at("[name=clear][value=phone]"));
    await userEvent.click(button("save-contact"));
    await until("[data-result]");
    expect(heard(fake, "save_contact")[0]?.request).toMatchObject({ draft: { phone: "", clear: ["phone"] } });
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
