//! Settings that outlive a wizard but not the test.

use std::sync::{Mutex, MutexGuard, PoisonError};

use keapsake_core::ports::{SettingsError, SettingsStore};

/// The [`SettingsStore`] of the journeys.
#[derive(Debug, Default)]
pub struct MemorySettings(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    text: Option<String>,
    aside: Option<String>,
    unreadable: bool,
    full: bool,
}

impl MemorySettings {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The kept text.
    pub fn text(&self) -> Option<String> {
        self.inside().text.clone()
    }

    /// Puts a text there as if it had been kept before.
    pub fn put(&self, text: &str) {
        self.inside().text = Some(text.to_owned());
    }

    /// What was put aside.
    pub fn aside(&self) -> Option<String> {
        self.inside().aside.clone()
    }

    /// What is there cannot be read, nor put aside.
    pub fn break_down(&self, broken: bool) {
        self.inside().unreadable = broken;
    }

    /// Nothing more can be written.
    pub fn fill_up(&self, full: bool) {
        self.inside().full = full;
    }
}

impl SettingsStore for MemorySettings {
    fn load(&self) -> Result<Option<String>, SettingsError> {
        let inside = self.inside();
        if inside.unreadable {
            return Err(SettingsError);
        }
        Ok(inside.text.clone())
    }

    fn put_aside(&self) -> Result<(), SettingsError> {
        let mut inside = self.inside();
        if inside.unreadable {
            return Err(SettingsError);
        }
        inside.aside = inside.text.take();
        Ok(())
    }

    fn save(&self, text: &str) -> Result<(), SettingsError> {
        let mut inside = self.inside();
        if inside.full {
            return Err(SettingsError);
        }
        inside.text = Some(text.to_owned());
        Ok(())
    }
}
