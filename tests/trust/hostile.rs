//! Figure: a client that asks a hostile server gets a typed error for every kind of answer, grows by
//! less than eight mebibytes, and takes no credential anywhere else.
//!
//! The client runs in a process of its own, this program once more, so that its memory is its own.

#[path = "hostile/contents.rs"]
mod contents;
#[path = "hostile/heads.rs"]
mod heads;
#[path = "hostile/kinds.rs"]
mod kinds;
#[path = "hostile/server.rs"]
mod server;
#[path = "hostile/sizes.rs"]
mod sizes;
#[path = "hostile/wires.rs"]
mod wires;

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::atomic::Ordering;
use std::time::Duration;

use keap_client::{
    AccessToken, Authorization, AuthorizationCode, Client, ClientId, ClientSecret, CodeVerifier,
    Endpoints, Error, Keys, Limits, OAuthError, RedirectUri, RefreshToken, UserInfo,
};
use tokio::process::Command;

use crate::figure::report;
use kinds::{Expected, Kind, kinds};
use server::Server;

const BASE: &str = "KEAPSAKE_TRUST_HOSTILE";
const MEBIBYTE: u64 = 1024 * 1024;
const MOST: u64 = 8 * MEBIBYTE;

/// How often an honest answer may take longer than the limits of a hostile one.
const TRIES: usize = 20;

/// What the other process says it saw.
struct Told {
    /// The outcome of each kind: of the API, and of a token request.
    outcomes: HashMap<String, [String; 2]>,
    /// Bytes that its memory grew by at the most.
    grew: u64,
}

/// Runs one of the tests below as the client of a server.
async fn client(test: &str, server: &Server) -> Told {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let test = format!("hostile::{test}");
    command.args(["--exact", &test, "--ignored", "--nocapture"]);
    command.env(BASE, &server.base).kill_on_drop(true);
    let ran = command.output().await.unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    let complaint = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}\n{complaint}");
    let mut told = Told {
        outcomes: HashMap::new(),
        grew: u64::MAX,
    };
    for line in said.lines() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["kind", name, api, token] => {
                let both = [api, token].map(str::to_owned);
                told.outcomes.insert(name.to_owned(), both);
            }
            ["grew", bytes] => told.grew = bytes.parse().unwrap(),
            _ => {}
        }
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_answers_are_typed_errors_and_nothing_leaves() {
    let server = Server::start().await;
    let told = client("the_client", &server).await;
    // Kinds that ended in a typed error both ways; those read at least once; the others.
    let (mut errors, mut harmless, mut wrong) = (0, Vec::new(), Vec::new());
    let kinds = kinds();
    for Kind {
        name, api, token, ..
    } in &kinds
    {
        let outcomes = told.outcomes.get(*name);
        let outcomes = outcomes.unwrap_or_else(|| panic!("nothing is told of {name}"));
        let is_error = |outcome: &String| outcome.starts_with("error: ");
        errors += usize::from(outcomes.iter().all(is_error));
        for (expected, outcome) in [api, token].into_iter().zip(outcomes) {
            match (expected, outcome == "read", is_error(outcome)) {
                (Expected::Error, false, true) => {}
                (Expected::Harmless, true, _) => harmless.push(*name),
                _ => wrong.push(format!("{name}: {outcome}")),
            }
        }
    }
    harmless.dedup();
    let strayed = server.strayed.load(Ordering::SeqCst);
    let cookies = server.cookies.load(Ordering::SeqCst);
    let value = format!(
        "{} kinds, each as an API and as a token answer: {errors} a typed error both ways, {} read with \
         nothing odd taken{}; memory + {:.1} MiB; {strayed} connections to another host",
        kinds.len(),
        harmless.len(),
        if wrong.is_empty() {
            String::new()
        } else {
            format!(", otherwise: {}", wrong.join(", "))
        },
        f64::from(u32::try_from(told.grew / 1024).unwrap()) / 1024.0,
    );
    report(
        "08-hostile",
        "hostile HTTP answers tried",
        "at least 40 kinds, each a typed error, or read with nothing odd taken; memory + < 8 MiB; \
         0 credentials to another host",
        &value,
        errors >= 40 && wrong.is_empty() && told.grew < MOST && (strayed, cookies) == (0, 0),
    );
}

/// The same server and the same count, for a client without the protections.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_follows_and_reads_everything_is_found_out() {
    let server = Server::start().await;
    let told = client("a_careless_client", &server).await;
    assert!(told.grew >= MOST, "{} bytes", told.grew);
    assert!(server.strayed.load(Ordering::SeqCst) > 0);
}

