// Finding: what the box says, several contacts side by side, look only, and what was typed before.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { Fake } from "../../src/ipc/fake";
import { account, notices } from "../../src/ipc/fake-data";
import { at, button, desk, field, find, heard, spoken, until } from "./support";

const chip = () => document.querySelector(".holder .chip")?.textContent;

describe("the look-up", () => {
  it("fills the form with what Keap holds, by typing alone", async () => {
    await desk();
    await userEvent.fill(field("find"), "maria@example.com");
    await until("[data-found=one]");
    expect(chip()).toBe("One contact found");
    expect(spoken()).toBe("One contact found");
    expect(field("given_name").value).toBe("Maria");
    expect(at("h1").textContent).toBe("Maria Sample");
    expect(at("[data-card=now]").textContent).toContain("Zoe Example");
  });

  it("says that nobody has the address, and puts it into the form", async () => {
    await desk();
    await find("new@example.com", "nobody");
    expect(chip()).toBe("Nobody yet: a new contact");
    expect(field("email.1").value).toBe("new@example.com");
    expect(at("[data-card=now]").textContent).toContain("Nobody has new@example.com.");
  });

  it("looks at once on Enter, by name as well", async () => {
    const { fake } = await desk();
    await userEvent.click(field("find-by"));
    await userEvent.keyboard("{ArrowRight}");
    await userEvent.fill(field("find"), "sample");
    await userEvent.keyboard("{Enter}");
    await until("[data-found=one]");
    expect(heard(fake, "find_contacts").at(-1)?.request).toEqual({ by: "name", text: "sample" });
  });

  it("keeps a field that was typed, with the focus in it, and shows Keap's value beside it", async () => {
    const { fake } = await desk();
    const release = fake.hold("find_contacts");
    await userEvent.fill(field("find"), "maria@example.com");
    await until("[data-found=looking]");
    await userEvent.click(field("family_name"));
    await userEvent.keyboard("López");
    release();
    await until("[data-found=one]");
    expect(document.activeElement).toBe(field("family_name"));
    expect(field("family_name").value).toBe("López");
    expect(document.getElementById("f-family_name-note")?.textContent).toBe("In Keap: Sample");
    expect(field("family_name").getAttribute("aria-describedby")).toContain("f-family_name-note");
    await userEvent.click(at("[data-use=family_name]"));
    expect(field("family_name").value).toBe("Sample");
    expect(document.activeElement).toBe(field("family_name"));
  });

  it("tells a look-up that failed, and looks again", async () => {
    const { fake } = await desk();
    fake.fail("find_contacts", { notice: notices.offline, fields: [] });
    await userEvent.fill(field("find"), "maria@example.com");
    await userEvent.click(await until("[data-action=notice-try-again]"));
    await until("[data-found=one]");
  });

  it("asks before it lets changes of another contact go", async () => {
    await desk();
    await find("maria@example.com");
    await userEvent.fill(field("family_name"), "López");
    await find("new@example.com", "nobody");
    expect(at(".notice").textContent).toContain("1 change of Maria Sample is not saved yet. The new contact opens when you say so.");
    await userEvent.click(button("stay"));
    expect(field("find").value).toBe("maria@example.com");
    expect(field("family_name").value).toBe("López");
    await find("new@example.com", "nobody");
    await userEvent.click(button("take-next"));
    expect(field("family_name").value).toBe("");
    expect(at("h1").textContent).toBe("A new contact");
  });
});

describe("several contacts", () => {
  it("stand side by side with what tells them apart, and one is picked", async () => {
    const { fake } = await desk();
    await find("office@example.org", "several");
    expect(chip()).toBe("3 contacts found");
    const first = at("[data-result=several] li").textContent;
    for (const told of ["Maria Example", "Example Garden Centre", "2026", "Ann Example", "Newsletter"]) expect(first).toContain(told);
    await userEvent.click(at("[data-contact-id='58']"));
    await until("[data-found=one]");
    expect(field("given_name").value).toBe("Jun");
    expect(heard(fake, "open_sheet")[0]?.request).toEqual({ contact_id: "58" });
    expect(chip()).toBe("1 of 3 picked");
    expect(at(".find").textContent).toMatch(/You picked Jun .*out of 3 contacts\./);
    await userEvent.click(button("back-to-cards"));
    expect(document.querySelectorAll("[data-result=several] li")).toHaveLength(3);
    expect(heard(fake, "save_contact")).toEqual([]);
  });

  it("say that there are more", async () => {
    const { fake } = await desk();
    // The same contact twice would stop the page if it were told apart by its id.
    const card = { id: "1", name: "", emails: [], phones: [], company: null, address: null, updated: null, owner: null, tags: [] };
    fake.answer("find_contacts", { found: "several", cards: [card, card], more: true });
    await find("office@example.org", "several");
    expect(chip()).toBe("More than 2 contacts found");
    expect(document.querySelectorAll("[data-result=several] li")).toHaveLength(2);
  });
});

