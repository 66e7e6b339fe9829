//! Two things in the same instant: a sign-in ends while another begins, or while its own record is
//! still being written. The keychain is held up at just that place; what lies in it afterwards is
//! the record of the sign-in that waits, or nothing.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use keapsake_core::connection::RouteKind;
use keapsake_core::ports::{Vault, VaultEntry, VaultError};
use keapsake_core::sign_in::{Carrier, Heard};
use secrecy::SecretString;
use support::{Answer, MemoryVault, Operation, plain_http};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use crate::computer::{BAKERY, Computer, app_link, wizard, words};

/// A keychain whose next call of one kind waits until it is let go.
struct HeldUp {
    vault: Arc<MemoryVault>,
    gate: Mutex<Option<Shut>>,
}

/// The other side of a [`Gate`].
struct Shut {
    aimed: Operation,
    at_gate: oneshot::Sender<()>,
    opened: oneshot::Receiver<()>,
}

/// A call that is held up, once it has come.
struct Gate {
    come: oneshot::Receiver<()>,
    go: oneshot::Sender<()>,
}

impl HeldUp {
    fn next(&self, aimed: Operation) -> Gate {
        let ((at_gate, come), (go, opened)) = (oneshot::channel(), oneshot::channel());
        let shut = Shut {
            aimed,
            at_gate,
            opened,
        };
        *self.gate.lock().unwrap() = Some(shut);
        Gate { come, go }
    }

    async fn pass(&self, operation: &Operation) {
        let held = {
            let mut gate = self.gate.lock().unwrap();
            gate.take_if(|shut| shut.aimed == *operation)
        };
        if let Some(shut) = held {
            shut.at_gate.send(()).unwrap();
            shut.opened.await.unwrap();
        }
    }
}

#[async_trait]
impl Vault for HeldUp {
    async fn read(&self, entry: &VaultEntry) -> Result<Option<SecretString>, VaultError> {
        self.pass(&Operation::Read(entry.clone())).await;
        self.vault.read(entry).await
    }

    async fn write(&self, entry: &VaultEntry, record: SecretString) -> Result<(), VaultError> {
        self.pass(&Operation::Write(entry.clone())).await;
        self.vault.write(entry, record).await
    }

    async fn delete(&self, entry: &VaultEntry) -> Result<(), VaultError> {
        self.pass(&Operation::Delete(entry.clone())).await;
        self.vault.delete(entry).await
    }
}

const WRITE: Operation = Operation::Write(VaultEntry::Pending);
const DELETE: Operation = Operation::Delete(VaultEntry::Pending);

/// A computer with the browser open, whose keychain can be held up.
async fn waiting() -> (Computer, Arc<HeldUp>) {
    let mut computer = Computer::new().await;
    let keychain = Arc::new(HeldUp {
        vault: computer.vault.clone(),
        gate: Mutex::default(),
    });
    let mut ports = computer.ports();
    ports.vault = keychain.clone();
    ports.patient_vault = keychain.clone();
    computer.wizard = wizard(ports);
    computer.links.lead_to(computer.wizard.inbox());
    computer.wizard.begin().await;
    (computer.waiting().await, keychain)
}

/// Lets everything that can go on do so: what is left waits for the gate or for its turn.
pub(crate) async fn all_else() {
    for _ in 0..100 {
        yield_now().await;
    }
}

/// An ending goes on while the keychain forgets: sooner or later it has.
pub(crate) async fn nothing_kept(computer: &Computer) {
    let kept = || computer.vault.held(&VaultEntry::Pending);
    let forgotten = async {
        while kept().is_some() {
            yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(30), forgotten).await;
    assert!(in_time.is_ok(), "still kept: {:?}", kept());
}

#[tokio::test]
async fn a_time_out_in_the_instant_of_a_new_start_leaves_the_new_one_alone() {
    let (computer, keychain) = waiting().await;
    computer.clock.advance(Duration::from_hours(1));
    let gate = keychain.next(DELETE);
    let ending = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.tick().await }
    });
    gate.come.await.unwrap();
    let starting = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.start_sign_in().await }
    });
    all_else().await;
    gate.go.send(()).unwrap();
    ending.await.unwrap();
    starting.await.unwrap().unwrap();
    assert_eq!(
        computer.screen(),
        ("waiting", None),
        "it does not say that it is over"
    );
    assert!(computer.vault.held(&VaultEntry::Pending).is_some());
    // And it is the new one's: it is found after a restart, and ends well.
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let computer = computer.restarted().await;
    let heard = computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    assert_eq!(heard, Heard::Accepted);
    computer.reach("account").await;
}

#[tokio::test]
async fn more_time_that_comes_too_late_leaves_no_record_behind() {
    for ended_by in [Carrier::AppLink, Carrier::Paste] {
        let (computer, keychain) = waiting().await;
        let link = app_link(&computer.walk(Answer::Deny(BAKERY)).await);
        let gate = keychain.next(WRITE);
        let extending = tokio::spawn({
            let wizard = computer.wizard.clone();
            async move { wizard.wait_longer().await }
        });
        gate.come.await.unwrap();
        let ending = tokio::spawn({
            let wizard = computer.wizard.clone();
            async move {
                if ended_by == Carrier::Paste {
                    wizard.paste_address(&link).await.unwrap();
                } else {
                    wizard.cancel_sign_in().await;
                }
            }
        });
        all_else().await;
        gate.go.send(()).unwrap();
        extending.await.unwrap();
        ending.await.unwrap();
        nothing_kept(&computer).await;
        assert_eq!(computer.screen().0, "sign_in");
    }
}

