// From the check to the saved page: what is told before a save, ticks, somebody faster, refusals, undo.
import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";

import { Fake } from "../../src/ipc/fake";
import { customFields } from "../../src/ipc/fake-contacts";
import { notices } from "../../src/ipc/fake-data";
import { ORDER as EVERY } from "../../src/state/desk/spots";
import type { Row, SaveAnswer } from "../../src/ipc/bindings";
import { at, button, check, desk, field, find, heard, until } from "./support";

const rows = () => [...document.querySelectorAll("[data-page=check] tbody tr")].map((row) => [...row.querySelectorAll("th, td")].slice(1).map((cell) => cell.textContent?.replace(/\s+/g, " ").trim()));
const lead = () => [...document.querySelectorAll(".head p")].map((one) => one.textContent).join(" ");
const tick = (key: string) => at<HTMLInputElement>(`[name=tick][value='${key}']`);
const edits = (fake: Fake) => (heard(fake, "save_contact").at(-1)?.request as { edits: Record<string, string> }).edits;

const maria = async (changes: Record<string, string> = { family_name: "López" }) => {
  const opened = await desk();
  await find("maria@example.com");
  await check(changes);
  return opened;
};

describe("the check", () => {
  it("shows what is in Keap now beside what it will be, and what stays", async () => {
    const { fake } = await desk();
    await find("maria@example.com");
    await userEvent.click(at("[data-repair='address.billing.region']"));
    await check({ family_name: "López", job_title: "Baker" });
    expect(rows()).toEqual([
      ["Last name", "Sample", "López"],
      ["Job title", "empty", "Baker"],
      ["Billing province", "Quebec free text", "Quebec (CA-QC)"],
    ]);
    expect(lead()).toBe("3 changes for Maria Sample in Practice Bakery. Nothing is saved yet. Nothing will be removed.");
    const foot = at(".foot").textContent;
    expect(foot).toContain("Stays as it is: 2 e-mail addresses, 1 phone, 1 address, 2 custom fields, 5 other fields, 2 tags.");
    expect(foot).toContain("Consent is not touched: maria@example.com stays opted in; maria.sample@example.org stays not confirmed.");
    expect(heard(fake, "save_contact")).toEqual([]);
    expect(document.activeElement?.textContent).toBe("Check before saving");
  });

  it("keeps the way to save in sight, however many rows there are", async () => {
    await desk();
    await find("maria@example.com");
    await userEvent.click(button("more-names"));
    const spots = ["given_name", "middle_name", "family_name", "preferred_name", "job_title", "address.billing.line1", "address.billing.locality"];
    await check(Object.fromEntries(spots.map((spot) => [spot, "Another"])));
    expect(rows()).toHaveLength(7);
    for (const [width, height] of [[960, 680], [720, 560], [480, 400]] as const) {
      await page.viewport(width, height);
      window.scrollTo(0, 0);
      expect(button("save-contact").getBoundingClientRect().bottom).toBeLessThanOrEqual(innerHeight);
    }
    await page.viewport(960, 680);
  });

  it("names exactly what will be removed", async () => {
    await maria({ family_name: "López", "phone.1.number": "" });
    expect(lead()).toContain("Will be removed: Phone.");
    expect(at("[data-row='phone.1.number']").textContent).toContain("will be removed");
    await userEvent.click(tick("phone.1.number"));
    expect(lead()).toBe("1 change for Maria Sample in Practice Bakery. Nothing is saved yet. Nothing will be removed.");
  });

  it("saves what is ticked and nothing else", async () => {
    const { fake } = await maria({ family_name: "López", job_title: "Baker" });
    await userEvent.click(tick("job_title"));
    expect(button("save-contact").textContent).toContain("Save 1 change");
    await userEvent.click(button("save-contact"));
    await until("[data-result=updated]");
    expect(edits(fake)).toEqual({ family_name: "López" });
  });

  it("saves nothing where nothing is ticked", async () => {
    const { fake } = await maria();
    await userEvent.click(tick("family_name"));
    expect(lead()).toBe("Nothing is ticked, so nothing will change.");
    button("save-contact").focus();
    await userEvent.keyboard("{Enter}");
    expect(heard(fake, "save_contact")).toEqual([]);
  });

  it("ticks a country off with its state", async () => {
    await desk();
    await find("new@example.com", "nobody");
    await userEvent.click(at("[data-section=address] h2 button"));
    (await until('[name="address.billing.country"]')).focus();
    await userEvent.keyboard("canada{Enter}");
    (await until("[role=combobox][name='address.billing.region']")).focus();
    await userEvent.keyboard("ontario{Enter}");
    await check({});
    await userEvent.click(tick("address.billing.country"));
    expect(tick("address.billing.region").checked).toBe(false);
  });

  it("ticks off what follows from another row with its cause, and cannot tick off what has none", async () => {
    const { fake } = await desk();
    await find("maria@example.com");
    const row = (spot: string, before: string, after: string, more: Partial<Row> = {}): Row => ({
      ...{ spot, before, after, kind: after ? "sets" : "removes", free: false, with: [], fixed: false },
      ...more,
    });
    const [number, extension] = ["phone.1.number", "phone.1.extension"];
    fake.answer("review_contact", {
      rows: [
        row("birth_date", "", "1980-05-04"),
        row(extension, "12", "", { with: [number] }),
        row("email.1", "", "maria@example.com", { fixed: true }),
        row(number, "1", "", { with: [extension] }),
      ],
      ...{ removed: [extension, number], remarks: [], company: "none" },
    });
    await check({ "phone.1.number": "" });
    expect(rows().map(([label]) => label)).toEqual(["E-mail", "Phone", "Phone extension", "Birthday"]);
    expect(at(`[data-row='${extension}']`).textContent).toContain("Saved together with: Phone.");
    expect(lead()).toContain("Will be removed: Phone, Phone extension.");
    await userEvent.click(tick(extension));
    expect(tick(number).checked).toBe(false);
    await userEvent.click(tick(number));
    expect(tick(extension).checked).toBe(true);
    expect(document.querySelector("[name=tick][value='email.1']")).toBeNull();
    expect(at("[data-row='email.1']").textContent).toContain("A new contact is known by it.");
  });

  it("leads a new contact over the same page, with nothing in Keap now", async () => {
    const { fake } = await desk();
    await find("new@example.com", "nobody");
    await check({ given_name: "Jun", family_name: "Sample" });
    expect(lead()).toBe("A new contact with 3 fields will be created in Practice Bakery. Nothing will be removed.");
    expect(rows().map(([, before]) => before)).toEqual(["empty", "empty", "empty"]);
    expect(at(".foot").textContent).toContain("the contact is not opted in");
    await userEvent.click(button("save-contact"));
    await until("[data-result=created]");
    expect(at("h1").textContent).toBe("Created Jun Sample");
    expect(edits(fake)).toEqual({ "email.1": "new@example.com", given_name: "Jun", family_name: "Sample" });
  });

  it("warns of what looks odd, and says what happens to the company and to tags", async () => {
    await desk();
    await find("maria@example.com");
    (await until("[data-section=tags] input")).focus();
    await userEvent.keyboard("wholesale{Enter}");
    await userEvent.click(at("[data-tag='101'] button"));
    await check({ "address.billing.postal_code": "12", company: "Example Bakery" });
    expect(at("[data-row='address.billing.postal_code'] .remark").textContent).toContain("does not look like a postcode");
    expect(at("[data-row=company] .remark").textContent).toContain("Linked to the company of this name");
    expect(at("[data-row='apply:103']").textContent).toContain("Tag Wholesale");
    expect(at("[data-row='remove:101']").textContent).toContain("will be removed");
    expect(at(".foot").textContent).toContain("Tags and consent are outside undo.");
  });

  it("leads back to the form with all that was typed", async () => {
    await maria();
    await userEvent.click(button("back"));
    await until("[name=family_name]");
    expect(field("family_name").value).toBe("López");
  });

  it("saves once on a double press, and says that it is saving", async () => {
    const { app, fake } = await maria();
    const release = fake.hold("save_contact");
    await userEvent.dblClick(button("save-contact"));
    // What the save comes to has to be told: nothing leads away from it.
    expect(button("back").getAttribute("aria-disabled")).toBe("true");
    button("back").click();
    app.desk.saving.backToForm();
    expect(document.querySelector("[data-page=check]")).not.toBeNull();
    expect(button("save-contact").getAttribute("aria-disabled")).toBe("true");
    expect(document.activeElement).toBe(button("save-contact"));
    await expect.poll(() => button("save-contact").textContent, { timeout: 3000 }).toContain("Saving in Keap…");
    release();
    await until("[data-result=updated]");
    expect(heard(fake, "save_contact")).toHaveLength(1);
  });
});

