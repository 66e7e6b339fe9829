//! Keap's lists, merged by slot: the items nobody touched go back as they were read.
//!
//! Keap replaces a list whole, so an item that is not sent again is lost. Every item is kept,
//! whatever its slot is called; what goes is only what Keap computes or never takes back.

use keap_client::ListItem;

use super::checked::{AddressChanges, Change};
use super::field::Field;
use super::problem::{Problem, ProblemKind};
use super::region::Lists;
use super::{address, text as cleaning};

/// A list, the keys of its items that may be written, and the slot that the form fills.
///
/// The keys are those of the write schemas, without `number_e164` (computed) and without
/// `opt_in_reason`: sending that back would opt the person in.
#[derive(Debug, Clone, Copy)]
pub(super) struct List {
    writable: &'static [&'static str],
    slot: &'static str,
}

pub(super) const EMAILS: List = List {
    writable: &["email", "field"],
    slot: "EMAIL1",
};

pub(super) const PHONES: List = List {
    writable: &["extension", "field", "number", "type"],
    slot: "PHONE1",
};

pub(super) const ADDRESSES: List = List {
    writable: &[
        "country",
        "country_code",
        "field",
        "line1",
        "line2",
        "locality",
        "postal_code",
        "region",
        "region_code",
        "zip_code",
        "zip_four",
    ],
    slot: "BILLING",
};

/// A list to send instead of the one that was read, and the fields that changed in it.
pub(super) struct Merged {
    pub(super) items: Vec<ListItem>,
    pub(super) changed: Vec<Field>,
}

impl List {
    /// An item of the form's slot with nothing else in it.
    pub(super) fn new_item(self) -> ListItem {
        ListItem::in_slot(self.slot)
    }

    /// The items as read, without what cannot be sent back.
    fn writable(self, items: &[ListItem]) -> Vec<ListItem> {
        let of_item = |item: &ListItem| {
            let kept = item
                .parts()
                .iter()
                .filter(|(key, value)| self.writable.contains(&key.as_str()) && !value.is_null());
            ListItem::new(kept.map(|(k, v)| (k.clone(), v.clone())).collect())
        };
        items.iter().map(of_item).collect()
    }

    /// Whether the item stands in the form's slot.
    pub(super) fn holds(self, item: &ListItem) -> bool {
        item.field() == Some(self.slot)
    }

    /// The first item of the form's slot, or a new one.
    fn held(self, items: &[ListItem]) -> ListItem {
        let held = items.iter().find(|item| self.holds(item));
        held.cloned().unwrap_or_else(|| self.new_item())
    }

    /// The list with `touched` in the form's slot. A second item of the same slot stays.
    fn with(self, mut items: Vec<ListItem>, touched: ListItem, changed: Vec<Field>) -> Merged {
        match items.iter_mut().find(|item| self.holds(item)) {
            Some(held) => *held = touched,
            None => items.push(touched),
        }
        Merged { items, changed }
    }
}

/// Puts the address into EMAIL1; `None` where the contact has it in some slot already.
///
/// # Errors
/// [`ProblemKind::NotThisContact`] where EMAIL1 is another address: it was changed in Keap after
/// the contact was found, and is not overwritten.
pub(super) fn emails(held: &[ListItem], email: &str) -> Result<Option<Merged>, Problem> {
    let list = EMAILS;
    let same = |item: &ListItem| is_address(item, email);
    let items = list.writable(held);
    if items.iter().any(same) {
        return Ok(None);
    }
    let mut touched = list.held(&items);
    if !text(&touched, "email").is_empty() {
        return Err(Problem::new(Field::Email, ProblemKind::NotThisContact));
    }
    touched.set("email", email);
    Ok(Some(list.with(items, touched, vec![Field::Email])))
}

/// Sets the number in PHONE1, or drops that slot; `None` where nothing changes.
pub(super) fn phones(held: &[ListItem], change: &Change) -> Option<Merged> {
    let list = PHONES;
    let mut items = list.writable(held);
    match change {
        Change::Keep => None,
        Change::Clear => {
            items.retain(|item| !list.holds(item));
            (items.len() < held.len()).then(|| Merged {
                items,
                changed: vec![Field::Phone],
            })
        }
        Change::Set(number) => {
            let mut touched = list.held(&items);
            let before = text(&touched, "number");
            if before == *number {
                return None;
            }
            // An extension belongs to its number; it survives only the same number respelled.
            if digits(&before) != digits(number) {
                touched.remove("extension");
            }
            touched.set("number", number.as_str());
            Some(list.with(items, touched, vec![Field::Phone]))
        }
    }
}

