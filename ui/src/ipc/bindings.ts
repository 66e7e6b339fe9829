// Generated from the types in src-tauri/src/ipc by that crate's tests. Do not edit.

export type Severity = "info" | "warning" | "error";

export type NoticeAction = "try_again" | "open_again" | "enter_keys" | "sign_in" | "copy_again" | "choose_account" | "paste_address" | "check_fields" | "this_session_only";

export type Notice = { code: string, severity: Severity, title: string, body: string, action: NoticeAction | null, 
/**
 * A second, quieter button.
 */
other?: NoticeAction, };

export type Field = "client_id" | "client_secret" | "return_page" | "address" | "email" | "given_name" | "family_name" | "phone" | "line1" | "line2" | "locality" | "postal_code" | "country_code" | "region_code";

export type FieldProblem = { field: Field, message: string, };

export type CommandError = { notice: Notice, fields: Array<FieldProblem>, };

export type Product = { name: string, version: string, build: string, practice: boolean, };

export type ConnectionKind = "keap" | "practice" | "other";

export type RouteKind = "return_page" | "loopback" | "app_link";

export type RouteView = { kind: RouteKind, redirect_uri: string, return_page: string | null, choices: Array<RouteKind>, };

export type ConnectionView = { kind: ConnectionKind, has_keys: boolean, route: RouteView, pkce: boolean, };

export type AccountView = { app: string, business: string | null, person: string | null, email: string | null, administrator: boolean, };

export type Screen = { "at": "starting" } | { "at": "welcome", notice: Notice | null, } | { "at": "keys", client_id: string | null, filled_in: boolean, notice: Notice | null, } | { "at": "sign_in", notice: Notice | null, } | { "at": "waiting", until_ms: number, paste_first: boolean, notice: Notice | null, } | { "at": "finishing" } | { "at": "account", account: AccountView, } | { "at": "desk", account: AccountView, notice: Notice | null, };

export type View = { product: Product, zoom: number, this_session_only: boolean, keychain_waits: boolean, connection: ConnectionView | null, screen: Screen, };

export type Door = "keap" | "practice";

export type CopyWhat = "sign_in_link" | "redirect_uri";

export type Page = "portal_login" | "portal_create";

export type ZoomStep = "in" | "out" | "reset";

export type Country = { code: string, alpha2: string | null, name: string, };

export type Province = { code: string, name: string, };

export type ContactDraft = { email: string, given_name: string, family_name: string, phone: string, line1: string, line2: string, locality: string, postal_code: string, country_code: string, region_code: string, clear: Array<Field>, };

export type ContactCard = { id: string, name: string, emails: Array<string>, phones: Array<string>, company: string | null, address: string | null, updated: string | null, };

export type SaveAnswer = { "result": "created", contact: ContactCard, } | { "result": "updated", contact: ContactCard, changed: Array<Field>, } | { "result": "unchanged", contact: ContactCard, } | { "result": "appeared", contact: ContactCard, } | { "result": "several", contacts: Array<ContactCard>, };

export type About = { name: string, version: string, build: string, licence: string, identifier: string, logs: string, };

export type ChooseDoor = { door: Door, };

export type SaveKeys = { client_id: string, client_secret: string, };

export type SetRoute = { kind: RouteKind, return_page: string | null, };

export type SetPkce = { sent: boolean, };

export type PasteAddress = { address: string, };

export type Copy = { what: CopyWhat, };

export type Provinces = { country_code: string, };

export type SaveContact = { draft: ContactDraft, contact_id: string | null, };

export type OpenContact = { contact_id: string, };

export type OpenPage = { page: Page, };

export type SignOut = { forget_keys: boolean, };

export type SetZoom = { step: ZoomStep, };

export type Check = "keychain" | "links" | "clock" | "proxy" | "keap" | "account";

export type Grade = "good" | "note" | "warning" | "problem";

export type Diagnose = { check: Check, };

export type Diagnosed = { grade: Grade, title: string, body: string, };

export type Report = { text: string, };

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
  save_contact: [SaveContact, SaveAnswer],
  open_contact: [OpenContact, null],
  open_page: [OpenPage, null],
  sign_out: [SignOut, View],
  start_over: [Nothing, View],
  set_zoom: [SetZoom, View],
  about: [Nothing, About],
  use_this_session_only: [Nothing, View],
  diagnose: [Diagnose, Diagnosed],
  report: [Nothing, Report],
  copy_report: [Nothing, null],
};
