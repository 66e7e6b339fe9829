//! The keychain is locked, missing or slow at each place where it is needed: told in words, and
//! nothing that was there before is lost.

use keapsake_core::connection::ConnectionKind;
use keapsake_core::failure::Failure;
use keapsake_core::ports::{VaultEntry, VaultError};
use keapsake_core::sign_in::Carrier;
use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::{Answer, Operation};
use tokio::task::JoinHandle;

use crate::computer::{BAKERY, Computer, app_link, draft, name, told, words};

const ALL: [(VaultError, &str); 6] = [
    (VaultError::Locked, "keychain_locked"),
    (VaultError::Missing, "keychain_missing"),
    (VaultError::TimedOut, "keychain_timed_out"),
    (VaultError::DoesNotFit, "keychain_full"),
    (VaultError::Ambiguous, "keychain_twice"),
    (VaultError::Failed, "keychain_failed"),
];

fn keys() -> VaultEntry {
    VaultEntry::Keys("keap".into())
}

fn session() -> VaultEntry {
    VaultEntry::Session("keap".into())
}

#[tokio::test]
async fn while_saving_the_keys() {
    let computer = Computer::new().await;
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    for (error, code) in ALL {
        computer.vault.fail_next(error);
        let (told, body) = words(computer.wizard.save_keys(CLIENT_ID, CLIENT_SECRET).await);
        assert_eq!(told, code);
        assert!(body.contains("The keys were not saved"), "{body}");
        assert_eq!(
            computer.screen(),
            ("keys", None),
            "the form keeps what was typed"
        );
        assert!(!computer.wizard.snapshot().connection.unwrap().has_keys);
    }
    computer
        .wizard
        .save_keys(CLIENT_ID, CLIENT_SECRET)
        .await
        .unwrap();
}

