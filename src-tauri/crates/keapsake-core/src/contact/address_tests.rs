//! An address that is put back: what goes along with what was touched, and what stays as it was read.

use serde_json::{Value, json};

use super::super::samples::{item, lists_of};
use super::*;

/// The address after the changes, and the parts that changed; null where none did.
fn after(held: &Value, wanted: &AddressChanges) -> Value {
    match merge(item(held), wanted, &lists_of("USA")) {
        Some((touched, changed)) => {
            let names: Vec<_> = changed.into_iter().map(AddressPart::keaps).collect();
            json!([touched, names])
        }
        None => Value::Null,
    }
}

fn place(country: &str, region: &str) -> AddressChanges {
    let lists = lists_of(country);
    let country = lists.country(country).unwrap();
    let region = match region {
        "" => Change::Keep,
        code => Change::Set(lists.region(&country, code).unwrap()),
    };
    AddressChanges {
        place: Place::Chosen { country, region },
        ..AddressChanges::default()
    }
}

fn street() -> AddressChanges {
    AddressChanges {
        line1: Change::Set("2 Side St".into()),
        ..AddressChanges::default()
    }
}

fn without(place: Place) -> AddressChanges {
    AddressChanges {
        place,
        ..AddressChanges::default()
    }
}

fn arizona() -> Value {
    json!({
        "line1": "1 Main St", "country": "United States", "country_code": "USA",
        "region": "Arizona", "region_code": "US-AZ", "zip_code": "85001",
    })
}

#[test]
fn a_new_country_takes_the_old_region_and_its_long_name_along() {
    assert_eq!(
        after(&arizona(), &place("CAN", "")),
        json!([
            { "line1": "1 Main St", "country_code": "CAN", "postal_code": "85001" },
            ["country_code", "region_code"],
        ])
    );
    assert_eq!(
        after(&arizona(), &place("CAN", "QC")),
        json!([
            {
                "line1": "1 Main St", "country_code": "CAN", "region_code": "CA-QC",
                "postal_code": "85001",
            },
            ["country_code", "region_code"],
        ])
    );
    // No region was held, so none is said to have changed.
    let bare = json!({ "country_code": "USA", "region": "" });
    let moved = json!([{ "country_code": "MCO" }, ["country_code"]]);
    assert_eq!(after(&bare, &place("MCO", "")), moved);
}

#[test]
fn a_country_for_none_or_for_words_leaves_the_region_there() {
    for (held, region) in [
        (json!({ "country": "U.S.A.", "region": "Ariz." }), "region"),
        (json!({ "region": "Ariz." }), "region"),
        (
            json!({ "country": "U.S.A.", "region_code": "US-AZ" }),
            "region_code",
        ),
    ] {
        let kept = json!([
            { "country_code": "USA", region: held[region] },
            ["country_code"],
        ]);
        assert_eq!(after(&held, &place("USA", "")), kept, "{held}");
    }
    let foreign = json!({ "country": "U.S.A.", "region_code": "CA-ON" });
    assert_eq!(
        after(&foreign, &place("USA", "")),
        json!([{ "country_code": "USA" }, ["country_code", "region_code"]])
    );
}

#[test]
fn a_new_region_takes_the_old_ones_long_name_along() {
    let moved = after(&arizona(), &place("USA", "US-AL"));
    assert_eq!(
        moved,
        json!([
            {
                "line1": "1 Main St", "country_code": "USA", "region_code": "US-AL",
                "zip_code": "85001",
            },
            ["region_code"],
        ])
    );
    // The same region in any spelling of its code is no change; without a code it is one.
    assert_eq!(after(&arizona(), &place("USA", "az")), Value::Null);
    let short = json!({ "country_code": "US", "region_code": "US-AZ" });
    assert_eq!(after(&short, &place("USA", "AZ")), Value::Null);
    let text = json!({ "country_code": "USA", "region": "Arizona" });
    let coded = json!([{ "country_code": "USA", "region_code": "US-AZ" }, ["region_code"]]);
    assert_eq!(after(&text, &place("USA", "AZ")), coded);
}

#[test]
fn a_touched_address_goes_back_with_codes_that_keap_takes() {
    let touched = |held: Value| after(&held, &street());
    assert_eq!(
        touched(json!({ "country_code": "US", "region": "Arizona", "region_code": "AZ" })),
        json!([
            { "line1": "2 Side St", "country_code": "USA", "region_code": "US-AZ" },
            ["line1"],
        ])
    );
    let foreign = json!({ "country_code": "USA", "region_code": "CA-ON" });
    assert_eq!(touched(foreign)[0]["region_code"], "CA-ON", "as read");
    // Free text that has no code stays; it is all there is.
    assert_eq!(
        touched(json!({ "country_code": "DEU", "country": "Germany", "region": "Bayern" })),
        json!([{ "line1": "2 Side St", "country_code": "DEU", "region": "Bayern" }, ["line1"]])
    );
    assert_eq!(
        touched(json!({ "country": "Germany", "locality": "Hof" })),
        json!([{ "line1": "2 Side St", "country": "Germany", "locality": "Hof" }, ["line1"]])
    );
}

#[test]
fn cleared_parts_are_sent_empty_and_a_cleared_country_clears_its_region() {
    assert_eq!(
        after(&arizona(), &without(Place::NoCountry)),
        json!([
            {
                "line1": "1 Main St", "country_code": "", "region_code": "",
                "zip_code": "85001",
            },
            ["country_code", "region_code"],
        ])
    );
    let no_region = json!([
        {
            "line1": "1 Main St", "country_code": "USA", "region_code": "",
            "zip_code": "85001",
        },
        ["region_code"],
    ]);
    assert_eq!(after(&arizona(), &without(Place::NoRegion)), no_region);
    let mut same_country = place("USA", "");
    if let Place::Chosen { region, .. } = &mut same_country.place {
        *region = Change::Clear;
    }
    assert_eq!(after(&arizona(), &same_country), no_region);
    let cleared = AddressChanges {
        line1: Change::Clear,
        ..AddressChanges::default()
    };
    assert_eq!(after(&arizona(), &cleared)[0]["line1"], "");
    let there_was_none = AddressChanges {
        line2: Change::Clear,
        ..AddressChanges::default()
    };
    assert_eq!(after(&arizona(), &there_was_none), Value::Null);
    let blank = json!({ "line1": " 2 Side St ", "line2": " " });
    assert_eq!(after(&blank, &street()), Value::Null, "blanks do not count");
}

#[test]
fn a_held_region_without_a_country_code_is_not_sent() {
    let lone = json!({ "region": "Bayern", "country": "Germany" });
    let (touched, _) = merge(item(&lone), &street(), &lists_of("")).unwrap();
    assert!(lacks_its_country(&touched));
    assert!(!lacks_its_country(&item(&arizona())));
}
