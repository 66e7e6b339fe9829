//! What holds for every contact and every draft, however odd: nothing is lost that nobody touched,
//! and nothing is sent that Keap computes or would refuse.

use keap_client::{Contact, ContactBody, ListItem};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use super::merge::text;
use super::samples::{ann, contact, lists_for};
use super::{Checked, Draft, Field, Lists, UpdatePlan, plan_create, plan_update};

/// The lists with the keys that may be written, stated a second time on purpose.
const WRITABLE: [(&str, &[&str]); 3] = [
    ("email_addresses", &["email", "field"]),
    ("phone_numbers", &["extension", "field", "number", "type"]),
    (
        "addresses",
        &[
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
    ),
];

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => select(vec![
            "", " ", "Arizona", "AZ", "US-AZ", "us-az", "CA-ON", "USA", "usa", "US", "CAN", "DEU",
            "85001", "85001-1234", "1234", "K1A 0B1", "1 Main St", "Phoenix", "555 0100",
        ]).prop_map(Value::from),
        1 => "\\PC{0,12}".prop_map(Value::from),
        1 => Just(Value::Null),
        1 => (0..99_999_u32).prop_map(Value::from),
        1 => select(vec![json!(true), json!({ "odd": 1 }), json!([])]),
    ]
}

/// An item of any list: any slot or none, the list's keys, and keys nobody documented.
fn list_item(
    slots: Vec<&'static str>,
    keys: &'static [&'static str],
) -> impl Strategy<Value = Value> {
    let computed = vec![
        "number_e164",
        "is_opt_in",
        "email_opt_status",
        "opt_in_reason",
        "odd",
    ];
    let known = btree_map(select(keys.to_vec()), value(), 0..8);
    let other = btree_map(select(computed), value(), 0..3);
    let slot = prop_oneof![
        6 => select(slots).prop_map(|slot| Some(json!(slot))),
        1 => Just(None),
        1 => value().prop_map(Some),
    ];
    (known, other, slot).prop_map(|(known, other, slot)| {
        let mut object: Map<String, Value> =
            other.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        object.extend(known.into_iter().map(|(k, v)| (k.to_owned(), v)));
        object.remove("field");
        object.extend(slot.map(|slot| ("field".to_owned(), slot)));
        Value::Object(object)
    })
}

/// A contact that was found by its address, with anything else in its lists.
fn held() -> impl Strategy<Value = Contact> {
    let emails = list_item(vec!["EMAIL1", "EMAIL2", "EMAIL3"], WRITABLE[0].1);
    let phones = list_item(vec!["PHONE1", "PHONE2", "PHONE5", "PHONE9"], WRITABLE[1].1);
    let addresses = list_item(vec!["BILLING", "SHIPPING", "OTHER", "HOME"], WRITABLE[2].1);
    let names = || option::of(select(vec!["", " ", "Ann", "Example"]));
    (
        (names(), names()),
        (vec(emails, 0..3), any::<Index>(), any::<bool>()),
        vec(phones, 0..4),
        vec(addresses, 0..4),
    )
        .prop_map(
            |((given, family), (mut emails, at, found), phones, addresses)| {
                if found {
                    let own =
                        json!({ "field": "EMAIL2", "email": "ANN@example.com", "is_opt_in": true });
                    emails.insert(at.index(emails.len() + 1), own);
                }
                contact(
                    "7",
                    &json!({
                        "given_name": given,
                        "family_name": family,
                        "email_addresses": emails,
                        "phone_numbers": phones,
                        "addresses": addresses,
                    }),
                )
            },
        )
}

fn draft() -> impl Strategy<Value = Draft> {
    let typed = |some: &[&'static str]| {
        let some = some.to_vec();
        prop_oneof![2 => Just(""), 3 => select(some)].prop_map(str::to_owned)
    };
    let place = select(vec![
        ("", ""),
        ("", ""),
        ("USA", ""),
        ("us", "AZ"),
        ("USA", "US-AL"),
        ("CAN", ""),
        ("CAN", "CA-ON"),
        ("can", "qc"),
        ("MCO", ""),
    ]);
    (
        (
            typed(&["Ann", "Bea"]),
            typed(&["Example"]),
            typed(&["555 0100", "555-0100", "555 0199"]),
        ),
        (
            typed(&["1 Main St", "2 Side St"]),
            typed(&["Suite 4"]),
            typed(&["Phoenix"]),
        ),
        (typed(&["85001", "85001-1234", "K1A 0B1"]), place),
        btree_set(select(Field::ALL[1..].to_vec()), 0..6),
    )
        .prop_map(
            |(person, street, (postal_code, (country, region)), clear)| Draft {
                given_name: person.0,
                family_name: person.1,
                phone: person.2,
                line1: street.0,
                line2: street.1,
                locality: street.2,
                postal_code,
                country_code: country.to_owned(),
                region_code: region.to_owned(),
                clear,
                ..ann()
            },
        )
}

fn check(draft: &Draft) -> (Checked, Lists) {
    let lists = lists_for(draft);
    (
        draft.check(&lists).expect("every draft here is good"),
        lists,
    )
}

/// A small model of Keap's own part: what is sent replaces what was held.
fn replace(mut current: Contact, body: &ContactBody) -> Contact {
    let body = body.clone();
    current.given_name = body.given_name.or(current.given_name);
    current.family_name = body.family_name.or(current.family_name);
    current.email_addresses = body.email_addresses.unwrap_or(current.email_addresses);
    current.phone_numbers = body.phone_numbers.unwrap_or(current.phone_numbers);
    current.addresses = body.addresses.unwrap_or(current.addresses);
    current
}

