//! The contacts of the first day: a dozen for each account, plainly fictional. They are stored as
//! they stand, past the rules, because a real account also holds rows that no API call could write.

use serde_json::Value;

use super::email::AddressStatus;
use super::{email, merge};
use crate::book::account::{Account, Record};

const BAKERY: &str = include_str!("bakery.json");
const GARDEN: &str = include_str!("garden.json");

/// When a first contact was created that says nothing else.
const FIRST_DAY: &str = "2026-01-05T09:00:00.000Z";

/// Statuses that no write could set.
const STATUSES: [(&str, &str); 4] = [
    ("opted.out@example.com", "LIST_UNSUBSCRIBE"),
    ("bounced@example.org", "HARD_BOUNCE"),
    ("clara@example.com", "CONFIRMED"),
    ("asked.by.hand@example.org", "MANUAL"),
];

/// The account with its first contacts.
pub(crate) fn account(app: &str, name: &str) -> Account {
    let mut account = Account::empty(name);
    account.next_id = if app == "pb101" { 1001 } else { 2001 };
    let text = if app == "pb101" { BAKERY } else { GARDEN };
    let contacts: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    for contact in contacts {
        file(&mut account, contact, FIRST_DAY);
    }
    for (address, status) in STATUSES {
        if let Some(known) = account.statuses.get_mut(&email::key(address)) {
            *known = AddressStatus {
                status: status.to_owned(),
                reason: None,
            };
        }
    }
    account
}

/// Files a contact unchecked at `now` and returns its id. `create_time` and `tag_ids` may be given as well.
pub(crate) fn file(account: &mut Account, body: Value, now: &str) -> u64 {
    let Value::Object(mut body) = body else {
        return merge::create(account, &Record::new(), now);
    };
    let created = body.remove("create_time");
    let tags = body.remove("tag_ids");
    let id = merge::create(account, &body, now);
    if let (Some(created), Some(record)) = (created, account.contacts.get_mut(&id)) {
        record.insert("create_time".to_owned(), created.clone());
        record.insert("update_time".to_owned(), created);
    }
    let applied = account
        .contacts
        .get(&id)
        .and_then(|record| record.get("create_time"));
    let applied = applied
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    for tag in tags
        .iter()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_str)
    {
        account
            .applied_tags
            .entry(id)
            .or_default()
            .insert(tag.to_owned(), applied.clone());
    }
    id
}

#[cfg(test)]
mod tests {
    use super::account;

    /// A slip in the JSON would otherwise only show as an empty account.
    #[test]
    fn both_accounts_begin_with_a_dozen() {
        assert_eq!(account("pb101", "Practice Bakery").contacts.len(), 12);
        assert_eq!(
            account("pg202", "Practice Garden Centre").contacts.len(),
            12
        );
    }
}
