//! The app is closed and opened again: while it waits, after it connected, and with settings that
//! something has damaged.

use std::time::Duration;

use keapsake_core::connection::{ConnectionKind, RouteKind};
use keapsake_core::ports::{VaultEntry, VaultError};
use keapsake_core::sign_in::{Carrier, Heard, WAIT};
use keapsake_core::wizard::Stage;
use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::{Answer, Operation, plain_http};

use crate::computer::{BAKERY, Computer, app_link, draft, told, wizard};
use crate::form::created;

/// Runs the app up to the open browser and kills it: on a runtime of its own, which takes every
/// task and every listener along when it ends.
async fn closed_while_waiting(route: RouteKind) -> Computer {
    let computer = Computer::new().await;
    let (ports, links) = (computer.ports(), computer.links.clone());
    let life = move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let wizard = wizard(ports);
            links.lead_to(wizard.inbox());
            wizard.begin().await;
            wizard.choose_door(ConnectionKind::Keap).await.unwrap();
            wizard.save_keys(CLIENT_ID, CLIENT_SECRET).await.unwrap();
            wizard.set_route(route, None).unwrap();
            wizard.start_sign_in().await.unwrap();
        });
    };
    tokio::task::spawn_blocking(life).await.unwrap();
    assert!(computer.vault.held(&VaultEntry::Pending).is_some());
    computer
}

#[tokio::test]
async fn a_link_completes_the_sign_in_that_waited_when_the_app_was_closed() {
    let computer = closed_while_waiting(RouteKind::ReturnPage).await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("waiting", None));
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&end)).await,
        Heard::Accepted
    );
    computer.reach("account").await;
    assert_eq!(computer.keap.token_requests(), 1);
    assert_eq!(computer.vault.held(&VaultEntry::Pending), None);
}

#[tokio::test]
async fn the_listener_is_opened_again_on_its_old_port() {
    let computer = closed_while_waiting(RouteKind::Loopback).await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    assert!(
        plain_http().unwrap().get(end.clone()).send().await.is_err(),
        "nobody listens while it is closed"
    );
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("waiting", None));
    assert_eq!(
        plain_http()
            .unwrap()
            .get(end)
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    computer.reach("account").await;
}

/// The answer cannot arrive by itself then, but it can be pasted.
#[tokio::test]
async fn where_another_program_holds_the_port_by_then_the_address_is_pasted() {
    let computer = closed_while_waiting(RouteKind::Loopback).await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let other = std::net::TcpListener::bind(("127.0.0.1", end.port().unwrap())).unwrap();
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("waiting", Some("port_taken_meanwhile")));
    let stage = computer.wizard.snapshot().stage;
    assert!(
        matches!(
            stage,
            Stage::Waiting {
                paste_first: true,
                ..
            }
        ),
        "{stage:?}"
    );
    let body = &crate::computer::told(&stage).unwrap().body;
    assert!(body.contains("paste") && body.contains("Nothing was changed"));
    computer.wizard.paste_address(end.as_str()).await.unwrap();
    computer.reach("account").await;
    drop(other);
}

#[tokio::test]
async fn after_its_time_a_kept_sign_in_is_forgotten() {
    let computer = closed_while_waiting(RouteKind::ReturnPage).await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    computer.clock.advance(WAIT);
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("sign_in", None));
    assert_eq!(computer.vault.held(&VaultEntry::Pending), None);
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&end)).await,
        Heard::Ignored
    );
    assert_eq!(computer.keap.token_requests(), 0);
}

/// The keychain does not keep the address, so a new one is made, with a new state.
#[tokio::test]
async fn open_again_after_a_restart_begins_anew() {
    let computer = closed_while_waiting(RouteKind::ReturnPage).await;
    let first = computer.walk(Answer::Allow(BAKERY)).await;
    let computer = computer.restarted().await;
    computer.wizard.open_again().await.unwrap();
    let opened = computer.browser.opened();
    assert_ne!(opened[0], opened[1]);
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&first)).await,
        Heard::Ignored
    );
    computer.allow().await;
}

#[tokio::test]
async fn a_forged_link_does_not_end_a_restored_sign_in() {
    let computer = closed_while_waiting(RouteKind::ReturnPage)
        .await
        .restarted()
        .await;
    let forged = "app.keapsake.dev://oauth/callback?code=a&state=forged";
    assert_eq!(
        computer.arrive(Carrier::AppLink, forged).await,
        Heard::Ignored
    );
    assert_eq!(computer.screen(), ("waiting", None));
    computer.wizard.cancel_sign_in().await;
    assert_eq!(computer.screen(), ("sign_in", None));
}

