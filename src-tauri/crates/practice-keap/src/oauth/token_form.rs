//! Reads a token request: the form, and the client's keys in either place. Decides nothing about
//! codes and tokens.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use subtle::ConstantTimeEq;

use crate::api::query::Query;
use crate::options::ClientKeys;

/// An answer of the token endpoint that gives no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    error: &'static str,
    description: &'static str,
}

impl Refusal {
    pub(crate) const fn new(error: &'static str, description: &'static str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error,
            description,
        }
    }

    /// What everything that is not a form with a grant type gets, JSON included.
    pub(crate) const NO_FORM: Self =
        Self::new("invalid_request", "response_type or grant_type is required");

    /// The client is unknown, or its secret is wrong.
    pub(crate) const WRONG_CLIENT: Self = Self {
        status: StatusCode::UNAUTHORIZED,
        error: "invalid_client",
        description: "Client credentials are invalid",
    };
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({"error": self.error, "error_description": self.description});
        (
            self.status,
            [(header::CACHE_CONTROL, "no-store")],
            axum::Json(body),
        )
            .into_response()
    }
}

/// The parameters, if the body is a form without repeats.
pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Query, Refusal> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Refusal::NO_FORM);
    }
    let form = Query::parse_bytes(body);
    if form.has_repeats() {
        return Err(Refusal::new(
            "invalid_request",
            "A parameter was sent more than once",
        ));
    }
    Ok(form)
}

/// The client's keys from the form, as the code exchange sends them.
pub(crate) fn client_in_body(keys: &ClientKeys, form: &Query) -> Result<(), Refusal> {
    check(
        keys,
        form.get("client_id").unwrap_or_default(),
        form.get("client_secret").unwrap_or_default(),
    )
}

/// The client's keys from HTTP Basic, as a refresh sends them.
pub(crate) fn client_in_header(keys: &ClientKeys, headers: &HeaderMap) -> Result<(), Refusal> {
    let pair = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
        .and_then(|(_, encoded)| STANDARD.decode(encoded.trim()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    match pair.as_deref().and_then(|pair| pair.split_once(':')) {
        Some((id, secret)) => check(keys, id, secret),
        None => Err(Refusal::WRONG_CLIENT),
    }
}

fn check(keys: &ClientKeys, id: &str, secret: &str) -> Result<(), Refusal> {
    let same =
        id.as_bytes().ct_eq(keys.id.as_bytes()) & secret.as_bytes().ct_eq(keys.secret.as_bytes());
    if bool::from(same) {
        Ok(())
    } else {
        Err(Refusal::WRONG_CLIENT)
    }
}
