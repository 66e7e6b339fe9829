//! The two token requests, byte for byte, and what their answers mean.

use std::time::Duration;

use keap_client::{
    AuthorizationCode, Client, ClientId, ClientSecret, CodeVerifier, Error, Keys, Limits,
    OAuthError, RedirectUri, RefreshToken, TokenAnswer,
};

use crate::server::{Reply, Seen, Server, answer, cut, json, silence};
use crate::{client, client_with, limits};

/// Nothing in it survives being parsed and written again.
const REDIRECT: &str = "HTTP://localhost:8765/a/../callback?x=%2f&y= z";

fn keys() -> Keys {
    Keys {
        client_id: ClientId::new("id-of-app"),
        client_secret: ClientSecret::new("secret-canary"),
    }
}

async fn exchange(server: &Server) -> Result<TokenAnswer, OAuthError> {
    exchange_with(&client(server)).await
}

pub(crate) async fn exchange_with(client: &Client) -> Result<TokenAnswer, OAuthError> {
    let code = AuthorizationCode::new("code-canary");
    let verifier = CodeVerifier::new("verifier-canary");
    client
        .exchange(&keys(), &code, &RedirectUri::new(REDIRECT), &verifier)
        .await
}

async fn refresh(server: &Server) -> Result<TokenAnswer, OAuthError> {
    refresh_with(&client(server)).await
}

pub(crate) async fn refresh_with(client: &Client) -> Result<TokenAnswer, OAuthError> {
    client
        .refresh(&keys(), &RefreshToken::new("refresh-canary"))
        .await
}

fn form(seen: &Seen) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = url::form_urlencoded::parse(seen.body.as_bytes())
        .into_owned()
        .collect();
    pairs.sort();
    pairs
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    expected.iter().map(owned).collect()
}

fn token() -> Reply {
    json(
        200,
        r#"{"access_token":"a","refresh_token":"r","expires_in":"86400","token_type":"BEARER",
            "scope":"full|pb101.infusionsoft.com","new":[]}"#,
    )
}

#[tokio::test]
async fn the_exchange_has_its_keys_in_the_body_and_nowhere_else() {
    let server = Server::with(token()).await;
    let answer = exchange(&server).await.unwrap();
    assert_eq!(answer.access.expose(), "a");
    assert_eq!(answer.refresh.as_ref().map(RefreshToken::expose), Some("r"));
    assert_eq!(answer.expires_in, Duration::from_hours(24));
    assert_eq!(answer.account().unwrap().name, "pb101");
    let seen = server.only();
    assert_eq!(
        (seen.method.as_str(), seen.target.as_str()),
        ("POST", "/token")
    );
    assert_eq!(
        seen.header("authorization"),
        None,
        "Keap refuses both at once"
    );
    let kind = seen.header("content-type").unwrap();
    assert_eq!(kind, "application/x-www-form-urlencoded");
    assert_eq!(
        form(&seen),
        pairs(&[
            ("client_id", "id-of-app"),
            ("client_secret", "secret-canary"),
            ("code", "code-canary"),
            ("code_verifier", "verifier-canary"),
            ("grant_type", "authorization_code"),
            ("redirect_uri", REDIRECT),
        ])
    );
}

#[tokio::test]
async fn without_pkce_the_exchange_is_the_same_but_for_the_verifier() {
    let server = Server::with(token()).await;
    let code = AuthorizationCode::new("code-canary");
    client(&server)
        .exchange(&keys(), &code, &RedirectUri::new(REDIRECT), None)
        .await
        .unwrap();
    assert_eq!(
        form(&server.only()),
        pairs(&[
            ("client_id", "id-of-app"),
            ("client_secret", "secret-canary"),
            ("code", "code-canary"),
            ("grant_type", "authorization_code"),
            ("redirect_uri", REDIRECT),
        ])
    );
}

#[tokio::test]
async fn the_refresh_has_its_keys_in_the_basic_header_and_nowhere_else() {
    let server = Server::with(token()).await;
    refresh(&server).await.unwrap();
    let seen = server.only();
    assert_eq!(
        (seen.method.as_str(), seen.target.as_str()),
        ("POST", "/token")
    );
    // base64 of `id-of-app:secret-canary`
    let basic = "Basic aWQtb2YtYXBwOnNlY3JldC1jYW5hcnk=";
    assert_eq!(seen.header("authorization"), Some(basic));
    let grant = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "refresh-canary"),
    ];
    assert_eq!(form(&seen), pairs(&grant));
}

#[tokio::test]
async fn the_basic_header_has_the_keys_as_they_are() {
    // Form-encoding before base64 changes each of these, and Keap does not undo it.
    for (id, secret, basic) in [
        ("app", "a+b", "YXBwOmErYg=="),
        ("app", "a/b", "YXBwOmEvYg=="),
        ("app", "a=b==", "YXBwOmE9Yj09"),
        ("app", "a~b!", "YXBwOmF+YiE="),
        ("app", "a b%2B&", "YXBwOmEgYiUyQiY="),
        ("app", "é:", "YXBwOsOpOg=="),
        ("a+p~", "s", "YStwfjpz"),
    ] {
        let server = Server::with(token()).await;
        let keys = Keys {
            client_id: ClientId::new(id),
            client_secret: ClientSecret::new(secret),
        };
        let token = RefreshToken::new("r");
        client(&server).refresh(&keys, &token).await.unwrap();
        let seen = server.only();
        let expected = format!("Basic {basic}");
        assert_eq!(seen.header("authorization"), Some(expected.as_str()));
        let grant = [("grant_type", "refresh_token"), ("refresh_token", "r")];
        assert_eq!(form(&seen), pairs(&grant), "{secret}");
    }
}

