//! What stands in a spot, to the letter: the members of Keap's schema that hold it. Taken out of a
//! contact, compared by what it means, and put back.
//!
//! Checks nothing: a cell may hold what Keap would refuse today, because that is how it was read.

use std::collections::{BTreeMap, BTreeSet};

use keap_client::{CompanyOfContact, Contact, ListField, ListItem};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::custom;
use super::spot::{AddressPart, Spot};
use super::text;

/// What stands in a spot: member by member, absent members left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cell(BTreeMap<String, Value>);

impl Cell {
    /// What stands in the contact's spot.
    pub fn of(contact: &Contact, spot: &Spot) -> Self {
        match spot {
            Spot::Text(field) => Self::only("text", contact.text(*field)),
            Spot::Company => {
                let company = contact.company.clone().unwrap_or_default();
                let mut cell = Self::only("id", company.id.as_deref().unwrap_or_default());
                let name = Self::only("company_name", company.name.as_deref().unwrap_or_default());
                cell.0.extend(name.0);
                cell
            }
            _ => item(contact, spot).map_or_else(Self::default, |item| Self::of_item(item, spot)),
        }
    }

    fn only(member: &str, text: &str) -> Self {
        let there = (!text.is_empty()).then(|| (member.to_owned(), text.into()));
        Self(there.into_iter().collect())
    }

    fn of_item(item: &ListItem, spot: &Spot) -> Self {
        let members = spot.members().iter();
        let held = members.filter_map(|member| Some((*member, item.get(member)?)));
        let there = held.filter(|(_, value)| !is_nothing(value));
        Self(
            there
                .map(|(member, value)| (member.to_owned(), value.clone()))
                .collect(),
        )
    }

    /// Puts this into the contact's spot, in place of what stands there. An item that is left with
    /// nothing but its slot goes.
    pub fn put(&self, contact: &mut Contact, spot: &Spot) {
        match spot {
            Spot::Text(field) => match self.text("text") {
                text if text.is_empty() => drop(contact.texts.remove(field)),
                text => drop(contact.texts.insert(*field, text)),
            },
            Spot::Company => {
                let member = |name| Some(self.text(name)).filter(|text| !text.is_empty());
                let company = CompanyOfContact {
                    id: member("id"),
                    name: member("company_name"),
                };
                contact.company = (company != CompanyOfContact::default()).then_some(company);
            }
            _ => self.put_item(contact, spot),
        }
    }

    fn put_item(&self, contact: &mut Contact, spot: &Spot) {
        let Some((list, slot)) = spot.item() else {
            return;
        };
        let items = contact.lists.entry(list).or_default();
        let held = items.iter_mut().find(|item| stands_in(item, list, slot));
        let item = if let Some(item) = held {
            item
        } else {
            let mut item = ListItem::default();
            item.set(list.key(), slot);
            items.push(item);
            let Some(item) = items.last_mut() else { return };
            item
        };
        for member in spot.members() {
            match self.0.get(*member) {
                Some(value) => item.set(member, value.clone()),
                None => drop(item.remove(member)),
            }
        }
        items.retain(|item| !(stands_in(item, list, slot) && is_bare(item, list)));
        if items.is_empty() {
            contact.lists.remove(&list);
        }
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.0
            .keys()
            .all(|member| self.text(member).trim().is_empty())
    }

    /// A member as text; empty where it is absent.
    pub fn text(&self, member: &str) -> String {
        self.0.get(member).map_or_else(String::new, as_text)
    }

    /// The text a form shows: the code where there is one, else the words.
    pub fn shown(&self, spot: &Spot) -> String {
        match spot {
            Spot::Company => self.text("company_name"),
            Spot::Address(_, AddressPart::PostalCode) => {
                let (postal, zip) = self.codes();
                let also_zip = zip.starts_with(&postal);
                if also_zip { zip } else { postal }
            }
            _ => {
                let texts = spot.members().iter().map(|member| self.text(member));
                texts
                    .into_iter()
                    .find(|text| !text.trim().is_empty())
                    .unwrap_or_default()
            }
        }
    }

