//! Settings that outlive a wizard but not the test.

use std::sync::{Mutex, PoisonError};

use keapsake_core::ports::{SettingsError, SettingsStore};

/// The [`SettingsStore`] of the journeys.
#[derive(Debug, Default)]
pub struct MemorySettings(Mutex<Option<String>>);

impl MemorySettings {
    /// The kept text.
    pub fn text(&self) -> Option<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts a text there as if it had been kept before.
    pub fn put(&self, text: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.to_owned());
    }
}

impl SettingsStore for MemorySettings {
    fn load(&self) -> Option<String> {
        self.text()
    }

    fn save(&self, text: &str) -> Result<(), SettingsError> {
        self.put(text);
        Ok(())
    }
}
