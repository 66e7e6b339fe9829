//! "Something is wrong?": what is tested, what can come of each test, and the report for support.
//!
//! Values only: the wizard asks the computer, the catalogue has the words for people.

use std::time::{Duration, SystemTime};

use keap_client::NamedBy;

use crate::failure::Cause;
use crate::ports::{Handler, VaultError};

mod notes;
mod report;
#[cfg(test)]
pub(crate) mod samples;

pub(crate) use notes::Notes;
pub use report::Machine;
pub(crate) use report::{Setting, report};

/// One test; each runs by itself and changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// The keychain writes, reads and deletes.
    Keychain,
    /// The operating system hands the app's own links to the app.
    Links,
    /// The computer's clock agrees with Keap's.
    Clock,
    /// By which proxy Keap is reached.
    Proxy,
    /// Keap answers.
    Keap,
    /// Who is signed in.
    Account,
}

impl Check {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Keychain,
        Self::Links,
        Self::Clock,
        Self::Proxy,
        Self::Keap,
        Self::Account,
    ];
}

/// What came of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The keychain's.
    Keychain(Keeping),
    /// The app's own links'.
    Links(Linking),
    /// The clock's.
    Clock(Skew),
    /// The proxy's.
    Proxy(Way),
    /// Keap's.
    Keap(Reached),
    /// The account's.
    Account(Identity),
}

impl Finding {
    /// Which test it comes from.
    pub fn check(&self) -> Check {
        match self {
            Self::Keychain(_) => Check::Keychain,
            Self::Links(_) => Check::Links,
            Self::Clock(_) => Check::Clock,
            Self::Proxy(_) => Check::Proxy,
            Self::Keap(_) => Check::Keap,
            Self::Account(_) => Check::Account,
        }
    }
}

/// What the keychain was doing when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeychainStep {
    /// Writing the test entry.
    Write,
    /// Reading it again.
    Read,
    /// Deleting it; it may be left behind.
    Delete,
}

/// How the keychain took a test entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Written, read and deleted.
    Works,
    /// One of the three failed.
    Failed(KeychainStep, VaultError),
    /// It gave back something else than was written.
    Differs,
}

/// Whether a link that the app sent to itself through the operating system arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelfTest {
    /// It came back.
    CameBack,
    /// It was sent, or could not even be sent, and did not come back in time.
    Lost,
}

/// What is known of the app's own links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linking {
    /// Who gets them.
    pub handler: Handler,
    /// What the last self-test came to.
    pub self_test: SelfTest,
    /// Whether the chosen return address needs them.
    pub needed: bool,
}

/// A clock that is off by more than this is worth a warning: certificates and tokens are dated.
pub const TOLERATED_SKEW: Duration = Duration::from_mins(5);

/// How the computer's clock stands to Keap's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skew {
    /// They agree, within [`TOLERATED_SKEW`].
    Agrees,
    /// The computer's is ahead by so much.
    Ahead(Duration),
    /// The computer's is behind by so much.
    Behind(Duration),
    /// Keap did not answer, or did not say what time it is.
    Unknown,
}

impl Skew {
    /// Compares this computer's time with the one that Keap's answer named.
    pub fn between(here: SystemTime, keaps: Option<SystemTime>) -> Self {
        let Some(keaps) = keaps else {
            return Self::Unknown;
        };
        match here.duration_since(keaps) {
            Ok(ahead) if ahead > TOLERATED_SKEW => Self::Ahead(ahead),
            Err(behind) if behind.duration() > TOLERATED_SKEW => Self::Behind(behind.duration()),
            Ok(_) | Err(_) => Self::Agrees,
        }
    }
}

/// By which way Keap is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Straight.
    Straight,
    /// It is on this computer, where no proxy has any business.
    ThisComputer,
    /// By a proxy.
    Proxy {
        /// Who names it.
        named_by: NamedBy,
        /// Its host and port, without a user name and password.
        address: String,
    },
}

/// Whether Keap answers at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// It does, within this time.
    Answers(Duration),
    /// It does not, or not in order.
    Not(keap_client::Error),
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// Nobody.
    Nobody,
    /// This person, in this account, as far as Keap names them.
    Known {
        /// The person's name or e-mail address.
        person: Option<String>,
        /// Keap's short name of the account.
        app: Option<String>,
    },
    /// It could not be asked.
    Unknown(Cause),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_may_be_five_minutes_off_and_no_more() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_hours(500_000);
        let (limit, more) = (TOLERATED_SKEW, TOLERATED_SKEW + Duration::from_secs(1));
        for (keaps, expected) in [
            (None, Skew::Unknown),
            (Some(now), Skew::Agrees),
            (Some(now + limit), Skew::Agrees),
            (Some(now - limit), Skew::Agrees),
            (Some(now + more), Skew::Behind(more)),
            (Some(now - more), Skew::Ahead(more)),
        ] {
            assert_eq!(Skew::between(now, keaps), expected);
        }
    }
}
