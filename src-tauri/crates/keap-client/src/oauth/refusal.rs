//! A refused token request into an error.
//!
//! Decides whether the answer speaks of OAuth at all; what it then means is `meaning`'s table.
//! Keeps no text of it.

use super::meaning::{Grant, Meaning, meaning};
use crate::http::answer::Answer;
use crate::http::json::parse;
use crate::http::problems::gateway_code;
use crate::lenient::{as_object, text};
use crate::{Error, OAuthError, Problem};

/// Reads an answer that is no success.
pub(super) fn refusal(grant: Grant, answer: &Answer) -> OAuthError {
    let general = match answer.read("") {
        Err(error) => error,
        // Only called for what is no success; should it be one, it had no token in it.
        Ok(_) => Error::Unreadable {
            status: answer.status,
        },
    };
    let about_oauth = matches!(
        general,
        Error::Unauthorized | Error::Forbidden | Error::NotFound | Error::Rejected { .. }
    );
    if !about_oauth {
        return general.into();
    }
    let body = parse(&answer.body).and_then(as_object).unwrap_or_default();
    let code = text(&body, "error").unwrap_or_default();
    let said = text(&body, "error_description")
        .or_else(|| gateway_code(&answer.body))
        .unwrap_or_default();
    match meaning(grant, &code, &said) {
        Some(Meaning::Keys) => OAuthError::KeysRefused,
        Some(Meaning::Grant) => OAuthError::GrantRefused,
        Some(Meaning::Redirect) => OAuthError::RedirectRefused,
        // RFC 6749 §5.2: 401 is for the client's authentication.
        None if general == Error::Unauthorized => OAuthError::KeysRefused,
        None => without_text(general, &code).into(),
    }
}

/// The codes that are kept of a refusal which is about nothing a person can put right.
const SHOWN: &[&str] = &[
    "access_denied",
    "invalid_request",
    "invalid_scope",
    "unsupported_grant_type",
    "unsupported_response_type",
];

