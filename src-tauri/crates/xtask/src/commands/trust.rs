//! The trust part of the tests: the fuzzer, the test program with the other figures, and the table
//! of all of them. Does not know how any figure is measured.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::test::{ONE_FAILURE, counted};
use crate::apps::Apps;
use crate::command_line::Fuzzing;
use crate::failure::Failure;
use crate::fuzz;
use crate::report::Count;
use crate::run::Run;
use crate::{places, say};

/// Measures every figure, and ends with the table. A figure that misses its aim is a failed test.
pub(super) fn measure(fuzzing: Fuzzing) -> Count {
    let folder = places::target().join("trust");
    let rows = folder.join("rows");
    let mut count = Count::default();
    if let Err(failure) = emptied(&rows) {
        say::problem(failure);
        return ONE_FAILURE;
    }
    match Apps::build("trust") {
        Ok(apps) => count.add(counted(
            apps.test("trust")
                .with("KEAPSAKE_TRUST_ROWS", &rows)
                .limit(Duration::from_mins(30)),
        )),
        Err(failure) => {
            say::problem(failure);
            count.add(ONE_FAILURE);
        }
    }
    count.add(fuzz::callback(fuzzing, &rows));
    if let Err(failure) = table(&rows, &folder.join("report.json")) {
        say::problem(failure);
        count.add(ONE_FAILURE);
    }
    count
}

/// Rows of an earlier run must not be taken for this one's.
fn emptied(rows: &Path) -> Result<PathBuf, Failure> {
    let in_words = |source| Failure::File {
        what: format!("emptying {}", rows.display()),
        source,
    };
    if rows.exists() {
        std::fs::remove_dir_all(rows).map_err(in_words)?;
    }
    std::fs::create_dir_all(rows).map_err(in_words)?;
    Ok(rows.to_path_buf())
}

fn table(rows: &Path, report: &Path) -> Result<(), Failure> {
    say::heading("Figures");
    Run::new(
        &places::built("trust-report").to_string_lossy(),
        [rows, report],
    )
    .pass()
}
