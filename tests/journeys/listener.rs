//! The listener on this computer: where it can be reached, for how long, by whom, and what it says.

use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use keapsake_core::connection::RouteKind;
use keapsake_core::sign_in::WAIT;
use support::{Answer, plain_http};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

use crate::computer::{BAKERY, Computer, parameter};

async fn by_loopback() -> Computer {
    let computer = Computer::new().await.before_sign_in().await;
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer
}

fn port(computer: &Computer) -> u16 {
    Url::parse(&computer.redirect_uri())
        .unwrap()
        .port()
        .unwrap()
}

async fn is_open(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port))
        .await
        .is_ok()
}

/// Whoever listened on every address would hold the port on each of this computer's.
#[tokio::test]
async fn it_is_on_the_loopback_addresses_only() {
    let computer = by_loopback().await;
    let port = port(&computer);
    let taken = |address| TcpListener::bind((address, port)).is_err();
    assert!(taken(Ipv4Addr::LOCALHOST), "it is open");
    assert!(!taken(Ipv4Addr::new(127, 0, 0, 2)), "and on nothing else");
    // The check can see the difference.
    let everywhere = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    let port = everywhere.local_addr().unwrap().port();
    assert!(TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), port)).is_err());
}

#[tokio::test]
async fn it_closes_with_the_sign_in_however_that_ends() {
    for way in ["cancelled", "too late", "superseded", "another door"] {
        let computer = by_loopback().await;
        let port = port(&computer);
        assert!(is_open(port).await, "{way}");
        match way {
            "cancelled" => computer.wizard.cancel_sign_in().await,
            "too late" => {
                computer.clock.advance(WAIT);
                computer.wizard.tick().await;
            }
            "superseded" => {
                let page = RouteKind::ReturnPage;
                computer.wizard.set_route(page, None).unwrap();
                computer.wizard.start_sign_in().await.unwrap();
            }
            _ => computer.wizard.keap_error_page().await,
        }
        assert!(!is_open(port).await, "{way}");
    }
}

/// The table of what is no answer of Keap's, then the real one.
#[tokio::test]
async fn what_is_no_navigation_to_the_callback_ends_nothing() {
    let computer = by_loopback().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let (port, query) = (port(&computer), end.query().unwrap().to_owned());
    let own = format!("Host: localhost:{port}\r\n");
    let right = format!("GET /callback?{query}");
    for (line, headers) in [
        (right.as_str(), "Host: evil.example\r\n".to_owned()),
        (&right, format!("Host: evil.example:{port}\r\n")),
        (&right, format!("{own}Host: evil.example\r\n")),
        (&right, String::new()),
        (
            &right,
            format!("{own}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"),
        ),
        (
            &right,
            format!("{own}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\n"),
        ),
        (&format!("POST /callback?{query}"), own.clone()),
        (&format!("HEAD /callback?{query}"), own.clone()),
        (&format!("OPTIONS /callback?{query}"), own.clone()),
        (&format!("GET /other?{query}"), own.clone()),
        (&format!("GET /callback/?{query}"), own.clone()),
        (
            &format!("GET http://localhost:{port}/callback?{query}"),
            own.clone(),
        ),
        ("GET /callback?code=a&state=forged", own.clone()),
        ("GET /favicon.ico", own.clone()),
    ] {
        let answer = said(port, &format!("{line} HTTP/1.1\r\n{headers}\r\n")).await;
        assert!(
            answer.starts_with("HTTP/1.1 400 "),
            "{line} {headers}: {answer:.40}"
        );
        assert_eq!(computer.screen(), ("waiting", None), "{line} {headers}");
    }
    assert_eq!(computer.keap.token_requests(), 0);
    let answer = said(port, &format!("{right} HTTP/1.1\r\n{own}\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer:.40}");
    computer.reach("account").await;
}

async fn said(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
        .await
        .unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn slow_and_endless_visitors_do_not_hold_up_the_answer() {
    let computer = by_loopback().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let mut visitors = Vec::new();
    for number in 0..64 {
        let at = (Ipv4Addr::LOCALHOST, port(&computer));
        let mut stream = TcpStream::connect(at).await.unwrap();
        let begun = if number % 2 == 0 {
            "GET /callback?co"
        } else {
            ""
        };
        stream.write_all(begun.as_bytes()).await.unwrap();
        visitors.push(stream);
    }
    // A head that does not end is read up to its limit, and answered.
    let endless = format!("GET /callback?code={} HTTP/1.1\r\n", "a".repeat(64 * 1024));
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port(&computer)))
        .await
        .unwrap();
    // It may be cut off while it still writes.
    stream.write_all(endless.as_bytes()).await.ok();
    let began = Instant::now();
    let page = plain_http().unwrap().get(end).send().await.unwrap();
    assert_eq!(page.status(), 200);
    // Far below the five seconds that each of them may take.
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    computer.reach("account").await;
}

#[tokio::test]
async fn its_pages_are_fixed_and_can_load_nothing() {
    let mut pages = Vec::new();
    for canary in ["canary-one", "canary-two"] {
        let computer = by_loopback().await;
        let refused = format!("{}?code={canary}&state={canary}", computer.redirect_uri());
        let mut end = computer.walk(Answer::Allow(BAKERY)).await;
        end.query_pairs_mut()
            .append_pair("error_description", canary);
        let code = parameter(&end, "code").unwrap();
        let http = plain_http().unwrap();
        for address in [refused.as_str(), end.as_str()] {
            let page = http.get(address).send().await.unwrap();
            let header = |name| page.headers()[name].to_str().unwrap().to_owned();
            let policy = header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'; style-src 'sha256-"),
                "{policy}"
            );
            assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script"));
            assert_eq!(header("referrer-policy"), "no-referrer");
            assert_eq!(header("cache-control"), "no-store");
            assert_eq!(header("x-content-type-options"), "nosniff");
            let text = page.text().await.unwrap();
            assert!(!text.contains(canary) && !text.contains(&code), "{text}");
            assert!(
                text.contains("close this tab") || text.contains("Open Keapsake"),
                "{text}"
            );
            pages.push(text);
        }
    }
    assert_eq!(pages[0], pages[2], "byte for byte, whatever was sent");
    assert_eq!(pages[1], pages[3]);
    assert_ne!(pages[0], pages[1]);
}
