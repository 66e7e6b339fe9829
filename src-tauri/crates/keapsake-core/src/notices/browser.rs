//! Words of the pages that the loopback listener shows in the browser.

use crate::sign_in::Heard;

/// The words of one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrowserPage {
    /// Its heading.
    pub title: &'static str,
    /// One or two sentences.
    pub body: &'static str,
    /// The button that brings the app to the front.
    pub button: &'static str,
}

/// What the browser shows after an arrival.
pub const fn browser_page(heard: Heard) -> BrowserPage {
    const BUTTON: &str = "Open Keapsake";
    match heard {
        Heard::Accepted => BrowserPage {
            title: "Keap's answer has arrived",
            body: "Go on in Keapsake. You can close this tab.",
            button: BUTTON,
        },
        Heard::Denied => BrowserPage {
            title: "Access was not given",
            body: "Keapsake was told, and nothing was changed. Go on in Keapsake; you can close this tab.",
            button: BUTTON,
        },
        Heard::Ignored => BrowserPage {
            title: "Keapsake does not wait for this answer",
            body: "It belongs to another sign-in or came too late. Nothing was changed. \
                   Open Keapsake and sign in again if you still want to.",
            button: BUTTON,
        },
    }
}
