//! The requests about one contact: read, create, update, delete.
//!
//! They can be sent twice without harm: a create names its `duplicate_option`, an update sends whole
//! values under a mask, what is deleted is gone. Only a create without an e-mail address has nothing to be found again by.

use reqwest::Method;

use super::body::ContactBody;
use super::contact::{Contact, contact_fields};
use super::names::ListField;
use crate::http::call::{Answered, Call, done};
use crate::http::path::encode;
use crate::http::retry::Repeat;
use crate::{Authorization, Client, Error};

pub(super) const CONTACTS: &str = "/contacts";
const CONTACT: &str = "/contacts/{contact_id}";

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
            repeat: repeat(body),
            ..Call::get(CONTACTS)
        };
        let answered = self.call(authorization, &call).await?;
        Ok(Created {
            existed: answered.status == 200,
            after_unanswered: answered.after_unanswered,
            contact: read(answered)?,
        })
    }

    /// Updates what the body holds, and nothing else: its [`ContactBody::mask`] goes with it.
    ///
    /// `None`: Keap made the update but sent no contact back that could be read.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::may_have_acted`] the update may have been made. Never
    /// [`Error::Unreadable`] with a success: the status alone says that the update was made.
    pub async fn update_contact(
        &self,
        authorization: &Authorization,
        id: &str,
        body: &ContactBody,
    ) -> Result<Option<Contact>, Error> {
        let mut query = fields();
        for field in body.mask() {
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
        match self.call(authorization, &call).await {
            Ok(answered) => Ok(Contact::read(answered.value)),
            Err(Error::Unreadable { status }) if (200..300).contains(&status) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes a contact, for good.
    ///
    /// # Errors
    /// [`Error`]; [`Error::NotFound`] where there is none, be it that an earlier try of this very
    /// call, whose answer never came, has deleted it.
    pub async fn delete_contact(
        &self,
        authorization: &Authorization,
        id: &str,
    ) -> Result<(), Error> {
        let call = Call {
            method: Method::DELETE,
            values: &[id],
            ..Call::get(CONTACT)
        };
        done(self.call(authorization, &call).await)
    }
}

/// A second create finds the first one's contact by its e-mail address, and by nothing else.
fn repeat(body: &ContactBody) -> Repeat {
    let mut items = body.items(ListField::EmailAddresses).iter();
    if items.any(|item| item.text("email").is_some()) {
        Repeat::Harmless
    } else {
        Repeat::OnlyUnsent
    }
}

/// `fields` is one parameter parted by commas; `update_mask` is a key of its own for each field.
pub(super) fn fields() -> String {
    format!("fields={}", contact_fields().join(","))
}

fn json(body: &ContactBody) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(body).map_err(|_| Error::Setup)
}

fn read(answered: Answered) -> Result<Contact, Error> {
    Contact::read(answered.value).ok_or(Error::Unreadable {
        status: answered.status,
    })
}
