//! The random part of a link that the app sends to itself. It knows nothing of how it is sent, nor
//! of how long it is waited for.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use crate::product::Build;

/// 256 random bits, in a link as 43 characters base64url. Compared in constant time.
#[derive(Clone, Copy)]
pub struct Nonce([u8; 32]);

impl Nonce {
    /// A new one; `None` where the system gives no randomness.
    pub fn random() -> Option<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// Reads one from a link; `None` for anything but its one spelling.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The link that carries it: it raises no window and changes nothing.
    pub fn link(&self, build: Build) -> String {
        let nonce = BASE64_URL_SAFE_NO_PAD.encode(self.0);
        format!("{}://self-test?nonce={nonce}", build.scheme())
    }
}

impl PartialEq for Nonce {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Nonce {}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_new_and_read_back_from_its_link_only_in_its_own_spelling() {
        let (one, other) = (Nonce::random().unwrap(), Nonce::random().unwrap());
        assert_ne!(one, other);
        let link = one.link(Build::Packaged);
        let text = link
            .strip_prefix("app.keapsake://self-test?nonce=")
            .unwrap();
        assert_eq!(text.len(), 43);
        assert_eq!(Nonce::read(text), Some(one));
        for wrong in [
            String::new(),
            format!("{text}="),
            format!("{text}A"),
            text[..42].to_owned(),
            format!("{}\n", &text[..42]),
            // The last character holds four bits only; another spelling of the same is none.
            format!("{}_", "A".repeat(42)),
        ] {
            assert_eq!(Nonce::read(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn it_does_not_print_itself() {
        assert_eq!(format!("{:?}", Nonce([7; 32])), "Nonce");
    }
}