#[tokio::test]
async fn an_answer_needs_no_more_than_an_access_token() {
    let bare = r#" {"access_token":"a"} "#;
    for reply in [
        json(200, bare),
        json(201, bare),
        answer(200, "content-type: text/plain\r\n", bare),
        answer(200, "", bare),
    ] {
        let server = Server::with(reply).await;
        let answer = refresh(&server).await.unwrap();
        assert_eq!(answer.refresh, None);
        assert_eq!(answer.expires_in, Duration::from_hours(1));
        assert_eq!(answer.account(), None);
    }
}

#[tokio::test]
async fn refusals_say_what_was_refused() {
    let refused = |code: &str, said: &str| {
        let body = format!(r#"{{"error":"{code}","error_description":"{said}"}}"#);
        json(400, &body)
    };
    let bad_redirect = Server::with(refused("invalid_request", "Invalid redirect_uri")).await;
    assert_eq!(
        exchange(&bad_redirect).await,
        Err(OAuthError::RedirectRefused)
    );
    let bad_keys = Server::with(json(401, r#"{"error":"invalid_client"}"#)).await;
    assert_eq!(exchange(&bad_keys).await, Err(OAuthError::KeysRefused));
    let used_code = Server::with(refused("invalid_grant", "")).await;
    assert_eq!(exchange(&used_code).await, Err(OAuthError::GrantRefused));
    let used_token = Server::with(refused("invalid_request", "Invalid Refresh Token")).await;
    assert_eq!(refresh(&used_token).await, Err(OAuthError::GrantRefused));
}

#[tokio::test]
async fn a_request_that_may_have_arrived_is_never_sent_again() {
    let giant = b"HTTP/1.1 200 X\r\n\r\n".to_vec();
    let unreadable = |status| Error::Unreadable { status };
    for (reply, expected) in [
        (cut(), Error::Interrupted),
        (Reply::Flood(giant), unreadable(200)),
        (json(200, "{}"), unreadable(200)),
        (json(200, ""), unreadable(200)),
        (json(200, r#"{"access_token":null}"#), unreadable(200)),
        (
            answer(200, "", "<html>"),
            Error::Unavailable { status: 200 },
        ),
        (json(429, "{}"), Error::RateLimited { retry_after: None }),
        (json(503, "{}"), Error::Unavailable { status: 503 }),
        (json(502, "<html>"), Error::Unavailable { status: 502 }),
    ] {
        let server = Server::with(reply).await;
        assert_eq!(
            refresh(&server).await,
            Err(OAuthError::Http(expected.clone()))
        );
        assert_eq!(server.seen().len(), 1, "{expected:?}");
    }
}

#[tokio::test]
async fn a_token_request_has_a_time_limit_of_its_own() {
    let server = Server::with(silence()).await;
    let token_total = Duration::from_millis(300);
    let client = client_with(
        server.base(),
        Limits {
            token_total,
            ..limits()
        },
    );
    let asked = tokio::time::timeout(Duration::from_secs(8), refresh_with(&client)).await;
    let expected = Error::TimedOut { sent: true };
    assert_eq!(asked.unwrap(), Err(OAuthError::Http(expected)));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn credentials_never_follow_a_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let target = Server::with(token()).await;
        let location = format!("location: {}/token\r\n", target.base());
        let server = Server::start(vec![answer(status, &location, ""); 2]).await;
        let expected = Err(OAuthError::Http(Error::Unreadable { status }));
        assert_eq!(exchange(&server).await, expected);
        assert_eq!(refresh(&server).await, expected);
        assert!(target.seen().is_empty(), "{status}");
    }
}

#[tokio::test]
async fn every_token_request_has_a_connection_of_its_own() {
    // A pooled connection would take the second request to where nobody reads any more.
    let kept = b"HTTP/1.1 200 X\r\ncontent-length: 20\r\n\r\n{\"access_token\":\"a\"}".to_vec();
    let server = Server::start(vec![Reply::Hold(kept); 2]).await;
    let client = client(&server);
    for _ in 0..2 {
        let token = RefreshToken::new("r");
        client.refresh(&keys(), &token).await.unwrap();
    }
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn calls_can_be_made_from_any_task() {
    fn is_send<T: Send>(_: &T) {}
    let client = crate::client_of("http://localhost:1");
    let (keys, token) = (keys(), RefreshToken::new("r"));
    is_send(&client.refresh(&keys, &token));
    let (code, redirect) = (AuthorizationCode::new("c"), RedirectUri::new(REDIRECT));
    let verifier = CodeVerifier::new("v");
    is_send(&client.exchange(&keys, &code, &redirect, &verifier));
    is_send(&client.user_info(&crate::authorization()));
}
