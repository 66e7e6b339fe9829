//! Signing out, with and without the keys, and choosing another account.

use keapsake_core::connection::ConnectionKind;
use keapsake_core::ports::VaultEntry;
use keapsake_core::sign_in::Carrier;
use support::Answer;

use crate::computer::{Computer, app_link, draft, words};

fn session() -> VaultEntry {
    VaultEntry::Session("keap".into())
}

fn keys() -> VaultEntry {
    VaultEntry::Keys("keap".into())
}

#[tokio::test]
async fn the_tokens_go_and_the_keys_stay() {
    let computer = Computer::new().await.at_desk().await;
    computer.wizard.sign_out(false).await.unwrap();
    assert_eq!(computer.screen(), ("sign_in", Some("signed_out")));
    assert_eq!(computer.vault.held(&session()), None);
    assert!(computer.vault.held(&keys()).is_some());
    assert!(
        !computer.settings.text().unwrap().contains("Ann Example"),
        "nor who it was"
    );
    assert_eq!(
        words(computer.save(&draft("new@example.com")).await).0,
        "not_now"
    );
    assert!(
        computer.keap.requests().is_empty(),
        "a forgotten token is not used"
    );
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("sign_in", None));
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

#[tokio::test]
async fn with_the_keys_nothing_of_the_connection_is_left() {
    let computer = Computer::new().await.at_desk().await;
    computer.wizard.sign_out(true).await.unwrap();
    assert_eq!(computer.screen(), ("welcome", Some("keys_forgotten")));
    for entry in [session(), keys(), VaultEntry::Pending] {
        assert_eq!(computer.vault.held(&entry), None, "{entry}");
    }
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("welcome", None));
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    assert_eq!(computer.screen(), ("keys", None));
}

#[tokio::test]
async fn the_keys_alone_can_be_forgotten_before_a_sign_in() {
    let computer = Computer::new().await.waiting().await;
    computer.wizard.sign_out(true).await.unwrap();
    assert_eq!(computer.screen(), ("welcome", Some("keys_forgotten")));
    assert_eq!(computer.vault.held(&keys()), None);
    assert_eq!(
        computer.vault.held(&VaultEntry::Pending),
        None,
        "and nothing waits"
    );
}

#[tokio::test]
async fn another_account_says_what_to_do_and_signs_in_anew() {
    let computer = Computer::new().await.at_account().await;
    computer.wizard.use_another_account().await.unwrap();
    assert_eq!(computer.screen(), ("sign_in", Some("another_account")));
    assert_eq!(computer.vault.held(&session()), None);
    computer.wizard.start_sign_in().await.unwrap();
    let end = computer.walk(Answer::Allow("pg202")).await;
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    computer.reach("account").await;
    assert_eq!(computer.session()["app"], "pg202");
    computer.wizard.confirm_account().unwrap();
    let before = computer.keap.contacts("pg202").len();
    computer.save(&draft("new@example.com")).await.unwrap();
    assert_eq!(computer.keap.contacts("pg202").len(), before + 1);
}

#[tokio::test]
async fn buttons_of_screens_that_are_gone_do_nothing() {
    let computer = Computer::new().await;
    assert_eq!(words(computer.wizard.confirm_account()).0, "not_now");
    assert_eq!(words(computer.wizard.sign_out(true).await).0, "not_now");
    assert_eq!(
        words(computer.wizard.use_another_account().await).0,
        "not_now"
    );
    assert_eq!(
        words(computer.save(&draft("new@example.com")).await).0,
        "not_now"
    );
    assert_eq!(words(computer.countries().await).0, "not_now");
    assert_eq!(computer.screen(), ("welcome", None));
}
