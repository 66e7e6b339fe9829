//! A clock that stands still until a test moves it.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use keapsake_core::ports::Clock;

/// Wall-clock time in a test's hands.
#[derive(Debug)]
pub struct StoppedClock(Mutex<SystemTime>);

impl StoppedClock {
    /// A clock that shows `now` until it is moved.
    pub fn at(now: SystemTime) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    /// Sets the clock, back as well: people do that.
    pub fn set(&self, now: SystemTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Default for StoppedClock {
    /// A fixed day in 2033, so that no test depends on the day it runs.
    fn default() -> Self {
        Self::at(SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000))
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_only_when_it_is_told_to() {
        let clock = StoppedClock::default();
        let first = clock.now();
        assert_eq!(clock.now(), first);
        clock.advance(Duration::from_secs(7));
        assert_eq!(
            clock.now().duration_since(first).unwrap(),
            Duration::from_secs(7)
        );
    }
}
