//! Looks for crashes of the link parser with a coverage-guided fuzzer, on the stable compiler. Does
//! not know the parser.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

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

/// Fuzzes the callback parser and writes its row of the table: one test. A fault put there on purpose
/// has to be found first, or what is not found says nothing.
pub(crate) fn callback(fuzzing: Fuzzing, rows: &Path) -> Count {
    let seconds = match fuzzing {
        Fuzzing::Short => 60,
        Fuzzing::Long => 600,
    };
    say::text(format_args!("Fuzzing the link parser for {seconds} s."));
    let outcome = build().and_then(|fuzzer| {
        let planted = run(&fuzzer, "planted", 60, true)?;
        let found = run(&fuzzer, "found", seconds, false)?;
        let holds = holds(&planted, &found, seconds);
        row(rows, seconds, &planted, &found, holds)?;
        Ok(holds)
    });
    let holds = outcome.unwrap_or_else(|failure| {
        say::problem(failure);
        false
    });
    Count {
        passed: u32::from(holds),
        failed: u32::from(!holds),
    }
}

/// A run that tried nothing, ended early, or would not have noticed has shown nothing.
fn holds(planted: &Found, found: &Found, seconds: u32) -> bool {
    planted.crashes > 0
        && found.crashes == 0
        && found.ended_well
        && found.inputs > 0
        && found.time >= Duration::from_secs(u64::from(seconds))
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
    ended_well: bool,
    time: Duration,
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
    let begun = Instant::now();
    let ended = run.watched_quietly(|line| inputs = executed(line).unwrap_or(inputs));
    let crashes = faults.read_dir().map_or(0, Iterator::count);
    if crashes > 0 && !planted {
        say::problem(format_args!(
            "what the parser fell over is in {}",
            faults.display()
        ));
    }
    let ended_well = match ended {
        Ok(()) => true,
        // A fault ends the fuzzer with a status of its own.
        Err(Failure::Exit { .. }) => false,
        Err(other) => return Err(other),
    };
    Ok(Found {
        inputs,
        crashes,
        ended_well,
        time: begun.elapsed(),
    })
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

fn row(
    rows: &Path,
    seconds: u32,
    planted: &Found,
    found: &Found,
    holds: bool,
) -> Result<(), Failure> {
    let file = rows.join("06-fuzz.json");
    let text = format!(
        "{{\"figure\":\"crashes of the callback parser: {seconds} s of coverage-guided fuzzing on a \
         kept corpus\",\"aim\":\"0\",\"value\":\"{} in {} inputs and {} s; a planted fault found after \
         {} inputs\",\"holds\":{holds}}}",
        found.crashes,
        found.inputs,
        found.time.as_secs(),
        planted.inputs,
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
    fn only_a_whole_run_without_a_crash_holds_and_only_if_faults_are_found() {
        let found = |inputs, crashes, ended_well, seconds| Found {
            inputs,
            crashes,
            ended_well,
            time: Duration::from_secs(seconds),
        };
        let planted = found(700, 1, false, 1);
        for (planted, run, expected) in [
            (&planted, found(40_000, 0, true, 61), true),
            (&planted, found(0, 0, true, 61), false),
            (&planted, found(40_000, 1, false, 61), false),
            // Died of something else.
            (&planted, found(40_000, 0, false, 61), false),
            (&planted, found(40_000, 0, true, 2), false),
            (&found(700, 0, true, 60), found(40_000, 0, true, 61), false),
        ] {
            assert_eq!(
                holds(planted, &run, 60),
                expected,
                "{} {}",
                run.inputs,
                run.crashes
            );
        }
    }
}
