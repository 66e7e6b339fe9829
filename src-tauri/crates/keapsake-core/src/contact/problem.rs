//! What can be wrong with a spot, as data.
//!
//! The words for it are made elsewhere; no variant carries what was typed.

use super::spot::Spot;

/// One spot of a contact and what is wrong with what was typed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotProblem {
    /// The spot to correct.
    pub spot: Spot,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// What is wrong with a spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The field must be filled in and is not.
    Missing,
    /// More than `limit` characters.
    TooLong {
        /// The most characters Keap takes in this field.
        limit: usize,
    },
    /// Not an e-mail address that Keap could deliver to.
    NotAnEmail,
    /// A code that Keap's list does not have, or a list that is not there.
    NotInList,
    /// A state or province, typed or held in Keap, needs its country chosen.
    RegionWithoutCountry,
    /// The state or province belongs to another country than the chosen one.
    RegionOfAnotherCountry,
    /// A line end, tab or other control character inside the text.
    ControlCharacters,
    /// Not a day as `YYYY-MM-DD`.
    NotADate,
    /// Not a number.
    NotANumber,
    /// Keap has several of this name, and nothing says which one is meant.
    SeveralOfThisName,
    /// A custom field that the account does not have.
    NoSuchField,
}
