//! The system clipboard.

use std::sync::{Mutex, PoisonError};

use arboard::Clipboard as Board;
use keapsake_core::ports::{Clipboard, ClipboardError};

/// The clipboard, opened on its first use. It is kept open: on X11 what was copied lives only as
/// long as the program that copied it holds the clipboard.
#[derive(Default)]
pub(crate) struct SystemClipboard(Mutex<Option<Board>>);

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
