//! The search by e-mail address: its pages, and its second try in lower case.
//!
//! Compares addresses only to tell a search that Keap did not carry out from one that found
//! nobody; which contact is a match is the core's rule.

use serde_json::Value;

use super::contact::Contact;
use super::requests::{CONTACTS, fields};
use crate::http::call::{Answered, Call};
use crate::http::json::MOST;
use crate::http::path::encode;
use crate::lenient::{as_object, objects, text};
use crate::{Authorization, Client, Error};

/// Contacts on one page (v2 takes up to 1000).
const PAGE_SIZE: usize = 100;
/// Pages of one search: nobody picks from more than a thousand contacts.
const MOST_PAGES: usize = 10;

/// What one search brought.
struct Found {
    contacts: Vec<Contact>,
    /// Keap has more than is read.
    cut_off: bool,
    /// What is kept of it, in bytes.
    weight: usize,
}

impl Client {
    /// Searches by e-mail address and returns all that Keap sends, up to a thousand contacts.
    ///
    /// Keap does not say whether its filter minds upper case, so an address that has some and
    /// finds nobody is searched for in lower case as well. Keap may also ignore a filter it does
    /// not understand: whoever asks compares the addresses.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no object, or where Keap sends more
    /// than is read and nobody in it has the address: that is no search, and must not
    /// pass for "nobody".
    pub async fn find_contacts_by_email(
        &self,
        authorization: &Authorization,
        email: &str,
    ) -> Result<Vec<Contact>, Error> {
        let found = self.search(authorization, email, 0).await?;
        let weight = found.weight;
        let mut contacts = trusted(found, email)?;
        let lower = email.to_lowercase();
        if lower != email && !any_has(&contacts, email) {
            let again = self.search(authorization, &lower, weight).await?;
            let again = trusted(again, email)?;
            for contact in again {
                if !contacts.iter().any(|known| known.id == contact.id) {
                    contacts.push(contact);
                }
            }
        }
        Ok(contacts)
    }

    /// Searches while what is kept, the `kept` bytes of an earlier search included, is not too heavy.
    async fn search(
        &self,
        authorization: &Authorization,
        email: &str,
        kept: usize,
    ) -> Result<Found, Error> {
        let search = format!(
            "filter={}&{}&page_size={PAGE_SIZE}",
            encode(&format!("email=={email}")),
            fields()
        );
        let (mut contacts, mut weight) = (Vec::new(), kept);
        let mut tokens: Vec<String> = Vec::new();
        for _ in 0..MOST_PAGES {
            let query = match tokens.last() {
                None => search.clone(),
                Some(token) => format!("{search}&page_token={}", encode(token)),
            };
            let call = Call {
                query,
                ..Call::get(CONTACTS)
            };
            let answered = self.call(authorization, &call).await?;
            weight += answered.weight;
            if weight > MOST {
                break;
            }
            let (page, next) = page(answered)?;
            let is_last = page.is_empty();
            contacts.extend(page);
            match next {
                Some(next) if !is_last && !tokens.contains(&next) => tokens.push(next),
                _ => {
                    return Ok(Found {
                        contacts,
                        cut_off: false,
                        weight,
                    });
                }
            }
        }
        tracing::warn!(weight, "the search brings more than is read");
        Ok(Found {
            contacts,
            cut_off: true,
            weight,
        })
    }
}

/// The contacts of a search, unless its filter was plainly ignored.
fn trusted(found: Found, email: &str) -> Result<Vec<Contact>, Error> {
    if found.cut_off && !any_has(&found.contacts, email) {
        return Err(Error::Unreadable { status: 200 });
    }
    Ok(found.contacts)
}

/// Whether any of the contacts has the address, upper and lower case aside.
fn any_has(contacts: &[Contact], email: &str) -> bool {
    let plain = |address: &str| address.trim().to_lowercase();
    let email = plain(email);
    contacts
        .iter()
        .flat_map(|contact| &contact.email_addresses)
        .filter_map(|item| item.text("email"))
        .any(|address| plain(&address) == email)
}

fn page(answered: Answered) -> Result<(Vec<Contact>, Option<String>), Error> {
    let status = answered.status;
    let mut object = as_object(answered.value).ok_or(Error::Unreadable { status })?;
    if !matches!(
        object.get("contacts"),
        None | Some(Value::Null | Value::Array(_))
    ) {
        // Not "nobody": that would let a second contact be made.
        return Err(Error::Unreadable { status });
    }
    let contacts = objects(&mut object, "contacts");
    let contacts = contacts.into_iter().map(Value::Object);
    Ok((
        contacts.filter_map(Contact::read).collect(),
        text(&object, "next_page_token"),
    ))
}
