//! Saving a contact: every rule of a save, seen in what Keap got and in what it holds afterwards.

mod clearing;
mod creating;
mod lists;
mod matches;
mod places;
mod problems;

use keapsake_core::contact::{Card, Field};
use keapsake_core::failure::Failure;
use keapsake_core::wizard::Saved;
use serde_json::Value;

fn created(saved: Result<Saved, Failure>) -> Card {
    match saved {
        Ok(Saved::Created(card)) => card,
        other => panic!("created: {other:?}"),
    }
}

fn updated(saved: Result<Saved, Failure>) -> (Card, Vec<Field>) {
    match saved {
        Ok(Saved::Updated(card, fields)) => (card, fields),
        other => panic!("updated: {other:?}"),
    }
}

/// The item of a list that stands in a slot.
fn slot<'a>(contact: &'a Value, list: &str, name: &str) -> &'a Value {
    let items = contact[list].as_array().expect("a list");
    items
        .iter()
        .find(|item| item["field"] == name)
        .unwrap_or(&Value::Null)
}
