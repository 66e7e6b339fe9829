//! One finding of each kind, with canaries wherever something from outside can stand: for tests.

use std::time::Duration;

use keap_client::{Error, NamedBy, Problem};

use super::{Finding, Identity, Keeping, KeychainStep, Linking, Reached, SelfTest, Skew, Way};
use crate::failure::Cause;
use crate::ports::{Handler, VaultError};

/// Must be in no report.
pub(crate) const CANARY: &str = "canary";

fn links(handler: Handler, self_test: SelfTest, needed: bool) -> Finding {
    Finding::Links(Linking {
        handler,
        self_test,
        needed,
    })
}

/// Every kind of finding.
pub(crate) fn findings() -> Vec<Finding> {
    let other = || Handler::Other("/home/canary-person/.local/share/other-app.desktop".into());
    let windows = || Handler::Other(r#""C:\Users\canary\Other\other.exe" "%1""#.into());
    let refused = Error::Rejected {
        status: 400,
        problems: vec![Problem {
            message: "canary@example.com is not allowed".into(),
            ..Problem::default()
        }],
    };
    let mut all = vec![
        Finding::Keychain(Keeping::Works),
        Finding::Keychain(Keeping::Differs),
        Finding::Clock(Skew::Agrees),
        Finding::Clock(Skew::Ahead(Duration::from_mins(7))),
        Finding::Clock(Skew::Behind(Duration::from_hours(3))),
        Finding::Clock(Skew::Behind(Duration::from_hours(24 * 400))),
        Finding::Clock(Skew::Unknown),
        Finding::Proxy(Way::Straight),
        Finding::Proxy(Way::ThisComputer),
        Finding::Keap(Reached::Answers(Duration::from_millis(240))),
        Finding::Keap(Reached::Answers(Duration::from_secs(9))),
        Finding::Keap(Reached::Not(Error::Offline)),
        Finding::Keap(Reached::Not(Error::Untrusted)),
        Finding::Keap(Reached::Not(Error::Unavailable { status: 503 })),
        Finding::Account(Identity::Nobody),
        Finding::Account(Identity::Known {
            person: Some("Canary Person".into()),
            app: Some("canary1".into()),
        }),
        Finding::Account(Identity::Known {
            person: None,
            app: None,
        }),
        Finding::Account(Identity::Unknown(Cause::SessionEnded)),
        Finding::Account(Identity::Unknown(Cause::Keap(refused))),
    ];
    for named_by in [
        NamedBy::Hand,
        NamedBy::Variable("HTTPS_PROXY"),
        NamedBy::System,
    ] {
        all.push(Finding::Proxy(Way::Proxy {
            named_by,
            address: "proxy.canary.example:3128".into(),
        }));
    }
    for step in [
        KeychainStep::Write,
        KeychainStep::Read,
        KeychainStep::Delete,
    ] {
        all.push(Finding::Keychain(Keeping::Failed(step, VaultError::Locked)));
    }
    for self_test in [SelfTest::CameBack, SelfTest::Lost] {
        for needed in [true, false] {
            for handler in [
                Handler::Ours,
                other(),
                windows(),
                Handler::Nobody,
                Handler::Unknown,
            ] {
                all.push(links(handler, self_test, needed));
            }
        }
    }
    all
}
