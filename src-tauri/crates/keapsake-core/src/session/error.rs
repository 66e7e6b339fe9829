//! What can come of a call in the person's name. It carries no token and no words.

use crate::ports::VaultError;

/// Why a request could not be made in the name of the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// Nobody is signed in on this connection.
    #[error("not signed in")]
    NotSignedIn,
    /// Keap ended the session; only a new sign-in helps.
    #[error("the session has ended")]
    Ended,
    /// The connection broke during a renewal, and Keap no longer takes the old refresh token: the new
    /// one was lost on its way. Only a new sign-in helps.
    #[error("the session was lost in a broken renewal")]
    Broken,
    /// Another copy of the app has been renewing for as long as one waits.
    #[error("another copy of the app is renewing the session")]
    Busy,
    /// Keap no longer accepts the Client ID and Secret.
    #[error("the keys were refused")]
    KeysRefused,
    /// The keychain did not give or keep the tokens.
    #[error("the keychain")]
    Vault(#[from] VaultError),
    /// Keap could not be reached to renew the session; the request itself was not sent.
    #[error("the session could not be renewed")]
    Renewal(#[source] keap_client::Error),
    /// Keap could not be reached, or refused the request.
    #[error("keap")]
    Keap(#[from] keap_client::Error),
}
