//! While the browser is open: giving up, running out of time, waiting longer, opening again, and a
//! second sign-in in place of the first.

use std::time::Duration;

use keapsake_core::connection::RouteKind;
use keapsake_core::ports::VaultEntry;
use keapsake_core::product::Build;
use keapsake_core::sign_in::{Carrier, Heard, WAIT};
use keapsake_core::wizard::{Stage, Wizard};
use support::{Answer, plain_http};

use crate::computer::{BAKERY, Computer, app_link, words};
use crate::turns::{all_else, nothing_kept};

/// A second less than a sign-in waits.
const SHORTLY_BEFORE: Duration = Duration::from_secs(299);

#[tokio::test]
async fn cancel_goes_back_and_what_comes_then_is_too_late() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    computer.wizard.cancel_sign_in().await;
    assert_eq!(
        computer.screen(),
        ("sign_in", None),
        "whoever cancels needs no words for it"
    );
    assert_eq!(computer.vault.held(&VaultEntry::Pending), None);
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&end)).await,
        Heard::Ignored
    );
    assert_eq!(computer.screen(), ("sign_in", Some("late_answer")));
    assert_eq!(
        words(computer.wizard.paste_address(end.as_str()).await).0,
        "paste_another_address"
    );
    assert_eq!(
        words(computer.wizard.paste_address(&app_link(&end)).await).0,
        "late_answer"
    );
    assert_eq!(computer.keap.token_requests(), 0);
}

#[tokio::test]
async fn after_five_minutes_it_stops_waiting() {
    let computer = Computer::new().await.before_sign_in().await;
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    computer.clock.advance(SHORTLY_BEFORE);
    computer.wizard.tick().await;
    assert_eq!(computer.screen(), ("waiting", None));
    computer.clock.advance(Duration::from_secs(1));
    computer.wizard.tick().await;
    assert_eq!(computer.reach("sign_in").await, Some("sign_in_timed_out"));
    assert_eq!(computer.vault.held(&VaultEntry::Pending), None);
    assert!(
        plain_http()
            .unwrap()
            .get(end)
            .send()
            .await
            .unwrap_err()
            .is_connect(),
        "the listener is closed"
    );
    assert_eq!(computer.keap.token_requests(), 0);
}

/// The clock is looked at without anybody asking, also after the computer slept.
#[tokio::test]
async fn the_time_runs_out_by_itself() {
    let computer = Computer::new().await.waiting().await;
    computer.clock.advance(Duration::from_hours(8));
    assert_eq!(computer.reach("sign_in").await, Some("sign_in_timed_out"));
}

#[tokio::test]
async fn wait_longer_adds_five_minutes_as_often_as_wanted() {
    let computer = Computer::new().await.waiting().await;
    let Stage::Waiting { until, .. } = computer.wizard.snapshot().stage else {
        unreachable!("the browser is open")
    };
    computer.wizard.wait_longer().await;
    computer.wizard.wait_longer().await;
    let Stage::Waiting { until: longer, .. } = computer.wizard.snapshot().stage else {
        panic!("still waiting")
    };
    assert_eq!(longer, until + 2 * WAIT);
    computer.clock.advance(2 * WAIT + SHORTLY_BEFORE);
    computer.wizard.tick().await;
    computer.allow().await;
}

#[tokio::test]
async fn open_again_opens_the_same_request_and_copy_copies_it() {
    let computer = Computer::new().await.waiting().await;
    computer.wizard.open_again().await.unwrap();
    let opened = computer.browser.opened();
    assert_eq!(opened.len(), 2);
    assert_eq!(opened[0], opened[1]);
    computer.wizard.copy_sign_in_link().unwrap();
    assert_eq!(computer.clipboard.text().as_ref(), Some(&opened[0]));
    computer.clipboard.take_away();
    assert_eq!(words(computer.wizard.copy_sign_in_link()).0, "clipboard");
    computer.wizard.cancel_sign_in().await;
    assert_eq!(words(computer.wizard.open_again().await).0, "not_now");
    assert_eq!(words(computer.wizard.copy_sign_in_link()).0, "not_now");
}

