// Made-up contacts, lists and address formats for the in-page fake's desk. Not in the app's bundle.
import type { AddressFormat, Choice, Choices, ChoicesOf, Consent, CustomField, CustomKind, Held, Repair } from "./bindings";
import { countries, provinces } from "./fake-data";

export interface FakeContact {
  id: string;
  held: Record<string, string>;
  consent: Consent[];
  tags: string[];
  repairs: Repair[];
  updated: string;
  updated_by: string | null;
}

const opted = (email: string): Consent => ({ email, status: "UnengagedMarketable", opted_in: true, words: "opted in", may_change: true });
const out = (email: string): Consent => ({ email, status: "OptOut", opted_in: false, words: "opted out", may_change: false });

export const contacts = (): FakeContact[] => [
  {
    id: "7",
    held: {
      "given_name": "Maria",
      "family_name": "Sample",
      "company": "Example Garden Centre",
      "owner_id": "2",
      "email.1": "maria@example.com",
      "email.2": "maria.sample@example.org",
      "phone.1.number": "(555) 010-0131",
      "phone.1.type": "Work",
      "address.billing.country": "CAN",
      "address.billing.region": "Quebec ",
      "address.billing.locality": "Québec",
      "address.billing.line1": "4 Rose Lane",
      "custom.11": "Gold",
      "custom.12": "Bread,Cake",
      "birth_date": "1980-05-03",
      "time_zone": "America/Toronto",
    },
    consent: [opted("maria@example.com"), { ...opted("maria.sample@example.org"), words: "not confirmed", status: "Unconfirmed", opted_in: null }],
    tags: ["101", "104"],
    repairs: [{ spot: "address.billing.region", held: "Quebec ", code: "CA-QC", name: "Quebec" }],
    updated: "2026-05-03T09:12:00Z",
    updated_by: "Zoe Example",
  },
  {
    id: "31",
    held: {
      "given_name": "Maria",
      "family_name": "Example",
      "company": "Example Garden Centre",
      "owner_id": "1",
      "email.1": "office@example.org",
      "email.2": "maria@example.org",
      "phone.1.number": "(555) 010-0131",
      "address.billing.line1": "4 Rose Lane",
      "address.billing.locality": "Phoenix",
      "address.billing.region": "US-AZ",
      "address.billing.postal_code": "85001",
      "address.billing.country": "USA",
    },
    consent: [opted("office@example.org"), opted("maria@example.org")],
    tags: ["101", "102"],
    repairs: [],
    updated: "2026-05-03T09:12:00Z",
    updated_by: "Ann Example",
  },
  {
    id: "58",
    held: { "given_name": "Jun", "family_name": "Example", "email.1": "office@example.org" },
    consent: [out("office@example.org")],
    tags: [],
    repairs: [],
    updated: "2024-11-20T16:40:00Z",
    updated_by: null,
  },
  {
    id: "64",
    held: { "given_name": "Cafe Aroma, office", "owner_id": "1", "email.1": "office@example.org", "company": "Cafe Aroma" },
    consent: [opted("office@example.org")],
    tags: ["103"],
    repairs: [],
    updated: "2026-01-14T08:00:00Z",
    updated_by: "Zoe Example",
  },
];

const choice = (value: string, label = value, group: string | null = null): Choice => ({ value, label, group });
const many = (text: string): Choice[] => text.split("; ").map((one) => choice(...(one.split("=") as [string, string?])));
const list = (entries: Choice[], free = false): Choices => ({ list: entries, as_of_ms: Date.now(), free });

export const tags: Choice[] = [
  choice("101", "Newsletter", "Marketing"),
  choice("102", "Customer", "Status"),
  choice("103", "Wholesale", "Status"),
  choice("104", "Spring fair", "Events"),
  ...Array.from({ length: 4996 }, (_, index) => choice(String(1000 + index), `Campaign ${index + 1}`, index % 2 ? "Marketing" : null)),
];

const zones = ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Toronto"];
export const choices: Record<ChoicesOf, Choices> = {
  prefixes: list(many("Dr.; Mr.; Mrs.; Ms.")),
  suffixes: list([], true),
  contact_types: list(many("Customer; Prospect; Other")),
  phone_types: list(many("Work; Home; Mobile; Other")),
  owners: list(many("1=Ann Example; 2=Zoe Example; 3=Tomas Example")),
  lead_sources: list(many("5=Spring fair; 6=Web form; 7=Word of mouth")),
  tags: list(tags),
  time_zones: list([...zones, "Europe/Dublin", "Europe/London", "Europe/Paris", "Europe/Berlin", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland"].map((zone) => choice(zone))),
  languages: list(many("en_US=English (United States); de_DE=German (Germany); es_MX=Spanish (Mexico)")),
};

const custom = (id: string, label: string, kind: CustomKind, options = "", group: string | null = "Orders"): CustomField => ({
  ...{ id, label, kind, group },
  options: options ? many(options) : [],
});

export const customFields: CustomField[] = [
  custom("11", "Customer level", "choice", "Bronze; Silver; Gold"),
  custom("12", "Buys", "choices", "Bread; Cake; Coffee"),
  custom("13", "First order", "date"),
  custom("14", "Standing order", "yes_no"),
  custom("15", "Notes for the driver", "lines"),
  custom("16", "Discount", "percent", "", "Terms"),
  custom("17", "Looked after by", "users", "", "Terms"),
  custom("18", "Web shop", "web", "", "Terms"),
];

const format = (rows: string, region: string, postal_code: string, required: string, postal_example: string | null): AddressFormat => ({
  rows: rows.split("/").map((row) => row.split(" ") as AddressFormat["rows"][number]),
  labels: { region, postal_code, locality: "City" },
  required: required.split(" ") as AddressFormat["required"],
  postal_example,
});

export const formats: Record<string, AddressFormat> = {
  USA: format("line1/line2/locality region postal_code", "State", "ZIP code", "line1 locality region postal_code", "95014"),
  CAN: format("line1/line2/locality region postal_code", "Province", "Postal code", "line1 locality region postal_code", "H3Z 2Y7"),
  GBR: format("line1/line2/locality/region postal_code", "County", "Postcode", "line1 locality postal_code", "EC1Y 8SY"),
  JPN: format("postal_code/region locality/line1/line2", "Prefecture", "Postal code", "line1 region postal_code", "154-0023"),
  SGP: format("line1/line2/postal_code/locality region", "Region", "Postal code", "line1 postal_code", "546080"),
};
export const usualFormat = format("line1/line2/locality region/postal_code", "", "", "line1", null);

/** A text of a spot with Keap's long name and whether its list has it. */
export function held(contact: Record<string, string>, spot: string): Held {
  const text = contact[spot] ?? "";
  if (spot.endsWith(".country")) {
    const name = countries.find(({ code }) => code === text)?.name ?? null;
    return { text, shown: name, listed: name !== null };
  }
  if (spot.endsWith(".region")) {
    const country = contact[spot.replace("region", "country")] ?? "";
    const name = provinces[country]?.find(({ code }) => code === text)?.name ?? null;
    return { text, shown: name, listed: name !== null };
  }
  const of = ({ owner_id: "owners", leadsource_id: "lead_sources", preferred_locale: "languages" } as const)[spot];
  const shown = of ? (choices[of].list.find(({ value }) => value === text)?.label ?? null) : null;
  return { text, shown, listed: true };
}
