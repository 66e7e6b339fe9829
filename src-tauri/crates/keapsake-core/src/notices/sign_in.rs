//! Words for signing in and for a connection that ended.

use super::{Action, Notice, Severity};
use crate::connection::Pkce;
use crate::failure::Doing;
use crate::sign_in::{Refusal, Reject};

/// What stays as it was when a call was not made for want of a session.
fn not_done(doing: Doing) -> &'static str {
    match doing {
        Doing::LookingUp | Doing::Writing => "Nothing was saved, and what you typed is still here.",
        _ => "Nothing was changed.",
    }
}

pub(super) fn session_ended(doing: Doing) -> Notice {
    let kept = not_done(doing);
    Notice::error(
        "session_ended",
        "The connection to Keap has ended",
        format!(
            "Keap asks for a new sign-in after 45 days without use, or when access was taken back. {kept} Sign in again to go on."
        ),
        Some(Action::SignIn),
    )
}

pub(super) fn session_broken(doing: Doing) -> Notice {
    Notice::error(
        "session_broken",
        "The connection to Keap was lost while it was being renewed",
        format!(
            "The line broke, or Keapsake was ended, before Keap's answer was stored, and Keap no longer takes the sign-in \
             from before. {} Your keys are still here. Sign in again to go on.",
            not_done(doing)
        ),
        Some(Action::SignIn),
    )
}

pub(super) fn renewed_elsewhere(doing: Doing) -> Notice {
    Notice::error(
        "renewed_elsewhere",
        "Another copy of Keapsake is renewing the connection",
        format!(
            "Only one may do so at a time, and it has not come to its end. {} Close the other copy, or wait a moment, \
             then try again.",
            not_done(doing)
        ),
        Some(Action::TryAgain),
    )
}

pub(super) fn keys_refused(doing: Doing) -> Notice {
    let happened = match doing {
        Doing::SigningIn => {
            "The sign-in in the browser worked, but Keap refused the Client ID and Secret together."
        }
        _ => "Keap no longer accepts the Client ID and Secret.",
    };
    Notice::error(
        "keys_refused",
        "Keap did not accept these keys",
        format!(
            "{happened} Nothing was changed. Copy both again from the developer portal: a letter may be missing, \
             or the app's API switch may be off."
        ),
        Some(Action::EnterKeys),
    )
}

/// Keap renewed the session, and the keychain did not keep it.
pub(super) fn not_kept() -> Notice {
    Notice::new(
        Severity::Warning,
        "session_not_kept",
        "You are signed in, but the keychain did not keep it",
        "Keapsake tries again every few seconds. Nothing was lost so far, and you can go on. Do not close Keapsake \
         before this message is gone: you would have to sign in again.",
        None,
    )
}

/// The window was to be closed in the middle of a renewal.
pub(super) fn closing() -> Notice {
    Notice::new(
        Severity::Info,
        "closing",
        "Keapsake closes in a moment",
        "First it finishes what is under way: your last save, and what keeps you signed in. This takes five seconds at most.",
        None,
    )
}

pub(super) fn code_refused(pkce: Pkce) -> Notice {
    // Keap says the same of a proof that it does not take.
    let otherwise = match pkce {
        Pkce::Sent => {
            " If Keap refuses the next answer as well, go back to the keys, open Advanced and switch the extra \
             proof (PKCE) off."
        }
        Pkce::LeftOut => "",
    };
    Notice::error(
        "code_refused",
        "Keap no longer accepts this answer",
        format!(
            "An answer from the browser works once and only for a few minutes. You are not signed in, and nothing \
             was changed. Sign in again.{otherwise}"
        ),
        Some(Action::SignIn),
    )
}

pub(super) fn redirect_refused() -> Notice {
    Notice::error(
        "redirect_refused",
        "Keap did not accept the return address",
        "You are not signed in, and nothing was changed. Go back to the keys, open Advanced and choose another \
         return address.",
        Some(Action::EnterKeys),
    )
}

pub(super) fn no_keys() -> Notice {
    Notice::error(
        "no_keys",
        "The keys are no longer here",
        "This computer's keychain does not hold the Client ID and Secret that this sign-in needs. Nothing was \
         changed. Enter them again.",
        Some(Action::EnterKeys),
    )
}

/// The kept keys are good, but not the ones that this sign-in was begun with.
pub(super) fn keys_changed() -> Notice {
    Notice::error(
        "keys_changed",
        "The keys were changed while the browser was open",
        "This answer belongs to another Client ID than the one that is kept now. You are not signed in, and nothing \
         was changed. Sign in again: the keys that are kept now are used then.",
        Some(Action::SignIn),
    )
}

pub(super) fn browser(doing: Doing) -> Notice {
    match doing {
        Doing::SigningIn => Notice::error(
            "browser",
            "The browser did not open",
            "Keapsake still waits for your answer. Copy the link and paste it into your browser's address bar.",
            Some(Action::CopyAgain),
        ),
        _ => Notice::error(
            "browser",
            "The browser did not open",
            "Nothing was changed. Open your browser first, then try again.",
            Some(Action::TryAgain),
        ),
    }
}

pub(super) fn ports_taken() -> Notice {
    Notice::error(
        "ports_taken",
        "Other programs hold the return address",
        "Keapsake could not listen for the browser's answer on this computer. You are not signed in, and nothing \
         was changed. Close programs you do not need, or choose another return address under Advanced.",
        Some(Action::TryAgain),
    )
}

pub(super) fn pasted(reject: Reject) -> Notice {
    let (code, title, body) = match reject {
        Reject::BareCode => (
            "paste_bare_code",
            "This is only a part of the address",
            "A code alone does not say which sign-in it belongs to. Copy the whole address, from its first \
             letter to its last.",
        ),
        Reject::TooLong | Reject::NotAnAddress => (
            "paste_no_address",
            "This is not an address",
            "Copy the whole address that the browser ended on, and paste it here.",
        ),
        Reject::AnotherAddress => (
            "paste_another_address",
            "This is another page's address",
            "Paste the address of the last page, after you pressed Allow in Keap.",
        ),
        Reject::NoAnswer => (
            "paste_no_answer",
            "There is no answer in this address",
            "The page cleared it, or it was cut off. Use the page's Copy button, or open the sign-in again.",
        ),
        Reject::Contradicting | Reject::AnotherIssuer => (
            "paste_contradicting",
            "This address was changed on its way",
            "Parts of it contradict each other. Open the sign-in again and copy the new address.",
        ),
    };
    Notice::error(
        code,
        title,
        format!("{body} Nothing was changed, and Keapsake still waits."),
        None,
    )
}

pub(super) fn not_this_sign_in(refusal: Refusal) -> Notice {
    match refusal {
        Refusal::NotWaiting => Notice::error(
            "late_answer",
            "No sign-in waits for this answer",
            "It came after the sign-in had ended, or a second time. Nothing was changed. Begin a new sign-in.",
            Some(Action::SignIn),
        ),
        Refusal::WrongState | Refusal::WrongCarrier => Notice::error(
            "another_sign_in",
            "This answer belongs to another sign-in",
            "Nothing was changed, and Keapsake still waits. Open the browser again and use the page that opens then.",
            Some(Action::OpenAgain),
        ),
    }
}
