//! Words for the operating system's keychain.

use super::{Action, Notice, Severity, unchanged};
use crate::failure::Doing;
use crate::ports::VaultError;

pub(super) fn notice(error: VaultError, doing: Doing) -> Notice {
    let kept = unchanged(doing);
    let (code, title, next, action) = match error {
        VaultError::Locked => (
            "keychain_locked",
            "This computer's keychain is locked",
            "Unlock it (signing in to this computer again does that), then try again.",
            Some(Action::TryAgain),
        ),
        VaultError::Missing => (
            "keychain_missing",
            "This computer has no keychain running",
            "Keapsake keeps keys and sign-ins only there, never in a file. Start a keychain \
             (on Linux: GNOME Keyring or KWallet), then try again.",
            Some(Action::TryAgain),
        ),
        VaultError::TimedOut => (
            "keychain_timed_out",
            "This computer's keychain does not answer",
            "Look for a window of the keychain that waits for you, then try again.",
            Some(Action::TryAgain),
        ),
        VaultError::DoesNotFit => (
            "keychain_full",
            "This does not fit into the keychain",
            "What Keap sent is longer than an entry of this computer's keychain may be. \
             Tell whoever looks after Keapsake.",
            None,
        ),
        VaultError::Ambiguous => (
            "keychain_twice",
            "The keychain holds this entry twice",
            "Delete the entries named “Keapsake” in your keychain's own window, then enter the keys again.",
            Some(Action::EnterKeys),
        ),
        VaultError::UnreadableKeys => (
            "keychain_keys_unreadable",
            "The saved keys cannot be read",
            "Their entry in the keychain is damaged, or another version of Keapsake wrote it. It was put aside, \
             not deleted. Enter the keys again.",
            Some(Action::EnterKeys),
        ),
        VaultError::UnreadableSession => (
            "keychain_session_unreadable",
            "The saved sign-in cannot be read",
            "Its entry in the keychain is damaged, or another version of Keapsake wrote it. It was put aside, \
             not deleted. Your keys are still here: sign in again.",
            Some(Action::SignIn),
        ),
        VaultError::GivenUp => {
            let next = "A window of the keychain that is still open can be closed.";
            return Notice::new(
                Severity::Info,
                "keychain_given_up",
                "Keapsake stopped waiting for the keychain",
                format!("{kept} {next}"),
                None,
            );
        }
        VaultError::Failed => (
            "keychain_failed",
            "This computer's keychain reported a failure",
            "Try again; if it happens again, restart this computer.",
            Some(Action::TryAgain),
        ),
    };
    let without = matches!(
        error,
        VaultError::Locked | VaultError::Missing | VaultError::TimedOut | VaultError::Failed
    );
    if without && doing == Doing::KeepingKeys {
        let body = format!("{kept} {next} {WITHOUT}");
        Notice::error(code, title, body, action).or(Action::ThisSessionOnly)
    } else {
        Notice::error(code, title, format!("{kept} {next}"), action)
    }
}

/// What the second button means.
const WITHOUT: &str = "You can also go on without it: Keapsake then forgets the keys and the sign-in when you \
     close it.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_on_without_the_keychain_is_offered_while_keys_are_kept_and_nowhere_else() {
        for (error, offered) in [
            (VaultError::Locked, true),
            (VaultError::Missing, true),
            (VaultError::TimedOut, true),
            (VaultError::Failed, true),
            (VaultError::DoesNotFit, false),
            (VaultError::Ambiguous, false),
            (VaultError::UnreadableKeys, false),
            (VaultError::GivenUp, false),
        ] {
            let told = notice(error, Doing::KeepingKeys);
            let other = offered.then_some(Action::ThisSessionOnly);
            assert_eq!(told.other, other, "{error:?}");
            assert_eq!(told.body.contains("go on without it"), offered, "{error:?}");
            assert_eq!(notice(error, Doing::SigningIn).other, None, "{error:?}");
        }
    }
}
