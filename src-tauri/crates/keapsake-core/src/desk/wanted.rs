//! What a person wants of a contact: edits of its spots, tags, and consent.

use crate::contact::edits::Edits;

use super::sheets::SheetNumber;

/// Everything that one save is to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The sheet it is wanted of.
    pub sheet: SheetNumber,
    /// The number of the draft that it is kept as, where it is; saved, that draft goes.
    pub draft: Option<u64>,
    /// The wanted text of each spot that was touched.
    pub edits: Edits,
    /// Tags to apply and to remove.
    pub tags: TagsWanted,
    /// Consent to change.
    pub consent: Vec<ConsentWanted>,
}

/// Tags to apply and to remove, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagsWanted {
    /// To apply.
    pub apply: Vec<String>,
    /// To remove.
    pub remove: Vec<String>,
}

/// Consent to change for one e-mail address, with the reason that Keap files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentWanted {
    /// The address.
    pub email: String,
    /// Whether it is to be opted in.
    pub opted_in: bool,
    /// Why, in the person's own words.
    pub reason: String,
}

/// Whom a draft is about, as far as whoever typed it knows: the sheet may be gone by now, or there was
/// none because Keap could not be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Keap's number of the contact.
    pub contact_id: Option<String>,
    /// The address that was looked for.
    pub email: Option<String>,
    /// What the person would call it.
    pub name: String,
}
