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
            let held = text(address, "country_code");
            let same = is_country(&held, country, lists);
            // Without a code there was no other country that the region could belong to.
            let stays = same || (held.is_empty() && region_fits(address, country));
            if !same {
                address.set("country_code", country.alpha3.as_str());
                changed.push(AddressPart::Country);
            }
            choose_region(address, country, region, stays, changed);
        }
    }
}

/// The region under a chosen country, which is the held one where `same` says so.
fn choose_region(
    address: &mut ListItem,
    country: &ListedCountry,
    region: &Change,
    stays: bool,
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
        Change::Clear if stays => clear_region(address, changed),
        Change::Keep if stays => {}
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

/// Whether the region is in words, or its code one of this country.
fn region_fits(address: &ListItem, country: &ListedCountry) -> bool {
    let code = text(address, "region_code");
    let prefix = code.split_once('-').map(|(prefix, _)| prefix);
    prefix.is_none_or(|prefix| Some(prefix) == country.alpha2.as_deref())
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
#[path = "address_tests.rs"]
mod tests;
