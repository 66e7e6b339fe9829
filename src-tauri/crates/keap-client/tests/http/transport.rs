//! Connections and answers that go wrong, and what is sent again.

use std::time::Duration;

use keap_client::{ContactBody, Error, Limits, UserInfo};

use crate::server::{Reply, Server, answer, cut, json, silence};
use crate::{authorization, client, client_of, client_with, limits};

async fn user_info(server: &Server) -> Result<(), Error> {
    client(server).user_info(&authorization()).await.map(|_| ())
}

#[tokio::test]
async fn a_redirect_is_an_error_and_its_target_is_never_asked() {
    for status in [301, 302, 303, 307, 308] {
        let target = Server::with(json(200, "{}")).await;
        let location = format!("location: {}/stolen\r\n", target.base());
        let server = Server::with(answer(status, &location, "")).await;
        assert_eq!(user_info(&server).await, Err(Error::Unreadable { status }));
        assert!(target.seen().is_empty(), "{status}");
        assert_eq!(server.seen().len(), 1, "{status} is not tried again");
    }
}

/// Asks with one limit that is short; the error must come long before the others are due.
async fn hurried(base: &str, limits: Limits) -> Result<UserInfo, Error> {
    let client = client_with(base, limits);
    let (authorization, most) = (authorization(), Duration::from_secs(8));
    let asked = client.user_info(&authorization);
    tokio::time::timeout(most, asked).await.unwrap()
}

const SHORT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_silent_server_costs_no_more_than_the_read_limit() {
    let server = Server::with(silence()).await;
    let read = SHORT;
    let asked = hurried(server.base(), Limits { read, ..limits() }).await;
    assert_eq!(asked, Err(Error::TimedOut { sent: true }));
    assert_eq!(server.seen().len(), 1, "sent, so not sent again");
}

#[tokio::test]
async fn a_trickling_answer_ends_with_the_total_limit() {
    // Each piece comes well within the read limit.
    let head = b"HTTP/1.1 200 X\r\n\r\n{".to_vec();
    let server = Server::with(Reply::Trickle(head)).await;
    let total = SHORT;
    let asked = hurried(server.base(), Limits { total, ..limits() }).await;
    assert_eq!(asked, Err(Error::TimedOut { sent: true }));
}

#[tokio::test]
async fn a_handshake_that_never_ends_was_never_sent() {
    // TCP stands, TLS does not: that is still connecting, and it is tried once more.
    let server = Server::start(vec![silence(); 2]).await;
    let connect = SHORT;
    let asked = hurried(
        &server.https(),
        Limits {
            connect,
            ..limits()
        },
    )
    .await;
    assert_eq!(asked, Err(Error::TimedOut { sent: false }));
}

#[tokio::test]
async fn a_server_that_cannot_do_tls_is_not_trusted() {
    let server = Server::with(json(200, "{}")).await;
    let read = client_of(&server.https()).user_info(&authorization()).await;
    assert_eq!(read.unwrap_err(), Error::Untrusted);
}

#[tokio::test]
async fn nobody_there_is_offline() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let read = client_of(&base).user_info(&authorization()).await;
    assert_eq!(read.unwrap_err(), Error::Offline);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_interrupted_after_three_tries() {
    let half = b"HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\n{\"id\"".to_vec();
    for reply in [
        cut(),
        Reply::Bytes(half),
        Reply::Bytes(b"HTTP/1.1 2".to_vec()),
    ] {
        let server = Server::start(vec![reply; 5]).await;
        assert_eq!(user_info(&server).await, Err(Error::Interrupted));
        assert_eq!(server.seen().len(), 3);
    }
}

#[tokio::test]
async fn a_body_may_be_as_long_as_the_cap_and_no_longer() {
    let padded = |length: usize| format!("{:<length$}", "{}");
    let cap = limits().api_body;
    let server = Server::start(vec![json(200, &padded(cap)), json(200, &padded(cap + 1))]).await;
    assert_eq!(user_info(&server).await, Ok(()));
    assert_eq!(
        user_info(&server).await,
        Err(Error::Unreadable { status: 200 })
    );
}

