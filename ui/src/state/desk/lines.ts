// The lines of the check as the page shows them: Rust's rows by their names, and below them tags and
// consent, which are calls of their own. Also what a save leaves as it is. Decides nothing.
import type { Review, RowKind } from "../../ipc/bindings";
import { check as said, consent as saidConsent } from "../../words/desk";
import type { Desk } from "./desk.svelte";
import { sectionOf, slotOf } from "./spots";

export interface Line {
  key: string;
  label: string;
  before: string;
  after: string;
  kind: RowKind;
  free: boolean;
  remarks: string[];
  /** It stands or falls with another row. */
  together: string | null;
  /** It cannot be ticked off. */
  fixed: boolean;
}

/** The spot that a row of this one may follow from: an extension from its number, a state from its country. */
const causeOf = (spot: string): string | null => {
  const cause = { phone: "number", address: "country" }[spot.split(".")[0] ?? ""];
  return cause && !spot.endsWith(cause) ? `${slotOf(spot)}.${cause}` : null;
};

export function linesOf(desk: Desk, review: Review): Line[] {
  const { form } = desk;
  const rows = desk.inOrder(review.rows, ({ spot }) => spot).map((row): Line => {
    const remarks = review.remarks.filter(({ spot }) => spot === row.spot).map(({ text }) => text);
    const cause = causeOf(row.spot);
    const company = row.spot === "company" && row.after ? said.company[review.company] : null;
    return {
      key: row.spot,
      label: desk.label(row.spot),
      before: row.before,
      after: row.after,
      kind: row.kind,
      free: row.free,
      remarks: company ? [...remarks, company] : remarks,
      together: cause && row.with.includes(cause) ? said.together(desk.label(cause)) : null,
      fixed: row.fixed,
    };
  });
  const line = (key: string, label: string, before: string, after: string, kind: RowKind): Line => ({
    ...{ key, label, before, after, kind },
    ...{ free: false, remarks: [], together: null, fixed: false },
  });
  const tags = [
    ...form.apply.map((id) => line(`apply:${id}`, said.tag(desk.tagName(id)), said.tagOff, said.tagOn, "sets")),
    ...form.remove.map((id) => line(`remove:${id}`, said.tag(desk.tagName(id)), said.tagOn, "", "removes")),
  ];
  const consents = Object.values(form.consent).map(({ email, opted_in }) => {
    const now = form.sheet?.consent.find((one) => one.email === email)?.words ?? "";
    return line(`consent:${email}`, said.consentOf(email), now, saidConsent.after(opted_in), "changes");
  });
  return [...rows, ...tags, ...consents];
}

/** What is filled in and not part of the save, counted by kind. */
export function staysOf(desk: Desk, review: Review): string[] {
  const { form } = desk;
  const touched = new Set(review.rows.filter(({ spot }) => !desk.saving.off.includes(spot)).map(({ spot }) => spot));
  const kinds = new Map<string, Set<string>>();
  for (const [spot, { text }] of Object.entries(form.sheet?.held ?? {})) {
    if (text === "" || touched.has(spot)) continue;
    const section = sectionOf(spot);
    const kind = section in said.kinds ? section : "other";
    const one = kind === "phone" || kind === "address" ? slotOf(spot) : spot;
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(one));
  }
  const tags = (form.sheet?.tags ?? []).filter((id) => !form.remove.includes(id));
  if (tags.length) kinds.set("tags", new Set(tags));
  return Object.keys(said.kinds).flatMap((kind) => {
    const count = kinds.get(kind)?.size ?? 0;
    return count ? [said.kinds[kind]?.(count) ?? ""] : [];
  });
}
