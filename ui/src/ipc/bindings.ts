// Generated from the types in src-tauri/src/ipc by that crate's tests. Do not edit.

export type Severity = "info" | "warning" | "error";

export type NoticeAction = "try_again" | "open_again" | "enter_keys" | "sign_in" | "copy_again" | "paste_address" | "check_fields" | "this_session_only";

export type Notice = { code: string, severity: Severity, title: string, body: string, action: NoticeAction | null, 
/**
 * A second, quieter button.
 */
other?: NoticeAction, };

export type FieldProblem = { 
/**
 * A field of the wizard, or a spot of a contact.
 */
field: string, message: string, };

export type CommandError = { notice: Notice, fields: Array<FieldProblem>, 
/**
 * Keap's answer as it came, shown on request.
 */
details: string | null, };

export type Product = { name: string, version: string, build: string, practice: boolean, };

export type ConnectionKind = "keap" | "practice" | "other";

export type RouteKind = "return_page" | "loopback" | "app_link";

export type RouteView = { kind: RouteKind, redirect_uri: string, return_page: string | null, choices: Array<RouteKind>, };

export type ConnectionView = { kind: ConnectionKind, has_keys: boolean, route: RouteView, pkce: boolean, };

export type AccountView = { app: string, business: string | null, person: string | null, email: string | null, administrator: boolean, };

export type Screen = { "at": "starting" } | { "at": "welcome", notice: Notice | null, } | { "at": "keys", client_id: string | null, filled_in: boolean, notice: Notice | null, } | { "at": "sign_in", notice: Notice | null, } | { "at": "waiting", until_ms: number, paste_first: boolean, notice: Notice | null, } | { "at": "finishing" } | { "at": "account", account: AccountView, } | { "at": "desk", account: AccountView, notice: Notice | null, };

export type View = { product: Product, zoom: number, 
/**
 * The proxy that was typed, as `host:port`.
 */
proxy: string | null, this_session_only: boolean, keychain_waits: boolean, connection: ConnectionView | null, screen: Screen, };

export type Door = "keap" | "practice";

export type CopyWhat = "sign_in_link" | "redirect_uri";

export type Page = "portal_login" | "portal_create" | "third_party_notices";

export type ZoomStep = "in" | "out" | "reset";

export type Country = { code: string, alpha2: string | null, name: string, };

export type Province = { code: string, name: string, };

export type About = { name: string, version: string, build: string, licence: string, identifier: string, logs: string, };

export type ChooseDoor = { door: Door, };

export type SaveKeys = { client_id: string, client_secret: string, };

export type SetRoute = { kind: RouteKind, return_page: string | null, };

export type SetPkce = { sent: boolean, };

export type PasteAddress = { address: string, };

export type Copy = { what: CopyWhat, };

export type Provinces = { country_code: string, };

export type ProposeRegion = { country_code: string, text: string, };

export type OpenContact = { contact_id: string, };

export type OpenPage = { page: Page, };

export type ShippedText = "guide" | "connect" | "fix_a_contact" | "trouble" | "where_things_are" | "uninstall" | "for_it";

export type ReadShipped = { text: ShippedText, };

export type SignOut = { forget_keys: boolean, };

export type SetZoom = { step: ZoomStep, };

export type Check = "keychain" | "links" | "clock" | "proxy" | "keap" | "account";

export type Grade = "good" | "note" | "warning" | "problem";

export type Diagnose = { check: Check, };

export type Diagnosed = { grade: Grade, title: string, body: string, };

export type Report = { text: string, };

export type SetProxy = { address: string, };

export type FindBy = "email" | "name" | "phone";

export type FindContacts = { by: FindBy, text: string, };

export type OpenSheet = { contact_id: string, };

export type Found = { "found": "incomplete" } | { "found": "nobody", sheet: Sheet | null, } | { "found": "one", sheet: Sheet, } | { "found": "several", cards: Array<MatchCard>, more: boolean, };

