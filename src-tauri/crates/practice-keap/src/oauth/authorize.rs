//! `GET /app/oauth/authorize`: what must be right before a browser is shown a log-in page. An unknown
//! client or a refused redirect URI ends on an error page: sending the browser anywhere would make
//! the server a redirector for strangers (RFC 6749, section 4.1.2.1).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{consent, redirect_uri};
use crate::api::query::Query;
use crate::oauth::sign_in::Asked;
use crate::options::Pkce;
use crate::pages;
use crate::practice::{Practice, locked};

/// An S256 challenge: 32 bytes in base64url (RFC 7636, section 4.2).
const CHALLENGE_LENGTH: usize = 43;

/// The longest `state` that is taken, in bytes.
const LONGEST_STATE: usize = 2_000;

/// Begins a sign-in and shows the log-in page.
pub(crate) async fn authorize(
    State(practice): State<Arc<Practice>>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = Query::parse(query.as_deref());
    let asked = match check(&practice, &query) {
        Ok(asked) => asked,
        Err(reason) => return refuse(reason),
    };
    let begun = locked(&practice.sign_ins).begin(asked, practice.clock.now_ms());
    match begun {
        Ok(id) => consent::log_in_page(&id, None),
        Err(_) => pages::failure(
            StatusCode::INTERNAL_SERVER_ERROR,
            "500 Internal Server Error",
        ),
    }
}

fn check(practice: &Practice, query: &Query) -> Result<Asked, &'static str> {
    if query.has_repeats() {
        return Err("A parameter was sent more than once.");
    }
    if query.get("client_id") != Some(practice.options.client.id.as_str()) {
        return Err("The client ID is not known here.");
    }
    let redirect_uri = query.get("redirect_uri").unwrap_or_default();
    if !redirect_uri::is_allowed(redirect_uri) {
        return Err("The redirect URI was refused: it must be HTTPS and carry no query.");
    }
    if query.get("response_type") != Some("code") {
        return Err("The response type must be code.");
    }
    if query.get("scope").is_some_and(|scope| scope != "full") {
        return Err("The scope must be full.");
    }
    let state = query.get("state").map(str::to_owned);
    if state
        .as_ref()
        .is_some_and(|state| state.len() > LONGEST_STATE)
    {
        return Err("The state is too long.");
    }
    Ok(Asked {
        redirect_uri: redirect_uri.to_owned(),
        state,
        challenge: challenge(practice.options.pkce, query)?,
    })
}

/// The challenge that the exchange will have to answer, if there is one.
fn challenge(pkce: Pkce, query: &Query) -> Result<Option<String>, &'static str> {
    let challenge = query.get("code_challenge");
    let method = query.get("code_challenge_method");
    match (pkce, challenge, method) {
        (Pkce::Ignored, _, _) | (_, None, None) => Ok(None),
        (Pkce::Refused, _, _) => Err("A parameter is not known here: code_challenge."),
        (Pkce::Checked, None, Some(_)) => Err("A challenge method came without a challenge."),
        (Pkce::Checked, Some(challenge), Some("S256")) => {
            if challenge.len() == CHALLENGE_LENGTH {
                Ok(Some(challenge.to_owned()))
            } else {
                Err("The challenge has the wrong length.")
            }
        }
        (Pkce::Checked, Some(_), _) => Err("The challenge method must be S256."),
    }
}

fn refuse(reason: &str) -> Response {
    let body = format!(
        "<p id=\"problem\" class=\"problem\">{}</p>\n\
         <p>You were not sent back to the app. Close this page, go to the app and check its keys.</p>",
        pages::escape(reason)
    );
    pages::page(
        StatusCode::BAD_REQUEST,
        "Something is wrong with this request",
        &body,
    )
}
