//! What a keyring in good health does.

use keapsake_core::ports::{MAX_RECORD_BYTES, Vault, VaultEntry, VaultError};
use secrecy::{ExposeSecret, SecretString};

use crate::session::{Desktop, inside, store_from_outside, tool};

fn keys() -> VaultEntry {
    VaultEntry::Keys("one".into())
}

pub(crate) fn text(record: Option<SecretString>) -> Option<String> {
    // EXPOSE: the test compares what was read.
    record.map(|record| record.expose_secret().to_owned())
}

#[test]
fn records_are_kept_replaced_and_deleted() {
    let name = "working::records_are_kept_replaced_and_deleted";
    inside(name, Desktop::Whole, async |keychain| {
        assert_eq!(text(keychain.read(&keys()).await.unwrap()), None);
        keychain.delete(&keys()).await.unwrap();
        keychain.write(&keys(), "first".into()).await.unwrap();
        let longest = "~".repeat(MAX_RECORD_BYTES);
        keychain
            .write(&keys(), longest.clone().into())
            .await
            .unwrap();
        assert_eq!(
            text(keychain.read(&keys()).await.unwrap()),
            Some(longest.clone())
        );
        // Other programs find it by these two attributes: they are part of what we keep.
        let found = tool(
            "secret-tool",
            &["lookup", "service", "Keapsake", "username", "keys:one"],
        );
        assert_eq!(found, longest);
        keychain.delete(&keys()).await.unwrap();
        assert_eq!(text(keychain.read(&keys()).await.unwrap()), None);
    });
}

#[test]
fn many_calls_at_once_are_all_served() {
    let name = "working::many_calls_at_once_are_all_served";
    inside(name, Desktop::Whole, async |keychain| {
        let calls: Vec<_> = (0..40)
            .map(|number: u32| {
                let keychain = keychain.clone();
                tokio::spawn(async move {
                    let entry = VaultEntry::Session(number.to_string());
                    keychain
                        .write(&entry, number.to_string().into())
                        .await
                        .unwrap();
                    text(keychain.read(&entry).await.unwrap())
                })
            })
            .collect();
        for (number, call) in calls.into_iter().enumerate() {
            assert_eq!(call.await.unwrap(), Some(number.to_string()));
        }
    });
}

#[test]
fn an_entry_held_twice_is_told_and_deleting_ends_it() {
    let name = "working::an_entry_held_twice_is_told_and_deleting_ends_it";
    inside(name, Desktop::Whole, async |keychain| {
        let attributes = ["service", "Keapsake", "username", "keys:one"];
        store_from_outside("a", &attributes);
        store_from_outside("b", &[&attributes[..], &["double", "yes"]].concat());
        assert_eq!(
            keychain.read(&keys()).await.err(),
            Some(VaultError::Ambiguous)
        );
        assert_eq!(
            keychain.write(&keys(), "c".into()).await,
            Err(VaultError::Ambiguous)
        );
        keychain.delete(&keys()).await.unwrap();
        keychain.write(&keys(), "c".into()).await.unwrap();
        assert_eq!(
            text(keychain.read(&keys()).await.unwrap()).as_deref(),
            Some("c")
        );
    });
}
