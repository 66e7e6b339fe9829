//! Words for the operating system's keychain.

use super::{Action, Notice, unchanged};
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
        VaultError::Failed => (
            "keychain_failed",
            "This computer's keychain reported a failure",
            "Try again; if it happens again, restart this computer.",
            Some(Action::TryAgain),
        ),
    };
    Notice::error(code, title, format!("{kept} {next}"), action)
}
