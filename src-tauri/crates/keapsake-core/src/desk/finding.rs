//! Finding a contact: by its e-mail address, by name or by telephone number.
//!
//! Only an e-mail address decides: what is found by name or number is shown for a person to pick.

use std::ops::RangeInclusive;
use std::time::SystemTime;

use keap_client::{Authorization, Client, Contact, ContactFilter, ListField, WHOLE_IN_A_SEARCH};

use super::facts::{MatchCard, SheetView};
use super::sheets::Sheet;
use super::{Desk, gone};
use crate::contact::edits::is_address;
use crate::contact::{Match, matching, text};
use crate::failure::{Doing, Failure};

/// What to look for a contact by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindBy {
    /// Its e-mail address, whole.
    Email,
    /// Its first name, its last name, or both with a blank between.
    Name,
    /// Its telephone number, as Keap holds it.
    Phone,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// What was typed is not enough to look for.
    Incomplete,
    /// Nobody has the address: an empty sheet for it. By name or number, nobody at all.
    Nobody(Option<Box<SheetView>>),
    /// The one who has the address.
    One(Box<SheetView>),
    /// Several: a person picks.
    Several {
        /// What tells them apart.
        cards: Vec<MatchCard>,
        /// Whether Keap has more of them.
        more: bool,
    },
}

/// Contacts of one search that are read again for their addresses; a search that answers with more has
/// not looked for the address at all.
const MOST_READ_AGAIN: usize = 10;

/// Shorter names and numbers find half the account, longer ones are nobody's.
const SEARCHABLE: RangeInclusive<usize> = 2..=200;

impl Desk {
    /// Looks for contacts.
    ///
    /// # Errors
    /// Keap's, or the session's.
    pub async fn find(&self, by: FindBy, typed: &str) -> Result<Found, Failure> {
        let typed = match by {
            FindBy::Email | FindBy::Phone => text::token(typed),
            FindBy::Name => text::free(typed),
        };
        match by {
            FindBy::Email if !is_address(&typed) => Ok(Found::Incomplete),
            FindBy::Email => self.find_by_email(&typed).await,
            FindBy::Name | FindBy::Phone if !SEARCHABLE.contains(&typed.chars().count()) => {
                Ok(Found::Incomplete)
            }
            FindBy::Name => self.find_others(names(&typed)).await,
            FindBy::Phone => self.find_others(vec![ContactFilter::Phone(typed)]).await,
        }
    }

    async fn find_by_email(&self, email: &str) -> Result<Found, Failure> {
        Ok(match self.matches(email).await? {
            Match::None => {
                let sheet = self.lay(None, Some(email)).await;
                Found::Nobody(Some(Box::new(sheet)))
            }
            Match::One(contact) => {
                Found::One(Box::new(self.lay(Some(*contact), Some(email)).await))
            }
            Match::Several(contacts) => Found::Several {
                cards: contacts.iter().map(|contact| self.card(contact)).collect(),
                more: false,
            },
        })
    }

    /// The contacts that have the address, each with its addresses.
    pub(super) async fn matches(&self, email: &str) -> Result<Match, Failure> {
        let call = |client: Client, who: Authorization| async move {
            client.find_contacts_by_email(&who, email).await
        };
        let found = self.ask(Doing::LookingUp, call).await?;
        let whole = found.len() <= WHOLE_IN_A_SEARCH;
        let mut contacts = Vec::with_capacity(found.len());
        for contact in found {
            // Only an address tells whether it is a match.
            let silent = contact.items(ListField::EmailAddresses).is_empty();
            if silent && contacts.len() < MOST_READ_AGAIN {
                contacts.push(self.read(&contact.id, Doing::LookingUp).await?);
            } else {
                contacts.push(contact);
            }
        }
        Ok(match matching(email, contacts) {
            Match::One(contact) if !whole => {
                Match::One(Box::new(self.read(&contact.id, Doing::LookingUp).await?))
            }
            matches => matches,
        })
    }

    async fn find_others(&self, filters: Vec<ContactFilter>) -> Result<Found, Failure> {
        let mut found: Vec<Contact> = Vec::new();
        let mut more = false;
        for filter in filters {
            let call = |client: Client, who: Authorization| {
                let filter = filter.clone();
                async move { client.find_contacts(&who, &filter).await }
            };
            let page = self.ask(Doing::LookingUp, call).await?;
            more |= page.more;
            for contact in page.items {
                if found.iter().all(|known| known.id != contact.id) {
                    found.push(contact);
                }
            }
        }
        if found.is_empty() {
            return Ok(Found::Nobody(None));
        }
        Ok(Found::Several {
            cards: found.iter().map(|contact| self.card(contact)).collect(),
            more,
        })
    }

    /// Opens a contact that was picked.
    ///
    /// # Errors
    /// Keap's, or the contact is no longer there.
    pub async fn open(&self, id: &str) -> Result<SheetView, Failure> {
        let contact = self.read(id, Doing::LookingUp).await.map_err(gone)?;
        Ok(self.lay(Some(contact), None).await)
    }

    /// Lays a record on the desk.
    pub(super) async fn lay(&self, base: Option<Contact>, email: Option<&str>) -> SheetView {
        if let Some(contact) = &base {
            self.lists.prepare_for(contact).await;
        }
        let sheet = Sheet {
            base,
            email: email.map(str::to_owned),
            at: self.clock.now(),
        };
        let number = self.sheets().lay(sheet.clone());
        self.view(number, &sheet)
    }

    /// Lays an empty sheet for an address that has to be looked up before it is saved.
    pub(super) fn lay_not_looked_up(&self, email: &str) -> SheetView {
        let sheet = Sheet {
            base: None,
            email: Some(email.to_owned()),
            at: SystemTime::UNIX_EPOCH,
        };
        let number = self.sheets().lay(sheet.clone());
        self.view(number, &sheet)
    }
}

/// "Ann Example" is a first and a last name, "Mary Ann Smith" may be parted in two ways, and a single word
/// may be either.
fn names(typed: &str) -> Vec<ContactFilter> {
    let name = |(given, family): (&str, &str)| ContactFilter::Name {
        given: given.trim().to_owned(),
        family: family.trim().to_owned(),
    };
    let first = typed.split_once(char::is_whitespace);
    let last = typed.rsplit_once(char::is_whitespace);
    match (first, last) {
        (Some(first), Some(last)) if first == last => vec![name(first)],
        (Some(first), Some(last)) => vec![name(last), name(first)],
        _ => vec![
            ContactFilter::GivenName(typed.to_owned()),
            ContactFilter::FamilyName(typed.to_owned()),
        ],
    }
}
