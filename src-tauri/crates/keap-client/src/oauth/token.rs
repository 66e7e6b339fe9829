//! Keap's token answer, read leniently into the `oauth2` crate's shape.
//!
//! That crate's own type is stricter than Keap: it wants a lower-case type, a whole number of
//! seconds and scopes parted by blanks. Never leaves this room; see `token_answer` for what does.

use std::fmt;
use std::time::Duration;

use oauth2::{AccessToken, RefreshToken, Scope, TokenResponse, TokenType};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::lenient::{Object, text};

/// How long a token is taken to live where Keap does not say.
const UNSAID: Duration = Duration::from_hours(1);
/// A shorter life would have every call begin with a refresh.
const SHORTEST: u64 = 60;
/// Keap's tokens live a day; nobody's lives longer than a month.
const LONGEST: u64 = 30 * 24 * 60 * 60;

/// The one type of token there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bearer;

impl TokenType for Bearer {}

/// A token answer.
#[derive(Deserialize)]
#[serde(try_from = "Object")]
pub(super) struct Token {
    access: AccessToken,
    refresh: Option<RefreshToken>,
    expires_in: Duration,
    scope: Option<String>,
}

/// The answer has no usable access token, or one of another type. Says nothing of what it holds.
#[derive(Debug, thiserror::Error)]
#[error("no usable token")]
pub(super) struct NoToken;

impl TryFrom<Object> for Token {
    type Error = NoToken;

    fn try_from(object: Object) -> Result<Self, NoToken> {
        let bearer = text(&object, "token_type").is_none_or(|it| it.eq_ignore_ascii_case("bearer"));
        let access = text(&object, "access_token")
            // It has to fit into a header.
            .filter(|token| bearer && token.bytes().all(|byte| byte.is_ascii_graphic()))
            .ok_or(NoToken)?;
        Ok(Self {
            access: AccessToken::new(access),
            refresh: text(&object, "refresh_token").map(RefreshToken::new),
            expires_in: object.get("expires_in").map_or(UNSAID, lifetime),
            scope: text(&object, "scope"),
        })
    }
}

fn lifetime(value: &Value) -> Duration {
    let seconds = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|it: &f64| !it.is_nan()),
        _ => None,
    };
    let Some(seconds) = seconds else {
        return UNSAID;
    };
    let whole = match Duration::try_from_secs_f64(seconds) {
        Ok(duration) => duration.as_secs(),
        Err(_) if seconds < 0.0 => 0,
        Err(_) => u64::MAX,
    };
    Duration::from_secs(whole.clamp(SHORTEST, LONGEST))
}

impl Token {
    pub(super) fn lifetime(&self) -> Duration {
        self.expires_in
    }

    pub(super) fn scope(&self) -> Option<&str> {
        self.scope.as_deref()
    }
}

impl TokenResponse for Token {
    type TokenType = Bearer;

    fn access_token(&self) -> &AccessToken {
        &self.access
    }

    fn token_type(&self) -> &Bearer {
        &Bearer
    }

    fn expires_in(&self) -> Option<Duration> {
        Some(self.expires_in)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh.as_ref()
    }

    /// Keap's scope is no list: `full|abc123.infusionsoft.com` is one text, see [`Token::scope`].
    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// The `oauth2` crate asks for the trait and never uses it; nothing is written.
impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(value: Value) -> Result<Token, serde_json::Error> {
        serde_json::from_value(value)
    }

    #[test]
    fn lifetimes_of_every_kind() {
        let hour = 3_600;
        for (value, expected) in [
            (json!(86_399), 86_399),
            (json!("86400"), 86_400),
            (json!(" 86400.0 "), 86_400),
            (json!(null), hour),
            (json!("soon"), hour),
            (json!("NaN"), hour),
            (json!([]), hour),
            (json!(0), SHORTEST),
            (json!(-5), SHORTEST),
            (json!("-inf"), SHORTEST),
            (json!(1e18), LONGEST),
            (json!(1e300), LONGEST),
            (json!("inf"), LONGEST),
            (json!(u64::MAX), LONGEST),
        ] {
            let token = read(json!({"access_token": "a", "expires_in": value})).unwrap();
            assert_eq!(token.lifetime().as_secs(), expected, "{value}");
        }
        let token = read(json!({"access_token": "a"})).unwrap();
        assert_eq!(token.lifetime(), UNSAID);
    }

    #[test]
    fn types_of_every_spelling_but_only_one_type() {
        for (kind, usable) in [
            (json!("bearer"), true),
            (json!("Bearer"), true),
            (json!("BEARER"), true),
            (json!(null), true),
            (json!("mac"), false),
        ] {
            let token = read(json!({"access_token": "a", "token_type": kind}));
            assert_eq!(token.is_ok(), usable, "{kind}");
        }
    }

    #[test]
    fn without_a_usable_access_token_there_is_none() {
        for body in [
            json!({}),
            json!({"access_token": null}),
            json!({"access_token": ""}),
            json!({"access_token": ["canary"]}),
            json!({"access_token": "canary\r\nX: y"}),
            json!([]),
            json!("canary"),
        ] {
            let error = read(body.clone()).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("X: y"), "{body}");
        }
    }

    #[test]
    fn a_refresh_token_that_is_empty_is_none() {
        for (value, expected) in [
            (json!("r"), Some("r")),
            (json!(""), None),
            (json!(null), None),
        ] {
            let token = read(json!({"access_token": "a", "refresh_token": value})).unwrap();
            let refresh = token.refresh_token().map(|it| it.secret().as_str());
            assert_eq!(refresh, expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn no_number_panics(number in any::<f64>(), text in any::<String>()) {
            for value in [json!(number), json!(number.to_string()), json!(text)] {
                let seconds = lifetime(&value).as_secs();
                prop_assert!((SHORTEST..=LONGEST).contains(&seconds));
            }
        }
    }
}
