//! A change before it is made: what each spot says now and will say, what goes, and which spots stand
//! or fall together.
//!
//! Values only; the names behind ids are handed in.

use std::collections::BTreeMap;

use keap_client::{Contact, TextField};

use super::cell::{Cell, changed};
use super::spot::{AddressPart, Spot};

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
}

/// The rows of a change, in the spots' order.
pub fn rows(before: &Contact, after: &Contact, names: &Names) -> Vec<Row> {
    let spots = changed(before, after);
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
            with: together(spot, &spots),
            spot: spot.clone(),
        }
    };
    spots.iter().map(row).collect()
}

/// A new country and its region are one decision: either alone would be refused or would say something
/// that nobody chose.
fn together(spot: &Spot, spots: &[Spot]) -> Vec<Spot> {
    let other = match spot {
        Spot::Address(slot, AddressPart::Country) => Spot::Address(*slot, AddressPart::Region),
        Spot::Address(slot, AddressPart::Region) => Spot::Address(*slot, AddressPart::Country),
        _ => return Vec::new(),
    };
    spots
        .iter()
        .filter(|spot| **spot == other)
        .cloned()
        .collect()
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
