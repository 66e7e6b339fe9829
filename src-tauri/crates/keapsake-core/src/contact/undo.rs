//! Taking a save back: the spots it changed, each put back to the letter, unless somebody changed it
//! since.

use std::collections::{BTreeMap, BTreeSet};

use keap_client::Contact;

use super::cell::{Cell, changed};
use super::meanwhile::Clash;
use super::review::{Names, said};
use super::spot::{AddressPart, AddressSlot, Spot};

/// What a save did to one spot.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Which one.
    pub spot: Spot,
    /// What stood there before.
    pub before: Cell,
    /// What the save put there.
    pub after: Cell,
}

/// What to do with a spot that somebody changed since the save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Put back what stood there before the save.
    Restore,
    /// Leave what stands there now.
    Leave,
}

impl Changed {
    /// Whether the spot says something else since; `false` where the same stands under another name.
    pub fn is_said(&self) -> bool {
        !self.before.means(&self.after, &self.spot)
    }
}

/// What the save from `before` to `after` changed, to the letter: a touched address goes back with its
/// postal code under the one right name, and what stood under another one is put back there.
pub fn changes(before: &Contact, after: &Contact) -> Vec<Changed> {
    let mut spots: BTreeSet<Spot> = changed(before, after).into_iter().collect();
    let codes = AddressSlot::ALL
        .iter()
        .map(|slot| Spot::Address(*slot, AddressPart::PostalCode));
    spots.extend(codes.filter(|spot| Cell::of(before, spot) != Cell::of(after, spot)));
    spots
        .into_iter()
        .map(|spot| Changed {
            before: Cell::of(before, &spot),
            after: Cell::of(after, &spot),
            spot,
        })
        .collect()
}

/// The contact with the save taken back, and the spots that are put back by it.
///
/// # Errors
/// The spots that somebody changed since, as long as nobody has decided about them; `was` is what stood
/// there before the save, `mine` what the save put there.
pub fn taken_back(
    now: &Contact,
    save: &[Changed],
    decided: &BTreeMap<Spot, Decision>,
    names: &Names,
) -> Result<(Contact, Vec<Spot>), Vec<Clash>> {
    let mut target = now.clone();
    let (mut restored, mut clashes) = (Vec::new(), Vec::new());
    for Changed {
        spot,
        before,
        after,
    } in save
    {
        let theirs = Cell::of(now, spot);
        let is_back = theirs.means(before, spot) && !theirs.means(after, spot);
        if theirs == *before || is_back {
            continue;
        }
        match decided.get(spot) {
            Some(Decision::Leave) => {}
            None if !theirs.means(after, spot) => clashes.push(Clash {
                spot: spot.clone(),
                was: said(before, spot, names),
                theirs: said(&theirs, spot, names),
                mine: said(after, spot, names),
            }),
            None | Some(Decision::Restore) => {
                before.put(&mut target, spot);
                restored.push(spot.clone());
            }
        }
    }
    if clashes.is_empty() {
        Ok((target, restored))
    } else {
        Err(clashes)
    }
}
