//! Limits, giving up, records that cannot be read, and keeping none, over a vault made for it.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use keap_client::{ClientId, ClientSecret, Keys};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use super::*;
use crate::keys::{read_keys, write_keys};
use crate::ports::MAX_RECORD_BYTES;

/// A vault in memory that can be made to hang, and counts its calls.
#[derive(Default)]
struct Slow {
    held: Arc<Mutex<HashMap<VaultEntry, String>>>,
    calls: AtomicUsize,
    /// Every call waits until it is closed.
    gate: Option<Arc<Semaphore>>,
}

impl Slow {
    async fn begin(&self) -> MutexGuard<'_, HashMap<VaultEntry, String>> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        if let Some(gate) = &self.gate {
            assert!(
                gate.acquire().await.is_err(),
                "it is empty until it is closed"
            );
        }
        self.held.lock().unwrap()
    }
}

#[async_trait]
impl Vault for Slow {
    async fn read(&self, entry: &VaultEntry) -> Result<Option<SecretString>, VaultError> {
        let held = self.begin().await;
        Ok(held.get(entry).map(|record| record.as_str().into()))
    }

    async fn write(&self, entry: &VaultEntry, record: SecretString) -> Result<(), VaultError> {
        let line = record.expose_secret().to_owned();
        if line.len() > MAX_RECORD_BYTES || line.bytes().any(|byte| !matches!(byte, 0x20..=0x7e)) {
            return Err(VaultError::DoesNotFit);
        }
        self.begin().await.insert(entry.clone(), line);
        Ok(())
    }

    async fn delete(&self, entry: &VaultEntry) -> Result<(), VaultError> {
        self.begin().await.remove(entry);
        Ok(())
    }
}

struct Bench {
    background: Arc<Slow>,
    patient: Arc<Slow>,
    keychain: Arc<Keychain>,
}

impl Bench {
    /// Both limits over the same records; with a gate the patient one waits for it.
    fn new(gate: Option<Arc<Semaphore>>) -> Self {
        let background = Arc::new(Slow::default());
        let patient = Arc::new(Slow {
            held: Arc::clone(&background.held),
            gate,
            ..Slow::default()
        });
        let keychain = Keychain::new(
            Arc::clone(&background) as Arc<dyn Vault>,
            Arc::clone(&patient) as Arc<dyn Vault>,
        );
        Self {
            background,
            patient,
            keychain: Arc::new(keychain),
        }
    }

    fn held(&self, entry: &VaultEntry) -> Option<String> {
        self.background.held.lock().unwrap().get(entry).cloned()
    }

    fn put(&self, entry: &VaultEntry, record: &str) {
        let mut held = self.background.held.lock().unwrap();
        held.insert(entry.clone(), record.to_owned());
    }

    fn calls(&self) -> (usize, usize) {
        let calls = |vault: &Slow| vault.calls.load(Ordering::SeqCst);
        (calls(&self.background), calls(&self.patient))
    }
}

fn entry() -> VaultEntry {
    VaultEntry::Keys("keap".into())
}

fn pair() -> Keys {
    Keys {
        client_id: ClientId::new("an-id"),
        client_secret: ClientSecret::new("a-secret"),
    }
}

async fn good_record(bench: &Bench) -> String {
    write_keys(&*bench.keychain, "keap", &pair(), SystemTime::UNIX_EPOCH)
        .await
        .unwrap();
    bench.held(&entry()).unwrap()
}

