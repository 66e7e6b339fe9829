//! Postal codes and telephone numbers as their country writes them, and a word where one looks odd. Only
//! what a person typed is put in shape, and nothing is refused.

use keap_client::{Contact, Country};

use crate::contact::cell::Cell;
use crate::contact::edits::Edits;
use crate::contact::spot::{AddressPart, AddressSlot, PhonePart, PhoneSlot, Spot};
use crate::places::phone::Verdict;
use crate::places::postcode::Fit;
use crate::places::{AddressFormat, phone, postcode};

/// A doubt about something that was typed; it is saved all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// It does not look like a postal code of that country; with an example, where there is one.
    PostalCode(Spot, String, Option<&'static str>),
    /// It does not look like a telephone number of that country.
    Phone(Spot, String),
}

impl Remark {
    /// The spot that it is about.
    pub const fn spot(&self) -> &Spot {
        match self {
            Self::PostalCode(spot, ..) | Self::Phone(spot, _) => spot,
        }
    }
}

/// The edits in shape, and the doubts about them.
pub(super) fn tidied(base: &Contact, edits: &Edits, countries: &[Country]) -> (Edits, Vec<Remark>) {
    let mut tidy = edits.clone();
    let mut remarks = Vec::new();
    for slot in AddressSlot::ALL {
        let spot = Spot::Address(*slot, AddressPart::PostalCode);
        let Some(typed) = typed_anew(base, edits, &spot) else {
            continue;
        };
        let country = country_of(base, edits, *slot, countries);
        let alpha2 = country.and_then(|country| country.alpha2.as_deref());
        match (postcode::fits(typed, alpha2), country) {
            (Fit::Odd, Some(country)) => {
                let example = AddressFormat::of(alpha2).postcode_example();
                let remark = Remark::PostalCode(spot.clone(), country.name.clone(), example);
                remarks.push(remark);
            }
            (Fit::Fits, _) => drop(tidy.insert(spot, postcode::tidy(typed, alpha2))),
            (Fit::Odd | Fit::CannotTell, _) => {}
        }
    }
    let home = AddressSlot::ALL
        .iter()
        .find_map(|slot| country_of(base, edits, *slot, countries));
    for slot in PhoneSlot::ALL {
        let spot = Spot::Phone(*slot, PhonePart::Number);
        let Some(typed) = typed_anew(base, edits, &spot) else {
            continue;
        };
        let seen = phone::tidy(typed, home.and_then(|country| country.alpha2.as_deref()));
        if seen.verdict == Verdict::Odd
            && let Some(country) = home
        {
            remarks.push(Remark::Phone(spot.clone(), country.name.clone()));
        }
        if seen.verdict == Verdict::Fits {
            let beside = Spot::Phone(*slot, PhonePart::Extension);
            let free = !edits.contains_key(&beside) && Cell::of(base, &beside).is_empty();
            match seen.extension.clone() {
                Some(extension) if free => {
                    tidy.insert(beside, extension);
                    tidy.insert(spot, seen.number);
                }
                _ => drop(tidy.insert(spot, seen.text())),
            }
        }
    }
    (tidy, remarks)
}

/// What was typed, unless it is what stands there already.
fn typed_anew<'a>(base: &Contact, edits: &'a Edits, spot: &Spot) -> Option<&'a str> {
    let typed = edits.get(spot)?.trim();
    let held = Cell::of(base, spot).shown(spot);
    (!typed.is_empty() && typed != held.trim()).then_some(typed)
}

/// The listed country of an address, as it will be.
fn country_of<'a>(
    base: &Contact,
    edits: &Edits,
    slot: AddressSlot,
    countries: &'a [Country],
) -> Option<&'a Country> {
    let spot = Spot::Address(slot, AddressPart::Country);
    let code = match edits.get(&spot) {
        Some(typed) => typed.trim().to_owned(),
        None => Cell::of(base, &spot).text("country_code"),
    };
    let is = |listed: &Option<String>| {
        listed
            .as_deref()
            .is_some_and(|listed| listed.eq_ignore_ascii_case(code.trim()))
    };
    let mut countries = countries.iter();
    countries.find(|country| is(&country.alpha3) || is(&country.alpha2))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contact::samples::{contact, lists_of};

    fn spot(name: &str) -> Spot {
        Spot::from_name(name).unwrap()
    }

    fn edits(typed: &[(&str, &str)]) -> Edits {
        let typed = typed.iter();
        typed
            .map(|(name, text)| (spot(name), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn what_was_typed_is_put_in_shape_and_what_is_held_is_not() {
        let base = contact(
            "7",
            &json!({
                "addresses": [{"field": "BILLING", "country_code": "CAN", "postal_code": "k1a0b1"}],
                "phone_numbers": [{"field": "PHONE2", "number": "6135550100"}],
            }),
        );
        let countries = lists_of("").countries;
        let typed = edits(&[
            ("address.billing.postal_code", "k1a0b2"),
            ("phone.1.number", "613 555 0199 x5"),
            ("phone.2.number", "6135550100"),
            ("phone.3.number", "ask for Ann"),
        ]);
        let (tidy, remarks) = tidied(&base, &typed, &countries);
        let expected = edits(&[
            ("address.billing.postal_code", "K1A 0B2"),
            ("phone.1.number", "(613) 555-0199"),
            ("phone.1.extension", "5"),
            ("phone.2.number", "6135550100"),
            ("phone.3.number", "ask for Ann"),
        ]);
        assert_eq!(tidy, expected);
        assert_eq!(remarks, []);
        let again = edits(&[("address.billing.postal_code", "k1a0b1")]);
        assert_eq!(tidied(&base, &again, &countries).0, again, "held as it is");
    }

    #[test]
    fn what_looks_odd_is_told_and_left_alone() {
        let countries = lists_of("").countries;
        let typed = edits(&[
            ("address.shipping.country", "CAN"),
            ("address.shipping.postal_code", "85001"),
            ("phone.1.number", "12"),
        ]);
        let (tidy, remarks) = tidied(&Contact::default(), &typed, &countries);
        assert_eq!(tidy, typed);
        let told: Vec<String> = remarks
            .iter()
            .map(|remark| remark.spot().to_string())
            .collect();
        assert_eq!(told, ["address.shipping.postal_code", "phone.1.number"]);
        assert_eq!(
            tidied(&Contact::default(), &typed, &[]),
            (typed, vec![]),
            "no list, no word"
        );
    }
}