export type MatchCard = { id: string, name: string, emails: Array<string>, phones: Array<string>, company: string | null, address: string | null, updated: string | null, owner: string | null, tags: Array<string>, };

export type Sheet = { 
/**
 * Sent back with all that is wanted of this sheet.
 */
sheet: number, 
/**
 * Nothing for a new contact.
 */
contact: ContactFacts | null, held: Record<string, Held>, consent: Array<Consent>, tags: Array<string>, repairs: Array<Repair>, 
/**
 * The address that was looked for.
 */
email: string | null, };

export type ContactFacts = { id: string, name: string, company: string | null, owner: string | null, created: string | null, updated: string | null, updated_by: string | null, };

export type Held = { text: string, 
/**
 * Keap's own name of a code.
 */
shown: string | null, 
/**
 * Whether Keap's list has it; free text is in no list.
 */
listed: boolean, };

export type Consent = { email: string, status: string, opted_in: boolean | null, words: string, may_change: boolean, };

export type Repair = { spot: string, held: string, code: string, name: string, };

export type ChoicesOf = "prefixes" | "suffixes" | "contact_types" | "phone_types" | "owners" | "lead_sources" | "tags" | "time_zones" | "languages";

export type AskChoices = { of: ChoicesOf, };

export type Choices = { list: Array<Choice>, 
/**
 * When Keap was asked for it.
 */
as_of_ms: number | null, 
/**
 * Keap gives no list for this account: any text goes.
 */
free: boolean, };

export type Choice = { value: string, label: string, group: string | null, };

export type CustomField = { id: string, label: string, kind: CustomKind, options: Array<Choice>, group: string | null, };

export type CustomKind = "text" | "lines" | "number" | "money" | "percent" | "date" | "date_time" | "choice" | "choices" | "yes_no" | "email" | "phone" | "web" | "user" | "users" | "year" | "month" | "weekday" | "state" | "name";

export type AskAddressFormat = { country_code: string | null, };

export type AddressPart = "line1" | "line2" | "locality" | "region" | "postal_code";

export type AddressFormat = { rows: Array<Array<AddressPart>>, labels: AddressLabels, required: Array<AddressPart>, postal_example: string | null, };

export type AddressLabels = { region: string, postal_code: string, locality: string, };

export type Wanted = { sheet: number, 
/**
 * The number of its draft, which goes when it is saved.
 */
draft: number | null, edits: Record<string, string>, tags: TagsWanted, consent: Array<ConsentWanted>, };

export type TagsWanted = { apply: Array<string>, remove: Array<string>, };

export type ConsentWanted = { email: string, opted_in: boolean, reason: string, };

export type Review = { rows: Array<Row>, 
/**
 * The spots that are emptied.
 */
removed: Array<string>, remarks: Array<Remark>, company: CompanyPlan, };

export type Row = { spot: string, before: string, 
/**
 * As it will stand in Keap, tidied.
 */
after: string, kind: RowKind, 
/**
 * Whether what is there now is free text that Keap's list does not have.
 */
free: boolean, 
/**
 * The spots that are saved together with this one or not at all.
 */
with: Array<string>, 
/**
 * It cannot be left out.
 */
fixed: boolean, };

export type RowKind = "sets" | "changes" | "removes" | "repairs";

export type Remark = { spot: string, text: string, };

export type CompanyPlan = "none" | "links";

export type Clash = { spot: string, was: string, theirs: string, mine: string, };

export type SaveAnswer = { "result": "created" } & Kept | { "result": "updated" } & Kept | { "result": "nothing_done" } & Kept | { "result": "unchanged", contact: ContactFacts | null, } | { "result": "changed_meanwhile", sheet: Sheet, clashes: Array<Clash>, by: string | null, at: string | null, } | { "result": "appeared", found: Found, };

export type Kept = { contact: ContactFacts, spots: Array<string>, 
/**
 * By which it is undone; nothing where no history is kept.
 */
undo: number | null, 
/**
 * Spots that somebody else changed meanwhile, left as they are.
 */
others: Array<string>, 
/**
 * Spots that Keap answered without the change.
 */
not_taken: Array<string>, 
/**
 * Tags, consent or company: what did not work.
 */
failed: Array<Notice>, sheet: Sheet, };

