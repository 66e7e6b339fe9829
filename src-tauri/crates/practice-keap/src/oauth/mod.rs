//! Keap's OAuth: the authorize pages of a browser and the token endpoint.

pub(crate) mod authorize;
pub(crate) mod consent;
pub(crate) mod redirect_uri;
pub(crate) mod sign_in;
pub(crate) mod token;
pub(crate) mod token_form;
