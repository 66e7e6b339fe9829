//! The outermost layer of a practice Keap that is under control: notes what comes and goes, holds it,
//! and puts scripted answers in its way. Knows no route but the return page's.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

use super::records::{Arrival, RequestRecord, ResponseRecord};
use super::script::{self, Script};
use super::wire::{Delivery, Line};
use super::{When, hold, secrets};
use crate::gate::whole_body;
use crate::pages;
use crate::practice::{Practice, locked};

/// Lets a request through as the test has it.
pub(crate) async fn gate(
    State(practice): State<Arc<Practice>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = match whole_body(body).await {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    let arrival = Arrival {
        number: practice.door.number(),
        connection: line.number(),
        at_ms: practice.clock.now_ms(),
    };
    let record = RequestRecord::of(&arrival, &parts, &body);
    if practice.options.keep_records {
        let secrets = secrets::of_request(&parts, &body);
        practice.door.note_request(record.clone(), secrets);
    }
    let request = Request::from_parts(parts, Body::from(body));
    // A task of its own: whoever has sent the request may hang up, and it is carried out all the same.
    let work = tokio::spawn(answer(practice, record, request, next));
    let (answer, delivery) = work.await.unwrap_or_else(|_| {
        let failure = pages::failure(
            StatusCode::INTERNAL_SERVER_ERROR,
            "500 Internal Server Error",
        );
        (failure, Delivery::Whole)
    });
    line.deliver(delivery);
    answer
}

async fn answer(
    practice: Arc<Practice>,
    record: RequestRecord,
    request: Request,
    next: Next,
) -> (Response, Delivery) {
    let (answer, delivery) = act(&practice, &record, request, next).await;
    let held = hold::take(
        &mut locked(&practice.door.holds),
        &record.path,
        When::AfterActing,
    );
    if let Some(held) = held {
        held.wait().await;
    }
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX)
        .await
        .unwrap_or_else(|_| Bytes::new());
    if practice.options.keep_records {
        let secrets = secrets::of_answer(&record.path, &parts.headers, &body);
        let noted = ResponseRecord::of(&record, parts.status.as_u16(), &parts.headers, &body);
        practice.door.note_response(noted, secrets);
    }
    (Response::from_parts(parts, Body::from(body)), delivery)
}

async fn act(
    practice: &Practice,
    record: &RequestRecord,
    request: Request,
    next: Next,
) -> (Response, Delivery) {
    // The return page lives on another machine than Keap, so it stays up when Keap is down.
    if record.path == "/return" {
        return (next.run(request).await, Delivery::Whole);
    }
    if practice.door.down.load(Ordering::SeqCst) {
        let failure = pages::failure(StatusCode::SERVICE_UNAVAILABLE, "503 Service Unavailable");
        return (failure, Delivery::Whole);
    }
    let held = hold::take(
        &mut locked(&practice.door.holds),
        &record.path,
        When::BeforeActing,
    );
    if let Some(held) = held {
        held.wait().await;
    }
    let script = script::take(
        &mut locked(&practice.door.scripts),
        &record.method,
        &record.path,
    );
    match script {
        Some(Script::Instead(answer)) => {
            let delivery = answer.delivery;
            (script::play(answer).await, delivery)
        }
        Some(Script::After(answer)) => {
            next.run(request).await;
            let delivery = answer.delivery;
            (script::play(answer).await, delivery)
        }
        Some(Script::Deliver { delivery, .. }) => (next.run(request).await, delivery),
        None => (next.run(request).await, Delivery::Whole),
    }
}
