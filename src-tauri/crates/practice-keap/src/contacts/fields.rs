//! The names a contact's fields have, and how long their text may be. No rule but lengths.

use crate::api::problem::Problem;
use crate::api::query::Query;

/// Everything `fields` and `update_mask` may name.
pub(crate) const READABLE: [&str; 41] = [
    "addresses",
    "anniversary_date",
    "birth_date",
    "company",
    "contact_type",
    "create_time",
    "custom_fields",
    "email_addresses",
    "family_name",
    "fax_numbers",
    "given_name",
    "id",
    "job_title",
    "leadsource_id",
    "links",
    "middle_name",
    "notes",
    "origin",
    "owner_id",
    "phone_numbers",
    "preferred_locale",
    "preferred_name",
    "prefix",
    "referral_code",
    "score_value",
    "social_accounts",
    "source_type",
    "spouse_name",
    "suffix",
    "tag_ids",
    "time_zone",
    "update_time",
    "utm_parameters",
    "website",
    "account_id",
    "assistant_name",
    "assistant_phone",
    "billing_information",
    "created_by",
    "groups",
    "last_updated_by",
];

/// What an answer holds when `fields` is not sent. Keap leaves out most and does not say which; the
/// practice leaves out all lists, so that a client that forgot to ask is found out.
pub(crate) const USUAL: [&str; 5] = [
    "id",
    "given_name",
    "family_name",
    "create_time",
    "update_time",
];

/// Writable text and its longest length, in characters.
pub(crate) const TEXTS: [(&str, usize); 24] = [
    ("given_name", 40),
    ("family_name", 40),
    ("middle_name", 100),
    ("preferred_name", 100),
    ("spouse_name", 100),
    ("website", 100),
    ("billing_information", 100),
    ("job_title", 255),
    ("assistant_name", 20),
    ("assistant_phone", 15),
    ("prefix", 255),
    ("suffix", 255),
    ("contact_type", 255),
    ("leadsource_id", 255),
    ("owner_id", 255),
    ("preferred_locale", 255),
    ("referral_code", 255),
    ("source_type", 255),
    ("time_zone", 255),
    ("anniversary_date", 255),
    ("birth_date", 255),
    ("account_id", 255),
    ("notes", 65_535),
    ("groups", 255),
];

/// Of [`TEXTS`], what a body must not hold: it can be read but not written.
pub(crate) const READ_ONLY: [&str; 3] = ["account_id", "notes", "groups"];

/// Writable lists; every one replaces the whole list it names.
pub(crate) const LISTS: [&str; 6] = [
    "addresses",
    "custom_fields",
    "email_addresses",
    "fax_numbers",
    "phone_numbers",
    "social_accounts",
];

/// Writable objects.
pub(crate) const OBJECTS: [&str; 3] = ["company", "origin", "utm_parameters"];

/// The fields an answer is to have: one parameter, joined by commas.
pub(crate) fn wanted(query: &Query) -> Result<Vec<&'static str>, Problem> {
    match query.get("fields") {
        None | Some("") => Ok(USUAL.to_vec()),
        Some(text) => text
            .split(',')
            .map(|name| known(name.trim(), "fields"))
            .collect(),
    }
}

/// The fields an update is limited to: repeated keys, one name each; `None` if there is no mask.
pub(crate) fn mask(query: &Query) -> Result<Option<Vec<&'static str>>, Problem> {
    let names: Vec<&'static str> = query
        .all("update_mask")
        .map(|name| known(name, "update_mask"))
        .collect::<Result<_, _>>()?;
    let repeats = names
        .iter()
        .enumerate()
        .any(|(at, name)| names.iter().take(at).any(|n| n == name));
    if repeats {
        return Err(Problem::invalid(
            "update_mask",
            "update_mask items must be unique",
        ));
    }
    Ok((!names.is_empty()).then_some(names))
}

fn known(name: &str, parameter: &str) -> Result<&'static str, Problem> {
    READABLE
        .iter()
        .copied()
        .find(|known| *known == name)
        .ok_or_else(|| Problem::invalid(parameter, format!("{parameter} is invalid")))
}
