//! The searches of a person who does not have the e-mail address: by name and by phone.
//!
//! Keap compares, and may ignore a filter it does not understand: whether a contact is the one that
//! was meant is for whoever asked to say.

use super::contact::Contact;
use super::requests::{CONTACTS, fields};
use crate::filter::{beginning, begins, parameter};
use crate::http::json::MOST;
use crate::http::pages::Listing;
use crate::{Authorization, Client, Error, Listed};

/// Contacts that are shown of a search: nobody picks from more.
const MOST_CONTACTS: usize = 50;
/// So many, each with a hundred custom fields, are not too heavy an answer.
const PAGE_SIZE: usize = 20;

/// Which contacts are searched for.
///
/// A name is searched for by its beginning. The filters' own signs (`;`, `,`, `*`, `=`, `<`, `>`)
/// cannot be sent within a value: a name or number that holds one is cut off before it, so that more
/// may be found than was meant, and never others only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactFilter {
    /// One of the e-mail addresses, whole; with the rules of [`Client::find_contacts_by_email`].
    Email(String),
    /// First and last name together; an empty one of them is left out.
    Name {
        /// How the first name begins.
        given: String,
        /// How the last name begins.
        family: String,
    },
    /// How the first name begins.
    GivenName(String),
    /// How the last name begins.
    FamilyName(String),
    /// One of the five phone numbers, as it is written.
    Phone(String),
}

impl ContactFilter {
    /// Whether there is anything to search for; with nothing, Keap is not asked.
    pub fn can_be_asked(&self) -> bool {
        match self {
            Self::Email(email) => !email.trim().is_empty(),
            _ => !self.terms().is_empty(),
        }
    }

    fn terms(&self) -> Vec<String> {
        let given = |name: &str| begins("given_name", name);
        let family = |name: &str| begins("family_name", name);
        let terms = match self {
            Self::Email(_) => [None, None],
            Self::Name {
                given: a,
                family: b,
            } => [given(a), family(b)],
            Self::GivenName(name) => [given(name), None],
            Self::FamilyName(name) => [family(name), None],
            Self::Phone(number) => phone(number),
        };
        terms.into_iter().flatten().collect()
    }
}

/// Keap wants to be told in which of the numbers to look.
fn phone(number: &str) -> [Option<String>; 2] {
    let Some(number) = beginning(number).filter(|cut| cut.contains(char::is_numeric)) else {
        return [None, None];
    };
    [
        Some(format!("phone_number=={number}")),
        Some("phone_fields==PHONE1,PHONE2,PHONE3,PHONE4,PHONE5".to_owned()),
    ]
}

impl Client {
    /// Searches for contacts, and returns at most fifty; by e-mail address all that
    /// [`Client::find_contacts_by_email`] returns.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no list.
    pub async fn find_contacts(
        &self,
        authorization: &Authorization,
        filter: &ContactFilter,
    ) -> Result<Listed<Contact>, Error> {
        if !filter.can_be_asked() {
            return Ok(Listed {
                items: Vec::new(),
                more: false,
            });
        }
        if let ContactFilter::Email(email) = filter {
            return Ok(self.by_email(authorization, email.trim()).await?.into());
        }
        let listing = Listing {
            template: CONTACTS,
            rest: None,
            query: format!(
                "{}&{}&page_size={PAGE_SIZE}",
                parameter(&filter.terms()),
                fields()
            ),
            member: "contacts",
            most_items: MOST_CONTACTS,
            most_pages: MOST_CONTACTS.div_ceil(PAGE_SIZE),
            most_weight: 2 * MOST,
        };
        let read = |id, item| Some(Contact::of_page(id, item));
        Ok(self.pages(authorization, &listing, read).await?.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_asks_for_what_was_typed_or_for_more() {
        const FIELDS: &str = "phone_fields==PHONE1,PHONE2,PHONE3,PHONE4,PHONE5";
        let name = |given: &str, family: &str| ContactFilter::Name {
            given: given.into(),
            family: family.into(),
        };
        for (filter, terms) in [
            (
                name(" Ann", "Ba"),
                &["given_name==Ann*", "family_name==Ba*"][..],
            ),
            (name("", "Ba*"), &["family_name==Ba*"]),
            (name("Ann;id==1", ","), &["given_name==Ann*"]),
            (name(" ", ""), &[]),
            (ContactFilter::GivenName("Å".into()), &["given_name==Å*"]),
            (
                ContactFilter::FamilyName("O'N".into()),
                &["family_name==O'N*"],
            ),
            (ContactFilter::FamilyName("*".into()), &[]),
            (
                ContactFilter::Phone(" (602) 555-0100,,22 ".into()),
                &["phone_number==(602) 555-0100", FIELDS],
            ),
            (ContactFilter::Phone("+*".into()), &[]),
        ] {
            assert_eq!(filter.terms(), terms, "{filter:?}");
            assert_eq!(filter.can_be_asked(), !terms.is_empty(), "{filter:?}");
        }
        assert!(ContactFilter::Email("a".into()).can_be_asked());
        assert!(!ContactFilter::Email(" ".into()).can_be_asked());
    }
}
