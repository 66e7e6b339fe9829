//! The practice Keap as a program of its own: `practice-keap [--listen ADDR] [--data FILE]
//! [--contacts N] [--tags N] [--denial-without-state]`. Prints where it listens and the keys, and ends on SIGINT or SIGTERM.

use std::io::{self, Write};
use std::process::ExitCode;

use practice_keap::{DenialStyle, Options, PracticeKeap, serve};

const USAGE: &str = "usage: practice-keap [--listen ADDR:PORT] [--data FILE] [--contacts N] \
                     [--tags N] [--denial-without-state]";

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(usage) => return fail(&usage),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(run(options)),
        Err(error) => fail(&error),
    }
}

async fn run(options: Options) -> ExitCode {
    let keap = match serve(options).await {
        Ok(keap) => keap,
        Err(error) => return fail(&error),
    };
    if let Err(error) = announce(&keap) {
        return fail(&error);
    }
    until_told_to_end().await;
    keap.stop().await;
    ExitCode::SUCCESS
}

fn announce(keap: &PracticeKeap) -> io::Result<()> {
    let base = keap.base_url();
    let mut out = io::stdout().lock();
    writeln!(out, "Practice Keap")?;
    writeln!(out, "  base           {base}")?;
    writeln!(out, "  authorize      {base}app/oauth/authorize")?;
    writeln!(out, "  token          {base}token")?;
    writeln!(out, "  API            {base}crm/rest/v2")?;
    writeln!(out, "  return page    {}", keap.return_page_url())?;
    writeln!(out, "  Client ID      {}", practice_keap::CLIENT_ID)?;
    writeln!(out, "  Client Secret  {}", practice_keap::CLIENT_SECRET)?;
    out.flush()
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, Usage> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--listen" => {
                options.listen = arguments
                    .next()
                    .and_then(|text| text.parse().ok())
                    .ok_or(Usage)?;
            }
            "--data" => options.data_file = Some(arguments.next().ok_or(Usage)?.into()),
            "--contacts" => options.extra_contacts = number(arguments.next())?,
            "--tags" => options.extra_tags = number(arguments.next())?,
            "--denial-without-state" => options.denial = DenialStyle::WithoutState,
            _ => return Err(Usage),
        }
    }
    // Nobody reads the records of a program.
    options.keep_records = false;
    Ok(options)
}

fn number(text: Option<String>) -> Result<usize, Usage> {
    text.and_then(|text| text.parse().ok()).ok_or(Usage)
}

/// The arguments make no sense.
#[derive(Debug, thiserror::Error)]
#[error("{USAGE}")]
struct Usage;

fn fail(error: &dyn std::error::Error) -> ExitCode {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    // Nothing is left to do if even this cannot be written.
    drop(writeln!(io::stderr(), "{text}"));
    ExitCode::FAILURE
}

#[cfg(unix)]
async fn until_told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn until_told_to_end() {
    drop(tokio::signal::ctrl_c().await);
}
