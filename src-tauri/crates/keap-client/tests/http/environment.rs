//! This very program once more, in an environment of its own: proxies and trusted certificates are
//! read from it once for a whole process.

use std::process::Command;

use crate::{authorization, client_of};

const BASE: &str = "KEAP_CLIENT_TEST_BASE";

/// The proxies that somebody typed, one after the other; what is none takes the last one back.
pub(crate) const TYPED: &str = "KEAP_CLIENT_TEST_TYPED_PROXY";

/// Every variable that the client may read; what a test does not set is not set.
const READ: [&str; 10] = [
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    // Its presence means a CGI program, where HTTP_PROXY cannot be trusted.
    "REQUEST_METHOD",
    "CURL_CA_BUNDLE",
    BASE,
    TYPED,
];

/// Asks a Keap at `base` from a process with these variables; returns what came of it.
pub(crate) async fn ask(base: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "environment::asked", "--ignored", "--nocapture"]);
    for name in READ {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.env(BASE, base).envs(variables.iter().copied());
    let ran = tokio::task::spawn_blocking(move || command.output().unwrap());
    let ran = ran.await.unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
    let told = said
        .lines()
        .find_map(|line| line.split_once("came of it: "));
    told.unwrap().1.to_owned()
}

#[tokio::test]
#[ignore = "run by other tests, in an environment of their making"]
#[expect(
    clippy::print_stdout,
    reason = "read by the process that started this one"
)]
async fn asked() {
    let base = std::env::var(BASE).unwrap();
    let client = client_of(&base);
    for typed in std::env::var(TYPED).unwrap_or_default().split(' ') {
        client.go_through(typed.parse().ok()).unwrap();
    }
    let read = client.user_info(&authorization()).await;
    println!("\ncame of it: {:?}", read.map(|_| ()));
}
