// The places of a contact as the form lays them out: sections, and the control of each place. Knows no
// words and no DOM.
import type { ChoicesOf } from "../../ipc/bindings";

export interface Place {
  spot: string;
  type?: "email" | "tel" | "url" | "date";
  /** The list of Keap's that it is chosen from. */
  of?: ChoicesOf;
  /** Shown only where it is filled or asked for. */
  rare?: boolean;
}

export const NAME: readonly Place[] = [
  { spot: "given_name" },
  { spot: "family_name" },
  { spot: "company" },
  { spot: "job_title" },
  { spot: "prefix", of: "prefixes", rare: true },
  { spot: "middle_name", rare: true },
  { spot: "suffix", of: "suffixes", rare: true },
  { spot: "preferred_name", rare: true },
  { spot: "website", type: "url", rare: true },
  { spot: "contact_type", of: "contact_types", rare: true },
  { spot: "owner_id", of: "owners", rare: true },
  { spot: "leadsource_id", of: "lead_sources", rare: true },
];

export const PERSONAL: readonly Place[] = [
  { spot: "birth_date", type: "date" },
  { spot: "anniversary_date", type: "date" },
  { spot: "spouse_name" },
  { spot: "time_zone", of: "time_zones" },
  { spot: "preferred_locale", of: "languages" },
];

export const SOCIAL: readonly Place[] = ["facebook", "linked_in", "twitter", "instagram", "snapchat", "youtube", "pinterest"].map((name) => ({
  spot: `social.${name}`,
}));

const PHONE_PARTS = ["number", "extension", "type"] as const;
export const ADDRESS_PARTS = ["country", "line1", "line2", "locality", "region", "postal_code"] as const;

/** The slots of a section that can be added one by one, first to last. */
export const SLOTS = {
  email: ["email.1", "email.2", "email.3"],
  phone: ["phone.1", "phone.2", "phone.3", "phone.4", "phone.5"],
  address: ["address.billing", "address.shipping", "address.other"],
} as const;

export type Slotted = keyof typeof SLOTS;

export const SECTIONS = ["name", "email", "phone", "address", "personal", "social", "custom", "tags", "consent"] as const;
export type SectionName = (typeof SECTIONS)[number];

const personal = new Set(PERSONAL.map(({ spot }) => spot));

/** The section that a spot stands in. */
export function sectionOf(spot: string): SectionName {
  const head = spot.split(".")[0] ?? "";
  if (head === "email" || head === "phone" || head === "address" || head === "social" || head === "custom" || head === "consent") return head;
  return personal.has(spot) ? "personal" : "name";
}

/** Every spot that is no custom field, as a person would tell them. */
export const ORDER: readonly string[] = [
  ...["prefix", "given_name", "middle_name", "family_name", "suffix", "preferred_name", "job_title", "company"],
  ...["website", "contact_type", "owner_id", "leadsource_id"],
  ...SLOTS.email,
  ...SLOTS.phone.flatMap((slot) => PHONE_PARTS.map((part) => `${slot}.${part}`)),
  ...SLOTS.address.flatMap((slot) => ADDRESS_PARTS.map((part) => `${slot}.${part}`)),
  ...[...PERSONAL, ...SOCIAL].map(({ spot }) => spot),
];

/** What stands in spots, in the order of the contact; custom fields in the order of the account's list. */
export function inOrder<T>(all: readonly T[], spotOf: (one: T) => string, custom: readonly string[]): T[] {
  const order = [...ORDER, ...custom.map((id) => `custom.${id}`)];
  const place = (one: T) => order.indexOf(spotOf(one));
  // What has no place comes last.
  const rank = (one: T) => (place(one) < 0 ? order.length : place(one));
  return all.toSorted((one, other) => rank(one) - rank(other));
}

/** The slot a spot belongs to: `phone.2` of `phone.2.number`. */
export const slotOf = (spot: string): string => spot.split(".").slice(0, 2).join(".");
