//! Edits of an address: its parts are one decision, since a region needs its country and a code its
//! country's name for it.

use keap_client::{Contact, ListField, ListItem};

use super::{Apply, Edits, fits};
use crate::contact::cell::{Cell, is_bare, item, stands_in};
use crate::contact::checked::{AddressChanges, Change, Place};
use crate::contact::problem::ProblemKind;
use crate::contact::region::Lists;
use crate::contact::spot::{AddressPart, AddressSlot, Spot};
use crate::contact::{address, text, writable};

impl Apply<'_> {
    pub(super) fn address(&mut self, slot: AddressSlot, edits: &Edits) {
        let spot = |part| Spot::Address(slot, part);
        if !AddressPart::ALL
            .iter()
            .any(|part| edits.contains_key(&spot(*part)))
        {
            return;
        }
        let list = ListField::Addresses;
        let any = spot(AddressPart::Line1);
        let held = item(&self.after, &any).cloned();
        let lists = self.known.lists(&country_of(&self.after, edits, slot));
        let before = self.problems.len();
        let changes = AddressChanges {
            line1: self.part(slot, AddressPart::Line1, edits),
            line2: self.part(slot, AddressPart::Line2, edits),
            locality: self.part(slot, AddressPart::Locality, edits),
            postal_code: self.part(slot, AddressPart::PostalCode, edits),
            place: self.place(slot, edits, &lists),
        };
        if self.problems.len() > before {
            return;
        }
        let held = match held {
            Some(held) => writable::writable(list, &[held]).pop(),
            None => None,
        };
        let mut held = held.unwrap_or_else(|| ListItem::in_slot(slot.keaps()));
        if changes.postal_code != Change::Keep {
            one_code(
                &mut held,
                &Cell::of(&self.after, &spot(AddressPart::PostalCode)),
            );
        }
        let Some((touched, _)) = address::merge(held, &changes, &lists) else {
            return;
        };
        let items = self.after.lists.entry(list).or_default();
        match items
            .iter_mut()
            .find(|item| stands_in(item, list, slot.keaps()))
        {
            Some(held) => *held = touched.clone(),
            None => items.push(touched.clone()),
        }
        items.retain(|item| !(stands_in(item, list, slot.keaps()) && is_bare(item, list)));
        if !is_bare(&touched, list) && address::lacks_its_country(&touched) {
            self.problem(
                &spot(AddressPart::Country),
                ProblemKind::RegionWithoutCountry,
            );
        }
    }

    fn part(&mut self, slot: AddressSlot, part: AddressPart, edits: &Edits) -> Change {
        let spot = Spot::Address(slot, part);
        let change = self.change(&spot, edits);
        if let Change::Set(wanted) = &change
            && let Err(kind) = fits(&spot, wanted)
        {
            self.problem(&spot, kind);
        }
        change
    }

    /// An edit that is what stands there already changes nothing, listed or not.
    fn change(&self, spot: &Spot, edits: &Edits) -> Change {
        let Some(typed) = edits.get(spot) else {
            return Change::Keep;
        };
        let wanted = text::free(typed);
        let held = Cell::of(&self.after, spot).shown(spot);
        match (wanted.is_empty(), wanted == held.trim()) {
            (_, true) => Change::Keep,
            (true, _) => Change::Clear,
            (false, _) => Change::Set(wanted),
        }
    }

    fn place(&mut self, slot: AddressSlot, edits: &Edits, lists: &Lists) -> Place {
        let (country, region) = (
            Spot::Address(slot, AddressPart::Country),
            Spot::Address(slot, AddressPart::Region),
        );
        let wanted_country = self.change(&country, edits);
        let wanted_region = match self.change(&region, edits) {
            // Said again beside another country it is meant, and not left where it was.
            Change::Keep
                if wanted_country != Change::Keep
                    && is_filled(edits, slot, AddressPart::Region) =>
            {
                Change::Set(
                    edits
                        .get(&region)
                        .map(|typed| text::free(typed))
                        .unwrap_or_default(),
                )
            }
            change => change,
        };
        match (&wanted_country, &wanted_region) {
            (Change::Keep, Change::Keep) => return Place::Keep,
            (Change::Keep, Change::Clear) => return Place::NoRegion,
            (Change::Clear, Change::Set(_)) => {
                self.problem(&country, ProblemKind::RegionWithoutCountry);
                return Place::Keep;
            }
            (Change::Clear, _) => return Place::NoCountry,
            (Change::Set(_), _) | (Change::Keep, Change::Set(_)) => {}
        }
        let code = country_of(&self.after, edits, slot);
        let Some(country_listed) = lists.country(&code) else {
            let kind = match wanted_country {
                Change::Set(_) => ProblemKind::NotInList,
                Change::Keep | Change::Clear => ProblemKind::RegionWithoutCountry,
            };
            self.problem(&country, kind);
            return Place::Keep;
        };
        let wanted_region = match wanted_region {
            Change::Set(code) => match lists.region(&country_listed, &code) {
                Ok(code) => Change::Set(code),
                Err(kind) => {
                    self.problem(&region, kind);
                    Change::Keep
                }
            },
            other => other,
        };
        Place::Chosen {
            country: country_listed,
            region: wanted_region,
        }
    }
}

/// Leaves the code that the form shows, and under one name: an address may hold two, and what was typed
/// stands in place of the one that was seen.
fn one_code(address: &mut ListItem, held: &Cell) {
    let postal = Spot::Address(AddressSlot::Billing, AddressPart::PostalCode);
    let shown = held.shown(&postal);
    let zip = held.text("postal_code").trim().is_empty() && !held.text("zip_code").is_empty();
    for member in postal.members() {
        address.remove(member);
    }
    if !shown.is_empty() {
        address.set(if zip { "zip_code" } else { "postal_code" }, shown);
    }
}

pub(super) fn is_filled(edits: &Edits, slot: AddressSlot, part: AddressPart) -> bool {
    let typed = edits.get(&Spot::Address(slot, part));
    typed.is_some_and(|typed| !text::free(typed).is_empty())
}

/// The code of the country that the address will have.
pub(super) fn country_of(base: &Contact, edits: &Edits, slot: AddressSlot) -> String {
    let spot = Spot::Address(slot, AddressPart::Country);
    match edits.get(&spot) {
        Some(typed) => text::token(typed),
        None => Cell::of(base, &spot).text("country_code"),
    }
}
