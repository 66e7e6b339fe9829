//! The secrets of OAuth, one type each, so that none can stand where another belongs.
//!
//! None has `Serialize`, `Display` or `Deref`; `Debug` shows the name only. Memory is cleared on
//! drop. What a secret is used for is the caller's business.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Takes the text as it is; nothing is trimmed or checked.
            pub fn new(text: impl Into<String>) -> Self {
                Self(SecretString::from(text.into()))
            }

            /// The text itself, for the one place that sends or stores it: each use stands under
            /// an `EXPOSE` line that says why.
            pub fn expose(&self) -> &str {
                // EXPOSE: the only way out of the newtype
                self.0.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        /// Compares in constant time (for equal lengths).
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                // EXPOSE: compared, never copied
                self.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
            }
        }

        impl Eq for $name {}
    )+};
}

secret! {
    /// The Client Secret of Keap's developer portal.
    ClientSecret,
    /// Authorizes API calls for about a day.
    AccessToken,
    /// Buys the next pair of tokens, once.
    RefreshToken,
    /// What Keap's redirect brings; good for one exchange.
    AuthorizationCode,
    /// The PKCE verifier (RFC 7636 §4.1), kept until the exchange.
    CodeVerifier,
    /// What ties a redirect to the request that asked for it (RFC 6749 §10.12).
    State,
}

impl State {
    /// Whether an untrusted text is this state, in constant time for equal lengths.
    pub fn matches(&self, text: &str) -> bool {
        // EXPOSE: compared, never copied
        self.expose().as_bytes().ct_eq(text.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_name_only() {
        assert_eq!(
            format!("{:?}", ClientSecret::new("canary")),
            "ClientSecret(..)"
        );
        assert_eq!(format!("{:?}", State::new("canary")), "State(..)");
    }

    #[test]
    fn equality_is_of_the_whole_text() {
        assert_eq!(AccessToken::new("abc"), AccessToken::new("abc"));
        for other in ["abd", "ab", "abcd", ""] {
            assert_ne!(AccessToken::new("abc"), AccessToken::new(other));
            assert!(!State::new("abc").matches(other), "{other:?}");
        }
        assert!(State::new("abc").matches("abc"));
    }
}
