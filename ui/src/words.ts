// The visible words of the page, in one typed object, but for those in words/: the desk's, the portal guide's.
// Another language is other files like these.
// Words of notices and of field problems come from the Rust side's catalogue. `**x**` is shown bold.
import type { Check, ConnectionKind, Grade, NoticeAction, RouteKind } from "./ipc/bindings";

import { plural } from "./words/desk";

export const words = {
  product: "Keapsake",
  practiceAccount: "Practice account",
  back: "Back",
  cancel: "Cancel",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  working: "One moment…",
  errorTitle: (title: string) => `Error: ${title}`,
  pageTitle: (title: string) => `${title} – Keapsake`,
  callFailed: {
    title: "Keapsake did not carry this out",
    body: "Nothing was changed. Close Keapsake, open it again and try once more.",
  },
  severity: { info: "Note", warning: "Take note", error: "Problem" },
  sessionOnly: {
    badge: "This session only",
    body: "For this session only: when you close Keapsake, keys and sign-in are forgotten.",
  },
  keychainWaits: "Waiting for this computer’s keychain. Look for its window; it may be behind this one.",

  actions: {
    try_again: "Try again",
    open_again: "Open again",
    enter_keys: "Enter the keys again",
    sign_in: "Sign in with Keap",
    copy_again: "Copy the link",
    paste_address: "Paste the address",
    check_fields: "Check the fields",
    this_session_only: "Keep them for this session only",
  } satisfies Record<NoticeAction, string>,

  starting: { title: "Opening Keapsake", lead: "Looking for your connection in this computer’s keychain." },

  help: {
    title: "Something is wrong?",
    lead: "Keapsake looks at each part of the connection. Nothing in Keap is changed, and it works signed out as well.",
    notice: "Test the connection",
    test: "Test the connection",
    again: "Test again",
    running: "Testing…",
    summary: (look: number) =>
      look === 0 ? "The test is done: all is as it should be." : `The test is done: ${plural(look, "part needs", "parts need")} a look.`,
    grades: { good: "Good", note: "Note", warning: "Take note", problem: "Problem" } satisfies Record<Grade, string>,
    checks: {
      keychain: { name: "Keychain", before: "Writes, reads and deletes a test entry." },
      links: { name: "Links", before: "Asks this computer who gets Keapsake’s own links." },
      clock: { name: "Clock", before: "Compares it with Keap’s." },
      proxy: { name: "Proxy", before: "Looks whether one stands between here and Keap." },
      keap: { name: "Keap", before: "Asks whether it answers, without saying who you are." },
      account: { name: "Account", before: "Asks Keap who is signed in." },
    } satisfies Record<Check, { name: string; before: string }>,
    proxy: {
      title: "Proxy",
      label: "Address of the proxy",
      hint: "Where Keapsake does not find it by itself: host and port, as in **proxy.example.com:3128**. Empty: this computer’s settings count.",
      save: "Use this proxy",
      saved: (address: string | null) =>
        `${address ? "Keap is asked through this proxy" : "Keapsake goes by this computer’s settings"} from now on. Test the connection.`,
    },
    reportTitle: "Report for support",
    reportLead: "Kinds and codes only: no names, addresses, keys or contacts. Read it here; nothing is sent.",
    report: "Report",
    copy: "Copy report",
  },

  manual: {
    read: "Read the guide",
    title: "Guide",
    loading: "Opening the guide…",
    contents: "Contents",
  },

  rail: {
    label: "Steps",
    steps: ["Keys", "Sign in", "Your account", "Contacts"],
    done: "done",
    step: (number: number, name: string) => `Step ${number} of 4: ${name}`,
    promise: "Your data goes to Keap and nowhere else.",
    promisePractice: "Nothing you do here leaves this computer.",
  },

  welcome: {
    title: "Welcome to Keapsake",
    lead: "Connect your Keap account once. Then add contacts to it, or put them right, from one calm form.",
    connect: {
      title: "Connect to Keap",
      body: "About five minutes, once. You need a Client ID and a Client Secret; the next screen shows where they are.",
      button: "Connect to Keap",
    },
    practice: {
      title: "Try it first",
      body: "A practice account with made-up contacts, the keys filled in. Nothing leaves this computer.",
      button: "Open the practice account",
    },
    about: "About Keapsake",
  },

  keys: {
    title: "Enter your keys",
    lead: "You find both in Keap’s developer portal.",
    practiceTitle: "The keys are filled in",
    practiceLead: "Usually you copy both from Keap’s developer portal; the pictures show where.",
    needTitle: "What you need",
    need: [
      "**Client ID**, called Key in the portal",
      "**Client Secret**, called Secret in the portal",
      "**Your Keap user name and password**. You type them in Keap’s own page only, never here",
    ],
    clientId: "Client ID",
    clientIdHint: "Called **Key** in the portal.",
    clientSecret: "Client Secret",
    clientSecretHint: (kept: boolean) =>
      `Called **Secret** in the portal. ${kept ? "Kept in this computer’s keychain, never" : "Never"} shown again.`,
    filledIn: "Filled in for practice",
    filledInSecret: "Filled in for practice. It opens nothing but the practice account.",
    show: "Show",
    hide: "Hide",
    showing: "The secret is shown",
    hidden: "The secret is hidden",
    save: "Save these keys",
    saving: "Saving…",
    usePractice: "Use these keys",
    keep: "Go on with the saved keys",
  },

  route: {
    summary: "Advanced: return address and extra proof",
    label: "Return address",
    hint: "Keap sends the browser here after you sign in. If the portal asks for a redirect address, give it exactly this one.",
    noPage:
      "This build of Keapsake has no return page of its own, so the answer comes straight to this computer. Keap’s documents ask for an HTTPS address: if Keap shows an error page, put Keapsake’s return page on a web address of yours and enter that here.",
    legend: "How the answer comes back",
    choices: {
      return_page: { title: "Through a return page", hint: "An HTTPS page hands the answer to Keapsake. This is what Keap documents." },
      loopback: { title: "Straight to this computer", hint: "An address at http://localhost, open only while you sign in. Keap is said to take it." },
      app_link: { title: "By Keapsake’s own link", hint: "Needs nothing else, but Keap is not known to take it." },
    } satisfies Record<RouteKind, { title: string; hint: string }>,
    page: "Address of the return page",
    pageHint: "Begins with https:// and has no question mark in it.",
    save: "Use this way back",
    saved: "The return address is changed",
  },

  proof: {
    label: "Send the extra proof (PKCE) with the sign-in",
    hint: "Leave it on. Switch it off only where Keap shows an error page and everything else is right.",
    on: "The extra proof is sent with the next sign-in",
    off: "The extra proof is left out of the next sign-in",
  },

  signIn: {
    title: "Sign in with Keap",
    lead: "Your browser opens. You log in there, on Keap’s own page, and choose the account. Keapsake never sees your password.",
    yes: "Yes",
    yesTitle: "Your **Keap** login",
    yesBody: "The one you use every day. The browser shows **accounts.infusionsoft.com**: that is Keap’s older name.",
    yesPicture: "A browser whose address is accounts.infusionsoft.com.",
    no: "No",
    noTitle: "The **developer** login",
    noBody: "It opens the developer portal only. Keap’s page does not know it.",
    noPicture: "A browser whose address is keys.developer.keap.com.",
    practice: "In the practice account the browser shows a page of this computer in Keap’s place. It tells you what to type.",
    main: "Sign in with Keap",
    opening: "Opening your browser…",
  },

  waiting: {
    title: "Finish in your browser",
    lead: "Keap is open in your browser. Log in with your **Keap** login (not the developer login), choose the account and press **Allow**. Keapsake comes back by itself.",
    leadPractice: "The practice Keap is open in your browser. Log in, choose the account and press **Allow**. Keapsake comes back by itself.",
    leadPaste: "Log in in your browser, choose the account and press **Allow**. Then come back here and paste the address.",
    card: "Waiting for Keap’s answer",
    until: (time: string, minutes: number) =>
      `Until ${time} (${minutes < 1 ? "less than a minute" : plural(minutes, "minute", "minutes")} left). You can cancel at any time; nothing has been changed.`,
    soon: "Less than a minute left. Wait longer adds five minutes.",
    longer: "Wait longer",
    longerSaid: (time: string) => `Keapsake now waits until ${time}.`,
    again: "Open again",
    againSaid: "Opened again in your browser.",
    copy: "Copy the link",
    copySaid: "The link is copied. Paste it into your browser’s address bar.",
    pasteTitle: "Finished in the browser, but nothing happened here?",
    pasteFirstTitle: "When the browser has finished, paste the address",
    pasteFirst: "On this computer the browser may not be able to hand the answer to Keapsake by itself.",
    paste: {
      return_page: "Press **Copy** on Keapsake’s page in the browser, then paste here.",
      loopback: "Copy the whole address from the browser’s address bar, even if the page says that it cannot be reached. It begins with http://localhost.",
      app_link: "Copy the whole address from the browser’s address bar. It begins with app.keapsake, or with the last page’s https://.",
    } satisfies Record<RouteKind, string>,
    address: "Paste the address",
    use: "Use this address",
    using: "Reading it…",
    keapError: "Keap shows an error page?",
  },

  finishing: {
    title: "Finishing the sign-in",
    lead: "Keap tells Keapsake who signed in, and to which account. This takes a few seconds.",
  },

  account: {
    title: "Is this the right account?",
    lead: (person: string | null) =>
      `${person ? `You signed in as ${person}. ` : ""}Contacts will be read from and saved to this Keap account.`,
    leadPractice: (person: string | null) =>
      `${person ? `You signed in as ${person}. ` : ""}Contacts will be read from and saved to this practice account.`,
    nameless: "A Keap account without a name",
    namelessInitials: "K",
    connected: "Connected",
    administrator: "administrator",
    stays: "You stay connected on this computer. If Keapsake is not used for 45 days, Keap asks you to sign in again.",
    another: "Use another account",
    anotherHint: "Not the right one? Use another account. If Keap then picks the same one again, sign out of Keap in the browser first.",
    confirm: "Yes, go to contacts",
    opening: "Opening contacts…",
  },

  desk: {
    name: "Contacts",
    badge: (kind: ConnectionKind, business: string | null, app: string): string => {
      if (kind === "practice") return ["Practice account", business || app].filter(Boolean).join(" · ");
      return [business, app].filter(Boolean).join(" · ") || words.account.nameless;
    },
    badgeLabel: "Account",
    person: "You",
    about: "About Keapsake",
    signOut: "Sign out",
    startOver: "Start over",
    leavePractice: "Leave practice",
  },

  signOut: {
    title: "Sign out of Keap?",
    body: "This computer forgets the sign-in. Nothing in Keap is changed, and your keys stay here, so signing in again takes a minute.",
    forget: "Also forget the keys",
    forgetHint: "You need the Client ID and Client Secret again then.",
    confirm: "Sign out",
    stay: "Stay signed in",
  },

  startOver: {
    title: "Start the practice account over?",
    body: "Its contacts become as they were on the first day. What you saved in practice is gone. Keap is not touched.",
    confirm: "Start over",
    keep: "Keep it as it is",
  },

  leavePractice: {
    title: "Leave the practice account?",
    body: "You go back to the two doors. What you saved in practice stays on this computer for the next time.",
    confirm: "Leave practice",
    stay: "Stay here",
  },

  country: {
    open: "Show the countries",
    list: "Countries",
    count: (count: number, best: string | null) =>
      count === 0
        ? "No country by this name. Try another spelling or the code."
        : plural(count, "country", "countries") + (best ? `. Enter takes ${best}.` : "."),
  },

  facts: { company: "Company", emails: "E-mail", phones: "Phone", address: "Address" },

  region: {
    none: (country: string) => `Keap lists no states for ${country}.`,
    cleared: (label: string) => `The country changed, so the ${label.toLowerCase()} was cleared.`,
  },

  about: {
    title: "About Keapsake",
    version: "Version",
    build: "Build",
    licence: "Licence",
    identifier: "Identifier",
    logs: "Logs are in",
    independent: "Keapsake is not made by or connected with Keap or Thryv.",
    notices: "Third-party notices",
    loading: "Reading…",
  },
};