#[tokio::test]
#[ignore = "run by the figure, as a process of its own"]
#[expect(
    clippy::print_stdout,
    reason = "read by the process that started this one"
)]
async fn the_client() {
    let limits = Limits {
        read: Duration::from_millis(400),
        total: Duration::from_millis(1_200),
        token_total: Duration::from_millis(1_200),
        backoff: Duration::from_millis(1),
        // The pace is another figure.
        per_second: 100_000,
        per_minute: 1_000_000,
        ..Limits::default()
    };
    let base = std::env::var(BASE).unwrap().parse().unwrap();
    let endpoints = Endpoints::under(&base).unwrap();
    let client = Client::with_limits(endpoints, limits).unwrap();
    for _ in 0..10 {
        honest(&client).await;
    }
    let memory = Memory::now();
    for kind in kinds() {
        let name = kind.name;
        let authorization = Authorization::OAuth(AccessToken::new(name));
        let api = bounded(async {
            if kind.searched {
                let found = client.find_contacts_by_email(&authorization, "ann@example.com");
                found.await.map(drop)
            } else {
                client.user_info(&authorization).await.map(drop)
            }
        });
        let api = api.await;
        let token = bounded(async {
            let token = RefreshToken::new(name);
            client.refresh(&keys(), &token).await.map(drop)
        });
        println!("kind\t{name}\t{api}\t{}", token.await);
        // It stands as it stood: whatever came before, an honest answer is read.
        honest(&client).await;
    }
    println!("\ngrew\t{}", memory.grew());
}

#[tokio::test]
#[ignore = "run by the twin, as a process of its own"]
#[expect(
    clippy::print_stdout,
    reason = "read by the process that started this one"
)]
async fn a_careless_client() {
    let base = std::env::var(BASE).unwrap();
    let client = reqwest::Client::new();
    let post = |code: &str| {
        let form = format!("grant_type=authorization_code&code={code}");
        client.post(format!("{base}/token")).body(form).send()
    };
    let memory = Memory::now();
    drop(post("redirect-307").await);
    let mut endless = post("endless-body").await.unwrap();
    let mut body = Vec::new();
    while body.len() < 32 * 1024 * 1024 {
        body.extend(endless.chunk().await.unwrap().unwrap());
    }
    println!("\ngrew\t{}", memory.grew());
}

fn keys() -> Keys {
    Keys {
        client_id: ClientId::new("id"),
        client_secret: ClientSecret::new("secret"),
    }
}

/// A sign-in and a call that go as they should; the sign-in also ends any wait that Keap asked for.
/// The client's limits are the short ones of the hostile kinds, and the computer may be busy: what
/// takes longer is asked for again.
async fn honest(client: &Client) {
    for _ in 0..TRIES {
        match asked_honestly(client).await {
            Ok(user) => return assert_eq!(user.id.as_deref(), Some("honest")),
            Err(OAuthError::Http(Error::TimedOut { .. })) => {}
            Err(error) => panic!("an honest answer is read, but: {error}"),
        }
    }
    panic!("an honest answer is read, but was not in {TRIES} times");
}

async fn asked_honestly(client: &Client) -> Result<UserInfo, OAuthError> {
    let code = AuthorizationCode::new("honest");
    let redirect = RedirectUri::new("http://localhost:8765/callback");
    let verifier = CodeVerifier::new("v");
    let keys = keys();
    let tokens = client.exchange(&keys, &code, &redirect, &verifier);
    assert_eq!(tokens.await?.access.expose(), "honest");
    let authorization = Authorization::OAuth(AccessToken::new("honest"));
    Ok(client.user_info(&authorization).await?)
}

/// What came of a call that must end by itself.
async fn bounded<E: Debug>(call: impl Future<Output = Result<(), E>>) -> String {
    match tokio::time::timeout(Duration::from_secs(15), call).await {
        Ok(Ok(())) => "read".into(),
        Ok(Err(error)) => format!("error: {error:?}").replace(['\t', '\n'], " "),
        Err(_) => "no end".into(),
    }
}

/// The memory of this process, and the most that it comes to from now on.
struct Memory(u64);

impl Memory {
    fn now() -> Self {
        // Begins the count of the most anew.
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        Self(status("VmRSS:"))
    }

    fn grew(&self) -> u64 {
        status("VmHWM:").saturating_sub(self.0)
    }
}

fn status(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kibibytes = line.unwrap().trim().trim_end_matches(" kB");
    kibibytes.parse::<u64>().unwrap() * 1024
}