/// An answer may echo what was sent, so of a refused token request only a known code is kept.
fn without_text(error: Error, code: &str) -> Error {
    let Error::Rejected { status, .. } = error else {
        return error;
    };
    let problems = SHOWN
        .iter()
        .filter(|known| **known == code)
        .map(|known| Problem {
            message: (*known).to_owned(),
            ..Problem::default()
        })
        .collect();
    Error::Rejected { status, problems }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(grant: Grant, status: u16, body: &str) -> OAuthError {
        let answer = Answer {
            status,
            content_type: None,
            retry_after: None,
            date: None,
            allowance: crate::http::allowance::Allowance::default(),
            body: body.into(),
        };
        refusal(grant, &answer)
    }

    fn oauth(code: &str, description: &str) -> String {
        format!(r#"{{"error":"{code}","error_description":"{description}"}}"#)
    }

    fn fault(code: &str) -> String {
        format!(r#"{{"fault":{{"faultstring":"x","detail":{{"errorcode":"{code}"}}}}}}"#)
    }

    #[test]
    fn the_table() {
        use Grant::{Code, RefreshToken};
        use OAuthError::{GrantRefused, KeysRefused, RedirectRefused};
        for (grant, status, body, expected) in [
            // The code decides, under any 4xx.
            (
                Code,
                401,
                oauth("invalid_client", "Invalid Client"),
                KeysRefused,
            ),
            (RefreshToken, 400, oauth("invalid_client", ""), KeysRefused),
            (Code, 403, oauth("unauthorized_client", ""), KeysRefused),
            (Code, 400, oauth("invalid_grant", "expired"), GrantRefused),
            (Code, 401, oauth("invalid_grant", ""), GrantRefused),
            (
                Code,
                400,
                oauth("invalid_grant", "redirect_uri mismatch"),
                RedirectRefused,
            ),
            (
                RefreshToken,
                400,
                oauth("invalid_grant", "Invalid refresh token"),
                GrantRefused,
            ),
            // Keap's own use of invalid_request.
            (
                RefreshToken,
                400,
                oauth("invalid_request", "Invalid Refresh Token"),
                GrantRefused,
            ),
            (
                RefreshToken,
                400,
                oauth("invalid_request", "refresh_token is required"),
                GrantRefused,
            ),
            (
                Code,
                400,
                oauth("invalid_request", "Invalid redirect_uri"),
                RedirectRefused,
            ),
            (
                Code,
                400,
                oauth("invalid_request", "Invalid Authorization Code"),
                GrantRefused,
            ),
            (
                Code,
                400,
                oauth("invalid_request", "Invalid code"),
                GrantRefused,
            ),
            (
                Code,
                400,
                oauth("invalid_request", "Invalid code_verifier"),
                GrantRefused,
            ),
            (
                Code,
                400,
                oauth("invalid_request", "Invalid client_id"),
                KeysRefused,
            ),
            (
                RefreshToken,
                400,
                oauth("INVALID_REQUEST", "Client Secret is wrong"),
                KeysRefused,
            ),
            // The gateway.
            (
                Code,
                401,
                fault("oauth.v2.InvalidClientIdentifier"),
                KeysRefused,
            ),
            (
                RefreshToken,
                400,
                fault("keymanagement.service.invalid_refresh_token"),
                GrantRefused,
            ),
            (
                Code,
                400,
                fault("oauth.v2.InvalidAuthorizationCode"),
                GrantRefused,
            ),
            // 401 without a word, and from a page.
            (Code, 401, String::new(), KeysRefused),
            (Code, 401, "<html>".into(), KeysRefused),
        ] {
            assert_eq!(
                read(grant, status, &body),
                expected,
                "{grant:?} {status} {body}"
            );
        }
    }

    #[test]
    fn what_no_row_fits_is_no_verdict_on_keys_or_grant() {
        use Grant::{Code, RefreshToken};
        let rejected = |code: &str| {
            let message = code.to_owned();
            let problem = (!code.is_empty()).then(|| Problem {
                message,
                ..Problem::default()
            });
            Error::Rejected {
                status: 400,
                problems: problem.into_iter().collect(),
            }
        };
        for (grant, status, body, expected) in [
            (
                Code,
                400,
                oauth("invalid_request", "response_type or grant_type is required"),
                rejected("invalid_request"),
            ),
            // Each grant is refused by its own words only.
            (
                Code,
                400,
                oauth("invalid_request", "Invalid Refresh Token"),
                rejected("invalid_request"),
            ),
            (
                RefreshToken,
                400,
                oauth("invalid_request", "Invalid redirect_uri"),
                rejected("invalid_request"),
            ),
            (
                Code,
                400,
                oauth("unsupported_grant_type", ""),
                rejected("unsupported_grant_type"),
            ),
            (Code, 400, oauth("Echo: canary", "canary"), rejected("")),
            (
                Code,
                400,
                "<html>Bad Request</html>".into(),
                Error::Unavailable { status: 400 },
            ),
            (
                Code,
                404,
                "<html>".into(),
                Error::Unavailable { status: 404 },
            ),
            (Code, 404, String::new(), Error::NotFound),
            // Out of order is out of order, whatever else it says.
            (
                RefreshToken,
                500,
                oauth("invalid_grant", ""),
                Error::Unavailable { status: 500 },
            ),
            (
                RefreshToken,
                429,
                oauth("invalid_grant", ""),
                Error::RateLimited { retry_after: None },
            ),
            (
                RefreshToken,
                302,
                String::new(),
                Error::Unreadable { status: 302 },
            ),
            (RefreshToken, 407, String::new(), Error::Proxy),
        ] {
            let read = read(grant, status, &body);
            assert_eq!(
                read,
                OAuthError::Http(expected),
                "{grant:?} {status} {body}"
            );
        }
    }
}
