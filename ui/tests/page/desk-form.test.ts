// The form of the whole contact: sections, slots, places by country, Keap's choices and consent.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import type { Repair } from "../../src/ipc/bindings";
import { Fake } from "../../src/ipc/fake";
import { notices } from "../../src/ipc/fake-data";
import { Lists } from "../../src/state/desk/lists.svelte";
import { at, button, check, desk, field, find, heard, tabTo, until } from "./support";

const section = (name: string) => at(`[data-section=${name}] h2 button`);
const label = (spot: string) => document.getElementById(`f-${spot}-label`)?.childNodes[0]?.textContent;
const country = async (text: string) => {
  field("address.billing.country").focus();
  await userEvent.keyboard(`${text}{Enter}`);
};

describe("sections", () => {
  it("are open where something is filled in, and say how much", async () => {
    await desk();
    await find("maria@example.com");
    expect(section("custom").getAttribute("aria-expanded")).toBe("true");
    expect(section("phone").textContent).toContain("1 filled");
    expect(section("social").getAttribute("aria-expanded")).toBe("false");
    await userEvent.click(section("social"));
    expect(field("social.facebook")).toBeTruthy();
  });

  it("add what is not there yet, with the focus in it", async () => {
    await desk();
    await find("maria@example.com");
    await userEvent.click(button("add-email"));
    await expect.poll(() => document.activeElement).toBe(field("email.3"));
    expect(document.querySelector("[data-action=add-email]")).toBeNull();
    await userEvent.click(button("more-names"));
    await expect.poll(() => document.activeElement).toBe(field("prefix"));
  });
});

