//! `cargo xtask test`: runs the parts of the tests one after the other, counts, and ends with one
//! line that says how many passed and failed. A part that fails stops no later part.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::apps::{Apps, SHIPPED};
use crate::bundle::TestedPackages;
use crate::cargo::{TESTED, sealed};
use crate::command_line::Fuzzing;
use crate::commands::{notices, setup, trust};
use crate::failure::Failure;
use crate::packages::{Consent, Purpose};
use crate::report::{Count, Part};
use crate::run::Run;
use crate::{page, places, programs, say, workflows};

/// What one part came to: its name, its tests, its time.
type Outcome = (&'static str, Count, Duration);

/// Something other than a test went wrong.
pub(super) const ONE_FAILURE: Count = Count {
    passed: 0,
    failed: 1,
};

/// Runs these parts. There is no error here: whatever goes wrong is a failure that the last line and
/// the status tell.
pub(crate) fn run(consent: Consent, fuzzing: Fuzzing, parts: &[Part]) -> ExitCode {
    let mut results = Vec::new();
    if provide(consent, parts, &mut results) {
        for &part in parts {
            results.push(measured(part, consent, fuzzing));
        }
    }
    say::heading("Results");
    let mut total = Count::default();
    for (name, count, time) in results {
        say::text(format_args!("{name:>9}: {count} ({} s)", time.as_secs()));
        total.add(count);
    }
    say::text(total);
    if total.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Sets up and builds the page. Without what this machine lacks nothing can run; without the page
/// much still can.
fn provide(consent: Consent, parts: &[Part], results: &mut Vec<Outcome>) -> bool {
    let purpose = parts.iter().map(|&part| purpose(part)).max();
    let with_style = parts.contains(&Part::Style);
    let mut failed = |what, failure: Failure| {
        say::problem(failure);
        results.push((what, ONE_FAILURE, Duration::ZERO));
    };
    if let Err(failure) = setup::provide(purpose.unwrap_or(Purpose::Build), with_style, consent) {
        failed("setup", failure);
        return false;
    }
    if let Err(failure) = page::build() {
        failed("page", failure);
    }
    true
}

fn purpose(part: Part) -> Purpose {
    match part {
        Part::Ui => Purpose::Browse,
        // The desktop's bench, and the keychain's (among the crates' own tests), are Linux's.
        Part::Unit | Part::Desktop | Part::Trust if cfg!(target_os = "linux") => Purpose::Desktop,
        Part::Style | Part::Unit | Part::Journeys | Part::Desktop | Part::Trust => Purpose::Build,
    }
}

fn measured(part: Part, consent: Consent, fuzzing: Fuzzing) -> Outcome {
    say::heading(part.name());
    let started = Instant::now();
    let mut count = match part {
        Part::Style => style(consent),
        Part::Unit => unit(),
        Part::Journeys => journeys(),
        Part::Ui => ui(),
        Part::Desktop | Part::Trust if !cfg!(target_os = "linux") => {
            say::text("These tests run on Linux only: they bring their own desktop.");
            return (part.name(), Count::default(), Duration::ZERO);
        }
        Part::Desktop => desktop(consent),
        Part::Trust => trust::measure(fuzzing),
    };
    if part.has_tests() && count == Count::default() {
        say::problem(format_args!("{} ran no test.", part.name()));
        count.failed = 1;
    }
    (part.name(), count, started.elapsed())
}

fn style(consent: Consent) -> Count {
    let lint = |more: &[&'static str]| {
        let mut arguments = vec!["clippy"];
        arguments.extend(more);
        arguments.extend(["--", "-D", "warnings"]);
        counted(sealed(arguments))
    };
    sum([
        counted(sealed(["fmt", "--all", "--check"])),
        lint(&["--workspace", "--all-targets"]),
        lint(&["--workspace", "--lib", "--bins", "--features", TESTED]),
        workflows(consent),
    ])
}

/// They are the same on every system, so one of them looks: the one for which the linter is named.
fn workflows(consent: Consent) -> Count {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        say::text("The workflows are linted on Linux only.");
        return Count::default();
    }
    match workflows::linter(consent) {
        Ok(linter) => counted(linter),
        Err(failure) => {
            say::problem(failure);
            ONE_FAILURE
        }
    }
}

fn unit() -> Count {
    let own = own_test_programs(&places::root().join("src-tauri"));
    let mut arguments = vec!["test", "--workspace", "--lib", "--bins", "--no-fail-fast"];
    arguments.extend(own.iter().flat_map(|name| ["--test", name.as_str()]));
    counted(sealed(arguments))
}

/// The test programs beside the crates: each file, or folder with a `main.rs`, in a crate's `tests`.
/// They are named one by one because `--tests` would take the desktop's as well.
fn own_test_programs(shell: &Path) -> Vec<String> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let listed = folder.read_dir().into_iter().flatten().flatten();
        listed.map(|entry| entry.path()).collect()
    };
    let mut crates = entries(&shell.join("crates"));
    crates.push(shell.to_path_buf());
    let mut names: Vec<String> = crates
        .iter()
        .flat_map(|folder| entries(&folder.join("tests")))
        .filter(|entry| {
            entry.join("main.rs").is_file() || entry.extension().is_some_and(|end| end == "rs")
        })
        .filter_map(|entry| Some(entry.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

fn journeys() -> Count {
    counted(sealed([
        "test",
        "--workspace",
        "--test=journeys",
        "--test=contract",
        "--no-fail-fast",
    ]))
}

fn ui() -> Count {
    let mut tests = page::npm(["test"]);
    if let Some(browser) = programs::browser() {
        tests = tests.with("KEAPSAKE_CHROMIUM", browser);
    }
    sum([counted(page::npm(["run", "check"])), counted(tests)])
}

fn desktop(consent: Consent) -> Count {
    // The packages first: the app as people get it is built into the same place afterwards.
    let built = notices::write(consent)
        .and_then(|notices| TestedPackages::build(SHIPPED, &notices))
        .and_then(|packages| Ok((packages, Apps::build("desktop")?)));
    match built {
        Ok((packages, apps)) => {
            let run = packages.told_to(apps.test("desktop"));
            counted(run.limit(Duration::from_mins(20)))
        }
        Err(failure) => {
            say::problem(failure);
            ONE_FAILURE
        }
    }
}

/// Runs a command, counts the tests in its output, and makes a failure of its failure.
pub(super) fn counted(run: Run) -> Count {
    let mut count = Count::default();
    let outcome = run.watched(|line| count.add(Count::of_line(line)));
    count.close(outcome.is_ok());
    if let Err(failure) = outcome {
        say::problem(failure);
    }
    count
}

fn sum<const N: usize>(counts: [Count; N]) -> Count {
    counts
        .into_iter()
        .fold(Count::default(), |mut total, count| {
            total.add(count);
            total
        })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn each_part_asks_for_no_more_than_it_needs() {
        assert_eq!(purpose(Part::Journeys), Purpose::Build);
        assert_eq!(purpose(Part::Ui), Purpose::Browse);
        let most = Part::ALL.iter().map(|&part| purpose(part)).max();
        assert_eq!(most, Some(purpose(Part::Desktop)));
    }

    /// Without this a crate's new test program would never run, and nobody would notice.
    #[test]
    fn test_programs_beside_the_crates_are_found_and_the_desktop_is_not() {
        let names = own_test_programs(&places::root().join("src-tauri"));
        for folder in ["keap-client", "practice-keap", "vault"] {
            let tests = places::root().join("src-tauri/crates").join(folder);
            for entry in tests.join("tests").read_dir().unwrap().flatten() {
                let name = entry.path().file_stem().unwrap().to_owned();
                assert!(names.contains(&name.into_string().unwrap()), "{names:?}");
            }
        }
        assert!(!names.iter().any(|name| name == "desktop"));
    }

    #[test]
    fn a_command_that_runs_two_test_programs_counts_both() {
        let script = "echo 'test result: ok. 2 passed; 0 failed;'; \
                      echo 'test result: FAILED. 1 passed; 1 failed;'; exit 101";
        let count = counted(Run::new("sh", ["-c", script]));
        assert_eq!(
            count,
            Count {
                passed: 3,
                failed: 1
            }
        );
    }

    #[test]
    fn a_command_that_does_not_compile_is_one_failure() {
        let count = counted(Run::new("sh", ["-c", "exit 101"]));
        assert_eq!(
            count,
            Count {
                passed: 0,
                failed: 1
            }
        );
    }
}
