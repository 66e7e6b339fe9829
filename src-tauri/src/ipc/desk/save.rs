//! What the person wants of a sheet, the check before it is saved, and what a save came to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::find::{ContactFacts, Found, Sheet};
use crate::ipc::view::Notice;

/// What is wanted of a sheet: texts by spot, where an empty one empties; tags; consent.
#[derive(Deserialize, TS)]
pub(crate) struct Wanted {
    #[ts(type = "number")]
    pub(crate) sheet: u64,
    /// The number of its draft, which goes when it is saved.
    #[ts(type = "number | null")]
    pub(crate) draft: Option<u64>,
    #[ts(type = "Record<string, string>")]
    pub(crate) edits: BTreeMap<String, String>,
    pub(crate) tags: TagsWanted,
    pub(crate) consent: Vec<ConsentWanted>,
}

/// Tags to apply and to remove, by their ids.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub(crate) struct TagsWanted {
    pub(crate) apply: Vec<String>,
    pub(crate) remove: Vec<String>,
}

/// A change of consent, with the reason that Keap keeps.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub(crate) struct ConsentWanted {
    pub(crate) email: String,
    pub(crate) opted_in: bool,
    pub(crate) reason: String,
}

/// What a save would do.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Review {
    pub(crate) rows: Vec<Row>,
    /// The spots that are emptied.
    pub(crate) removed: Vec<String>,
    pub(crate) remarks: Vec<Remark>,
    pub(crate) company: CompanyPlan,
}

/// One line of the check.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Row {
    pub(crate) spot: String,
    pub(crate) before: String,
    /// As it will stand in Keap, tidied.
    pub(crate) after: String,
    pub(crate) kind: RowKind,
    /// Whether what is there now is free text that Keap's list does not have.
    pub(crate) free: bool,
    /// The spots that are saved together with this one or not at all.
    pub(crate) with: Vec<String>,
    /// It cannot be left out.
    pub(crate) fixed: bool,
}

/// What happens to a spot.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RowKind {
    Sets,
    Changes,
    Removes,
    Repairs,
}

/// A doubt about a text. It warns and never refuses.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Remark {
    pub(crate) spot: String,
    pub(crate) text: String,
}

/// What happens to the company.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CompanyPlan {
    None,
    Links,
}

/// A spot that somebody else changed as well.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Clash {
    pub(crate) spot: String,
    pub(crate) was: String,
    pub(crate) theirs: String,
    pub(crate) mine: String,
}

/// What a save came to.
#[derive(Debug, Serialize, TS)]
#[serde(tag = "result", rename_all = "snake_case")]
pub(crate) enum SaveAnswer {
    Created(Kept),
    Updated(Kept),
    /// Tags or consent alone were wanted, and none of it came to be.
    NothingDone(Kept),
    Unchanged {
        contact: Option<ContactFacts>,
    },
    /// Nothing was written: the sheet is what Keap holds by now, under the same number.
    ChangedMeanwhile {
        sheet: Sheet,
        clashes: Vec<Clash>,
        by: Option<String>,
        at: Option<String>,
    },
    /// Nothing was written: somebody has the new contact's address by now.
    Appeared {
        found: Found,
    },
}

/// A save that went through.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Kept {
    pub(crate) contact: ContactFacts,
    pub(crate) spots: Vec<String>,
    /// By which it is undone; nothing where no history is kept.
    #[ts(type = "number | null")]
    pub(crate) undo: Option<u64>,
    /// Spots that somebody else changed meanwhile, left as they are.
    pub(crate) others: Vec<String>,
    /// Spots that Keap answered without the change.
    pub(crate) not_taken: Vec<String>,
    /// Tags, consent or company: what did not work.
    pub(crate) failed: Vec<Notice>,
    pub(crate) sheet: Sheet,
}
