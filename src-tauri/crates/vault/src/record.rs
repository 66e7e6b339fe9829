//! What fits into a keychain entry on every system: one short line of printable ASCII.
//!
//! A line end makes one version of gnome-keyring lose a keyring, `KWallet` wants UTF-8, and the
//! Windows Credential Manager takes 2,560 bytes; the strictest of each is the rule everywhere.

use keapsake_core::ports::{MAX_RECORD_BYTES, VaultError};
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

/// Checks a record before anything is written.
///
/// # Errors
/// [`VaultError::DoesNotFit`].
pub(crate) fn check(record: &SecretString) -> Result<(), VaultError> {
    // EXPOSE: its length and alphabet are looked at, nothing is kept.
    let line = record.expose_secret();
    let fits =
        line.len() <= MAX_RECORD_BYTES && line.bytes().all(|byte| matches!(byte, 0x20..=0x7e));
    if fits {
        Ok(())
    } else {
        Err(VaultError::DoesNotFit)
    }
}

/// A record as it was read. Bytes that are no UTF-8 cannot be ours and come back marked with
/// U+FFFD, so that the core meets an unreadable record and not a broken keychain.
pub(crate) fn from_bytes(bytes: Vec<u8>) -> SecretString {
    match String::from_utf8(bytes) {
        Ok(line) => SecretString::from(line),
        Err(error) => {
            let mut bytes = error.into_bytes();
            let line = String::from_utf8_lossy(&bytes).into_owned();
            bytes.zeroize();
            SecretString::from(line)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_record_fits_and_one_byte_more_does_not() {
        assert_eq!(check(&"x".repeat(2_560).into()), Ok(()));
        assert_eq!(
            check(&"x".repeat(2_561).into()),
            Err(VaultError::DoesNotFit)
        );
    }

    #[test]
    fn only_one_line_of_printable_ascii_fits() {
        assert_eq!(check(&"{\"v\":1,\"a\":\"~ \"}".into()), Ok(()));
        for bad in ["a\nb", "a\rb", "a\tb", "a\0b", "a\u{7f}b", "ä"] {
            assert_eq!(check(&bad.into()), Err(VaultError::DoesNotFit), "{bad:?}");
        }
    }

    #[test]
    fn bytes_of_somebody_else_are_no_failure() {
        let read = from_bytes(vec![b'{', 0xff]);
        // EXPOSE: the test compares what was read.
        assert_eq!(read.expose_secret(), "{\u{fffd}");
    }
}
