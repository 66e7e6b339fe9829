//! Words for what is kept on this computer and what is no longer: keys, sign-in and settings.

use super::Notice;
use super::Severity::{Info, Warning};

pub(super) fn settings_lost() -> Notice {
    Notice::new(
        Warning,
        "settings_lost",
        "Keapsake's settings could not be read",
        "It begins with fresh ones and keeps the old file beside them. Nothing in Keap was changed, and keys that \
         are in the keychain are still there: connect again.",
        None,
    )
}

pub(super) fn settings_left() -> Notice {
    Notice::new(
        Warning,
        "settings_left",
        "Keapsake's settings cannot be read",
        "Their file is left as it is, so what you change now is forgotten when you close Keapsake. Nothing in Keap \
         was changed, and keys that are in the keychain are still there. Look at the file's permissions, then \
         start Keapsake again.",
        None,
    )
}

pub(super) fn settings_not_kept() -> Notice {
    Notice::new(
        Warning,
        "settings_not_kept",
        "Keapsake cannot write its settings",
        "The disk may be full or read-only. You can go on, and what is in the keychain is safe; but Keapsake may \
         not remember at its next start that it is connected. Make room on the disk.",
        None,
    )
}

pub(super) fn folder_not_kept() -> Notice {
    Notice::new(
        Warning,
        "folder_not_kept",
        "Keapsake cannot write in its own folder",
        "The disk may be full or read-only. You can go on, and what is in the keychain is safe; but drafts, the \
         history for Undo and the log are forgotten when you close Keapsake. Make room on the disk, then start \
         Keapsake again.",
        None,
    )
}

pub(super) fn this_session_only() -> Notice {
    Notice::new(
        Info,
        "this_session_only",
        "Nothing is kept in the keychain from now on",
        "Keys and sign-in live only until you close Keapsake, and are written nowhere. The keys are not saved yet: \
         save them now.",
        None,
    )
}

pub(super) fn signed_out_this_session() -> Notice {
    Notice::new(
        Info,
        "signed_out_this_session",
        "You are signed out on this computer",
        "Your keys are here until you close Keapsake. To take back Keapsake's access altogether, remove the app in \
         Keap.",
        None,
    )
}

pub(super) fn signed_out() -> Notice {
    Notice::new(
        Info,
        "signed_out",
        "You are signed out on this computer",
        "Your keys are still in this computer's keychain. To take back Keapsake's access altogether, remove the \
         app in Keap.",
        None,
    )
}

pub(super) fn keys_forgotten() -> Notice {
    Notice::new(
        Info,
        "keys_forgotten",
        "You are signed out, and the keys are forgotten",
        "Nothing of this connection is left on this computer. To take back Keapsake's access altogether, remove \
         the app in Keap.",
        None,
    )
}