describe("look only", () => {
  it("shows the contact as text, with nothing to change", async () => {
    await desk();
    await userEvent.click(field("look-only"));
    await find("maria@example.com");
    const text = () => at("[data-look=only]").textContent;
    for (const told of ["Maria", "Billing province", "Customer level", "Newsletter", "opted in"]) await expect.poll(text).toContain(told);
    expect(document.querySelector("#contact")).toBeNull();
    expect(document.querySelector("[data-action=check]")).toBeNull();
  });

  it("keeps what was typed for when it is switched off", async () => {
    await desk();
    await find("maria@example.com");
    await userEvent.fill(field("family_name"), "López");
    await userEvent.click(field("look-only"));
    await userEvent.click(field("look-only"));
    expect(field("family_name").value).toBe("López");
  });
});

describe("drafts", () => {
  const left = async () => {
    const fake = new Fake();
    const sheet = fake.desk.sheet(fake.desk.contacts[0] ?? null, "maria@example.com");
    fake.desk.kept = [{ at_ms: Date.now(), wanted: { sheet: sheet.sheet, draft: 7, edits: { family_name: "López" }, tags: { apply: [], remove: [] }, consent: [] } }];
    await desk(fake);
    await until("[data-strip=draft]");
    return fake;
  };

  it("shows three of many, and all when asked", async () => {
    const fake = new Fake();
    const { sheet } = fake.desk.sheet(fake.desk.contacts[0] ?? null, "maria@example.com");
    const edits = { family_name: "López" };
    fake.desk.kept = [1, 2, 3, 4, 5].map((draft) => ({ at_ms: Date.now(), wanted: { sheet, draft, edits, tags: { apply: [], remove: [] }, consent: [] } }));
    await desk(fake);
    const strip = await until("[data-strip=draft]");
    expect(strip.textContent).toContain("5 drafts wait");
    const each = () => document.querySelectorAll("[data-action=resume-draft]");
    expect(each()).toHaveLength(3);
    expect(at("[data-action=all-drafts]").textContent).toBe("Show 2 more");
    await userEvent.click(at("[data-action=all-drafts]"));
    await expect.poll(() => document.activeElement).toBe(each()[3]);
    expect(each()).toHaveLength(5);
  });

  it("are offered at the desk, and go on", async () => {
    await left();
    expect(at("[data-strip=draft]").textContent).toContain("You were changing Maria Sample");
    await userEvent.click(button("resume-draft"));
    await expect.poll(() => field("family_name").value).toBe("López");
    expect(field("find").value).toBe("maria@example.com");
    expect(document.querySelector("[data-strip=draft]")).toBeNull();
  });

  it("are let go", async () => {
    const fake = await left();
    await userEvent.click(button("drop-draft"));
    await expect.poll(() => heard(fake, "drop_draft").length).toBe(1);
    expect(document.querySelector("[data-strip=draft]")).toBeNull();
  });

  it("are kept while somebody types, and what is typed stays over a new sign-in", async () => {
    const { fake } = await desk();
    await find("maria@example.com");
    await userEvent.fill(field("family_name"), "López");
    await expect.poll(() => heard(fake, "keep_draft").length, { timeout: 3000 }).toBe(1);
    fake.show({ at: "sign_in", notice: null });
    await until("[data-action=sign-in]");
    fake.show({ at: "desk", account, notice: null });
    await until("[name=family_name]");
    expect(field("family_name").value).toBe("López");
  });
});

it("begins with nothing to check", async () => {
  await desk();
  expect(button("check").getAttribute("aria-disabled")).toBe("true");
});