#[tokio::test]
async fn a_call_is_patient_while_a_person_waits_for_it_and_only_then() {
    let bench = Bench::new(None);
    bench.keychain.read(&VaultEntry::Pending).await.unwrap();
    assert_eq!(bench.calls(), (1, 0));
    let person = bench.keychain.attended();
    let another = bench.keychain.attended();
    drop(another);
    bench.keychain.read(&VaultEntry::Pending).await.unwrap();
    assert_eq!(bench.calls(), (1, 1));
    drop(person);
    bench.keychain.read(&VaultEntry::Pending).await.unwrap();
    assert_eq!(bench.calls(), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn a_person_is_told_after_a_moment_and_no_longer_than_it_takes() {
    let gate = Arc::new(Semaphore::new(0));
    let bench = Bench::new(Some(Arc::clone(&gate)));
    let mut waits = bench.keychain.waits();
    let keychain = Arc::clone(&bench.keychain);
    let asked = Instant::now();
    let call = tokio::spawn(async move {
        let _person = keychain.attended();
        keychain.read(&entry()).await.map(|record| record.is_some())
    });
    waits.wait_for(|waiting| *waiting == 1).await.unwrap();
    assert_eq!(asked.elapsed(), MOMENT);
    gate.close();
    assert_eq!(call.await.unwrap(), Ok(false));
    assert_eq!(*waits.borrow(), 0);
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_is_answered_at_once_and_nobody_waits_any_more() {
    for soon in [true, false] {
        let bench = Bench::new(Some(Arc::new(Semaphore::new(0))));
        let mut waits = bench.keychain.waits();
        let keychain = Arc::clone(&bench.keychain);
        let call = tokio::spawn(async move {
            let _person = keychain.attended();
            keychain.write(&entry(), "{}".into()).await
        });
        if soon {
            // Polled once, so that it waits.
            tokio::task::yield_now().await;
        } else {
            waits.wait_for(|waiting| *waiting == 1).await.unwrap();
        }
        bench.keychain.give_up();
        assert_eq!(call.await.unwrap(), Err(VaultError::GivenUp));
        assert_eq!(*waits.borrow(), 0);
        assert_eq!(bench.held(&entry()), None);
    }
}

#[tokio::test(start_paused = true)]
async fn giving_up_ends_no_call_of_the_background() {
    let gate = Arc::new(Semaphore::new(0));
    let hanging = Arc::new(Slow {
        gate: Some(Arc::clone(&gate)),
        ..Slow::default()
    });
    let keychain = Arc::new(Keychain::new(hanging, Arc::new(Slow::default())));
    let call = tokio::spawn({
        let keychain = Arc::clone(&keychain);
        async move { keychain.write(&entry(), "{}".into()).await }
    });
    tokio::task::yield_now().await;
    keychain.give_up();
    let waited = timeout(MOMENT * 10, keychain.waits().changed()).await;
    assert!(waited.is_err(), "and nobody is told that it takes its time");
    gate.close();
    assert_eq!(call.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_put_aside_and_told_until_another_is_there() {
    let bench = Bench::new(None);
    let good = good_record(&bench).await;
    for bad in [
        "{\"v\":1",
        "null",
        "{}",
        &good.replace("\"v\":1", "\"v\":2"),
        &good.replace("keap", "other"),
        "ä",
    ] {
        bench.put(&entry(), bad);
        for _ in 0..2 {
            let read = read_keys(&*bench.keychain, "keap").await;
            assert_eq!(read.err(), Some(VaultError::UnreadableKeys), "{bad}");
            let kept = if bad == "ä" { "\\u{e4}" } else { bad };
            assert_eq!(bench.held(&aside(&entry())).as_deref(), Some(kept));
            assert_eq!(bench.held(&entry()), None);
        }
    }
    write_keys(&*bench.keychain, "keap", &pair(), UNIX_EPOCH)
        .await
        .unwrap();
    let read = read_keys(&*bench.keychain, "keap").await.unwrap();
    assert!(read.is_some_and(|read| read == pair()));
    assert!(bench.held(&aside(&entry())).is_some());
    bench.keychain.delete(&entry()).await.unwrap();
    assert!(
        bench.background.held.lock().unwrap().is_empty(),
        "who wants it forgotten wants that forgotten too"
    );
}

#[tokio::test]
async fn what_cannot_be_put_aside_stays_and_is_told_again() {
    let bench = Bench::new(None);
    let long = format!("{{{}", "x".repeat(MAX_RECORD_BYTES));
    bench.put(&entry(), &long);
    for _ in 0..2 {
        let read = bench.keychain.read(&entry()).await;
        assert_eq!(read.err(), Some(VaultError::UnreadableKeys));
        assert_eq!(bench.held(&entry()), Some(long.clone()));
    }
}

/// Whatever happens to a record's bytes, it is read as what it says or put aside, and never lost.
#[tokio::test]
async fn two_hundred_damaged_records_are_each_read_or_put_aside() {
    let bench = Bench::new(None);
    let good = good_record(&bench).await;
    let (mut read, mut put_aside) = (0, 0);
    for number in 0..200 {
        let place = number * 7 % good.len();
        let damaged = match number % 4 {
            0 => good[..place].to_owned(),
            1 => format!("{}{}", &good[..place], &good[place + 1..]),
            2 => format!("{}~{}", &good[..place], &good[place + 1..]),
            _ => format!("{}{}", &good[..place], &good),
        };
        bench.put(&entry(), &damaged);
        match bench.keychain.read(&entry()).await {
            Ok(_) => read += 1,
            Err(VaultError::UnreadableKeys) => {
                assert_eq!(bench.held(&aside(&entry())), Some(damaged));
                assert_eq!(bench.held(&entry()), None);
                put_aside += 1;
            }
            Err(error) => panic!("{error:?}: {damaged}"),
        }
    }
    assert!(read > 10 && put_aside > 100, "{read} and {put_aside}");
}

#[tokio::test]
async fn for_this_session_only_nothing_reaches_the_keychain() {
    let bench = Bench::new(None);
    bench.put(&VaultEntry::Session("keap".into()), "kept before");
    bench.keychain.use_this_session_only();
    assert!(bench.keychain.holds_nothing());
    for entry in [
        entry(),
        VaultEntry::Session("keap".into()),
        VaultEntry::Pending,
    ] {
        assert!(bench.keychain.read(&entry).await.unwrap().is_none());
        bench.keychain.write(&entry, "a".into()).await.unwrap();
        // Choosing it twice loses nothing.
        bench.keychain.use_this_session_only();
        assert!(bench.keychain.read(&entry).await.unwrap().is_some());
    }
    assert!(bench.keychain.is_this_session_only() && !bench.keychain.holds_nothing());
    bench.keychain.delete(&VaultEntry::Pending).await.unwrap();
    assert!(
        bench
            .keychain
            .read(&VaultEntry::Pending)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(bench.calls(), (0, 0), "nothing was even asked");

    bench
        .keychain
        .write(&VaultEntry::Probe, "a".into())
        .await
        .unwrap();
    assert_eq!(bench.calls(), (1, 0), "a check of the keychain is one");

    bench.keychain.leave_this_session_only();
    assert!(bench.keychain.read(&entry()).await.unwrap().is_none());
    assert!(
        bench.held(&VaultEntry::Session("keap".into())).is_some(),
        "what was kept before is still there"
    );
}

/// Both keys at their longest fit into what every keychain takes.
#[tokio::test]
async fn the_longest_keys_fit_into_an_entry() {
    let bench = Bench::new(None);
    let longest = Keys {
        client_id: ClientId::new("i".repeat(keys::MAX_KEY)),
        client_secret: ClientSecret::new("\\".repeat(keys::MAX_KEY)),
    };
    let connection = "other-http:localhost:65535";
    write_keys(
        &*bench.keychain,
        connection,
        &longest,
        SystemTime::UNIX_EPOCH,
    )
    .await
    .unwrap();
    let read = read_keys(&*bench.keychain, connection).await.unwrap();
    assert!(read.is_some_and(|read| read == longest));
}
