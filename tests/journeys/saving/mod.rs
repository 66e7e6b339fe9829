//! Saving a contact: every rule of a save, seen in what Keap got and in what it holds afterwards.

mod clearing;
mod creating;
mod lists;
mod matches;
mod places;
mod problems;

use practice_keap::ScriptedAnswer;
use serde_json::Value;

/// The item of a list that stands in a slot.
pub(crate) fn slot<'a>(contact: &'a Value, list: &str, name: &str) -> &'a Value {
    let items = contact[list].as_array().expect("a list");
    items
        .iter()
        .find(|item| item["field"] == name)
        .unwrap_or(&Value::Null)
}

/// An answer in the place of Keap's to the next call on contacts.
pub(crate) fn answer(method: &str, status: u16, body: &str) -> ScriptedAnswer {
    ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: method.into(),
        status,
        body: body.into(),
        content_type: "application/json".into(),
        ..ScriptedAnswer::default()
    }
}
