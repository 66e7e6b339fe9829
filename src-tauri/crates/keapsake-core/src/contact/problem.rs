//! What can be wrong with a field, as data.
//!
//! The words for it are made elsewhere; no variant carries what was typed.

use super::field::Field;

/// One field and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The field to correct.
    pub field: Field,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// What is wrong with a field.
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
    /// Marked to be cleared, which this field cannot be.
    CannotBeCleared,
    /// The contact holds another e-mail address now, so it is no longer the one that was found.
    NotThisContact,
}

impl Problem {
    pub(super) const fn new(field: Field, kind: ProblemKind) -> Self {
        Self { field, kind }
    }
}
