//! The order of a list: `order_by=FIELD` or `FIELD asc|desc`.

use serde_json::Value;

use crate::api::problem::Problem;
use crate::book::account::Record;

/// What a list is sorted by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    by: By,
    descending: bool,
}

#[derive(Clone, Copy, Debug)]
enum By {
    Id,
    Created,
    Updated,
    Email,
}

impl Order {
    /// Parses the parameter; without one the list is by id.
    pub(crate) fn parse(text: Option<&str>) -> Result<Self, Problem> {
        let invalid = || Problem::invalid("order_by", "order_by is invalid");
        let mut words = text.unwrap_or("id").split_whitespace();
        let by = match words.next() {
            Some("id") => By::Id,
            Some("create_time") => By::Created,
            Some("update_time") => By::Updated,
            Some("email") => By::Email,
            _ => return Err(invalid()),
        };
        let descending = match words.next() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(invalid()),
        };
        if words.next().is_some() {
            Err(invalid())
        } else {
            Ok(Self { by, descending })
        }
    }

    /// Sorts contacts that come by id.
    pub(crate) fn sort(self, contacts: &mut [(u64, Record)]) {
        let text = |contact: &Record, name: &str| {
            contact
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        match self.by {
            By::Id => {}
            By::Created => contacts.sort_by_key(|(_, contact)| text(contact, "create_time")),
            By::Updated => contacts.sort_by_key(|(_, contact)| text(contact, "update_time")),
            By::Email => contacts.sort_by_key(|(_, contact)| {
                let first = contact.get("email_addresses").and_then(|list| list.get(0));
                let email = first
                    .and_then(|item| item.get("email"))
                    .and_then(Value::as_str);
                email.unwrap_or_default().to_lowercase()
            }),
        }
        if self.descending {
            contacts.reverse();
        }
    }
}
