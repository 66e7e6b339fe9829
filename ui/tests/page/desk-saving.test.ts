// The contact form: problems, saves that fail, several matches, and what is kept over all of it.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { notices } from "../../src/ipc/fake-data";
import { at, button, desk, field, heard, until } from "./support";

describe("saving", () => {
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

  it("empties a field only by its tick", async () => {
    const { fake } = await desk();
    await userEvent.fill(field("email"), "ann@example.com");
    await userEvent.click(at("summary"));
    await userEvent.click(at("[name=clear][value=phone]"));
    await userEvent.click(button("save-contact"));
    await until("[data-result]");
    expect(heard(fake, "save_contact")[0]?.request).toMatchObject({ draft: { phone: "", clear: ["phone"] } });
  });
});
