// The form's state without a DOM: lists that come late, marks, and what a failed save keeps.
import { beforeEach, describe, expect, it } from "vitest";

import { replaceTransport } from "../ipc/call";
import { Fake } from "../ipc/fake";
import { notices } from "../ipc/fake-data";
import { ContactForm } from "./contact-form.svelte";

let fake: Fake;
let said: string[];
let form: ContactForm;

beforeEach(async () => {
  fake = new Fake();
  replaceTransport(fake);
  said = [];
  form = new ContactForm((text) => said.push(text));
  form.belongsTo("keap/pb101");
  await form.loadCountries();
});

describe("country and state", () => {
  it("asks for the states of the chosen country", async () => {
    await form.chooseCountry("CAN");
    expect(form.regions).toMatchObject({ at: "ready", country: { code: "CAN" } });
    expect(form.regionLabel).toBe("Province");
    expect(said).toContain("Province: 4 choices.");
  });

  it("clears the state when the country changes, and says so", async () => {
    await form.chooseCountry("USA");
    form.chooseRegion("US-AZ");
    await form.chooseCountry("CAN");
    expect(form.values.region_code).toBe("");
    expect(form.cleared).toBe("The country changed, so the state was cleared.");
    expect(said).toContain(form.cleared);
  });

  it("drops a late answer for an earlier country", async () => {
    const release = fake.hold("provinces");
    const early = form.chooseCountry("USA");
    const late = form.chooseCountry("CAN");
    release();
    await Promise.all([early, late]);
    expect(form.regions).toMatchObject({ at: "ready", country: { code: "CAN" } });
  });

  it("offers the list again after a failure, with everything kept", async () => {
    fake.fail("provinces", { notice: notices.offline, fields: [] });
    form.type("locality", "Toronto");
    await form.chooseCountry("CAN");
    expect(form.regions.at).toBe("failed");
    await form.loadRegions();
    expect(form.regions.at).toBe("ready");
    expect(form.values.locality).toBe("Toronto");
  });

  it("asks for the countries once, and again only after a failure", async () => {
    await form.loadCountries();
    expect(fake.heard.filter(({ name }) => name === "countries")).toHaveLength(1);
    const other = new ContactForm(() => {});
    fake.fail("countries", { notice: notices.offline, fields: [] });
    await other.loadCountries();
    expect(other.countries.at).toBe("failed");
    await other.loadCountries();
    expect(other.countries.at).toBe("ready");
  });
});

describe("a code that Keap lists twice", () => {
  it("is one choice, by its first name", async () => {
    const other = new ContactForm(() => {});
    fake.answer("countries", [
      { code: "CAN", alpha2: "CA", name: "Canada" },
      { code: "CAN", alpha2: "CA", name: "Canada again" },
    ]);
    fake.answer("provinces", [
      { code: "CA-QC", name: "Quebec" },
      { code: "CA-QC", name: "Québec" },
    ]);
    await other.loadCountries();
    expect(other.countries).toEqual({ at: "ready", list: [{ code: "CAN", alpha2: "CA", name: "Canada" }] });
    await other.chooseCountry("CAN");
    expect(other.regions).toMatchObject({ at: "ready", list: [{ code: "CA-QC", name: "Quebec" }] });
  });
});

describe("saving", () => {
  it("sends text that is no chosen country as it is, for the Rust side to judge", async () => {
    form.countryText = "Atlantis";
    form.type("email", "ann@example.com");
    await form.save();
    expect(form.problem("country_code")).toBe("Choose a country from the list.");
  });

  it("keeps all that was typed when Keap cannot be reached", async () => {
    form.type("email", "ann@example.com");
    fake.fail("save_contact", { notice: notices.offline, fields: [] });
    await form.save();
    expect(form.notice?.code).toBe("offline");
    expect(form.values.email).toBe("ann@example.com");
    expect(form.answer).toBeNull();
  });

  it("sends once however often it is pressed", async () => {
    form.type("email", "ann@example.com");
    await Promise.all([form.save(), form.save(), form.save()]);
    expect(fake.heard.filter(({ name }) => name === "save_contact")).toHaveLength(1);
  });

  it("takes back a mark when something is typed into the field", () => {
    form.mark("phone", true);
    expect(form.draft.clear).toEqual(["phone"]);
    form.type("phone", "1");
    expect(form.draft.clear).toEqual([]);
  });

  it("goes back to the form when the picked contact has a problem with a field", async () => {
    form.type("email", "office@example.org");
    await form.save();
    expect(form.answer?.result).toBe("several");
    fake.fail("save_contact", { notice: notices.fields, fields: [{ field: "phone", message: "Phone must be 40 characters or fewer." }] });
    await form.save("31");
    expect(form.answer).toBeNull();
    expect(form.problem("phone")).not.toBeNull();
  });

  it("stays with the several when Keap cannot be reached", async () => {
    form.type("email", "office@example.org");
    await form.save();
    fake.fail("save_contact", { notice: notices.offline, fields: [] });
    await form.save("31");
    expect(form.answer?.result).toBe("several");
    expect(form.notice?.code).toBe("offline");
  });

  it("lets an answer go that belongs to a form which was left", async () => {
    form.type("email", "ann@example.com");
    const release = fake.hold("save_contact");
    const saving = form.save();
    form.belongsTo("keap/other");
    release();
    await saving;
    expect(form.answer).toBeNull();
  });
});

describe("whose form it is", () => {
  it("keeps what is typed over a new sign-in to the same account", () => {
    form.type("email", "ann@example.com");
    form.belongsTo("keap/pb101");
    expect(form.values.email).toBe("ann@example.com");
  });

  it("begins empty, without the other's lists, for another account", () => {
    form.type("email", "ann@example.com");
    form.belongsTo("keap/pg202");
    expect(form.values.email).toBe("");
    expect(form.countries.at).toBe("idle");
  });
});
