//! Looking a contact up, and the sheet it is laid out on. Knows nothing of saving.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// By what a contact is looked up.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FindBy {
    Email,
    Name,
    Phone,
}

/// Looks for contacts.
#[derive(Deserialize, TS)]
pub(crate) struct FindContacts {
    pub(crate) by: FindBy,
    pub(crate) text: String,
}

/// Lays a contact on the desk.
#[derive(Deserialize, TS)]
pub(crate) struct OpenSheet {
    pub(crate) contact_id: String,
}

/// What a look-up found. A text that is no address yet is incomplete.
#[derive(Debug, Serialize, TS)]
#[serde(tag = "found", rename_all = "snake_case")]
pub(crate) enum Found {
    Incomplete,
    /// The empty sheet for the address; by name or number there is none to make.
    Nobody {
        sheet: Option<Sheet>,
    },
    One {
        sheet: Sheet,
    },
    Several {
        cards: Vec<MatchCard>,
        more: bool,
    },
}

/// One of several contacts, as far as it takes to tell them apart.
#[derive(Debug, Serialize, TS)]
pub(crate) struct MatchCard {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) emails: Vec<String>,
    pub(crate) phones: Vec<String>,
    pub(crate) company: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) updated: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) tags: Vec<String>,
}

/// A contact as Keap holds it, laid out by spots; or an empty one for an address that nobody has.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Sheet {
    /// Sent back with all that is wanted of this sheet.
    #[serde(rename = "sheet")]
    #[ts(type = "number")]
    pub(crate) number: u64,
    /// Nothing for a new contact.
    pub(crate) contact: Option<ContactFacts>,
    #[ts(type = "Record<string, Held>")]
    pub(crate) held: BTreeMap<String, Held>,
    pub(crate) consent: Vec<Consent>,
    pub(crate) tags: Vec<String>,
    pub(crate) repairs: Vec<Repair>,
    /// The address that was looked for.
    pub(crate) email: Option<String>,
}

/// Who a contact is.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ContactFacts {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) company: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) updated: Option<String>,
    pub(crate) updated_by: Option<String>,
}

/// What Keap holds in one spot.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Held {
    pub(crate) text: String,
    /// Keap's own name of a code.
    pub(crate) shown: Option<String>,
    /// Whether Keap's list has it; free text is in no list.
    pub(crate) listed: bool,
}

/// Whether one address may be written to.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Consent {
    pub(crate) email: String,
    pub(crate) status: String,
    pub(crate) opted_in: Option<bool>,
    pub(crate) words: String,
    pub(crate) may_change: bool,
}

/// A code proposed for free text that Keap no longer takes.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Repair {
    pub(crate) spot: String,
    pub(crate) held: String,
    pub(crate) code: String,
    pub(crate) name: String,
}
