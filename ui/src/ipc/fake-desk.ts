// The desk of the in-page fake: it finds, compares, saves, undoes and remembers, well enough to look at
// every page. Its rules are believable, not true; the true ones are in Rust.
import type { ContactFacts, FieldProblem, Found, History, HistoryEntry, MatchCard, Notice, Review, SaveAnswer, Sheet, Wanted } from "./bindings";
import type { Commands } from "./bindings";
import { choices, contacts, customFields, formats, held, tags, usualFormat, type FakeContact } from "./fake-contacts";
import { countries, notices, provinces } from "./fake-data";

type Desk = { [N in DeskCommand]: (request: Commands[N][0]) => Commands[N][1] };
type DeskCommand =
  | ("countries" | "provinces" | "propose_region" | "address_format" | "choices" | "custom_fields" | "find_contacts" | "open_sheet" | "review_contact" | "save_contact")
  | ("undo_save" | "history" | "clear_history" | "set_history" | "drafts" | "keep_draft" | "drop_draft" | "resume_draft");

interface Saved extends HistoryEntry {
  before: Record<string, string>;
  after: Record<string, string>;
}

export class FakeDesk {
  contacts = contacts();
  saved: Saved[] = [];
  kept: { at_ms: number; wanted: Wanted }[] = [];
  on = true;
  #sheets = new Map<number, { email: string | null; contact: FakeContact | null }>();

  sheet(contact: FakeContact | null, email: string | null): Sheet {
    const number = this.#sheets.size + 1;
    this.#sheets.set(number, { contact, email });
    return this.laid(number);
  }

  laid(number: number): Sheet {
    const { contact, email } = this.#sheets.get(number) ?? { contact: null, email: null };
    const spots = Object.keys(contact?.held ?? {}).filter((spot) => contact?.held[spot]);
    return {
      sheet: number,
      contact: contact && facts(contact),
      held: Object.fromEntries(spots.map((spot) => [spot, held(contact?.held ?? {}, spot)])),
      consent: contact?.consent ?? [],
      tags: contact?.tags ?? [],
      repairs: contact?.repairs.filter(({ spot, held: was }) => contact.held[spot] === was) ?? [],
      email,
    };
  }

