//! One name, several entries: a restored backup or another program can leave them. The core says
//! which record is the newest; the others are deleted.
//!
//! It does not know what makes a record new.

use keapsake_core::keychain::newest;
use keyring::Error;
use keyring_core::Entry;
use secrecy::SecretString;

use crate::record;

/// Keeps the newest of `doubles` and hands it back with what it holds. Nothing is deleted before all
/// of them were read; one that cannot be deleted is met again.
///
/// # Errors
/// One could not be read, or none was left.
pub(crate) fn keep_newest(doubles: Vec<Entry>) -> Result<(Entry, SecretString), Error> {
    let mut entries = Vec::new();
    let mut records = Vec::new();
    for double in doubles {
        match double.get_secret() {
            Ok(bytes) => {
                entries.push(double);
                records.push(record::from_bytes(bytes));
            }
            Err(Error::NoEntry) => {}
            Err(error) => return Err(error),
        }
    }
    let place = newest(&records);
    if place >= entries.len() {
        return Err(Error::Ambiguous(Vec::new()));
    }
    let kept = (entries.remove(place), records.remove(place));
    let left = entries
        .iter()
        .filter(|double| !matches!(double.delete_credential(), Ok(()) | Err(Error::NoEntry)))
        .count();
    tracing::warn!(left, "the keychain held an entry several times");
    Ok(kept)
}