/** Other names people type for a country, by alpha-3; they rank with its own name. */
export const countrySynonyms: Record<string, string[]> = {
  USA: ["United States", "United States of America", "America", "U.S.", "U.S.A.", "US", "USA"],
  GBR: ["United Kingdom", "UK", "U.K.", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"],
  NLD: ["Netherlands", "The Netherlands", "Holland"],
  ARE: ["United Arab Emirates", "UAE", "U.A.E.", "Emirates", "Dubai", "Abu Dhabi"],
  DEU: ["Germany", "Deutschland"],
  AUT: ["Austria", "Österreich"],
  CHE: ["Switzerland", "Schweiz", "Suisse", "Svizzera"],
  ESP: ["Spain", "España"],
  ITA: ["Italy", "Italia"],
  IRL: ["Ireland", "Eire", "Republic of Ireland"],
  CZE: ["Czechia", "Czech Republic"],
  RUS: ["Russia"],
  KOR: ["South Korea", "Korea"],
  PRK: ["North Korea"],
  CIV: ["Ivory Coast", "Côte d’Ivoire"],
  COD: ["DR Congo", "Congo-Kinshasa", "Democratic Republic of the Congo"],
  COG: ["Congo-Brazzaville", "Republic of the Congo"],
  MMR: ["Burma", "Myanmar"],
  SWZ: ["Swaziland", "Eswatini"],
  MKD: ["Macedonia", "North Macedonia"],
  TUR: ["Turkey", "Türkiye"],
  CPV: ["Cape Verde", "Cabo Verde"],
  TLS: ["East Timor"],
  VAT: ["Vatican", "Holy See"],
  PSE: ["Palestine"],
  SYR: ["Syria"],
  IRN: ["Iran", "Persia"],
  LAO: ["Laos"],
  VNM: ["Vietnam"],
  TWN: ["Taiwan"],
  HKG: ["Hong Kong"],
  MAC: ["Macau", "Macao"],
  BOL: ["Bolivia"],
  VEN: ["Venezuela"],
  TZA: ["Tanzania"],
  MDA: ["Moldova"],
  BRN: ["Brunei"],
  LKA: ["Ceylon"],
  NZL: ["Aotearoa"],
  BRA: ["Brasil"],
  MEX: ["México"],
  JPN: ["Nippon"],
};
