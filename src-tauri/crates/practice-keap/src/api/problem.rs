//! The shapes of API errors: v2's own JSON, and the two of the gateway in front of it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An error in v2's shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    message: String,
    /// What the message is about, `addresses`.
    resource: Option<String>,
}

impl Problem {
    /// 400: the request breaks a rule.
    pub(crate) fn invalid(resource: &str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: message.into(),
            resource: Some(resource.to_owned()),
        }
    }

    /// 400: the body is not what the schema says.
    pub(crate) fn unreadable() -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: "Input could not be converted to a valid request".to_owned(),
            resource: None,
        }
    }

    /// 409: there is one of that name already.
    pub(crate) fn taken(resource: &str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::CONFLICT,
            message: message.into(),
            resource: Some(resource.to_owned()),
        }
    }

    /// 500: what Keap answers where it stumbles over a value instead of judging it.
    pub(crate) fn stumbled(resource: &str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            message: message.into(),
            resource: Some(resource.to_owned()),
        }
    }

    /// 404: there is no such thing.
    pub(crate) fn not_found(message: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            message: message.to_owned(),
            resource: None,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let name = match self.status {
            StatusCode::BAD_REQUEST => "INVALID_ARGUMENT",
            StatusCode::NOT_FOUND => "NOT_FOUND",
            StatusCode::CONFLICT => "ALREADY_EXISTS",
            StatusCode::INTERNAL_SERVER_ERROR => "INTERNAL",
            _ => "FAILED_PRECONDITION",
        };
        let details: Vec<Value> = self
            .resource
            .iter()
            .map(|resource| json!({"domain": "crm", "resource": resource}))
            .collect();
        let body = json!({
            "code": self.status.as_u16(),
            "message": self.message,
            "status": name,
            "details": details,
        });
        (self.status, axum::Json(body)).into_response()
    }
}

/// 405 in v2's shape.
pub(crate) async fn method_not_allowed() -> Problem {
    Problem {
        status: StatusCode::METHOD_NOT_ALLOWED,
        message: "Method not allowed".to_owned(),
        resource: None,
    }
}

/// The gateway's 401; `code` is the gateway's name for the reason.
pub(crate) fn unauthorized(code: &str) -> Response {
    let body = json!({"fault": {
        "faultstring": "Invalid Access Token",
        "detail": {"errorcode": code},
    }});
    (StatusCode::UNAUTHORIZED, axum::Json(body)).into_response()
}

/// The gateway's 429 for too many calls at once.
pub(crate) fn spike() -> Response {
    let body = json!({"fault": {
        "faultstring": "Spike arrest violation",
        "detail": {"errorcode": "policies.ratelimit.SpikeArrestViolation"},
    }});
    (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response()
}

/// The 429 for a minute or a day used up: its code is a string here, and there are no details.
pub(crate) fn throttled() -> Response {
    let body = json!({
        "code": "429",
        "message": "Quota Exceeded",
        "status": "Request Throttled",
        "details": null,
    });
    (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response()
}
