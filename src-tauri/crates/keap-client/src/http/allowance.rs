//! What Keap's headers say is left to spend: of the minute, and of the day.
//!
//! Reads values only; which of them stops or slows a request is decided elsewhere. Any of them may
//! be blank, missing or nonsense, and then says nothing.

use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;

const DAY: Duration = Duration::from_hours(24);

/// What one answer says is left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// Calls left in this minute.
    pub(crate) minute: Option<u64>,
    /// Calls left today.
    pub(crate) day: Option<u64>,
    /// Calls a day, all in all.
    pub(crate) of_day: Option<u64>,
    /// Until the day's calls are counted anew; never more than a day.
    pub(crate) renewed_in: Option<Duration>,
}

impl Allowance {
    /// Reads the headers of an answer; `date` is the server's clock at that time.
    pub(crate) fn read(headers: &HeaderMap, date: SystemTime) -> Self {
        let number = |name| headers.get(name)?.to_str().ok()?.trim().parse().ok();
        let ends = number("x-keap-product-quota-expiry-time").map(Duration::from_millis);
        let since_epoch = date.duration_since(SystemTime::UNIX_EPOCH).ok();
        Self {
            minute: number("x-keap-product-throttle-available"),
            day: number("x-keap-product-quota-available"),
            of_day: number("x-keap-product-quota-limit"),
            renewed_in: since_epoch.map(|now| until(ends, now)),
        }
    }
}

/// From `now` to the end of the day's quota; without one to midnight, when Keap counts anew. Both
/// are times since the epoch.
fn until(ends: Option<Duration>, now: Duration) -> Duration {
    let midnight = Duration::from_secs((now.as_secs() / DAY.as_secs() + 1) * DAY.as_secs());
    ends.unwrap_or(midnight).saturating_sub(now).min(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};

    fn read(lines: &[(&'static str, &str)]) -> Allowance {
        let pairs = lines.iter().map(|(name, value)| {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            (HeaderName::from_static(name), value)
        });
        let date = SystemTime::UNIX_EPOCH + DAY * 20_000 + Duration::from_hours(21);
        Allowance::read(&pairs.collect(), date)
    }

    #[test]
    fn the_headers_as_keap_writes_them() {
        let read = read(&[
            ("x-keap-product-throttle-available", "1499"),
            ("x-keap-product-quota-available", " 7 "),
            ("x-keap-product-quota-limit", "150000"),
            ("x-keap-product-quota-expiry-time", "1728082800000"),
        ]);
        let expected = Allowance {
            minute: Some(1_499),
            day: Some(7),
            of_day: Some(150_000),
            renewed_in: Some(Duration::from_hours(2)),
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn what_is_missing_or_nonsense_says_nothing_and_keeps_nobody_waiting_for_ever() {
        let hours = |n| Some(Duration::from_hours(n));
        for (value, left, renewed) in [
            (None, None, hours(3)),
            (Some(""), None, hours(3)),
            (Some("-1"), None, hours(3)),
            (Some("1|2"), None, hours(3)),
            (Some("99999999999999999999999"), None, hours(3)),
            (Some("\u{e9}"), None, hours(3)),
            (Some("0"), Some(0), hours(0)),
            (Some("18446744073709551615"), Some(u64::MAX), hours(24)),
        ] {
            let lines = value.map(|value| {
                [
                    ("x-keap-product-quota-available", value),
                    ("x-keap-product-quota-expiry-time", value),
                ]
            });
            let read = read(lines.as_ref().map_or(&[][..], |lines| lines));
            assert_eq!((read.day, read.renewed_in), (left, renewed), "{value:?}");
        }
    }
}