#[tokio::test]
async fn once_connected_it_opens_at_the_form_without_asking_the_keychain() {
    let computer = Computer::new().await.at_desk().await;
    let asked = computer.vault.log().len();
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("desk", None));
    assert_eq!(
        computer.vault.log().len(),
        asked,
        "a keychain may ask for a password"
    );
    created(computer.save(&draft("new@example.com")).await);
    let read = Operation::Read(VaultEntry::Session("keap".into()));
    let about_kept = |call: &Operation| {
        let (Operation::Read(entry) | Operation::Write(entry) | Operation::Delete(entry)) = call;
        matches!(entry, VaultEntry::Kept(_))
    };
    let mut asked = computer.vault.log().split_off(asked);
    // The key of the history is asked for once there is something to keep.
    asked.retain(|call| !about_kept(call));
    assert_eq!(asked, [read], "only when it is needed");
}

#[tokio::test]
async fn an_account_nobody_confirmed_is_asked_about_again() {
    let computer = Computer::new().await.at_account().await.restarted().await;
    assert_eq!(computer.screen(), ("account", None));
    computer.wizard.confirm_account().unwrap();
    assert_eq!(computer.restarted().await.screen(), ("desk", None));
}

#[tokio::test]
async fn a_connection_of_weeks_ago_is_renewed_on_its_first_use() {
    let computer = Computer::new().await.at_desk().await;
    computer.clock.advance(Duration::from_hours(24 * 20));
    let computer = computer.restarted().await;
    computer.save(&draft("new@example.com")).await.unwrap();
    assert_eq!(computer.keap.token_requests(), 2);
}

#[tokio::test]
async fn with_keys_only_it_opens_before_the_sign_in() {
    let computer = Computer::new()
        .await
        .before_sign_in()
        .await
        .restarted()
        .await;
    assert_eq!(computer.screen(), ("sign_in", None));
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

#[tokio::test]
async fn damaged_settings_are_told_and_the_kept_keys_are_found_again() {
    let computer = Computer::new().await.at_desk().await;
    computer.settings.put("{\"v\":1,");
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("welcome", Some("settings_lost")));
    assert!(
        computer
            .vault
            .held(&VaultEntry::Keys("keap".into()))
            .is_some(),
        "nothing is thrown away"
    );
}

/// Closed while it waited, and opened again with a keychain that does not answer at once.
async fn opened_with_a_slow_keychain(route: RouteKind) -> (Computer, url::Url) {
    let computer = closed_while_waiting(route).await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let read = Operation::Read(VaultEntry::Pending);
    computer.vault.fail_on(read, VaultError::TimedOut);
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("sign_in", Some("keychain_timed_out")));
    (computer, end)
}

#[tokio::test]
async fn the_answer_finds_the_sign_in_that_the_keychain_did_not_show_at_first() {
    let (computer, end) = opened_with_a_slow_keychain(RouteKind::ReturnPage).await;
    let forged = "app.keapsake.dev://oauth/callback?code=a&state=forged";
    assert_eq!(
        computer.arrive(Carrier::AppLink, forged).await,
        Heard::Ignored
    );
    assert_eq!(
        computer.screen(),
        ("sign_in", Some("keychain_timed_out")),
        "another's answer brings nothing back"
    );
    let read = Operation::Read(VaultEntry::Pending);
    computer.vault.fail_on(read, VaultError::Locked);
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&end)).await,
        Heard::Ignored,
        "still locked"
    );
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&end)).await,
        Heard::Accepted
    );
    computer.reach("account").await;
    assert_eq!(computer.vault.held(&VaultEntry::Pending), None);
}

#[tokio::test]
async fn so_does_an_address_that_is_pasted() {
    for route in [RouteKind::ReturnPage, RouteKind::Loopback] {
        let (computer, end) = opened_with_a_slow_keychain(route).await;
        computer.wizard.paste_address(end.as_str()).await.unwrap();
        computer.reach("account").await;
    }
}

#[tokio::test]
async fn whoever_is_at_the_form_is_not_told_that_they_are_signed_out() {
    let computer = Computer::new().await.at_desk().await;
    computer.wizard.start_sign_in().await.unwrap();
    let read = Operation::Read(VaultEntry::Pending);
    computer.vault.fail_on(read, VaultError::TimedOut);
    let computer = computer.restarted().await;
    assert_eq!(computer.screen(), ("desk", Some("keychain_timed_out")));
    let stage = computer.wizard.snapshot().stage;
    let body = &told(&stage).unwrap().body;
    assert!(!body.contains("not signed in"), "{body}");
    assert!(computer.save(&draft("new@example.com")).await.is_ok());
}
