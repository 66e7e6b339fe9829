//! What the desk keeps on this computer: the history of saves, with which one is taken back, and the
//! drafts of what is typed.

use std::collections::BTreeMap;

use keap_client::Contact;

use super::facts::SheetView;
use super::finding::Found;
use super::outcome::{Saved, Written, undo_fell_short};
use super::taking_back::{KeptSave, TakenBack};
use super::wanted::{About, ConsentWanted, TagsWanted, Wanted};
use super::{Desk, FindBy};
use crate::contact::cell::Cell;
use crate::contact::spot::{AddressPart, EmailSlot, Spot};
use crate::contact::undo::{Changed, Decision, changes};
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
    /// Notes a save, with what Keap made of it: `contact` is what it answered. Returns the number by which
    /// it can be taken back.
    pub(super) async fn note(&self, saved: &Saved, contact: &Contact) -> Option<u64> {
        if saved.changes.is_empty() {
            return None;
        }
        let answered = |change: &Changed| Changed {
            after: Cell::of(contact, &change.spot),
            ..change.clone()
        };
        // Of a contact that was made all is the save's, also what Keap put there by itself.
        let noted = match saved.what {
            Written::Created => changes(&Contact::default(), contact),
            _ => saved.changes.iter().map(answered).collect(),
        };
        let cells = noted.iter().filter_map(|change| {
            Some(CellChange {
                spot: change.spot.to_string(),
                before: serde_json::to_value(&change.before).ok()?,
                after: serde_json::to_value(&change.after).ok()?,
            })
        });
        let save = Save {
            contact_id: saved.facts.id.clone(),
            name: saved.facts.name.clone(),
            what: match saved.what {
                Written::Created => kept::Saved::Created,
                _ => kept::Saved::Updated,
            },
            cells: cells.collect(),
            countries: countries_of(saved),
        };
        let (id, write) = self.records.history().add(save).await;
        // What Keap has saved is told without waiting for the disk. The end of the app waits for it.
        tokio::spawn(write);
        id
    }

    /// Takes back the save of that number.
    ///
    /// # Errors
    /// No such save is kept, or it was taken back before; Keap's.
    pub async fn undo(
        &self,
        id: u64,
        remove: Option<&str>,
        decided: &BTreeMap<Spot, Decision>,
    ) -> Result<TakenBack, Failure> {
        let write = self.undo_alone(id, remove, decided);
        self.writes.run(write, undo_fell_short).await
    }

    async fn undo_alone(
        &self,
        id: u64,
        remove: Option<&str>,
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

    /// Keeps what was typed under the number of its draft. Where its sheet is gone, or there was none, it
    /// is filed as `about` says.
    ///
    /// # Errors
    /// It has no number.
    pub async fn keep_draft(&self, wanted: &Wanted, about: About) -> Result<Keeping, Failure> {
        let not_now = Failure::new(Doing::Other, Cause::NotNow);
        let id = wanted.draft.ok_or(not_now)?;
        let about = match self.sheet(wanted.sheet) {
            Ok(sheet) => {
                let facts = sheet.base.as_ref().map(|contact| self.facts(contact));
                let email = sheet.email;
                About {
                    name: match &facts {
                        Some(facts) => facts.name.clone(),
                        None => email.clone().unwrap_or(about.name),
                    },
                    contact_id: facts.map(|facts| facts.id),
                    email,
                }
            }
            Err(_) => about,
        };
        let edits = wanted.edits.iter();
        let consent = wanted.consent.iter();
        let draft = Draft {
            id,
            at_ms: 0,
            name: about.name,
            contact_id: about.contact_id,
            email: about.email,
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

    /// Drops the draft of that number.
    pub async fn drop_draft(&self, id: u64) {
        // What is still on the disk goes with the next change.
        let _ = self.records.drafts().drop_it(id).await;
    }

    /// The drafts that wait, the one that was typed last first.
    pub async fn drafts(&self) -> Vec<Draft> {
        self.records.drafts().all().await
    }

    /// The draft of that number, laid over its contact as Keap holds it now.
    ///
    /// # Errors
    /// There is none; or Keap's.
    pub async fn resume(&self, id: u64) -> Result<Resumed, Failure> {
        let drafts = self.drafts().await;
        let draft = drafts.into_iter().find(|draft| draft.id == id);
        let draft = draft.ok_or(Failure::new(Doing::LookingUp, Cause::NotNow))?;
        let typed = draft.edits.get(&Spot::Email(EmailSlot::First).to_string());
        let email = draft.email.as_ref().or(typed);
        let sheet = match (&draft.contact_id, email) {
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
            draft: Some(id),
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

/// The countries of the addresses that a save touched: they say what the parts of an address are called.
fn countries_of(saved: &Saved) -> BTreeMap<String, String> {
    let spots = saved.changes.iter().map(|change| &change.spot);
    let code = |spot: &Spot| {
        let Spot::Address(slot, _) = spot else {
            return None;
        };
        let held = saved
            .sheet
            .held
            .get(&Spot::Address(*slot, AddressPart::Country))?;
        let name = format!("address.{}", slot.name());
        held.listed.then(|| (name, held.text.clone()))
    };
    spots.filter_map(code).collect()
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
