//! The clock of a practice Keap, and how Keap writes a moment. Knows no time zone but UTC.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use crate::options::TimeSource;

/// Where the present comes from: the computer's clock or a stopped one, and how far it was set forward.
#[derive(Debug)]
pub(crate) struct Clock {
    source: TimeSource,
    ahead_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn new(source: TimeSource) -> Self {
        Self {
            source,
            ahead_ms: AtomicI64::new(0),
        }
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> i64 {
        let base = match self.source {
            TimeSource::Computer => computer_ms(),
            TimeSource::Stopped { at_ms } => at_ms,
        };
        base.saturating_add(self.ahead_ms.load(Ordering::SeqCst))
    }

    /// The present as v2 writes it: ISO 8601 with milliseconds, in UTC.
    pub(crate) fn now_text(&self) -> String {
        self.written("%Y-%m-%dT%H:%M:%S%.3fZ")
    }

    /// The present as a `Date` header writes it (RFC 9110, section 5.6.7).
    pub(crate) fn http_date(&self) -> String {
        self.written("%a, %d %b %Y %H:%M:%S GMT")
    }

    fn written(&self, format: &str) -> String {
        Timestamp::from_millisecond(self.now_ms())
            .unwrap_or_default()
            .strftime(format)
            .to_string()
    }

    #[cfg(feature = "control")]
    pub(crate) fn advance(&self, time: std::time::Duration) {
        self.ahead_ms.fetch_add(millis(time), Ordering::SeqCst);
    }
}

/// What the computer's clock says, in milliseconds since 1970.
pub(crate) fn computer_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// A duration in milliseconds, as far as the clock's type reaches.
pub(crate) fn millis(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::options::TimeSource;

    #[test]
    fn a_moment_is_written_as_keap_and_as_http_write_it() {
        let clock = Clock::new(TimeSource::Stopped {
            at_ms: 1_767_323_045_006,
        });
        assert_eq!(clock.now_text(), "2026-01-02T03:04:05.006Z");
        assert_eq!(clock.http_date(), "Fri, 02 Jan 2026 03:04:05 GMT");
    }
}
