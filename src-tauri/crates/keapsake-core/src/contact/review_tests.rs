//! Rows that follow from other rows: which stand or fall together, and which cannot be left out.

use serde_json::{Value, json};

use super::super::known::Known;
use super::super::samples::{contact, lists_of};
use super::*;

/// The rows of these edits as "spot: with…", and which of them are fixed.
fn bound(id: &str, held: &Value, typed: &[(&str, &str)], tidied: &[(&str, &str)]) -> Vec<String> {
    let edits = |pairs: &[(&str, &str)]| -> Edits {
        let spot = |name: &str| Spot::from_name(name).expect("a spot");
        let pairs = pairs.iter();
        pairs
            .map(|(name, text)| (spot(name), (*text).into()))
            .collect()
    };
    let typed = edits(typed);
    let mut all = typed.clone();
    all.extend(edits(tidied));
    let before = contact(id, held);
    let provinces = |code: &str| lists_of(code).provinces.map(|list| (code.to_owned(), list));
    let known = Known {
        countries: lists_of("").countries,
        provinces: ["USA", "CAN"].into_iter().filter_map(provinces).collect(),
        ..Known::default()
    };
    let after = super::super::edits::apply(&before, &all, &known).expect("can be sent");
    let said = |row: &Row| {
        let with: Vec<String> = row.with.iter().map(ToString::to_string).collect();
        let fixed = if row.fixed { "!" } else { "" };
        format!("{}{fixed}: {}", row.spot, with.join(" "))
            .trim()
            .to_owned()
    };
    let rows = rows(&before, &after, &typed, &Names::default());
    rows.iter().map(said).collect()
}

/// The contact's id, what it holds, what was typed, what tidying adds, and the rows.
type Case<'a> = (&'a str, &'a Value, &'a [Edit], &'a [Edit], &'a [&'a str]);
type Edit = (&'static str, &'static str);

fn stand_or_fall(table: &[Case<'_>]) {
    for (id, held, typed, tidied, expected) in table {
        assert_eq!(
            bound(id, held, typed, tidied),
            *expected,
            "{typed:?} over {held}"
        );
    }
}

#[test]
fn what_follows_from_a_number_stands_or_falls_with_it() {
    let phone = json!({"phone_numbers": [
        {"field": "PHONE1", "number": "1", "extension": "2", "type": "Work"}]});
    let nobody = json!({});
    let (number, extension, kind) = ("phone.1.number", "phone.1.extension", "phone.1.type");
    let gone = [
        "phone.1.number: phone.1.extension phone.1.type",
        "phone.1.extension: phone.1.number",
        "phone.1.type: phone.1.number",
    ];
    stand_or_fall(&[
        // An emptied number takes its extension and its type along, asked for or not.
        ("7", &phone, &[(number, "")], &[], &gone),
        ("7", &phone, &[(number, ""), (extension, "")], &[], &gone),
        // The extension that was typed with the number.
        (
            "7",
            &nobody,
            &[(number, "602 555 0100 x12")],
            &[(number, "602 555 0100"), (extension, "12")],
            &[
                "phone.1.number: phone.1.extension",
                "phone.1.extension: phone.1.number",
            ],
        ),
        // A type without a number would be refused; the number stands alone.
        (
            "7",
            &nobody,
            &[(number, "1"), (kind, "Work")],
            &[],
            &["phone.1.number:", "phone.1.type: phone.1.number"],
        ),
        // Of a number that is there, each part is its own.
        (
            "7",
            &phone,
            &[(number, "5"), (extension, ""), (kind, "Home")],
            &[],
            &["phone.1.number:", "phone.1.extension:", "phone.1.type:"],
        ),
    ]);
}

#[test]
fn a_region_stands_or_falls_with_its_country() {
    let address = |address: Value| json!({"addresses": [address]});
    let arizona =
        address(json!({"field": "BILLING", "country_code": "USA", "region_code": "US-AZ"}));
    let words = address(json!({"field": "BILLING", "country": "U.S.A.", "region": "Arizona"}));
    let (country, region) = ("address.billing.country", "address.billing.region");
    let both = [
        "address.billing.country: address.billing.region",
        "address.billing.region: address.billing.country",
    ];
    let repaired = [
        "address.billing.country:",
        "address.billing.region: address.billing.country",
    ];
    stand_or_fall(&[
        (
            "7",
            &arizona,
            &[(country, "CAN"), (region, "CA-ON")],
            &[],
            &both,
        ),
        // The region goes with its country, though nobody emptied it.
        ("7", &arizona, &[(country, "CAN")], &[], &both),
        // A repaired country stands alone, its repaired region does not.
        (
            "7",
            &words,
            &[(country, "USA"), (region, "US-AZ")],
            &[],
            &repaired,
        ),
        ("7", &words, &[(country, "USA")], &[], &repaired[..1]),
    ]);
}

#[test]
fn the_address_of_a_new_contact_cannot_be_left_out() {
    let (nobody, email) = (json!({}), ("email.1", "ann@example.com"));
    stand_or_fall(&[
        (
            "",
            &nobody,
            &[("given_name", "Ann"), email],
            &[],
            &["given_name:", "email.1!:"],
        ),
        ("", &nobody, &[], &[email], &["email.1!:"]),
        ("7", &nobody, &[email], &[], &["email.1:"]),
    ]);
}
