//! Words for what came of a test on the page "Something is wrong?".

use std::time::Duration;

use keap_client::NamedBy;

use super::notice;
use crate::diagnosis::{
    Finding, Identity, Keeping, KeychainStep, Linking, Reached, SelfTest, Skew, Way,
};
use crate::failure::{Cause, Doing, Failure};
use crate::ports::Handler;

/// How a test came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// As it should be.
    Good,
    /// Neither good nor bad.
    Note,
    /// Something to look at; it may still work.
    Warning,
    /// It does not work.
    Problem,
}

/// A test's outcome, as the person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it came out.
    pub grade: Grade,
    /// What was found.
    pub title: String,
    /// More about it, and what to do next.
    pub body: String,
}

fn outcome(grade: Grade, title: impl Into<String>, body: impl Into<String>) -> Outcome {
    Outcome {
        grade,
        title: title.into(),
        body: body.into(),
    }
}

/// The words for a finding.
pub fn outcome_of(finding: &Finding) -> Outcome {
    match finding {
        Finding::Keychain(keeping) => keychain(*keeping),
        Finding::Links(linking) => links(linking),
        Finding::Clock(skew) => clock(*skew),
        Finding::Proxy(way) => proxy(way),
        Finding::Keap(Reached::Answers(took)) => outcome(
            Grade::Good,
            "Keap answers",
            format!("It took {}.", seconds(*took)),
        ),
        Finding::Keap(Reached::Not(error)) => failed(Cause::Keap(error.clone())),
        Finding::Account(identity) => account(identity),
    }
}

fn keychain(keeping: Keeping) -> Outcome {
    match keeping {
        Keeping::Works => outcome(
            Grade::Good,
            "The keychain works",
            "A test entry was written, read and deleted again.",
        ),
        Keeping::Differs => outcome(
            Grade::Problem,
            "The keychain gave back something else than was written",
            "Nothing of yours was touched. Restart this computer, then test again.",
        ),
        Keeping::Failed(step, error) => {
            let mut told = failed(Cause::Vault(error));
            if step == KeychainStep::Delete {
                told.body
                    .push_str(" An empty test entry named “probe” may be left in the keychain.");
            }
            told
        }
    }
}

fn links(linking: &Linking) -> Outcome {
    use Grade::{Good, Note, Warning};
    if linking.self_test == SelfTest::CameBack {
        return outcome(
            Good,
            "Keapsake's own links reach it",
            "A test link came back by way of the operating system.",
        );
    }
    let grade = if linking.needed { Warning } else { Note };
    let way_out = if linking.needed {
        "Sign in all the same: Keapsake tries to put this right, and pasting the address always works."
    } else {
        "The chosen return address does not need them, so nothing has to be done."
    };
    match &linking.handler {
        Handler::Other(program) => outcome(
            grade,
            "Another program gets Keapsake's own links",
            format!(
                "This computer hands them to “{}”. {way_out}",
                short(program)
            ),
        ),
        Handler::Nobody => outcome(
            grade,
            "No program gets Keapsake's own links",
            format!("This computer does not know whom to hand them to. {way_out}"),
        ),
        Handler::Ours | Handler::Unknown => outcome(
            grade,
            "Keapsake's own link did not come back",
            format!("A test link was sent and did not arrive. {way_out}"),
        ),
    }
}

fn clock(skew: Skew) -> Outcome {
    let off = |by: Duration, how: &str| {
        outcome(
            Grade::Warning,
            format!("This computer's clock is {} {how}", span(by)),
            "Secure connections and sign-ins can fail because of it. Set the date, the time and the time zone, \
             then test again.",
        )
    };
    match skew {
        Skew::Agrees => outcome(
            Grade::Good,
            "The clock is right",
            "It agrees with Keap's clock.",
        ),
        Skew::Ahead(by) => off(by, "ahead"),
        Skew::Behind(by) => off(by, "behind"),
        Skew::Unknown => outcome(
            Grade::Note,
            "The clock could not be compared",
            "Keap did not say what time it is.",
        ),
    }
}

