//! What a check and a save come to. Does not know how.

use super::facts::{Facts, SheetView};
use super::finding::Found;
use super::taking_back::TakenBack;
use super::tidying::Remark;
use crate::contact::meanwhile::Clash;
use crate::contact::review::Row;
use crate::contact::spot::Spot;
use crate::contact::undo::Changed;
use crate::failure::Failure;

/// What a save would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewed {
    /// Spot by spot.
    pub rows: Vec<Row>,
    /// Doubts about what was typed.
    pub remarks: Vec<Remark>,
    /// What happens with the company.
    pub company: CompanyStep,
}

/// What a save would do about the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompanyStep {
    /// Nothing.
    None,
    /// The contact is linked to a company of that name, which is made where there is none.
    Links,
}

/// What a save came to.
#[derive(Debug, Clone, PartialEq)]
pub enum SaveOutcome {
    /// Something was written.
    Saved(Box<Saved>),
    /// Keap holds all of it already; nothing was sent.
    Unchanged(Option<Facts>),
    /// Somebody else changed the same spots meanwhile; nothing was written. The sheet now holds what
    /// Keap holds, under the same number.
    ChangedMeanwhile {
        /// What Keap holds now.
        sheet: Box<SheetView>,
        /// The spots to decide about.
        clashes: Vec<Clash>,
    },
    /// Nobody had the address, but somebody has it by now; nothing was written.
    Appeared(Box<Found>),
}

/// Whether a save did not come to what was wanted: it failed, something of it was not done, the person is
/// asked first, or another contact than the one that was meant may have taken it.
pub(super) fn save_fell_short(outcome: &Result<SaveOutcome, Failure>) -> bool {
    match outcome {
        Ok(SaveOutcome::Saved(saved)) => {
            !matches!(saved.what, Written::Created | Written::Updated)
                || !saved.not_taken.is_empty()
                || !saved.troubles.is_empty()
        }
        Ok(SaveOutcome::Unchanged(_)) => false,
        Ok(SaveOutcome::ChangedMeanwhile { .. } | SaveOutcome::Appeared(_)) | Err(_) => true,
    }
}

/// The same of an undo.
pub(super) fn undo_fell_short(outcome: &Result<TakenBack, Failure>) -> bool {
    match outcome {
        Ok(TakenBack::Undone { not_taken, .. }) => !not_taken.is_empty(),
        Ok(TakenBack::Removed(_)) => false,
        Ok(TakenBack::ConfirmRemoval { .. } | TakenBack::ChangedSince { .. }) | Err(_) => true,
    }
}

/// What became of the contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was not there before.
    Created,
    /// It was there when it was sent again: the first try, which Keap did not answer, may have made it.
    SentAgain,
    /// Keap found it by the address where nobody had been found, and changed it.
    Joined,
    /// It was known, and has been changed.
    Updated,
    /// Tags or consent alone were wanted, and none of it came to be.
    Nothing,
}

/// What was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// What it came to.
    pub what: Written,
    /// Who it is.
    pub facts: Facts,
    /// The spots that were changed, with what stood there before.
    pub changes: Vec<Changed>,
    /// The spots that somebody else changed since the contact was read; they were left alone.
    pub others: Vec<Spot>,
    /// The spots in which Keap holds something else than was sent.
    pub not_taken: Vec<Spot>,
    /// What could not be done beside it.
    pub troubles: Vec<Trouble>,
    /// The contact as it is now.
    pub sheet: SheetView,
    /// The number by which it can be taken back.
    pub undo: Option<u64>,
}

/// Something beside the contact's own fields that was not done.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// A tag was not applied.
    NotApplied(String, Failure),
    /// A tag was not removed.
    NotRemoved(String, Failure),
    /// The consent of an address was not changed.
    Consent(String, Failure),
}

impl Trouble {
    /// Why not.
    pub fn failure(&self) -> &Failure {
        match self {
            Self::NotApplied(_, failure)
            | Self::NotRemoved(_, failure)
            | Self::Consent(_, failure) => failure,
        }
    }
}