describe("a refusal", () => {
  it("lands on its field, opens its section, has Keap's answer under Details, and the text stays", async () => {
    const { fake } = await maria();
    const fields = [
      { field: "social.facebook", message: "Keap did not accept this." },
      { field: "family_name", message: "Too long." },
      { field: "family_name", message: "No digits." },
    ];
    fake.fail("save_contact", { notice: notices.fields, fields, details: '{"message":"INVALID_VALUE"}' });
    await userEvent.click(button("save-contact"));
    await until(".notice a");
    expect(document.activeElement?.className).toContain("notice");
    expect([...document.querySelectorAll(".notice a")].map((link) => link.textContent)).toEqual(["Keap did not accept this.", "Too long."]);
    expect(document.getElementById("f-family_name-error")?.textContent?.trim()).toBe("Too long. No digits.");
    expect(field("family_name").value).toBe("López");
    expect(field("family_name").getAttribute("aria-invalid")).toBe("true");
    await userEvent.click(at(".trouble summary"));
    expect(at(".trouble pre").textContent).toBe('{"message":"INVALID_VALUE"}');
    await userEvent.click(at(".notice a"));
    await expect.poll(() => document.activeElement).toBe(field("social.facebook"));
  });

  it("lands on its field whatever the field is", async () => {
    const { app, fake } = await maria();
    const custom = customFields.map(({ id }) => `custom.${id}`);
    const spots = [...EVERY, ...custom];
    expect(spots).toHaveLength(16 + 1 + 3 + 15 + 18 + 7 + custom.length);
    const fields = spots.map((spot) => ({ field: spot, message: `Keap did not accept ${spot}. Nothing was saved.` }));
    fake.fail("save_contact", { notice: notices.fields, fields, details: "INVALID" });
    await userEvent.click(button("save-contact"));
    await until(".notice a");
    await expect.poll(() => document.querySelectorAll('[name="custom.17"]').length).toBe(3);
    const missing = spots.filter((spot) => {
      const told = document.getElementById(`f-${spot}-error`)?.textContent?.includes(`Keap did not accept ${spot}.`);
      return !told || !document.getElementById(`f-${spot}`)?.getAttribute("aria-describedby")?.includes(`f-${spot}-error`);
    });
    expect(missing).toEqual([]);
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".notice a")) {
      link.click();
      await expect.poll(() => document.activeElement?.id).toBe(decodeURIComponent(link.hash.slice(1)));
    }
    expect(app.desk.form.edits).toEqual({ family_name: "López" });
    expect(at(".trouble pre").textContent).toBe("INVALID");
  });

  it("that may pass is tried again from where it was", async () => {
    const { fake } = await maria();
    fake.fail("save_contact", { notice: notices.offline, fields: [] });
    await userEvent.click(button("save-contact"));
    await userEvent.click(await until("[data-action=notice-try-again]"));
    await until("[data-result=updated]");
  });

  it("for want of a sign-in leads to one, and what was typed is there after it", async () => {
    const { fake } = await maria();
    const ended = { ...notices.offline, code: "session_ended", title: "Your sign-in has ended", action: "sign_in" as const };
    fake.fail("save_contact", { notice: ended, fields: [] });
    await userEvent.click(button("save-contact"));
    await userEvent.click(await until("[data-action=notice-sign-in]"));
    await until("[name=address]");
    const { account } = await import("../../src/ipc/fake-data");
    fake.show({ at: "desk", account, notice: null });
    await until("[data-row=family_name]");
    expect(document.querySelector("[data-action=notice-sign-in]")).toBeNull();
    await userEvent.click(button("back"));
    await until("[name=family_name]");
    expect(field("family_name").value).toBe("López");
  });
});

