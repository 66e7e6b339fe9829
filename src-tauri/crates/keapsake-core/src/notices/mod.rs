//! The catalogue: everything the Rust side says to people, in one place.
//!
//! Every failure becomes a [`Notice`] by an exhaustive match, so that a new one without words does
//! not compile. A notice says what happened, what was not changed, and what to do next. The page's
//! own labels stand in its words file.

mod browser;
pub mod desk;
mod diagnosis;
mod fields;
mod keap;
mod kept;
mod keychain;
pub mod labels;
mod news;
mod saves;
mod sign_in;
pub mod spots;
mod start;
mod way_back;

pub use browser::{BrowserPage, browser_page};
pub use diagnosis::{Grade, Outcome, outcome_of};
pub use fields::{FormField, consent_problems, details, field_problems, spot_problems};
pub use news::{News, news};
pub use start::{Obstacle, obstacle};
pub use way_back::WayBack;

use crate::failure::{Cause, Companies, Doing, Failure};

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something to look at.
    Warning,
    /// Something did not work.
    Error,
}

/// The button a notice offers; the page labels it and knows the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Do the same again.
    TryAgain,
    /// Open the browser again.
    OpenAgain,
    /// Go back to the keys.
    EnterKeys,
    /// Sign in with Keap.
    SignIn,
    /// Copy the sign-in link instead.
    CopyAgain,
    /// Paste the address instead.
    PasteAddress,
    /// Look at the marked fields.
    CheckFields,
    /// Go on without the keychain, until the app is closed.
    ThisSessionOnly,
}

/// What the person reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A stable name for support and tests; never shown as a heading.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What happened.
    pub title: String,
    /// What was not changed, and what to do next.
    pub body: String,
    /// The button it offers.
    pub action: Option<Action>,
    /// A second, quieter button.
    pub other: Option<Action>,
}

impl Notice {
    pub(crate) fn new(
        severity: Severity,
        code: &'static str,
        title: impl Into<String>,
        body: impl Into<String>,
        action: Option<Action>,
    ) -> Self {
        Self {
            code,
            severity,
            title: title.into(),
            body: body.into(),
            action,
            other: None,
        }
    }

    fn or(mut self, other: Action) -> Self {
        self.other = Some(other);
        self
    }

    fn error(
        code: &'static str,
        title: &str,
        body: impl Into<String>,
        action: Option<Action>,
    ) -> Self {
        Self::new(Severity::Error, code, title, body, action)
    }
}

/// The words for a failure.
pub fn notice(failure: &Failure) -> Notice {
    let mut notice = of_cause(failure);
    if failure.companies == Companies::OneMade {
        notice
            .body
            .push_str(" The new company is in Keap by now; it is found when you save again.");
    }
    notice
}

fn of_cause(failure: &Failure) -> Notice {
    let doing = failure.doing;
    match &failure.cause {
        // Nothing of the write has gone out yet, whatever became of the renewal.
        Cause::Renewal(error) if doing == Doing::Writing => keap::notice(error, Doing::LookingUp),
        Cause::Keap(error) | Cause::Renewal(error) | Cause::Refused { error, .. } => {
            keap::notice(error, doing)
        }
        Cause::Vault(error) => keychain::notice(*error, doing),
        Cause::SessionEnded => sign_in::session_ended(doing),
        Cause::SessionBroken => sign_in::session_broken(doing),
        Cause::RenewedElsewhere => sign_in::renewed_elsewhere(doing),
        Cause::KeysRefused => sign_in::keys_refused(doing),
        Cause::CodeRefused(pkce) => sign_in::code_refused(*pkce),
        Cause::RedirectRefused => sign_in::redirect_refused(),
        Cause::NoKeys => sign_in::no_keys(),
        Cause::KeysChanged => sign_in::keys_changed(),
        Cause::Pasted(reject) => sign_in::pasted(*reject),
        Cause::NotThisSignIn(refusal) => sign_in::not_this_sign_in(*refusal),
        Cause::Browser => sign_in::browser(doing),
        Cause::PortsTaken => sign_in::ports_taken(),
        Cause::Keys(_)
        | Cause::ReturnPage(_)
        | Cause::Proxy(_)
        | Cause::Spots(_)
        | Cause::NoReason(_) => Notice::error(
            "fields",
            "There is a problem",
            format!("{} Look at the marked fields.", unchanged(doing)),
            Some(Action::CheckFields),
        ),
        Cause::NoLongerThere => Notice::error(
            "contact_gone",
            "This contact is no longer in Keap",
            "It was deleted or has another e-mail address by now. Nothing was saved. Save again to look it up anew.",
            Some(Action::TryAgain),
        ),
        Cause::NotCleared => Notice::error(
            "not_cleared",
            "The history could not be removed",
            "Its file on this computer could not be changed. Nothing in Keap was changed. Close other programs that \
             may hold it, then try again.",
            Some(Action::TryAgain),
        ),
        Cause::Clipboard => Notice::error(
            "clipboard",
            "Nothing was copied",
            "This computer's clipboard did not answer. Nothing else has changed. Try again.",
            Some(Action::TryAgain),
        ),
        Cause::NoThirdPartyNotices => Notice::error(
            "no_third_party_notices",
            "This copy has no third-party notices",
            "They come with Keapsake's packages, and this copy was built from the sources. Nothing was changed. \
             In the sources, cargo xtask notices writes them.",
            None,
        ),
        Cause::FileNotOpened(file) => Notice::error(
            "file_not_opened",
            "No program opened the file",
            format!(
                "It is {file} on this computer. Nothing was changed. Open it with a text editor."
            ),
            None,
        ),
        Cause::NoPlace => Notice::error(
            "no_place",
            "This account could not be opened",
            "Keapsake could not start what stands behind it on this computer. Nothing was changed. \
             Close Keapsake, open it again and try once more.",
            Some(Action::TryAgain),
        ),
        Cause::NoLink => Notice::error(
            "no_link",
            "The link is no longer here",
            "Keapsake was closed in the meantime and does not keep it. Nothing was changed, and it still waits. \
             Open the browser again: that makes a new link.",
            Some(Action::OpenAgain),
        ),
        Cause::NoAccountName => Notice::error(
            "no_account_name",
            "This contact's page in Keap cannot be found from here",
            "Keap did not say which account this is. Nothing was changed. Open Keap in your browser and look for \
             the e-mail address there.",
            None,
        ),
        Cause::StillSaving => saves::still_on_its_way(doing),
        Cause::SaveFellShort => saves::fell_short(doing),
        Cause::NotNow => Notice::error(
            "not_now",
            "This step is already over",
            "Keapsake has moved on in the meantime. Nothing was changed. Go on from the screen you see now.",
            None,
        ),
    }
}

/// What stays as it was when something goes wrong before it took effect.
fn unchanged(doing: Doing) -> &'static str {
    match doing {
        Doing::KeepingKeys => "The keys were not saved.",
        Doing::SigningIn => "You are not signed in, and nothing in Keap was changed.",
        Doing::Reading | Doing::Other => "Nothing was changed.",
        Doing::LookingUp | Doing::Writing => "Nothing was saved, and what you typed is still here.",
        Doing::SigningOut => "You are still signed in.",
        Doing::ForgettingKeys => "You are signed out, but the keys are still in the keychain.",
    }
}

#[cfg(test)]
mod tests;
