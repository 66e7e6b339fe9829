//! Counts calls against Keap's published limits and writes the headers that tell how many are left.
//! Whether a call over the burst limit is refused is the caller's choice.

use std::collections::VecDeque;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

const PER_DAY: u64 = 150_000;
const PER_MINUTE: u64 = 1_500;
const TENANT_PER_MINUTE: u64 = 10_000;
const TENANT_PER_DAY: u64 = 250_000;
/// The spike arrest: calls within one second.
const PER_SECOND: usize = 25;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

/// The calls of one practice Keap.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    last_second: VecDeque<i64>,
    minute: (i64, u64),
    day: (i64, u64),
}

/// The counts at one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    in_second: usize,
    in_minute: u64,
    in_day: u64,
    day_ends_ms: i64,
}

impl Limits {
    /// Counts one call.
    pub(crate) fn count(&mut self, now_ms: i64) -> Usage {
        while self
            .last_second
            .front()
            .is_some_and(|at| now_ms - at >= SECOND_MS)
        {
            self.last_second.pop_front();
        }
        self.last_second.push_back(now_ms);
        let day = now_ms / DAY_MS;
        Usage {
            in_second: self.last_second.len(),
            in_minute: tally(&mut self.minute, now_ms / MINUTE_MS),
            in_day: tally(&mut self.day, day),
            day_ends_ms: (day + 1) * DAY_MS,
        }
    }
}

fn tally(window: &mut (i64, u64), current: i64) -> u64 {
    if window.0 != current {
        *window = (current, 0);
    }
    window.1 += 1;
    window.1
}

impl Usage {
    pub(crate) fn is_burst(&self) -> bool {
        self.in_second > PER_SECOND
    }

    /// Adds Keap's headers to an answer; those of the tenant hold two values, `minute|day`.
    pub(crate) fn write_headers(&self, app: &str, headers: &mut HeaderMap) {
        let left = |limit: u64, used: u64| limit.saturating_sub(used);
        let lines = [
            ("x-keap-product-quota-limit", PER_DAY.to_string()),
            ("x-keap-product-quota-time-unit", "day".to_owned()),
            ("x-keap-product-quota-interval", "1".to_owned()),
            (
                "x-keap-product-quota-available",
                left(PER_DAY, self.in_day).to_string(),
            ),
            ("x-keap-product-quota-used", self.in_day.to_string()),
            (
                "x-keap-product-quota-expiry-time",
                self.day_ends_ms.to_string(),
            ),
            ("x-keap-product-throttle-limit", PER_MINUTE.to_string()),
            ("x-keap-product-throttle-time-unit", "minute".to_owned()),
            ("x-keap-product-throttle-interval", "1".to_owned()),
            (
                "x-keap-product-throttle-available",
                left(PER_MINUTE, self.in_minute).to_string(),
            ),
            ("x-keap-product-throttle-used", self.in_minute.to_string()),
            ("x-keap-tenant-id", format!("{app}.infusionsoft.com")),
            (
                "x-keap-tenant-throttle-limit",
                format!("{TENANT_PER_MINUTE}|{TENANT_PER_DAY}"),
            ),
            ("x-keap-tenant-throttle-time-unit", "minute|day".to_owned()),
            ("x-keap-tenant-throttle-interval", "1|1".to_owned()),
            (
                "x-keap-tenant-throttle-available",
                format!(
                    "{}|{}",
                    left(TENANT_PER_MINUTE, self.in_minute),
                    left(TENANT_PER_DAY, self.in_day)
                ),
            ),
            // Keap leaves some of these blank; so does the practice.
            ("x-keap-tenant-throttle-used", String::new()),
        ];
        for (name, value) in lines {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, MINUTE_MS, PER_SECOND};

    #[test]
    fn a_burst_is_counted_over_one_second() {
        let mut limits = Limits::default();
        for _ in 0..PER_SECOND {
            assert!(!limits.count(0).is_burst());
        }
        assert!(limits.count(999).is_burst());
        assert!(
            !limits.count(1_999).is_burst(),
            "those of the first second no longer count"
        );
    }

    #[test]
    fn a_new_minute_begins_at_one() {
        let mut limits = Limits::default();
        limits.count(0);
        assert_eq!(limits.count(1).in_minute, 2);
        assert_eq!(limits.count(MINUTE_MS).in_minute, 1);
        assert_eq!(limits.count(MINUTE_MS).in_day, 4);
    }
}
