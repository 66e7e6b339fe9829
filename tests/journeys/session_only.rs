//! The person goes on without the keychain: everything works until the app is closed, and nothing is
//! kept anywhere.

use std::time::Duration;

use keapsake_core::connection::ConnectionKind;
use keapsake_core::notices::{Action, notice};
use keapsake_core::ports::{VaultEntry, VaultError};
use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use serde_json::{Value, json};
use support::Operation;

use crate::computer::{Computer, draft, words};
use crate::form::created;

fn keys() -> VaultEntry {
    VaultEntry::Keys("keap".into())
}

/// At the keys of a computer whose keychain is missing, with the choice made.
async fn chosen() -> Computer {
    let computer = Computer::new().await;
    let door = computer.wizard.choose_door(ConnectionKind::Keap);
    door.await.unwrap();
    computer.vault.fail_next(VaultError::Missing);
    let failure = computer.wizard.save_keys(CLIENT_ID, CLIENT_SECRET).await;
    let told = notice(&failure.unwrap_err());
    assert_eq!(told.other, Some(Action::ThisSessionOnly));
    computer.wizard.use_this_session_only().unwrap();
    assert_eq!(computer.screen(), ("keys", Some("this_session_only")));
    assert!(computer.wizard.snapshot().this_session_only);
    computer
}

/// Signed in, with nothing in the keychain.
async fn connected() -> Computer {
    let computer = chosen().await;
    let saved = computer.wizard.save_keys(CLIENT_ID, CLIENT_SECRET);
    saved.await.unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    computer.wizard.confirm_account().unwrap();
    computer
}

/// What the settings say of the one connection.
fn said(computer: &Computer) -> Value {
    let text = computer.settings.text().unwrap();
    let settings: Value = serde_json::from_str(&text).unwrap();
    settings["connections"]["keap"].clone()
}

#[tokio::test]
async fn everything_works_and_nothing_is_kept() {
    let computer = connected().await;
    let asked = computer.vault.log().len();
    created(computer.save(&draft("new@example.com")).await);
    computer.clock.advance(Duration::from_hours(25));
    created(computer.save(&draft("newer@example.com")).await);
    assert_eq!(computer.keap.token_requests(), 2, "renewed in memory too");
    assert_eq!(computer.keap.refresh_reuses(), 0);
    assert_eq!(computer.vault.log().len(), asked);
    let writes = |call: &Operation| matches!(call, Operation::Write(entry) if *entry != keys());
    assert!(!computer.vault.log().iter().any(writes));
    for entry in [
        keys(),
        VaultEntry::Session("keap".into()),
        VaultEntry::Pending,
    ] {
        assert_eq!(computer.vault.held(&entry), None);
    }
    let known = said(&computer);
    assert_eq!(known["has_keys"], json!(false));
    assert_eq!(known["waiting"], json!(false));
    assert_eq!(known["account"], Value::Null);
    assert_eq!(known["confirmed"], json!(false));

    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("welcome", None));
    assert!(!computer.wizard.snapshot().this_session_only);
    let door = computer.wizard.choose_door(ConnectionKind::Keap);
    door.await.unwrap();
    assert_eq!(computer.screen(), ("keys", None));
}

#[tokio::test]
async fn what_was_kept_before_is_kept_still() {
    let computer = Computer::new().await.before_sign_in().await;
    computer.wizard.go_back().await;
    computer.vault.fail_next(VaultError::Locked);
    assert!(
        computer
            .wizard
            .save_keys(CLIENT_ID, "another-secret")
            .await
            .is_err()
    );
    computer.wizard.use_this_session_only().unwrap();
    assert!(
        !computer.wizard.snapshot().connection.unwrap().has_keys,
        "those of the keychain are out of reach"
    );
    let saved = computer.wizard.save_keys(CLIENT_ID, "another-secret");
    saved.await.unwrap();
    assert_eq!(said(&computer)["has_keys"], json!(true));
    assert!(
        computer
            .vault
            .held(&keys())
            .unwrap()
            .contains(CLIENT_SECRET)
    );
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("sign_in", None));
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

