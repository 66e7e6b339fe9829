//! What became of each part, and the line that tells it. Does not know what the parts do.

use std::fmt;

use crate::command_line::Toolchains;
use crate::failure::Failure;
use crate::report::Count;

/// Why a part is not done, in words for the last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Why(pub(crate) String);

impl Why {
    /// What was looked at, and what is wrong with it.
    pub(crate) fn new(words: impl fmt::Display) -> Self {
        Self(words.to_string())
    }
}

impl From<Failure> for Why {
    fn from(failure: Failure) -> Self {
        Self::new(failure)
    }
}

impl fmt::Display for Why {
    /// One line of it: it stands in the middle of another.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.split_whitespace().collect();
        f.write_str(words.join(" ").trim_end_matches('.'))
    }
}

/// What became of a part.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is done, and was seen to be.
    Done,
    /// It is not.
    Failed(Why),
    /// It was not tried, which was allowed.
    PassedOver(Why),
}

impl Outcome {
    /// Of something that was tried.
    pub(crate) fn of(tried: &Result<(), Why>) -> Self {
        match tried {
            Ok(()) => Self::Done,
            Err(why) => Self::Failed(why.clone()),
        }
    }

    /// Of something that cannot be tried without what is missing.
    pub(crate) fn missing(toolchains: Toolchains, why: &Why) -> Self {
        match toolchains {
            Toolchains::Required => Self::Failed(why.clone()),
            Toolchains::MayBeMissing => Self::PassedOver(why.clone()),
        }
    }
}

/// A part: its name in the past tense, and what became of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// As in `installed`.
    pub(crate) name: String,
    /// What became of it.
    pub(crate) outcome: Outcome,
}

impl Part {
    /// A part with this name.
    pub(crate) fn new(name: &str, outcome: Outcome) -> Self {
        Self {
            name: name.to_owned(),
            outcome,
        }
    }

    /// The tests that ran as Windows programs.
    pub(crate) fn tests(count: Count) -> Self {
        let name = format!("{} tests under Wine", count.passed);
        let outcome = if count.is_success() {
            Outcome::Done
        } else {
            Outcome::Failed(Why::new(format_args!("{} failed", count.failed)))
        };
        Self { name, outcome }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Outcome::Done => f.write_str(&self.name),
            Outcome::Failed(why) => write!(f, "{} FAILED ({why})", self.name),
            Outcome::PassedOver(why) => write!(f, "{} passed over ({why})", self.name),
        }
    }
}

/// The last line.
pub(crate) fn line(parts: &[Part]) -> String {
    let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
    parts.join(", ")
}

/// Whether nothing failed.
pub(crate) fn is_success(parts: &[Part]) -> bool {
    parts
        .iter()
        .all(|part| !matches!(part.outcome, Outcome::Failed(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: u32, failed: u32) -> Count {
        Count { passed, failed }
    }

    #[test]
    fn the_line_names_each_part() {
        let parts = [
            Part::new("linked", Outcome::Done),
            Part::new("scheme", Outcome::Done),
            Part::tests(count(412, 0)),
            Part::new("macOS checked", Outcome::Done),
        ];
        assert_eq!(
            line(&parts),
            "linked, scheme, 412 tests under Wine, macOS checked"
        );
        assert!(is_success(&parts));
    }

    #[test]
    fn what_failed_and_what_was_passed_over_say_why_in_the_same_line() {
        let why = Why::new("`makensis`\n  is missing.");
        let failed = Part::new("installed", Outcome::Failed(why.clone()));
        assert_eq!(
            failed.to_string(),
            "installed FAILED (`makensis` is missing)"
        );
        assert!(!is_success(&[failed]));
        let passed_over = Part::new("installed", Outcome::PassedOver(why));
        assert_eq!(
            passed_over.to_string(),
            "installed passed over (`makensis` is missing)"
        );
        assert!(is_success(&[passed_over]));
    }

    #[test]
    fn a_failed_test_and_no_test_at_all_are_failures() {
        assert_eq!(
            Part::tests(count(7, 2)).to_string(),
            "7 tests under Wine FAILED (2 failed)"
        );
        assert!(!is_success(&[Part::tests(count(0, 0))]));
    }

    #[test]
    fn what_is_missing_fails_unless_it_may_be() {
        let why = Why::new("no network");
        for (toolchains, expected) in [
            (Toolchains::Required, Outcome::Failed(why.clone())),
            (Toolchains::MayBeMissing, Outcome::PassedOver(why.clone())),
        ] {
            assert_eq!(Outcome::missing(toolchains, &why), expected);
        }
    }
}
