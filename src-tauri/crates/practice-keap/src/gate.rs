//! What every request passes first and every answer last: the host check, the practice Keap's own
//! date, and the saving of what changed. Knows no route.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::{Instant, sleep_until};

use crate::pages;
use crate::practice::Practice;

/// No request of the contract comes near this.
const LARGEST_BODY: usize = 1024 * 1024;

/// Lets a request of this machine through.
pub(crate) async fn gate(
    State(practice): State<Arc<Practice>>,
    request: Request,
    next: Next,
) -> Response {
    let sent = Instant::now() + kept_back(&practice, &request);
    let mut answer = if is_local(request.headers()) {
        let (parts, body) = request.into_parts();
        match whole_body(body).await {
            Ok(body) => {
                let request = Request::from_parts(parts, Body::from(body));
                let answer = next.run(request).await;
                save(&practice).await;
                answer
            }
            Err(answer) => answer,
        }
    } else {
        // A page elsewhere could point its own name at this machine and read practice data.
        pages::failure(StatusCode::MISDIRECTED_REQUEST, "421 Misdirected Request")
    };
    if let Ok(date) = HeaderValue::from_str(&practice.clock.http_date()) {
        answer.headers_mut().insert(header::DATE, date);
    }
    sleep_until(sent).await;
    answer
}

/// From the arrival of a request on: what this machine takes for the answer is part of it.
fn kept_back(practice: &Practice, request: &Request) -> Duration {
    if request.uri().path().starts_with("/crm/") {
        practice.options.answer_after
    } else {
        Duration::ZERO
    }
}

/// Reads a body, unless it is too large to be one of the contract's.
pub(crate) async fn whole_body(body: Body) -> Result<Bytes, Response> {
    to_bytes(body, LARGEST_BODY).await.map_err(|_| {
        pages::failure(
            StatusCode::PAYLOAD_TOO_LARGE,
            "413 Request Entity Too Large",
        )
    })
}

/// An answer leaves only after what it promises is on disk.
async fn save(practice: &Arc<Practice>) {
    let practice = Arc::clone(practice);
    if tokio::task::spawn_blocking(move || practice.store.save_if_changed())
        .await
        .is_err()
    {
        tracing::warn!("the practice data could not be saved");
    }
}

fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
    else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}
