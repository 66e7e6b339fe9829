//! Keap over HTTP: OAuth at its two addresses and the part of REST v2 that Keapsake uses.
//!
//! The crate accepts what Keap is known to send, classifies every answer into one [`Error`], and
//! keeps secrets out of errors and logs. It knows no rules of a save, no clock beyond an HTTP
//! date, no files and no keychain; which Keap it talks to is a value, [`Endpoints`].

mod account;
mod client;
mod companies;
mod contacts;
mod email_addresses;
mod endpoints;
mod error;
mod filter;
mod http;
mod lead_sources;
mod lenient;
mod listed;
mod locales;
mod oauth;
mod plain_text;
mod proxy;
mod reach;
mod secret;
mod settings;
mod tags;
mod users;

pub use account::{BusinessProfile, UserInfo};
pub use client::Client;
pub use companies::Company;
pub use contacts::{
    CompanyLink, CompanyOfContact, Contact, ContactBody, ContactFilter, Created, CustomFieldModel,
    CustomFieldOption, ListField, ListItem, TextField, WHOLE_IN_A_SEARCH, contact_fields,
};
pub use email_addresses::EmailStatus;
pub use endpoints::{EndpointError, Endpoints};
pub use error::{Error, Problem};
pub use http::limits::Limits;
pub use http::pacer::Quota;
pub use lead_sources::LeadSource;
pub use listed::Listed;
pub use locales::{Country, Province};
pub use oauth::account_host::{AccountHost, account_of_scope};
pub use oauth::authorization::AuthorizationRequest;
pub use oauth::error::OAuthError;
pub use oauth::keys::{Authorization, ClientId, Keys, RedirectUri};
pub use oauth::token_answer::TokenAnswer;
pub use proxy::{NamedBy, ProxyAddress, ProxyInUse, ProxyProblem, proxy_for};
pub use reach::Reach;
pub use secret::{AccessToken, AuthorizationCode, ClientSecret, CodeVerifier, RefreshToken, State};
pub use settings::ContactSettings;
pub use tags::{Tag, TagCategory, TagOutcome};
pub use users::User;
