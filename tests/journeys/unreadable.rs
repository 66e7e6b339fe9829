//! Records and settings that cannot be read: told, never used, never thrown away, and nobody is stuck
//! with them.

use keapsake_core::connection::ConnectionKind;
use keapsake_core::ports::{Vault as _, VaultEntry};
use keapsake_core::sign_in::Carrier;
use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::Answer;

use crate::computer::{BAKERY, Computer, app_link, draft, words};
use crate::form::created;

fn keys() -> VaultEntry {
    VaultEntry::Keys("keap".into())
}

fn session() -> VaultEntry {
    VaultEntry::Session("keap".into())
}

fn aside(entry: VaultEntry) -> VaultEntry {
    VaultEntry::Aside(Box::new(entry))
}

/// A record as another version of the app may have written it.
const FOREIGN: &str = "{\"v\":7,\"what\":\"nobody here knows\"}";

#[tokio::test]
async fn keys_are_put_aside_and_asked_for_anew() {
    let computer = Computer::new().await.before_sign_in().await;
    computer.vault.put(keys(), FOREIGN);
    let (code, body) = words(computer.wizard.start_sign_in().await);
    assert_eq!(code, "keychain_keys_unreadable");
    assert!(body.contains("You are not signed in"), "{body}");
    assert!(computer.browser.opened().is_empty());
    assert_eq!(
        computer.vault.held(&aside(keys())).as_deref(),
        Some(FOREIGN)
    );
    computer.wizard.go_back().await;
    let saved = computer.wizard.save_keys(CLIENT_ID, CLIENT_SECRET);
    saved.await.unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    assert!(computer.vault.held(&aside(keys())).is_some(), "still there");
}

#[tokio::test]
async fn keys_that_break_while_the_browser_is_open_lead_back_to_them() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    computer.vault.put(keys(), "{");
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    assert_eq!(
        computer.reach("keys").await,
        Some("keychain_keys_unreadable")
    );
    assert_eq!(computer.keap.token_requests(), 0);
}

#[tokio::test]
async fn a_session_is_put_aside_and_signing_in_is_all_it_takes() {
    let computer = Computer::new().await.at_desk().await;
    computer.vault.put(session(), FOREIGN);
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("desk", None));
    // Whoever meets it first, the person is told the same.
    assert_eq!(
        words(computer.countries().await).0,
        "keychain_session_unreadable"
    );
    let (code, body) = words(computer.save(&draft("new@example.com")).await);
    assert_eq!(code, "keychain_session_unreadable");
    assert!(
        body.contains("what you typed is still here") && body.contains("keys are still here"),
        "{body}"
    );
    assert!(computer.keap.requests().is_empty());
    assert_eq!(
        computer.vault.held(&aside(session())).as_deref(),
        Some(FOREIGN)
    );
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    computer.wizard.confirm_account().unwrap();
    created(computer.save(&draft("new@example.com")).await);
}

#[tokio::test]
async fn signing_out_forgets_what_was_put_aside() {
    let computer = Computer::new().await.at_desk().await;
    for entry in [keys(), session()] {
        computer.vault.put(aside(entry), FOREIGN);
    }
    computer.wizard.sign_out(false).await.unwrap();
    assert_eq!(computer.vault.held(&aside(session())), None);
    assert!(computer.vault.held(&aside(keys())).is_some());
    computer.wizard.sign_out(true).await.unwrap();
    assert_eq!(computer.vault.held(&aside(keys())), None);
}

#[tokio::test]
async fn damaged_settings_are_kept_aside() {
    let damaged = "{\"v\":1,";
    let computer = Computer::new().await.at_desk().await;
    computer.settings.put(damaged);
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("welcome", Some("settings_lost")));
    assert_eq!(computer.settings.aside().as_deref(), Some(damaged));
    let door = computer.wizard.choose_door(ConnectionKind::Keap);
    door.await.unwrap();
    assert_eq!(computer.settings.aside().as_deref(), Some(damaged));
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("welcome", None), "told once");
}

#[tokio::test]
async fn settings_that_cannot_even_be_put_aside_are_never_written_over() {
    let computer = Computer::new().await.at_desk().await;
    let kept = computer.settings.text();
    computer.settings.break_down(true);
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("welcome", Some("settings_left")));
    let computer = computer.waiting().await;
    computer.allow().await;
    computer.wizard.confirm_account().unwrap();
    assert_eq!(computer.settings.text(), kept);
    computer.settings.break_down(false);
    assert_eq!(computer.restarted().await.screen(), ("desk", None));
}

#[tokio::test]
async fn a_full_disk_is_told_once_and_stops_nobody() {
    let computer = Computer::new().await;
    computer.settings.fill_up(true);
    let door = computer.wizard.choose_door(ConnectionKind::Keap);
    door.await.unwrap();
    assert_eq!(computer.screen(), ("keys", Some("settings_not_kept")));
    let computer = computer.waiting().await;
    assert_eq!(computer.screen(), ("waiting", None), "and not again");
    computer.allow().await;
    computer.wizard.confirm_account().unwrap();
    assert!(computer.save(&draft("new@example.com")).await.is_ok());
    // There is room again, and then none: that is news.
    computer.settings.fill_up(false);
    computer.wizard.sign_out(false).await.unwrap();
    computer.settings.fill_up(true);
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.screen(), ("waiting", Some("settings_not_kept")));
}

/// Neither damaged keys nor missing ones can be gone on with.
#[tokio::test]
async fn keys_that_are_gone_are_not_offered() {
    for damaged in [true, false] {
        let computer = Computer::new().await.before_sign_in().await;
        if damaged {
            computer.vault.put(keys(), FOREIGN);
        } else {
            computer.vault.delete(&keys()).await.unwrap();
        }
        assert!(computer.wizard.start_sign_in().await.is_err());
        computer.wizard.go_back().await;
        assert!(!computer.wizard.snapshot().connection.unwrap().has_keys);
        assert_eq!(words(computer.wizard.keep_keys()).0, "not_now");
        computer
            .before_sign_in()
            .await
            .wizard
            .start_sign_in()
            .await
            .unwrap();
    }
}

/// Another version put it aside because this one's was new to it.
#[tokio::test]
async fn what_was_put_aside_and_can_be_read_comes_back() {
    let computer = Computer::new().await.at_desk().await;
    for entry in [keys(), session()] {
        let record = computer.vault.held(&entry).unwrap();
        computer.vault.put(aside(entry.clone()), &record);
        computer.vault.delete(&entry).await.unwrap();
    }
    let computer = computer.restarted().await;
    computer.save(&draft("new@example.com")).await.unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    for entry in [keys(), session()] {
        assert!(computer.vault.held(&entry).is_some());
        assert_eq!(computer.vault.held(&aside(entry)), None, "once");
    }
}
