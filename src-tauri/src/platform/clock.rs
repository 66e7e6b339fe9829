//! The wall clock.

use std::time::SystemTime;

use keapsake_core::ports::Clock;

/// The computer's own clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
