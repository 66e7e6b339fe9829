//! One practice account: its names, its contacts and what is filed beside them. Does not know the
//! rules by which contacts are written; see `contacts`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::contacts::email::AddressStatus;
use crate::contacts::seed;

/// A contact as it is stored: the writable fields, and the times.
pub(crate) type Record = Map<String, Value>;

/// One of the two practice accounts.
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
}

/// The application ids and names of the two accounts, in the order they are offered.
pub(crate) const ACCOUNTS: [(&str, &str); 2] = [
    ("pb101", "Practice Bakery"),
    ("pg202", "Practice Garden Centre"),
];

/// The tags of every practice account: id, name, description, category.
pub(crate) const TAGS: [(&str, &str, Option<&str>, Option<&str>); 4] = [
    ("91", "Newsletter", Some("Reads the newsletter"), Some("7")),
    ("92", "Regular customer", None, Some("7")),
    ("93", "Wholesale", Some("Orders by the pallet"), None),
    ("94", "Open day 2026", None, None),
];

/// The companies of every practice account: id and name.
pub(crate) const COMPANIES: [(&str, &str); 2] =
    [("61", "Example Flour Mill"), ("62", "Example Nursery")];

/// The ids of the users who may own a contact.
pub(crate) const USERS: [&str; 2] = ["1", "2"];

/// The custom fields of contacts, as `GET /contacts/model` describes them.
pub(crate) fn custom_fields() -> Vec<Value> {
    vec![
        json!({"id": "21", "label": "Favourite bread", "field_type": "TEXT", "field_name": "FavouriteBread",
               "record_type": "CONTACT", "default_value": null, "group_id": "3", "group_name": "Shop", "options": null}),
        json!({"id": "23", "label": "Delivery day", "field_type": "DROPDOWN", "field_name": "DeliveryDay0",
               "record_type": "CONTACT", "default_value": "Friday", "group_id": "3", "group_name": "Shop",
               "options": [{"id": "231", "label": "Tuesday"}, {"id": "232", "label": "Friday"}]}),
        json!({"id": "25", "label": "Loyalty points", "field_type": "WHOLE_NUMBER", "field_name": "LoyaltyPoints",
               "record_type": null, "default_value": null, "group_id": null, "options": []}),
    ]
}

/// The accounts of the first day.
pub(crate) fn seeded() -> BTreeMap<String, Account> {
    ACCOUNTS
        .iter()
        .map(|(app, name)| ((*app).to_owned(), seed::account(app, name)))
        .collect()
}

impl Account {
    pub(crate) fn empty(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            next_id: 1,
            contacts: BTreeMap::new(),
            statuses: BTreeMap::new(),
            applied_tags: BTreeMap::new(),
        }
    }

    /// Files a new contact under the next id.
    pub(crate) fn insert(&mut self, record: Record) -> u64 {
        let id = self.next_id;
        self.next_id = id.saturating_add(1);
        self.contacts.insert(id, record);
        id
    }

    pub(crate) fn remove(&mut self, id: u64) -> bool {
        self.applied_tags.remove(&id);
        self.contacts.remove(&id).is_some()
    }

    pub(crate) fn tag_ids(&self, id: u64) -> BTreeSet<&str> {
        self.applied_tags
            .get(&id)
            .map(|tags| tags.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }
}
