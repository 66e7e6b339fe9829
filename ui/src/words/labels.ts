// What every spot of a contact is called: one function for the form, the check, the comparison and the
// history. The parts of an address follow the country; custom fields have Keap's own labels.
import type { AddressFormat, AddressPart, CustomField } from "../ipc/bindings";

const single: Record<string, string> = {
  prefix: "Title",
  given_name: "First name",
  middle_name: "Middle name",
  family_name: "Last name",
  suffix: "Suffix",
  preferred_name: "Goes by",
  job_title: "Job title",
  company: "Company",
  website: "Website",
  birth_date: "Birthday",
  anniversary_date: "Anniversary",
  spouse_name: "Spouse",
  time_zone: "Time zone",
  preferred_locale: "Language",
  contact_type: "Contact type",
  leadsource_id: "Lead source",
  owner_id: "Owner",
  facebook: "Facebook",
  linked_in: "LinkedIn",
  twitter: "X (Twitter)",
  instagram: "Instagram",
  snapchat: "Snapchat",
  youtube: "YouTube",
  pinterest: "Pinterest",
  number: "Number",
  extension: "Extension",
  type: "Type",
};

const parts: Record<string, string> = {
  country: "Country",
  line1: "Street",
  line2: "Second line",
  locality: "City",
  region: "State or region",
  postal_code: "Postal code",
};

export const addressNames: Record<string, string> = { billing: "Billing address", shipping: "Shipping address", other: "Other address" };

const addressOf: Record<string, string> = { billing: "Billing", shipping: "Shipping", other: "Other address," };

/** What the country calls this part of an address. */
export function partLabel(part: AddressPart | "country", format: AddressFormat | null): string {
  const named = format?.labels as Record<string, string> | undefined;
  return named?.[part] || parts[part] || part;
}

/** "ZIP code" keeps its capitals, "Province" becomes "province". */
const lower = (label: string) => (/^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label);

/** The whole name of a spot, as it stands where no heading is above it. */
export function labelOf(spot: string, format: AddressFormat | null, fields: readonly CustomField[]): string {
  const [head = "", second = "", third = ""] = spot.split(".");
  switch (head) {
    case "email":
      return second === "1" ? "E-mail" : `E-mail ${second}`;
    case "phone": {
      const phone = second === "1" ? "Phone" : `Phone ${second}`;
      return third === "number" ? phone : `${phone} ${lower(single[third] ?? third)}`;
    }
    case "address":
      return `${addressOf[second] ?? second} ${lower(partLabel(third as AddressPart, format))}`;
    case "custom":
      return fields.find(({ id }) => id === second)?.label ?? `Custom field ${second}`;
    default:
      return single[second] ?? single[head] ?? spot;
  }
}

/** The short name of a spot, below the heading of its section. */
export const shortLabel = (spot: string): string => single[spot.split(".").at(-1) ?? ""] ?? labelOf(spot, null, []);
