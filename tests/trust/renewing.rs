//! A desktop with a practice Keap and the program `renewer` on it, and what its keychain holds.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use practice_keap::{Options as KeapOptions, PracticeKeap, serve};
use serde_json::Value;
use support::desktop::{Options, Session};
use tokio::io::AsyncReadExt as _;
use tokio::process::Child;

const SERVICE: &str = "Keapsake (renewer)";
const LIMIT: Duration = Duration::from_mins(1);

/// One desktop for many runs.
pub(crate) struct Renewing {
    pub(crate) keap: PracticeKeap,
    pub(crate) session: Session,
    locks: PathBuf,
    reached: PathBuf,
}

/// Two looks at a kill point's file are this far apart.
const LOOK: Duration = Duration::from_micros(300);

impl Renewing {
    /// Signed in.
    pub(crate) async fn new() -> Self {
        let keap = serve(KeapOptions::default()).await.unwrap();
        let session = Session::start(Options::default()).await.unwrap();
        let locks = session.home().join("locks");
        let reached = session.home().join("reached");
        let this = Self {
            keap,
            session,
            locks,
            reached,
        };
        this.connect().await;
        this
    }

    pub(crate) async fn connect(&self) {
        assert_eq!(self.says("connect").await, "signed in");
    }

    /// Starts the program; with a kill point, it is armed.
    pub(crate) fn start(&self, what: &str, kill_point: Option<&str>) -> Child {
        let mut command = self
            .session
            .command(Path::new(env!("CARGO_BIN_EXE_renewer")));
        command
            .args([what, self.keap.base_url().as_str()])
            .arg(self.keap.return_page_url().as_str())
            .arg(&self.locks)
            .stdout(Stdio::piped());
        if let Some(point) = kill_point {
            std::fs::remove_file(&self.reached).ok();
            command
                .env("KEAPSAKE_KILL_POINT", point)
                .env("KEAPSAKE_KILL_POINT_FILE", &self.reached);
        }
        command.spawn().unwrap()
    }

    /// Waits until an armed program has come to its point.
    pub(crate) async fn reached(&self, program: &mut Child, point: &str) {
        in_time(&format!("{point} to be reached"), async {
            while !self.reached.exists() {
                if program.try_wait().unwrap().is_some() {
                    let mut said = String::new();
                    let output = program.stdout.as_mut().unwrap();
                    output.read_to_string(&mut said).await.unwrap();
                    panic!("never at {point}: build with the feature kill-points ({said:?})");
                }
                tokio::time::sleep(LOOK).await;
            }
        })
        .await;
    }

    /// The kill point that was reached last.
    pub(crate) fn noted(&self) -> String {
        std::fs::read_to_string(&self.reached).unwrap_or_default()
    }

    /// Runs the program to its end, and hands back what came of it.
    pub(crate) async fn says(&self, what: &str) -> String {
        said(self.start(what, None)).await
    }

    async fn entry(&self, name: &str) -> Option<String> {
        self.session.secret(SERVICE, name).await.unwrap()
    }

    /// The record of the client keys.
    pub(crate) async fn keys(&self) -> Option<String> {
        self.entry("keys:renewer").await
    }

    /// The pair in the keychain.
    pub(crate) async fn kept(&self) -> Option<Kept> {
        Some(Kept::of(&self.entry("session:renewer").await?))
    }
}

/// What a record of a session says of its pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) generation: u64,
    pub(crate) is_marked: bool,
}

impl Kept {
    pub(crate) fn of(record: &str) -> Self {
        let record: Value = serde_json::from_str(record).unwrap();
        Self {
            generation: record["gen"].as_u64().unwrap(),
            is_marked: record.get("marker").is_some(),
        }
    }
}

/// Waits, but not for ever.
pub(crate) async fn in_time<T>(what: &str, wait: impl Future<Output = T>) -> T {
    tokio::time::timeout(LIMIT, wait).await.expect(what)
}

/// Waits for a started program, and hands back what came of it.
pub(crate) async fn said(mut program: Child) -> String {
    let mut said = String::new();
    let mut output = program.stdout.take().unwrap();
    let ends = async {
        output.read_to_string(&mut said).await.unwrap();
        program.wait().await.unwrap()
    };
    let status = in_time("a program's end", ends).await;
    assert!(status.success(), "{status}: {said}");
    said.trim().to_owned()
}
