//! What the desk keeps on this computer: the history of saves, with which one is taken back, and the
//! draft of what is being typed.

use std::collections::BTreeMap;

use super::facts::SheetView;
use super::finding::Found;
use super::outcome::Saved;
use super::taking_back::{KeptSave, TakenBack};
use super::wanted::{ConsentWanted, TagsWanted, Wanted};
use super::{Desk, FindBy};
use crate::contact::cell::Cell;
use crate::contact::spot::Spot;
use crate::contact::undo::{Changed, Decision};
use crate::failure::{Cause, Doing, Failure};
use crate::kept::{self, AccountKey, CellChange, Draft, Entry, Keeping, Kept, Save};

/// The records of one account.
#[derive(Clone)]
pub(super) struct Records {
    pub(super) kept: Kept,
    pub(super) account: AccountKey,
}

/// What is kept of the saves of this account.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveHistory {
    /// Whether saves are noted.
    pub on: bool,
    /// Where they are kept.
    pub keeping: Keeping,
    /// Newest first.
    pub entries: Vec<Entry>,
}

/// A draft, and the sheet it belongs to as Keap holds it now.
#[derive(Debug, Clone, PartialEq)]
pub struct Resumed {
    /// The sheet.
    pub sheet: SheetView,
    /// What was typed and ticked.
    pub wanted: Wanted,
}

impl Desk {
    /// Notes a save; returns the number by which it can be taken back.
    pub(super) async fn note(&self, saved: &Saved) -> Option<u64> {
        if saved.joined || saved.changes.is_empty() {
            return None;
        }
        let cells = saved.changes.iter().filter_map(|change| {
            Some(CellChange {
                spot: change.spot.to_string(),
                before: serde_json::to_value(&change.before).ok()?,
                after: serde_json::to_value(&change.after).ok()?,
            })
        });
        let save = Save {
            contact_id: saved.facts.id.clone(),
            name: saved.facts.name.clone(),
            what: if saved.created {
                kept::Saved::Created
            } else {
                kept::Saved::Updated
            },
            cells: cells.collect(),
        };
        let (id, _) = self.records.history().add(save).await;
        id
    }

    /// Takes back the save of that number.
    ///
    /// # Errors
    /// No such save is kept, or it was taken back before; Keap's.
    pub async fn undo(
        &self,
        id: u64,
        remove: bool,
        decided: &BTreeMap<Spot, Decision>,
    ) -> Result<TakenBack, Failure> {
        let history = self.records.history();
        let entry = history.entry(id).await.filter(|entry| !entry.undone);
        let save = entry.as_ref().and_then(save_of);
        let save = save.ok_or(Failure::new(Doing::LookingUp, Cause::NotNow))?;
        let taken_back = self.take_back(&save, remove, decided).await?;
        if matches!(taken_back, TakenBack::Undone { .. } | TakenBack::Removed(_)) {
            history.mark_undone(id).await;
        }
        Ok(taken_back)
    }

    /// The saves that fit a search.
    pub async fn history(&self, search: &str) -> SaveHistory {
        let (entries, keeping) = self.records.history().list(search).await;
        SaveHistory {
            on: self.records.kept.history_is_on(),
            keeping,
            entries,
        }
    }

    /// Removes all saves from this computer; what they did in Keap stays.
    ///
    /// # Errors
    /// The file is still there.
    pub async fn clear_history(&self) -> Result<(), Failure> {
        let cleared = self.records.history().clear().await;
        cleared.map_err(|_| Failure::new(Doing::Other, Cause::NotCleared))
    }

    /// Keeps what was typed, in place of the last draft.
    ///
    /// # Errors
    /// There is no such sheet any more.
    pub async fn keep_draft(&self, wanted: &Wanted) -> Result<Keeping, Failure> {
        let sheet = self.sheet(wanted.sheet)?;
        let facts = sheet.base.as_ref().map(|contact| self.facts(contact));
        let edits = wanted.edits.iter();
        let consent = wanted.consent.iter();
        let draft = Draft {
            at_ms: 0,
            name: match &facts {
                Some(facts) => facts.name.clone(),
                None => sheet.email.clone().unwrap_or_default(),
            },
            contact_id: facts.map(|facts| facts.id),
            email: sheet.email,
            edits: edits
                .map(|(spot, text)| (spot.to_string(), text.clone()))
                .collect(),
            apply: wanted.tags.apply.clone(),
            remove: wanted.tags.remove.clone(),
            consent: consent
                .map(|consent| kept::ConsentWanted {
                    email: consent.email.clone(),
                    opted_in: consent.opted_in,
                    reason: consent.reason.clone(),
                })
                .collect(),
        };
        Ok(self.records.drafts().keep(draft).await)
    }

    /// Drops the draft.
    pub async fn drop_draft(&self) {
        // What is still on the disk is replaced by the next draft.
        let _ = self.records.drafts().drop_it().await;
    }

    /// The draft that waits, if there is one.
    pub async fn draft(&self) -> Option<Draft> {
        self.records.drafts().get().await
    }

    /// The draft, laid over its contact as Keap holds it now.
    ///
    /// # Errors
    /// There is none; or Keap's.
    pub async fn resume(&self) -> Result<Resumed, Failure> {
        let draft = self.draft().await;
        let draft = draft.ok_or(Failure::new(Doing::LookingUp, Cause::NotNow))?;
        let sheet = match (&draft.contact_id, &draft.email) {
            (Some(id), _) => self.open(id).await?,
            (None, Some(email)) => match self.find(FindBy::Email, email).await? {
                // Where somebody has the address by now, what was typed goes over that contact, and is checked.
                Found::Nobody(Some(sheet)) | Found::One(sheet) => *sheet,
                // Whom of several it is for is asked at the save, whose look-up this one does not stand for.
                Found::Nobody(None) | Found::Several { .. } | Found::Incomplete => {
                    self.lay_not_looked_up(email)
                }
            },
            (None, None) => self.lay(None, None).await,
        };
        let spots = draft.edits.into_iter();
        let consent = draft.consent.into_iter();
        let wanted = Wanted {
            sheet: sheet.number,
            edits: spots
                .filter_map(|(name, text)| Some((Spot::from_name(&name)?, text)))
                .collect(),
            tags: TagsWanted {
                apply: draft.apply,
                remove: draft.remove,
            },
            consent: consent
                .map(|consent| ConsentWanted {
                    email: consent.email,
                    opted_in: consent.opted_in,
                    reason: consent.reason,
                })
                .collect(),
        };
        Ok(Resumed { sheet, wanted })
    }
}

impl Records {
    fn history(&self) -> kept::History {
        self.kept.history(&self.account)
    }

    fn drafts(&self) -> kept::Drafts {
        self.kept.drafts(&self.account)
    }
}

/// The save as it can be taken back; a place that this version does not know is left alone.
fn save_of(entry: &Entry) -> Option<KeptSave> {
    let cell = |value: &serde_json::Value| serde_json::from_value::<Cell>(value.clone()).ok();
    let changes = entry.cells.iter().filter_map(|change| {
        Some(Changed {
            spot: Spot::from_name(&change.spot)?,
            before: cell(&change.before)?,
            after: cell(&change.after)?,
        })
    });
    let changes: Vec<Changed> = changes.collect();
    (changes.len() == entry.cells.len()).then(|| KeptSave {
        contact_id: entry.contact_id.clone(),
        created: entry.what == kept::Saved::Created,
        changes,
    })
}
