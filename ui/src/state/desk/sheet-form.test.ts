// The sheet and what is typed over it: what a later sheet may touch, and what is wanted in the end.
import { beforeEach, describe, expect, it } from "vitest";

import type { Sheet } from "../../ipc/bindings";
import { SheetForm } from "./sheet-form.svelte";

const sheet = (held: Record<string, string> = {}, more: Partial<Sheet> = {}): Sheet => ({
  sheet: 1,
  contact: { id: "7", name: "Ann Example", company: null, owner: null, created: null, updated: null, updated_by: null },
  held: Object.fromEntries(Object.entries(held).map(([spot, text]) => [spot, { text, shown: null, listed: true }])),
  consent: [],
  tags: [],
  repairs: [],
  email: "ann@example.com",
  ...more,
});

let form: SheetForm;
beforeEach(() => (form = new SheetForm()));

describe("a sheet that comes later", () => {
  it("keeps what was typed, and drops what Keap holds as well", () => {
    form.type("family_name", "López");
    form.type("given_name", "Ann");
    form.adopt(sheet({ family_name: "Lopez", given_name: "Ann", job_title: "Baker" }));
    expect(form.edits).toEqual({ family_name: "López" });
    expect(form.text("job_title")).toBe("Baker");
    expect(form.held("family_name").text).toBe("Lopez");
  });

  it("fills in the address of a new contact, and takes it away again", () => {
    form.adopt(sheet({}, { contact: null }));
    expect(form.edits).toEqual({ "email.1": "ann@example.com" });
    form.adopt(sheet({}, { contact: null, email: "jun@example.com" }));
    expect(form.edits).toEqual({ "email.1": "jun@example.com" });
    form.adopt(sheet({ "email.2": "jun@example.com" }));
    expect(form.edits).toEqual({});
  });

  it("keeps an address that was typed by hand", () => {
    form.type("email.1", "other@example.com");
    form.adopt(sheet({}, { contact: null }));
    expect(form.text("email.1")).toBe("other@example.com");
  });

  it("forgets tags and consent that it has already, or no longer lets change", () => {
    form.adopt(sheet({}, { tags: ["1"], consent: [{ email: "a@example.com", status: "", opted_in: true, words: "", may_change: true }] }));
    form.addTag("2");
    form.dropTag("1");
    form.wantConsent("a@example.com", false, "asked");
    expect(form.changes).toBe(3);
    form.adopt(sheet({}, { tags: ["2"] }));
    expect(form.changes).toBe(0);
  });
});

describe("changes", () => {
  it("are none where the text is what Keap holds", () => {
    form.adopt(sheet({ given_name: "Ann" }));
    form.type("given_name", "Anna");
    expect(form.changes).toBe(1);
    form.type("given_name", "Ann");
    form.type("job_title", "");
    expect(form.changes).toBe(0);
  });

  it("can empty a field, and leave out what was ticked off", () => {
    form.adopt(sheet({ given_name: "Ann", job_title: "Baker" }));
    form.type("job_title", "");
    form.type("given_name", "Anna");
    form.addTag("5");
    expect(form.wanted()).toEqual({ sheet: 1, draft: null, edits: { job_title: "", given_name: "Anna" }, tags: { apply: ["5"], remove: [] }, consent: [] });
    expect(form.wanted(new Set(["job_title", "apply:5"]))).toMatchObject({ edits: { given_name: "Anna" }, tags: { apply: [] } });
  });
});

describe("places", () => {
  it("lets the state go with its country, and finds it again with it", () => {
    form.adopt(sheet({ "address.billing.country": "CAN", "address.billing.region": "CA-QC" }));
    expect(form.chooseCountry("address.billing", "USA")).toBe(true);
    expect(form.edits).toEqual({ "address.billing.country": "USA", "address.billing.region": "" });
    form.chooseCountry("address.billing", "CAN");
    expect(form.edits).toEqual({});
  });

  it("keeps the state where Keap's country is free text or none, and lets it go with a country of its list", () => {
    const words = { "address.billing.country": { text: "Kanada", shown: null, listed: false }, "address.billing.region": { text: "Ont.", shown: null, listed: false } };
    form.adopt(sheet({}, { held: words }));
    expect(form.chooseCountry("address.billing", "CAN")).toBe(false);
    expect(form.edits).toEqual({ "address.billing.country": "CAN" });
    // A code that was chosen beside one country is none of another.
    form.type("address.billing.region", "CA-ON");
    form.chooseCountry("address.billing", "");
    form.chooseCountry("address.billing", "USA");
    expect(form.edits).toEqual({ "address.billing.country": "USA" });
    expect(form.text("address.billing.region")).toBe("Ont.");
    // What was emptied on purpose stays empty.
    form.type("address.billing.region", "");
    form.chooseCountry("address.billing", "CAN");
    expect(form.edits).toEqual({ "address.billing.country": "CAN", "address.billing.region": "" });
    const { "address.billing.region": region } = words;
    form.clear();
    form.adopt(sheet({}, { held: { "address.billing.region": region } }));
    form.chooseCountry("address.billing", "CAN");
    expect(form.text("address.billing.region")).toBe("Ont.");
  });

  it("copies the billing address, what is empty included", () => {
    form.adopt(sheet({ "address.billing.line1": "4 Rose Lane", "address.billing.country": "USA", "address.shipping.line2": "Back door" }));
    form.copyBilling("address.shipping");
    expect(form.edits).toEqual({ "address.shipping.line1": "4 Rose Lane", "address.shipping.country": "USA", "address.shipping.line2": "" });
  });
});

describe("sections and slots", () => {
  it("count slots once, and open where something is filled in", () => {
    form.adopt(sheet({ "phone.1.number": "1", "phone.1.type": "Work", "phone.3.number": "3", "custom.5": "x" }));
    expect(form.filled).toMatchObject({ phone: 2, custom: 1, social: 0 });
    expect(form.isOpen("phone")).toBe(true);
    expect(form.isOpen("social")).toBe(false);
    form.opened.phone = false;
    expect(form.isOpen("phone")).toBe(false);
    form.reveal("phone.2.number");
    expect(form.isOpen("phone")).toBe(true);
  });

  it("shows the filled slots and adds the first one that is free", () => {
    form.adopt(sheet({ "phone.3.number": "3" }));
    expect(form.slots("phone")).toEqual(["phone.1", "phone.3"]);
    expect(form.nextSlot("phone")).toBe("phone.2");
    // A slot that is being emptied stays in sight.
    form.type("phone.3.number", "");
    expect(form.slots("phone")).toEqual(["phone.1", "phone.3"]);
  });
});
