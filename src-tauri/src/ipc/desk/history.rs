//! Undo, the history of saves on this computer, and the drafts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::find::{ContactFacts, Sheet};
use super::save::{Clash, ConsentWanted, TagsWanted, Wanted};

/// Takes a save back.
#[derive(Deserialize, TS)]
pub(crate) struct UndoSave {
    #[ts(type = "number")]
    pub(crate) id: u64,
    /// The person confirmed that a contact that was created is removed, as it was seen then.
    pub(crate) remove: Option<String>,
    /// What becomes of spots that were changed since.
    #[ts(type = "Record<string, Decided>")]
    pub(crate) decided: BTreeMap<String, Decided>,
}

/// What becomes of a spot that was changed since.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decided {
    Restore,
    Leave,
}

/// What an undo came to.
#[derive(Debug, Serialize, TS)]
#[serde(tag = "result", rename_all = "snake_case")]
pub(crate) enum UndoAnswer {
    Undone {
        contact: ContactFacts,
        spots: Vec<String>,
        not_taken: Vec<String>,
    },
    Removed {
        name: String,
    },
    /// Nothing was written. In a clash, `was` stood before the save and `mine` is what was saved.
    ChangedSince {
        clashes: Vec<Clash>,
        by: Option<String>,
        at: Option<String>,
    },
    /// Nothing was written: removing a contact is asked first.
    ConfirmRemoval {
        name: String,
        changed_since: bool,
        /// What is confirmed: the contact as it stands now.
        seen: String,
    },
}

/// Asks for the history, or the part of it that holds a text.
#[derive(Deserialize, TS)]
pub(crate) struct AskHistory {
    pub(crate) search: String,
}

/// Switches the history on or off.
#[derive(Deserialize, TS)]
pub(crate) struct SetHistory {
    pub(crate) on: bool,
}

/// The saves of this account from this computer, newest first.
#[derive(Debug, Serialize, TS)]
pub(crate) struct History {
    pub(crate) on: bool,
    pub(crate) kept: HistoryKept,
    pub(crate) entries: Vec<HistoryEntry>,
}

/// How the history is kept.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HistoryKept {
    Kept,
    Off,
    SessionOnly,
    Unavailable,
}

/// One save.
#[derive(Debug, Serialize, TS)]
pub(crate) struct HistoryEntry {
    #[ts(type = "number")]
    pub(crate) id: u64,
    #[ts(type = "number")]
    pub(crate) at_ms: u64,
    pub(crate) contact_id: String,
    pub(crate) name: String,
    pub(crate) what: SavedAs,
    pub(crate) spots: Vec<String>,
    /// The country of each address in it.
    pub(crate) countries: BTreeMap<String, String>,
    pub(crate) undone: bool,
    pub(crate) can_undo: bool,
}

/// What a save did.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SavedAs {
    Created,
    Updated,
}

/// Keeps what was typed as the draft whose number it carries.
#[derive(Deserialize, TS)]
pub(crate) struct KeepDraft {
    pub(crate) wanted: Wanted,
    pub(crate) about: DraftAbout,
}

/// Whom a draft is about, as far as the page knows.
#[derive(Deserialize, TS)]
pub(crate) struct DraftAbout {
    pub(crate) contact_id: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) name: String,
}

/// One of the drafts.
#[derive(Deserialize, TS)]
pub(crate) struct DraftOf {
    #[ts(type = "number")]
    pub(crate) id: u64,
}

/// A draft that waits for its author.
#[derive(Debug, Serialize, TS)]
pub(crate) struct DraftNote {
    #[ts(type = "number")]
    pub(crate) id: u64,
    #[ts(type = "number")]
    pub(crate) at_ms: u64,
    pub(crate) name: String,
}

/// A draft, on a sheet that was just read.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Resumed {
    pub(crate) sheet: Sheet,
    #[ts(type = "Record<string, string>")]
    pub(crate) edits: BTreeMap<String, String>,
    pub(crate) tags: TagsWanted,
    pub(crate) consent: Vec<ConsentWanted>,
}
