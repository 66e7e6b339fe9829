//! Counts calls against Keap's published limits and writes the headers that tell how many are left:
//! a second that slides, a minute and a day that are fixed, the day from midnight to midnight in UTC.
//! A refused call counts against none of them.

use std::collections::VecDeque;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::options::CallLimits;

const TENANT_PER_MINUTE: u64 = 10_000;
const TENANT_PER_DAY: u64 = 250_000;

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

/// Whether a call may pass.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It may, and these are the counts with it.
    Passed(Usage),
    /// The spike arrest refuses it; that one tells no counts.
    Spike,
    /// The minute or the day is used up.
    UsedUp(Usage),
}

/// The counts at one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    limits: CallLimits,
    in_minute: u64,
    in_day: u64,
    day_ends_ms: i64,
}

impl Limits {
    /// Counts one call; refuses none if not `strict`.
    pub(crate) fn count(&mut self, limits: CallLimits, strict: bool, now_ms: i64) -> Verdict {
        while self
            .last_second
            .front()
            .is_some_and(|at| now_ms - at >= SECOND_MS)
        {
            self.last_second.pop_front();
        }
        let day = now_ms.div_euclid(DAY_MS);
        turn(&mut self.minute, now_ms.div_euclid(MINUTE_MS));
        turn(&mut self.day, day);
        let usage = |in_minute, in_day| Usage {
            limits,
            in_minute,
            in_day,
            day_ends_ms: (day + 1) * DAY_MS,
        };
        if strict {
            if self.last_second.len() as u64 >= limits.per_second {
                return Verdict::Spike;
            }
            if self.minute.1 >= limits.per_minute || self.day.1 >= limits.per_day {
                return Verdict::UsedUp(usage(self.minute.1, self.day.1));
            }
        }
        self.last_second.push_back(now_ms);
        self.minute.1 += 1;
        self.day.1 += 1;
        Verdict::Passed(usage(self.minute.1, self.day.1))
    }
}

fn turn(window: &mut (i64, u64), current: i64) {
    if window.0 != current {
        *window = (current, 0);
    }
}

impl Usage {
    /// Adds Keap's headers to an answer; those of the tenant hold two values, `minute|day`.
    pub(crate) fn write_headers(&self, app: &str, headers: &mut HeaderMap) {
        let left = |limit: u64, used: u64| limit.saturating_sub(used);
        let CallLimits {
            per_minute,
            per_day,
            ..
        } = self.limits;
        let lines = [
            ("x-keap-product-quota-limit", per_day.to_string()),
            ("x-keap-product-quota-time-unit", "day".to_owned()),
            ("x-keap-product-quota-interval", "1".to_owned()),
            (
                "x-keap-product-quota-available",
                left(per_day, self.in_day).to_string(),
            ),
            ("x-keap-product-quota-used", self.in_day.to_string()),
            (
                "x-keap-product-quota-expiry-time",
                self.day_ends_ms.to_string(),
            ),
            ("x-keap-product-throttle-limit", per_minute.to_string()),
            ("x-keap-product-throttle-time-unit", "minute".to_owned()),
            ("x-keap-product-throttle-interval", "1".to_owned()),
            (
                "x-keap-product-throttle-available",
                left(per_minute, self.in_minute).to_string(),
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
    use super::{CallLimits, DAY_MS, Limits, MINUTE_MS, Verdict};

    /// The counts of the minute and the day after a call, or which limit refused it.
    fn call(limits: &mut Limits, of: CallLimits, now_ms: i64) -> Result<(u64, u64), &'static str> {
        match limits.count(of, true, now_ms) {
            Verdict::Passed(usage) => Ok((usage.in_minute, usage.in_day)),
            Verdict::Spike => Err("spike"),
            Verdict::UsedUp(_) => Err("used up"),
        }
    }

    #[test]
    fn the_second_slides() {
        let mut limits = Limits::default();
        let keaps = CallLimits::default();
        for at in 0..25 {
            assert!(call(&mut limits, keaps, at).is_ok());
        }
        assert_eq!(call(&mut limits, keaps, 999), Err("spike"));
        assert!(
            call(&mut limits, keaps, 1_000).is_ok(),
            "the first is a second ago, and the refused one does not count"
        );
        assert_eq!(call(&mut limits, keaps, 1_000), Err("spike"));
    }

    #[test]
    fn the_minute_and_the_day_are_fixed() {
        let few = CallLimits {
            per_minute: 2,
            per_day: 3,
            ..CallLimits::default()
        };
        let mut limits = Limits::default();
        for (now_ms, expected) in [
            (MINUTE_MS - 2, Ok((1, 1))),
            (MINUTE_MS - 1, Ok((2, 2))),
            (MINUTE_MS - 1, Err("used up")),
            (MINUTE_MS, Ok((1, 3))),
            (2 * MINUTE_MS, Err("used up")),
            (DAY_MS, Ok((1, 1))),
        ] {
            assert_eq!(call(&mut limits, few, now_ms), expected, "at {now_ms}");
        }
    }

    #[test]
    fn without_strictness_calls_are_counted_and_pass() {
        let none = CallLimits {
            per_second: 0,
            per_minute: 0,
            per_day: 0,
        };
        let verdict = Limits::default().count(none, false, 0);
        assert!(matches!(verdict, Verdict::Passed(usage) if usage.in_minute == 1));
    }
}
