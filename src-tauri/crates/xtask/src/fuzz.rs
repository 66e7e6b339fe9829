//! Looks for crashes of the link parser with a coverage-guided fuzzer, on the stable compiler. Does
//! not know the parser.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cargo::sealed;
use crate::command_line::Fuzzing;
use crate::failure::Failure;
use crate::report::Count;
use crate::run::Run;
use crate::{places, say};

/// What the fuzzer is built with; its own feature keeps it out of every other build.
const BUILD: [&str; 5] = [
    "build",
    "--workspace",
    "--bin=callback",
    "--features",
    "keapsake-fuzz/fuzzer",
];

/// No input of 4 KiB may take longer, in seconds.
const SLOWEST: &str = "-timeout=5";

/// Twice what the parser looks at, so that what is too long is tried as well.
const LONGEST: &str = "-max_len=8192";

/// The parser and the fuzzer together, in MiB.
const MOST_MEMORY: &str = "-rss_limit_mb=1024";

/// Fuzzes the callback parser and writes its row of the table: one test, and one more that a fault
/// put there on purpose is found.
pub(crate) fn callback(fuzzing: Fuzzing, rows: &Path) -> Count {
    let seconds = match fuzzing {
        Fuzzing::Short => 60,
        Fuzzing::Long => 600,
    };
    say::text(format_args!("Fuzzing the link parser for {seconds} s."));
    let outcome = build().and_then(|fuzzer| {
        let planted = run(&fuzzer, "planted", 60, true)?;
        let found = run(&fuzzer, "found", seconds, false)?;
        row(rows, seconds, &found)?;
        Ok((planted, found))
    });
    match outcome {
        Ok((planted, found)) => {
            if planted.crashes == 0 {
                say::problem("the fuzzer does not find a fault that was put there on purpose");
            }
            let held = u32::from(planted.crashes > 0) + u32::from(found.holds());
            Count {
                passed: held,
                failed: 2 - held,
            }
        }
        Err(failure) => {
            say::problem(failure);
            Count {
                passed: 0,
                failed: 1,
            }
        }
    }
}

fn build() -> Result<PathBuf, Failure> {
    let wrapper = places::root().join("tests/fuzz/instrumented-rustc");
    sealed(BUILD)
        .with("RUSTC_WORKSPACE_WRAPPER", wrapper)
        .pass()?;
    Ok(places::built("callback"))
}

/// What a run of the fuzzer came to.
struct Found {
    inputs: u64,
    crashes: usize,
}

impl Found {
    /// A run that tried nothing has shown nothing.
    fn holds(&self) -> bool {
        self.inputs > 0 && self.crashes == 0
    }
}

fn run(fuzzer: &Path, name: &str, seconds: u32, planted: bool) -> Result<Found, Failure> {
    let folder = places::target().join("trust").join("fuzz").join(name);
    let (grown, faults) = (folder.join("corpus"), folder.join("faults"));
    remade(&grown)?;
    remade(&faults)?;
    let kept = places::root().join("tests/fuzz/corpus/callback");
    let mut inputs = 0;
    // The fuzzer reports on its error output, which `watched` does not see.
    let mut run = Run::new("sh", ["-c", "exec \"$0\" \"$@\" 2>&1"])
        .argument(fuzzer)
        .argument(format!("-max_total_time={seconds}"))
        .argument(format!("-artifact_prefix={}/", faults.display()))
        .argument("-verbosity=0")
        .argument("-print_final_stats=1")
        .argument(SLOWEST)
        .argument(MOST_MEMORY)
        .argument(LONGEST)
        // What is found first is added there; the kept corpus is only read.
        .argument(&grown)
        .argument(kept)
        .limit(Duration::from_secs(u64::from(seconds) + 60));
    if planted {
        run = run.with("KEAPSAKE_FUZZ_PLANTED", "1");
    }
    let ended = run.watched_quietly(|line| inputs = executed(line).unwrap_or(inputs));
    let crashes = faults.read_dir().map_or(0, Iterator::count);
    if crashes > 0 && !planted {
        say::problem(format_args!(
            "what the parser fell over is in {}",
            faults.display()
        ));
    }
    match ended {
        // A fault ends the fuzzer with a status of its own.
        Ok(()) | Err(Failure::Exit { .. }) => {}
        Err(other) => return Err(other),
    }
    Ok(Found { inputs, crashes })
}

/// `stat::number_of_executed_units: 8162`
fn executed(line: &str) -> Option<u64> {
    line.trim()
        .strip_prefix("stat::number_of_executed_units:")?
        .trim()
        .parse()
        .ok()
}

fn remade(folder: &Path) -> Result<(), Failure> {
    let in_words = |source| Failure::File {
        what: format!("emptying {}", folder.display()),
        source,
    };
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(in_words)?;
    }
    std::fs::create_dir_all(folder).map_err(in_words)
}

fn row(rows: &Path, seconds: u32, found: &Found) -> Result<(), Failure> {
    let file = rows.join("06-fuzz.json");
    let text = format!(
        "{{\"figure\":\"crashes of the callback parser: {seconds} s of coverage-guided fuzzing on a \
         kept corpus\",\"aim\":\"0\",\"value\":\"{} in {} inputs\",\"holds\":{}}}",
        found.crashes,
        found.inputs,
        found.holds()
    );
    std::fs::write(&file, text).map_err(|source| Failure::File {
        what: format!("writing {}", file.display()),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_inputs_is_read_and_other_lines_are_not() {
        assert_eq!(
            executed("stat::number_of_executed_units: 8162\n"),
            Some(8162)
        );
        assert_eq!(executed("stat::peak_rss_mb: 29"), None);
        assert_eq!(executed("Done 8162 runs in 11 second(s)"), None);
    }

    #[test]
    fn a_run_that_tried_nothing_or_crashed_does_not_hold() {
        let found = |inputs, crashes| Found { inputs, crashes };
        assert!(found(1, 0).holds());
        assert!(!found(0, 0).holds());
        assert!(!found(100, 1).holds());
    }
}
