//! Words for the way that Keap's answer takes from the browser to the app. They stand where a
//! sign-in is about to begin or waits, and never stop one.

use super::{Notice, Severity};
use crate::sign_in::showable;

/// What was found out about the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayBack {
    /// The app's own link did not come back; it is registered anew and tried once more.
    BeingRepaired,
    /// It did not come back, or nobody was registered for it, and it does now.
    Repaired,
    /// The program of this name was registered for the app's links; they were taken back.
    Taken(String),
    /// The link does not come back; the program that gets it, where that is known.
    Lost(Option<String>),
    /// A sign-in waits since before the app was closed, and another program holds its port now.
    PortTaken,
}

pub(super) fn way_back(found: &WayBack) -> Notice {
    use Severity::{Info, Warning};
    let (severity, code, title, body) = match found {
        WayBack::BeingRepaired => (
            Info,
            "link_being_repaired",
            "A test link did not come back to Keapsake",
            "Keapsake registers its links with this computer once more and tries again. Nothing else was changed. \
             You can sign in meanwhile."
                .to_owned(),
        ),
        WayBack::Repaired => (
            Info,
            "link_repaired",
            "Links lead back to Keapsake again",
            "This computer did not bring them here, so Keapsake has registered them anew. Nothing else was changed. \
             Go on and sign in."
                .to_owned(),
        ),
        WayBack::Taken(name) => (
            Warning,
            "link_taken",
            "Another program was set to open Keapsake's links",
            format!(
                "It is called “{}”. Keapsake has set itself again; nothing else was changed. If Keap's answer does \
                 not arrive all the same, paste the address.",
                showable(name)
            ),
        ),
        WayBack::Lost(other) => (
            Warning,
            "link_lost",
            "Links do not lead back to Keapsake on this computer",
            format!(
                "{} Nothing else was changed, and you can sign in all the same: at the end, copy the address of the \
                 browser's last page and paste it here.",
                match other {
                    Some(name) => format!("It opens them with “{}”.", showable(name)),
                    None => "A test link did not come back within 3 seconds, and once more not.".to_owned(),
                }
            ),
        ),
        WayBack::PortTaken => (
            Warning,
            "port_taken_meanwhile",
            "Another program holds the return address now",
            "The browser cannot bring Keap's answer here by itself. Nothing was changed, and Keapsake still waits: \
             copy the address of the browser's last page and paste it here."
                .to_owned(),
        ),
    };
    Notice::new(severity, code, title, body, None)
}