    /// Whether both say the same of the spot, however Keap spells it: a code and its long name are
    /// one region, and nothing is the same as an empty text.
    pub fn means(&self, other: &Self, spot: &Spot) -> bool {
        let member = |name: &str| {
            (
                self.text(name).trim().to_owned(),
                other.text(name).trim().to_owned(),
            )
        };
        match spot {
            Spot::Company => match member("id") {
                (one, other) if !one.is_empty() && !other.is_empty() => one == other,
                // A company is found by its name, case aside.
                _ => {
                    let (one, other) = member("company_name");
                    text::same_but_for_case(&one, &other)
                }
            },
            Spot::Address(_, AddressPart::Country) => match member("country_code") {
                (one, other) if !one.is_empty() && !other.is_empty() => {
                    one.eq_ignore_ascii_case(&other)
                }
                codes => same(&codes) && same(&member("country")),
            },
            Spot::Address(_, AddressPart::Region) => match member("region_code") {
                (one, other) if !one.is_empty() && !other.is_empty() => one_region(&one, &other),
                codes => same(&codes) && same(&member("region")),
            },
            // A touched address goes back with one of the two codes that one and the same may stand under.
            Spot::Address(_, AddressPart::PostalCode) => {
                let (ours, theirs) = (self.codes(), other.codes());
                let filled = |code: &String| !code.is_empty();
                let ours: Vec<String> = [ours.0, ours.1].into_iter().filter(filled).collect();
                let theirs: Vec<String> = [theirs.0, theirs.1].into_iter().filter(filled).collect();
                ours.is_empty() && theirs.is_empty()
                    || ours.iter().any(|code| theirs.contains(code))
            }
            _ => {
                let (ours, theirs) = (self.shown(spot), other.shown(spot));
                ours.trim() == theirs.trim() || same_day(ours.trim(), theirs.trim())
            }
        }
    }

    /// The postal code, and the ZIP code with its extension.
    fn codes(&self) -> (String, String) {
        let member = |name: &str| self.text(name).trim().to_owned();
        let (zip, four) = (member("zip_code"), member("zip_four"));
        let zip = match four.as_str() {
            "" => zip,
            _ if zip.is_empty() || zip.contains('-') => zip,
            four => format!("{zip}-{four}"),
        };
        (member("postal_code"), zip)
    }
}

fn same((one, other): &(String, String)) -> bool {
    one == other
}

/// A day with and without its midnight, as Keap may answer it.
fn same_day(one: &str, other: &str) -> bool {
    let midnight = |long: &str, day: &str| {
        let rest = long
            .strip_prefix(day)
            .and_then(|rest| rest.strip_prefix("T00:00:00"));
        custom::is_day(day) && rest.is_some()
    };
    midnight(one, other) || midnight(other, one)
}

/// "AZ" and "US-AZ" are one region: lists have either.
fn one_region(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_ascii_uppercase(), other.to_ascii_uppercase());
    let within = |long: &str, short: &str| {
        long.strip_suffix(short)
            .is_some_and(|rest| rest.len() == 3 && rest.ends_with('-'))
    };
    one == other || within(&one, &other) || within(&other, &one)
}

/// The spots that hold something.
pub fn filled(contact: &Contact) -> Vec<Spot> {
    let mut spots = Spot::fixed();
    let ids = contact.items(ListField::CustomFields).iter();
    let custom: BTreeSet<_> = ids.filter_map(|item| item.text("id")).collect();
    spots.extend(
        custom
            .into_iter()
            .filter_map(|id| Spot::from_name(&format!("custom.{id}"))),
    );
    spots.retain(|spot| !Cell::of(contact, spot).is_empty());
    spots
}

/// The spots in which the two contacts say something different.
pub fn changed(before: &Contact, after: &Contact) -> Vec<Spot> {
    let mut spots: BTreeSet<Spot> = filled(before).into_iter().collect();
    spots.extend(filled(after));
    let differs = |spot: &Spot| !Cell::of(before, spot).means(&Cell::of(after, spot), spot);
    spots.into_iter().filter(differs).collect()
}

/// The first item that stands in the spot's slot.
pub(super) fn item<'a>(contact: &'a Contact, spot: &Spot) -> Option<&'a ListItem> {
    let (list, slot) = spot.item()?;
    let mut items = contact.items(list).iter();
    items.find(|item| stands_in(item, list, slot))
}

pub(super) fn stands_in(item: &ListItem, list: ListField, slot: &str) -> bool {
    item.text(list.key()).is_some_and(|key| key == slot)
}

/// Whether an item says nothing but which one it is.
pub(super) fn is_bare(item: &ListItem, list: ListField) -> bool {
    let mut members = item.parts().iter();
    members.all(|(member, value)| member == list.key() || is_nothing(value))
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(as_text).collect::<Vec<_>>().join(","),
        Value::Null | Value::Object(_) => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
