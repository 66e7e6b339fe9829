//! What a save, an undo and the history came to, as the page gets it.

use keapsake_core::desk::{Desk, SaveHistory, SaveOutcome, TakenBack, Written};
use keapsake_core::kept::{Draft, Entry, Keeping, Saved};
use keapsake_core::notices;

use super::find::ContactFacts;
use super::history::{DraftNote, History, HistoryEntry, HistoryKept, SavedAs, UndoAnswer};
use super::save::{Clash, Kept, SaveAnswer};

impl SaveAnswer {
    /// What the save came to; the desk knows the names of its tags.
    pub(crate) fn of(outcome: SaveOutcome, desk: &Desk) -> Self {
        match outcome {
            SaveOutcome::Unchanged(facts) => Self::Unchanged {
                contact: facts.map(ContactFacts::from),
            },
            SaveOutcome::Appeared(found) => Self::Appeared {
                found: (*found).into(),
            },
            SaveOutcome::ChangedMeanwhile { sheet, clashes } => {
                let facts = sheet.contact.clone();
                Self::ChangedMeanwhile {
                    by: facts.as_ref().and_then(|facts| facts.updated_by.clone()),
                    at: facts.and_then(|facts| facts.updated),
                    sheet: (*sheet).into(),
                    clashes: clashes.into_iter().map(Clash::from).collect(),
                }
            }
            SaveOutcome::Saved(saved) => {
                let what = saved.what;
                let failed = notices::desk::beside(&saved, |id| desk.tag_name(id));
                let names = |spots: &[keapsake_core::contact::Spot]| {
                    spots.iter().map(ToString::to_string).collect()
                };
                let kept = Kept {
                    spots: saved
                        .changes
                        .iter()
                        .filter(|change| change.is_said())
                        .map(|change| change.spot.to_string())
                        .collect(),
                    undo: saved.undo,
                    others: names(&saved.others),
                    not_taken: names(&saved.not_taken),
                    failed: failed.into_iter().map(Into::into).collect(),
                    contact: saved.facts.into(),
                    sheet: saved.sheet.into(),
                };
                match what {
                    Written::Created | Written::SentAgain => Self::Created(kept),
                    Written::Joined | Written::Updated => Self::Updated(kept),
                    Written::Nothing => Self::NothingDone(kept),
                }
            }
        }
    }
}

impl From<TakenBack> for UndoAnswer {
    fn from(taken_back: TakenBack) -> Self {
        match taken_back {
            TakenBack::Undone {
                facts,
                spots,
                not_taken,
            } => Self::Undone {
                contact: facts.into(),
                spots: spots.iter().map(ToString::to_string).collect(),
                not_taken: not_taken.iter().map(ToString::to_string).collect(),
            },
            TakenBack::Removed(name) => Self::Removed { name },
            TakenBack::ChangedSince { clashes, by, at } => Self::ChangedSince {
                clashes: clashes.into_iter().map(Clash::from).collect(),
                by,
                at,
            },
            TakenBack::ConfirmRemoval {
                name,
                changed_since,
                seen,
            } => Self::ConfirmRemoval {
                name,
                changed_since,
                seen,
            },
        }
    }
}

impl From<SaveHistory> for History {
    fn from(history: SaveHistory) -> Self {
        Self {
            on: history.on,
            kept: match history.keeping {
                Keeping::Kept => HistoryKept::Kept,
                Keeping::Off => HistoryKept::Off,
                Keeping::SessionOnly => HistoryKept::SessionOnly,
                Keeping::Unavailable => HistoryKept::Unavailable,
            },
            entries: history
                .entries
                .into_iter()
                .map(HistoryEntry::from)
                .collect(),
        }
    }
}

impl From<Entry> for HistoryEntry {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            at_ms: entry.at_ms,
            contact_id: entry.contact_id,
            name: entry.name,
            what: match entry.what {
                Saved::Created => SavedAs::Created,
                Saved::Updated => SavedAs::Updated,
            },
            spots: entry.cells.into_iter().map(|cell| cell.spot).collect(),
            countries: entry.countries,
            undone: entry.undone,
            can_undo: !entry.undone,
        }
    }
}

impl From<Draft> for DraftNote {
    fn from(draft: Draft) -> Self {
        Self {
            id: draft.id,
            at_ms: draft.at_ms,
            name: draft.name,
        }
    }
}
