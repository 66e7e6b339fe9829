//! Rules of an edit that hold for any contact and any edits.

use std::collections::BTreeSet;

use keap_client::{Contact, ListField, ListItem, TextField};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use super::cell::{Cell, changed, filled};
use super::difference::Difference;
use super::edits::{Edits, apply};
use super::known::{CustomField, CustomKind, Known};
use super::samples::lists_of;
use super::spot::{AddressPart, Spot};
use super::undo::{changes, taken_back};
use super::writable::writable;

fn known() -> Known {
    let custom = |id: &str, kind| CustomField {
        id: id.into(),
        label: id.into(),
        kind,
        options: vec!["Rye".into(), "Wheat".into()],
        group: None,
    };
    let provinces = |country: &str| lists_of(country).provinces.unwrap();
    Known {
        countries: lists_of("").countries,
        provinces: [
            ("USA".to_owned(), provinces("USA")),
            ("CAN".to_owned(), provinces("CAN")),
        ]
        .into(),
        custom: Some(vec![
            custom("21", CustomKind::Text),
            custom("22", CustomKind::Choice),
            custom("23", CustomKind::Date),
        ]),
    }
}

fn words() -> impl Strategy<Value = String> {
    select(vec![
        "Ann",
        " Ann",
        "López",
        "",
        "2 Side St",
        "555 0100",
        "Rye",
        "Spelt",
        "85001",
        "85001-0003",
        "K1A 0B1",
        "ask for Ann",
        "2026-02-28",
    ])
    .prop_map(str::to_owned)
}

/// An item of a list as Keap may send it: members of its own, members unknown, nulls.
fn item(list: ListField, slot: &'static str) -> BoxedStrategy<ListItem> {
    let members: &'static [&'static str] = match list {
        ListField::Addresses => &[
            "line1",
            "line2",
            "locality",
            "postal_code",
            "zip_code",
            "zip_four",
            "region",
            "region_code",
            "country",
            "country_code",
        ],
        ListField::CustomFields => &["content"],
        ListField::EmailAddresses => &["email", "email_opt_status", "opt_in_reason"],
        ListField::FaxNumbers => &["number", "type"],
        ListField::PhoneNumbers => &["number", "extension", "type", "number_e164"],
        ListField::SocialAccounts => &["name"],
    };
    let value = move |member: &'static str| match member {
        "country_code" => select(vec![json!("USA"), json!("CAN"), json!("MCO")]).boxed(),
        "region_code" => select(vec![json!("US-AZ"), json!("CA-ON"), json!("AZ")]).boxed(),
        "region" => select(vec![json!("Arizona"), json!("Calif."), json!("Quebec ")]).boxed(),
        "country" => select(vec![json!("United States"), json!("Kanada")]).boxed(),
        "zip_four" => select(vec![json!("0003"), json!("1")]).boxed(),
        "zip_code" | "postal_code" => {
            select(vec![json!("85001"), json!("85001-0003"), json!("K1A 0B1")]).boxed()
        }
        "content" => prop_oneof![
            words().prop_map(Value::from),
            Just(Value::Null),
            Just(json!(5))
        ]
        .boxed(),
        _ => prop_oneof![words().prop_map(Value::from), Just(Value::Null)].boxed(),
    };
    subsequence(members.to_vec(), 0..=members.len())
        .prop_flat_map(move |members| {
            members
                .into_iter()
                .map(|m| value(m).prop_map(move |v| (m, v)))
                .collect::<Vec<_>>()
        })
        .prop_map(move |parts| {
            let mut map: Map<String, Value> = parts
                .into_iter()
                .map(|(member, value)| (member.to_owned(), value))
                .collect();
            map.insert(list.key().to_owned(), slot.into());
            map.insert("unheard_of".to_owned(), json!({ "a": [1] }));
            ListItem::new(map)
        })
        .boxed()
}

fn slots(list: ListField) -> Vec<&'static str> {
    match list {
        ListField::Addresses => vec!["BILLING", "SHIPPING", "OTHER", "HOME"],
        ListField::CustomFields => vec!["21", "22", "23", "99"],
        ListField::EmailAddresses => vec!["EMAIL1", "EMAIL2", "EMAIL3"],
        ListField::FaxNumbers => vec!["FAX1", "FAX2"],
        ListField::PhoneNumbers => vec!["PHONE1", "PHONE2", "PHONE5", "PHONE9"],
        ListField::SocialAccounts => vec!["FACEBOOK", "TWITTER", "NEW_NETWORK"],
    }
}

fn items(list: ListField) -> impl Strategy<Value = (ListField, Vec<ListItem>)> {
    let all = slots(list);
    subsequence(all.clone(), 0..=all.len())
        .prop_flat_map(move |slots| {
            slots
                .into_iter()
                .map(|slot| item(list, slot))
                .collect::<Vec<_>>()
        })
        .prop_map(move |items| (list, items))
}

fn contact() -> impl Strategy<Value = Contact> {
    let texts = vec![
        TextField::GivenName,
        TextField::FamilyName,
        TextField::JobTitle,
        TextField::Owner,
    ];
    let texts = btree_map(select(texts), words(), 0..4);
    let lists: Vec<_> = ListField::ALL.into_iter().map(items).collect();
    (texts, lists).prop_map(|(texts, lists)| Contact {
        id: "7".into(),
        texts: texts
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect(),
        lists: lists
            .into_iter()
            .filter(|(_, items)| !items.is_empty())
            .collect(),
        ..Contact::default()
    })
}