fn proxy(way: &Way) -> Outcome {
    match way {
        Way::Straight => outcome(
            Grade::Good,
            "No proxy is set",
            "Keapsake goes straight to Keap.",
        ),
        Way::ThisComputer => outcome(
            Grade::Good,
            "No proxy is needed",
            "This Keap is on this computer.",
        ),
        Way::Proxy { named_by, address } => {
            let address = short(address);
            let ask = "If Keap cannot be reached, ask whoever looks after this network";
            let (title, body) = match named_by {
                NamedBy::Hand => (
                    "Keapsake goes through a proxy set by hand",
                    format!("It is {address}. {ask}, or empty the field Proxy on this page."),
                ),
                NamedBy::Variable(name) => (
                    "Keapsake goes through a proxy",
                    format!("It is {address}, named by the setting {name}. {ask}."),
                ),
                NamedBy::System => (
                    "Keapsake goes through a proxy",
                    format!("It is {address}, named by this computer's settings. {ask}."),
                ),
            };
            outcome(Grade::Note, title, body)
        }
    }
}

fn account(identity: &Identity) -> Outcome {
    match identity {
        Identity::Nobody => outcome(
            Grade::Note,
            "Nobody is signed in",
            "Sign in with Keap to save contacts.",
        ),
        Identity::Known { person, app } => {
            let name = person.as_deref().unwrap_or("a person without a name");
            let account = app.as_deref().map_or_else(
                || "Keap accepts the sign-in.".to_owned(),
                |app| format!("Keap accepts the sign-in, to the account {app}."),
            );
            outcome(Grade::Good, format!("Signed in as {name}"), account)
        }
        Identity::Unknown(cause) => failed(cause.clone()),
    }
}

fn failed(cause: Cause) -> Outcome {
    let told = notice(&Failure::new(Doing::Other, cause));
    outcome(Grade::Problem, told.title, told.body)
}

fn seconds(took: Duration) -> String {
    match took.as_secs() {
        0 => "less than a second".into(),
        1 => "a second".into(),
        more => format!("{more} seconds"),
    }
}

/// Minutes below two hours, hours below two days, else days.
fn span(by: Duration) -> String {
    let minutes = by.as_secs() / 60;
    match minutes {
        0..120 => format!("{minutes} minutes"),
        120..2_880 => format!("{} hours", minutes / 60),
        _ => format!("{} days", minutes / 1_440),
    }
}

/// A name from the operating system, as far as it can be read in a sentence.
fn short(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::samples::findings;

    #[test]
    fn every_outcome_is_whole_sentences_without_blame_or_codes() {
        for found in findings() {
            let told = outcome_of(&found);
            let text = format!("{}. {}", told.title, told.body);
            assert!(!told.title.ends_with('.'), "a heading: {text}");
            assert!(told.body.ends_with('.'), "{text}");
            assert!(!text.contains("  "), "a doubled blank: {text}");
            for word in [
                "sorry", "oops", "please", "invalid", "503", "/home", "Users",
            ] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }

    #[test]
    fn a_link_that_came_back_is_good_whoever_is_registered() {
        let linking = |handler, self_test, needed| Linking {
            handler,
            self_test,
            needed,
        };
        let other = || Handler::Other("other.desktop".into());
        for (handler, self_test, needed, grade) in [
            (Handler::Ours, SelfTest::CameBack, true, Grade::Good),
            (other(), SelfTest::CameBack, true, Grade::Good),
            (Handler::Ours, SelfTest::Lost, true, Grade::Warning),
            (other(), SelfTest::Lost, true, Grade::Warning),
            (other(), SelfTest::Lost, false, Grade::Note),
            (Handler::Nobody, SelfTest::Lost, true, Grade::Warning),
            (Handler::Nobody, SelfTest::Lost, false, Grade::Note),
            (Handler::Unknown, SelfTest::CameBack, true, Grade::Good),
            (Handler::Unknown, SelfTest::Lost, true, Grade::Warning),
        ] {
            let linking = linking(handler, self_test, needed);
            assert_eq!(links(&linking).grade, grade, "{linking:?}");
        }
    }

    #[test]
    fn spans_and_times_are_said_as_people_say_them() {
        for (seconds_off, text) in [
            (7 * 60, "7 minutes"),
            (119 * 60, "119 minutes"),
            (2 * 3_600, "2 hours"),
            (47 * 3_600, "47 hours"),
            (48 * 3_600, "2 days"),
        ] {
            assert_eq!(span(Duration::from_secs(seconds_off)), text);
        }
        assert_eq!(seconds(Duration::from_millis(20)), "less than a second");
        assert_eq!(seconds(Duration::from_millis(9_400)), "9 seconds");
        assert_eq!(seconds(Duration::from_secs(1)), "a second");
    }
}
