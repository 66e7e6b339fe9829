//! Client ID and Client Secret: what is taken off a pasted one, what is wrong with it, and how the
//! pair is kept in the keychain. It does not know how Keap answers to them.

use std::time::{SystemTime, UNIX_EPOCH};

use keap_client::{ClientId, ClientSecret, Keys};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::ports::{Vault, VaultEntry, VaultError};

const VERSION: u32 = 1;

/// The longest key taken, in characters. Keap's own have 48 and 64; two of this length still fit
/// into one keychain record.
pub const MAX_KEY: usize = 512;

/// Which of the two fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyField {
    /// The Client ID, called "Key" in Keap's portal.
    ClientId,
    /// The Client Secret, called "Secret" there.
    ClientSecret,
}

/// What is wrong with a typed key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyProblem {
    /// Nothing was typed.
    Missing,
    /// Longer than [`MAX_KEY`].
    TooLong,
    /// Blanks inside, or characters that no key has.
    NotAKey,
    /// The secret equals the ID.
    Equal,
    /// By their lengths, the two stand in each other's field.
    Swapped,
    /// A personal access token or service account key, which begin with `KeapAK-`.
    AccessToken,
}

/// Takes off the blanks, line ends and quotes that come along when a key is copied.
pub fn tidy(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || c.is_control()
            || "\"'`“”‘’\u{feff}\u{200b}\u{200c}\u{200d}".contains(c)
    })
}

/// Checks what was typed.
///
/// # Errors
/// Every problem found, each with its field; never empty.
pub fn check(client_id: &str, client_secret: &str) -> Result<Keys, Vec<(KeyField, KeyProblem)>> {
    let (id, secret) = (tidy(client_id), tidy(client_secret));
    let mut problems: Vec<_> = [(KeyField::ClientId, id), (KeyField::ClientSecret, secret)]
        .into_iter()
        .filter_map(|(field, key)| alone(key).map(|problem| (field, problem)))
        .collect();
    if problems.is_empty() {
        if id == secret {
            problems.push((KeyField::ClientSecret, KeyProblem::Equal));
        } else if looks_swapped(id, secret) {
            problems.push((KeyField::ClientId, KeyProblem::Swapped));
        }
    }
    if problems.is_empty() {
        Ok(pair(id, secret))
    } else {
        Err(problems)
    }
}

fn pair(client_id: &str, client_secret: &str) -> Keys {
    Keys {
        client_id: ClientId::new(client_id),
        client_secret: ClientSecret::new(client_secret),
    }
}

/// The typed pair as it is, for a person who says a second time that it is right: which lengths
/// Keap's keys have is not documented.
pub fn insisted(client_id: &str, client_secret: &str) -> Keys {
    pair(tidy(client_id), tidy(client_secret))
}

fn alone(key: &str) -> Option<KeyProblem> {
    if key.is_empty() {
        Some(KeyProblem::Missing)
    } else if key.chars().count() > MAX_KEY {
        Some(KeyProblem::TooLong)
    } else if key.starts_with("KeapAK-") {
        Some(KeyProblem::AccessToken)
    } else if key.chars().any(|c| !c.is_ascii_graphic()) {
        Some(KeyProblem::NotAKey)
    } else {
        None
    }
}

/// Keap's IDs have been seen with 48 characters and its secrets with 64; the lengths are not
/// documented, so only a pair that is clearly the other way round counts.
const fn looks_swapped(id: &str, secret: &str) -> bool {
    id.len() >= 60 && secret.len() <= 52
}

#[derive(Serialize, Deserialize)]
struct KeysRecord {
    v: u32,
    connection: String,
    client_id: String,
    client_secret: String,
    #[serde(default)]
    saved_at: u64,
}

/// Reads a kept pair; `None` where the record is corrupt, of another version or filed under another
/// connection.
pub(crate) fn read(record: &SecretString, connection: &str) -> Option<Keys> {
    // EXPOSE: parsed here and wrapped again at once.
    let record: KeysRecord = serde_json::from_str(record.expose_secret()).ok()?;
    (record.v == VERSION && record.connection == connection)
        .then(|| pair(&record.client_id, &record.client_secret))
}

/// Reads the keys of a connection; `None` where there are none that can be read.
///
/// # Errors
/// The keychain's.
pub async fn read_keys(vault: &dyn Vault, connection: &str) -> Result<Option<Keys>, VaultError> {
    let record = vault.read(&VaultEntry::Keys(connection.to_owned())).await?;
    Ok(record.and_then(|record| read(&record, connection)))
}

/// Keeps the keys of a connection in the keychain, saved at `now`.
///
/// # Errors
/// The keychain's.
pub async fn write_keys(
    vault: &dyn Vault,
    connection: &str,
    keys: &Keys,
    now: SystemTime,
) -> Result<(), VaultError> {
    let record = KeysRecord {
        v: VERSION,
        connection: connection.to_owned(),
        client_id: keys.client_id.as_str().to_owned(),
        // EXPOSE: the keychain is where the secret is kept.
        client_secret: keys.client_secret.expose().to_owned(),
        saved_at: now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
    };
    let record = SecretString::from(serde_json::to_string(&record).unwrap_or_default());
    vault
        .write(&VaultEntry::Keys(connection.to_owned()), record)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copying_adds_is_taken_off() {
        for text in [
            "abc",
            " abc\n",
            "\"abc\"",
            "'abc'\r\n",
            "\u{feff}abc\u{200b}",
            "“abc”",
            "\tabc ",
        ] {
            assert_eq!(tidy(text), "abc", "{text:?}");
        }
    }

    #[test]
    fn each_problem_stands_beside_its_field() {
        use KeyField::{ClientId, ClientSecret};
        let (id, secret) = ("i".repeat(48), "s".repeat(64));
        let long = "x".repeat(MAX_KEY + 1);
        for (typed_id, typed_secret, problems) in [
            (
                "",
                "",
                vec![
                    (ClientId, KeyProblem::Missing),
                    (ClientSecret, KeyProblem::Missing),
                ],
            ),
            (id.as_str(), "  ", vec![(ClientSecret, KeyProblem::Missing)]),
            (&id, &id, vec![(ClientSecret, KeyProblem::Equal)]),
            (&secret, &id, vec![(ClientId, KeyProblem::Swapped)]),
            (&long, &secret, vec![(ClientId, KeyProblem::TooLong)]),
            ("a b", &secret, vec![(ClientId, KeyProblem::NotAKey)]),
            ("schlüssel", &secret, vec![(ClientId, KeyProblem::NotAKey)]),
            (
                &id,
                "KeapAK-123",
                vec![(ClientSecret, KeyProblem::AccessToken)],
            ),
        ] {
            assert_eq!(
                check(typed_id, typed_secret).err(),
                Some(problems),
                "{typed_id} / {typed_secret}"
            );
        }
    }

    #[test]
    fn keys_of_other_lengths_are_taken_for_what_they_are() {
        for (id, secret) in [
            ("a", "b"),
            ("short-id", "a-longer-secret"),
            (&*"i".repeat(64), &*"s".repeat(64)),
        ] {
            assert!(
                check(id, secret).is_ok(),
                "{id}: lengths are not documented"
            );
        }
    }
}