describe("somebody faster", () => {
  const faster = async () => {
    const { fake } = await maria({ family_name: "López", job_title: "Baker", given_name: "Marie" });
    const clash = (spot: string, was: string, theirs: string, mine: string) => ({ spot, was, theirs, mine });
    const answer: SaveAnswer = {
      ...{ result: "changed_meanwhile", sheet: fake.desk.laid(1), by: "Zoe Example", at: "2026-05-03T09:12:00Z" },
      clashes: [clash("family_name", "Sample", "Lopez", "López"), clash("job_title", "", "Owner", "Baker")],
    };
    fake.answer("save_contact", answer);
    await userEvent.click(button("save-contact"));
    await until("[data-page=clash]");
    return fake;
  };

  it("is shown three ways, with who and when", async () => {
    await faster();
    const row = [...at("[data-row=family_name]").querySelectorAll("th, td")].map((cell) => cell.textContent?.trim());
    expect(row).toEqual(["Last name", "Sample", "LopezKeep theirs", "LópezUse mine"]);
    expect(at("thead").textContent).toContain("Zoe Example");
    expect(at("[data-page=clash]").textContent).toContain("Your 1 other change is saved with it.");
  });

  it("is decided field by field, and the rest is saved", async () => {
    const fake = await faster();
    await userEvent.click(at("[name='stands.family_name'][value=theirs]"));
    expect(button("save-again").textContent).toContain("Save 2 changes");
    await userEvent.click(button("save-again"));
    await until("[data-result=updated]");
    expect(edits(fake)).toEqual({ job_title: "Baker", given_name: "Marie" });
  });

  it("costs no request where all is left as it is", async () => {
    const { fake } = await maria();
    fake.answer("save_contact", { result: "changed_meanwhile", sheet: fake.desk.laid(1), clashes: [{ spot: "family_name", was: "a", theirs: "b", mine: "c" }], by: null, at: null });
    await userEvent.click(button("save-contact"));
    await until("[data-page=clash]");
    await userEvent.click(at("[name='stands.family_name'][value=theirs]"));
    await userEvent.click(button("save-again"));
    await until("[name=family_name]");
    expect(heard(fake, "save_contact")).toHaveLength(1);
    expect(field("family_name").value).toBe("Sample");
  });

  it("who took the new contact's address is shown, and nothing was written", async () => {
    const { fake } = await desk();
    await find("new@example.com", "nobody");
    await check({ given_name: "New" });
    fake.answer("save_contact", { result: "appeared", found: { found: "one", sheet: fake.desk.sheet(fake.desk.contacts[0] ?? null, "new@example.com") } });
    await userEvent.click(button("save-contact"));
    await until(".notice.warning");
    expect(at(".notice").textContent).toContain("Somebody has this e-mail address by now");
    expect(field("given_name").value).toBe("New");
    expect(document.getElementById("f-given_name-note")?.textContent).toBe("In Keap: Maria");
  });
});

