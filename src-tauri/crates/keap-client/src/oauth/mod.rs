//! Keap's OAuth: the authorization request, the code exchange and the refresh.
//!
//! Knows the two ways Keap wants its credentials and what its refusals mean; knows nothing of
//! redirects that arrive, of storing tokens or of when to refresh.

pub(crate) mod account_host;
pub(crate) mod authorization;
pub(crate) mod error;
pub(crate) mod keys;
mod meaning;
mod refusal;
mod requests;
mod token;
pub(crate) mod token_answer;
