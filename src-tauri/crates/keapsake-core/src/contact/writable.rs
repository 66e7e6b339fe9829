//! Which members of a list's items may be written, and which items go back at all.
//!
//! Keap replaces a list whole, so an item that is not sent again is lost. Every item goes back, whatever
//! its slot is called; what is left out is only what Keap computes or never takes back.

use keap_client::{ListField, ListItem};
use serde_json::Value;

use super::cell::is_bare;
use super::text::of as text;

/// The members of the write schemas, without `number_e164`, which Keap computes, and without
/// `opt_in_reason`: sending that back would opt the person in.
const fn members(list: ListField) -> &'static [&'static str] {
    match list {
        ListField::Addresses => &[
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
        ListField::CustomFields => &["content", "id"],
        ListField::EmailAddresses => &["email", "field"],
        ListField::FaxNumbers => &["field", "number", "type"],
        ListField::PhoneNumbers => &["extension", "field", "number", "type"],
        ListField::SocialAccounts => &["name", "type"],
    }
}

/// The items as they may be sent. One that says nothing but its slot says nothing: Keap lists custom
/// fields without content that way, and would refuse an e-mail item without an address.
pub(super) fn writable(list: ListField, items: &[ListItem]) -> Vec<ListItem> {
    let of_item = |item: &ListItem| {
        let kept = item
            .parts()
            .iter()
            .filter(|(key, value)| members(list).contains(&key.as_str()) && !value.is_null())
            .filter(|(key, _)| list != ListField::Addresses || !is_said_by_another(item, key));
        ListItem::new(kept.map(|(k, v)| (k.clone(), sendable(list, v))).collect())
    };
    let items = items.iter().map(of_item);
    items.filter(|item| !is_bare(item, list)).collect()
}

/// Whether another member of an address says the same, and says it better: of a name and its code Keap
/// wants the code alone, and of the two kinds of postal code only one.
fn is_said_by_another(address: &ListItem, key: &str) -> bool {
    let said = |key: &str| text(address, key).trim().to_owned();
    let has = |key: &str| !said(key).is_empty();
    // Two that differ are both sent: which one holds is Keap's to say.
    let one_code = || has("zip_code") && said("postal_code").starts_with(&said("zip_code"));
    match key {
        "country" => has("country_code"),
        "region" => has("region_code"),
        // The extension belongs to the ZIP code.
        "postal_code" => one_code() && has("zip_four"),
        "zip_code" => one_code() && !has("zip_four"),
        _ => false,
    }
}

/// Keap answers numbers in custom fields that it refuses in a write.
fn sendable(list: ListField, value: &Value) -> Value {
    match value {
        Value::Number(number) if list == ListField::CustomFields => number.to_string().into(),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::samples::item;
    use super::*;

    #[test]
    fn what_is_computed_or_would_opt_in_stays_behind_and_nothing_else() {
        let sent = |list, value: &Value| json!(writable(list, &[item(value)]));
        let table = [
            (
                ListField::EmailAddresses,
                json!({"field": "EMAIL2", "email": "a@example.com", "opt_in_reason": "asked once",
                    "is_opt_in": true, "email_opt_status": "CONFIRMED"}),
                json!([{"field": "EMAIL2", "email": "a@example.com"}]),
            ),
            (
                ListField::PhoneNumbers,
                json!({"field": "PHONE9", "number": "1", "number_e164": "+1", "type": null}),
                json!([{"field": "PHONE9", "number": "1"}]),
            ),
            // A type is something; a bare slot is nothing.
            (
                ListField::PhoneNumbers,
                json!({"field": "PHONE2", "number": null, "type": "Work"}),
                json!([{"field": "PHONE2", "type": "Work"}]),
            ),
            (
                ListField::EmailAddresses,
                json!({"field": "EMAIL3", "email": null, "is_opt_in": false}),
                json!([]),
            ),
            (
                ListField::CustomFields,
                json!({"id": "21", "content": null}),
                json!([]),
            ),
            (
                ListField::CustomFields,
                json!({"id": "21", "content": 5}),
                json!([{"id": "21", "content": "5"}]),
            ),
            (
                ListField::Addresses,
                json!({"field": "BILLING", "country": "United States", "country_code": "USA",
                    "region": "Arizona", "region_code": "US-AZ", "postal_code": "85001",
                    "zip_code": "85001", "zip_four": ""}),
                json!([{"field": "BILLING", "country_code": "USA", "region_code": "US-AZ",
                    "postal_code": "85001", "zip_four": ""}]),
            ),
            // Without a code the name is all there is.
            (
                ListField::Addresses,
                json!({"field": "OTHER", "country": "U.S.A.", "country_code": "", "region": "Calif.",
                    "region_code": null, "postal_code": "85001", "zip_code": "85001", "zip_four": "1234"}),
                json!([{"field": "OTHER", "country": "U.S.A.", "country_code": "", "region": "Calif.",
                    "zip_code": "85001", "zip_four": "1234"}]),
            ),
            (
                ListField::SocialAccounts,
                json!({"type": "NEW_NETWORK", "name": "ann"}),
                json!([{"type": "NEW_NETWORK", "name": "ann"}]),
            ),
        ];
        for (list, read, expected) in table {
            assert_eq!(sent(list, &read), expected, "{read}");
        }
    }
}