/// Merges the changes into the BILLING address; `None` where nothing changes.
///
/// # Errors
/// See [`address::sendable_as_is`].
pub(super) fn addresses(
    held: &[ListItem],
    wanted: &AddressChanges,
    lists: &Lists,
) -> Result<Option<Merged>, Problem> {
    let list = ADDRESSES;
    let items = list.writable(held);
    let Some((touched, changed)) = address::merge(list.held(&items), wanted, lists) else {
        return Ok(None);
    };
    address::sendable_as_is(&touched)?;
    Ok(Some(list.with(items, touched, changed)))
}

/// Whether the item holds the e-mail address, case and invisible characters aside.
pub(super) fn is_address(item: &ListItem, email: &str) -> bool {
    cleaning::same_but_for_case(&cleaning::token(&text(item, "email")), email)
}

/// A part as trimmed text; empty where it is missing, null or neither text nor a number.
pub(super) fn text(item: &ListItem, key: &str) -> String {
    item.text(key).unwrap_or_default().trim().to_owned()
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::samples::item;
    use super::*;

    fn list(items: Value) -> Vec<ListItem> {
        let Value::Array(items) = items else {
            panic!("a list of items");
        };
        items.iter().map(item).collect()
    }

    fn sent(merged: Option<Merged>) -> Value {
        json!(merged.map(|merged| merged.items))
    }

    fn number(typed: &str) -> Change {
        Change::Set(typed.to_owned())
    }

    #[test]
    fn phones_merge_by_slot() {
        let held = list(json!([
            { "field": "PHONE2", "number": "2", "number_e164": "+2", "type": null },
            { "number": "no slot" },
            { "field": "PHONE1", "number": "555 0100", "type": "Work", "extension": "9" },
            { "field": "PHONE1", "number": "again" },
            { "field": "NEW_SLOT", "number": 3, "odd": true },
        ]));
        let around = |touched: Value| {
            json!([
                { "field": "PHONE2", "number": "2" },
                { "number": "no slot" },
                touched,
                { "field": "PHONE1", "number": "again" },
                { "field": "NEW_SLOT", "number": 3 },
            ])
        };
        // Another number leaves the extension behind, the same one respelled keeps it.
        let other = json!({ "field": "PHONE1", "number": "555 0199", "type": "Work" });
        assert_eq!(sent(phones(&held, &number("555 0199"))), around(other));
        let respelled =
            json!({ "field": "PHONE1", "number": "555-0100", "type": "Work", "extension": "9" });
        assert_eq!(sent(phones(&held, &number("555-0100"))), around(respelled));
        assert_eq!(
            sent(phones(&held, &number("555 0100"))),
            Value::Null,
            "held already"
        );
        assert_eq!(
            sent(phones(&held, &Change::Clear)),
            json!([
                { "field": "PHONE2", "number": "2" },
                { "number": "no slot" },
                { "field": "NEW_SLOT", "number": 3 },
            ])
        );
    }

    #[test]
    fn the_last_phone_cleared_is_an_empty_list_and_none_cleared_is_nothing() {
        let held = list(json!([{ "field": "PHONE1", "number": "1" }]));
        assert_eq!(sent(phones(&held, &Change::Clear)), json!([]));
        assert_eq!(sent(phones(&[], &Change::Clear)), Value::Null);
    }

    #[test]
    fn an_address_fills_a_free_slot_without_opting_anybody_in() {
        let held = list(json!([{
            "field": "EMAIL2", "email": "other@example.com", "opt_in_reason": "asked once",
            "is_opt_in": true, "email_opt_status": "CONFIRMED",
        }]));
        let merged = emails(&held, "ann@example.com").expect("EMAIL1 is free");
        assert_eq!(
            sent(merged),
            json!([
                { "field": "EMAIL2", "email": "other@example.com" },
                { "field": "EMAIL1", "email": "ann@example.com" },
            ])
        );
        assert!(matches!(emails(&held, "OTHER@example.com"), Ok(None)));
    }

    #[test]
    fn another_address_in_the_first_slot_is_not_overwritten() {
        let held = list(json!([{ "field": "EMAIL1", "email": "new@example.com" }]));
        let problem = emails(&held, "ann@example.com").err();
        assert_eq!(problem.map(|p| p.kind), Some(ProblemKind::NotThisContact));
    }
}
