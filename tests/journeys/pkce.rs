//! PKCE against a Keap that checks it, one that passes it over and one that refuses it, sent and
//! left out. `state` protects in every one of them.

use keapsake_core::connection::{ConnectionKind, Pkce};
use keapsake_core::ports::VaultEntry;
use keapsake_core::sign_in::{Carrier, Heard};
use practice_keap::{Options, Pkce as Reading};
use serde_json::{Value, json};
use support::{Answer, Ended};
use url::Url;

use crate::computer::{BAKERY, Computer, app_link, parameter, told};

async fn beside(reading: Reading) -> Computer {
    let options = Options {
        pkce: reading,
        ..Options::default()
    };
    Computer::with(options).await.before_sign_in().await
}

async fn waiting(reading: Reading, pkce: Pkce) -> Computer {
    let computer = beside(reading).await;
    computer.wizard.set_pkce(pkce).unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer
}

/// Which of PKCE's parameters stand in the last address that was opened, and in the exchanges.
fn sent(computer: &Computer) -> Vec<&'static str> {
    let opened = Url::parse(&computer.browser.opened().pop().unwrap()).unwrap();
    let asked = ["code_challenge", "code_challenge_method"]
        .into_iter()
        .filter(|name| parameter(&opened, name).is_some());
    let exchanges: Vec<_> = computer
        .keap
        .requests()
        .into_iter()
        .filter(|request| request.path == "/token")
        .collect();
    let proved = ["code_verifier"].into_iter().filter(|name| {
        exchanges.iter().any(|request| {
            url::form_urlencoded::parse(request.body.as_bytes()).any(|(key, _)| key == *name)
        })
    });
    asked.chain(proved).collect()
}

fn shown(computer: &Computer) -> Pkce {
    computer.wizard.snapshot().connection.unwrap().pkce
}

#[tokio::test]
async fn it_is_sent_to_whoever_checks_it_and_to_whoever_passes_it_over() {
    for reading in [Reading::Checked, Reading::Ignored] {
        let computer = beside(reading).await;
        assert_eq!(shown(&computer), Pkce::Sent, "without being asked for");
        computer.wizard.start_sign_in().await.unwrap();
        computer.allow().await;
        assert_eq!(
            sent(&computer),
            ["code_challenge", "code_challenge_method", "code_verifier"],
            "{reading:?}"
        );
    }
}

#[tokio::test]
async fn a_keap_that_refuses_it_shows_its_error_page_until_it_is_left_out() {
    let computer = beside(Reading::Refused).await;
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(
        computer.browser.walk(Answer::Allow(BAKERY)).await,
        Some(Ended::Page(400)),
        "no redirect"
    );
    computer.wizard.keap_error_page().await;
    let stage = computer.wizard.snapshot().stage;
    let notice = told(&stage).expect("words");
    assert_eq!(notice.code, "keap_error_page");
    assert!(
        notice.body.contains("PKCE") && notice.body.contains("Advanced"),
        "{}",
        notice.body
    );

    computer.wizard.set_pkce(Pkce::LeftOut).unwrap();
    computer.wizard.keep_keys().unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    assert_eq!(sent(&computer), [""; 0]);
}

#[tokio::test]
async fn left_out_it_completes_with_every_keap_and_state_protects_as_before() {
    for reading in [Reading::Checked, Reading::Ignored, Reading::Refused] {
        let computer = waiting(reading, Pkce::LeftOut).await;
        let end = computer.walk(Answer::Allow(BAKERY)).await;
        let state = parameter(&end, "state").unwrap();
        assert!(state.len() >= 43, "{}", state.len());
        let forged = end.as_str().replace("state=", "state=x");
        let forged = app_link(&Url::parse(&forged).unwrap());
        assert_ne!(
            computer.arrive(Carrier::AppLink, &forged).await,
            Heard::Accepted
        );
        assert_eq!(computer.screen().0, "waiting", "{reading:?}");
        assert_eq!(computer.keap.token_requests(), 0, "{reading:?}");
        assert_eq!(
            computer.arrive(Carrier::AppLink, &app_link(&end)).await,
            Heard::Accepted
        );
        computer.reach("account").await;
        assert_eq!(sent(&computer), [""; 0], "{reading:?}");
    }
}

#[tokio::test]
async fn a_sign_in_that_waits_stays_as_it_was_begun() {
    let computer = waiting(Reading::Checked, Pkce::Sent).await;
    computer.wizard.set_pkce(Pkce::LeftOut).unwrap();
    computer.allow().await;
    assert_eq!(sent(&computer).len(), 3, "the challenge is answered");

    let computer = waiting(Reading::Refused, Pkce::LeftOut).await;
    computer.wizard.set_pkce(Pkce::Sent).unwrap();
    computer.allow().await;
    assert_eq!(sent(&computer), [""; 0]);
}

#[tokio::test]
async fn the_choice_is_kept_between_starts_for_its_connection_alone() {
    let computer = waiting(Reading::Refused, Pkce::LeftOut).await;
    let kept = computer.vault.held(&VaultEntry::Pending).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(kept.get("verifier"), None, "frozen with the rest");
    let computer = computer.restarted().await;
    assert_eq!(shown(&computer), Pkce::LeftOut);
    computer.allow().await;
    assert_eq!(sent(&computer), [""; 0]);

    let wizard = &computer.wizard;
    wizard.choose_door(ConnectionKind::Practice).await.unwrap();
    assert_eq!(shown(&computer), Pkce::Sent);
    wizard.choose_door(ConnectionKind::Keap).await.unwrap();
    assert_eq!(shown(&computer), Pkce::LeftOut);
}

/// The check is Keap's, so it is seen only where the verifier is not the request's.
#[tokio::test]
async fn a_keap_that_checks_takes_no_other_verifier_and_not_none() {
    for (reading, verifier, end) in [
        (
            Reading::Checked,
            json!("w".repeat(43)),
            ("sign_in", Some("code_refused")),
        ),
        (
            Reading::Checked,
            json!(null),
            ("sign_in", Some("code_refused")),
        ),
        (Reading::Ignored, json!("w".repeat(43)), ("account", None)),
        (Reading::Ignored, json!(null), ("account", None)),
    ] {
        let computer = waiting(reading, Pkce::Sent).await;
        let address = computer.walk(Answer::Allow(BAKERY)).await;
        let proved = !verifier.is_null();
        let kept = computer.vault.held(&VaultEntry::Pending).unwrap();
        let mut kept: Value = serde_json::from_str(&kept).unwrap();
        kept["verifier"] = verifier;
        computer.vault.put(VaultEntry::Pending, &kept.to_string());
        let computer = computer.restarted().await;
        computer.arrive(Carrier::AppLink, &app_link(&address)).await;
        assert_eq!(computer.reach(end.0).await, end.1, "{reading:?}");
        let stage = computer.wizard.snapshot().stage;
        let names_it = told(&stage).is_some_and(|notice| notice.body.contains("PKCE"));
        assert_eq!(
            names_it,
            end.1.is_some() && proved,
            "the switch is named where it was on"
        );
    }
}
