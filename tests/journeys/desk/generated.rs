//! Generated contacts as an account of some years holds them, and generated edits of them. Plainly fictional.

use std::collections::BTreeMap;

use keapsake_core::contact::Spot;
use keapsake_core::contact::spot::{AddressPart, PhonePart};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::form::spot;

fn word() -> impl Strategy<Value = String> {
    select(vec![
        "Ann",
        "López",
        "O'Neil",
        "例",
        "Rear",
        "2 Side St",
        "x y",
        "Ünder",
        "Straße 5",
    ])
    .prop_map(str::to_owned)
}

fn words() -> BoxedStrategy<Value> {
    word().prop_map(Value::from).boxed()
}

fn one_of(values: &[&'static str]) -> BoxedStrategy<Value> {
    select(values.to_vec()).prop_map(Value::from).boxed()
}

const TEXTS: [&str; 16] = [
    "prefix",
    "given_name",
    "middle_name",
    "family_name",
    "suffix",
    "preferred_name",
    "job_title",
    "website",
    "birth_date",
    "anniversary_date",
    "spouse_name",
    "time_zone",
    "preferred_locale",
    "contact_type",
    "leadsource_id",
    "owner_id",
];

fn text(name: &str) -> BoxedStrategy<Value> {
    match name {
        "birth_date" | "anniversary_date" => one_of(&["1979-11-03", "2024-02-29"]),
        "preferred_locale" => one_of(&["de_DE", "en_US"]),
        "leadsource_id" => one_of(&["11", "13", "15"]),
        "owner_id" => one_of(&["1", "3", "4"]),
        _ => words(),
    }
}

/// Objects with any of these members.
fn object(members: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Map<String, Value>> {
    let count = members.len();
    subsequence(members, 0..=count)
        .prop_flat_map(|members| {
            let members = members.into_iter();
            members
                .map(|(name, value)| value.prop_map(move |it| (name.to_owned(), it)))
                .collect::<Vec<_>>()
        })
        .prop_map(|parts| parts.into_iter().collect())
        .boxed()
}

/// Items in some of these slots, each with `always` and some of the other members.
fn items(
    key: &'static str,
    slots: &[&'static str],
    item: impl Fn(&'static str) -> BoxedStrategy<Map<String, Value>> + 'static,
) -> BoxedStrategy<Value> {
    let slots = slots.to_vec();
    let count = slots.len();
    subsequence(slots, 0..=count)
        .prop_flat_map(move |slots| {
            let of = |slot: &'static str| {
                item(slot).prop_map(move |mut item| {
                    item.insert(key.to_owned(), slot.into());
                    Value::Object(item)
                })
            };
            slots.into_iter().map(of).collect::<Vec<_>>()
        })
        .prop_map(Value::Array)
        .boxed()
}

fn with(
    always: BoxedStrategy<Map<String, Value>>,
    more: BoxedStrategy<Map<String, Value>>,
) -> BoxedStrategy<Map<String, Value>> {
    (always, more)
        .prop_map(|(mut always, more)| {
            always.extend(more);
            always
        })
        .boxed()
}

fn just(value: Value) -> BoxedStrategy<Map<String, Value>> {
    let Value::Object(map) = value else {
        panic!("an object")
    };
    Just(map).boxed()
}

/// Places as an account of some years has them: by code, by free text, with codes under either name.
fn place() -> BoxedStrategy<Map<String, Value>> {
    select(vec![
        json!({}),
        json!({"country": "United States", "country_code": "USA", "region": "Arizona", "region_code": "US-AZ",
               "zip_code": "85001", "zip_four": "0003"}),
        json!({"country": "United States", "country_code": "USA", "region": "Calif.", "zip_code": "94601"}),
        json!({"country": "United States", "country_code": "USA", "postal_code": "85001"}),
        json!({"country": "Canada", "country_code": "CAN", "region": "Quebec ", "postal_code": "H2X 0A1"}),
        json!({"country": "Canada", "country_code": "CAN", "region": "Ontario", "region_code": "CA-ON",
               "zip_code": "K1A0B1"}),
        json!({"country": "Germany", "country_code": "DEU", "postal_code": "10117"}),
        json!({"country": "Kanada", "postal_code": "M5V 0B2"}),
        json!({"postal_code": "85001"}),
    ])
    .prop_flat_map(just)
    .boxed()
}

/// Contents that Keap holds, for a form to leave alone or to change.
const CUSTOM: [(&str, &[&str]); 12] = [
    ("21", &["Rye", "Wheat"]),
    ("23", &["Tuesday", "Friday"]),
    ("25", &["2400", "-1"]),
    ("31", &["1250.50", "3"]),
    ("32", &["2019-04-06T00:00:00.000Z", "2019-04-06"]),
    ("36", &["Rye", "Spelt"]),
    ("38", &["Gluten,Nuts", "Milk"]),
    ("43", &["Large", "Small"]),
    ("46", &["Ring twice.\nThe dog is friendly."]),
    ("47", &["3"]),
    ("51", &["1", "0"]),
    ("52", &["anything"]),
];

const PHONES: [&str; 5] = ["PHONE1", "PHONE2", "PHONE3", "PHONE4", "PHONE5"];
const NETWORKS: [&str; 4] = ["FACEBOOK", "TWITTER", "YOUTUBE", "PINTEREST"];

/// A contact without its first e-mail address.
pub(super) fn contact() -> BoxedStrategy<Value> {
    let number = || {
        one_of(&[
            "(602) 555-0100",
            "+49 30 5550 0111",
            "ask for Ann",
            "555-0115",
        ])
    };
    let texts = object(TEXTS.iter().map(|name| (*name, text(name))).collect());
    let phones = items("field", &PHONES, move |_| {
        let always = number().prop_map(|it| Map::from_iter([("number".to_owned(), it)]));
        with(
            always.boxed(),
            object(vec![
                ("extension", one_of(&["7", "12"])),
                ("type", one_of(&["Work", "Home"])),
            ]),
        )
    });
    let emails = items("field", &["EMAIL2", "EMAIL3"], |slot| {
        let email = json!({ "email": format!("{slot}-of-ID@example.com") });
        with(
            just(email),
            object(vec![("opt_in_reason", one_of(&["at the counter"]))]),
        )
    });
    let addresses = items("field", &["BILLING", "SHIPPING", "OTHER"], |_| {
        with(
            place(),
            object(vec![
                ("line1", words()),
                ("line2", words()),
                ("locality", words()),
            ]),
        )
    });
    let faxes = items("field", &["FAX1", "FAX2"], |_| {
        with(
            just(json!({"number": "+1 602 555 0116"})),
            object(vec![("type", words())]),
        )
    });
    let social = items("type", &NETWORKS, |_| just(json!({"name": "@example"})));
    let ids: Vec<&str> = CUSTOM.iter().map(|(id, _)| *id).collect();
    let custom = items("id", &ids, |id| {
        let (_, contents) = CUSTOM.iter().find(|(known, _)| *known == id).unwrap();
        one_of(contents)
            .prop_map(|it| Map::from_iter([("content".to_owned(), it)]))
            .boxed()
    });
    let company = select(vec![
        json!({}),
        json!({"company": {"id": "61", "company_name": "Example Flour Mill"}}),
    ]);
    let tags = select(vec![json!([]), json!(["91", "95"])]);
    (
        texts, phones, emails, addresses, faxes, social, custom, company, tags,
    )
        .prop_map(
            |(mut contact, phones, emails, addresses, faxes, social, custom, company, tags)| {
                for (name, list) in [
                    ("phone_numbers", phones),
                    ("email_addresses", emails),
                    ("addresses", addresses),
                    ("fax_numbers", faxes),
                    ("social_accounts", social),
                    ("custom_fields", custom),
                    ("tag_ids", tags),
                ] {
                    contact.insert(name.to_owned(), list);
                }
                contact.extend(company.as_object().unwrap().clone());
                Value::Object(contact)
            },
        )
        .boxed()
}

/// A text for the spot; now and then one that cannot be sent.
fn wanted(spot: &Spot) -> BoxedStrategy<String> {
    let any = |values: &[&'static str]| select(values.to_vec()).prop_map(str::to_owned).boxed();
    match spot {
        Spot::Text(field) => {
            let value = text(field.name()).prop_map(|it| it.as_str().unwrap().to_owned());
            prop_oneof![3 => value, 1 => Just(String::new())].boxed()
        }
        Spot::Company => any(&["Example Dairy", "Example flour mill", ""]),
        Spot::Email(slot) => {
            let (new, slot) = (format!("new{}-of-ID@example.org", slot.name()), *slot);
            let empty =
                Just(String::new()).prop_filter("the first stays", move |_| slot.name() != "1");
            prop_oneof![3 => Just(new.clone()), 1 => if slot.name() == "1" { Just(new).boxed() } else { empty.boxed() }].boxed()
        }
        Spot::Phone(_, PhonePart::Number) => any(&["602 555 0123", "+49 30 5550 0122", "ask", ""]),
        Spot::Phone(_, PhonePart::Extension) => any(&["9", ""]),
        Spot::Phone(_, PhonePart::Type) => any(&["Mobile", ""]),
        Spot::Address(_, part) => match part {
            AddressPart::Country => any(&["USA", "CAN", "DEU", "MCO", ""]),
            AddressPart::Region => any(&["US-CA", "CA-QC", "US-AZ", ""]),
            AddressPart::PostalCode => any(&["85002", "85001-1234", "k1a0b2", "99", ""]),
            _ => prop_oneof![3 => word(), 1 => Just(String::new())].boxed(),
        },
        Spot::Social(_) => any(&["@other", ""]),
        Spot::Custom(id) => match id.as_str() {
            "23" => any(&["Friday", "Sunday", ""]),
            "25" => any(&["17", "many", ""]),
            "31" => any(&["17.5", ""]),
            "32" => any(&["2020-02-29", ""]),
            "36" => any(&["Wheat", "Wheat, wholemeal", ""]),
            "38" => any(&["Nuts,Milk", "Milk", ""]),
            "43" => any(&["Middling", ""]),
            "51" => any(&["1", "0", ""]),
            _ => any(&["other", ""]),
        },
    }
}

/// Edits of one to six spots.
pub(super) fn edits() -> BoxedStrategy<BTreeMap<Spot, String>> {
    let mut spots = Spot::fixed();
    spots.extend(CUSTOM.iter().map(|(id, _)| spot(&format!("custom.{id}"))));
    let one = select(spots)
        .prop_flat_map(|spot| wanted(&spot).prop_map(move |text| (spot.clone(), text)));
    proptest::collection::vec(one, 1..7)
        .prop_map(|edits| edits.into_iter().collect())
        .boxed()
}

/// Gives a generated value the number of its case, so that no two cases share an address.
pub(super) fn numbered(text: &str, case: usize) -> String {
    text.replace("-of-ID@", &format!("-of-{case}@"))
}
