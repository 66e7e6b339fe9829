//! The handle, its line and its thread over keyring-core's mock store.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;
use std::time::Duration;

use keapsake_core::ports::{Vault, VaultEntry, VaultError};
use keyring::Error;
use keyring_core::mock::{Cred, Store};
use keyring_core::{CredentialStore, Entry};
use secrecy::{ExposeSecret, SecretString};

use super::Keychain;

const SERVICE: &str = "Keapsake";
const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(60);

/// Openings a test has planned, the last of which is used for ever after.
struct Bench {
    store: Arc<Store>,
    /// One for every time the store was opened: by which thread.
    opened: Receiver<ThreadId>,
}

impl Bench {
    fn new(
        limit: Duration,
        mut before: Vec<Box<dyn Fn() -> Option<Error> + Send>>,
    ) -> (Self, Keychain) {
        let store = Store::new().unwrap();
        let (sender, opened) = channel();
        before.reverse();
        let before = Mutex::new(before);
        let shared = Arc::clone(&store);
        let open = move || {
            sender.send(std::thread::current().id()).unwrap();
            let planned = before
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .pop();
            if let Some(error) = planned.and_then(|planned| planned()) {
                return Err(error);
            }
            Ok(Arc::clone(&shared) as Arc<CredentialStore>)
        };
        let keychain = Keychain::with_opener(SERVICE, limit, Box::new(open));
        (Self { store, opened }, keychain)
    }

    fn stored(&self, entry: &VaultEntry) -> Option<String> {
        let bytes = self.entry(entry).get_secret().ok()?;
        Some(String::from_utf8(bytes).unwrap())
    }

    fn entry(&self, entry: &VaultEntry) -> Entry {
        let store: &CredentialStore = self.store.as_ref();
        store.build(SERVICE, &entry.to_string(), None).unwrap()
    }

    fn fail_next(&self, entry: &VaultEntry, error: Error) {
        let entry = self.entry(entry);
        let cred: &Cred = entry.as_any().downcast_ref().unwrap();
        cred.set_error(error);
    }

    fn openings(&self) -> usize {
        self.opened.try_iter().count()
    }
}

fn platform() -> Error {
    Error::PlatformFailure(Box::new(std::io::Error::other("gone")))
}

fn keys() -> VaultEntry {
    VaultEntry::Keys("one".into())
}

/// An opening that blocks until the returned sender is used or dropped.
fn gate() -> (Sender<()>, Box<dyn Fn() -> Option<Error> + Send>) {
    let (open, gate) = channel();
    let wait = move || {
        gate.recv().ok();
        None
    };
    (open, Box::new(wait))
}

fn text(record: Option<SecretString>) -> Option<String> {
    // EXPOSE: the test compares what was read.
    record.map(|record| record.expose_secret().to_owned())
}

#[tokio::test]
async fn a_record_is_written_read_replaced_and_deleted() {
    let (bench, keychain) = Bench::new(LONG, Vec::new());
    assert_eq!(text(keychain.read(&keys()).await.unwrap()), None);
    keychain.write(&keys(), "a".into()).await.unwrap();
    keychain.write(&keys(), "b".into()).await.unwrap();
    assert_eq!(
        text(keychain.read(&keys()).await.unwrap()).as_deref(),
        Some("b")
    );
    assert_eq!(
        bench.stored(&VaultEntry::Pending),
        None,
        "entries do not mix"
    );
    keychain.delete(&keys()).await.unwrap();
    keychain.delete(&keys()).await.unwrap();
    assert_eq!(bench.stored(&keys()), None);
    assert_eq!(bench.openings(), 1, "one store serves every call");
}

#[tokio::test]
async fn nothing_is_opened_before_the_first_call_and_never_on_the_callers_thread() {
    let (bench, keychain) = Bench::new(LONG, Vec::new());
    assert_eq!(bench.openings(), 0);
    keychain.read(&keys()).await.unwrap();
    assert_ne!(bench.opened.recv().unwrap(), std::thread::current().id());
}

#[tokio::test]
async fn a_record_that_does_not_fit_never_reaches_the_store() {
    let (bench, keychain) = Bench::new(LONG, Vec::new());
    for bad in ["x".repeat(2_561), "two\nlines".into()] {
        assert_eq!(
            keychain.write(&keys(), bad.into()).await,
            Err(VaultError::DoesNotFit)
        );
    }
    assert_eq!(bench.openings(), 0);
}

#[tokio::test]
async fn a_failed_start_is_not_remembered() {
    let (bench, keychain) = Bench::new(LONG, vec![Box::new(|| Some(platform()))]);
    assert_eq!(
        keychain.read(&keys()).await.err(),
        Some(VaultError::Missing)
    );
    assert_eq!(text(keychain.read(&keys()).await.unwrap()), None);
    assert_eq!(bench.openings(), 2);
}

#[tokio::test]
async fn a_platform_failure_opens_the_store_once_more() {
    let (bench, keychain) = Bench::new(LONG, Vec::new());
    keychain.write(&keys(), "a".into()).await.unwrap();
    bench.fail_next(&keys(), platform());
    assert_eq!(
        text(keychain.read(&keys()).await.unwrap()).as_deref(),
        Some("a")
    );
    assert_eq!(bench.openings(), 2);
}

