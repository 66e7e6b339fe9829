//! The tests of the page "Something is wrong?", and the report.

use keapsake_core::diagnosis::{self, Finding};
use keapsake_core::notices::{self, outcome_of};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A test.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Check {
    Keychain,
    Links,
    Clock,
    Proxy,
    Keap,
    Account,
}

impl From<Check> for diagnosis::Check {
    fn from(check: Check) -> Self {
        match check {
            Check::Keychain => Self::Keychain,
            Check::Links => Self::Links,
            Check::Clock => Self::Clock,
            Check::Proxy => Self::Proxy,
            Check::Keap => Self::Keap,
            Check::Account => Self::Account,
        }
    }
}

/// Runs a test.
#[derive(Deserialize, TS)]
pub(crate) struct Diagnose {
    pub(crate) check: Check,
}

/// How a test came out.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Grade {
    Good,
    Note,
    Warning,
    Problem,
}

/// What came of a test, in words.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Diagnosed {
    grade: Grade,
    title: String,
    body: String,
}

impl From<&Finding> for Diagnosed {
    fn from(finding: &Finding) -> Self {
        let notices::Outcome { grade, title, body } = outcome_of(finding);
        let grade = match grade {
            notices::Grade::Good => Grade::Good,
            notices::Grade::Note => Grade::Note,
            notices::Grade::Warning => Grade::Warning,
            notices::Grade::Problem => Grade::Problem,
        };
        Self { grade, title, body }
    }
}

/// The report for support, as it is shown and copied.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Report {
    pub(crate) text: String,
}

/// Chooses the proxy: `host:port`, or nothing for what the system says.
#[derive(Deserialize, TS)]
pub(crate) struct SetProxy {
    pub(crate) address: String,
}
