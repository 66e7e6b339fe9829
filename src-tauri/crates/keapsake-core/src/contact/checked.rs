//! A draft that passed its check: for each field, leave it, set it or clear it.
//!
//! Only a check makes one, so that a plan never meets a text that is too long or a code that Keap
//! does not list.

use super::region::ListedCountry;

/// What happens to a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Change {
    /// Left as Keap holds it.
    #[default]
    Keep,
    /// Set to this text.
    Set(String),
    /// Emptied, on purpose.
    Clear,
}

/// A draft that passed its check: trimmed, short enough, every code from Keap's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub(super) email: String,
    pub(super) given_name: Change,
    pub(super) family_name: Change,
    pub(super) phone: Change,
    pub(super) billing: AddressChanges,
}

impl Checked {
    /// The e-mail address to look for, trimmed, in the case it was typed in.
    pub fn email(&self) -> &str {
        &self.email
    }
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
