//! A written contact as a whole: is it the JSON that the schema says, and does every part keep its
//! rule? Returns what may be stored; changes nothing.

use serde_json::{Map, Value};

use super::{fields, items};
use crate::api::problem::Problem;
use crate::api::rows::text;
use crate::book::account::{Account, Record};
use crate::book::users;
use crate::options::Options;

const SOURCES: [&str; 11] = [
    "API",
    "APPOINTMENT",
    "FORM_API_HOSTED",
    "FORM_API_INTERNAL",
    "IMPORT",
    "INTERNAL_FORM",
    "LANDING_PAGE",
    "MANUAL",
    "OTHER",
    "UNKNOWN",
    "WEBFORM",
];

/// Checks a body. `stored` is the contact it is meant for, if there is one. A member that is `null`
/// is left out of the result.
pub(crate) fn body(
    bytes: &[u8],
    stored: Option<&Record>,
    account: &Account,
    options: &Options,
) -> Result<Record, Problem> {
    let body: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|_| Problem::unreadable())?;
    let mut checked = Record::new();
    for (name, value) in &body {
        let value = match name.as_str() {
            name if fields::READ_ONLY.contains(&name) => return Err(Problem::unreadable()),
            _ if value.is_null() => continue,
            list if fields::LISTS.contains(&list) => {
                items::check(list, value, stored, options.regions)?
            }
            "company" => match company(value, account)? {
                Some(company) => company,
                None => continue,
            },
            object if fields::OBJECTS.contains(&object) => value
                .as_object()
                .map(|_| value.clone())
                .ok_or_else(Problem::unreadable)?,
            name => text_field(name, value, account)?,
        };
        checked.insert(name.clone(), value);
    }
    Ok(checked)
}

/// A new contact must have something to reach somebody by.
pub(crate) fn is_reachable(record: &Record) -> Result<(), Problem> {
    let reachable = ["email_addresses", "phone_numbers", "addresses"]
        .iter()
        .any(|list| {
            record
                .get(*list)
                .and_then(Value::as_array)
                .is_some_and(|items| !items.is_empty())
        });
    if reachable {
        return Ok(());
    }
    Err(Problem::invalid(
        "contact",
        "Contact must contain at least one email address, phone number or address",
    ))
}

fn text_field(name: &str, value: &Value, account: &Account) -> Result<Value, Problem> {
    let Some((_, longest)) = fields::TEXTS.iter().find(|(known, _)| *known == name) else {
        return Err(Problem::unreadable());
    };
    let text = value.as_str().ok_or_else(Problem::unreadable)?;
    if text.chars().count() > *longest {
        return Err(Problem::invalid(
            name,
            format!("{name} is longer than {longest} characters"),
        ));
    }
    let valid = match name {
        _ if text.is_empty() => true,
        "source_type" => SOURCES.contains(&text),
        "owner_id" if !users::is_user(text) => {
            return Err(Problem::stumbled(name, "Internal Server Error"));
        }
        "leadsource_id" => account.lead_sources.has(text),
        "preferred_locale" => is_locale(text),
        "birth_date" | "anniversary_date" => {
            text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10
        }
        _ => true,
    };
    if valid {
        Ok(value.clone())
    } else {
        Err(Problem::invalid(name, format!("{name} is invalid")))
    }
}

/// `en_US`: the one form that is published.
fn is_locale(text: &str) -> bool {
    let Some((language, country)) = text.split_once('_') else {
        return false;
    };
    language.len() == 2
        && country.len() == 2
        && language.bytes().all(|letter| letter.is_ascii_lowercase())
        && country.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// A company is linked by its id; a name alone no longer links one and changes nothing.
fn company(value: &Value, account: &Account) -> Result<Option<Value>, Problem> {
    let company = value.as_object().ok_or_else(Problem::unreadable)?;
    let known = items::texts(company, "company", &[("id", 20), ("company_name", 255)])?;
    let Some(id) = known.get("id").and_then(Value::as_str) else {
        return Ok(None);
    };
    let Some(row) = account.companies.get(id) else {
        return Err(Problem::invalid("company", "company id is invalid"));
    };
    let name = text(&row.record, "company_name");
    Ok(Some(serde_json::json!({"id": id, "company_name": name})))
}
