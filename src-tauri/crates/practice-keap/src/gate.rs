//! What every request passes first and every answer last: the host check, the switch that plays
//! "Keap is down", scripted answers, the journal, and the saving of what changed. Knows no route.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::journal::{RequestRecord, ResponseRecord, Script, ScriptedAnswer};
use crate::pages;
use crate::practice::{Practice, locked};

/// No request of the contract comes near this.
const LARGEST_BODY: usize = 1024 * 1024;

/// The outermost layer.
pub(crate) async fn gate(
    State(practice): State<Arc<Practice>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return pages::failure(
            StatusCode::PAYLOAD_TOO_LARGE,
            "413 Request Entity Too Large",
        );
    };
    let record = RequestRecord::of(&parts, &body);
    if practice.options.keep_records {
        locked(&practice.journal).note_request(record.clone());
    }
    let local = is_local(&parts.headers);
    let request = Request::from_parts(parts, Body::from(body));
    let answer = if local {
        answer(&practice, &record, request, next).await
    } else {
        // A page elsewhere could point its own name at this machine and read practice data.
        pages::failure(StatusCode::MISDIRECTED_REQUEST, "421 Misdirected Request")
    };
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX)
        .await
        .unwrap_or_else(|_| Bytes::new());
    if practice.options.keep_records {
        let record = ResponseRecord::of(&record, parts.status.as_u16(), &parts.headers, &body);
        locked(&practice.journal).note_response(record);
    }
    Response::from_parts(parts, Body::from(body))
}

async fn answer(
    practice: &Arc<Practice>,
    record: &RequestRecord,
    request: Request,
    next: Next,
) -> Response {
    // The return page lives on another machine than Keap, so it stays up when Keap is down.
    if record.path == "/return" {
        return next.run(request).await;
    }
    if practice.down.load(Ordering::SeqCst) {
        return pages::failure(StatusCode::SERVICE_UNAVAILABLE, "503 Service Unavailable");
    }
    let script = locked(&practice.journal).take_script(&record.method, &record.path);
    match script {
        Some(Script::Instead(answer)) => play(answer).await,
        Some(Script::After(answer)) => {
            next.run(request).await;
            save(practice).await;
            play(answer).await
        }
        None => {
            let answer = next.run(request).await;
            save(practice).await;
            answer
        }
    }
}

async fn play(answer: ScriptedAnswer) -> Response {
    tokio::time::sleep(answer.delay).await;
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [(header::CONTENT_TYPE, answer.content_type)],
        answer.body,
    )
        .into_response()
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
