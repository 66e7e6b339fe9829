//! How a checked body changes a stored contact: v2's replace rules. A list that is sent takes the
//! place of the whole list; a field that is not sent stays; with a mask, only what it names changes,
//! and what it names without a value in the body is cleared.

use serde_json::Value;

use super::{email, fields};
use crate::book::account::{Account, Record};

/// Changes the contact `id` at `now`; nothing happens if it is not there.
pub(crate) fn update(
    account: &mut Account,
    id: u64,
    body: &Record,
    mask: Option<&[&str]>,
    now: &str,
) {
    if let Some(record) = account.contacts.get_mut(&id) {
        write(record, body, mask);
        record.insert("update_time".to_owned(), now.into());
        note_emails(account, body, mask);
    }
}

/// Files a new contact at `now`.
pub(crate) fn create(account: &mut Account, body: &Record, now: &str) -> u64 {
    let mut record = Record::new();
    write(&mut record, body, None);
    record.entry("source_type").or_insert_with(|| "API".into());
    record.insert("create_time".to_owned(), now.into());
    record.insert("update_time".to_owned(), now.into());
    note_emails(account, body, None);
    account.insert(record)
}

fn write(record: &mut Record, body: &Record, mask: Option<&[&str]>) {
    let texts = fields::TEXTS.iter().map(|(name, _)| *name);
    let writable = texts.chain(fields::LISTS).chain(fields::OBJECTS);
    for name in writable.filter(|name| !fields::READ_ONLY.contains(name)) {
        let named = mask.is_some_and(|mask| mask.contains(&name));
        match body.get(name) {
            Some(value) if mask.is_none() || named => {
                record.insert(name.to_owned(), stored(name, value));
            }
            None if named => {
                record.remove(name);
            }
            _ => {}
        }
    }
}

/// A reason is filed with the address, not with the contact.
fn stored(name: &str, value: &Value) -> Value {
    let mut value = value.clone();
    if name == "email_addresses" {
        for item in value.as_array_mut().into_iter().flatten() {
            if let Some(item) = item.as_object_mut() {
                item.remove("opt_in_reason");
            }
        }
    }
    value
}

fn note_emails(account: &mut Account, body: &Record, mask: Option<&[&str]>) {
    if mask.is_some_and(|mask| !mask.contains(&"email_addresses")) {
        return;
    }
    if let Some(items) = body.get("email_addresses").and_then(Value::as_array) {
        email::note_written(account, items);
    }
}
