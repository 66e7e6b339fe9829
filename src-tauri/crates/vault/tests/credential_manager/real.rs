//! What the real store does with a record of ours, and what it refuses.

use std::time::Duration;

use keapsake_core::ports::{MAX_RECORD_BYTES, Vault, VaultEntry, VaultError};
use keyring_core::{CredentialStore, Entry, Error};
use secrecy::{ExposeSecret, SecretString};
use vault::Keychain;

const LIMIT: Duration = Duration::from_secs(5);

/// A service name that no other test and no other run has.
fn service(test: &str) -> String {
    format!("Keapsake test {} {test}", std::process::id())
}

/// The store itself, as another program meets it.
fn outside(service: &str, name: &str) -> Entry {
    let store: std::sync::Arc<CredentialStore> =
        windows_native_keyring_store::Store::new().unwrap();
    store.build(service, name, None).unwrap()
}

fn text(record: Option<SecretString>) -> Option<String> {
    // EXPOSE: the test compares what was read.
    record.map(|record| record.expose_secret().to_owned())
}

#[tokio::test]
async fn records_are_kept_replaced_and_deleted() {
    let keychain = Keychain::open(&service("kept"), LIMIT);
    let entry = VaultEntry::Keys("one".into());
    assert_eq!(text(keychain.read(&entry).await.unwrap()), None);
    keychain.delete(&entry).await.unwrap();
    keychain.write(&entry, "first".into()).await.unwrap();
    assert_eq!(
        text(keychain.read(&entry).await.unwrap()).as_deref(),
        Some("first")
    );
    // As long as a record of ours can be, which is as much as the store takes.
    let longest = "~".repeat(MAX_RECORD_BYTES);
    keychain
        .write(&entry, longest.clone().into())
        .await
        .unwrap();
    assert_eq!(text(keychain.read(&entry).await.unwrap()), Some(longest));
    keychain.delete(&entry).await.unwrap();
    assert_eq!(text(keychain.read(&entry).await.unwrap()), None);
}

#[tokio::test]
async fn many_calls_at_once_are_all_served() {
    let keychain = Keychain::open(&service("many"), LIMIT);
    let calls: Vec<_> = (0..20)
        .map(|number: u32| {
            let keychain = keychain.clone();
            tokio::spawn(async move {
                let entry = VaultEntry::Session(number.to_string());
                keychain
                    .write(&entry, number.to_string().into())
                    .await
                    .unwrap();
                let read = text(keychain.read(&entry).await.unwrap());
                keychain.delete(&entry).await.unwrap();
                read
            })
        })
        .collect();
    for (number, call) in calls.into_iter().enumerate() {
        assert_eq!(call.await.unwrap(), Some(number.to_string()));
    }
}

/// Another name would orphan every session on the day of an update, and a record that roams would
/// leave the machine.
#[tokio::test]
async fn a_record_has_the_name_we_know_and_stays_on_this_machine() {
    let service = service("name");
    let keychain = Keychain::open(&service, LIMIT);
    let entry = VaultEntry::Session("one".into());
    keychain.write(&entry, "mine".into()).await.unwrap();
    let seen = outside(&service, "session:one");
    let (kept, attributes) = (seen.get_secret(), seen.get_attributes());
    keychain.delete(&entry).await.unwrap();
    assert_eq!(kept.unwrap(), b"mine");
    let attributes = attributes.unwrap();
    assert_eq!(
        attributes.get("persistence").map(String::as_str),
        Some("Local")
    );
    assert!(matches!(seen.get_secret(), Err(Error::NoEntry)));
}

/// The limit is the store's and not only ours: a longer record must never be half of one.
#[tokio::test]
async fn one_byte_more_than_the_store_takes_changes_nothing() {
    let service = service("limit");
    let keychain = Keychain::open(&service, LIMIT);
    let entry = VaultEntry::Session("one".into());
    keychain.write(&entry, "before".into()).await.unwrap();
    let longer = "x".repeat(MAX_RECORD_BYTES + 1);
    let ours = keychain.write(&entry, longer.clone().into()).await;
    let theirs = outside(&service, "session:one").set_secret(longer.as_bytes());
    let read = text(keychain.read(&entry).await.unwrap());
    keychain.delete(&entry).await.unwrap();
    assert_eq!(ours, Err(VaultError::DoesNotFit));
    assert!(matches!(theirs, Err(Error::TooLong(_, 2_560))));
    assert_eq!(read.as_deref(), Some("before"));
}