  #find(by: string, text: string): Found {
    const typed = text.trim().toLowerCase();
    if (by === "email" && !/^\S+@\S+\.\S\S+$/.test(typed)) return { found: "incomplete" };
    const of = (contact: FakeContact) => {
      const { held: all } = contact;
      if (by === "email") return ["email.1", "email.2", "email.3"].some((spot) => all[spot] === typed);
      if (by === "phone") return Object.keys(all).some((spot) => spot.endsWith(".number") && digits(all[spot] ?? "").includes(digits(typed)));
      return nameOf(contact).toLowerCase().includes(typed);
    };
    const hits = this.contacts.filter(of);
    const email = by === "email" ? typed : null;
    const [first] = hits;
    if (hits.length > 1) return { found: "several", cards: hits.map(card), more: false };
    return first ? { found: "one", sheet: this.sheet(first, email) } : { found: "nobody", sheet: email ? this.sheet(null, email) : null };
  }

  #before(wanted: Wanted): Record<string, string> {
    return this.#sheets.get(wanted.sheet)?.contact?.held ?? {};
  }

  #review(wanted: Wanted): Review {
    this.#refuse(wanted);
    const before = this.#before(wanted);
    const rows = Object.entries(wanted.edits).filter(([spot, after]) => (before[spot] ?? "") !== after).map(([spot, after]) => {
      const now = before[spot] ?? "";
      const free = now !== "" && !held(before, spot).listed;
      const pair = spot.replace(/country$|region$/, (part) => (part === "country" ? "region" : "country"));
      const fixed = spot === "email.1" && !this.#sheets.get(wanted.sheet)?.contact;
      const kind = free && after ? "repairs" : !after ? "removes" : now ? "changes" : "sets";
      return { spot, before: said(before, spot), after: said({ ...before, ...wanted.edits }, spot), kind: kind as "sets", free, with: pair !== spot && pair in wanted.edits ? [pair] : [], fixed };
    });
    const company = rows.find(({ spot }) => spot === "company")?.after;
    const odd = rows.find(({ spot, after }) => spot.endsWith("postal_code") && after.length < 4);
    return {
      rows,
      removed: rows.filter(({ kind }) => (kind as string) === "removes").map(({ spot }) => spot),
      remarks: odd ? [{ spot: odd.spot, text: "This does not look like a postcode of that country. It is saved as it is." }] : [],
      company: company ? "links" : "none",
    };
  }

  #refuse({ sheet, edits }: Wanted): void {
    const fields: FieldProblem[] = [];
    const say = (field: string, message: string) => fields.push({ field, message });
    const email = edits["email.1"];
    if (email !== undefined && email !== "" && !email.includes("@")) say("email.1", "Enter an e-mail address like name@example.com.");
    for (const [spot, text] of Object.entries(edits)) {
      if (spot.endsWith(".country") && text && !countries.some(({ code }) => code === text)) say(spot, "Choose a country from the list.");
    }
    if (!this.#sheets.has(sheet)) say("email.1", "Look the contact up again.");
    if (fields.length) throw { notice: notices.fields, fields, details: null };
  }

  #save(wanted: Wanted): SaveAnswer {
    this.#refuse(wanted);
    const there = this.#sheets.get(wanted.sheet);
    if (!there) throw { notice: notices.offline, fields: [], details: null };
    const created = there.contact === null;
    const contact: FakeContact = there.contact ?? { id: String(100 + this.contacts.length), held: {}, consent: [], tags: [], repairs: [], updated: "", updated_by: null };
    const spots = Object.keys(wanted.edits).filter((spot) => (contact.held[spot] ?? "") !== wanted.edits[spot]);
    const { apply, remove } = wanted.tags;
    if (!created && spots.length + apply.length + remove.length + wanted.consent.length === 0) return { result: "unchanged", contact: facts(contact) };
    const before = { ...contact.held };
    for (const spot of spots) contact.held[spot] = wanted.edits[spot] ?? "";
    contact.tags = [...contact.tags.filter((id) => !remove.includes(id)), ...apply];
    contact.updated = new Date().toISOString();
    contact.updated_by = "Ann Example";
    if (created) this.contacts.push(contact);
    there.contact = contact;
    const id = this.saved.length + 1;
    const slots = [...new Set(spots.filter((spot) => spot.startsWith("address.")).map((spot) => spot.replace(/\.[^.]+$/, "")))];
    const what = created ? ("created" as const) : ("updated" as const);
    const countries = Object.fromEntries(slots.map((slot) => [slot, contact.held[`${slot}.country`] ?? ""]).filter(([, code]) => code));
    if (this.on)
      this.saved.unshift({ countries, id, at_ms: Date.now(), contact_id: contact.id, name: nameOf(contact), what, spots, undone: false, can_undo: true, before, after: { ...contact.held } });
    this.#drop(wanted.draft);
    return { result: what, contact: facts(contact), spots, undo: this.on ? id : null, others: [], not_taken: [], failed: [], sheet: this.laid(wanted.sheet) };
  }

  #drop(draft: number | null): void {
    this.kept = this.kept.filter(({ wanted }) => wanted.draft !== draft);
  }

  #history(search: string): History {
    const typed = search.trim().toLowerCase();
    const entries = this.saved.filter(({ name }) => name.toLowerCase().includes(typed)).map(({ before: _b, after: _a, ...entry }) => entry);
    return { on: this.on, kept: this.on ? "kept" : "off", entries };
  }

  readonly handlers: Desk = {
    countries: () => countries,
    provinces: ({ country_code }) => provinces[country_code] ?? [],
    propose_region: ({ country_code, text }) => (provinces[country_code] ?? []).filter(({ code, name }) => [code.slice(3), name].includes(text.trim())),
    address_format: ({ country_code }) => formats[country_code ?? ""] ?? usualFormat,
    choices: ({ of }) => choices[of],
    custom_fields: () => customFields,
    find_contacts: ({ by, text }) => this.#find(by, text),
    open_sheet: ({ contact_id }) => {
      const contact = this.contacts.find(({ id }) => id === contact_id);
      if (!contact) throw { notice: gone, fields: [], details: null };
      return this.sheet(contact, null);
    },
    review_contact: (wanted) => this.#review(wanted),
    save_contact: (wanted) => this.#save(wanted),
    undo_save: ({ id, remove }) => {
      const entry = this.saved.find((one) => one.id === id);
      const contact = this.contacts.find((one) => one.id === entry?.contact_id);
      if (!entry || !contact) throw { notice: gone, fields: [], details: null };
      if (entry.what === "created" && !remove) return { result: "confirm_removal", name: entry.name, changed_since: false, seen: "as it was made" };
      entry.undone = true;
      entry.can_undo = false;
      if (entry.what === "created") {
        this.contacts = this.contacts.filter((one) => one !== contact);
        return { result: "removed", name: entry.name };
      }
      for (const spot of entry.spots) contact.held[spot] = entry.before[spot] ?? "";
      return { result: "undone", contact: facts(contact), spots: entry.spots, not_taken: [] };
    },
    history: ({ search }) => this.#history(search),
    clear_history: () => {
      this.saved = [];
      return this.#history("");
    },
    set_history: ({ on }) => {
      this.on = on;
      if (!on) this.saved = [];
      return this.#history("");
    },
    drafts: () => this.kept.map(({ at_ms, wanted }) => ({ id: wanted.draft ?? 0, at_ms, name: this.laid(wanted.sheet).contact?.name ?? "" })),
    keep_draft: ({ wanted }) => {
      this.#drop(wanted.draft);
      this.kept.unshift({ at_ms: Date.now(), wanted });
      return null;
    },
    drop_draft: ({ id }) => {
      this.#drop(id);
      return null;
    },
    resume_draft: ({ id }) => {
      const kept = this.kept.find(({ wanted }) => wanted.draft === id);
      if (!kept) throw { notice: gone, fields: [], details: null };
      const { sheet, edits, tags: wanted, consent } = kept.wanted;
      return { sheet: this.laid(sheet), edits, tags: wanted, consent };
    },
  };
}

