//! The system clipboard.

#[cfg(target_os = "linux")]
pub(crate) use linux::SystemClipboard;
#[cfg(not(target_os = "linux"))]
pub(crate) use others::SystemClipboard;

#[cfg(target_os = "linux")]
mod linux {
    //! Through GTK, which is here with the web view and knows both kinds of display.

    use std::sync::mpsc;
    use std::time::Duration;

    use keapsake_core::ports::{Clipboard, ClipboardError};
    use tauri::AppHandle;

    /// GTK is asked on its own thread; one that does not come to it by then hangs.
    const LIMIT: Duration = Duration::from_secs(2);

    /// The clipboard. What was copied lives as long as the app does, unless the desktop keeps it.
    pub(crate) struct SystemClipboard(AppHandle);

    impl SystemClipboard {
        pub(crate) const fn of(app: AppHandle) -> Self {
            Self(app)
        }
    }

    impl Clipboard for SystemClipboard {
        fn copy(&self, text: &str) -> Result<(), ClipboardError> {
            let text = text.to_owned();
            let (done, copied) = mpsc::sync_channel(1);
            let copy = move || {
                gtk::Clipboard::get(&gtk::gdk::SELECTION_CLIPBOARD).set_text(&text);
                // Nobody waits any more where this came too late.
                let _ = done.send(());
            };
            self.0
                .run_on_main_thread(copy)
                .map_err(|_| ClipboardError)?;
            copied.recv_timeout(LIMIT).map_err(|_| ClipboardError)
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod others {
    use std::sync::{Mutex, PoisonError};

    use arboard::Clipboard as Board;
    use keapsake_core::ports::{Clipboard, ClipboardError};
    use tauri::AppHandle;

    /// The clipboard, opened on its first use.
    pub(crate) struct SystemClipboard(Mutex<Option<Board>>);

    impl SystemClipboard {
        pub(crate) fn of(_app: AppHandle) -> Self {
            Self(Mutex::default())
        }
    }

    impl Clipboard for SystemClipboard {
        fn copy(&self, text: &str) -> Result<(), ClipboardError> {
            let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if held.is_none() {
                *held = Board::new().ok();
            }
            let board = held.as_mut().ok_or(ClipboardError)?;
            board.set_text(text).map_err(|_| ClipboardError)
        }
    }
}
