//! What every notice has to keep to, whatever it is about.

use std::time::Duration;

use keap_client::{Error, Problem, ProxyProblem};

use super::{News, Notice, Obstacle, WayBack, news, notice, obstacle};
use crate::connection::Pkce;
use crate::failure::{Cause, Doing, Failure};
use crate::ports::VaultError;
use crate::sign_in::{Ending, Refusal, Reject};

const DOINGS: [Doing; 8] = [
    Doing::KeepingKeys,
    Doing::SigningIn,
    Doing::Reading,
    Doing::LookingUp,
    Doing::Writing,
    Doing::SigningOut,
    Doing::ForgettingKeys,
    Doing::Other,
];

fn causes() -> Vec<Cause> {
    let problem = Problem {
        message: "BILLING Region is invalid".into(),
        ..Problem::default()
    };
    let keap = [
        Error::Offline,
        Error::TimedOut { sent: true },
        Error::Interrupted,
        Error::Unauthorized,
        Error::Forbidden,
        Error::NotFound,
        Error::RateLimited {
            retry_after: Some(Duration::from_secs(7)),
        },
        Error::QuotaSpent {
            renewed_in: Duration::from_hours(5),
        },
        Error::Rejected {
            status: 400,
            problems: vec![problem],
        },
        Error::Unavailable { status: 500 },
        Error::Unreadable { status: 200 },
        Error::Untrusted,
        Error::Proxy,
        Error::Setup,
    ];
    let vault = [
        VaultError::Locked,
        VaultError::Missing,
        VaultError::TimedOut,
        VaultError::DoesNotFit,
        VaultError::Ambiguous,
        VaultError::Failed,
        VaultError::UnreadableKeys,
        VaultError::UnreadableSession,
        VaultError::GivenUp,
    ];
    let pasted = [
        Reject::TooLong,
        Reject::NotAnAddress,
        Reject::BareCode,
        Reject::AnotherAddress,
        Reject::Contradicting,
        Reject::NoAnswer,
        Reject::AnotherIssuer,
    ];
    let other = [
        Cause::SessionEnded,
        Cause::SessionBroken,
        Cause::RenewedElsewhere,
        Cause::KeysRefused,
        Cause::CodeRefused(Pkce::Sent),
        Cause::CodeRefused(Pkce::LeftOut),
        Cause::RedirectRefused,
        Cause::NoKeys,
        Cause::KeysChanged,
        Cause::Keys(Vec::new()),
        Cause::Proxy(ProxyProblem::Credentials),
        Cause::NotThisSignIn(Refusal::NotWaiting),
        Cause::NotThisSignIn(Refusal::WrongState),
        Cause::NoLongerThere,
        Cause::Browser,
        Cause::Clipboard,
        Cause::NoThirdPartyNotices,
        Cause::FileNotOpened("/usr/lib/notices.txt".into()),
        Cause::PortsTaken,
        Cause::NoPlace,
        Cause::NoLink,
        Cause::NoAccountName,
        Cause::StillSaving,
        Cause::SaveFellShort,
        Cause::NotNow,
    ];
    let renewals = keap.clone().map(Cause::Renewal);
    (keap.into_iter().map(Cause::Keap))
        .chain(renewals)
        .chain(vault.into_iter().map(Cause::Vault))
        .chain(pasted.into_iter().map(Cause::Pasted))
        .chain(other)
        .collect()
}

fn all() -> Vec<Notice> {
    let told = [
        News::SignInEnded(Ending::TimedOut),
        News::SignInEnded(Ending::Denied),
        News::SignInEnded(Ending::Error("server_error".into())),
        News::DenialReported,
        News::LateAnswer,
        News::KeapErrorPage,
        News::SignedOut,
        News::KeysForgotten,
        News::AnotherAccount,
        News::SettingsLost,
        News::SettingsLeft,
        News::SettingsNotKept,
        News::FolderNotKept,
        News::ThisSessionOnly,
        News::SignedOutThisSession,
        News::AlreadyOpen,
        News::SessionNotKept,
        News::FewCalls {
            renewed_in: Duration::from_hours(1),
        },
        News::Closing,
        News::StartedOver,
        News::WayBack(WayBack::BeingRepaired),
        News::WayBack(WayBack::Repaired),
        News::WayBack(WayBack::Taken("other".into())),
        News::WayBack(WayBack::Lost(None)),
        News::WayBack(WayBack::Lost(Some("other".into()))),
        News::WayBack(WayBack::PortTaken),
    ];
    let failures = causes()
        .into_iter()
        .flat_map(|cause| DOINGS.map(|doing| notice(&Failure::new(doing, cause.clone()))));
    let obstacles = [
        Obstacle::NoWebView,
        Obstacle::NoScreen,
        Obstacle::Translocated,
        Obstacle::OnDiskImage,
        Obstacle::NotStarted,
    ];
    (told.iter().filter_map(news))
        .chain(failures)
        .chain(obstacles.map(obstacle))
        .collect()
}

#[test]
fn every_notice_is_whole_sentences_without_blame_or_codes() {
    for told in all() {
        let text = format!("{}. {}", told.title, told.body);
        assert!(!told.title.ends_with('.'), "a heading: {text}");
        assert!(told.body.ends_with('.'), "{text}");
        assert!(!text.contains("  "), "a doubled blank: {text}");
        for word in [
            "sorry",
            "oops",
            "please",
            "forbidden",
            "unexpected",
            "401",
            "500",
        ] {
            assert!(!text.to_lowercase().contains(word), "{word}: {text}");
        }
        // Keap's own words may say so, in quotes; ours do not.
        let ours: String = text.split(['“', '”']).step_by(2).collect();
        assert!(!ours.contains("invalid"), "{text}");
    }
}

#[test]
fn only_a_write_that_went_out_may_have_been_saved() {
    let lost = Error::TimedOut { sent: true };
    for (cause, doing, unclear) in [
        (Cause::Keap(lost.clone()), Doing::Writing, true),
        (Cause::Keap(lost.clone()), Doing::LookingUp, false),
        (Cause::Renewal(lost), Doing::Writing, false),
        (Cause::Keap(Error::Offline), Doing::Writing, false),
    ] {
        let body = notice(&Failure::new(doing, cause.clone())).body;
        assert_eq!(
            body.contains("may or may not"),
            unclear,
            "{cause:?} {doing:?}: {body}"
        );
        assert_eq!(body.contains("Nothing was saved"), !unclear, "{body}");
    }
}
