//! One address: the changed parts are merged into what Keap holds, and country, region and postal
//! code are left in a form that Keap takes.
//!
//! An address nobody touched never comes here changed: it goes back as it was read.

use keap_client::ListItem;

use super::checked::{AddressChanges, Change, Place};
use super::postal::{self, Kind};
use super::region::{ListedCountry, Lists, sendable};
use super::spot::AddressPart;
use super::text::of as text;

/// The address with the changes merged, and the parts that differ from before; `None` where
/// none does.
pub(super) fn merge(
    mut address: ListItem,
    wanted: &AddressChanges,
    lists: &Lists,
) -> Option<(ListItem, Vec<AddressPart>)> {
    let mut changed = Vec::new();
    line(
        &mut address,
        AddressPart::Line1,
        &wanted.line1,
        &mut changed,
    );
    line(
        &mut address,
        AddressPart::Line2,
        &wanted.line2,
        &mut changed,
    );
    line(
        &mut address,
        AddressPart::Locality,
        &wanted.locality,
        &mut changed,
    );
    place(&mut address, &wanted.place, lists, &mut changed);
    let kind = Kind::of(&address);
    if postal::merge(&mut address, &wanted.postal_code, kind) {
        changed.push(AddressPart::PostalCode);
    }
    if changed.is_empty() {
        return None;
    }
    postal::settle(&mut address, kind);
    settle_place(&mut address, lists);
    Some((address, changed))
}

/// Whether the address holds a region but no country code, as imported ones may: Keap would refuse it,
/// and dropping the region would lose it.
pub(super) fn lacks_its_country(address: &ListItem) -> bool {
    let has_region = has(address, "region") || has(address, "region_code");
    has_region && !has(address, "country_code")
}

fn line(
    address: &mut ListItem,
    part: AddressPart,
    change: &Change,
    changed: &mut Vec<AddressPart>,
) {
    let wanted = match change {
        Change::Keep => return,
        Change::Clear => "",
        Change::Set(typed) => typed,
    };
    if text(address, part.keaps()) != wanted {
        address.set(part.keaps(), wanted);
        changed.push(part);
    }
}

fn place(address: &mut ListItem, place: &Place, lists: &Lists, changed: &mut Vec<AddressPart>) {
    match place {
        Place::Keep => {}
        Place::NoRegion => clear_region(address, changed),
        Place::NoCountry => {
            let had = has(address, "country") || has(address, "country_code");
            if had {
                address.remove("country");
                address.set("country_code", "");
                changed.push(AddressPart::Country);
            }
            clear_region(address, changed);
        }
        Place::Chosen { country, region } => {
            let same = is_country(&text(address, "country_code"), country, lists);
            if !same {
                address.set("country_code", country.alpha3.as_str());
                changed.push(AddressPart::Country);
            }
            choose_region(address, country, region, same, changed);
        }
    }
}

/// The region under a chosen country, which is the held one where `same` says so.
fn choose_region(
    address: &mut ListItem,
    country: &ListedCountry,
    region: &Change,
    same: bool,
    changed: &mut Vec<AddressPart>,
) {
    match region {
        Change::Set(code) => {
            let held = sendable(&text(address, "region_code"), country.alpha2.as_deref());
            if !held.is_some_and(|held| held.eq_ignore_ascii_case(code)) {
                address.set("region_code", code.as_str());
                changed.push(AddressPart::Region);
            }
        }
        Change::Clear if same => clear_region(address, changed),
        Change::Keep if same => {}
        Change::Keep | Change::Clear => {
            // The old region belongs to the old country; that it went is told as well.
            if has(address, "region") || has(address, "region_code") {
                changed.push(AddressPart::Region);
            }
            address.remove("region");
            address.remove("region_code");
        }
    }
}

fn clear_region(address: &mut ListItem, changed: &mut Vec<AddressPart>) {
    if has(address, "region") || has(address, "region_code") {
        address.remove("region");
        address.set("region_code", "");
        changed.push(AddressPart::Region);
    }
}

fn is_country(held: &str, country: &ListedCountry, lists: &Lists) -> bool {
    held.eq_ignore_ascii_case(&country.alpha3)
        || lists.country(held).is_some_and(|held| held == *country)
}

/// Codes instead of the long names beside them, and codes in the form Keap takes.
fn settle_place(address: &mut ListItem, lists: &Lists) {
    if let Some(country) = lists.country(&text(address, "country_code")) {
        address.set("country_code", country.alpha3.as_str());
        let held = text(address, "region_code");
        // Anything longer is no code that lacks its country, and stays as it was read.
        if held.len() <= 3
            && let Some(code) = sendable(&held, country.alpha2.as_deref())
        {
            address.set("region_code", code);
        }
    }
    if has(address, "country_code") {
        address.remove("country");
    }
    if has(address, "region") && !has(address, "region_code") {
        address.remove("region_code");
    } else if address.get("region_code").is_some() {
        address.remove("region");
    }
}

fn has(address: &ListItem, key: &str) -> bool {
    !text(address, key).is_empty()
}

#[cfg(test)]
mod tests {
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
}
