//! One practice account: its names, its contacts and what is filed beside them. Does not know the
//! rules by which contacts are written; see `contacts`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::first_lists;
use super::shelf::Shelf;
use crate::contacts::email::{self, AddressStatus};
use crate::contacts::seed;
use crate::options::Options;

/// A contact as it is stored: the writable fields, and the times.
pub(crate) type Record = Map<String, Value>;

/// One of the two practice accounts. The lists beside the contacts came later than the first data
/// files: where one lacks them, they begin as on the first day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    /// What a person reads: "Practice Bakery".
    pub(crate) name: String,
    pub(crate) next_id: u64,
    pub(crate) contacts: BTreeMap<u64, Record>,
    /// By address in lower case: the status belongs to the address and outlives every list.
    pub(crate) statuses: BTreeMap<String, AddressStatus>,
    /// By contact, then by tag: when the tag was applied.
    pub(crate) applied_tags: BTreeMap<u64, BTreeMap<String, String>>,
    /// By address in lower case: who holds it or has held it. Found anew when a file is read.
    #[serde(skip)]
    holders: BTreeMap<String, BTreeSet<u64>>,
    #[serde(default = "first_lists::companies")]
    pub(crate) companies: Shelf,
    #[serde(default = "first_lists::tags")]
    pub(crate) tags: Shelf,
    #[serde(default = "first_lists::tag_categories")]
    pub(crate) tag_categories: Shelf,
    #[serde(default = "first_lists::lead_sources")]
    pub(crate) lead_sources: Shelf,
}

/// The application ids and names of the two accounts, in the order they are offered.
pub(crate) const ACCOUNTS: [(&str, &str); 2] = [
    ("pb101", "Practice Bakery"),
    ("pg202", "Practice Garden Centre"),
];

/// The accounts of the first day.
pub(crate) fn seeded(options: &Options) -> BTreeMap<String, Account> {
    ACCOUNTS
        .iter()
        .map(|(app, name)| ((*app).to_owned(), seed::account(app, name, options)))
        .collect()
}

impl Account {
    /// An account without contacts.
    pub(crate) fn empty(name: &str, next_id: u64, tags: Shelf) -> Self {
        Self {
            name: name.to_owned(),
            next_id,
            contacts: BTreeMap::new(),
            statuses: BTreeMap::new(),
            applied_tags: BTreeMap::new(),
            holders: BTreeMap::new(),
            companies: first_lists::companies(),
            tags,
            tag_categories: first_lists::tag_categories(),
            lead_sources: first_lists::lead_sources(),
        }
    }

    /// Files a new contact under the next id.
    pub(crate) fn insert(&mut self, record: Record) -> u64 {
        let id = self.next_id;
        self.next_id = id.saturating_add(1);
        self.contacts.insert(id, record);
        self.index(id);
        id
    }

    /// Notes who holds the addresses of a contact, so that looking for one does not go through all
    /// contacts. To be called after every change.
    pub(crate) fn index(&mut self, id: u64) {
        for address in self
            .contacts
            .get(&id)
            .into_iter()
            .flat_map(email::addresses)
        {
            let holders = self.holders.entry(email::key(address)).or_default();
            holders.insert(id);
        }
    }

    /// Notes it for all contacts.
    pub(crate) fn index_all(&mut self) {
        let ids: Vec<u64> = self.contacts.keys().copied().collect();
        for id in ids {
            self.index(id);
        }
    }

    /// Whoever may hold an address, by id; nobody else does.
    pub(crate) fn may_hold(&self, address: &str) -> impl Iterator<Item = (&u64, &Record)> {
        let holders = self.holders.get(&email::key(address)).into_iter().flatten();
        holders.filter_map(|id| self.contacts.get_key_value(id))
    }

    /// Takes a contact away, out of its tags as well; the statuses of its addresses stay.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        self.applied_tags.remove(&id);
        self.contacts.remove(&id).is_some()
    }

    /// The contact that an id of the API names.
    pub(crate) fn contact_id(&self, id: &str) -> Option<u64> {
        id.parse().ok().filter(|id| self.contacts.contains_key(id))
    }

    pub(crate) fn tag_ids(&self, id: u64) -> BTreeSet<&str> {
        self.applied_tags
            .get(&id)
            .map(|tags| tags.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }
}
