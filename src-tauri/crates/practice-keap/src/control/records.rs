//! What came in and what went out, for tests and for the contract check. Keeps no secret: of an
//! `Authorization` header only its kind, and the secret parameters of `/token` as a fixed word.

use std::time::Instant;

use axum::http::{HeaderMap, header, request};

/// Stands in a record where a secret stood.
const HIDDEN: &str = "hidden";

const SECRET_PARAMETERS: [&str; 5] = [
    "client_secret",
    "code",
    "code_verifier",
    "refresh_token",
    "password",
];

/// How a request said who sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorizationKind {
    /// No `Authorization` header.
    None,
    /// HTTP Basic.
    Basic,
    /// A bearer token.
    Bearer,
    /// Anything else.
    Other,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct RequestRecord {
    /// Counts the requests of one practice Keap, from 1.
    pub number: u64,
    /// The connection it came by; connections are counted from 1.
    pub connection: u64,
    /// When it had arrived whole.
    pub at: Instant,
    /// The same by the practice Keap's own clock, in milliseconds since 1970.
    pub at_ms: i64,
    /// `GET`, `POST`…
    pub method: String,
    /// The path, percent-encoded as sent.
    pub path: String,
    /// The query, percent-encoded as sent, without `?`; empty if there was none.
    pub query: String,
    /// The headers, in lower case and without `authorization` and `cookie`.
    pub headers: Vec<(String, String)>,
    /// The kind of the `Authorization` header.
    pub authorization: AuthorizationKind,
    /// The body as text; secret parameters of a form are replaced by `hidden`.
    pub body: String,
}

/// An answer as it left, beside the request it answers.
#[derive(Clone, Debug)]
pub struct ResponseRecord {
    /// The number of the request.
    pub request: u64,
    /// The method of the request.
    pub method: String,
    /// The path of the request.
    pub path: String,
    /// The query of the request.
    pub query: String,
    /// The status code.
    pub status: u16,
    /// The `content-type`, empty if there was none.
    pub content_type: String,
    /// The headers, in lower case and without `location`, whose query may hold a code.
    pub headers: Vec<(String, String)>,
    /// The body as text; the tokens of a token answer are replaced by `hidden`.
    pub body: String,
}

/// Where and when a request came in.
pub(crate) struct Arrival {
    pub(crate) number: u64,
    pub(crate) connection: u64,
    pub(crate) at_ms: i64,
}

impl RequestRecord {
    pub(crate) fn of(arrival: &Arrival, parts: &request::Parts, body: &[u8]) -> Self {
        let kind = match parts
            .headers
            .get(header::AUTHORIZATION)
            .map(|value| value.to_str())
        {
            None => AuthorizationKind::None,
            Some(Ok(text)) if begins_with(text, "basic ") => AuthorizationKind::Basic,
            Some(Ok(text)) if begins_with(text, "bearer ") => AuthorizationKind::Bearer,
            Some(_) => AuthorizationKind::Other,
        };
        let form = content_type(&parts.headers).starts_with("application/x-www-form-urlencoded");
        Self {
            number: arrival.number,
            connection: arrival.connection,
            at: Instant::now(),
            at_ms: arrival.at_ms,
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: visible(&parts.headers, &["authorization", "cookie"]),
            authorization: kind,
            body: if form {
                hide_form(body)
            } else {
                String::from_utf8_lossy(body).into_owned()
            },
        }
    }
}

impl ResponseRecord {
    pub(crate) fn of(
        request: &RequestRecord,
        status: u16,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Self {
        Self {
            request: request.number,
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            status,
            content_type: content_type(headers),
            headers: visible(headers, &["location", "set-cookie"]),
            body: if request.path == "/token" {
                hide_tokens(body)
            } else {
                String::from_utf8_lossy(body).into_owned()
            },
        }
    }
}

fn begins_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

fn content_type(headers: &HeaderMap) -> String {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

fn visible(headers: &HeaderMap, without: &[&str]) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| !without.contains(&name.as_str()))
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect()
}

fn hide_form(body: &[u8]) -> String {
    let mut shown = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(body) {
        let secret = SECRET_PARAMETERS.contains(&name.as_ref());
        shown.append_pair(&name, if secret { HIDDEN } else { &value });
    }
    shown.finish()
}

fn hide_tokens(body: &[u8]) -> String {
    let Ok(mut answer) = serde_json::from_slice::<serde_json::Value>(body) else {
        return String::from_utf8_lossy(body).into_owned();
    };
    for name in ["access_token", "refresh_token"] {
        if let Some(token) = answer.get_mut(name) {
            *token = HIDDEN.into();
        }
    }
    answer.to_string()
}
