//! Any contact, any edits: after a save everything that nobody touched is in Keap as it was, consent
//! included, and taking the save back brings the record back to the letter.
//!
//! Keap's lists replace what they name, so an item that is not sent again is lost. What is compared is what
//! Keap holds, and no type of the app's.

use std::collections::{BTreeMap, BTreeSet};

use keapsake_core::contact::Spot;
use keapsake_core::contact::spot::{AddressPart, PhonePart};
use keapsake_core::desk::{SaveOutcome, TakenBack};
use keapsake_core::failure::Cause;
use practice_keap::{CallLimits, Options, RegionCheck};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;

use super::generated::{contact, edits, numbered};
use crate::computer::{BAKERY, Computer};
use crate::form::{draft, names};

/// Desks side by side, each with a Keap of its own: a client keeps to so many calls a second.
const DESKS: usize = 6;
const CASES_A_DESK: usize = 90;

/// Without what changes by itself with every write.
fn still(contact: &Value) -> Map<String, Value> {
    let mut contact = contact.as_object().unwrap().clone();
    contact.retain(|name, _| !["update_time", "last_updated_by"].contains(&name.as_str()));
    contact
}

/// Without members that say nothing: Keap reads an emptied text back as empty or as absent.
fn said(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| (name, said(value)));
            let members: Map<_, _> = members.filter(|(_, value)| !value.is_null()).collect();
            // An item of which only the slot is left says nothing either.
            let bare = members
                .keys()
                .all(|name| ["field", "type", "id"].contains(&name.as_str()));
            if bare {
                Value::Null
            } else {
                Value::Object(members)
            }
        }
        Value::Array(items) => {
            let items: Vec<Value> = items
                .into_iter()
                .map(said)
                .filter(|item| !item.is_null())
                .collect();
            if items.is_empty() {
                Value::Null
            } else {
                Value::Array(items)
            }
        }
        Value::String(text) if text.is_empty() => Value::Null,
        other => other,
    }
}

/// The items of a list in their slots.
fn in_slots<'a>(
    contact: &'a Map<String, Value>,
    list: &str,
    key: &str,
) -> BTreeMap<&'a str, &'a Map<String, Value>> {
    let items = contact[list].as_array().into_iter().flatten();
    let items = items.map(|item| item.as_object().unwrap());
    items
        .map(|item| (item[key].as_str().unwrap(), item))
        .collect()
}

/// The members of an item that a touched spot may change.
fn members(touched: &BTreeSet<Spot>, list: &str, slot: &str) -> BTreeSet<&'static str> {
    let mut members = BTreeSet::new();
    for spot in touched {
        let Some((of, at)) = spot.item() else {
            continue;
        };
        if of.name() != list || at != slot {
            continue;
        }
        members.extend(spot.members());
        match spot {
            // What belongs to an address: whether it may be sent marketing.
            Spot::Email(_) => members.extend(["is_opt_in", "email_opt_status", "opt_in_reason"]),
            Spot::Phone(_, PhonePart::Number) => {
                members.extend(["number_e164", "extension", "type"]);
            }
            Spot::Address(_, AddressPart::Country) => members.extend(["region", "region_code"]),
            _ => {}
        }
        if matches!(spot, Spot::Address(..)) {
            members.extend(["zip_code", "zip_four", "postal_code"]);
        }
    }
    members
}

/// What changed in Keap and was not to.
fn lost(before: &Value, after: &Value, touched: &BTreeSet<Spot>) -> Vec<String> {
    let (before, after) = (still(before), still(after));
    let mut lost = Vec::new();
    for (name, held) in &before {
        let key = match name.as_str() {
            "email_addresses" | "phone_numbers" | "addresses" | "fax_numbers" => "field",
            "social_accounts" => "type",
            "custom_fields" => "id",
            _ => {
                let may = Spot::from_name(name).is_some_and(|spot| touched.contains(&spot));
                if !may && Some(held) != after.get(name) {
                    lost.push(format!("{name}: {held} became {:?}", after.get(name)));
                }
                continue;
            }
        };
        let (held, now) = (in_slots(&before, name, key), in_slots(&after, name, key));
        let slots: BTreeSet<_> = held.keys().chain(now.keys()).collect();
        for slot in slots {
            let may = members(touched, name, slot);
            let kept = |item: Option<&&Map<String, Value>>| {
                let mut item = item.map(|item| (*item).clone()).unwrap_or_default();
                item.retain(|member, _| member != key && !may.contains(member.as_str()));
                said(Value::Object(item))
            };
            let (was, is) = (kept(held.get(slot)), kept(now.get(slot)));
            if was != is {
                lost.push(format!("{name} {slot}: {was} became {is}"));
            }
        }
    }
    lost
}

