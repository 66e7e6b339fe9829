//! Keap refuses: an unknown Client ID, a wrong secret, a code that was used, keys that changed on
//! the way, and a Keap that is down in the middle of it.

use keapsake_core::connection::ConnectionKind;
use keapsake_core::ports::VaultEntry;
use keapsake_core::sign_in::Carrier;
use keapsake_core::wizard::Stage;
use practice_keap::{CLIENT_ID, CLIENT_SECRET, ScriptedAnswer};
use support::{Answer, Ended, plain_http};
use url::Url;

use crate::computer::{BAKERY, Computer, app_link, parameter, told, words};

async fn with_keys(id: &str, secret: &str) -> Computer {
    let computer = Computer::new().await;
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    computer.wizard.save_keys(id, secret).await.unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer
}

#[tokio::test]
async fn an_unknown_client_id_ends_on_keaps_error_page() {
    let computer = with_keys(&CLIENT_ID.to_lowercase(), CLIENT_SECRET).await;
    assert_eq!(
        computer.browser.walk(Answer::Allow(BAKERY)).await,
        Some(Ended::Page(400)),
        "no redirect"
    );
    assert_eq!(computer.screen(), ("waiting", None), "nobody told the app");
    computer.wizard.keap_error_page().await;
    let stage = computer.wizard.snapshot().stage;
    let notice = told(&stage).expect("words");
    assert_eq!(notice.code, "keap_error_page");
    assert!(
        notice.body.contains("nothing was changed") && notice.body.contains("Client ID"),
        "{}",
        notice.body
    );
    let Stage::Keys {
        client_id,
        filled_in,
        ..
    } = &stage
    else {
        panic!("back at the keys: {stage:?}")
    };
    assert_eq!(
        (client_id.as_deref(), *filled_in),
        (None, false),
        "saved keys are never shown again"
    );
    // With the right one it goes on from here.
    computer
        .wizard
        .save_keys(CLIENT_ID, CLIENT_SECRET)
        .await
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

#[tokio::test]
async fn a_wrong_secret_goes_back_to_the_keys() {
    let computer = with_keys(CLIENT_ID, &CLIENT_SECRET.to_lowercase()).await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    assert_eq!(computer.reach("keys").await, Some("keys_refused"));
    assert_eq!(
        computer.vault.held(&VaultEntry::Session("keap".into())),
        None
    );
    let stage = computer.wizard.snapshot().stage;
    assert!(told(&stage).unwrap().body.contains("Nothing was changed"));
    computer
        .wizard
        .save_keys(CLIENT_ID, CLIENT_SECRET)
        .await
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

/// Whoever sees the address first can spend its code; the person then signs in again.
#[tokio::test]
async fn a_code_that_was_used_already_is_told() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let code = parameter(&end, "code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("code", &code),
        ("redirect_uri", &computer.redirect_uri()),
    ];
    let url = computer.keap.base_url().join("token").unwrap();
    let thief = plain_http()
        .unwrap()
        .post(url)
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(
        thief.status(),
        400,
        "PKCE: the code alone is worth nothing, but it is spent"
    );
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    assert_eq!(computer.reach("sign_in").await, Some("code_refused"));
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

/// Frozen when the sign-in began: other keys by now would mix two apps.
#[tokio::test]
async fn keys_that_changed_while_the_browser_was_open_are_not_used() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let entry = VaultEntry::Keys("keap".into());
    let record = computer
        .vault
        .held(&entry)
        .unwrap()
        .replace(CLIENT_ID, "AnotherApp");
    computer.vault.put(entry, &record);
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    assert_eq!(computer.reach("sign_in").await, Some("keys_changed"));
    assert_eq!(computer.keap.token_requests(), 0);
    let connection = computer.wizard.snapshot().connection.unwrap();
    assert!(connection.has_keys, "and these are said to be there");
    computer.wizard.start_sign_in().await.unwrap();
    let opened = Url::parse(&computer.browser.opened().pop().unwrap()).unwrap();
    let client = parameter(&opened, "client_id");
    assert_eq!(client.as_deref(), Some("AnotherApp"), "the kept ones");
}

#[tokio::test]
async fn a_refused_redirect_uri_is_told() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    computer.keap.script(ScriptedAnswer {
        path_prefix: "/token".into(),
        status: 400,
        body: r#"{"error":"invalid_request","error_description":"Invalid redirect_uri"}"#.into(),
        content_type: "application/json".into(),
        ..ScriptedAnswer::default()
    });
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    assert_eq!(computer.reach("keys").await, Some("redirect_refused"));
}

#[tokio::test]
async fn a_keap_that_is_down_when_the_answer_comes_is_told() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    computer.keap.set_down(true);
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    assert_eq!(computer.reach("sign_in").await, Some("unavailable"));
    let stage = computer.wizard.snapshot().stage;
    assert!(told(&stage).unwrap().body.contains("You are not signed in"));
    let spent = computer
        .keap
        .requests()
        .into_iter()
        .filter(|request| request.path == "/token")
        .count();
    assert_eq!(spent, 1, "a code is never tried twice");
    computer.keap.set_down(false);
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

/// Keap has said yes; who it was is told as far as it is known.
#[tokio::test]
async fn without_userinfo_and_profile_the_account_is_still_named() {
    let computer = Computer::new().await.waiting().await;
    for path in [
        "/crm/rest/v2/oauth/connect/userinfo",
        "/crm/rest/v2/businessProfile",
    ] {
        computer.keap.script(ScriptedAnswer {
            path_prefix: path.into(),
            ..ScriptedAnswer::default()
        });
    }
    computer.allow().await;
    let Stage::Account { account } = computer.wizard.snapshot().stage else {
        unreachable!("just reached")
    };
    assert_eq!(account.app, "pb101");
    assert_eq!((account.person, account.business), (None, None));
}

#[tokio::test]
async fn without_keys_no_browser_opens() {
    let computer = Computer::new().await;
    assert_eq!(
        words(computer.wizard.start_sign_in().await).0,
        "not_now",
        "no door was chosen"
    );
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    assert_eq!(words(computer.wizard.start_sign_in().await).0, "no_keys");
    assert!(computer.browser.opened().is_empty());
}
