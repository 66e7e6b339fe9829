//! The token endpoint: what each grant needs, what is used up, and how refusals look.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use practice_keap::{CLIENT_ID, CLIENT_SECRET, Options, serve};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::browser::http;
use crate::visitor::{Visitor, code, exchange_form, keap, parts, refresh, token};

#[tokio::test]
async fn a_code_is_traded_for_a_pair() {
    let keap = keap().await;
    let code = code(&keap, "pb101", &[]).await;
    let (status, pair) = token(&keap, &exchange_form(&code)).await;
    assert_eq!(status, 200);
    assert_eq!(pair["token_type"], "bearer");
    assert_eq!(pair["expires_in"], 86_399);
    assert_eq!(pair["scope"], "full|pb101.infusionsoft.com");
    assert_eq!(pair["access_token"].as_str().unwrap().len(), 28);
    assert_eq!(pair["refresh_token"].as_str().unwrap().len(), 32);
}

#[tokio::test]
async fn a_code_works_once() {
    let keap = keap().await;
    let code = code(&keap, "pb101", &[]).await;
    assert_eq!(token(&keap, &exchange_form(&code)).await.0, 200);
    let (status, refusal) = token(&keap, &exchange_form(&code)).await;
    assert_eq!((status, &refusal["error"]), (400, &json!("invalid_grant")));
}

#[tokio::test]
async fn another_redirect_uri_is_refused_and_uses_the_code_up() {
    let keap = keap().await;
    let code = code(&keap, "pb101", &[]).await;
    let mut form = exchange_form(&code);
    form.retain(|(name, _)| *name != "redirect_uri");
    // The same address to a person, another one byte for byte.
    form.push(("redirect_uri", "http://localhost:8765/callback/"));
    let (status, refusal) = token(&keap, &form).await;
    assert_eq!(status, 400);
    assert_eq!(
        refusal,
        json!({"error": "invalid_request", "error_description": "Invalid redirect_uri"})
    );
    assert_eq!(token(&keap, &exchange_form(&code)).await.0, 400, "used up");
}

#[tokio::test]
async fn wrong_keys_are_told_before_the_code_is_touched() {
    let keap = keap().await;
    let code = code(&keap, "pb101", &[]).await;
    for name in ["client_id", "client_secret"] {
        let mut form = exchange_form(&code);
        form.retain(|(key, _)| *key != name);
        form.push((name, "wrong"));
        let (status, refusal) = token(&keap, &form).await;
        assert_eq!((status, &refusal["error"]), (401, &json!("invalid_client")));
    }
    assert_eq!(
        token(&keap, &exchange_form(&code)).await.0,
        200,
        "the code is still good"
    );
}

#[tokio::test]
async fn the_exchange_takes_no_authorization_header() {
    let keap = keap().await;
    let code = code(&keap, "pb101", &[]).await;
    let call = http()
        .post(keap.base_url().join("token").unwrap())
        .basic_auth(CLIENT_ID, Some(CLIENT_SECRET))
        .form(&exchange_form(&code));
    let (status, refusal) = parts(call.send().await.unwrap()).await;
    assert_eq!(
        (status, &refusal["error"]),
        (400, &json!("invalid_request"))
    );
}

#[tokio::test]
async fn a_challenge_must_be_answered_by_its_verifier() {
    let keap = keap().await;
    let verifier = "v".repeat(43);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
    let asked = [
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    for (sent, expected) in [
        (None, 400),
        (Some("w".repeat(43)), 400),
        (Some(challenge.clone()), 400),
        (Some(verifier), 200),
    ] {
        let code = code(&keap, "pb101", &asked).await;
        let mut form = exchange_form(&code);
        if let Some(sent) = &sent {
            form.push(("code_verifier", sent));
        }
        assert_eq!(token(&keap, &form).await.0, expected, "{sent:?}");
    }
}

#[tokio::test]
async fn only_a_form_with_a_grant_type_is_read() {
    let keap = keap().await;
    let refusal = json!({
        "error": "invalid_request",
        "error_description": "response_type or grant_type is required",
    });
    let url = keap.base_url().join("token").unwrap();
    let as_json = http()
        .post(url)
        .json(&json!({"grant_type": "authorization_code"}));
    assert_eq!(
        parts(as_json.send().await.unwrap()).await,
        (400, refusal.clone())
    );
    assert_eq!(token(&keap, &[("code", "x")]).await, (400, refusal));
    let (status, other) = token(&keap, &[("grant_type", "password")]).await;
    assert_eq!(
        (status, &other["error"]),
        (400, &json!("unsupported_grant_type"))
    );
    let twice = [
        ("grant_type", "refresh_token"),
        ("grant_type", "refresh_token"),
    ];
    assert_eq!(token(&keap, &twice).await.0, 400);
}

#[tokio::test]
async fn refresh_tokens_rotate_and_a_used_one_is_dead() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pg202").await;
    let (status, second) = refresh(&keap, &visitor.refresh).await;
    assert_eq!(status, 200);
    assert_eq!(
        second["scope"], "full|pg202.infusionsoft.com",
        "the account stays the same"
    );
    assert_ne!(second["refresh_token"], visitor.refresh.as_str());
    assert_eq!(keap.refresh_reuses(), 0);
    let refusal = json!({"error": "invalid_request", "error_description": "Invalid Refresh Token"});
    assert_eq!(
        refresh(&keap, &visitor.refresh).await,
        (400, refusal.clone())
    );
    assert_eq!(keap.refresh_reuses(), 1);
    assert_eq!(refresh(&keap, "never-given-out").await, (400, refusal));
    assert_eq!(keap.refresh_reuses(), 1, "nonsense is no reuse");
    assert_eq!(
        refresh(&keap, second["refresh_token"].as_str().unwrap())
            .await
            .0,
        200
    );
    assert_eq!(keap.token_requests(), 5, "the exchange and four refreshes");
}

#[tokio::test]
async fn a_refresh_needs_the_keys_in_the_header() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", visitor.refresh.as_str()),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
    ];
    let (status, refusal) = token(&keap, &form).await;
    assert_eq!((status, &refusal["error"]), (401, &json!("invalid_client")));
    let call = http()
        .post(keap.base_url().join("token").unwrap())
        .basic_auth(CLIENT_ID, Some("wrong"))
        .form(&form);
    assert_eq!(call.send().await.unwrap().status(), 401);
    assert_eq!(
        refresh(&keap, &visitor.refresh).await.0,
        200,
        "neither used the token up"
    );
}

#[tokio::test]
async fn an_access_token_ends_by_age_and_by_hand() {
    let lifetime = Duration::ZERO;
    let short = serve(Options {
        access_token_lifetime: lifetime,
        ..Options::default()
    })
    .await
    .unwrap();
    let visitor = Visitor::to(&short, "pb101").await;
    assert_eq!(
        visitor.get("businessProfile").await.0,
        401,
        "it lived no time at all"
    );

    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    assert_eq!(visitor.get("businessProfile").await.0, 200);
    keap.expire_access_tokens();
    assert_eq!(visitor.get("businessProfile").await.0, 401);
    let (status, pair) = refresh(&keap, &visitor.refresh).await;
    assert_eq!(status, 200, "the refresh token is still good");
    keap.revoke_everything();
    assert_eq!(
        refresh(&keap, pair["refresh_token"].as_str().unwrap())
            .await
            .0,
        400
    );
}