const gone: Notice = { ...notices.offline, code: "contact_gone", title: "This contact is no longer in Keap", body: "Nothing was changed. Look it up again." };

/** Names before codes, as the Rust side says them. */
function said(all: Record<string, string>, spot: string): string {
  const { text, shown } = held(all, spot);
  if (!shown) return text;
  return spot.endsWith("country") || spot.endsWith("region") ? `${shown} (${text})` : shown;
}

const digits = (text: string) => text.replace(/\D/g, "");
const nameOf = ({ held: all }: FakeContact) => [all["given_name"], all["family_name"]].filter(Boolean).join(" ") || (all["email.1"] ?? "");
const owner = (contact: FakeContact) => choices.owners.list.find(({ value }) => value === contact.held["owner_id"])?.label ?? null;

function facts(contact: FakeContact): ContactFacts {
  const { id, updated, updated_by } = contact;
  return { id, name: nameOf(contact), company: contact.held["company"] || null, owner: owner(contact), created: "2023-02-01T10:00:00Z", updated, updated_by };
}

function card(contact: FakeContact): MatchCard {
  const { id, held: all, updated } = contact;
  const part = (spot: string) => held(all, `address.billing.${spot}`).shown ?? all[`address.billing.${spot}`];
  return {
    ...{ id, name: nameOf(contact), updated, company: all["company"] ?? null, owner: owner(contact) },
    emails: ["email.1", "email.2", "email.3"].flatMap((spot) => all[spot] || []),
    phones: ["phone.1.number", "phone.2.number"].flatMap((spot) => all[spot] || []),
    address: ["line1", "locality", "region", "postal_code", "country"].map(part).filter(Boolean).join(", ") || null,
    tags: contact.tags.map((tag) => tags.find(({ value }) => value === tag)?.label ?? tag),
  };
}
