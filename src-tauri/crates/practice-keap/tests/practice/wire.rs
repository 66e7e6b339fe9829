//! Answers that come slowly, end early, or do not come, and those with headers of their own.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use practice_keap::{After, Delivery, PracticeKeap, ScriptedAnswer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::browser::http;
use crate::visitor::{Visitor, keap, refresh};

/// What a bare connection sees of one answer: the bytes, and how it ended.
async fn seen(keap: &PracticeKeap, path: &str) -> (Vec<u8>, Result<(), ErrorKind>) {
    let mut stream = TcpStream::connect(keap.address()).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).await;
    (bytes, end.map(drop).map_err(|error| error.kind()))
}

fn body_of(bytes: &[u8]) -> Option<&[u8]> {
    let blank = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some(&bytes[blank + 4..])
}

fn scripted(delivery: Delivery) -> ScriptedAnswer {
    ScriptedAnswer {
        status: 200,
        body: "0123456789".repeat(100),
        delivery,
        ..ScriptedAnswer::default()
    }
}

#[tokio::test]
async fn an_answer_is_cut_where_the_script_says() {
    let keap = keap().await;
    for (delivery, head, body, end) in [
        (Delivery::Whole, true, 1_000, Ok(())),
        (Delivery::Cut(After::Bytes(0)), false, 0, Ok(())),
        (Delivery::Cut(After::Bytes(12)), false, 0, Ok(())),
        (Delivery::Cut(After::BodyBytes(0)), true, 0, Ok(())),
        (Delivery::Cut(After::BodyBytes(7)), true, 7, Ok(())),
        (Delivery::Cut(After::BodyBytes(1_000)), true, 1_000, Ok(())),
        (
            Delivery::Reset(After::Bytes(0)),
            false,
            0,
            Err(ErrorKind::ConnectionReset),
        ),
        (
            Delivery::Reset(After::BodyBytes(7)),
            true,
            7,
            Err(ErrorKind::ConnectionReset),
        ),
    ] {
        keap.script(scripted(delivery));
        let (bytes, ended) = seen(&keap, "/token").await;
        assert_eq!(ended, end, "{delivery:?}");
        match body_of(&bytes) {
            Some(seen) => assert_eq!((true, seen.len()), (head, body), "{delivery:?}"),
            None => assert!(!head, "{delivery:?}"),
        }
    }
    keap.script(scripted(Delivery::Cut(After::Bytes(12))));
    assert_eq!(seen(&keap, "/token").await.0, b"HTTP/1.1 200");
}

#[tokio::test]
async fn a_slow_answer_takes_its_time_and_the_next_one_does_not() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.script(scripted(Delivery::Slow {
        bytes_per_second: 4_000,
    }));
    let began = Instant::now();
    assert_eq!(visitor.get("contacts").await.0, 200);
    let slow = began.elapsed();
    assert!(slow >= Duration::from_millis(200), "{slow:?}");
    let began = Instant::now();
    assert_eq!(visitor.get("contacts").await.0, 200);
    assert!(began.elapsed() < slow, "it was for one answer");
}

#[tokio::test]
async fn the_real_answer_can_be_lost_on_the_way() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.deliver("/token", Delivery::Reset(After::BodyBytes(10)));
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", visitor.refresh.as_str()),
    ];
    let call = http()
        .post(keap.base_url().join("token").unwrap())
        .basic_auth(practice_keap::CLIENT_ID, Some(practice_keap::CLIENT_SECRET))
        .form(&form);
    let answer = call.send().await;
    assert!(
        match answer {
            Ok(answer) => answer.text().await.is_err(),
            Err(_) => true,
        },
        "the answer did not come whole"
    );
    assert_eq!(refresh(&keap, &visitor.refresh).await.0, 400, "spent");
    assert_eq!(keap.refresh_reuses(), 1);
}

#[tokio::test]
async fn a_scripted_answer_brings_its_headers() {
    let keap = keap().await;
    keap.script(ScriptedAnswer {
        status: 429,
        headers: vec![("retry-after".to_owned(), "7".to_owned())],
        ..ScriptedAnswer::default()
    });
    let url = keap.base_url().join("token").unwrap();
    let answer = http().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "7");
}
