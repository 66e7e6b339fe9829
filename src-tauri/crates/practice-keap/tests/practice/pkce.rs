//! PKCE in its three readings: checked, passed over, and refused. What is checked is tried part by
//! part in `sign_in` and `token`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use practice_keap::{Options, Pkce, PracticeKeap, serve};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::browser::Browser;
use crate::visitor::{authorize_query, code, exchange_form, token};

const VERIFIER: &str = "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv";
const ANOTHER: &str = "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww";

async fn keap(pkce: Pkce) -> PracticeKeap {
    serve(Options {
        pkce,
        ..Options::default()
    })
    .await
    .unwrap()
}

fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

#[test]
fn it_is_checked_unless_chosen_otherwise() {
    assert_eq!(Options::default().pkce, Pkce::Checked);
}

#[tokio::test]
async fn without_its_parameters_every_reading_signs_in() {
    for pkce in [Pkce::Checked, Pkce::Ignored, Pkce::Refused] {
        let keap = keap(pkce).await;
        let code = code(&keap, "pb101", &[]).await;
        assert_eq!(token(&keap, &exchange_form(&code)).await.0, 200, "{pkce:?}");
    }
}

#[tokio::test]
async fn with_a_challenge_only_the_check_wants_its_verifier() {
    let challenge = challenge();
    let asked = [
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    for (pkce, verifier, status) in [
        (Pkce::Checked, Some(VERIFIER), 200),
        (Pkce::Checked, Some(ANOTHER), 400),
        (Pkce::Checked, None, 400),
        (Pkce::Ignored, Some(VERIFIER), 200),
        (Pkce::Ignored, Some(ANOTHER), 200),
        (Pkce::Ignored, None, 200),
    ] {
        let keap = keap(pkce).await;
        let code = code(&keap, "pb101", &asked).await;
        let mut form = exchange_form(&code);
        form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        assert_eq!(
            token(&keap, &form).await.0,
            status,
            "{pkce:?}, {verifier:?}"
        );
    }
}

#[tokio::test]
async fn passed_over_is_whatever_stands_in_them() {
    let keap = keap(Pkce::Ignored).await;
    for extra in [
        vec![("code_challenge", "tooshort")],
        vec![("code_challenge_method", "plain")],
    ] {
        let code = code(&keap, "pb101", &extra).await;
        assert_eq!(
            token(&keap, &exchange_form(&code)).await.0,
            200,
            "{extra:?}"
        );
    }
}

/// An error page, and never a redirect: that is asserted by the browser.
#[tokio::test]
async fn refused_is_a_challenge_with_an_error_page() {
    let keap = keap(Pkce::Refused).await;
    let challenge = challenge();
    for extra in [
        vec![
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ],
        vec![("code_challenge", challenge.as_str())],
        vec![("code_challenge_method", "S256")],
    ] {
        let mut browser = Browser::new(&keap.base_url());
        let query = [authorize_query("s"), extra].concat();
        assert_eq!(browser.open(&query).await, 400, "{query:?}");
        assert!(browser.page().contains("id=\"problem\""));
    }
}

#[tokio::test]
async fn refused_is_a_verifier_with_invalid_request_and_the_code_is_used_up() {
    let keap = keap(Pkce::Refused).await;
    let code = code(&keap, "pb101", &[]).await;
    let form = [exchange_form(&code), vec![("code_verifier", VERIFIER)]].concat();
    assert_eq!(
        token(&keap, &form).await,
        (
            400,
            json!({
                "error": "invalid_request",
                "error_description": "Unknown parameter: code_verifier",
            })
        )
    );
    assert_eq!(token(&keap, &exchange_form(&code)).await.0, 400, "used up");
}
