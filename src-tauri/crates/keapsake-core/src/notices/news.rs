//! Words for what is no failure: how a sign-in ended, what was signed out.

use std::time::Duration;

use super::way_back::{WayBack, way_back};
use super::{Action, Notice, Severity, keap, kept, sign_in};
use crate::sign_in::Ending;

/// Something the person is told without having asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A sign-in ended without an answer that could be used.
    SignInEnded(Ending),
    /// A page reported a denial that does not belong to the running sign-in.
    DenialReported,
    /// An answer came that no sign-in waits for.
    LateAnswer,
    /// The person saw an error page of Keap's and came back to the keys.
    KeapErrorPage,
    /// Signed out; the keys are still kept.
    SignedOut,
    /// Signed out, and the keys are forgotten.
    KeysForgotten,
    /// The person wants another account.
    AnotherAccount,
    /// The settings could not be read, so they were put aside and the app begins anew.
    SettingsLost,
    /// The settings could be neither read nor put aside, so they are left as they are.
    SettingsLeft,
    /// The settings cannot be written.
    SettingsNotKept,
    /// The folder of the app's own files cannot be written.
    FolderNotKept,
    /// The person chose to keep nothing in the keychain.
    ThisSessionOnly,
    /// Signed out; the keys are still here, until the app is closed.
    SignedOutThisSession,
    /// The app was started while it was running.
    AlreadyOpen,
    /// The session was renewed, and the keychain did not keep it.
    SessionNotKept,
    /// The window was to be closed in the middle of a renewal.
    Closing,
    /// The practice account is as on its first day.
    StartedOver,
    /// Few of the day's calls to Keap are left.
    FewCalls {
        /// Until they are counted anew.
        renewed_in: Duration,
    },
    /// What became of the way from the browser to the app.
    WayBack(WayBack),
}

/// The words for `news`; `None` where the person knows already.
pub fn news(news: &News) -> Option<Notice> {
    use Severity::{Error, Info, Warning};
    Some(match news {
        News::SessionNotKept => sign_in::not_kept(),
        News::Closing => sign_in::closing(),
        News::FewCalls { renewed_in } => keap::few_calls(*renewed_in),
        News::SignInEnded(Ending::Cancelled | Ending::Superseded) => return None,
        News::SignInEnded(Ending::TimedOut) => Notice::new(
            Warning,
            "sign_in_timed_out",
            "Keapsake stopped waiting",
            "No answer came from the browser in time. You are not signed in, and nothing was changed. \
             Sign in again when you are ready.",
            None,
        ),
        News::SignInEnded(Ending::Denied) => Notice::new(
            Error,
            "denied",
            "Keap did not give access",
            "Somebody pressed Deny, or the Keap user who signed in has no Keap account. Your keys are still here, \
             and nothing was changed. Sign in again and press Allow.",
            None,
        ),
        News::SignInEnded(Ending::Error(code)) => Notice::new(
            Error,
            "keap_error",
            "Keap ended the sign-in with an error",
            format!(
                "Keap called it “{code}”. Your keys are still here, and nothing was changed. Sign in again."
            ),
            None,
        ),
        News::DenialReported => Notice::new(
            Warning,
            "denial_reported",
            "A page reported that access was denied",
            "It does not say that it means this sign-in, so Keapsake still waits. If you pressed Deny, open the browser \
             again or cancel. If you did not, take no notice.",
            Some(Action::OpenAgain),
        ),
        News::LateAnswer => Notice::new(
            Warning,
            "late_answer",
            "An answer from the browser came too late",
            "The sign-in it belongs to had already ended. Nothing was changed. Sign in again.",
            None,
        ),
        News::KeapErrorPage => Notice::new(
            Warning,
            "keap_error_page",
            "Keap shows an error page when it does not know the Client ID",
            "The sign-in was cancelled and nothing was changed. Copy the Client ID and Secret again from the \
             developer portal, and see that the app's API switch is on. If the keys are right, choose another \
             return address under Advanced, or switch the extra proof (PKCE) off there.",
            None,
        ),
        News::SignedOut => kept::signed_out(),
        News::KeysForgotten => kept::keys_forgotten(),
        News::AnotherAccount => Notice::new(
            Info,
            "another_account",
            "Choose another account in the browser",
            "If Keap picks the same account again, sign out of Keap in the browser first, then sign in here.",
            None,
        ),
        News::SettingsLost => kept::settings_lost(),
        News::SettingsLeft => kept::settings_left(),
        News::SettingsNotKept => kept::settings_not_kept(),
        News::FolderNotKept => kept::folder_not_kept(),
        News::ThisSessionOnly => kept::this_session_only(),
        News::SignedOutThisSession => kept::signed_out_this_session(),
        News::AlreadyOpen => Notice::new(
            Info,
            "already_open",
            "Keapsake was open already",
            "One copy runs at a time, so that nothing is saved twice. This is the one that was open; nothing in it \
             was changed.",
            None,
        ),
        News::StartedOver => Notice::new(
            Info,
            "started_over",
            "The practice account starts over",
            "Its contacts are as on the first day. Nothing was sent to Keap.",
            None,
        ),
        News::WayBack(found) => way_back(found),
    })
}
