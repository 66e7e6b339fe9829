//! The last saves of an account, each with what it changed, so that it can be undone. It does not know
//! how a save is undone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account::Kind;
use super::page::Content;
use super::{Folder, Keeping, Kept, KeptError};
use crate::places::letters::words;

/// How many saves of an account are kept.
const MOST_SAVES: usize = 100;

/// The most bytes they take; the oldest go before that.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// What a save did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saved {
    /// A new contact came to be.
    Created,
    /// A contact was changed.
    Updated,
}

/// One place in a contact, before a save and after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellChange {
    /// The place's name.
    pub spot: String,
    /// What Keap held.
    pub before: Value,
    /// What it holds since.
    pub after: Value,
}

/// A save, to be noted.
#[derive(Debug, Clone, PartialEq)]
pub struct Save {
    /// Keap's number of the contact.
    pub contact_id: String,
    /// The contact's name at that time.
    pub name: String,
    /// What the save did.
    pub what: Saved,
    /// What it changed.
    pub cells: Vec<CellChange>,
    /// The codes of the countries that the addresses in it had, by the address's name.
    pub countries: BTreeMap<String, String>,
}

/// A save that was noted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, never given twice; a later save has a greater one.
    pub id: u64,
    /// When it was, in milliseconds since 1970.
    pub at_ms: u64,
    /// Keap's number of the contact.
    pub contact_id: String,
    /// The contact's name at that time.
    pub name: String,
    /// What the save did.
    pub what: Saved,
    /// What it changed.
    pub cells: Vec<CellChange>,
    /// The codes of the countries that the addresses in it had, by the address's name.
    #[serde(default)]
    pub countries: BTreeMap<String, String>,
    /// Whether it was undone.
    pub undone: bool,
}

/// The saves, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Entries {
    /// The greatest number given so far.
    last_id: u64,
    entries: Vec<Entry>,
}

impl Content for Entries {
    const KIND: Kind = Kind::History;
    const MOST: usize = MOST_BYTES + 64 * 1024;

    fn after(self, kept: Self) -> Self {
        let last_id = self.last_id.max(kept.last_id);
        let mut entries = self.entries;
        let mut taken: BTreeSet<u64> = entries.iter().map(|entry| entry.id).collect();
        // Where the clock was set back a number may have been given twice. What came meanwhile may be
        // shown by its number already, so it is the other one that gets a new one.
        for entry in kept.entries.into_iter().rev() {
            let free = (0..=entry.id).rev().find(|id| taken.insert(*id));
            entries.extend(free.map(|id| Entry { id, ..entry }));
        }
        entries.sort_by_key(|entry| entry.id);
        let mut all = Self { last_id, entries };
        all.let_the_oldest_go();
        all
    }
}

impl Entries {
    fn add(&mut self, save: Save, at_ms: u64) -> Option<u64> {
        // By the clock, so that two histories that are put together later share no number.
        let id = at_ms.max(self.last_id.checked_add(1)?);
        self.last_id = id;
        self.entries.push(Entry {
            id,
            at_ms,
            contact_id: save.contact_id,
            name: save.name,
            what: save.what,
            cells: save.cells,
            countries: save.countries,
            undone: false,
        });
        self.let_the_oldest_go();
        self.entries.last().map(|entry| entry.id)
    }

    fn let_the_oldest_go(&mut self) {
        let mut room = MOST_BYTES;
        let fits = |entry: &&Entry| {
            let size = serde_json::to_vec(entry).map_or(usize::MAX, |plain| plain.len() + 1);
            let left = room.checked_sub(size);
            room = left.unwrap_or_default();
            left.is_some()
        };
        let newest = self.entries.iter().rev().take(MOST_SAVES);
        let stay = newest.take_while(fits).count();
        self.entries.drain(..self.entries.len() - stay);
    }

    fn without_entries(&self) -> Self {
        Self {
            last_id: self.last_id,
            entries: Vec::new(),
        }
    }
}

/// The saves of one account.
#[derive(Clone)]
pub struct History {
    kept: Kept,
    folder: Arc<Folder>,
}

impl History {
    pub(super) fn new(kept: Kept, folder: Arc<Folder>) -> Self {
        Self { kept, folder }
    }

    /// Notes a save, and returns its number; `None` where the history is switched off, or the save is
    /// too large for it. The oldest go when there are more than a hundred.
    ///
    /// It is noted from then on; the second answer writes it to the disk, and says where it is kept.
    pub async fn add(
        &self,
        save: Save,
    ) -> (
        Option<u64>,
        impl Future<Output = Keeping> + Send + use<> + 'static,
    ) {
        let (mut id, mut changed) = (None, None);
        if self.kept.history_is_on() {
            let at_ms = self.kept.now_ms();
            let add = |entries: &mut Entries| entries.add(save, at_ms);
            let added = self.folder.history.change_first(self.kept.cabinet(), add);
            let (noted, first) = added.await;
            (id, changed) = (noted, Some(first));
        }
        let Self { kept, folder } = self.clone();
        let write = async move {
            // A person waited for the save, and a key that is missing is made now.
            let _attended = kept.cabinet().keychain.attended();
            match changed {
                Some(changed) => folder.history.then_write(kept.cabinet(), changed).await,
                None => Keeping::Off,
            }
        };
        (id, write)
    }

    /// The saves that fit a search, newest first: each of its words stands in the contact's name, its
    /// number or the name of a changed place, case and accents aside. An empty search fits all.
    pub async fn list(&self, search: &str) -> (Vec<Entry>, Keeping) {
        let wanted = words(search);
        let find = |entries: &Entries| {
            let newest = entries.entries.iter().rev();
            newest
                .filter(|entry| entry.fits(&wanted))
                .cloned()
                .collect()
        };
        let looked = self.folder.history.look(self.kept.cabinet(), find);
        let (found, keeping) = looked.await;
        (found, self.unless_off(keeping))
    }

    /// The save of that number.
    pub async fn entry(&self, id: u64) -> Option<Entry> {
        let find = |entries: &Entries| {
            let mut all = entries.entries.iter();
            all.find(|entry| entry.id == id).cloned()
        };
        let looked = self.folder.history.look(self.kept.cabinet(), find);
        looked.await.0
    }

    /// Notes that a save was undone.
    pub async fn mark_undone(&self, id: u64) -> Keeping {
        let mark = |entries: &mut Entries| {
            let all = entries.entries.iter_mut();
            for entry in all.filter(|entry| entry.id == id) {
                entry.undone = true;
            }
        };
        let changed = self.folder.history.change(self.kept.cabinet(), mark);
        self.unless_off(changed.await.1)
    }

    /// Removes all of them, on the disk too, and what was put aside.
    ///
    /// # Errors
    /// The file is still there; it is tried again with the next change.
    pub async fn clear(&self) -> Result<(), KeptError> {
        let (page, cabinet) = (&self.folder.history, self.kept.cabinet());
        let (rest, _) = page.look(cabinet, Entries::without_entries).await;
        page.empty(cabinet, rest, true).await
    }

    fn unless_off(&self, keeping: Keeping) -> Keeping {
        if self.kept.history_is_on() {
            keeping
        } else {
            Keeping::Off
        }
    }
}

impl Entry {
    fn fits(&self, wanted: &[String]) -> bool {
        let spots = self.cells.iter().flat_map(|cell| words(&cell.spot));
        let mut own = words(&self.name);
        own.extend(words(&self.contact_id));
        own.extend(spots);
        let stands = |word: &String| own.iter().any(|own| own.contains(word.as_str()));
        wanted.iter().all(stands)
    }
}
