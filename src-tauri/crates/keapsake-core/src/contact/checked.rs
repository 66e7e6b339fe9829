//! What happens to an address, once what was typed has passed its check: each part is left, set or
//! cleared.
//!
//! Only a check makes one, so that a merge never meets a text that is too long or a code that Keap
//! does not list.

use super::region::ListedCountry;

/// What happens to a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Change {
    /// Left as Keap holds it.
    #[default]
    Keep,
    /// Set to this text.
    Set(String),
    /// Emptied, on purpose.
    Clear,
}

/// What happens to the parts of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AddressChanges {
    pub(super) line1: Change,
    pub(super) line2: Change,
    pub(super) locality: Change,
    pub(super) postal_code: Change,
    pub(super) place: Place,
}

/// What happens to country and region. A region without its country cannot be said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Both stay.
    #[default]
    Keep,
    /// This country, and this for its region, as a sendable code.
    Chosen {
        country: ListedCountry,
        region: Change,
    },
    /// The region goes, the country stays.
    NoRegion,
    /// The country goes, and the region with it.
    NoCountry,
}
