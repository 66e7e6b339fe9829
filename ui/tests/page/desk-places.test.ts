// Countries and states: lists that come late or twice, labels that follow, what is cleared.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { Fake } from "../../src/ipc/fake";
import { account, countries, notices } from "../../src/ipc/fake-data";
import { at, button, desk, field, heard, open, until } from "./support";

describe("places", () => {
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
});
