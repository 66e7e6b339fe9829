//! Every answer of the API into a value or an [`Error`].
//!
//! Decided by the status first, and by the body only where a status means two things. Does not
//! know what was asked.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::allowance::Allowance;
use super::json::parse;
use super::problems::{gateway_code, problems};
use crate::Error;

/// An answer as it came, the body capped.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    /// The server's clock.
    pub(crate) date: Option<SystemTime>,
    pub(crate) allowance: Allowance,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Whether the body is a web page, by its header or its first character.
    ///
    /// An object is none, whatever the header calls it: a mislabelled refusal keeps its words.
    pub(crate) fn is_page(&self) -> bool {
        let declared = self
            .content_type
            .as_deref()
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
        match self.body.trim_ascii_start().first() {
            Some(b'<') => true,
            Some(b'{') => false,
            // A write may be answered without a word.
            None if (200..300).contains(&self.status) => false,
            _ => declared,
        }
    }

    /// The value of a success (`null` for an empty body), or why it is none.
    ///
    /// `secret` is what the request was authorized with: no sentence that echoes it is kept.
    pub(crate) fn read(&self, secret: &str) -> Result<Value, Error> {
        let status = self.status;
        match status {
            200..=299 if self.is_page() => Err(Error::Unavailable { status }),
            200..=299 if self.body.trim_ascii().is_empty() => Ok(Value::Null),
            200..=299 => parse(&self.body).ok_or(Error::Unreadable { status }),
            _ if self.is_gateway_limit() => Err(self.rate_limited()),
            401 => Err(Error::Unauthorized),
            403 => Err(Error::Forbidden),
            407 => Err(Error::Proxy),
            429 => Err(self.rate_limited()),
            // Keap refuses with data: a page comes from something in between, or in its place,
            // and says nothing about what was asked for.
            400..=499 if self.is_page() => Err(Error::Unavailable { status }),
            404 => Err(Error::NotFound),
            408 | 500.. => Err(Error::Unavailable { status }),
            400..=499 => Err(Error::Rejected {
                status,
                problems: problems(&self.body, secret),
            }),
            _ => Err(Error::Unreadable { status }),
        }
    }

    /// The gateway's limits come under more than one status.
    fn is_gateway_limit(&self) -> bool {
        gateway_code(&self.body).is_some_and(|code| code.starts_with("policies.ratelimit"))
    }

    fn rate_limited(&self) -> Error {
        match self.allowance {
            Allowance {
                day: Some(0),
                renewed_in: Some(renewed_in),
                ..
            } if !renewed_in.is_zero() => Error::QuotaSpent { renewed_in },
            _ => Error::RateLimited {
                retry_after: self.retry_after,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;

    fn read(status: u16, content_type: &str, body: &str) -> Result<Value, Error> {
        Answer {
            status,
            content_type: Some(content_type.into()),
            retry_after: Some(Duration::from_secs(7)),
            date: None,
            allowance: Allowance::default(),
            body: body.into(),
        }
        .read("canary")
    }

    fn limited() -> Error {
        Error::RateLimited {
            retry_after: Some(Duration::from_secs(7)),
        }
    }

    #[test]
    fn each_status_has_its_error() {
        let rejected = |status| Error::Rejected {
            status,
            problems: vec![Problem {
                message: "no".into(),
                ..Problem::default()
            }],
        };
        for (status, expected) in [
            (301, Error::Unreadable { status: 301 }),
            (400, rejected(400)),
            (401, Error::Unauthorized),
            (403, Error::Forbidden),
            (404, Error::NotFound),
            (405, rejected(405)),
            (407, Error::Proxy),
            (408, Error::Unavailable { status: 408 }),
            (409, rejected(409)),
            (422, rejected(422)),
            (429, limited()),
            (500, Error::Unavailable { status: 500 }),
            (501, Error::Unavailable { status: 501 }),
            (503, Error::Unavailable { status: 503 }),
        ] {
            let read = read(status, "application/json", r#"{"message":"no"}"#);
            assert_eq!(read, Err(expected), "{status}");
        }
    }

    #[test]
    fn a_web_page_gives_no_text_and_no_value() {
        let page = "<!doctype html><h1>Keap - Page Not Found</h1>";
        for (status, expected) in [
            (200, Error::Unavailable { status: 200 }),
            (400, Error::Unavailable { status: 400 }),
            (404, Error::Unavailable { status: 404 }),
            (405, Error::Unavailable { status: 405 }),
            // These mean the same from whoever says them.
            (401, Error::Unauthorized),
            (403, Error::Forbidden),
            (407, Error::Proxy),
            (429, limited()),
            (502, Error::Unavailable { status: 502 }),
        ] {
            assert_eq!(read(status, "text/html", page), Err(expected.clone()));
            // Some gateways forget the header, or call a page JSON.
            assert_eq!(read(status, "application/json", page), Err(expected));
        }
    }

    #[test]
    fn an_object_is_no_page_whatever_it_is_called() {
        assert_eq!(
            read(404, "text/html", r#"{"message":"no"}"#),
            Err(Error::NotFound)
        );
        assert_eq!(
            read(404, "text/html", ""),
            Err(Error::Unavailable { status: 404 })
        );
    }

    #[test]
    fn the_gateways_limit_counts_under_any_status() {
        let fault = r#"{"fault":{"detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}"#;
        for status in [403, 429, 500] {
            let read = read(status, "application/json", fault);
            assert!(matches!(read, Err(Error::RateLimited { .. })), "{status}");
        }
    }

    #[test]
    fn success_is_json_or_nothing() {
        assert_eq!(read(200, "", "{}"), Ok(serde_json::json!({})));
        assert_eq!(read(204, "", " \r\n"), Ok(Value::Null));
        let deep = "[".repeat(100_000);
        for body in ["{", "NaN", "ok", "{\"a\":\u{1}}", deep.as_str()] {
            assert_eq!(read(200, "", body), Err(Error::Unreadable { status: 200 }));
        }
    }
}
