//! Words for what Keap, or the way to it, answers.

use std::time::Duration;

use keap_client::{Error, Problem};

use super::{Action, Notice, Severity, unchanged};
use crate::failure::Doing;

pub(super) fn notice(error: &Error, doing: Doing) -> Notice {
    let kept = if doing == Doing::Writing && error.may_have_acted() {
        unclear()
    } else {
        unchanged(doing)
    };
    let again = Some(Action::TryAgain);
    match error {
        Error::Offline => Notice::error(
            "offline",
            "Keap could not be reached",
            format!("{kept} Check that this computer is online, then try again."),
            again,
        ),
        Error::TimedOut { .. } => Notice::error(
            "timed_out",
            "Keap did not answer in time",
            format!("{kept} Wait a moment, then try again."),
            again,
        ),
        Error::Interrupted => Notice::error(
            "interrupted",
            "The connection to Keap broke",
            format!("{kept} Check that this computer is online, then try again."),
            again,
        ),
        Error::Unauthorized => super::sign_in::session_ended(doing),
        Error::Forbidden => Notice::error(
            "forbidden",
            "Keap does not allow this",
            format!(
                "The person who signed in may not do this in this Keap account. {kept} \
                 Ask whoever looks after your Keap account, or use another account."
            ),
            None,
        ),
        Error::NotFound => Notice::error(
            "not_found",
            "Keap no longer has this",
            format!(
                "It was deleted or moved in the meantime. {kept} Try again to look it up anew."
            ),
            again,
        ),
        Error::RateLimited { retry_after } => busy(kept, *retry_after),
        Error::QuotaSpent { renewed_in } => spent(kept, *renewed_in),
        Error::Rejected { problems, .. } => Notice::error(
            "rejected",
            "Keap did not accept this",
            format!(
                "{kept} {}Change what it names, then try again.",
                quoted(problems)
            ),
            Some(Action::CheckFields),
        ),
        Error::Unavailable { .. } => Notice::error(
            "unavailable",
            "Keap is out of order just now",
            format!("{kept} Wait a few minutes, then try again."),
            again,
        ),
        Error::Unreadable { .. } => Notice::error(
            "unreadable",
            "Keap's answer could not be read",
            format!("{kept} Try again; if it happens again, tell whoever looks after Keapsake."),
            again,
        ),
        Error::Untrusted => Notice::error(
            "untrusted",
            "The connection to Keap is not safe",
            format!(
                "This computer does not trust the certificate it was shown. {kept} See that the date and time here \
                 are right. If they are, ask your IT people whether your network inspects secure connections and \
                 whether its certificate is installed here."
            ),
            again,
        ),
        Error::Proxy => Notice::error(
            "proxy",
            "Your network's proxy asks for a sign-in",
            format!("{kept} Ask your IT people to let Keapsake reach api.infusionsoft.com."),
            again,
        ),
        Error::Setup => Notice::error(
            "setup",
            "The connection to Keap could not be set up",
            format!("{kept} Close Keapsake, open it again and try once more."),
            again,
        ),
    }
}

fn busy(kept: &str, retry_after: Option<Duration>) -> Notice {
    Notice::error(
        "rate_limited",
        "Keap asks everyone to slow down",
        format!(
            "Too much was sent to Keap at once. {kept} {}",
            wait(retry_after)
        ),
        Some(Action::TryAgain),
    )
}

fn spent(kept: &str, renewed_in: Duration) -> Notice {
    Notice::error(
        "quota_spent",
        "Keap takes no more calls today",
        format!(
            "Each Client ID may call Keap so many times a day, and today's calls are used up. {kept} {}",
            wait(Some(renewed_in))
        ),
        Some(Action::TryAgain),
    )
}

/// Few of the day's calls are left.
pub(super) fn few_calls(renewed_in: Duration) -> Notice {
    let hours = renewed_in.as_secs().div_ceil(3_600).max(1);
    let then = if hours == 1 {
        "within the hour".to_owned()
    } else {
        format!("in {hours} hours")
    };
    Notice::new(
        Severity::Warning,
        "few_calls",
        "Few of today's calls to Keap are left",
        format!(
            "Each Client ID may call Keap so many times a day. Everything works until they are used up, and nothing \
             is lost then. Keap counts anew {then}."
        ),
        None,
    )
}

fn unclear() -> &'static str {
    "Keap may or may not have saved the contact; what you typed is still here. \
     Saving again looks it up first, so it cannot be doubled."
}

fn wait(retry_after: Option<Duration>) -> String {
    match retry_after.map(|time| time.as_secs().max(1)) {
        Some(1) => "Try again in a second.".into(),
        Some(seconds @ 2..=90) => format!("Try again in {seconds} seconds."),
        Some(seconds @ 91..=5_400) => format!("Try again in {} minutes.", seconds.div_ceil(60)),
        Some(seconds) => format!("Try again in {} hours.", seconds.div_ceil(3_600)),
        None => "Try again in a minute.".into(),
    }
}

/// Keap's own words, which may be English only, in quotes so that nobody takes them for ours.
fn quoted(problems: &[Problem]) -> String {
    let said: Vec<_> = problems
        .iter()
        .map(|problem| problem.message.trim())
        .filter(|text| !text.is_empty())
        .collect();
    if said.is_empty() {
        String::new()
    } else {
        format!("Keap says: “{}”. ", said.join("”, “").trim_end_matches('.'))
    }
}
