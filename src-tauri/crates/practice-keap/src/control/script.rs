//! The answers that a test has put in the way of the next requests. Each is used once.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::wire::Delivery;

/// An answer that a test puts in the way of the next request that fits; used once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptedAnswer {
    /// The request's path begins with this.
    pub path_prefix: String,
    /// The request's method; empty fits all.
    pub method: String,
    /// The status to answer.
    pub status: u16,
    /// Further headers, as `("retry-after", "7")`.
    pub headers: Vec<(String, String)>,
    /// The body to answer.
    pub body: String,
    /// The body's type.
    pub content_type: String,
    /// How long to wait before answering.
    pub delay: Duration,
    /// How the answer goes over the wire.
    pub delivery: Delivery,
}

impl Default for ScriptedAnswer {
    fn default() -> Self {
        Self {
            path_prefix: "/".to_owned(),
            method: String::new(),
            status: 500,
            headers: Vec::new(),
            body: String::new(),
            content_type: "text/html; charset=utf-8".to_owned(),
            delay: Duration::ZERO,
            delivery: Delivery::Whole,
        }
    }
}

/// What happens to the next request that fits.
#[derive(Clone, Debug)]
pub(super) enum Script {
    /// Nothing happens but this answer.
    Instead(ScriptedAnswer),
    /// The request is carried out, and its answer is lost to this one.
    After(ScriptedAnswer),
    /// The request is carried out, and its own answer goes over the wire like this.
    Deliver {
        path_prefix: String,
        delivery: Delivery,
    },
}

impl Script {
    fn fits(&self, method: &str, path: &str) -> bool {
        match self {
            Self::Instead(answer) | Self::After(answer) => {
                path.starts_with(&answer.path_prefix)
                    && (answer.method.is_empty() || answer.method.eq_ignore_ascii_case(method))
            }
            Self::Deliver { path_prefix, .. } => path.starts_with(path_prefix),
        }
    }
}

/// Takes the first script that fits out of the list.
pub(super) fn take(scripts: &mut Vec<Script>, method: &str, path: &str) -> Option<Script> {
    let at = scripts
        .iter()
        .position(|script| script.fits(method, path))?;
    Some(scripts.remove(at))
}

/// Gives a scripted answer, after its delay.
pub(super) async fn play(answer: ScriptedAnswer) -> Response {
    tokio::time::sleep(answer.delay).await;
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (
        status,
        [(header::CONTENT_TYPE, answer.content_type)],
        answer.body,
    )
        .into_response();
    for (name, value) in &answer.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
