//! A clipboard in memory, or none at all.

use std::sync::{Mutex, PoisonError};

use keapsake_core::ports::{Clipboard, ClipboardError};

#[derive(Debug, Default)]
struct Inside {
    text: Option<String>,
    missing: bool,
}

/// The [`Clipboard`] of the journeys.
#[derive(Debug, Default)]
pub struct MemoryClipboard(Mutex<Inside>);

impl MemoryClipboard {
    /// What was copied last.
    pub fn text(&self) -> Option<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .text
            .clone()
    }

    /// From now on there is no clipboard.
    pub fn take_away(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .missing = true;
    }
}

impl Clipboard for MemoryClipboard {
    fn copy(&self, text: &str) -> Result<(), ClipboardError> {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if inside.missing {
            return Err(ClipboardError);
        }
        inside.text = Some(text.to_owned());
        Ok(())
    }
}
