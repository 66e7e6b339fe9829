//! What a keyring in good health does.

use keapsake_core::ports::{MAX_RECORD_BYTES, Vault, VaultEntry};
use secrecy::{ExposeSecret, SecretString};

use crate::session::{Desktop, Monitor, SERVICE, inside, store_from_outside, tool};

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

/// How many entries the keyring has under this name.
fn entries(username: &str) -> usize {
    let found = tool(
        "secret-tool",
        &["search", "--all", "service", SERVICE, "username", username],
    );
    found.matches("secret = ").count()
}

#[test]
fn of_an_entry_held_several_times_the_newest_stays() {
    let name = "working::of_an_entry_held_several_times_the_newest_stays";
    inside(name, Desktop::Whole, async |keychain| {
        let attributes = ["service", "Keapsake", "username", "session:one"];
        let session = VaultEntry::Session("one".into());
        let put = || {
            for (generation, mark) in [("2", "a"), ("3", "b"), ("1", "c")] {
                let record = format!("{{\"gen\":{generation}}}");
                store_from_outside(&record, &[&attributes[..], &["double", mark]].concat());
            }
            assert_eq!(entries("session:one"), 3);
        };
        put();
        assert_eq!(
            text(keychain.read(&session).await.unwrap()).as_deref(),
            Some("{\"gen\":3}")
        );
        assert_eq!(entries("session:one"), 1, "and the others are deleted");
        keychain.delete(&session).await.unwrap();
        put();
        keychain
            .write(&session, "{\"gen\":4}".into())
            .await
            .unwrap();
        assert_eq!(entries("session:one"), 1);
        assert_eq!(
            text(keychain.read(&session).await.unwrap()).as_deref(),
            Some("{\"gen\":4}")
        );
        put();
        keychain.delete(&session).await.unwrap();
        assert_eq!(entries("session:one"), 0, "deleting takes all of them");
    });
}

/// Parallel session negotiations make some keyrings abort.
#[test]
fn a_hundred_calls_open_one_session_with_the_keyring() {
    let name = "working::a_hundred_calls_open_one_session_with_the_keyring";
    inside(name, Desktop::Whole, async |keychain| {
        let monitor = Monitor::of_calls("OpenSession");
        let calls: Vec<_> = (0..50_u32)
            .map(|number| {
                let keychain = keychain.clone();
                tokio::spawn(async move {
                    let entry = VaultEntry::Session((number % 5).to_string());
                    match number % 3 {
                        0 => keychain.read(&entry).await.map(drop),
                        1 => keychain.delete(&entry).await,
                        _ => Ok(()),
                    }
                    .unwrap();
                    keychain.write(&entry, number.to_string().into()).await
                })
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        // Another program's call, which must be seen: the monitor sees what it is to see.
        tool("secret-tool", &["lookup", "no", "such"]);
        assert_eq!(monitor.count(), 2, "one of ours, and the other's");
    });
}
