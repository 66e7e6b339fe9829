//! Renewing the session: once, stored before it is used, by one call for all; and what the person
//! hears when Keap no longer renews it.

use std::time::Duration;

use keapsake_core::ports::VaultEntry;
use practice_keap::{AuthorizationKind, CLIENT_SECRET, ScriptedAnswer};
use tokio::task::JoinSet;

use crate::computer::{Computer, draft, wizard, words};
use crate::form::{created, save};

pub(crate) const DAY: Duration = Duration::from_hours(24);

/// How far to go on until Keap's day is over but for this.
pub(crate) fn before_the_end(left: Duration) -> Duration {
    DAY.saturating_sub(left)
}

pub(crate) fn session() -> VaultEntry {
    VaultEntry::Session("keap".into())
}

/// What was asked of Keap so far, in short.
pub(crate) fn asked(computer: &Computer) -> Vec<String> {
    let short = |path: &str| path.trim_start_matches("/crm/rest/v2").to_owned();
    computer
        .keap
        .requests()
        .iter()
        .map(|request| format!("{} {}", request.method, short(&request.path)))
        .collect()
}

#[tokio::test]
async fn an_old_token_is_renewed_once_before_it_is_used() {
    let computer = Computer::new().await.at_desk().await;
    let first = computer.session();
    computer.clock.advance(DAY);
    computer.save(&draft("new@example.com")).await.unwrap();
    assert_eq!(
        asked(&computer),
        ["POST /token", "GET /contacts", "POST /contacts"]
    );
    let renewal = &computer.keap.requests()[0];
    assert_eq!(renewal.authorization, AuthorizationKind::Basic);
    assert_eq!(
        renewal.body,
        "grant_type=refresh_token&refresh_token=hidden"
    );
    let second = computer.session();
    assert_ne!(first["access"], second["access"]);
    assert_ne!(
        first["refresh"], second["refresh"],
        "the refresh token rotates"
    );
    assert_eq!(second["app"], "pb101");
    computer.save(&draft("another@example.com")).await.unwrap();
    assert_eq!(
        computer.keap.token_requests(),
        2,
        "the sign-in's and one more"
    );
}

#[tokio::test]
async fn many_renewals_one_after_the_other_never_show_a_used_token() {
    let computer = Computer::new().await.at_desk().await;
    for round in 0..4 {
        computer.clock.advance(DAY);
        computer
            .save(&draft(&format!("round{round}@example.com")))
            .await
            .unwrap();
    }
    assert_eq!(computer.keap.token_requests(), 5);
    assert_eq!(computer.keap.refresh_reuses(), 0);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_call_repeated_once() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.expire_access_tokens();
    created(computer.save(&draft("new@example.com")).await);
    assert_eq!(
        asked(&computer),
        [
            "GET /contacts",
            "POST /token",
            "GET /contacts",
            "POST /contacts"
        ]
    );
}

