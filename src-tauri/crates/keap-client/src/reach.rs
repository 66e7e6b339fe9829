//! Whether Keap can be reached at all, without a word about who asks.
//!
//! For the page that helps when something is wrong. It carries no credential and judges nothing:
//! what a status or a date means is the core's business.

use std::time::{Duration, Instant, SystemTime};

use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::{Method, Request};

use crate::http::path::under;
use crate::http::send::send;
use crate::{Client, Error};

/// The only address that Keap answers everybody at: with 401, where nobody is named.
const ASKED: &str = "/oauth/connect/userinfo";

/// An answer of Keap's, or of whatever stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The HTTP status; 401 is what Keap says to a stranger.
    pub status: u16,
    /// The server's clock, to the second, where it gave one.
    pub date: Option<SystemTime>,
    /// From the first try to connect until the answer was there.
    pub elapsed: Duration,
}

impl Client {
    /// Asks the API once, without credentials; any answer but a proxy's 407 counts as one.
    ///
    /// Not tried again and not held back by the pace: it is to show the connection as it is.
    ///
    /// # Errors
    /// [`Error`], where there was no answer, or [`Error::Proxy`].
    pub async fn reach(&self) -> Result<Reach, Error> {
        let mut request = Request::new(Method::GET, under(&self.endpoints().api, ASKED));
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(ACCEPT, json);
        let begun = Instant::now();
        let answer = send(&self.api(), request, self.limits().api_body).await?;
        let elapsed = begun.elapsed();
        tracing::debug!(status = answer.status, ms = elapsed.as_millis(), "reached");
        match answer.status {
            407 => Err(Error::Proxy),
            status => Ok(Reach {
                status,
                date: answer.date,
                elapsed,
            }),
        }
    }
}
