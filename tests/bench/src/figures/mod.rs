//! The figures, in the order in which they are measured: what needs a quiet machine comes while nothing
//! else of the bench runs. Each file makes its rows by itself.

mod clicks;
mod combobox;
mod desk;
mod desktop;
mod growth;
mod idle;
mod links;
mod network;
mod saves;
mod sizes;
mod starts;
mod trace;

pub(crate) use desktop::Contestant;
use std::io::Write as _;
use std::process::ExitCode;

use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::report::{Report, Row};

/// What a measurement hands over.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    pub(crate) rows: Vec<Row>,
    pub(crate) notes: Vec<String>,
}

/// Measures everything that is wanted. Fails where a row misses its aim, once all are written down.
///
/// # Errors
/// [`Failure`], where something could not be measured at all.
pub(crate) async fn run(arguments: &[String]) -> Result<ExitCode, Failure> {
    if let Some(saves) = growth::asked_for(arguments) {
        return growth::save_and_tell(saves).await;
    }
    let of = Contestants::read(arguments)?;
    if of.traces() {
        for line in trace::lines(&of).await? {
            say(&line);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut report = Report {
        machine: machine(),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    macro_rules! measure {
        ($name:literal, $measuring:expr) => {
            if of.wants($name) {
                say(concat!("measuring: ", $name));
                let measured: Measured = $measuring;
                report.rows.extend(measured.rows);
                report.notes.extend(measured.notes);
                // A bench that is ended early leaves what it has.
                report.write(&of.out)?;
            }
        };
    }
    measure!("starts", starts::measure(&of).await?);
    measure!("desk", desk::measure(&of).await?);
    measure!("idle", idle::measure(&of).await?);
    measure!("sizes", sizes::measure(&of)?);
    measure!("network", network::measure(&of).await?);
    measure!("clicks", clicks::measure(&of).await?);
    measure!("saves", saves::measure(&of).await?);
    measure!("growth", growth::measure(&of).await?);
    measure!("links", links::measure(&of).await?);
    measure!("keychain", starts::measure_without_keychain(&of).await?);
    measure!("combobox", combobox::measure(&of).await?);
    say("");
    say(&report.table());
    for note in &report.notes {
        say(note);
    }
    let missed = report.rows.iter().filter(|row| !row.holds).count();
    say(&format!(
        "{} of {} rows at their aims; {}",
        report.rows.len() - missed,
        report.rows.len(),
        of.out.join("report.md").display()
    ));
    Ok(if missed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn say(line: &str) {
    // A report that nobody reads is still written.
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// What the figures were measured on: no name, only what they depend on.
fn machine() -> String {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let value = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        let value = line.and_then(|line| line.split_once(':'));
        value.map_or_else(|| "?".to_owned(), |(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!(
        "{}, {cores} cores, {} of memory, Linux {}, a virtual screen without a graphics card",
        value(&read("/proc/cpuinfo"), "model name"),
        value(&read("/proc/meminfo"), "MemTotal"),
        read("/proc/sys/kernel/osrelease").trim()
    )
}
