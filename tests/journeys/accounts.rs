//! Nothing that belongs to one Keap account is ever used with another: not tokens that somebody
//! else left, not a name over tokens that are not its own. And a session that was stored is not
//! lost because the app was closed before it knew whose it is.

use keapsake_core::notices::notice;
use keapsake_core::ports::{VaultEntry, VaultError};
use keapsake_core::sign_in::{Carrier, Heard};
use practice_keap::{CLIENT_ID, CLIENT_SECRET, ScriptedAnswer};
use serde_json::{Value, json};
use support::{Answer, Operation};

use crate::computer::{BAKERY, Computer, app_link, draft};
use crate::form::{created, updated};

/// Changes what the app remembers of its connection, as if it had been closed at that moment.
fn forget_the_account(computer: &Computer) {
    let mut settings: Value = serde_json::from_str(&computer.settings.text().unwrap()).unwrap();
    settings["connections"]["keap"]["account"] = Value::Null;
    settings["connections"]["keap"]["confirmed"] = json!(false);
    computer.settings.put(&settings.to_string());
}

#[tokio::test]
async fn tokens_of_another_account_are_not_used_under_this_ones_name() {
    let computer = Computer::new().await.at_desk().await;
    let mut record = computer.session();
    record["app"] = json!("pg202");
    computer
        .vault
        .put(VaultEntry::Session("keap".into()), &record.to_string());
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("desk", None));
    computer.keap.clear_records();
    let failure = computer.save(&draft("ann@example.com")).await.unwrap_err();
    assert_eq!(notice(&failure).code, "session_ended");
    assert_eq!(computer.keap.requests().len(), 0, "nothing was even asked");
}

#[tokio::test]
async fn a_stored_session_is_found_again_when_the_app_was_closed_before_it_had_a_name() {
    let computer = Computer::new().await.at_account().await;
    forget_the_account(&computer);
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("account", None));
    computer.wizard.confirm_account().unwrap();
    created(computer.save(&draft("new@example.com")).await);
    assert_eq!(computer.keap.token_requests(), 1, "nobody signed in again");
}

#[tokio::test]
async fn a_new_sign_in_from_the_desk_survives_a_restart_too() {
    let computer = Computer::new().await.at_desk().await;
    computer.wizard.start_sign_in().await.unwrap();
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("waiting", None));
    let heard = computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    assert_eq!(heard, Heard::Accepted);
    computer.reach("account").await;
}

#[tokio::test]
async fn a_locked_keychain_at_the_start_is_told_and_not_taken_for_a_late_answer() {
    let computer = Computer::new().await.waiting().await;
    computer
        .vault
        .fail_on(Operation::Read(VaultEntry::Pending), VaultError::Locked);
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("sign_in", Some("keychain_locked")));
}

#[tokio::test]
async fn keys_that_look_swapped_are_taken_when_they_are_saved_a_second_time() {
    let computer = Computer::new().await;
    let door = keapsake_core::connection::ConnectionKind::Keap;
    computer.wizard.choose_door(door).await.unwrap();
    let (id, secret) = (CLIENT_SECRET, CLIENT_ID);
    assert!(computer.wizard.save_keys(id, secret).await.is_err());
    assert!(
        computer
            .wizard
            .save_keys(&id.replace('0', "1"), secret)
            .await
            .is_err(),
        "other ones"
    );
    assert!(
        computer.wizard.save_keys(id, secret).await.is_err(),
        "not the ones before"
    );
    computer.wizard.save_keys(id, secret).await.unwrap();
}

#[tokio::test]
async fn kept_keys_need_not_be_typed_again_to_go_on() {
    let computer = Computer::new().await.before_sign_in().await;
    computer.wizard.go_back().await;
    assert_eq!(computer.screen().0, "keys");
    computer.wizard.keep_keys().unwrap();
    assert_eq!(computer.screen().0, "sign_in");
    assert!(computer.wizard.keep_keys().is_err(), "only from the keys");
}

#[tokio::test]
async fn a_write_that_is_answered_without_the_contact_is_a_success() {
    let computer = Computer::new().await.beyond_the_contract().at_desk().await;
    let before = computer.contact("helga@example.org");
    computer.keap.script_after(ScriptedAnswer {
        method: "PATCH".into(),
        status: 204,
        ..ScriptedAnswer::default()
    });
    let changed = draft("helga@example.org").with("given_name", "Hilde");
    let (saved, _) = updated(computer.save(&changed).await);
    let name = saved.facts.name;
    assert!(name.starts_with("Hilde"), "read once more: {name}");
    assert_ne!(computer.contact("helga@example.org"), before);
}
