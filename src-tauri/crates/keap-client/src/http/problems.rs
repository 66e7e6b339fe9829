//! What a refusal says: the sentences of Keap's error shapes, made fit to show.
//!
//! Knows the shapes of v2, v1, OAuth and the gateway; a web page is none of them and gives
//! nothing. Texts are for people: no decision in this crate depends on them, but for the
//! gateway's error codes.

use super::json::parse;
use crate::Problem;
use crate::lenient::{Object, as_object, objects, text};
use crate::plain_text::plain;

/// The most problems that are kept of one answer.
const MOST: usize = 10;

/// Reads the problems of a body; a sentence that holds `secret` is dropped, whoever echoed it.
pub(crate) fn problems(body: &[u8], secret: &str) -> Vec<Problem> {
    let Some(mut object) = object(body) else {
        return Vec::new();
    };
    let shown = |from: &Object, key: &str| {
        text(from, key)
            .filter(|text| secret.is_empty() || !text.contains(secret))
            .map(|text| plain(&text))
            .filter(|text| !text.is_empty())
    };
    let fault = object.get("fault").cloned().and_then(as_object);
    let message = shown(&object, "message")
        .or_else(|| shown(&object, "error_description"))
        .or_else(|| fault.and_then(|fault| shown(&fault, "faultstring")));
    let named: Vec<_> = objects(&mut object, "details")
        .iter()
        .take(MOST)
        .map(|detail| Problem {
            domain: shown(detail, "domain"),
            resource: shown(detail, "resource"),
            message: shown(detail, "message")
                .or_else(|| message.clone())
                .unwrap_or_default(),
        })
        .filter(|problem| *problem != Problem::default())
        .collect();
    if !named.is_empty() {
        return named;
    }
    message
        .map(|message| Problem {
            message,
            ..Problem::default()
        })
        .into_iter()
        .collect()
}

/// The gateway's own error code (`fault.detail.errorcode`), such as `policies.ratelimit.…`.
pub(crate) fn gateway_code(body: &[u8]) -> Option<String> {
    let fault = as_object(object(body)?.remove("fault")?)?;
    let detail = as_object(fault.get("detail")?.clone())?;
    text(&detail, "errorcode")
}

fn object(body: &[u8]) -> Option<Object> {
    parse(body).and_then(as_object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Vec<(String, String, String)> {
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".into());
        problems(body.as_bytes(), "canary")
            .into_iter()
            .map(|p| (or_dash(p.domain), or_dash(p.resource), p.message))
            .collect()
    }

    fn one(domain: &str, resource: &str, message: &str) -> Vec<(String, String, String)> {
        vec![(domain.into(), resource.into(), message.into())]
    }

    #[test]
    fn every_shape_gives_its_sentence() {
        for (body, expected) in [
            (
                r#"{"code":400,"message":"Bad e-mail","status":"X","details":[{"domain":"contact","resource":"email"}]}"#,
                one("contact", "email", "Bad e-mail"),
            ),
            (
                r#"{"code":"400","message":"Bad","status":null,"details":null}"#,
                one("-", "-", "Bad"),
            ),
            (
                r#"{"message":"BILLING Region\u0000 is\ninvalid","cause":{},"stackTrace":[]}"#,
                one("-", "-", "BILLING Region is invalid"),
            ),
            (
                r#"{"fault":{"faultstring":"Quota","detail":{"errorcode":"policies.ratelimit.Q"}}}"#,
                one("-", "-", "Quota"),
            ),
            (
                r#"{"error":"invalid_request","error_description":"No"}"#,
                one("-", "-", "No"),
            ),
            (r#"{"message":"echo canary"}"#, vec![]),
            (r#"{"message":"","details":[{}, 3]}"#, vec![]),
            (r#"{"message":{"a":1}}"#, vec![]),
            (r#"["message"]"#, vec![]),
            ("<html><title>Not Found</title></html>", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(read(body), expected, "{body}");
        }
    }

    #[test]
    fn neither_count_nor_length_grows_with_the_answer() {
        let detail = format!(r#"{{"resource":"{}"}}"#, "x".repeat(5_000));
        let body = format!(r#"{{"details":[{}]}}"#, [detail.as_str(); 50].join(","));
        let problems = problems(body.as_bytes(), "");
        assert_eq!(problems.len(), MOST);
        assert_eq!(problems[0].resource.as_deref().map(str::len), Some(200));
    }

    #[test]
    fn the_gateways_code_is_found() {
        let fault = br#"{"fault":{"detail":{"errorcode":"policies.ratelimit.SpikeArrest"}}}"#;
        assert_eq!(
            gateway_code(fault).as_deref(),
            Some("policies.ratelimit.SpikeArrest")
        );
        for body in [
            &b"{}"[..],
            b"<html>",
            br#"{"fault":"x"}"#,
            br#"{"fault":{"detail":null}}"#,
        ] {
            assert_eq!(gateway_code(body), None);
        }
    }
}
