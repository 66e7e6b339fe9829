//! `POST /token`: a code or a refresh token for a new pair. The two calls differ: the exchange takes
//! the client's keys in the body and no header, the refresh takes them by HTTP Basic.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::token_form::{self, Refusal};
use crate::api::query::Query;
use crate::book::grants::{Pair, Refreshed, digest};
use crate::moment;
use crate::options::Pkce;
use crate::pages;
use crate::practice::{Practice, locked};

/// Both grants.
pub(crate) async fn token(
    State(practice): State<Arc<Practice>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    #[cfg(feature = "control")]
    practice.door.token_request();
    let granted = token_form::read(&headers, &body).and_then(|form| match form.get("grant_type") {
        Some("authorization_code") => exchange(&practice, &headers, &form),
        Some("refresh_token") => refresh(&practice, &headers, &form),
        Some(_) => Err(Refusal::new(
            "unsupported_grant_type",
            "Unsupported grant type",
        )),
        None => Err(Refusal::NO_FORM),
    });
    match granted {
        Ok(Some((pair, app))) => pair_answer(&practice, &pair, &app),
        Ok(None) => pages::failure(
            StatusCode::INTERNAL_SERVER_ERROR,
            "500 Internal Server Error",
        ),
        Err(refusal) => refusal.into_response(),
    }
}

/// A new pair and its account; `None` if the system gave no random bytes.
type Grant = Option<(Pair, String)>;

fn exchange(practice: &Practice, headers: &HeaderMap, form: &Query) -> Result<Grant, Refusal> {
    if headers.contains_key(header::AUTHORIZATION) {
        return Err(Refusal::new(
            "invalid_request",
            "The Authorization header is not accepted here",
        ));
    }
    token_form::client_in_body(&practice.options.client, form)?;
    let now = practice.clock.now_ms();
    let granted = locked(&practice.sign_ins)
        .redeem(form.get("code").unwrap_or_default(), now)
        .ok_or(Refusal::new("invalid_grant", "Invalid authorization code"))?;
    // The code is used up from here on, whatever else is wrong.
    if form.get("redirect_uri") != Some(granted.asked.redirect_uri.as_str()) {
        return Err(Refusal::new("invalid_request", "Invalid redirect_uri"));
    }
    if practice.options.pkce == Pkce::Refused && form.get("code_verifier").is_some() {
        return Err(Refusal::new(
            "invalid_request",
            "Unknown parameter: code_verifier",
        ));
    }
    if let Some(challenge) = &granted.asked.challenge {
        let answered = form.get("code_verifier").map(digest);
        if answered.as_ref() != Some(challenge) {
            return Err(Refusal::new("invalid_grant", "Invalid code verifier"));
        }
    }
    let lifetime = moment::millis(practice.options.access_token_lifetime);
    let pair = practice
        .store
        .change(|book| book.grants.issue(&granted.app, lifetime, now));
    Ok(pair.ok().map(|pair| (pair, granted.app)))
}

const INVALID_REFRESH_TOKEN: Refusal = Refusal::new("invalid_request", "Invalid Refresh Token");

fn refresh(practice: &Practice, headers: &HeaderMap, form: &Query) -> Result<Grant, Refusal> {
    token_form::client_in_header(&practice.options.client, headers)?;
    let token = form.get("refresh_token").unwrap_or_default();
    let now = practice.clock.now_ms();
    let lifetime = moment::millis(practice.options.access_token_lifetime);
    let refreshed = practice
        .store
        .change(|book| book.grants.refresh(token, lifetime, now));
    match refreshed {
        Ok(Refreshed::Pair(pair, app)) => Ok(Some((pair, app))),
        Ok(Refreshed::Reused) => {
            #[cfg(feature = "control")]
            practice.door.refresh_reuse();
            Err(INVALID_REFRESH_TOKEN)
        }
        Ok(Refreshed::Unknown) => Err(INVALID_REFRESH_TOKEN),
        Err(_) => Ok(None),
    }
}

fn pair_answer(practice: &Practice, pair: &Pair, app: &str) -> Response {
    // Keap tells a second less than a day.
    let expires_in = practice
        .options
        .access_token_lifetime
        .as_secs()
        .saturating_sub(1);
    let body = json!({
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "token_type": "bearer",
        "expires_in": expires_in,
        "scope": format!("full|{app}.infusionsoft.com"),
    });
    ([(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}
