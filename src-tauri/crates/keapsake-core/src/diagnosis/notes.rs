//! What a report is made from: the last findings, and the codes of what was told. It keeps no
//! words, no names and nothing that was typed.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, SystemTime};

use super::{Check, Finding};

/// How many codes are kept.
const MOST_CODES: usize = 10;

/// The same code within this is the same trouble.
const MOMENT: Duration = Duration::from_secs(2);

/// Kept while the app runs, and never written anywhere.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    findings: BTreeMap<Check, Finding>,
    told: VecDeque<(&'static str, SystemTime)>,
    /// The report as it was last shown: this and nothing else is what is copied.
    pub(crate) shown: Option<String>,
}

impl Notes {
    /// Notes what came of a test, in the place of what came of it before.
    pub(crate) fn found(&mut self, finding: &Finding) {
        self.findings.insert(finding.check(), finding.clone());
    }

    /// Notes the code of a notice that was told. What is told twice in a moment (as a command's
    /// answer and on the screen it leads to) is one.
    pub(crate) fn told(&mut self, code: &'static str, at: SystemTime) {
        let again = self.told.front().is_some_and(|(last, when)| {
            *last == code && at.duration_since(*when).unwrap_or_default() < MOMENT
        });
        if again {
            return;
        }
        if self.told.len() == MOST_CODES {
            self.told.pop_back();
        }
        self.told.push_front((code, at));
    }

    pub(super) fn finding(&self, check: Check) -> Option<&Finding> {
        self.findings.get(&check)
    }

    /// The codes, newest first.
    pub(super) fn codes(&self) -> impl Iterator<Item = (&'static str, SystemTime)> {
        self.told.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_codes_are_kept_and_one_told_twice_in_a_moment_is_one() {
        let start = SystemTime::UNIX_EPOCH;
        let mut notes = Notes::default();
        for (code, second) in [("a", 0), ("a", 1), ("b", 1), ("a", 1), ("a", 4)] {
            notes.told(code, start + Duration::from_secs(second));
        }
        let codes: Vec<_> = notes.codes().map(|(code, _)| code).collect();
        assert_eq!(codes, ["a", "a", "b", "a"]);
        for second in 0..50 {
            notes.told("z", start + Duration::from_mins(second));
        }
        assert_eq!(notes.codes().count(), MOST_CODES);
    }
}
