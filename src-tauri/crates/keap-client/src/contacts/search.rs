//! The search by e-mail address: its pages, and its second try in lower case.
//!
//! Compares addresses only to tell a search that Keap did not carry out from one that found
//! nobody; which contact is a match is the core's rule.

use super::contact::Contact;
use super::names::ListField;
use super::requests::{CONTACTS, fields};
use crate::http::json::MOST;
use crate::http::pages::{Listing, Pages};
use crate::http::path::encode;
use crate::{Authorization, Client, Error};

/// How many contacts of one search by e-mail address are whole; the others can be told apart.
pub const WHOLE_IN_A_SEARCH: usize = PAGE_SIZE;
/// Contacts on one page (v2 takes up to 1000): few, because each comes with all its custom fields.
const PAGE_SIZE: usize = 20;
/// Pages of one search: nobody picks from more than five hundred contacts.
const MOST_PAGES: usize = 25;
/// What is asked of contacts after the first page: with so many a person picks, and the one that is
/// picked is read whole.
const TO_PICK_FROM: &str = "fields=id,given_name,family_name,company,owner_id,update_time,tag_ids,\
    email_addresses,phone_numbers,addresses";

impl Client {
    /// Searches by e-mail address and returns all that Keap sends, up to five hundred contacts.
    /// From the 21st on a contact holds no more than what it takes to pick one.
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
        Ok(self.by_email(authorization, email).await?.items)
    }

    /// The same, and whether Keap has more.
    pub(super) async fn by_email(
        &self,
        authorization: &Authorization,
        email: &str,
    ) -> Result<Pages<Contact>, Error> {
        let mut found = self.search(authorization, email, 0).await?;
        trust(&found, email)?;
        let lower = email.to_lowercase();
        if lower != email && !any_has(&found.items, email) {
            let again = self.search(authorization, &lower, found.weight).await?;
            trust(&again, email)?;
            for contact in again.items {
                if !found.items.iter().any(|known| known.id == contact.id) {
                    found.items.push(contact);
                }
            }
            found.cut_off |= again.cut_off;
        }
        Ok(found)
    }

    /// Searches while what is kept, the `kept` bytes of an earlier search included, is not too heavy.
    async fn search(
        &self,
        authorization: &Authorization,
        email: &str,
        kept: usize,
    ) -> Result<Pages<Contact>, Error> {
        let filter = encode(&format!("email=={email}"));
        let listing = Listing {
            template: CONTACTS,
            query: format!("filter={filter}&{}&page_size={PAGE_SIZE}", fields()),
            rest: Some(format!(
                "filter={filter}&{TO_PICK_FROM}&page_size={PAGE_SIZE}"
            )),
            member: "contacts",
            most_items: PAGE_SIZE * MOST_PAGES,
            most_pages: MOST_PAGES,
            most_weight: MOST.saturating_sub(kept),
        };
        self.pages(authorization, &listing, |id, item| {
            Some(Contact::of_page(id, item))
        })
        .await
    }
}

/// Refuses a search whose filter was plainly ignored.
fn trust(found: &Pages<Contact>, email: &str) -> Result<(), Error> {
    if found.cut_off && !any_has(&found.items, email) {
        return Err(Error::Unreadable { status: 200 });
    }
    Ok(())
}

/// Whether any of the contacts has the address, upper and lower case aside.
fn any_has(contacts: &[Contact], email: &str) -> bool {
    let plain = |address: &str| address.trim().to_lowercase();
    let email = plain(email);
    contacts
        .iter()
        .flat_map(|contact| contact.items(ListField::EmailAddresses))
        .filter_map(|item| item.text("email"))
        .any(|address| plain(&address) == email)
}