describe("places", () => {
  const open = async () => {
    const opened = await desk();
    await find("new@example.com", "nobody");
    await userEvent.click(section("address"));
    await until('[name="address.billing.country"]');
    return opened;
  };

  it("follow the country in labels, order and marks", async () => {
    await open();
    await country("japan");
    await expect.poll(() => label("address.billing.region")).toBe("Prefecture");
    const order = [...document.querySelectorAll("[data-slot='address.billing'] input")].map((input) => input.getAttribute("name")?.split(".")[2]);
    expect(order).toEqual(["country", "postal_code", "region", "locality", "line1", "line2"]);
    expect(document.getElementById("f-address.billing.postal_code-label")?.textContent).toBe("Postal codeneeded");
    await userEvent.clear(field("address.billing.country"));
    await country("united states");
    await expect.poll(() => label("address.billing.postal_code")).toBe("ZIP code");
  });

  it("let the state go with its country, and say so", async () => {
    await open();
    await country("canada");
    await until("[role=combobox][name='address.billing.region']");
    field("address.billing.region").focus();
    await userEvent.keyboard("ontario{Enter}");
    expect(field("address.billing.region").value).toBe("Ontario");
    await userEvent.clear(field("address.billing.country"));
    await country("united states");
    await expect.poll(() => document.getElementById("f-address.billing.region-note")?.textContent).toBe("The country changed, so the province was cleared.");
    expect(field("address.billing.region").value).toBe("");
  });

  it("say where Keap has no states", async () => {
    await open();
    await country("singapore");
    await expect.poll(() => at("[data-slot='address.billing']").textContent).toContain("Keap lists no states for Singapore.");
  });

  it("propose a code for free text, and change nothing before it is taken", async () => {
    await desk();
    await find("maria@example.com");
    expect(button("check").textContent).toContain("Nothing to check yet");
    await until("[role=combobox][name='address.billing.region']");
    expect(field("address.billing.region").value).toBe("");
    expect(field("address.billing.region").placeholder).toBe("Quebec ");
    await userEvent.click(at("[data-repair='address.billing.region']"));
    expect(field("address.billing.region").value).toBe("Quebec");
    expect(button("check").textContent).toContain("Check 1 change");
    await userEvent.click(at("[data-use='address.billing.region']"));
    expect(button("check").textContent).toContain("Nothing to check yet");
  });

  const words = async (held: Record<string, string>, repairs: Repair[] = []) => {
    const fake = new Fake();
    const maria = fake.desk.contacts[0];
    if (maria) Object.assign(maria, { held: { "email.1": "maria@example.com", ...held }, repairs });
    const opened = await desk(fake);
    await find("maria@example.com");
    return opened;
  };
  const repair = (part: "country" | "region") => `[data-repair='address.billing.${part}']`;

  it("keep the state when the country is repaired, and propose its code there", async () => {
    const proposed = { spot: "address.billing.country", held: "Kanada", code: "CAN", name: "Canada" };
    const { app, fake } = await words({ "address.billing.country": "Kanada", "address.billing.region": "Ontario" }, [proposed]);
    await userEvent.click(await until(repair("country")));
    expect(app.desk.form.edits).toEqual({ "address.billing.country": "CAN" });
    expect(field("address.billing.region").placeholder).toBe("Ontario");
    await userEvent.click(await until(repair("region")));
    expect(app.desk.form.edits).toEqual({ "address.billing.country": "CAN", "address.billing.region": "CA-ON" });
    expect(heard(fake, "propose_region").map(({ request }) => request)).toEqual([{ country_code: "CAN", text: "Ontario" }]);
  });

  it("propose a code for a state without a country once one is chosen", async () => {
    const { app } = await words({ "address.billing.region": "AZ" });
    await until('[name="address.billing.region"]');
    expect(document.querySelector(repair("region"))).toBeNull();
    await country("united states");
    await userEvent.click(await until(repair("region")));
    expect(app.desk.form.edits).toEqual({ "address.billing.country": "USA", "address.billing.region": "US-AZ" });
  });

  it("take the country along with the proposal for its state", async () => {
    const spot = (part: string) => `address.billing.${part}`;
    const { app } = await words({ [spot("country")]: "Kanada", [spot("region")]: "Ont." }, [
      { spot: spot("country"), held: "Kanada", code: "CAN", name: "Canada" },
      { spot: spot("region"), held: "Ont.", code: "CA-ON", name: "Ontario" },
    ]);
    await userEvent.click(await until(repair("region")));
    expect(app.desk.form.edits).toEqual({ [spot("country")]: "CAN", [spot("region")]: "CA-ON" });
    await expect.poll(() => field(spot("region")).value).toBe("Ontario");
  });

  it("copy the billing address", async () => {
    await desk();
    await find("maria@example.com");
    await userEvent.click(button("add-address"));
    await userEvent.click(await until("[data-action=same-as-billing]"));
    expect(field("address.shipping.line1").value).toBe("4 Rose Lane");
    expect(field("address.shipping.country").value).toBe("Canada");
  });

  it("keep a country that was typed before Keap's list came", async () => {
    const fake = new Fake();
    const release = fake.hold("countries");
    await desk(fake);
    await userEvent.click(section("address"));
    field("address.billing.country").focus();
    await userEvent.keyboard("USA{Tab}");
    release();
    await expect.poll(() => field("address.billing.country").value).toBe("United States of America");
    await until("[role=combobox][name='address.billing.region']");
  });

  it("ask for a list that did not come only when told to", async () => {
    const fake = new Fake();
    for (let time = 0; time < 3; time += 1) fake.fail("countries", { notice: notices.offline, fields: [] });
    await desk(fake);
    await userEvent.click(section("address"));
    await userEvent.click(await until("[data-again='address.billing.country']"));
    await expect.poll(() => heard(fake, "countries").length).toBe(2);
    await until("[data-again='address.billing.country']");
    expect(heard(fake, "countries")).toHaveLength(2);
  });
});

