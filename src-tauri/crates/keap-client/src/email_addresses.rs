//! Whether an e-mail address may be written to: its marketing status, read and changed.
//!
//! Keap keeps it by the address, not by the contact. When it may be changed is the core's rule and
//! Keap's; a change that Keap does not make is no failure, so what comes back is what counts.

use reqwest::Method;
use serde_json::{Value, json};

use crate::http::call::{Answered, Call};
use crate::lenient::{as_object, flag, text};
use crate::{Authorization, Client, Error};

const STATUS: &str = "/emailAddresses/{email}/status";

/// What Keap says of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EmailStatus {
    /// The address.
    pub email: String,
    /// Keap's word, such as `SINGLE_OPT_IN`; empty where Keap does not say.
    pub status: String,
    /// Whether it may be written to; `None` where Keap does not say.
    pub opted_in: Option<bool>,
}

impl Client {
    /// The status of an address.
    ///
    /// # Errors
    /// [`Error`]; [`Error::NotFound`] where Keap does not know the address.
    pub async fn email_status(
        &self,
        authorization: &Authorization,
        email: &str,
    ) -> Result<EmailStatus, Error> {
        let call = Call {
            values: &[email],
            ..Call::get(STATUS)
        };
        read(self.call(authorization, &call).await?, email)
    }

    /// Asks Keap to change the status of an address, with the reason that is kept, and returns the
    /// status it has now, changed or not.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::may_have_acted`] the status may have changed.
    pub async fn set_email_status(
        &self,
        authorization: &Authorization,
        email: &str,
        opted_in: bool,
        reason: &str,
    ) -> Result<EmailStatus, Error> {
        let body = json!({ "opted_in": opted_in, "reason": reason });
        let call = Call {
            method: Method::PATCH,
            values: &[email],
            body: Some(body.to_string().into_bytes()),
            ..Call::get(STATUS)
        };
        read(self.call(authorization, &call).await?, email)
    }
}

fn read(answered: Answered, email: &str) -> Result<EmailStatus, Error> {
    let status = answered.status;
    let read = as_object(answered.value).ok_or(Error::Unreadable { status })?;
    let is_said = !matches!(read.get("opted_in"), None | Some(Value::Null));
    Ok(EmailStatus {
        email: text(&read, "email").unwrap_or_else(|| email.to_owned()),
        status: text(&read, "status").unwrap_or_default(),
        opted_in: is_said.then(|| flag(&read, "opted_in")),
    })
}
