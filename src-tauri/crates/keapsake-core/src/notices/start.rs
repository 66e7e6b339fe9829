//! Words for a computer on which the app cannot show its window. They are shown by the operating
//! system's own means, so they name no button of ours.

use super::Notice;

/// Why there is no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The part of the operating system that shows the page is not there.
    NoWebView,
    /// There is no desktop to show a window on.
    NoScreen,
    /// macOS runs a copy of the app from a folder that is made anew at each start.
    Translocated,
    /// The app is started from the disk image in which it came.
    OnDiskImage,
    /// Something else; the log says what.
    NotStarted,
}

/// What the person reads instead of a window.
pub fn obstacle(obstacle: Obstacle) -> Notice {
    const MOVE: &str = "Nothing was changed. Drag Keapsake into the Applications folder in the Finder, eject the disk \
                        image if there is one, and open Keapsake from Applications.";
    let (code, title, body) = match obstacle {
        Obstacle::NoWebView => (
            "no_web_view",
            "This computer lacks a part that Keapsake needs",
            "Keapsake shows its window with Microsoft's WebView2, which was not found. Nothing was changed. Run \
             Keapsake's installer again while this computer is online, or install “WebView2 Runtime” from \
             Microsoft. Then start Keapsake again.",
        ),
        Obstacle::NoScreen => (
            "no_screen",
            "Keapsake found no desktop to open its window on",
            "Nothing was changed. Start Keapsake from a desktop session: neither DISPLAY nor WAYLAND_DISPLAY names \
             one that answers.",
        ),
        Obstacle::Translocated => (
            "translocated",
            "Keapsake is not in the Applications folder yet",
            MOVE,
        ),
        Obstacle::OnDiskImage => (
            "on_disk_image",
            "Keapsake was opened from its disk image",
            MOVE,
        ),
        Obstacle::NotStarted => (
            "not_started",
            "Keapsake could not open its window",
            "Nothing was changed. Restart this computer and start Keapsake again. If that does not help, show \
             whoever looks after this computer what stands below.",
        ),
    };
    Notice::error(code, title, body, None)
}