#[tokio::test]
async fn signing_out_leaves_the_keys_until_they_are_forgotten_as_well() {
    let computer = connected().await;
    computer.wizard.sign_out(false).await.unwrap();
    assert_eq!(
        computer.screen(),
        ("sign_in", Some("signed_out_this_session"))
    );
    assert!(computer.wizard.snapshot().this_session_only);
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;

    computer.wizard.sign_out(true).await.unwrap();
    assert_eq!(computer.screen(), ("welcome", Some("keys_forgotten")));
    assert!(!computer.wizard.snapshot().this_session_only);
    // The next keys go to the keychain again.
    let computer = computer.before_sign_in().await;
    assert!(computer.vault.held(&keys()).is_some());
}

#[tokio::test]
async fn forgetting_the_keys_means_those_of_the_keychain_too() {
    let computer = Computer::new().await.before_sign_in().await;
    computer.wizard.go_back().await;
    computer.wizard.use_this_session_only().unwrap();
    let saved = computer.wizard.save_keys(CLIENT_ID, CLIENT_SECRET);
    saved.await.unwrap();
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
    computer.wizard.sign_out(true).await.unwrap();
    assert_eq!(computer.vault.held(&keys()), None);
    assert_eq!(computer.restarted().await.screen(), ("welcome", None));
}

#[tokio::test]
async fn it_is_chosen_for_keys_and_nowhere_else() {
    let computer = Computer::new().await;
    assert_eq!(words(computer.wizard.use_this_session_only()).0, "not_now");
    let computer = computer.before_sign_in().await;
    assert_eq!(words(computer.wizard.use_this_session_only()).0, "not_now");
    assert!(!computer.wizard.snapshot().this_session_only);
}

#[tokio::test]
async fn without_any_keys_it_ends_at_the_doors() {
    let computer = chosen().await;
    computer.wizard.go_back().await;
    assert_eq!(computer.screen(), ("welcome", None));
    assert!(!computer.wizard.snapshot().this_session_only);

    let computer = connected().await;
    computer.wizard.sign_out(false).await.unwrap();
    for _ in 0..2 {
        computer.wizard.go_back().await;
    }
    assert_eq!(computer.screen().0, "welcome");
    assert!(
        computer.wizard.snapshot().this_session_only,
        "there is something to lose"
    );
    let door = computer.wizard.choose_door(ConnectionKind::Keap);
    door.await.unwrap();
    assert_eq!(computer.screen().0, "sign_in");
}

#[tokio::test]
async fn leaving_one_account_leaves_what_is_held_for_the_other() {
    let computer = chosen().await;
    let wizard = &computer.wizard;
    wizard.save_keys(CLIENT_ID, CLIENT_SECRET).await.unwrap();
    for _ in 0..2 {
        wizard.go_back().await;
    }
    wizard.choose_door(ConnectionKind::Practice).await.unwrap();
    wizard.use_filled_in_keys().await.unwrap();
    wizard.sign_out(true).await.unwrap();
    assert_eq!(computer.screen(), ("welcome", Some("keys_forgotten")));
    assert!(wizard.snapshot().this_session_only);
    wizard.choose_door(ConnectionKind::Practice).await.unwrap();
    assert_eq!(computer.screen().0, "keys", "its own keys are gone");
    wizard.choose_door(ConnectionKind::Keap).await.unwrap();
    assert_eq!(computer.screen().0, "sign_in");
    wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    wizard.sign_out(true).await.unwrap();
    assert!(
        !wizard.snapshot().this_session_only,
        "there is nothing left"
    );
    assert_eq!(computer.vault.held(&keys()), None);
}

/// The keychain's own keys go as well, while those of the other account stay in memory.
#[tokio::test]
async fn forgetting_reaches_the_keychain_although_the_choice_stays() {
    let computer = Computer::new().await.before_sign_in().await;
    let wizard = &computer.wizard;
    wizard.go_back().await;
    wizard.use_this_session_only().unwrap();
    wizard.choose_door(ConnectionKind::Practice).await.unwrap();
    wizard.use_filled_in_keys().await.unwrap();
    wizard.choose_door(ConnectionKind::Keap).await.unwrap();
    wizard.save_keys(CLIENT_ID, CLIENT_SECRET).await.unwrap();
    wizard.sign_out(true).await.unwrap();
    assert!(wizard.snapshot().this_session_only);
    assert_eq!(computer.vault.held(&keys()), None);
    assert_eq!(said(&computer)["has_keys"], json!(false));
}