describe("choices", () => {
  it("come from Keap: a dropdown while short, a search where long, text where Keap has none", async () => {
    await desk();
    await find("maria@example.com");
    await userEvent.click(button("more-names"));
    await until("select[name=prefix] option:nth-child(3)");
    await userEvent.selectOptions(field("owner_id"), "Tomas Example");
    expect(at('[name="time_zone"]').getAttribute("role")).toBe("combobox");
    expect(field("suffix").tagName).toBe("INPUT");
    expect(document.getElementById("f-owner_id-note")?.textContent).toBe("In Keap: Zoe Example");
  });

  it("leave the form usable while Keap's lists are slow", async () => {
    const fake = new Fake();
    const release = (["choices", "custom_fields", "countries", "provinces"] as const).map((name) => fake.hold(name));
    await desk(fake);
    await find("maria@example.com");
    expect(at("[data-section=custom]").textContent).toContain("Loading Keap’s list…");
    expect(field("phone.1.type").value).toBe("Work");
    expect(field("address.billing.country").value).toBe("Canada");
    await check({ given_name: "Marie" });
    await userEvent.click(button("save-contact"));
    await until("[data-result=updated]");
    for (const go of release) go();
  });

  it("say of when they are, where they are old", async () => {
    const fake = new Fake();
    const old = (hours: number) => ({ list: [{ value: "Work", label: "Work", group: null }], as_of_ms: Date.now() - hours * 3_600_000, free: false });
    fake.desk.handlers.choices = () => old(0.2);
    const { app } = await desk(fake);
    await find("maria@example.com");
    await until("select[name='phone.1.type'] option:nth-child(2)");
    expect(document.querySelector("[data-lists]")).toBeNull();
    fake.desk.handlers.choices = ({ of }) => old(of === "owners" ? 30 : 3);
    app.desk.lists = new Lists();
    expect((await until("[data-lists]")).textContent).toMatch(/^The choices are from Keap’s lists of .*\d.*\.$/);
  });

  it("are asked for again after a while, and the old ones used until then", async () => {
    const { app, fake } = await desk();
    await find("maria@example.com");
    await userEvent.click(button("more-names"));
    const list = app.desk.lists.choices("owners");
    await expect.poll(() => list.value?.list.length).toBe(3);
    const asked = () => heard(fake, "choices").filter(({ request }) => (request as { of: string }).of === "owners").length;
    const before = asked();
    await list.load();
    expect(asked()).toBe(before);
    const now = Date.now;
    Date.now = () => now() + 61_000;
    fake.fail("choices", { notice: notices.offline, fields: [] });
    await list.load();
    Date.now = now;
    expect(asked()).toBe(before + 1);
    expect(list.value?.list).toHaveLength(3);
  });

  it("keep what Keap holds and its list does not have", async () => {
    const fake = new Fake();
    const maria = fake.desk.contacts[0];
    if (maria) maria.held["phone.1.type"] = "Fax line";
    await desk(fake);
    await find("maria@example.com");
    await expect.poll(() => at('[name="phone.1.type"]').textContent).toContain("Fax line (not in Keap’s list)");
    expect(field("phone.1.type").value).toBe("Fax line");
  });

  it("of custom fields follow their kind", async () => {
    const { app } = await desk();
    await find("maria@example.com");
    await until('[name="custom.12"][value=Coffee]');
    await userEvent.click(at('[name="custom.12"][value=Coffee]'));
    await userEvent.click(at('[name="custom.12"][value=Bread]'));
    expect(app.desk.form.edits).toEqual({ "custom.12": "Cake,Coffee" });
    expect(field("custom.13").type).toBe("date");
    expect(field("custom.15").tagName).toBe("TEXTAREA");
    await expect.poll(() => document.querySelectorAll('[name="custom.17"]').length).toBe(3);
    await userEvent.selectOptions(field("custom.14"), "Yes");
    expect(app.desk.form.edits["custom.14"]).toBe("Yes");
  });
});

describe("consent", () => {
  it("shows each status, is never on by itself, and needs a reason", async () => {
    const { app } = await desk();
    await find("maria@example.com");
    const box = at<HTMLInputElement>("[name=consent][value='maria@example.com']");
    expect(box.checked).toBe(false);
    expect(at("[data-consent='maria@example.com']").textContent).toContain("opted in");
    await userEvent.click(box);
    await userEvent.click(button("check"));
    await until(".notice a");
    await userEvent.click(at(".notice a"));
    await expect.poll(() => document.activeElement).toBe(field("consent.maria@example.com"));
    await userEvent.keyboard("Asked by phone");
    await userEvent.click(button("check"));
    await until("[data-row='consent:maria@example.com']");
    expect(app.desk.form.wanted().consent).toEqual([{ email: "maria@example.com", opted_in: false, reason: "Asked by phone" }]);
  });

  it("that only the person can give is not offered", async () => {
    await desk();
    await find("office@example.org", "several");
    await userEvent.click(at("[data-contact-id='58']"));
    await until("[data-consent]");
    expect(document.querySelector("[name=consent]")).toBeNull();
    expect(at("[data-consent]").textContent).toContain("Only the person can change this");
  });
});

it("discards what was typed, and nothing else", async () => {
  const { fake } = await desk();
  await find("maria@example.com");
  await userEvent.fill(field("family_name"), "López");
  await userEvent.click(button("discard"));
  await expect.poll(() => field("family_name").value).toBe("Sample");
  expect(heard(fake, "save_contact")).toEqual([]);
});

it("is filled in by keyboard alone", async () => {
  await desk();
  await tabTo("[name=find]");
  await userEvent.keyboard("maria@example.com{Enter}");
  await until("[data-found=one]");
  await tabTo("[name=job_title]");
  await userEvent.keyboard("Baker{Enter}");
  await until("[data-page=check]");
});