/// What stood in a list, and what is sent instead, under the list's name.
fn sent_lists<'a>(
    current: &'a Contact,
    plan: &'a UpdatePlan,
) -> Vec<(&'static str, &'a [ListItem], &'a [ListItem])> {
    let body = &plan.body;
    [
        (
            "email_addresses",
            &current.email_addresses,
            &body.email_addresses,
        ),
        ("phone_numbers", &current.phone_numbers, &body.phone_numbers),
        ("addresses", &current.addresses, &body.addresses),
    ]
    .into_iter()
    .filter_map(|(name, held, sent)| Some((name, held.as_slice(), sent.as_deref()?)))
    .collect()
}

fn stands_in(item: &ListItem, slot: &str) -> bool {
    item.get("field") == Some(&json!(slot))
}

fn writable_of(list: &str, held: &ListItem) -> ListItem {
    let (_, keys) = WRITABLE
        .into_iter()
        .find(|(name, _)| *name == list)
        .unwrap();
    let kept = held
        .parts()
        .iter()
        .filter(|(key, value)| keys.contains(&key.as_str()) && !value.is_null());
    ListItem::new(kept.map(|(k, v)| (k.clone(), v.clone())).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    /// Red when an item is lost, reordered or changed though nobody touched its slot.
    #[test]
    fn untouched_items_go_back_whole_and_in_order(current in held(), draft in draft()) {
        let (checked, lists) = check(&draft);
        let Ok(plan) = plan_update(&checked, &current, &lists) else { return Ok(()) };
        for (list, held, sent) in sent_lists(&current, &plan) {
            let slot = match list {
                "email_addresses" => "EMAIL1",
                "phone_numbers" => "PHONE1",
                _ => "BILLING",
            };
            // Only the first item of the form's slot is touched; a cleared phone takes them all.
            let cleared = list == "phone_numbers" && draft.phone.is_empty();
            let first = held.iter().position(|item| stands_in(item, slot));
            let expected: Vec<_> = held
                .iter()
                .enumerate()
                .filter(|(at, item)| !(Some(*at) == first || cleared && stands_in(item, slot)))
                .map(|(_, item)| writable_of(list, item))
                .collect();
            let mut others = sent.to_vec();
            if !cleared {
                let touched = first.unwrap_or(held.len());
                prop_assert!(stands_in(&others.remove(touched), slot));
            }
            prop_assert_eq!(others, expected);
        }
    }

    /// Red when a computed key, an unknown key, a null or a reason to opt in is sent.
    #[test]
    fn only_writable_keys_are_sent(current in held(), draft in draft()) {
        let (checked, lists) = check(&draft);
        let Ok(plan) = plan_update(&checked, &current, &lists) else { return Ok(()) };
        for (list, _, sent) in sent_lists(&current, &plan) {
            for item in sent {
                prop_assert_eq!(item, &writable_of(list, item));
            }
        }
    }

    /// Red when a touched address carries both codes, both regions, or a region alone.
    #[test]
    fn a_touched_address_is_one_that_keap_takes(current in held(), draft in draft()) {
        let (checked, lists) = check(&draft);
        let created = plan_create(&checked);
        let updated = plan_update(&checked, &current, &lists).ok().map(|plan| plan.body);
        for body in [Some(created), updated].into_iter().flatten() {
            let addresses = body.addresses.unwrap_or_default();
            let Some(touched) = addresses.iter().find(|item| stands_in(item, "BILLING")) else {
                continue;
            };
            let both = |one: &str, other: &str| touched.get(one).is_some() && touched.get(other).is_some();
            prop_assert!(!both("zip_code", "postal_code"), "{touched:?}");
            prop_assert!(!both("region", "region_code"), "{touched:?}");
            let country = text(touched, "country_code");
            let region = text(touched, "region") + &text(touched, "region_code");
            prop_assert!(region.is_empty() || !country.is_empty(), "{touched:?}");
            if country == "USA" {
                prop_assert!(text(touched, "postal_code").is_empty(), "{touched:?}");
            } else if !country.is_empty() {
                prop_assert!(text(touched, "zip_code").is_empty(), "{touched:?}");
            }
        }
    }

    /// Red when the mask and the body part ways, or a plan changes nothing or says nothing.
    #[test]
    fn the_mask_is_the_bodys_keys(current in held(), draft in draft()) {
        let (checked, lists) = check(&draft);
        let Ok(plan) = plan_update(&checked, &current, &lists) else { return Ok(()) };
        let body = serde_json::to_value(&plan.body).unwrap();
        let mut keys: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        prop_assert_eq!(&plan.mask, &keys);
        prop_assert_eq!(plan.is_empty(), plan.changed.is_empty());
        prop_assert!(plan.changed.is_sorted_by(|one, next| one < next), "{:?}", plan.changed);
    }

    /// Red when saving the same draft twice would write twice.
    #[test]
    fn a_second_save_has_nothing_to_do(current in held(), draft in draft()) {
        let (checked, lists) = check(&draft);
        let Ok(plan) = plan_update(&checked, &current, &lists) else { return Ok(()) };
        let after = replace(current, &plan.body);
        let again = plan_update(&checked, &after, &lists);
        prop_assert!(again.as_ref().is_ok_and(UpdatePlan::is_empty), "{again:?}");
        // The same holds for what a create leaves behind.
        let made = replace(contact("8", &json!({})), &plan_create(&checked));
        let again = plan_update(&checked, &made, &lists);
        prop_assert!(again.as_ref().is_ok_and(UpdatePlan::is_empty), "{again:?}");
    }
}
