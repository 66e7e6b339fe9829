//! How a checked body changes a stored contact: v2's replace rules. A list that is sent takes the
//! place of the whole list; a field that is not sent stays; with a mask, only what it names changes,
//! and what it names without a value in the body is cleared.

use serde_json::Value;

use super::{email, fields, items};
use crate::book::account::{Account, Record};
use crate::book::users;
use crate::options::{ClearStyle, Options};

/// The circumstances of a write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Write<'a> {
    pub(crate) now: &'a str,
    /// The user who writes.
    pub(crate) by: &'a str,
    pub(crate) clearing: ClearStyle,
}

impl<'a> Write<'a> {
    /// By whoever is signed in.
    pub(crate) fn by_api(now: &'a str, options: &Options) -> Self {
        Self {
            now,
            by: users::SIGNED_IN,
            clearing: options.clearing,
        }
    }
}

/// Changes the contact `id`; nothing happens if it is not there.
pub(crate) fn update(
    account: &mut Account,
    id: u64,
    body: &Record,
    mask: Option<&[&str]>,
    how: Write<'_>,
) {
    if let Some(record) = account.contacts.get_mut(&id) {
        write(record, body, mask, how.clearing);
        record.insert("update_time".to_owned(), how.now.into());
        record.insert("last_updated_by".to_owned(), how.by.into());
        note_emails(account, body, mask, how.now);
        account.index(id);
    }
}

/// Files a new contact.
pub(crate) fn create(account: &mut Account, body: &Record, how: Write<'_>) -> u64 {
    let mut record = Record::new();
    write(&mut record, body, None, how.clearing);
    record.entry("source_type").or_insert_with(|| "API".into());
    for (name, value) in [
        ("create_time", how.now),
        ("update_time", how.now),
        ("created_by", how.by),
        ("last_updated_by", how.by),
    ] {
        record.insert(name.to_owned(), value.into());
    }
    note_emails(account, body, None, how.now);
    account.insert(record)
}

fn write(record: &mut Record, body: &Record, mask: Option<&[&str]>, clearing: ClearStyle) {
    let texts = fields::TEXTS.iter().map(|(name, _)| *name);
    let writable = texts.chain(fields::LISTS).chain(fields::OBJECTS);
    for name in writable.filter(|name| !fields::READ_ONLY.contains(name)) {
        let named = mask.is_some_and(|mask| mask.contains(&name));
        match body.get(name) {
            Some(Value::String(text))
                if text.is_empty()
                    && clearing == ClearStyle::Absent
                    && (mask.is_none() || named) =>
            {
                record.remove(name);
            }
            Some(value) if mask.is_none() || named => {
                record.insert(name.to_owned(), stored(name, value, clearing));
            }
            None if named => {
                record.remove(name);
            }
            _ => {}
        }
    }
}

/// A reason is filed with the address, not with the contact.
fn stored(name: &str, value: &Value, clearing: ClearStyle) -> Value {
    let mut value = value.clone();
    if name == "email_addresses" {
        for item in value.as_array_mut().into_iter().flatten() {
            if let Some(item) = item.as_object_mut() {
                item.remove("opt_in_reason");
            }
        }
    }
    if clearing == ClearStyle::Absent && fields::LISTS.contains(&name) {
        let (slot, _) = items::slots(name);
        if let Some(list) = value.as_array_mut() {
            for item in list.iter_mut().filter_map(Value::as_object_mut) {
                item.retain(|_, part| part.as_str() != Some(""));
            }
            // An item of which only the name of its slot is left holds nothing.
            list.retain(|item| {
                let parts = item.as_object().into_iter().flat_map(Record::keys);
                parts.filter(|part| *part != slot).count() > 0
            });
        }
    }
    value
}

fn note_emails(account: &mut Account, body: &Record, mask: Option<&[&str]>, now: &str) {
    if mask.is_some_and(|mask| !mask.contains(&"email_addresses")) {
        return;
    }
    if let Some(items) = body.get("email_addresses").and_then(Value::as_array) {
        email::note_written(account, items, now);
    }
}
