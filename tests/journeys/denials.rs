//! Somebody presses Deny: with the right `state` it ends the sign-in, without it nothing ends.

use keapsake_core::connection::RouteKind;
use keapsake_core::ports::VaultEntry;
use keapsake_core::sign_in::{Carrier, Heard};
use practice_keap::{DenialStyle, Options};
use support::{Answer, plain_http};

use crate::computer::{BAKERY, Computer, app_link};

async fn without_state() -> Computer {
    Computer::with(Options {
        denial: DenialStyle::WithoutState,
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn a_denial_with_the_right_state_ends_the_sign_in() {
    for answer in [Answer::Deny(BAKERY), Answer::Stranger] {
        let computer = Computer::new().await.waiting().await;
        let end = computer.walk(answer).await;
        assert_eq!(
            computer.arrive(Carrier::AppLink, &app_link(&end)).await,
            Heard::Denied
        );
        assert_eq!(computer.screen(), ("sign_in", Some("denied")));
        assert_eq!(computer.keap.token_requests(), 0);
        assert_eq!(computer.vault.held(&VaultEntry::Pending), None);
        assert!(
            computer
                .vault
                .held(&VaultEntry::Keys("keap".into()))
                .is_some(),
            "the keys stay"
        );
        // The next try works.
        computer.wizard.start_sign_in().await.unwrap();
        computer.allow().await;
    }
}

#[tokio::test]
async fn the_same_denial_twice_is_told_once() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Deny(BAKERY)).await;
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&end)).await,
        Heard::Ignored
    );
    assert_eq!(
        computer.screen(),
        ("sign_in", Some("denied")),
        "not talked over by \"too late\""
    );
}

#[tokio::test]
async fn a_denial_without_state_ends_nothing_and_is_told() {
    let computer = without_state().await.waiting().await;
    let end = computer.walk(Answer::Deny(BAKERY)).await;
    let raised = computer.window.raised();
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&end)).await,
        Heard::Denied
    );
    assert_eq!(computer.window.raised(), raised + 1);
    assert_eq!(computer.screen(), ("waiting", Some("denial_reported")));
    assert!(computer.vault.held(&VaultEntry::Pending).is_some());
    // Open again, and this time Allow.
    computer.wizard.open_again().await.unwrap();
    assert_eq!(computer.screen(), ("waiting", None), "said once");
    computer.allow().await;
}

#[tokio::test]
async fn a_denial_without_state_can_be_pasted_and_is_told_beside_the_field() {
    let computer = without_state().await.waiting().await;
    let end = computer.walk(Answer::Deny(BAKERY)).await;
    let (code, body) = crate::computer::words(computer.wizard.paste_address(end.as_str()).await);
    assert_eq!(code, "another_sign_in");
    assert!(body.contains("Nothing was changed"), "{body}");
    assert_eq!(computer.screen(), ("waiting", Some("denial_reported")));
}

#[tokio::test]
async fn the_listeners_page_says_that_access_was_not_given() {
    for style in [DenialStyle::WithState, DenialStyle::WithoutState] {
        let computer = Computer::with(Options {
            denial: style,
            ..Options::default()
        })
        .await
        .before_sign_in()
        .await;
        computer
            .wizard
            .set_route(RouteKind::Loopback, None)
            .unwrap();
        computer.wizard.start_sign_in().await.unwrap();
        let end = computer.walk(Answer::Deny(BAKERY)).await;
        let page = plain_http().unwrap().get(end).send().await.unwrap();
        assert_eq!(page.status(), 200, "{style:?}");
        assert!(
            page.text().await.unwrap().contains("Access was not given"),
            "{style:?}"
        );
        let told = if style == DenialStyle::WithState {
            ("sign_in", "denied")
        } else {
            ("waiting", "denial_reported")
        };
        assert_eq!(computer.screen(), (told.0, Some(told.1)));
    }
}

#[tokio::test]
async fn another_error_of_keaps_is_named() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Deny(BAKERY)).await;
    let link = app_link(&end).replace("access_denied", "temporarily_unavailable");
    computer.arrive(Carrier::AppLink, &link).await;
    assert_eq!(computer.screen(), ("sign_in", Some("keap_error")));
    let stage = computer.wizard.snapshot().stage;
    assert!(
        crate::computer::told(&stage)
            .unwrap()
            .body
            .contains("temporarily_unavailable")
    );
}
