//! A pair of tokens as it leaves this crate.
//!
//! Does not know when it was given: whoever keeps it notes the time.

use std::time::Duration;

use oauth2::TokenResponse as _;

use super::token::Token;
use crate::{AccessToken, AccountHost, RefreshToken};

/// What Keap gives for a code or a refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenAnswer {
    /// Authorizes calls.
    pub access: AccessToken,
    /// Replaces the refresh token that was spent; `None` where Keap sent none.
    pub refresh: Option<RefreshToken>,
    /// From one minute to 30 days; one hour where Keap does not say.
    pub expires_in: Duration,
    /// As sent: `full|abc123.infusionsoft.com`.
    pub scope: Option<String>,
}

impl TokenAnswer {
    /// The account the tokens are for, where the scope names one.
    pub fn account(&self) -> Option<AccountHost> {
        AccountHost::of_scope(self.scope.as_deref()?)
    }
}

impl From<Token> for TokenAnswer {
    /// Moves the tokens out of types that do not clear their memory.
    fn from(token: Token) -> Self {
        Self {
            access: AccessToken::new(token.access_token().secret().as_str()),
            refresh: token
                .refresh_token()
                .map(|refresh| RefreshToken::new(refresh.secret().as_str())),
            expires_in: token.lifetime(),
            scope: token.scope().map(str::to_owned),
        }
    }
}
