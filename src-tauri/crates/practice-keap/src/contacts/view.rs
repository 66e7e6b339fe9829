//! A stored contact as a read shows it: with what Keap computes, with `null` where nothing is known,
//! and cut to the fields that were asked for.

use serde_json::{Value, json};

use super::{email, fields, model};
use crate::book::account::{Account, Record};

/// The contact with all fields; `None` if there is no such id.
pub(crate) fn whole(account: &Account, id: u64) -> Option<Record> {
    shown(account, id, &fields::READABLE)
}

/// The contact with the fields that were asked for; the others are absent, not null.
pub(crate) fn chosen(account: &Account, id: u64, wanted: &[&str]) -> Option<Value> {
    shown(account, id, wanted).map(Value::Object)
}

fn shown(account: &Account, id: u64, wanted: &[&str]) -> Option<Record> {
    let stored = account.contacts.get(&id)?;
    let mut shown = Record::new();
    for name in wanted {
        if let Some(value) = field(account, id, stored, name) {
            shown.insert((*name).to_owned(), value);
        }
    }
    // Not in the contract: answers grow, and a client must not mind.
    shown.insert("last_activity".to_owned(), Value::Null);
    Some(shown)
}

fn field(account: &Account, id: u64, stored: &Record, name: &str) -> Option<Value> {
    Some(match name {
        "id" => id.to_string().into(),
        "email_addresses" => emails(account, stored),
        "phone_numbers" => each(stored, name, phone),
        "addresses" => each(stored, name, address),
        "custom_fields" => custom(stored),
        "fax_numbers" | "social_accounts" => stored.get(name).cloned().unwrap_or(json!([])),
        "links" | "utm_parameters" => json!([]),
        "tag_ids" => account.tag_ids(id).into_iter().collect(),
        // No company is no member at all, where everything else is null.
        "company" => stored
            .get(name)
            .filter(|company| !company.is_null())?
            .clone(),
        "score_value" => "0".into(),
        _ => stored.get(name).cloned().unwrap_or(Value::Null),
    })
}

fn each(stored: &Record, list: &str, show: impl Fn(&Record) -> Value) -> Value {
    let items = stored
        .get(list)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    items
        .iter()
        .filter_map(Value::as_object)
        .map(show)
        .collect()
}

fn emails(account: &Account, stored: &Record) -> Value {
    each(stored, "email_addresses", |item| {
        let address = item
            .get("email")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let status = email::status_of(&account.statuses, address);
        let mut shown = item.clone();
        shown.insert("is_opt_in".to_owned(), status.is_opt_in().into());
        shown.insert("email_opt_status".to_owned(), status.status.into());
        shown.insert("opt_in_reason".to_owned(), status.reason.into());
        Value::Object(shown)
    })
}

fn phone(item: &Record) -> Value {
    let number = item
        .get("number")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut shown = item.clone();
    shown.insert("number_e164".to_owned(), e164(number).into());
    shown.entry("extension").or_insert(Value::Null);
    shown.entry("type").or_insert(Value::Null);
    Value::Object(shown)
}

/// A number with its country, or one of North America's ten digits; anything else is not computed.
fn e164(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if number.trim_start().starts_with('+') && (8..=15).contains(&digits.len()) {
        return Some(format!("+{digits}"));
    }
    (digits.len() == 10 && !digits.starts_with('0')).then(|| format!("+1{digits}"))
}

fn address(item: &Record) -> Value {
    let mut shown = item.clone();
    for name in ["country", "country_code", "region", "region_code"] {
        shown.entry(name).or_insert(Value::Null);
    }
    Value::Object(shown)
}

/// Every custom field is shown, those without a value as `null`.
fn custom(stored: &Record) -> Value {
    let values = stored.get("custom_fields").and_then(Value::as_array);
    model::ids()
        .map(|id| {
            let value = values
                .into_iter()
                .flatten()
                .find(|value| value.get("id").and_then(Value::as_str) == Some(id));
            let content = value.and_then(|value| value.get("content")).cloned();
            json!({"id": id, "content": content})
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::e164;

    #[test]
    fn numbers_are_computed_only_where_it_is_plain() {
        assert_eq!(e164("(602) 555-0100").as_deref(), Some("+16025550100"));
        assert_eq!(e164("+49 30 5550 0100").as_deref(), Some("+493055500100"));
        assert_eq!(e164("030 5550100"), None);
        assert_eq!(e164("ask at the desk"), None);
    }
}