#[tokio::test]
async fn endless_and_announced_giants_are_not_read() {
    // Ended by the cap: the clock's error would be another one.
    let announced = b"HTTP/1.1 200 X\r\ncontent-length: 10737418240\r\n\r\n".to_vec();
    let endless = b"HTTP/1.1 200 X\r\n\r\n".to_vec();
    for head in [announced, endless] {
        let server = Server::with(Reply::Flood(head)).await;
        assert_eq!(
            user_info(&server).await,
            Err(Error::Unreadable { status: 200 })
        );
    }
    // The status of a failure stands, however much comes with it.
    let failure = b"HTTP/1.1 403 X\r\n\r\n".to_vec();
    let server = Server::with(Reply::Flood(failure)).await;
    assert_eq!(user_info(&server).await, Err(Error::Forbidden));
}

#[tokio::test]
async fn nothing_is_unpacked() {
    // What says it is packed is taken as it is: `{}` passes, and a packed body is no JSON.
    let headers = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
    let packed = "\u{1f}\u{8b}\u{8}\u{0}bomb";
    let server = Server::start(vec![
        answer(200, headers, "{}"),
        answer(200, headers, packed),
    ])
    .await;
    assert_eq!(user_info(&server).await, Ok(()));
    assert_eq!(
        user_info(&server).await,
        Err(Error::Unreadable { status: 200 })
    );
    assert_eq!(server.seen()[0].header("accept-encoding"), None);
}

#[tokio::test]
async fn each_kind_of_answer_has_its_error() {
    let page = |status| answer(status, "content-type: text/html\r\n", "<h1>Keap</h1>");
    let unavailable = |status| Err(Error::Unavailable { status });
    for (reply, expected) in [
        (
            json(401, r#"{"fault":{"faultstring":"x"}}"#),
            Err(Error::Unauthorized),
        ),
        (page(401), Err(Error::Unauthorized)),
        (json(403, "{}"), Err(Error::Forbidden)),
        (json(404, "{}"), Err(Error::NotFound)),
        (page(404), unavailable(404)),
        (page(400), unavailable(400)),
        (page(200), unavailable(200)),
        (page(500), unavailable(500)),
        (json(501, "{}"), unavailable(501)),
        (json(200, "NaN"), Err(Error::Unreadable { status: 200 })),
        (json(200, "[]"), Err(Error::Unreadable { status: 200 })),
        (json(204, ""), Err(Error::Unreadable { status: 204 })),
    ] {
        let server = Server::with(reply).await;
        assert_eq!(user_info(&server).await, expected);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn busy_is_tried_again_and_a_long_wait_is_handed_on() {
    let busy = |header: &str| answer(429, header, r#"{"code":"429","details":null}"#);
    let server = Server::start(vec![busy(""), json(503, "{}"), json(200, "{}")]).await;
    assert_eq!(user_info(&server).await, Ok(()));
    assert_eq!(server.seen().len(), 3);

    let server = Server::with(busy("retry-after: 86400\r\n")).await;
    let retry_after = Some(Duration::from_mins(5));
    assert_eq!(
        user_info(&server).await,
        Err(Error::RateLimited { retry_after })
    );
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_storm_costs_three_requests_at_most() {
    for (reply, most) in [
        (cut(), 3),
        (json(408, "{}"), 3),
        (json(429, "{}"), 3),
        (json(502, "<html>"), 3),
        (json(503, "{}"), 3),
        (answer(503, "retry-after: 0\r\n", "{}"), 3),
        (json(504, "{}"), 3),
        (answer(503, "retry-after: 60\r\n", "{}"), 1),
        // Keap answers 500 to what it cannot read: the same again would be answered the same.
        (json(500, "{}"), 1),
        (json(501, "{}"), 1),
        (json(400, "{}"), 1),
        (json(409, "{}"), 1),
    ] {
        let server = Server::start(vec![reply; 9]).await;
        assert!(user_info(&server).await.is_err());
        assert_eq!(server.seen().len(), most);
    }
}

#[tokio::test]
async fn a_wait_is_waited() {
    let busy = answer(503, "retry-after: 1\r\n", "{}");
    let server = Server::start(vec![busy, json(200, "{}")]).await;
    let begun = std::time::Instant::now();
    assert_eq!(user_info(&server).await, Ok(()));
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_try_that_may_have_been_carried_out_is_never_hidden() {
    // The first update may be done; that Keap is busy afterwards does not undo it.
    let server = Server::start(vec![cut(), json(503, "{}"), json(503, "{}")]).await;
    let body = ContactBody::default();
    let updated = client(&server)
        .update_contact(&authorization(), "1", &body)
        .await;
    assert_eq!(updated.unwrap_err(), Error::Interrupted);
    assert_eq!(server.seen().len(), 3);
}
