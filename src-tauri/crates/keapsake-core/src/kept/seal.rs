//! The seal on a file: XChaCha20-Poly1305 under a random key, with a random nonce for every write,
//! bound to the account and the kind of file. 192-bit nonces are long enough to be drawn.
//!
//! It does not know where the key or the file lies.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305, XNonce};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

/// The first byte of a file: how the rest is sealed.
const FORMAT: u8 = 1;

const NONCE: usize = 24;

/// The version of the key's record.
const VERSION: u32 = 1;

/// The key of one connection's files. Wiped from memory when it is dropped.
pub(super) struct SealKey(XChaCha20Poly1305);

#[derive(Serialize, Deserialize)]
struct KeyRecord<'a> {
    v: u32,
    connection: &'a str,
    key: &'a str,
    saved_at: u64,
}

impl SealKey {
    /// A new key, as the line that the keychain keeps; `None` where the system gives no randomness.
    pub(super) fn fresh(connection: &str, now: SystemTime) -> Option<SecretString> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *key).ok()?;
        let key = Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(*key));
        let record = KeyRecord {
            v: VERSION,
            connection,
            key: &key,
            saved_at: now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
        };
        serde_json::to_string(&record).ok().map(SecretString::from)
    }

    /// Reads a kept key; `None` where the record is damaged, of another version or filed under another
    /// connection.
    pub(super) fn read(record: &SecretString, connection: &str) -> Option<Self> {
        // EXPOSE: read into the cipher, which wipes it.
        let record: KeyRecord<'_> = serde_json::from_str(record.expose_secret()).ok()?;
        if record.v != VERSION || record.connection != connection {
            return None;
        }
        // One byte more than a key has, so that a longer one is no key.
        let mut key = Zeroizing::new([0; 33]);
        let length = BASE64_URL_SAFE_NO_PAD
            .decode_slice(record.key, &mut *key)
            .ok()?;
        let key: &[u8; 32] = key.get(..length)?.try_into().ok()?;
        let key: &Key = key.into();
        Some(Self(XChaCha20Poly1305::new(key)))
    }

    /// Seals `plain` for the one place that `bound` names; `None` where the system gives no randomness.
    pub(super) fn seal(&self, bound: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).ok()?;
        let payload = Payload {
            msg: plain,
            aad: &with_format(bound),
        };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).ok()?;
        Some([&[FORMAT], &nonce[..], &sealed].concat())
    }

    /// Opens what was sealed for that place; `None` for anything else.
    pub(super) fn open(&self, bound: &[u8], file: &[u8]) -> Option<Vec<u8>> {
        let (&FORMAT, rest) = file.split_first()? else {
            return None;
        };
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>()?;
        let payload = Payload {
            msg: sealed,
            aad: &with_format(bound),
        };
        self.0.decrypt(&XNonce::from(*nonce), payload).ok()
    }
}

/// The format is bound as well: a file cannot be passed off as one of another.
fn with_format(bound: &[u8]) -> Vec<u8> {
    [&[FORMAT], bound].concat()
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey")
    }
}

#[cfg(test)]
mod tests;
