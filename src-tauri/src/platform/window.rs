//! Bringing the one window to the front.

use std::sync::Arc;

use keapsake_core::ports::Window;
use tauri::{AppHandle, Manager as _};
use tokio::sync::Notify;

/// The app's one window.
pub(crate) struct MainWindow(pub(crate) AppHandle);

/// Told when the page is there and has its first view.
pub(crate) struct PageIsThere(pub(crate) Arc<Notify>);

impl Window for MainWindow {
    fn raise(&self) {
        let Some(window) = self.0.get_webview_window("main") else {
            return;
        };
        // Each of these may fail on a desktop that does not know it; the next one still helps.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}
