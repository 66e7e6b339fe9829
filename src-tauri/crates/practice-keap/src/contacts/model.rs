//! The custom fields of contacts, one at least of every type the contract has, and their groups; the
//! same in both accounts. Some have no options, no group or no record type, as answers of Keap do. It
//! does not know what a contact holds in them.

use std::sync::LazyLock;

use serde_json::{Value, json};

/// What may be asked of a custom field in a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Text,
    /// Equal or not, and no beginning.
    Plain,
    Number,
    Date,
    /// Several options, joined by commas.
    Several,
}

/// Group 3 is named in its fields; of group 5 only the id is.
const GROUPS: [(&str, Option<&str>); 2] = [("3", Some("Shop")), ("5", None)];

/// Id, label, type, name in filters, group, options.
type Field = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static [&'static str],
);

const FIELDS: [Field; 25] = [
    (
        "21",
        "Favourite bread",
        "TEXT",
        "FavouriteBread",
        Some("3"),
        &[],
    ),
    (
        "23",
        "Delivery day",
        "DROPDOWN",
        "DeliveryDay0",
        Some("3"),
        &["Tuesday", "Friday"],
    ),
    (
        "25",
        "Loyalty points",
        "WHOLE_NUMBER",
        "LoyaltyPoints",
        None,
        &[],
    ),
    (
        "31",
        "Monthly budget",
        "CURRENCY",
        "MonthlyBudget",
        Some("5"),
        &[],
    ),
    ("32", "First visit", "DATE", "FirstVisit", Some("5"), &[]),
    (
        "33",
        "Next tasting",
        "DATE_TIME",
        "NextTasting",
        Some("5"),
        &[],
    ),
    ("34", "Baking day", "DAY_OF_WEEK", "BakingDay", None, &[]),
    (
        "35",
        "Oven temperature",
        "DECIMAL_NUMBER",
        "OvenTemperature",
        None,
        &[],
    ),
    (
        "36",
        "Flour",
        "DRILLDOWN",
        "Flour0",
        Some("3"),
        &["Rye", "Spelt", "Wheat", "Wheat, wholemeal"],
    ),
    (
        "37",
        "Invoices go to",
        "EMAIL",
        "InvoicesGoTo",
        Some("5"),
        &[],
    ),
    (
        "38",
        "Allergies",
        "LIST_BOX",
        "Allergies",
        Some("3"),
        &["Gluten", "Nuts", "Milk", "Sesame"],
    ),
    ("39", "Busiest month", "MONTH", "BusiestMonth", None, &[]),
    ("40", "Name on the box", "NAME", "NameOnTheBox", None, &[]),
    ("41", "Discount", "PERCENT", "Discount0", Some("5"), &[]),
    (
        "42",
        "Back door bell",
        "PHONE_NUMBER",
        "BackDoorBell",
        None,
        &[],
    ),
    (
        "43",
        "Size of the order",
        "RADIO",
        "SizeOfTheOrder",
        Some("3"),
        &["Small", "Middling", "Large"],
    ),
    (
        "44",
        "Tax number",
        "SOCIAL_SECURITY_NUMBER",
        "TaxNumber",
        Some("5"),
        &[],
    ),
    (
        "45",
        "State of the licence",
        "STATE",
        "StateOfTheLicence",
        None,
        &[],
    ),
    (
        "46",
        "Notes for the driver",
        "TEXT_AREA",
        "NotesForTheDriver",
        Some("3"),
        &[],
    ),
    ("47", "Baker in charge", "USER", "BakerInCharge", None, &[]),
    (
        "48",
        "Whom to tell",
        "USER_LIST_BOX",
        "WhomToTell",
        None,
        &[],
    ),
    ("49", "Shop page", "WEBSITE", "ShopPage", Some("5"), &[]),
    (
        "50",
        "Customer since",
        "YEAR",
        "CustomerSince",
        Some("5"),
        &[],
    ),
    ("51", "Has a key", "YES_NO", "HasAKey", Some("3"), &[]),
    (
        "52",
        "Filled by nobody",
        "TEXT",
        "FilledByNobody",
        None,
        &[],
    ),
];

/// As `GET /contacts/model` describes them.
pub(crate) static CUSTOM_FIELDS: LazyLock<Vec<Value>> =
    LazyLock::new(|| FIELDS.iter().map(described).collect());

fn described(field: &Field) -> Value {
    let (id, label, kind, name, group, options) = field;
    let group_name = GROUPS
        .iter()
        .find(|(id, _)| Some(*id) == *group)
        .and_then(|(_, name)| *name);
    let options = match (*kind, options) {
        // Both ways of saying that there are none occur.
        ("WHOLE_NUMBER" | "TEXT_AREA", _) => json!([]),
        (_, []) => Value::Null,
        (_, labels) => (1..)
            .zip(labels.iter())
            .map(|(number, label)| json!({"id": format!("{id}{number}"), "label": label}))
            .collect(),
    };
    json!({
        "id": id, "label": label, "field_type": kind, "field_name": name,
        "record_type": if *id == "25" { Value::Null } else { "CONTACT".into() },
        "default_value": if *id == "23" { "Friday".into() } else { Value::Null },
        "group_id": group, "group_name": group_name, "options": options,
    })
}

/// The groups, as a read shows them.
pub(crate) fn groups() -> Value {
    let groups = (1..).zip(["Shop", "Orders and money"]);
    let named = groups.zip(GROUPS);
    let shown = named.map(|((order, name), (id, _))| {
        json!({"id": id, "name": name, "order": order, "tab_id": "1", "record_type": "CONTACT"})
    });
    json!({"groups": shown.collect::<Vec<_>>()})
}

/// The place of a custom field among them all.
pub(crate) fn position(id: &str) -> Option<usize> {
    FIELDS.iter().position(|field| field.0 == id)
}

/// The ids, in order.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.0)
}

/// The custom field that a filter names, case aside.
pub(crate) fn named(name: &str) -> Option<(&'static str, Class)> {
    let field = FIELDS
        .iter()
        .find(|field| field.3.eq_ignore_ascii_case(name))?;
    let class = match field.2 {
        "YES_NO" | "DRILLDOWN" => Class::Plain,
        "WHOLE_NUMBER" | "DECIMAL_NUMBER" | "CURRENCY" | "PERCENT" | "YEAR" | "MONTH"
        | "DAY_OF_WEEK" | "USER" => Class::Number,
        "DATE" | "DATE_TIME" => Class::Date,
        "LIST_BOX" | "USER_LIST_BOX" => Class::Several,
        _ => Class::Text,
    };
    Some((field.0, class))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::FIELDS;

    #[test]
    fn every_type_of_the_contract_is_there() {
        let kinds: BTreeSet<&str> = FIELDS.iter().map(|field| field.2).collect();
        assert_eq!(kinds.len(), 24);
        let ids: BTreeSet<&str> = FIELDS.iter().map(|field| field.0).collect();
        assert_eq!(ids.len(), FIELDS.len());
    }
}
