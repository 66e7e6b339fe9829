//! Keap over HTTP: OAuth at its two addresses and the part of REST v2 that Keapsake uses.
//!
//! The crate accepts what Keap is known to send, classifies every answer into one [`Error`], and
//! keeps secrets out of errors and logs. It knows no rules of a save, no clock beyond an HTTP
//! date, no files and no keychain; which Keap it talks to is a value, [`Endpoints`].

mod account;
mod client;
mod contacts;
mod endpoints;
mod error;
mod http;
mod lenient;
mod locales;
mod oauth;
mod plain_text;
mod proxy;
mod reach;
mod secret;

pub use account::{BusinessProfile, UserInfo};
pub use client::Client;
pub use contacts::{CONTACT_FIELDS, Contact, ContactBody, Created, ListItem};
pub use endpoints::{EndpointError, Endpoints};
pub use error::{Error, Problem};
pub use http::limits::Limits;
pub use http::pacer::Quota;
pub use locales::{Country, Province};
pub use oauth::account_host::{AccountHost, account_of_scope};
pub use oauth::authorization::AuthorizationRequest;
pub use oauth::error::OAuthError;
pub use oauth::keys::{Authorization, ClientId, Keys, RedirectUri};
pub use oauth::token_answer::TokenAnswer;
pub use proxy::{ProxyInUse, proxy_for};
pub use reach::Reach;
pub use secret::{AccessToken, AuthorizationCode, ClientSecret, CodeVerifier, RefreshToken, State};