#[tokio::test]
async fn a_store_that_is_gone_for_good_is_missing() {
    let (bench, keychain) =
        Bench::new(LONG, vec![Box::new(|| None), Box::new(|| Some(platform()))]);
    keychain.write(&keys(), "a".into()).await.unwrap();
    bench.fail_next(&keys(), platform());
    assert_eq!(
        keychain.read(&keys()).await.err(),
        Some(VaultError::Missing)
    );
    assert_eq!(bench.openings(), 2, "once more, and not again and again");
}

#[tokio::test]
async fn other_failures_keep_the_store_and_have_their_own_names() {
    let (bench, keychain) = Bench::new(LONG, Vec::new());
    let locked = Error::NoStorageAccess(Box::new(std::io::Error::other("locked")));
    let table = [
        (locked, VaultError::Locked),
        (Error::Ambiguous(Vec::new()), VaultError::Ambiguous),
        (Error::BadEncoding(b"canary".to_vec()), VaultError::Failed),
    ];
    for (error, expected) in table {
        bench.fail_next(&keys(), error);
        assert_eq!(keychain.read(&keys()).await.err(), Some(expected));
    }
    assert_eq!(bench.openings(), 1);
}

#[tokio::test]
async fn a_write_into_a_locked_keychain_changes_nothing() {
    let (bench, keychain) = Bench::new(LONG, Vec::new());
    keychain.write(&keys(), "old".into()).await.unwrap();
    bench.fail_next(
        &keys(),
        Error::NoStorageAccess(Box::new(std::io::Error::other("locked"))),
    );
    assert_eq!(
        keychain.write(&keys(), "new".into()).await,
        Err(VaultError::Locked)
    );
    assert_eq!(bench.stored(&keys()).as_deref(), Some("old"));
}

#[tokio::test]
async fn a_stuck_keychain_costs_each_caller_its_limit_and_no_stale_write_follows() {
    let (release, gate) = gate();
    let (bench, keychain) = Bench::new(SHORT, vec![gate]);
    // The first is at the thread when its caller gives up, the others wait in the line.
    assert_eq!(
        keychain.write(&keys(), "stale".into()).await,
        Err(VaultError::TimedOut)
    );
    for _ in 0..3 {
        assert_eq!(
            keychain.write(&VaultEntry::Pending, "stale".into()).await,
            Err(VaultError::TimedOut)
        );
        assert_eq!(keychain.waiting(), 0, "who gave up leaves the line");
    }
    drop(release);
    let patient = keychain.with_limit(LONG);
    assert_eq!(text(patient.read(&keys()).await.unwrap()), None);
    assert_eq!(
        bench.stored(&keys()),
        None,
        "its caller was told that it failed"
    );
    assert_eq!(bench.stored(&VaultEntry::Pending), None);
    patient.write(&keys(), "fresh".into()).await.unwrap();
    assert_eq!(bench.stored(&keys()).as_deref(), Some("fresh"));
}

#[tokio::test]
async fn a_caller_who_still_waits_is_served_when_a_stuck_keychain_goes_on() {
    let (release, gate) = gate();
    let (bench, keychain) = Bench::new(LONG, vec![gate]);
    let writing = tokio::spawn({
        let keychain = keychain.clone();
        async move { keychain.write(&keys(), "kept".into()).await }
    });
    let hasty = keychain.with_limit(SHORT);
    assert_eq!(hasty.read(&keys()).await.err(), Some(VaultError::TimedOut));
    release.send(()).unwrap();
    writing.await.unwrap().unwrap();
    assert_eq!(bench.stored(&keys()).as_deref(), Some("kept"));
}

#[tokio::test]
async fn a_call_that_is_dropped_is_taken_out_of_the_line() {
    let (release, gate) = gate();
    let (bench, keychain) = Bench::new(LONG, vec![gate]);
    let first = tokio::spawn({
        let keychain = keychain.clone();
        async move { keychain.read(&keys()).await.map(drop) }
    });
    // Both are polled once: the read reaches the thread, the write the line.
    let dropped = tokio::time::timeout(SHORT, keychain.write(&keys(), "dropped".into())).await;
    assert!(dropped.is_err());
    drop(release);
    first.await.unwrap().unwrap();
    assert_eq!(text(keychain.read(&keys()).await.unwrap()), None);
    assert_eq!(bench.stored(&keys()), None);
}

#[tokio::test]
async fn a_panic_in_a_store_ends_one_call_only() {
    let (_bench, keychain) = Bench::new(LONG, vec![Box::new(|| panic!("in the store"))]);
    assert_eq!(keychain.read(&keys()).await.err(), Some(VaultError::Failed));
    assert_eq!(text(keychain.read(&keys()).await.unwrap()), None);
}

#[test]
fn the_thread_ends_with_the_last_handle() {
    let (bench, keychain) = Bench::new(LONG, Vec::new());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(keychain.read(&keys())).unwrap();
    let clone = keychain.clone();
    drop(keychain);
    runtime.block_on(clone.read(&keys())).unwrap();
    drop(clone);
    bench.opened.recv().unwrap();
    // The sender lives in the thread: its end is the channel's end.
    assert!(
        bench
            .opened
            .recv_timeout(LONG)
            .is_err_and(|error| { error == std::sync::mpsc::RecvTimeoutError::Disconnected })
    );
}