/// A country in words alone: this Keap takes a change of it by code only, and the app tells that.
fn is_free_country(contact: &Value, spot: &Spot) -> bool {
    let Spot::Address(slot, AddressPart::Country) = spot else {
        return false;
    };
    let mut items = contact["addresses"].as_array().unwrap().iter();
    let item = items
        .find(|item| item["field"] == slot.keaps())
        .unwrap_or(&Value::Null);
    item["country"].is_string() && item["country_code"].is_null()
}

/// How often each thing happened: a test of nothing must not pass.
#[derive(Debug, Default)]
struct Tally {
    saved: usize,
    unchanged: usize,
    refused: usize,
    undone: usize,
}

async fn cases(seed: u8) -> Tally {
    let options = Options {
        regions: RegionCheck::FreeText,
        limits: CallLimits {
            per_second: CallLimits::NONE,
            ..CallLimits::default()
        },
        ..Options::default()
    };
    let computer = Computer::with(options)
        .await
        .at_desk()
        .await
        .beyond_the_contract();
    let desk = computer.wizard.desk().unwrap();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut tally = Tally::default();
    for case in 0..CASES_A_DESK {
        let generated = (contact(), edits())
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let text = numbered(&generated.0.to_string(), case);
        let mut contact: Value = serde_json::from_str(&text).unwrap();
        let first = json!({"field": "EMAIL1", "email": format!("first-of-{case}@example.com")});
        contact["email_addresses"]
            .as_array_mut()
            .unwrap()
            .insert(0, first);
        let id = computer.keap.add_contact(BAKERY, contact);
        let held = || {
            let all = computer.keap.contacts(BAKERY);
            all.into_iter()
                .find(|contact| contact["id"] == id.as_str())
                .unwrap()
        };
        let before = held();
        let mut form = draft("");
        for (spot, text) in &generated.1 {
            form.edits.insert(spot.clone(), numbered(text, case));
        }
        let told = format!("desk {seed}, case {case}: {:?}\nof {before:#}", form.edits);
        let sheet = desk.open(&id).await.unwrap();
        let saved = match desk.save(&form.of(sheet.number)).await {
            Ok(SaveOutcome::Saved(saved)) => *saved,
            Ok(SaveOutcome::Unchanged(_)) => {
                assert_eq!(held(), before, "{told}");
                tally.unchanged += 1;
                continue;
            }
            Err(failure) if matches!(failure.cause, Cause::Spots(_)) => {
                assert_eq!(held(), before, "{told}");
                tally.refused += 1;
                continue;
            }
            other => panic!("{other:?}\n{told}"),
        };
        let after = held();
        let touched: BTreeSet<Spot> = form.edits.keys().cloned().collect();
        assert_eq!(
            lost(&before, &after, &touched),
            Vec::<String>::new(),
            "{told}"
        );
        let mut not_taken = saved.not_taken.clone();
        not_taken.retain(|spot| !is_free_country(&before, spot));
        assert_eq!(
            names(&not_taken),
            Vec::<String>::new(),
            "{told}\nnow {after:#}"
        );
        assert_eq!(statuses(&after, &before), Vec::<Value>::new(), "{told}");
        tally.saved += 1;
        let undo = saved.undo.unwrap_or_else(|| panic!("no undo\n{told}"));
        match desk.undo(undo, None, &BTreeMap::new()).await {
            Ok(TakenBack::Undone { not_taken, .. }) => {
                assert_eq!(names(&not_taken), Vec::<String>::new(), "{told}");
            }
            other => panic!("{other:?}\n{told}\nafter the save {after:#}"),
        }
        let (was, is) = (said(still(&before).into()), said(still(&held()).into()));
        assert!(
            was == is,
            "{told}\nsaved as {after:#}\nand came back as {is:#}"
        );
        tally.undone += 1;
    }
    tally
}

/// The addresses that may be sent marketing now and could not be before.
fn statuses(after: &Value, before: &Value) -> Vec<Value> {
    let opted_in = |contact: &Value| -> Vec<Value> {
        let items = contact["email_addresses"].as_array().unwrap().iter();
        let may = items.filter(|item| item["is_opt_in"] == true);
        may.map(|item| item["email"].clone()).collect()
    };
    let mut now = opted_in(after);
    let then = opted_in(before);
    now.retain(|email| !then.contains(email));
    now
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_changes_what_was_touched_and_taking_it_back_leaves_no_trace() {
    let mut desks = JoinSet::new();
    for seed in 0..DESKS {
        desks.spawn(cases(u8::try_from(seed).unwrap()));
    }
    let mut all = Tally::default();
    for tally in desks.join_all().await {
        all.saved += tally.saved;
        all.unchanged += tally.unchanged;
        all.refused += tally.refused;
        all.undone += tally.undone;
    }
    assert!(all.saved + all.unchanged + all.refused >= 500, "{all:?}");
    assert!(all.saved > 300 && all.undone == all.saved, "{all:?}");
    assert!(all.refused > 10, "{all:?}");
}
