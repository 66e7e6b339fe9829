//! Checks of what was answered.

use serde_json::Value;

use super::Contract;
use super::model::Schema;
use super::value::{Check, Side};
use super::violation::{Mismatch, Violation};

/// Statuses that the description lists nowhere and that every caller meets.
const OF_THE_GATEWAY: [u16; 2] = [429, 503];

impl Contract {
    /// Everything that is wrong with an answer to a request: the status, the content type's header
    /// and the body, which may both be empty.
    pub fn check_response(
        &self,
        method: &str,
        path: &str,
        status: u16,
        content_type: &str,
        body: &str,
    ) -> Vec<Violation> {
        let is_error = status >= 400;
        if is_error && is_of(content_type, "text/html") {
            // Whatever stands before the API answers pages.
            return Vec::new();
        }
        let operation = match self.call(method, path) {
            Ok(call) => call.operation,
            Err(violation) => return vec![violation],
        };
        let error = self.description.schemas.get("Error");
        let schema = match operation.responses.get(&status.to_string()) {
            Some(schema) => schema.as_ref(),
            None if OF_THE_GATEWAY.contains(&status) => error,
            None => return vec![Violation::UnexpectedStatus { status }],
        };
        match schema {
            None if body.is_empty() => Vec::new(),
            None => vec![Violation::UnexpectedBody],
            Some(_) if body.is_empty() => vec![Violation::MissingBody],
            Some(_) if !is_of(content_type, "application/json") => vec![Violation::ContentType {
                sent: content_type.to_owned(),
            }],
            Some(schema) => match serde_json::from_str::<Value>(body) {
                Err(_) => vec![Violation::NotJson],
                Ok(value) if is_error => self.check_error(schema, value),
                Ok(value) => Check::body(&self.description, Side::Answer, schema, &value),
            },
        }
    }

    fn check_error(&self, schema: &Schema, mut value: Value) -> Vec<Violation> {
        if is_gateway_fault(&value) {
            return Vec::new();
        }
        if value.get("message").and_then(Value::as_str).is_none() {
            // The description lets every member be absent; an error without words helps nobody.
            return vec![Violation::Body {
                at: "/message".to_owned(),
                mismatch: Mismatch::MissingMember,
            }];
        }
        if let Some(code) = value.get_mut("code")
            && let Some(number) = code.as_str().and_then(|text| text.parse::<i32>().ok())
        {
            *code = number.into();
        }
        Check::body(&self.description, Side::Answer, schema, &value)
    }
}

fn is_of(content_type: &str, kind: &str) -> bool {
    let sent = content_type.split(';').next().unwrap_or_default();
    sent.trim().eq_ignore_ascii_case(kind)
}

/// `{"fault": {"faultstring": …, "detail": {"errorcode": …}}}`
fn is_gateway_fault(value: &Value) -> bool {
    let fault = value.get("fault");
    fault.is_some_and(|fault| {
        fault.get("faultstring").is_some_and(Value::is_string)
            && fault
                .pointer("/detail/errorcode")
                .is_some_and(Value::is_string)
    })
}
