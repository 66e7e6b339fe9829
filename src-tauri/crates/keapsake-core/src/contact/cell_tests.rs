//! What stands in a spot: two spellings of one thing, and putting it back.

use serde_json::{Value, json};

use super::cell::*;
use super::samples::contact;
use super::spot::Spot;

fn cell(spot: &str, item: &Value) -> Cell {
    let spot = Spot::from_name(spot).unwrap();
    let (list, slot) = spot.item().unwrap();
    let mut item = item.clone();
    item[list.key()] = slot.into();
    Cell::of(&contact("7", &json!({ list.name(): [item] })), &spot)
}

#[test]
fn two_spellings_of_one_thing_mean_the_same() {
    let country = "address.billing.country";
    let region = "address.billing.region";
    let postal = "address.billing.postal_code";
    let table = [
        (
            country,
            json!({"country_code": "USA"}),
            json!({"country_code": "usa", "country": "United States"}),
            true,
        ),
        (
            country,
            json!({"country_code": "USA"}),
            json!({"country": "United States"}),
            false,
        ),
        (
            country,
            json!({"country": "Kanada"}),
            json!({"country": "Kanada "}),
            true,
        ),
        (
            region,
            json!({"region_code": "AZ"}),
            json!({"region_code": "US-AZ", "region": "Arizona"}),
            true,
        ),
        (
            region,
            json!({"region_code": "US-AZ"}),
            json!({"region_code": "MX-AZ"}),
            false,
        ),
        (
            region,
            json!({"region": "Calif."}),
            json!({"region_code": "US-CA", "region": "California"}),
            false,
        ),
        (
            postal,
            json!({"postal_code": "85001", "zip_code": "85001", "zip_four": "0003"}),
            json!({"zip_code": "85001", "zip_four": "0003"}),
            true,
        ),
        (
            postal,
            json!({"zip_code": "85001", "zip_four": "0003"}),
            json!({"zip_code": "85001"}),
            false,
        ),
        (
            postal,
            json!({"postal_code": "85001-0003"}),
            json!({"zip_code": "85001", "zip_four": "0003"}),
            true,
        ),
        (
            "custom.21",
            json!({"content": "2026-01-05"}),
            json!({"content": "2026-01-05T00:00:00.000Z"}),
            true,
        ),
        (
            "custom.21",
            json!({"content": "2026-01-05"}),
            json!({"content": "2026-01-05T09:00:00.000Z"}),
            false,
        ),
        (
            "custom.21",
            json!({"content": 5}),
            json!({"content": "5"}),
            true,
        ),
        (
            "phone.1.number",
            json!({"number": ""}),
            json!({"number": null}),
            true,
        ),
    ];
    for (spot, one, other, same) in table {
        let name = Spot::from_name(spot).unwrap();
        let (a, b) = (cell(spot, &one), cell(spot, &other));
        assert_eq!(a.means(&b, &name), same, "{one} {other}");
        assert_eq!(b.means(&a, &name), same, "{other} {one}");
    }
}

#[test]
fn put_back_it_is_to_the_letter_and_an_empty_item_goes() {
    let before = contact(
        "7",
        &json!({"addresses": [
        {"field": "BILLING", "region": "Quebec ", "country_code": "CAN", "line1": "1 Rue"}]}),
    );
    let spot = Spot::from_name("address.billing.region").unwrap();
    let held = Cell::of(&before, &spot);
    let mut after = before.clone();
    cell("address.billing.region", &json!({"region_code": "CA-QC"})).put(&mut after, &spot);
    assert!(!Cell::of(&after, &spot).means(&held, &spot));
    held.put(&mut after, &spot);
    assert_eq!(after, before);
    let mut empty = contact("7", &json!({}));
    empty.lists.clear();
    let bare = empty.clone();
    held.put(&mut empty, &spot);
    assert_eq!(changed(&bare, &empty), std::slice::from_ref(&spot));
    Cell::default().put(&mut empty, &spot);
    assert_eq!(empty, bare);
}

/// Red when emptying what is shown takes along what nobody saw.
#[test]
fn of_two_items_in_one_slot_only_the_shown_one_is_emptied() {
    let held = json!({"social_accounts": [{"type": "FACEBOOK", "name": "ann"},
        {"type": "FACEBOOK", "name": "ann.too"}]});
    let before = contact("7", &held);
    let spot = Spot::from_name("social.facebook").unwrap();
    let edits = [(spot.clone(), String::new())].into();
    let after = super::edits::apply(&before, &edits, &super::known::Known::default()).unwrap();
    assert_eq!(Cell::of(&after, &spot).shown(&spot), "ann.too");
}
