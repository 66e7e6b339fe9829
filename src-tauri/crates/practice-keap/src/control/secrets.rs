//! Every secret that has passed through a practice Keap, in the clear, so that a test can look for it
//! in places where it must not be. In memory only, and printed by its kind alone.

use axum::http::{HeaderMap, header, request};
use serde_json::Value;
use url::form_urlencoded;

/// What kind of secret it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// The client's secret, as it was sent.
    ClientSecret,
    /// The `state` of an authorization request.
    State,
    /// A code, as it was given out.
    Code,
    /// A PKCE verifier, as it was presented.
    Verifier,
    /// An access token, as it was given out.
    AccessToken,
    /// A refresh token, as it was given out.
    RefreshToken,
}

/// One secret.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretSeen {
    /// What it is.
    pub kind: SecretKind,
    /// The secret itself, decoded.
    pub value: String,
}

impl std::fmt::Debug for SecretSeen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretSeen")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Those of a request: the `state` it asks with, and what a form brings.
pub(super) fn of_request(parts: &request::Parts, body: &[u8]) -> Vec<SecretSeen> {
    let names: &[(&str, SecretKind)] = match parts.uri.path() {
        "/app/oauth/authorize" => &[("state", SecretKind::State)],
        "/token" => &[
            ("client_secret", SecretKind::ClientSecret),
            ("code_verifier", SecretKind::Verifier),
        ],
        _ => return Vec::new(),
    };
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let mut found = parameters(query, names);
    found.extend(parameters(body, names));
    found
}

/// Those of an answer: the tokens of a token answer, the code of a redirect.
pub(super) fn of_answer(path: &str, headers: &HeaderMap, body: &[u8]) -> Vec<SecretSeen> {
    if path == "/token" {
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        let tokens = [
            ("access_token", SecretKind::AccessToken),
            ("refresh_token", SecretKind::RefreshToken),
        ];
        return tokens
            .into_iter()
            .filter_map(|(name, kind)| seen(kind, answer.get(name)?.as_str()?))
            .collect();
    }
    let query = headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|location| location.split_once('?'))
        .map_or("", |(_, query)| query);
    parameters(query.as_bytes(), &[("code", SecretKind::Code)])
}

fn parameters(text: &[u8], names: &[(&str, SecretKind)]) -> Vec<SecretSeen> {
    form_urlencoded::parse(text)
        .filter_map(|(name, value)| {
            let (_, kind) = names.iter().find(|(wanted, _)| *wanted == name)?;
            seen(*kind, &value)
        })
        .collect()
}

fn seen(kind: SecretKind, value: &str) -> Option<SecretSeen> {
    (!value.is_empty()).then(|| SecretSeen {
        kind,
        value: value.to_owned(),
    })
}
