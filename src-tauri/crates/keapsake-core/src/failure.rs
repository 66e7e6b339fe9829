//! Everything that can go wrong, with what the app was doing at the time.
//!
//! Words are made of it in `notices`; nothing here carries a secret, a body or what was typed.

use keap_client::{OAuthError, ProxyProblem};

use crate::connection::{Pkce, ReturnPageProblem};
use crate::contact;
use crate::keys::{KeyField, KeyProblem};
use crate::ports::VaultError;
use crate::session::SessionError;
use crate::sign_in::{Refusal, Reject};

/// What the app was doing when something went wrong: it decides what was *not* changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Keeping the Client ID and Secret.
    KeepingKeys,
    /// Signing in.
    SigningIn,
    /// Reading a list or a contact.
    Reading,
    /// Saving a contact: looking it up, before anything was written.
    LookingUp,
    /// Saving a contact: the write itself.
    Writing,
    /// Signing out.
    SigningOut,
    /// Forgetting the keys, after signing out.
    ForgettingKeys,
    /// Anything else that a button does.
    Other,
}

/// Why it did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Keap, or the way to it.
    Keap(keap_client::Error),
    /// Keap, or the way to it, before the request itself was sent.
    Renewal(keap_client::Error),
    /// The keychain.
    Vault(VaultError),
    /// Nobody is signed in, or Keap ended the session.
    SessionEnded,
    /// The connection broke while Keap renewed the session, and the new tokens were lost.
    SessionBroken,
    /// Another copy of the app is renewing the session.
    RenewedElsewhere,
    /// Keap refused the Client ID and Secret.
    KeysRefused,
    /// Keap refused the single-use code, or what went with it.
    CodeRefused(Pkce),
    /// Keap refused the redirect URI.
    RedirectRefused,
    /// There are no keys to sign in with.
    NoKeys,
    /// The sign-in was begun with another Client ID than the kept one.
    KeysChanged,
    /// Typed keys that cannot be right.
    Keys(Vec<(KeyField, KeyProblem)>),
    /// An address that cannot be a return page.
    ReturnPage(ReturnPageProblem),
    /// What was typed cannot be a proxy.
    Proxy(ProxyProblem),
    /// A pasted address that is none.
    Pasted(Reject),
    /// A pasted address that is one, but not of this sign-in.
    NotThisSignIn(Refusal),
    /// Spots of a contact that cannot be sent as they were typed.
    Spots(Vec<contact::SpotProblem>),
    /// Keap refused what was sent of a contact.
    Refused {
        /// In which way.
        error: keap_client::Error,
        /// The spots that were sent.
        sent: Vec<contact::Spot>,
    },
    /// Consent was to be changed without a reason, for these addresses.
    NoReason(Vec<String>),
    /// The history is still on this computer.
    NotCleared,
    /// A save or an undo is still on its way to Keap.
    StillSaving,
    /// A save or an undo that was waited for has ended, and otherwise than the person wanted.
    SaveFellShort,
    /// The contact the person picked is no longer among the matches.
    NoLongerThere,
    /// The browser did not open.
    Browser,
    /// The clipboard took nothing.
    Clipboard,
    /// The third-party notices were not built in: this copy is no package.
    NoThirdPartyNotices,
    /// No program of this computer opened this file.
    FileNotOpened(String),
    /// All loopback ports are taken.
    PortsTaken,
    /// The practice account did not start, or the other Keap's address is unusable.
    NoPlace,
    /// The link was made before the app was closed, and is not kept.
    NoLink,
    /// Keap did not say which account this is, so its pages cannot be found.
    NoAccountName,
    /// The button belongs to a screen that is no longer shown.
    NotNow,
}

/// What was done to Keap's companies before a contact was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Companies {
    /// Nothing.
    Untouched,
    /// One was created, which stays.
    OneMade,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{doing:?} failed")]
pub struct Failure {
    /// What was being done.
    pub doing: Doing,
    /// Why it failed.
    pub cause: Cause,
    /// What had been done by then.
    pub companies: Companies,
}

impl Failure {
    /// A failure while `doing` something.
    pub fn new(doing: Doing, cause: impl Into<Cause>) -> Self {
        Self {
            doing,
            cause: cause.into(),
            companies: Companies::Untouched,
        }
    }

    /// The same, with what had been done by then.
    pub(crate) fn after(self, companies: Companies) -> Self {
        Self { companies, ..self }
    }

    /// Whether Keap may have done what it was asked for, although it did not say so.
    pub fn may_have_acted(&self) -> bool {
        self.doing == Doing::Writing
            && matches!(&self.cause, Cause::Keap(error) if error.may_have_acted())
    }
}

/// For `map_err`: a failure of this cause while `doing`.
pub(crate) fn while_doing<C: Into<Cause>>(doing: Doing) -> impl Fn(C) -> Failure {
    move |cause| Failure::new(doing, cause)
}

impl From<VaultError> for Cause {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<keap_client::Error> for Cause {
    fn from(error: keap_client::Error) -> Self {
        match error {
            keap_client::Error::Unauthorized => Self::SessionEnded,
            other => Self::Keap(other),
        }
    }
}

impl From<SessionError> for Cause {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::NotSignedIn | SessionError::Ended => Self::SessionEnded,
            SessionError::Broken => Self::SessionBroken,
            SessionError::Busy => Self::RenewedElsewhere,
            SessionError::KeysRefused => Self::KeysRefused,
            SessionError::Vault(error) => Self::Vault(error),
            SessionError::Renewal(error) => Self::Renewal(error),
            SessionError::Keap(error) => error.into(),
        }
    }
}

/// Why the exchange of a code failed that was asked for with or without PKCE.
pub(crate) fn of_exchange(error: OAuthError, pkce: Pkce) -> Cause {
    match error {
        OAuthError::KeysRefused => Cause::KeysRefused,
        OAuthError::GrantRefused => Cause::CodeRefused(pkce),
        OAuthError::RedirectRefused => Cause::RedirectRefused,
        OAuthError::Http(error) => Cause::Keap(error),
    }
}
