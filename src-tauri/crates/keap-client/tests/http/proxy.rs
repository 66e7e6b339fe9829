//! The system's proxy: used for Keap, never for this computer.
//!
//! A process reads its proxy from the environment once, so each case runs this very binary again
//! with an environment of its own.

use std::process::Command;

use keap_client::Error;

use crate::server::{Server, answer, json};
use crate::{authorization, client_of};

const BASE: &str = "KEAP_CLIENT_TEST_BASE";
const EXPECTED: &str = "KEAP_CLIENT_TEST_EXPECTED";

/// Runs [`in_an_environment`] behind a proxy.
async fn behind(proxy: &Server, base: &str, expected: &'static str) {
    let (proxy, base) = (proxy.base().to_owned(), base.to_owned());
    let ran = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "proxy::in_an_environment", "--ignored"]);
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env(name, &proxy);
            command.env(name.to_lowercase(), &proxy);
        }
        command.env_remove("NO_PROXY").env_remove("no_proxy");
        // Its presence means a CGI program, where HTTP_PROXY cannot be trusted.
        command.env_remove("REQUEST_METHOD");
        command.env(BASE, base).env(EXPECTED, expected);
        command.output().unwrap()
    });
    let ran = ran.await.unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
#[ignore = "run by the tests below, with a proxy in its environment"]
async fn in_an_environment() {
    let base = std::env::var(BASE).unwrap();
    let read = client_of(&base).user_info(&authorization()).await;
    match std::env::var(EXPECTED).unwrap().as_str() {
        "answer" => assert!(read.is_ok(), "{read:?}"),
        "proxy" => assert_eq!(read.unwrap_err(), Error::Proxy),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_keap_on_this_computer_is_asked_directly() {
    let proxy = Server::with(json(500, "{}")).await;
    let keap = Server::with(json(200, "{}")).await;
    behind(&proxy, keap.base(), "answer").await;
    assert_eq!(keap.seen().len(), 1);
    assert!(proxy.seen().is_empty());
}

#[tokio::test]
async fn a_proxy_that_wants_a_sign_in_is_named_and_told_nothing() {
    let proxy = Server::with(answer(407, "proxy-authenticate: Basic\r\n", "")).await;
    behind(&proxy, "https://keap.example", "proxy").await;
    let seen = proxy.only();
    let asked = (seen.method.as_str(), seen.target.as_str());
    assert_eq!(asked, ("CONNECT", "keap.example:443"));
    assert_eq!(seen.header("authorization"), None);
}