#[tokio::test]
async fn a_browser_that_does_not_open_is_told_and_the_link_still_works() {
    let computer = Computer::new().await.before_sign_in().await;
    computer.browser.break_down(true);
    let (code, body) = words(computer.wizard.start_sign_in().await);
    assert_eq!(code, "browser");
    assert!(body.contains("still waits"), "{body}");
    assert_eq!(computer.screen(), ("waiting", Some("browser")));
    computer.wizard.copy_sign_in_link().unwrap();
    let link = computer.clipboard.text().unwrap();
    let Some(support::Ended::Redirected(end)) = support::walk(&link, Answer::Allow(BAKERY)).await
    else {
        panic!("the copied link leads through Keap")
    };
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    computer.reach("account").await;
}

#[tokio::test]
async fn a_second_sign_in_takes_the_place_of_the_first() {
    let computer = Computer::new().await.waiting().await;
    let first = computer.walk(Answer::Allow("pg202")).await;
    computer.wizard.start_sign_in().await.unwrap();
    let second = computer.walk(Answer::Allow(BAKERY)).await;
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&first)).await,
        Heard::Ignored
    );
    assert_eq!(
        computer.screen(),
        ("waiting", None),
        "the first one's answer ends nothing"
    );
    assert_eq!(computer.keap.token_requests(), 0);
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&second)).await,
        Heard::Accepted
    );
    computer.reach("account").await;
}

#[tokio::test]
async fn the_listener_moves_along_with_the_second_sign_in() {
    let computer = Computer::new().await.before_sign_in().await;
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    let end = computer.walk(Answer::Allow(BAKERY)).await;
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

#[tokio::test]
async fn taken_ports_are_told_and_no_browser_opens() {
    let computer = Computer::new().await.before_sign_in().await;
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let spare = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ports = [&taken, &spare]
        .map(|listener| listener.local_addr().unwrap().port())
        .to_vec();
    let wizard = Wizard::with_loopback_ports(Build::Unpackaged, computer.ports(), ports.clone());
    wizard.begin().await;
    assert_eq!(words(wizard.start_sign_in().await).0, "ports_taken");
    assert!(computer.browser.opened().is_empty());
    // With the second one free again, the spare is taken and named.
    drop(spare);
    wizard.start_sign_in().await.unwrap();
    assert_eq!(
        computer.redirect_uri(),
        format!("http://localhost:{}/callback", ports[1])
    );
    assert_eq!(
        wizard.snapshot().connection.unwrap().redirect_uri,
        computer.redirect_uri()
    );
}

/// Whoever gives up is let go at once, and the next sign-in's record is not taken for the old one.
#[tokio::test]
async fn a_cancel_does_not_wait_for_a_keychain_that_does_not_answer() {
    let computer = Computer::new().await.waiting().await;
    computer.vault.stop();
    let cancelled = computer.wizard.cancel_sign_in();
    let in_time = tokio::time::timeout(Duration::from_secs(30), cancelled).await;
    assert!(in_time.is_ok(), "the keychain never answers");
    assert_eq!(computer.screen(), ("sign_in", None));
    computer.vault.go_on();
    nothing_kept(&computer).await;

    computer.wizard.start_sign_in().await.unwrap();
    computer.vault.stop();
    computer.wizard.cancel_sign_in().await;
    let wizard = computer.wizard.clone();
    let starting = tokio::spawn(async move { wizard.start_sign_in().await });
    all_else().await;
    computer.vault.go_on();
    starting.await.unwrap().unwrap();
    all_else().await;
    assert!(computer.vault.held(&VaultEntry::Pending).is_some());
    assert_eq!(computer.restarted().await.screen(), ("waiting", None));
}