fn edits() -> impl Strategy<Value = Edits> {
    let mut spots = Spot::fixed();
    spots.retain(|spot| *spot != Spot::Company);
    spots.extend(["21", "22", "23"].map(|id| Spot::Custom(id.into())));
    let one = select(spots).prop_flat_map(|spot| {
        let typed = match spot {
            Spot::Address(_, AddressPart::Country) => select(vec!["USA", "CAN", "MCO", ""])
                .prop_map(str::to_owned)
                .boxed(),
            Spot::Address(_, AddressPart::Region) => select(vec!["US-AZ", "CA-ON", "CA-QC", ""])
                .prop_map(str::to_owned)
                .boxed(),
            Spot::Email(_) => select(vec!["new@example.com", ""])
                .prop_map(str::to_owned)
                .boxed(),
            _ => words().boxed(),
        };
        typed.prop_map(move |typed| (spot.clone(), typed))
    });
    vec(one, 0..6).prop_map(|edits| edits.into_iter().collect())
}

/// A small model of Keap's own part: what is sent takes the place of what was held.
fn written(mut now: Contact, sent: &Difference) -> Contact {
    for (field, text) in &sent.body.texts {
        match text.as_str() {
            "" => drop(now.texts.remove(field)),
            text => drop(now.texts.insert(*field, text.to_owned())),
        }
    }
    now.lists.extend(sent.body.lists.clone());
    now.lists.retain(|_, items| !items.is_empty());
    now
}

/// The spots that an edit may change: its own; a number takes its extension and type along, a country
/// its region, and a country also decides under which member the postal code stands.
fn may_change(edits: &Edits) -> BTreeSet<Spot> {
    use super::spot::PhonePart::{Extension, Type};
    let mut spots: BTreeSet<Spot> = edits.keys().cloned().collect();
    for spot in edits.keys() {
        match spot {
            Spot::Phone(slot, _) => {
                spots.extend([Extension, Type].map(|part| Spot::Phone(*slot, part)));
            }
            Spot::Address(slot, AddressPart::Country) => {
                spots.insert(Spot::Address(*slot, AddressPart::Region));
            }
            _ => {}
        }
    }
    spots
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    /// Red when a save changes a spot that nobody touched, or drops or reorders an item of a list.
    #[test]
    fn what_nobody_touched_stays(before in contact(), edits in edits()) {
        let Ok(after) = apply(&before, &edits, &known()) else { return Ok(()) };
        let now = written(before.clone(), &Difference::between(&before, &after));
        let allowed = may_change(&edits);
        for spot in changed(&before, &now) {
            prop_assert!(allowed.contains(&spot), "{spot} changed");
        }
        for list in ListField::ALL {
            let key = |item: &ListItem| item.text(list.key());
            let held = writable(list, before.items(list));
            let touched: BTreeSet<_> = edits
                .keys()
                .filter_map(|spot| spot.item())
                .filter(|(of, _)| *of == list)
                .map(|(_, slot)| slot.to_owned())
                .collect();
            let untouched = |items: &[ListItem]| -> Vec<ListItem> {
                let items = items.iter();
                items.filter(|item| !key(item).is_some_and(|k| touched.contains(&k))).cloned().collect()
            };
            let left = writable(list, now.items(list));
            prop_assert_eq!(untouched(&held), untouched(&left));
        }
    }

    /// Red when an edit that passed its check is not in the contact afterwards.
    #[test]
    fn what_was_typed_is_what_is_sent(before in contact(), edits in edits()) {
        let Ok(after) = apply(&before, &edits, &known()) else { return Ok(()) };
        for (spot, typed) in &edits {
            let shown = Cell::of(&after, spot).shown(spot);
            let lost_with_number = matches!(spot, Spot::Phone(slot, _)
                if Cell::of(&after, &Spot::Phone(*slot, super::spot::PhonePart::Number)).is_empty());
            let date_form = *spot == Spot::Custom("23".into());
            if !lost_with_number && !date_form {
                let same = shown.trim() == typed.trim()
                    || matches!(spot, Spot::Address(_, AddressPart::Region)) && typed.ends_with(&shown);
                prop_assert!(same, "{spot}: typed {typed:?}, holds {shown:?}");
            }
        }
    }

    /// Red when an edit to what a spot holds already is sent at all.
    #[test]
    fn nothing_new_is_nothing_to_send(before in contact()) {
        let edits: Edits = filled(&before)
            .into_iter()
            .map(|spot| (spot.clone(), Cell::of(&before, &spot).shown(&spot)))
            .collect();
        let after = apply(&before, &edits, &Known::default());
        prop_assert!(after.is_ok(), "{after:?}");
        prop_assert!(Difference::between(&before, &after.unwrap()).is_empty());
    }

    /// Red when what is taken back is not what was there, to the letter of everything that can be written.
    #[test]
    fn a_save_taken_back_leaves_no_trace(before in contact(), edits in edits()) {
        let Ok(after) = apply(&before, &edits, &known()) else { return Ok(()) };
        let now = written(before.clone(), &Difference::between(&before, &after));
        let save = changes(&before, &now);
        let (target, _) = taken_back(&now, &save, &[].into(), &super::review::Names::default()).unwrap();
        let again = written(now.clone(), &Difference::between(&now, &target));
        prop_assert_eq!(changed(&before, &again), vec![]);
        for field in TextField::ALL {
            prop_assert_eq!(before.text(field), again.text(field));
        }
    }

    /// Red when anything but the write schema's members is sent, or both names of one thing where it was
    /// touched.
    #[test]
    fn only_what_can_be_written_is_sent(before in contact(), edits in edits()) {
        let Ok(after) = apply(&before, &edits, &known()) else { return Ok(()) };
        let sent = Difference::between(&before, &after).body;
        for (list, items) in &sent.lists {
            prop_assert_eq!(items, &writable(*list, items));
        }
    }
}
