//! Bringing the one window to the front.

use keapsake_core::ports::Window;
use tauri::{AppHandle, Manager as _};

/// The app's one window.
pub(crate) struct MainWindow(pub(crate) AppHandle);

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
