//! The four requests about contacts.
//!
//! All of them can be sent twice without harm: a create names its `duplicate_option`, an update
//! sends whole values under a mask.

use reqwest::Method;
use serde_json::Value;

use super::body::ContactBody;
use super::contact::{CONTACT_FIELDS, Contact};
use crate::http::call::{Answered, Call};
use crate::http::path::encode;
use crate::lenient::{as_object, objects, text};
use crate::{Authorization, Client, Error};

const CONTACTS: &str = "/contacts";
const CONTACT: &str = "/contacts/{contact_id}";

/// Contacts on one page (v2 takes up to 1000).
const PAGE_SIZE: usize = 100;
/// Pages of one search: nobody picks from more than a thousand contacts.
const MOST_PAGES: usize = 10;

/// What came of a create.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// The contact as Keap has it now.
    pub contact: Contact,
    /// 200 instead of 201: Keap had a contact with this e-mail address and updated it.
    pub existed: bool,
    /// An earlier try of this very call may have been carried out unanswered, so the contact that
    /// existed may be the one it made.
    pub after_unanswered: bool,
}

impl Client {
    /// Searches by e-mail address and returns all that Keap sends, up to a thousand contacts.
    ///
    /// Keap may ignore a filter it does not understand: whoever asks compares the addresses.
    ///
    /// # Errors
    /// [`Error`]; [`Error::Unreadable`] where the answer is no object.
    pub async fn find_contacts_by_email(
        &self,
        authorization: &Authorization,
        email: &str,
    ) -> Result<Vec<Contact>, Error> {
        let search = format!(
            "filter={}&{}&page_size={PAGE_SIZE}",
            encode(&format!("email=={email}")),
            fields()
        );
        let mut found = Vec::new();
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
            let (contacts, next) = page(answered)?;
            let is_last = contacts.is_empty();
            found.extend(contacts);
            match next {
                Some(next) if !is_last && !tokens.contains(&next) => tokens.push(next),
                _ => return Ok(found),
            }
        }
        tracing::warn!(
            pages = MOST_PAGES,
            "the search has more pages than are read"
        );
        Ok(found)
    }

    /// Reads one contact.
    ///
    /// # Errors
    /// [`Error`]; [`Error::NotFound`] where there is none.
    pub async fn contact(&self, authorization: &Authorization, id: &str) -> Result<Contact, Error> {
        let call = Call {
            values: &[id],
            query: fields(),
            ..Call::get(CONTACT)
        };
        read(self.call(authorization, &call).await?)
    }

    /// Creates a contact, unless Keap has one with its e-mail address: then that one is updated.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::may_have_acted`] the contact may be there.
    pub async fn create_contact(
        &self,
        authorization: &Authorization,
        body: &ContactBody,
    ) -> Result<Created, Error> {
        let call = Call {
            method: Method::POST,
            query: format!("duplicate_option=Email&{}", fields()),
            body: Some(json(body)?),
            ..Call::get(CONTACTS)
        };
        let answered = self.call(authorization, &call).await?;
        Ok(Created {
            existed: answered.status == 200,
            after_unanswered: answered.after_unanswered,
            contact: read(answered)?,
        })
    }

    /// Updates what the mask names, and nothing else.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::may_have_acted`] the update may have been made.
    pub async fn update_contact(
        &self,
        authorization: &Authorization,
        id: &str,
        body: &ContactBody,
        mask: &[&str],
    ) -> Result<Contact, Error> {
        let mut query = fields();
        for field in mask {
            query.push_str("&update_mask=");
            query.push_str(&encode(field));
        }
        let call = Call {
            method: Method::PATCH,
            values: &[id],
            query,
            body: Some(json(body)?),
            ..Call::get(CONTACT)
        };
        read(self.call(authorization, &call).await?)
    }
}

/// `fields` is one parameter parted by commas; `update_mask` is a key of its own for each field.
fn fields() -> String {
    format!("fields={}", CONTACT_FIELDS.join(","))
}

fn json(body: &ContactBody) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(body).map_err(|_| Error::Setup)
}

fn read(answered: Answered) -> Result<Contact, Error> {
    Contact::read(answered.value).ok_or(Error::Unreadable {
        status: answered.status,
    })
}

fn page(answered: Answered) -> Result<(Vec<Contact>, Option<String>), Error> {
    let status = answered.status;
    let mut object = as_object(answered.value).ok_or(Error::Unreadable { status })?;
    let contacts = objects(&mut object, "contacts");
    let contacts = contacts.into_iter().map(Value::Object);
    Ok((
        contacts.filter_map(Contact::read).collect(),
        text(&object, "next_page_token"),
    ))
}
