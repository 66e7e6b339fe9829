//! What can come of a token request.
//!
//! Holds no token, no code and no text of the answer.

use crate::Error;

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// Keap does not know this Client ID with this Client Secret.
    #[error("Keap did not accept the Client ID and Client Secret")]
    KeysRefused,
    /// The code or refresh token is used up, too old or wrong: sign in again.
    #[error("Keap did not accept the code or refresh token")]
    GrantRefused,
    /// The redirect URI is not the one the code was issued for, or not one Keap takes.
    #[error("Keap did not accept the redirect address")]
    RedirectRefused,
    /// Anything that is not about OAuth.
    #[error(transparent)]
    Http(#[from] Error),
}
