//! The present, and how Keap writes a moment. Knows no time zone but UTC.

use jiff::Timestamp;

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// The present as v2 writes it: ISO 8601 with milliseconds, in UTC.
pub(crate) fn now_text() -> String {
    Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// A duration in milliseconds, as far as the clock's type reaches.
pub(crate) fn millis(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
