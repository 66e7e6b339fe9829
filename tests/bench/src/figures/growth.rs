//! Memory after many saves against memory after some: our client in a process of its own, at Keap's pace,
//! which saves what it is told to and says what it holds. At another pace it would remember other numbers
//! of calls than it ever does.

use std::process::{ExitCode, Stdio};
use std::time::Duration;

use keap_client::{AccessToken, Authorization, Client, Endpoints};
use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::{Measured, say};
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Keap, Strictness, contact, options};
use crate::processes::own_memory;
use crate::report::{Aim, Row};
use crate::statistics::{median, ratio};

/// The word on the command line by which a process becomes the one that saves.
const WORD: &str = "--save-and-tell";
const AT_ONCE: usize = 8;
const SOME: usize = 1_000;
const MANY: usize = 10_000;

/// Where the saving process finds Keap, and its token: an argument could be read by others.
const KEAP: &str = "KEAPSAKE_BENCH_KEAP";
const TOKEN: &str = "KEAPSAKE_BENCH_TOKEN";

/// Whether this process is the one that saves.
pub(crate) fn asked_for(arguments: &[String]) -> Option<usize> {
    let [word, saves] = arguments else {
        return None;
    };
    (word == WORD).then(|| saves.parse().ok()).flatten()
}

/// Saves, and says after some and after all of them how much memory it holds.
///
/// # Errors
/// [`Failure::Call`].
pub(crate) async fn save_and_tell(saves: usize) -> Result<ExitCode, Failure> {
    let variable = |name| std::env::var(name).map_err(|_| Failure::Usage);
    let base = url::Url::parse(&variable(KEAP)?).map_err(|_| Failure::Usage)?;
    let endpoints = Endpoints::under(&base).map_err(|_| Failure::Usage)?;
    let client = Client::new(endpoints)?;
    let authorization = Authorization::OAuth(AccessToken::new(variable(TOKEN)?));
    for first in (0..saves).step_by(AT_ONCE) {
        let mut calls = tokio::task::JoinSet::new();
        for number in first..(first + AT_ONCE).min(saves) {
            let (client, authorization) = (client.clone(), authorization.clone());
            calls.spawn(async move {
                let body = contact("grown", number);
                client.create_contact(&authorization, &body).await.map(drop)
            });
        }
        while let Some(ended) = calls.join_next().await {
            ended.map_err(|error| Failure::Call(error.to_string()))??;
        }
        if first + AT_ONCE == SOME || first + AT_ONCE >= saves {
            say(&own_memory(std::process::id()).to_string());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Lets one client or several save, and compares.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure(of: &Contestants) -> Result<Measured, Failure> {
    // Side by side: each waits for its pace nearly all of its time.
    let mut children = tokio::task::JoinSet::new();
    for _ in 0..of.runs(3, 1) {
        children.spawn(one());
    }
    let (mut some, mut many) = (Vec::new(), Vec::new());
    while let Some(ended) = children.join_next().await {
        let (after_some, after_all) = ended.map_err(|error| Failure::Call(error.to_string()))??;
        some.push(after_some);
        many.push(after_all);
    }
    Ok(Measured {
        rows: vec![Row::of(
            "memory after 10,000 saves against after 1,000",
            Aim::AtMost(1.10),
            ratio(&many, &some, median),
        )],
        notes: vec![format!(
            "What a client's process has filled after 1,000 saves: {:.2} MB, after 10,000: {:.2} MB.",
            median(&some) / 1e6,
            median(&many) / 1e6
        )],
    })
}

/// Starts one saving process, and reads what it says.
async fn one() -> Result<(f64, f64), Failure> {
    let keap = Keap::start(options(Duration::ZERO, Strictness::AsKeap)).await?;
    let program = std::env::current_exe().map_err(Failure::file("this program"))?;
    let mut child = tokio::process::Command::new(program)
        .args([WORD, &MANY.to_string()])
        .env(KEAP, keap.server.base_url().as_str())
        .env(TOKEN, &keap.token)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(Failure::file("this program"))?;
    let mut said = Vec::new();
    if let Some(output) = child.stdout.take() {
        let mut lines = BufReader::new(output).lines();
        while let Some(line) = lines
            .next_line()
            .await
            .map_err(Failure::file("its words"))?
        {
            said.extend(line.parse::<f64>().ok());
        }
    }
    child.wait().await.map_err(Failure::file("this program"))?;
    match said.as_slice() {
        [some, all] => Ok((*some, *all)),
        _ => Err(Failure::NotMeasured(format!(
            "the saving process said {} figures and not two",
            said.len()
        ))),
    }
}