#[tokio::test]
async fn while_starting_no_browser_opens() {
    let computer = Computer::new().await.before_sign_in().await;
    for aimed in [
        Operation::Read(keys()),
        Operation::Write(VaultEntry::Pending),
    ] {
        computer.vault.fail_on(aimed.clone(), VaultError::Locked);
        let (code, body) = words(computer.wizard.start_sign_in().await);
        assert_eq!(code, "keychain_locked", "{aimed:?}");
        assert!(body.contains("You are not signed in"), "{body}");
        assert_eq!(computer.screen(), ("sign_in", None));
        assert!(computer.browser.opened().is_empty());
    }
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

/// The first one was given up for the second, which could not begin: nothing waits, and the screen
/// must not say that something does.
#[tokio::test]
async fn while_a_second_sign_in_takes_the_place_of_the_first() {
    let computer = Computer::new().await.waiting().await;
    let first = computer.walk(Answer::Allow(BAKERY)).await;
    computer
        .vault
        .fail_on(Operation::Write(VaultEntry::Pending), VaultError::Locked);
    assert_eq!(
        words(computer.wizard.start_sign_in().await).0,
        "keychain_locked"
    );
    assert_eq!(computer.screen(), ("sign_in", Some("keychain_locked")));
    computer.arrive(Carrier::AppLink, &app_link(&first)).await;
    assert_eq!(computer.keap.token_requests(), 0);
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

#[tokio::test]
async fn while_waiting_longer_it_waits_all_the_same() {
    let computer = Computer::new().await.waiting().await;
    computer
        .vault
        .fail_on(Operation::Write(VaultEntry::Pending), VaultError::Locked);
    computer.wizard.wait_longer().await;
    assert_eq!(computer.screen(), ("waiting", None));
    computer.allow().await;
}

#[tokio::test]
async fn while_finishing_the_sign_in_is_not_half_done() {
    for (aimed, error, code) in [
        (
            Operation::Read(keys()),
            VaultError::Locked,
            "keychain_locked",
        ),
        (
            Operation::Write(session()),
            VaultError::Missing,
            "keychain_missing",
        ),
    ] {
        let computer = Computer::new().await.waiting().await;
        let end = computer.walk(Answer::Allow(BAKERY)).await;
        computer.vault.fail_on(aimed, error);
        computer.arrive(Carrier::AppLink, &app_link(&end)).await;
        assert_eq!(computer.reach("sign_in").await, Some(code));
        let stage = computer.wizard.snapshot().stage;
        assert!(told(&stage).unwrap().body.contains("You are not signed in"));
        assert_eq!(computer.vault.held(&session()), None);
        assert!(
            computer.vault.held(&keys()).is_some(),
            "the keys are still there"
        );
        assert!(
            !computer
                .keap
                .requests()
                .iter()
                .any(|request| request.path.starts_with("/crm")),
            "no token is used"
        );
        computer.wizard.start_sign_in().await.unwrap();
        computer.allow().await;
    }
}

/// What cannot be deleted expires by itself; the sign-in is not stopped by it.
#[tokio::test]
async fn while_forgetting_the_finished_attempt_nothing_stops() {
    let computer = Computer::new().await.waiting().await;
    computer
        .vault
        .fail_on(Operation::Delete(VaultEntry::Pending), VaultError::Locked);
    computer.allow().await;
}

#[tokio::test]
async fn while_saving_a_contact_nothing_is_sent() {
    let computer = Computer::new().await.at_desk().await.restarted().await;
    computer
        .vault
        .fail_on(Operation::Read(session()), VaultError::TimedOut);
    let (code, body) = words(computer.save(&draft("new@example.com")).await);
    assert_eq!(code, "keychain_timed_out");
    assert!(
        body.contains("Nothing was saved") && body.contains("what you typed is still here"),
        "{body}"
    );
    assert!(computer.keap.requests().is_empty());
    assert!(
        computer.save(&draft("new@example.com")).await.is_ok(),
        "a keychain's answer is asked for anew"
    );
}

#[tokio::test]
async fn while_signing_out_the_person_is_still_signed_in() {
    let computer = Computer::new().await.at_desk().await;
    computer
        .vault
        .fail_on(Operation::Delete(session()), VaultError::Locked);
    let (code, body) = words(computer.wizard.sign_out(false).await);
    assert_eq!(code, "keychain_locked");
    assert!(body.contains("You are still signed in"), "{body}");
    assert_eq!(computer.screen(), ("desk", None));
    assert!(
        computer.save(&draft("new@example.com")).await.is_ok(),
        "as it says"
    );
    assert_eq!(computer.restarted().await.screen(), ("desk", None));
}

#[tokio::test]
async fn while_forgetting_the_keys_it_says_which_half_was_done() {
    let computer = Computer::new().await.at_desk().await;
    computer
        .vault
        .fail_on(Operation::Delete(keys()), VaultError::Locked);
    let (code, body) = words(computer.wizard.sign_out(true).await);
    assert_eq!(code, "keychain_locked");
    assert!(
        body.contains("You are signed out") && body.contains("keys are still"),
        "{body}"
    );
    assert_eq!(computer.screen(), ("sign_in", Some("keychain_locked")));
    assert_eq!(computer.vault.held(&session()), None);
    assert_eq!(computer.restarted().await.screen(), ("sign_in", None));
}

/// A keychain that is stopped, or that asks for its password: the person sees what is waited for, and
/// can leave.
#[tokio::test]
async fn while_it_does_not_answer_the_person_is_told_and_can_go_back() {
    let computer = Computer::new().await;
    let door = computer.wizard.choose_door(ConnectionKind::Keap);
    door.await.unwrap();
    computer.vault.stop();
    let wizard = computer.wizard.clone();
    let saving = tokio::spawn(async move { wizard.save_keys(CLIENT_ID, CLIENT_SECRET).await });
    let mut shown = computer.wizard.watch();
    let waits = shown.wait_for(|snapshot| snapshot.keychain_waits).await;
    assert_eq!(name(&waits.unwrap().stage), "keys");
    computer.wizard.go_back().await;
    let (code, body) = words(saving.await.unwrap());
    assert_eq!(code, "keychain_given_up");
    assert!(body.contains("The keys were not saved"), "{body}");
    let waits = shown.wait_for(|snapshot| !snapshot.keychain_waits).await;
    assert_eq!(name(&waits.unwrap().stage), "welcome");
    computer.vault.go_on();
    assert_eq!(computer.vault.held(&keys()), None, "nor are they later");
    computer.before_sign_in().await;
}

#[tokio::test]
async fn once_it_answers_what_was_begun_goes_on() {
    let computer = Computer::new().await.before_sign_in().await;
    computer.vault.stop();
    let wizard = computer.wizard.clone();
    let starting = tokio::spawn(async move { wizard.start_sign_in().await });
    let mut shown = computer.wizard.watch();
    let waits = shown.wait_for(|snapshot| snapshot.keychain_waits);
    waits.await.unwrap();
    assert!(computer.browser.opened().is_empty());
    computer.vault.go_on();
    starting.await.unwrap().unwrap();
    assert!(!computer.wizard.snapshot().keychain_waits);
    computer.allow().await;
}

/// Before the page has anything to show, nothing is asked that could hang.
#[tokio::test]
async fn while_it_is_stopped_a_signed_in_start_shows_the_form() {
    let computer = Computer::new().await.at_desk().await;
    computer.vault.stop();
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("desk", None));
    computer.vault.go_on();
    assert!(computer.save(&draft("new@example.com")).await.is_ok());
}

/// At the doors, with keys behind the one to Keap and a keychain that is stopped, and on the way
/// through that door.
async fn before_a_stopped_door() -> (Computer, JoinHandle<Result<(), Failure>>) {
    let computer = Computer::new().await.before_sign_in().await;
    for _ in 0..2 {
        computer.wizard.go_back().await;
    }
    computer.vault.stop();
    let wizard = computer.wizard.clone();
    let opening = tokio::spawn(async move { wizard.choose_door(ConnectionKind::Keap).await });
    let mut shown = computer.wizard.watch();
    let waits = shown.wait_for(|snapshot| snapshot.keychain_waits).await;
    assert_eq!(name(&waits.unwrap().stage), "welcome");
    (computer, opening)
}

#[tokio::test]
async fn while_a_door_does_not_open_the_person_can_go_back() {
    let (computer, opening) = before_a_stopped_door().await;
    computer.wizard.go_back().await;
    assert_eq!(words(opening.await.unwrap()).0, "keychain_given_up");
    assert_eq!(computer.screen(), ("welcome", None));
    computer.vault.go_on();
    let door = computer.wizard.choose_door(ConnectionKind::Keap);
    door.await.unwrap();
    assert_eq!(computer.screen(), ("sign_in", None));
}

#[tokio::test]
async fn while_a_door_does_not_open_the_other_one_does() {
    let (computer, opening) = before_a_stopped_door().await;
    let door = computer.wizard.choose_door(ConnectionKind::Practice);
    door.await.unwrap();
    assert_eq!(words(opening.await.unwrap()).0, "keychain_given_up");
    assert_eq!(computer.screen(), ("keys", None));
    computer.vault.go_on();
    assert_eq!(computer.screen(), ("keys", None));
}

#[tokio::test]
async fn while_looking_behind_a_door_it_is_told_there() {
    let computer = Computer::new().await.before_sign_in().await;
    let read = Operation::Read(session());
    computer.vault.fail_on(read.clone(), VaultError::Locked);
    let door = computer.wizard.choose_door(ConnectionKind::Keap);
    door.await.unwrap();
    assert_eq!(computer.screen(), ("sign_in", Some("keychain_locked")));
    computer.vault.fail_on(read, VaultError::TimedOut);
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("sign_in", Some("keychain_timed_out")));
}