describe("the saved page", () => {
  it("says what changed, opens Keap, and begins anew with the focus in the box", async () => {
    const { fake } = await maria();
    await userEvent.click(button("save-contact"));
    await until("[data-result=updated]");
    expect(at(".told").textContent).toContain("1 field changed at");
    expect(at("[data-spots]").textContent).toBe("Last name");
    await userEvent.click(button("open-in-keap"));
    expect(heard(fake, "open_contact")[0]?.request).toEqual({ contact_id: "7" });
    await userEvent.click(button("next-contact"));
    await expect.poll(() => document.activeElement).toBe(field("find"));
    expect(field("find").value).toBe("");
    expect(field("given_name").value).toBe("");
  });

  it("tells what others changed, what Keap did not take, and what failed beside it", async () => {
    const { fake } = await maria();
    const sheet = fake.desk.laid(1);
    const contact = sheet.contact ?? { id: "7", name: "", company: null, owner: null, created: null, updated: null, updated_by: null };
    const failed = [{ ...notices.offline, title: "The tag Newsletter was not applied", action: null }];
    fake.answer("save_contact", { result: "updated", contact, spots: ["family_name"], undo: null, others: ["job_title"], not_taken: ["website"], failed, sheet });
    await userEvent.click(button("save-contact"));
    await until("[data-result=updated]");
    const titles = [...document.querySelectorAll(".notice")].map((one) => one.textContent);
    expect(titles[0]).toContain("Job title: left as it is in Keap.");
    expect(titles[1]).toContain("Website: Keap answered without the change.");
    expect(titles[2]).toContain("The tag Newsletter was not applied");
    expect(document.querySelector("[data-action=undo]")).toBeNull();
    expect(at(".told").textContent).toContain("cannot be undone here");
  });

  it("says where nothing was to be changed", async () => {
    const { fake } = await maria();
    fake.answer("save_contact", { result: "unchanged", contact: fake.desk.laid(1).contact });
    await userEvent.click(button("save-contact"));
    await until("[data-result=unchanged]");
    expect(at("h1").textContent).toBe("Maria Sample is already up to date");
  });
});
