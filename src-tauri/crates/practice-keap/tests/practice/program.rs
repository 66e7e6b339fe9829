//! The practice Keap as a program: it says where it is, serves, and ends when it is told to.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::browser::http;

const PROGRAM: &str = env!("CARGO_BIN_EXE_practice-keap");

/// Ends the program if the test fails first.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[tokio::test]
async fn it_announces_itself_and_ends_on_a_signal() {
    for signal in ["-TERM", "-INT"] {
        let child = Command::new(PROGRAM)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut running = Running(child);
        let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
        let mut told = |name: &str| {
            let line = lines.find(|line| line.as_ref().unwrap().trim().starts_with(name));
            line.unwrap()
                .unwrap()
                .split_whitespace()
                .last()
                .unwrap()
                .to_owned()
        };
        let page = told("return page");
        assert_eq!(told("Client ID"), practice_keap::CLIENT_ID);
        assert_eq!(told("Client Secret"), practice_keap::CLIENT_SECRET);
        assert_eq!(http().get(&page).send().await.unwrap().status(), 200);
        let id = running.0.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        let status = tokio::task::spawn_blocking(move || running.0.wait())
            .await
            .unwrap()
            .unwrap();
        assert!(status.success(), "{signal} is an end in good order");
    }
}

#[test]
fn nonsense_is_told_with_the_usage() {
    for arguments in [&["--listen", "nowhere"][..], &["--colour"], &["--data"]] {
        let output = Command::new(PROGRAM).args(arguments).output().unwrap();
        assert!(!output.status.success());
        assert!(
            String::from_utf8(output.stderr)
                .unwrap()
                .starts_with("usage:"),
            "{arguments:?}"
        );
    }
}

#[test]
fn numbers_have_to_be_numbers() {
    for arguments in [
        &["--contacts"][..],
        &["--tags", "many"],
        &["--contacts", "-1"],
    ] {
        let output = Command::new(PROGRAM).args(arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
    }
}
