//! Counts tests: reads the lines in which Cargo's test programs and the page's test runner say how
//! many passed. Does not know which tests there are.

use std::fmt;

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Formatting and lints.
    Style,
    /// The tests beside the code, and the crates' own integration tests.
    Unit,
    /// The core and the client against the practice Keap, and the contract.
    Journeys,
    /// The page in a browser.
    Ui,
    /// The real window on a desktop.
    Desktop,
    /// The figures of trust: what is lost, let in or told under attack and failure.
    Trust,
}

impl Part {
    /// Every part, in the order in which they are run: the quick ones first.
    pub(crate) const ALL: [Self; 6] = [
        Self::Style,
        Self::Unit,
        Self::Journeys,
        Self::Ui,
        Self::Desktop,
        Self::Trust,
    ];

    /// The part with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Its name on the command line.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Style => "style",
            Self::Unit => "unit",
            Self::Journeys => "journeys",
            Self::Ui => "ui",
            Self::Desktop => "desktop",
            Self::Trust => "trust",
        }
    }

    /// Whether it has tests of its own; checks count only when they fail.
    pub(crate) const fn has_tests(self) -> bool {
        !matches!(self, Self::Style)
    }
}

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Tests that passed.
    pub(crate) passed: u32,
    /// Tests and checks that failed.
    pub(crate) failed: u32,
}

impl Count {
    /// Adds another count.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed = self.passed.saturating_add(other.passed);
        self.failed = self.failed.saturating_add(other.failed);
    }

    /// Takes the end of a command into account: one that failed without a failed test (it did not
    /// compile, it died) is one failure.
    pub(crate) fn close(&mut self, succeeded: bool) {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
    }

    /// Whether this is a success: something ran, and nothing failed.
    pub(crate) const fn is_success(self) -> bool {
        self.passed > 0 && self.failed == 0
    }

    /// Reads a line of output; every other line counts nothing.
    pub(crate) fn of_line(line: &str) -> Self {
        let plain = without_colours(line);
        let plain = plain.trim();
        if let Some(counts) = plain.strip_prefix("test result:") {
            // test result: ok. 12 passed; 0 failed; 1 ignored; …
            Self::of_words(counts)
        } else if let Some(counts) = plain.strip_prefix("Tests ")
            && counts
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit())
        {
            // Tests  1 failed | 12 passed (13)
            Self::of_words(counts)
        } else {
            Self::default()
        }
    }

    fn of_words(counts: &str) -> Self {
        let words: Vec<&str> = counts.split_whitespace().collect();
        let before = |name: &str| {
            words
                .windows(2)
                .find_map(|pair| match pair {
                    [number, word] if word.trim_end_matches([';', ',']) == name => {
                        number.parse().ok()
                    }
                    _ => None,
                })
                .unwrap_or(0)
        };
        Self {
            passed: before("passed"),
            failed: before("failed"),
        }
    }
}

impl fmt::Display for Count {
    /// The line that ends a run, for people and for machines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The text without terminal colours (ECMA-48 "select graphic rendition").
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after
            .find(|c: char| c.is_ascii_alphabetic())
            .and_then(|end| after.get(end + 1..))
            .unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: u32, failed: u32) -> Count {
        Count { passed, failed }
    }

    #[test]
    fn lines_of_both_runners_are_read() {
        let cases = [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out",
                count(12, 0),
            ),
            (
                "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
                count(7, 2),
            ),
            (
                "test result: \u{1b}[32mok\u{1b}[0m. 4 passed; 0 failed; 0 ignored",
                count(4, 0),
            ),
            ("      Tests  12 passed (12)", count(12, 0)),
            (
                "      Tests  1 failed | 11 passed | 2 skipped (14)",
                count(11, 1),
            ),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m3 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (3)\u{1b}[39m",
                count(3, 0),
            ),
            ("      Tests  2 failed (2)", count(0, 2)),
        ];
        for (line, expected) in cases {
            assert_eq!(Count::of_line(line), expected, "{line}");
        }
    }

    /// Everything else that a test prints must not change the sum.
    #[test]
    fn other_lines_count_nothing() {
        for line in [
            " Test Files  3 passed (3)",
            "running 5 tests",
            "test words::tests::a_line ... ok",
            "5 passed, 0 failed",
            "Tests are described in CONTRIBUTING: 3 passed",
            "",
            "\u{1b}[",
        ] {
            assert_eq!(Count::of_line(line), Count::default(), "{line}");
        }
    }

    #[test]
    fn a_command_that_dies_without_a_failed_test_is_one_failure() {
        let mut died = count(5, 0);
        died.close(false);
        assert_eq!(died, count(5, 1));
        let mut told = count(5, 2);
        told.close(false);
        assert_eq!(told, count(5, 2), "its failed tests say it already");
        let mut well = count(5, 0);
        well.close(true);
        assert_eq!(well, count(5, 0));
    }

    #[test]
    fn a_run_without_a_test_is_no_success() {
        assert!(!count(0, 0).is_success());
        assert!(!count(3, 1).is_success());
        assert!(count(3, 0).is_success());
    }

    #[test]
    fn the_last_line_is_what_machines_read() {
        assert_eq!(count(120, 3).to_string(), "120 passed, 3 failed");
    }

    #[test]
    fn parts_are_found_by_their_names() {
        for part in Part::ALL {
            assert_eq!(Part::named(part.name()), Some(part));
        }
        assert_eq!(Part::named("all"), None);
    }
}