#[tokio::test]
async fn a_token_that_is_refused_again_is_not_renewed_again() {
    let computer = Computer::new().await.at_desk().await;
    for _ in 0..3 {
        computer.keap.script(ScriptedAnswer {
            path_prefix: "/crm/rest/v2/contacts".into(),
            status: 401,
            ..ScriptedAnswer::default()
        });
    }
    let (code, body) = words(computer.save(&draft("new@example.com")).await);
    assert_eq!(code, "session_ended");
    assert!(body.contains("Nothing was saved"), "{body}");
    assert_eq!(
        asked(&computer),
        ["GET /contacts", "POST /token", "GET /contacts"]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_calls_at_once_share_one_renewal() {
    for refused_by_keap in [false, true] {
        let computer = Computer::new().await.at_desk().await;
        if refused_by_keap {
            computer.keap.expire_access_tokens();
        } else {
            computer.clock.advance(DAY);
        }
        let mut calls = JoinSet::new();
        for number in 0..20 {
            let wizard = computer.wizard.clone();
            let draft = draft(&format!("at.once.{number}@example.com"));
            calls.spawn(async move { save(&wizard, &draft).await });
        }
        for saved in calls.join_all().await {
            created(saved);
        }
        assert_eq!(
            computer.keap.token_requests(),
            2,
            "the sign-in's and one for all"
        );
        assert_eq!(computer.keap.refresh_reuses(), 0);
    }
}

#[tokio::test]
async fn what_another_copy_of_the_app_renewed_is_used() {
    let computer = Computer::new().await.at_desk().await;
    let other = wizard(computer.ports());
    other.begin().await;
    save(&other, &draft("one@example.com")).await.unwrap();
    computer.keap.expire_access_tokens();
    save(&other, &draft("two@example.com")).await.unwrap();
    computer.save(&draft("three@example.com")).await.unwrap();
    assert_eq!(
        computer.keap.token_requests(),
        2,
        "the keychain is read again before a token is spent"
    );
    assert_eq!(computer.keap.refresh_reuses(), 0);
}

/// The window is closed in the middle of a renewal: the answer is stored all the same.
#[tokio::test]
async fn a_renewal_whose_caller_has_gone_is_still_stored() {
    let computer = Computer::new().await.at_desk().await;
    let old = computer.session();
    computer.clock.advance(DAY);
    let call = {
        let wizard = computer.wizard.clone();
        tokio::spawn(async move { save(&wizard, &draft("new@example.com")).await })
    };
    while computer.keap.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    // The next call waits for the renewal under way and needs none of its own.
    computer.save(&draft("next@example.com")).await.unwrap();
    assert_eq!(computer.keap.token_requests(), 2);
    assert_ne!(computer.session()["refresh"], old["refresh"]);
}

#[tokio::test]
async fn a_session_that_keap_ended_is_told_and_nothing_was_saved() {
    let computer = Computer::new().await.at_desk().await;
    let contacts = computer.keap.contacts("pb101");
    computer.keap.revoke_everything();
    let (code, body) = words(computer.save(&draft("new@example.com")).await);
    assert_eq!(code, "session_ended");
    assert!(
        body.contains("Nothing was saved, and what you typed is still here"),
        "{body}"
    );
    assert_eq!(computer.keap.contacts("pb101"), contacts);
    assert_eq!(computer.screen(), ("desk", None), "the form stays");
    // A new sign-in from where the person stands, and the draft can be saved.
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    computer.wizard.confirm_account().unwrap();
    assert!(computer.save(&draft("new@example.com")).await.is_ok());
}

#[tokio::test]
async fn keys_that_keap_no_longer_takes_are_told_at_the_renewal() {
    let computer = Computer::new().await.at_desk().await;
    let keys = VaultEntry::Keys("keap".into());
    let right = computer.vault.held(&keys).unwrap();
    computer
        .vault
        .put(keys.clone(), &right.replace(CLIENT_SECRET, "another"));
    computer.keap.expire_access_tokens();
    assert_eq!(
        words(computer.save(&draft("new@example.com")).await).0,
        "keys_refused"
    );
    computer.vault.put(keys, &right);
    assert!(
        computer.save(&draft("new@example.com")).await.is_ok(),
        "the refresh token was not spent on it"
    );
}

#[tokio::test]
async fn a_keap_that_is_down_at_the_renewal_costs_nothing() {
    let computer = Computer::new().await.at_desk().await;
    computer.clock.advance(DAY);
    computer.keap.set_down(true);
    let (code, body) = words(computer.save(&draft("new@example.com")).await);
    assert_eq!(code, "unavailable");
    assert!(body.contains("Nothing was saved"), "{body}");
    computer.keap.set_down(false);
    assert!(computer.save(&draft("new@example.com")).await.is_ok());
}

#[tokio::test]
async fn a_session_record_that_cannot_be_read_asks_for_a_new_sign_in() {
    let computer = Computer::new().await.at_desk().await;
    for record in ["{", r#"{"v":9}"#] {
        computer.vault.put(session(), record);
        let other = wizard(computer.ports());
        other.begin().await;
        assert_eq!(
            words(save(&other, &draft("new@example.com")).await).0,
            "keychain_session_unreadable"
        );
    }
    assert!(computer.keap.requests().is_empty());
}
