//! The items of a written list: their slots, their members, their lengths. An address has rules of its
//! own; see `address`.

use serde_json::{Map, Value};

use super::{address, email, model};
use crate::api::problem::Problem;
use crate::book::account::Record;
use crate::options::RegionCheck;

/// An item, with its members.
pub(crate) type Item = Map<String, Value>;

/// The slots an item of a list may name, in the order a read shows them.
pub(crate) fn slots(list: &str) -> (&'static str, &'static [&'static str]) {
    match list {
        "addresses" => ("field", &["BILLING", "SHIPPING", "OTHER"]),
        "email_addresses" => ("field", &["EMAIL1", "EMAIL2", "EMAIL3"]),
        "fax_numbers" => ("field", &["FAX1", "FAX2"]),
        "phone_numbers" => ("field", &["PHONE1", "PHONE2", "PHONE3", "PHONE4", "PHONE5"]),
        "social_accounts" => (
            "type",
            &[
                "FACEBOOK",
                "LINKED_IN",
                "TWITTER",
                "INSTAGRAM",
                "SNAPCHAT",
                "YOUTUBE",
                "PINTEREST",
            ],
        ),
        _ => ("id", &[]),
    }
}

/// Checks one list and returns it as it is stored: in slot order, without what Keap computes.
pub(crate) fn check(
    list: &str,
    value: &Value,
    stored: Option<&Record>,
    regions: RegionCheck,
) -> Result<Value, Problem> {
    let items = value.as_array().ok_or_else(Problem::unreadable)?;
    let (slot_name, slots) = slots(list);
    let mut checked: Vec<(usize, Value)> = Vec::with_capacity(items.len());
    for item in items {
        let item = item.as_object().ok_or_else(Problem::unreadable)?;
        let slot = item
            .get(slot_name)
            .and_then(Value::as_str)
            .unwrap_or_default();
        let place = if list == "custom_fields" {
            model::position(slot)
        } else {
            slots.iter().position(|known| *known == slot)
        };
        let Some(place) = place else {
            return Err(Problem::invalid(
                list,
                format!("{list} {slot_name} is invalid"),
            ));
        };
        if checked.iter().any(|(taken, _)| *taken == place) {
            return Err(Problem::invalid(
                list,
                format!("{slot} is listed more than once"),
            ));
        }
        let before = stored.and_then(|record| in_slot(record, list, slot_name, slot));
        let item = match list {
            "addresses" => address::check(item, slot, before, regions)?,
            "custom_fields" => custom_field(item)?,
            "email_addresses" => email_item(item, slot)?,
            "phone_numbers" => phone(item, slot)?,
            "fax_numbers" => texts(item, list, &[("field", 10), ("number", 40), ("type", 255)])?,
            _ => texts(item, list, &[("type", 20), ("name", 255)])?,
        };
        checked.push((place, Value::Object(item)));
    }
    checked.sort_by_key(|(place, _)| *place);
    Ok(Value::Array(
        checked.into_iter().map(|(_, item)| item).collect(),
    ))
}

fn in_slot<'a>(record: &'a Record, list: &str, slot_name: &str, slot: &str) -> Option<&'a Item> {
    record
        .get(list)?
        .as_array()?
        .iter()
        .filter_map(Value::as_object)
        .find(|item| item.get(slot_name).and_then(Value::as_str) == Some(slot))
}

/// Members that are text and no longer than given; `null` is the same as not there, and a member
/// that the schema does not have is refused.
pub(crate) fn texts(item: &Item, list: &str, known: &[(&str, usize)]) -> Result<Item, Problem> {
    let mut kept = Item::new();
    for (name, value) in item {
        let Some((_, longest)) = known.iter().find(|(known, _)| known == name) else {
            return Err(Problem::unreadable());
        };
        match value {
            Value::Null => {}
            Value::String(text) if text.chars().count() > *longest => {
                return Err(Problem::invalid(
                    list,
                    format!("{name} is longer than {longest} characters"),
                ));
            }
            Value::String(_) => {
                kept.insert(name.clone(), value.clone());
            }
            _ => return Err(Problem::unreadable()),
        }
    }
    Ok(kept)
}

fn email_item(item: &Item, slot: &str) -> Result<Item, Problem> {
    let longest = if slot == "EMAIL1" { 75 } else { 100 };
    let kept = texts(
        item,
        "email_addresses",
        &[("field", 30), ("email", longest), ("opt_in_reason", 65_535)],
    )?;
    match kept.get("email").and_then(Value::as_str) {
        Some(text) if email::is_address(text) => Ok(kept),
        _ => Err(Problem::invalid(
            "email_addresses",
            format!("{slot} is not a valid email address"),
        )),
    }
}

fn phone(item: &Item, slot: &str) -> Result<Item, Problem> {
    let longest = if ["PHONE4", "PHONE5"].contains(&slot) {
        20
    } else {
        40
    };
    let known = [
        ("field", 30),
        ("number", longest),
        ("extension", 255),
        ("type", 255),
        ("number_e164", 40),
    ];
    let mut kept = texts(item, "phone_numbers", &known)?;
    // Computed from the number at every read, whatever was sent.
    kept.remove("number_e164");
    if kept.get("number").is_none() {
        return Err(Problem::invalid(
            "phone_numbers",
            format!("{slot} has no number"),
        ));
    }
    Ok(kept)
}

/// A custom field's content is text; a number fails in Keap with a cast of its own.
fn custom_field(item: &Item) -> Result<Item, Problem> {
    if item.get("content").is_some_and(Value::is_number) {
        let message = "java.lang.Integer cannot be cast to java.lang.String";
        return Err(Problem::invalid("custom_fields", message));
    }
    texts(item, "custom_fields", &[("id", 20), ("content", 65_535)])
}
