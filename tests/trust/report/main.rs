//! `trust-report ROWS REPORT`: makes the one table of trust from the rows that the tests wrote, as a
//! file for machines and as text for people. It measures nothing; a row that nobody wrote does not
//! hold.

mod table;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use table::print;

/// The rows that there have to be, in their order.
const ROWS: [&str; 11] = [
    "01-kills-lossless",
    "02-kills-window",
    "03-keys",
    "04-single-flight",
    "05-links",
    "06-fuzz",
    "07-starts",
    "08-hostile",
    "09-secrets",
    "10-lost-answers",
    "11-limits",
];

/// One figure.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    figure: String,
    aim: String,
    value: String,
    holds: bool,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("usage: trust-report ROWS REPORT")]
    Usage,
    #[error("the report could not be written")]
    Write(#[from] std::io::Error),
    #[error("the report could not be made")]
    Json(#[from] serde_json::Error),
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            // Nothing is left to do if even this cannot be written.
            drop(writeln!(std::io::stderr(), "{failure}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether every row is at its aim.
fn run() -> Result<bool, Failure> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err(Failure::Usage);
    };
    let rows: Vec<Row> = ROWS.iter().map(|name| read(&folder, name)).collect();
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, serde_json::to_string_pretty(&rows)?)?;
    let cells = rows.iter().map(|row| {
        let holds = if row.holds { "yes" } else { "NO" };
        [&row.figure, &row.aim, &row.value, holds].map(str::to_owned)
    });
    write!(std::io::stdout(), "{}", print(&cells.collect::<Vec<_>>()))?;
    Ok(rows.iter().all(|row| row.holds))
}

fn read(folder: &Path, name: &str) -> Row {
    std::fs::read_to_string(folder.join(format!("{name}.json")))
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_else(|| Row {
            figure: name.to_owned(),
            aim: "a measurement".to_owned(),
            value: "not measured".to_owned(),
            holds: false,
        })
}
