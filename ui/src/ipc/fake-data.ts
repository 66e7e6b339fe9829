// Made-up people, accounts and lists for the in-page fake. Not in the app's bundle.
import type { AccountView, Check, Country, Diagnosed, Notice, Province, View } from "./bindings";

export const account: AccountView = {
  app: "pb101",
  business: "Practice Bakery",
  person: "Ann Example",
  email: "ann@practice.example",
  administrator: true,
};

export const firstView: View = {
  product: { name: "Keapsake", version: "0.1.0", build: "dev", practice: true },
  zoom: 100,
  proxy: null,
  this_session_only: false,
  keychain_waits: false,
  connection: null,
  screen: { at: "welcome", notice: null },
};

const named = (code: string, alpha2: string, name: string): Country => ({ code, alpha2, name });

export const countries: Country[] = [
  named("AUS", "AU", "Australia"),
  named("AUT", "AT", "Austria"),
  named("CAN", "CA", "Canada"),
  named("TCD", "TD", "Chad"),
  named("FRA", "FR", "France"),
  named("DEU", "DE", "Germany"),
  named("IRL", "IE", "Ireland"),
  named("JPN", "JP", "Japan"),
  named("MEX", "MX", "Mexico"),
  named("NLD", "NL", "Netherlands"),
  named("NZL", "NZ", "New Zealand"),
  named("SGP", "SG", "Singapore"),
  named("CHE", "CH", "Switzerland"),
  named("UKR", "UA", "Ukraine"),
  named("ARE", "AE", "United Arab Emirates"),
  named("GBR", "GB", "United Kingdom"),
  named("UMI", "UM", "United States Minor Outlying Islands"),
  named("USA", "US", "United States of America"),
];

const listed = (text: string): Province[] =>
  text.split("; ").map((one) => {
    const [code = "", name = ""] = one.split("=");
    return { code, name };
  });

export const provinces: Record<string, Province[]> = {
  USA: listed("US-AZ=Arizona; US-CA=California; US-NY=New York; US-TX=Texas; US-WA=Washington"),
  CAN: listed("CA-AB=Alberta; CA-BC=British Columbia; CA-ON=Ontario; CA-QC=Quebec"),
  AUS: listed("AU-NSW=New South Wales; AU-QLD=Queensland; AU-VIC=Victoria"),
  GBR: listed("GB-ESS=Essex; GB-KEN=Kent; GB-SRY=Surrey"),
  JPN: listed("JP-01=Hokkaido; JP-13=Tokyo; JP-27=Osaka"),
  ARE: listed("AE-AZ=Abu Dhabi; AE-DU=Dubai"),
  CHE: listed("CH-BE=Bern; CH-GE=Geneva; CH-ZH=Zurich"),
};

export const found: Record<Check, Diagnosed> = {
  keychain: { grade: "good", title: "The keychain works", body: "A test entry was written, read and deleted again." },
  links: {
    grade: "warning",
    title: "Another program gets Keapsake's own links",
    body: "This computer hands them to “other-app.desktop”. Sign in all the same: Keapsake tries to put this right, and pasting the address always works.",
  },
  clock: { grade: "good", title: "The clock is right", body: "It agrees with Keap's clock." },
  proxy: {
    grade: "note",
    title: "Keapsake goes through a proxy",
    body: "It is proxy.example.com:3128, named by the setting HTTPS_PROXY. If Keap cannot be reached, ask whoever looks after this network.",
  },
  keap: { grade: "good", title: "Keap answers", body: "It took less than a second." },
  account: { grade: "good", title: "Signed in as Ann Example", body: "Keap accepts the sign-in, to the account pb101." },
};

export const reportText = `Keapsake report

Version: 0.1.0
Build: from source
System: Some Linux 12, x86_64
Web view: 2.50.6
Screen: contacts
Connection: Keap
Keys kept: yes
Return address: this computer
Extra proof (PKCE): sent
This session only: no

Tests
  keychain: works
  links: taken by other-app.desktop, test link lost, needed
  clock: agrees
  proxy: from HTTPS_PROXY
  keap: answers in 240 ms
  account: signed in

Last problems
  offline, 4 min before
`;

export const notices = {
  no_keychain: {
    code: "keychain_missing",
    severity: "error",
    title: "This computer has no keychain running",
    body: "The keys were not saved. Start a keychain (on Linux: GNOME Keyring or KWallet), then try again. You can also go on without it: Keapsake then forgets the keys and the sign-in when you close it.",
    action: "try_again",
    other: "this_session_only",
  },
  denied: {
    code: "denial_reported",
    severity: "warning",
    title: "A page reported that access was denied",
    body: "It did not say which sign-in it means, so Keapsake still waits. If you pressed Deny, open the browser again or cancel. If you did not, take no notice.",
    action: "open_again",
  },
  fields: {
    code: "check_fields",
    severity: "error",
    title: "Some fields need another look",
    body: "Nothing was saved. Change what is marked, then save again.",
    action: "check_fields",
  },
  offline: {
    code: "offline",
    severity: "error",
    title: "Keap could not be reached",
    body: "Nothing was saved, and what you typed is still here. Check that this computer is online, then try again.",
    action: "try_again",
  },
} satisfies Record<string, Notice>;
