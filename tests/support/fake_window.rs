//! A window that only counts how often it was brought to the front.

use std::sync::atomic::{AtomicUsize, Ordering};

use keapsake_core::ports::Window;

/// The [`Window`] of the journeys.
#[derive(Debug, Default)]
pub struct FakeWindow(AtomicUsize);

impl FakeWindow {
    /// How often it was raised.
    pub fn raised(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Window for FakeWindow {
    fn raise(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}
