//! The `Retry-After` header (RFC 9110 §10.2.3): seconds or a date, never more than five minutes.

use std::time::{Duration, SystemTime};

const LONGEST: Duration = Duration::from_mins(5);

/// How long the header asks to wait, seen from `now`; `None` where it says nothing readable.
pub(crate) fn retry_after(header: &str, now: SystemTime) -> Option<Duration> {
    let header = header.trim();
    let wait = if !header.is_empty() && header.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than a number holds is still "very long".
        header.parse().map_or(LONGEST, Duration::from_secs)
    } else {
        let date = httpdate::parse_http_date(header).ok()?;
        date.duration_since(now).unwrap_or(Duration::ZERO)
    };
    Some(wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_dates_and_nonsense() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let seconds = |n| Some(Duration::from_secs(n));
        for (header, expected) in [
            ("0", seconds(0)),
            (" 7 ", seconds(7)),
            ("300", seconds(300)),
            ("301", seconds(300)),
            ("99999999999999999999999999", seconds(300)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", seconds(10)),
            ("Sun, 06 Nov 1994 08:49:27 GMT", seconds(0)),
            ("Sat, 06 Nov 2094 08:49:37 GMT", seconds(300)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
        ] {
            assert_eq!(retry_after(header, now), expected, "{header:?}");
        }
    }
}