export type UndoSave = { id: number, 
/**
 * The person confirmed that a contact that was created is removed, as it was seen then.
 */
remove: string | null, 
/**
 * What becomes of spots that were changed since.
 */
decided: Record<string, Decided>, };

export type Decided = "restore" | "leave";

export type UndoAnswer = { "result": "undone", contact: ContactFacts, spots: Array<string>, not_taken: Array<string>, } | { "result": "removed", name: string, } | { "result": "changed_since", clashes: Array<Clash>, by: string | null, at: string | null, } | { "result": "confirm_removal", name: string, changed_since: boolean, 
/**
 * What is confirmed: the contact as it stands now.
 */
seen: string, };

export type AskHistory = { search: string, };

export type SetHistory = { on: boolean, };

export type History = { on: boolean, kept: HistoryKept, entries: Array<HistoryEntry>, };

export type HistoryKept = "kept" | "off" | "session_only" | "unavailable";

export type HistoryEntry = { id: number, at_ms: number, contact_id: string, name: string, what: SavedAs, spots: Array<string>, 
/**
 * The country of each address in it.
 */
countries: { [key in string]: string }, undone: boolean, can_undo: boolean, };

export type SavedAs = "created" | "updated";

export type DraftAbout = { contact_id: string | null, email: string | null, name: string, };

export type DraftNote = { id: number, at_ms: number, name: string, };

export type DraftOf = { id: number, };

export type KeepDraft = { wanted: Wanted, about: DraftAbout, };

export type Resumed = { sheet: Sheet, edits: Record<string, string>, tags: TagsWanted, consent: Array<ConsentWanted>, };

export type Nothing = Record<string, never>;

/** Every command: its request and its answer. `watch` is apart: it takes a channel. */
export type Commands = {
  choose_door: [ChooseDoor, View],
  save_keys: [SaveKeys, View],
  use_filled_in_keys: [Nothing, View],
  keep_keys: [Nothing, View],
  set_route: [SetRoute, View],
  set_pkce: [SetPkce, View],
  go_back: [Nothing, View],
  start_sign_in: [Nothing, View],
  open_again: [Nothing, View],
  wait_longer: [Nothing, View],
  cancel_sign_in: [Nothing, View],
  keap_error_page: [Nothing, View],
  paste_address: [PasteAddress, View],
  copy: [Copy, null],
  confirm_account: [Nothing, View],
  use_another_account: [Nothing, View],
  countries: [Nothing, Array<Country>],
  provinces: [Provinces, Array<Province>],
  propose_region: [ProposeRegion, Array<Province>],
  address_format: [AskAddressFormat, AddressFormat],
  choices: [AskChoices, Choices],
  custom_fields: [Nothing, Array<CustomField>],
  find_contacts: [FindContacts, Found],
  open_sheet: [OpenSheet, Sheet],
  review_contact: [Wanted, Review],
  save_contact: [Wanted, SaveAnswer],
  undo_save: [UndoSave, UndoAnswer],
  history: [AskHistory, History],
  clear_history: [Nothing, History],
  set_history: [SetHistory, History],
  drafts: [Nothing, Array<DraftNote>],
  keep_draft: [KeepDraft, null],
  drop_draft: [DraftOf, null],
  resume_draft: [DraftOf, Resumed],
  open_contact: [OpenContact, null],
  open_page: [OpenPage, null],
  sign_out: [SignOut, View],
  start_over: [Nothing, View],
  set_zoom: [SetZoom, View],
  about: [Nothing, About],
  shipped_text: [ReadShipped, string],
  use_this_session_only: [Nothing, View],
  diagnose: [Diagnose, Diagnosed],
  report: [Nothing, Report],
  copy_report: [Nothing, null],
  set_proxy: [SetProxy, View],
};
