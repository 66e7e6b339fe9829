//! Taking a save back, as long as the same account is connected.
//!
//! Tags are not among it: applying one may have started automations that no removal stops.

use std::collections::BTreeMap;

use keap_client::{Authorization, Client, Contact};
use sha2::{Digest as _, Sha256};

use super::facts::Facts;
use super::{Desk, gone};
use crate::contact::cell::{Cell, changed, filled};
use crate::contact::meanwhile::{Clash, not_taken};
use crate::contact::spot::Spot;
use crate::contact::undo::{Changed, Decision, taken_back};
use crate::failure::{Doing, Failure};

/// A save as it was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptSave {
    /// The contact.
    pub contact_id: String,
    /// Whether the save made it.
    pub created: bool,
    /// What it changed.
    pub changes: Vec<Changed>,
}

/// What taking a save back came to.
#[derive(Debug, Clone, PartialEq)]
pub enum TakenBack {
    /// The spots are as they were.
    Undone {
        /// Who it is.
        facts: Facts,
        /// The spots that were put back.
        spots: Vec<Spot>,
        /// Those in which Keap holds something else.
        not_taken: Vec<Spot>,
    },
    /// The contact that the save had made is gone.
    Removed(String),
    /// Somebody changed the same spots since; nothing was written.
    ChangedSince {
        /// The spots to decide about.
        clashes: Vec<Clash>,
        /// Who changed the contact last.
        by: Option<String>,
        /// When that was (ISO 8601).
        at: Option<String>,
    },
    /// The save made the contact: taking it back removes it, which a person has to confirm.
    ConfirmRemoval {
        /// Its name.
        name: String,
        /// Whether anything about it was changed since.
        changed_since: bool,
        /// What is confirmed: the contact as it stands now. Of another one it has to be asked again.
        seen: String,
    },
}

impl Desk {
    /// Takes a save back. `remove` confirms that a contact the save made may go, as it was seen when that
    /// was asked.
    ///
    /// # Errors
    /// Keap's; or the contact is no longer there.
    pub(super) async fn take_back(
        &self,
        save: &KeptSave,
        remove: Option<&str>,
        decided: &BTreeMap<Spot, Decision>,
    ) -> Result<TakenBack, Failure> {
        let now = self.read(&save.contact_id, Doing::LookingUp).await?;
        if save.created {
            let name = self.facts(&now).name;
            let seen = seen(&now);
            if remove != Some(seen.as_str()) {
                let differs = |change: &Changed| {
                    !Cell::of(&now, &change.spot).means(&change.after, &change.spot)
                };
                let ours = |spot: &Spot| save.changes.iter().any(|change| change.spot == *spot);
                let more = filled(&now).iter().any(|spot| !ours(spot));
                let changed_since = remove.is_some() || more || save.changes.iter().any(differs);
                return Ok(TakenBack::ConfirmRemoval {
                    name,
                    changed_since,
                    seen,
                });
            }
            let call = |client: Client, who: Authorization| {
                let id = save.contact_id.clone();
                async move { client.delete_contact(&who, &id).await }
            };
            self.ask(Doing::Writing, call).await.map_err(gone)?;
            return Ok(TakenBack::Removed(name));
        }
        let target = match taken_back(&now, &save.changes, decided, &self.lists.names()) {
            Ok((target, _)) => target,
            Err(clashes) => {
                let facts = self.facts(&now);
                return Ok(TakenBack::ChangedSince {
                    clashes,
                    by: facts.updated_by,
                    at: facts.updated,
                });
            }
        };
        let spots = changed(&now, &target);
        let (_, contact) = self.write(&now, &target).await?;
        Ok(TakenBack::Undone {
            facts: self.facts(&contact),
            not_taken: not_taken(&target, &contact, &spots),
            spots,
        })
    }
}

/// A mark of all that a contact says.
fn seen(contact: &Contact) -> String {
    let spots = filled(contact).into_iter();
    let cells: Vec<_> = spots
        .map(|spot| (spot.to_string(), Cell::of(contact, &spot)))
        .collect();
    let mut tags = contact.tag_ids.clone();
    tags.sort();
    let said = serde_json::to_vec(&(cells, tags)).unwrap_or_default();
    let mark: [u8; 32] = Sha256::digest(said).into();
    let half = mark.first_chunk();
    format!("{:032x}", half.map_or(0, |half| u128::from_be_bytes(*half)))
}
