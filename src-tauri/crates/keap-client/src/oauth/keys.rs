//! Who asks, and where the answer goes: the app's keys, its redirect URI, and what authorizes a
//! call.
//!
//! Nothing here checks a value; Keap does.

use std::fmt;

use crate::{AccessToken, ClientSecret};

/// The Client ID of Keap's developer portal; not a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClientId(String);

impl ClientId {
    /// Takes the text as it is.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Client ID and Client Secret of one app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Names the app.
    pub client_id: ClientId,
    /// Proves it.
    pub client_secret: ClientSecret,
}

/// Where Keap sends the browser, kept byte for byte: the exchange must repeat what the
/// authorization request said (RFC 6749 §4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RedirectUri(String);

impl RedirectUri {
    /// Takes the text as it is; one that is no URI fails when it is used.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What authorizes an API call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// The access token of an OAuth session.
    OAuth(AccessToken),
}

impl Authorization {
    /// The token that is sent as `Bearer`.
    pub(crate) fn token(&self) -> &AccessToken {
        match self {
            Self::OAuth(token) => token,
        }
    }
}
