//! What the keychain says when the keyring is locked, missing, stuck or started again.

use std::time::{Duration, Instant};

use keapsake_core::ports::{Vault, VaultEntry, VaultError};

use crate::session::{Desktop, Keyring, LIMIT, inside, lock, restart_keyring};
use crate::working::text;

fn session() -> VaultEntry {
    VaultEntry::Session("one".into())
}

#[test]
fn without_a_bus_there_is_no_keychain() {
    let name = "broken::without_a_bus_there_is_no_keychain";
    inside(name, Desktop::NoBus, async |keychain| {
        assert_eq!(
            keychain.read(&session()).await.err(),
            Some(VaultError::Missing)
        );
        assert_eq!(
            keychain.write(&session(), "a".into()).await,
            Err(VaultError::Missing)
        );
    });
}

#[test]
fn without_a_keyring_on_the_bus_there_is_no_keychain_until_one_comes() {
    let name = "broken::without_a_keyring_on_the_bus_there_is_no_keychain_until_one_comes";
    inside(name, Desktop::BusOnly, async |keychain| {
        assert_eq!(
            keychain.read(&session()).await.err(),
            Some(VaultError::Missing)
        );
        let _keyring = restart_keyring();
        keychain.write(&session(), "a".into()).await.unwrap();
    });
}

#[test]
fn a_locked_keyring_is_told_at_once_and_nothing_is_lost() {
    let name = "broken::a_locked_keyring_is_told_at_once_and_nothing_is_lost";
    inside(name, Desktop::Whole, async |keychain| {
        keychain.write(&session(), "kept".into()).await.unwrap();
        lock();
        let started = Instant::now();
        assert_eq!(
            keychain.read(&session()).await.err(),
            Some(VaultError::Locked)
        );
        assert_eq!(
            keychain.write(&session(), "new".into()).await,
            Err(VaultError::Locked)
        );
        assert_eq!(
            keychain.write(&VaultEntry::Pending, "new".into()).await,
            Err(VaultError::Locked)
        );
        assert_eq!(keychain.delete(&session()).await, Err(VaultError::Locked));
        assert!(started.elapsed() < LIMIT, "none of them ran into its limit");
        Keyring::of_this_session().kill();
        let _keyring = restart_keyring();
        assert_eq!(
            text(keychain.read(&session()).await.unwrap()).as_deref(),
            Some("kept")
        );
        assert_eq!(
            text(keychain.read(&VaultEntry::Pending).await.unwrap()),
            None
        );
    });
}

#[test]
fn a_stopped_keyring_times_out_and_its_stale_write_is_never_made() {
    let name = "broken::a_stopped_keyring_times_out_and_its_stale_write_is_never_made";
    inside(name, Desktop::Whole, async |keychain| {
        keychain.write(&session(), "old".into()).await.unwrap();
        let keyring = Keyring::of_this_session();
        keyring.signal("STOP");
        let hasty = keychain.with_limit(Duration::from_millis(200));
        assert_eq!(
            hasty.write(&session(), "stale".into()).await,
            Err(VaultError::TimedOut)
        );
        assert_eq!(hasty.delete(&session()).await, Err(VaultError::TimedOut));
        assert_eq!(
            hasty.read(&session()).await.err(),
            Some(VaultError::TimedOut)
        );
        keyring.signal("CONT");
        assert_eq!(
            text(keychain.read(&session()).await.unwrap()).as_deref(),
            Some("old")
        );
    });
}

#[test]
fn a_keyring_started_again_is_found_again() {
    let name = "broken::a_keyring_started_again_is_found_again";
    inside(name, Desktop::Whole, async |keychain| {
        keychain.write(&session(), "kept".into()).await.unwrap();
        Keyring::of_this_session().kill();
        let _keyring = restart_keyring();
        assert_eq!(
            text(keychain.read(&session()).await.unwrap()).as_deref(),
            Some("kept")
        );
        keychain.write(&session(), "new".into()).await.unwrap();
        assert_eq!(
            text(keychain.read(&session()).await.unwrap()).as_deref(),
            Some("new")
        );
    });
}

#[test]
fn a_keyring_the_bus_started_again_is_locked_and_never_taken_for_empty() {
    let name = "broken::a_keyring_the_bus_started_again_is_locked_and_never_taken_for_empty";
    inside(name, Desktop::Whole, async |keychain| {
        keychain.write(&session(), "kept".into()).await.unwrap();
        Keyring::of_this_session().kill();
        // The next call makes the bus start a daemon that nobody unlocks.
        assert_eq!(
            keychain.read(&session()).await.err(),
            Some(VaultError::Locked)
        );
        assert_eq!(
            keychain.write(&session(), "new".into()).await,
            Err(VaultError::Locked)
        );
    });
}
