//! One postal address: lengths by slot, country and region by Keap's lists. Does not know the other
//! addresses of a contact.

use serde_json::Value;

use super::items::{Item, texts};
use crate::api::locales::{self, Country};
use crate::api::problem::Problem;
use crate::options::RegionCheck;

/// The parts that say which country and region.
const PLACE: [&str; 4] = ["country", "country_code", "region", "region_code"];

/// Checks an address and returns it as it is stored. `before` is what its slot holds now.
///
/// `region` and `region_code` at once are refused, and so are `zip_code` and `postal_code`, which stands
/// *instead of* the other. A country and region exactly as stored are always taken back, so that a row of
/// free text can be returned untouched.
pub(crate) fn check(
    item: &Item,
    slot: &str,
    before: Option<&Item>,
    regions: RegionCheck,
) -> Result<Item, Problem> {
    let (line, locality, zip) = match slot {
        "BILLING" => (75, 50, 15),
        "SHIPPING" => (100, 100, 20),
        _ => (100, 100, 15),
    };
    let mut kept = texts(
        item,
        "addresses",
        &[
            ("field", 30),
            ("line1", line),
            ("line2", line),
            ("locality", locality),
            ("country", 100),
            ("country_code", 100),
            ("region", 50),
            ("region_code", 50),
            ("postal_code", zip),
            ("zip_code", zip),
            ("zip_four", 10),
        ],
    )?;
    if given(&kept, "zip_code").is_some() && given(&kept, "postal_code").is_some() {
        return Err(invalid(slot, "has both a zip_code and a postal_code"));
    }
    if given(&kept, "region").is_some() && given(&kept, "region_code").is_some() {
        return Err(invalid(slot, "has both a region and a region_code"));
    }
    if given(&kept, "zip_code").is_none() {
        // Ignored without the five digits it belongs to.
        kept.remove("zip_four");
    }
    let place = match before.filter(|before| same_place(&kept, before)) {
        Some(before) => stored_place(before),
        None => new_place(&kept, slot, regions)?,
    };
    for name in PLACE {
        kept.remove(name);
    }
    kept.extend(place);
    Ok(kept)
}

fn given<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

/// The country's long name is left aside: it is for reading.
fn same_place(item: &Item, before: &Item) -> bool {
    ["country_code", "region", "region_code"]
        .iter()
        .all(|name| given(item, name) == given(before, name))
}

fn stored_place(before: &Item) -> Vec<(String, Value)> {
    PLACE
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), before.get(*name)?.clone())))
        .collect()
}

fn new_place(
    item: &Item,
    slot: &str,
    regions: RegionCheck,
) -> Result<Vec<(String, Value)>, Problem> {
    let text = |name: &str, value: &str| (name.to_owned(), Value::from(value));
    let region = given(item, "region_code").or(given(item, "region"));
    let Some(code) = given(item, "country_code") else {
        if region.is_some() {
            return Err(Problem::invalid(
                "addresses",
                "COUNTRY CODE needed if Region Exists",
            ));
        }
        return Ok(given(item, "country")
            .map(|name| text("country", name))
            .into_iter()
            .collect());
    };
    let Some(country) = locales::by_alpha3(code) else {
        return Err(invalid(slot, "Country Code is invalid"));
    };
    let mut place = vec![
        text("country", country.name()),
        text("country_code", country.alpha3()),
    ];
    match province(country, item) {
        Asked::Nothing => {}
        Asked::Listed(province) => {
            place.push(text("region", province.name));
            place.push(text("region_code", province.code));
        }
        Asked::Unlisted(Some(free)) if regions == RegionCheck::FreeText => {
            place.push(text("region", free));
        }
        Asked::Unlisted(_) => return Err(invalid(slot, "Region is invalid")),
    }
    Ok(place)
}

/// What a written region turns out to be.
enum Asked<'a> {
    Nothing,
    Listed(locales::Province),
    /// Not in the country's list; the text, if it came as free text and not as a code.
    Unlisted(Option<&'a str>),
}

fn province(country: Country, item: &Item) -> Asked<'_> {
    if let Some(code) = given(item, "region_code") {
        return country
            .province_by_code(code)
            .map_or(Asked::Unlisted(None), Asked::Listed);
    }
    let Some(name) = given(item, "region") else {
        return Asked::Nothing;
    };
    country
        .province_by_name(name)
        .map_or(Asked::Unlisted(Some(name)), Asked::Listed)
}

fn invalid(slot: &str, what: &str) -> Problem {
    Problem::invalid("addresses", format!("{slot} {what}"))
}
