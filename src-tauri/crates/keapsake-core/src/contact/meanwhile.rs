//! Two people at one contact: what somebody else changed since it was read, and which of it collides
//! with what is about to be written.

use keap_client::Contact;

use super::cell::{Cell, changed};
use super::review::{Names, said};
use super::spot::Spot;

/// A spot that two people changed to different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Which one.
    pub spot: Spot,
    /// What it said when it was read.
    pub was: String,
    /// What it says now.
    pub theirs: String,
    /// What it was to say.
    pub mine: String,
}

/// The collisions between `base` → `now`, which somebody else made, and `base` → `mine`.
pub fn clashes(base: &Contact, now: &Contact, mine: &Contact, names: &Names) -> Vec<Clash> {
    let touched = changed(base, mine).into_iter();
    touched
        .filter_map(|spot| {
            let cell = |contact| Cell::of(contact, &spot);
            let (was, theirs, wanted) = (cell(base), cell(now), cell(mine));
            let collide = !was.means(&theirs, &spot) && !theirs.means(&wanted, &spot);
            collide.then(|| Clash {
                was: said(&was, &spot, names),
                theirs: said(&theirs, &spot, names),
                mine: said(&wanted, &spot, names),
                spot: spot.clone(),
            })
        })
        .collect()
}

/// What somebody else changed and this change leaves alone.
pub fn others(base: &Contact, now: &Contact, mine: &Contact) -> Vec<Spot> {
    let touched = changed(base, mine);
    let mut others = changed(base, now);
    others.retain(|spot| !touched.contains(spot));
    others
}

/// Of the spots that were written, those in which Keap's answer says something else.
pub fn not_taken(wanted: &Contact, answered: &Contact, written: &[Spot]) -> Vec<Spot> {
    let differs = |spot: &&Spot| {
        let (wanted, answered) = (Cell::of(wanted, spot), Cell::of(answered, spot));
        !wanted.means(&answered, spot)
    };
    written.iter().filter(differs).cloned().collect()
}
