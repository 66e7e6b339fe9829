//! What came in and what went out, for tests and for the contract check; and the answers a test has
//! put in the way. Keeps no secret: of an `Authorization` header only its kind, and the secret
//! parameters of `/token` as a fixed word.

use std::collections::VecDeque;
use std::time::Duration;

use axum::http::{HeaderMap, header, request};

/// Older records are dropped beyond this many.
const KEPT: usize = 2_000;

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

/// An answer that a test puts in the way of the next request that fits; used once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptedAnswer {
    /// The request's path begins with this.
    pub path_prefix: String,
    /// The request's method; empty fits all.
    pub method: String,
    /// The status to answer.
    pub status: u16,
    /// The body to answer.
    pub body: String,
    /// The body's type.
    pub content_type: String,
    /// How long to wait before answering.
    pub delay: Duration,
}

impl Default for ScriptedAnswer {
    fn default() -> Self {
        Self {
            path_prefix: "/".to_owned(),
            method: String::new(),
            status: 500,
            body: String::new(),
            content_type: "text/html; charset=utf-8".to_owned(),
            delay: Duration::ZERO,
        }
    }
}

/// Whether a scripted answer takes the place of the real one before or after the work is done.
#[derive(Clone, Debug)]
pub(crate) enum Script {
    /// Nothing happens but this answer.
    Instead(ScriptedAnswer),
    /// The request is carried out, and its answer is lost to this one.
    After(ScriptedAnswer),
}

impl Script {
    fn fits(&self, method: &str, path: &str) -> bool {
        let (Self::Instead(answer) | Self::After(answer)) = self;
        path.starts_with(&answer.path_prefix)
            && (answer.method.is_empty() || answer.method.eq_ignore_ascii_case(method))
    }
}

/// The records and the scripts of one practice Keap.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    pub(crate) requests: VecDeque<RequestRecord>,
    pub(crate) responses: VecDeque<ResponseRecord>,
    pub(crate) scripts: Vec<Script>,
}

impl Journal {
    pub(crate) fn note_request(&mut self, record: RequestRecord) {
        self.requests.push_back(record);
        drop_oldest(&mut self.requests);
    }

    pub(crate) fn note_response(&mut self, record: ResponseRecord) {
        self.responses.push_back(record);
        drop_oldest(&mut self.responses);
    }

    /// Takes the first script that fits out of the list.
    pub(crate) fn take_script(&mut self, method: &str, path: &str) -> Option<Script> {
        let at = self
            .scripts
            .iter()
            .position(|script| script.fits(method, path))?;
        Some(self.scripts.remove(at))
    }
}

fn drop_oldest<T>(records: &mut VecDeque<T>) {
    while records.len() > KEPT {
        records.pop_front();
    }
}

impl RequestRecord {
    pub(crate) fn of(parts: &request::Parts, body: &[u8]) -> Self {
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