#[tokio::test]
async fn an_ending_that_waits_for_its_turn_does_not_take_the_next_ones_record() {
    let (computer, keychain) = waiting().await;
    // The turn is held by a write for the first one, its end waits, and then the second one.
    let gate = keychain.next(WRITE);
    let extending = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.wait_longer().await }
    });
    gate.come.await.unwrap();
    let ending = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.cancel_sign_in().await }
    });
    all_else().await;
    let starting = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.start_sign_in().await }
    });
    all_else().await;
    gate.go.send(()).unwrap();
    extending.await.unwrap();
    ending.await.unwrap();
    starting.await.unwrap().unwrap();
    assert!(computer.vault.held(&VaultEntry::Pending).is_some());
    assert_eq!(computer.screen(), ("waiting", None));
    assert_eq!(computer.restarted().await.screen(), ("waiting", None));
}

#[tokio::test]
async fn a_cancel_while_the_first_record_is_written_leaves_neither_record_nor_browser() {
    let (computer, keychain) = waiting().await;
    computer.wizard.cancel_sign_in().await;
    let opened = computer.browser.opened().len();
    let gate = keychain.next(WRITE);
    let starting = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.start_sign_in().await }
    });
    gate.come.await.unwrap();
    let ending = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.cancel_sign_in().await }
    });
    all_else().await;
    // Whoever cancels need not wait for the keychain: the call may be given up by now.
    gate.go.send(()).ok();
    starting.await.unwrap().unwrap();
    ending.await.unwrap();
    nothing_kept(&computer).await;
    assert_eq!(computer.browser.opened().len(), opened);
    assert_eq!(computer.screen(), ("sign_in", None));
}

/// A second start that comes to nothing has not cost the first one its listener.
#[tokio::test]
async fn a_start_that_fails_leaves_the_listener_of_the_one_that_waits() {
    let computer = Computer::new().await.before_sign_in().await;
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let read = Operation::Read(VaultEntry::Keys("keap".into()));
    computer.vault.fail_on(read, VaultError::Locked);
    assert_eq!(
        words(computer.wizard.start_sign_in().await).0,
        "keychain_locked"
    );
    let page = plain_http().unwrap().get(end).send().await.unwrap();
    assert_eq!(page.status(), 200);
    computer.reach("account").await;
}

/// The port is the same one, so that it is never closed in between; the first one's answer, which
/// still arrives there, is not taken for the second's.
#[tokio::test]
async fn a_second_start_keeps_the_port_open() {
    let computer = Computer::new().await.before_sign_in().await;
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    let (first, uri) = (
        computer.walk(Answer::Allow(BAKERY)).await,
        computer.redirect_uri(),
    );
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.redirect_uri(), uri);
    let http = plain_http().unwrap();
    let page = http.get(first).send().await.unwrap();
    assert_eq!(page.status(), 400);
    let second = computer.walk(Answer::Allow(BAKERY)).await;
    assert_eq!(http.get(second).send().await.unwrap().status(), 200);
    computer.reach("account").await;
    assert_eq!(computer.keap.token_requests(), 1);
}

/// Given up while it waits for its turn: the one whose place it took must not come back at the next
/// start.
#[tokio::test]
async fn a_second_start_that_is_cancelled_leaves_no_record_of_the_first() {
    let (computer, keychain) = waiting().await;
    let gate = keychain.next(WRITE);
    let extending = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.wait_longer().await }
    });
    gate.come.await.unwrap();
    let starting = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.start_sign_in().await }
    });
    all_else().await;
    let ending = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.cancel_sign_in().await }
    });
    all_else().await;
    gate.go.send(()).unwrap();
    extending.await.unwrap();
    starting.await.unwrap().unwrap();
    ending.await.unwrap();
    nothing_kept(&computer).await;
    assert_eq!(computer.restarted().await.screen(), ("sign_in", None));
}

/// Good keys take the damaged ones' place while these are put aside: they are neither deleted nor
/// called damaged.
#[tokio::test]
async fn what_takes_a_damaged_records_place_meanwhile_stays() {
    let (computer, keychain) = waiting().await;
    let keys = VaultEntry::Keys("keap".into());
    let good = computer.vault.held(&keys).unwrap();
    computer.vault.put(keys.clone(), "{");
    let aside = VaultEntry::Aside(Box::new(keys.clone()));
    let gate = keychain.next(Operation::Write(aside));
    let starting = tokio::spawn({
        let wizard = computer.wizard.clone();
        async move { wizard.start_sign_in().await }
    });
    gate.come.await.unwrap();
    computer.vault.put(keys.clone(), &good);
    gate.go.send(()).unwrap();
    starting.await.unwrap().unwrap();
    assert_eq!(computer.vault.held(&keys), Some(good));
}
