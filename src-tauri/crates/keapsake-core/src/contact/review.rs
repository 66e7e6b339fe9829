//! A change before it is made: what each spot says now and will say, what goes, and which spots stand
//! or fall together.
//!
//! Values only; the names behind ids are handed in.

use std::collections::BTreeMap;

use keap_client::{Contact, TextField};

use super::cell::{Cell, changed};
use super::edits::Edits;
use super::spot::{AddressPart, EmailSlot, PhonePart, Spot};

/// Names behind the ids that a contact holds.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Users, by id.
    pub owners: BTreeMap<String, String>,
    /// Lead sources, by id.
    pub lead_sources: BTreeMap<String, String>,
    /// Regions, by sendable code.
    pub regions: BTreeMap<String, String>,
    /// Countries, by alpha-3 code.
    pub countries: BTreeMap<String, String>,
}

/// What happens to a spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It was empty.
    Sets,
    /// It said something else.
    Changes,
    /// It will be empty.
    Removes,
    /// Free text becomes a code of Keap's list.
    Repairs,
}

/// One spot of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which one.
    pub spot: Spot,
    /// What it says now.
    pub before: String,
    /// What it will say.
    pub after: String,
    /// What happens.
    pub kind: Kind,
    /// Whether what it says now is free text, which Keap's list does not have.
    pub free: bool,
    /// The spots that cannot be left out when this one stays in.
    pub with: Vec<Spot>,
    /// It cannot be left out alone, nor together with another.
    pub fixed: bool,
}

/// The rows of a change, in the spots' order. `typed` is what the person asked for: a row beyond that
/// follows from another one.
pub fn rows(before: &Contact, after: &Contact, typed: &Edits, names: &Names) -> Vec<Row> {
    let spots = changed(before, after);
    let bonds = Bonds {
        before,
        after,
        typed,
        spots: &spots,
    };
    let row = |spot: &Spot| {
        let (was, will) = (Cell::of(before, spot), Cell::of(after, spot));
        let free = is_free(&was, spot);
        let kind = match (was.is_empty(), will.is_empty()) {
            (true, _) => Kind::Sets,
            (_, true) => Kind::Removes,
            _ if free && !is_free(&will, spot) => Kind::Repairs,
            _ => Kind::Changes,
        };
        Row {
            before: said(&was, spot, names),
            after: said(&will, spot, names),
            kind,
            free,
            with: bonds.with(spot),
            fixed: bonds.is_fixed(spot),
            spot: spot.clone(),
        }
    };
    spots.iter().map(row).collect()
}

/// Which of the changed spots stand or fall together.
struct Bonds<'a> {
    before: &'a Contact,
    after: &'a Contact,
    typed: &'a Edits,
    spots: &'a [Spot],
}

impl Bonds<'_> {
    fn with(&self, spot: &Spot) -> Vec<Spot> {
        let needs = |other: &&Spot| *other != spot && self.needs(spot, other);
        self.spots.iter().filter(needs).cloned().collect()
    }

    /// Whether a spot cannot be saved as it is without the other.
    fn needs(&self, spot: &Spot, other: &Spot) -> bool {
        match (cause(spot), cause(other)) {
            // What follows needs its cause, and a cause cannot go without what follows of it.
            (Some(cause), _) if cause == *other => self.hangs_on(spot, other),
            (_, Some(cause)) if cause == *spot => self.follows(other, spot),
            _ => false,
        }
    }

    /// Whether the spot makes no sense without this change of its cause.
    fn hangs_on(&self, spot: &Spot, cause: &Spot) -> bool {
        let first = !self.had(cause) && !Cell::of(self.after, spot).is_empty();
        first || self.follows(spot, cause)
    }

    /// Whether the spot changes because its cause does: a region goes with its old country, an emptied
    /// number takes all along, and a typed one may bring an extension.
    fn follows(&self, spot: &Spot, cause: &Spot) -> bool {
        let lost = match cause {
            Spot::Address(..) => self.had(cause),
            _ => Cell::of(self.after, cause).is_empty(),
        };
        lost || !self.typed.contains_key(spot)
    }

    /// Whether there was something to hang on: a number, or a country that Keap lists.
    fn had(&self, cause: &Spot) -> bool {
        let was = Cell::of(self.before, cause);
        !was.is_empty() && !is_free(&was, cause)
    }

    /// The address of a new contact is what Keap knows it by; and what follows from nothing on the page
    /// cannot be left out on the page.
    fn is_fixed(&self, spot: &Spot) -> bool {
        let first = Spot::Email(EmailSlot::First);
        let is_new = self.before.id.is_empty() && *spot == first;
        is_new || (!self.typed.contains_key(spot) && self.with(spot).is_empty())
    }
}

/// The spot that a change of this one may follow from.
const fn cause(spot: &Spot) -> Option<Spot> {
    match spot {
        Spot::Phone(slot, PhonePart::Extension | PhonePart::Type) => {
            Some(Spot::Phone(*slot, PhonePart::Number))
        }
        Spot::Address(slot, AddressPart::Region) => {
            Some(Spot::Address(*slot, AddressPart::Country))
        }
        _ => None,
    }
}

/// Whether a country or region is there in words alone.
pub fn is_free(cell: &Cell, spot: &Spot) -> bool {
    let code = match spot {
        Spot::Address(_, AddressPart::Country) => "country_code",
        Spot::Address(_, AddressPart::Region) => "region_code",
        _ => return false,
    };
    !cell.is_empty() && cell.text(code).trim().is_empty()
}

/// What a spot says, in words: names before ids, a region with its code.
pub fn said(cell: &Cell, spot: &Spot, names: &Names) -> String {
    let shown = cell.shown(spot);
    let named = |names: &BTreeMap<String, String>| {
        names
            .get(shown.trim())
            .cloned()
            .unwrap_or_else(|| shown.clone())
    };
    match spot {
        Spot::Text(TextField::Owner) => named(&names.owners),
        Spot::Text(TextField::LeadSource) => named(&names.lead_sources),
        Spot::Address(_, AddressPart::Country) => {
            with_code(cell, "country", &names.countries, &shown)
        }
        Spot::Address(_, AddressPart::Region) => with_code(cell, "region", &names.regions, &shown),
        _ => shown,
    }
}

fn with_code(cell: &Cell, name: &str, names: &BTreeMap<String, String>, shown: &str) -> String {
    let code = shown.trim();
    let listed = names.get(code).cloned();
    let name = listed.unwrap_or_else(|| cell.text(name).trim().to_owned());
    if name.is_empty() || name == code {
        shown.to_owned()
    } else {
        format!("{name} ({code})")
    }
}

#[cfg(test)]
#[path = "review_tests.rs"]
mod tests;
