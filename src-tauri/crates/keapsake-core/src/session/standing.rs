//! How a pair of tokens stands at a moment: a pure decision about times. It knows the wall clock as a
//! value, and nothing of why a renewal would or would not work.
//!
//! Times are wall clock, because they outlive the process. A clock that is wrong makes a pair look
//! older or younger than it is, which costs one refused call or one renewal: the next pair is measured
//! with the same clock.

use std::time::{Duration, SystemTime};

use super::Tokens;

/// A pair this close to its end is renewed while calls go on with it.
const ADVISORY: Duration = Duration::from_hours(1);

/// A pair this close to its end is renewed before the next call, if it can be.
const MANDATORY: Duration = Duration::from_mins(5);

/// Keap forgets a refresh token after 45 days; a pair that nobody used is renewed in time.
const IDLE: Duration = Duration::from_hours(30 * 24);

/// What to do with a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Use it.
    Fresh,
    /// Use it, and renew it meanwhile.
    Aging,
    /// Renew it first; if that fails, use it.
    Due,
    /// It cannot be used: renew it.
    Over,
}

/// How the pair stands at `now`. The windows are an hour and five minutes of Keap's day, and shorter
/// for tokens that live shorter: a window must not be a pair's whole life.
pub(super) fn standing(tokens: &Tokens, now: SystemTime) -> Standing {
    let Ok(left) = tokens.expires_at.duration_since(now) else {
        return Standing::Over;
    };
    let life = tokens
        .expires_at
        .duration_since(tokens.obtained_at)
        .unwrap_or_default();
    if left.is_zero() {
        Standing::Over
    } else if left <= MANDATORY.min(life / 10) {
        Standing::Due
    } else if left <= ADVISORY.min(life / 4) || is_idle(tokens, now) {
        Standing::Aging
    } else {
        Standing::Fresh
    }
}

/// Whether nobody has renewed the pair for so long that Keap may soon forget it.
pub(super) fn is_idle(tokens: &Tokens, now: SystemTime) -> bool {
    // A pair from the future is not old: the clock was set back.
    now.duration_since(tokens.obtained_at).unwrap_or_default() > IDLE
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use keap_client::AccessToken;

    use super::*;

    const START: u64 = 2_000_000_000;

    #[test]
    fn the_table() {
        use Standing::{Aging, Due, Fresh, Over};
        let (minute, hour, day) = (60, 60 * 60, 24 * 60 * 60);
        for (life, age, expected) in [
            // Keap's day.
            (day, 0, Fresh),
            (day, 22 * hour, Fresh),
            (day, 23 * hour, Aging),
            (day, day - 5 * minute - 1, Aging),
            (day, day - 5 * minute, Due),
            (day, day - 1, Due),
            (day, day, Over),
            (day, 3 * day, Over),
            // Before it was got: somebody set the clock back.
            (day, -2 * day, Fresh),
            // Shorter lives have shorter windows, or every call would begin with a renewal.
            (hour, 0, Fresh),
            (hour, 44 * minute, Fresh),
            (hour, 45 * minute, Aging),
            (hour, 55 * minute, Due),
            (minute, 0, Fresh),
            (minute, 45, Aging),
            (minute, 54, Due),
            // A life longer than Keap's patience with a refresh token.
            (60 * day, 29 * day, Fresh),
            (60 * day, 31 * day, Aging),
            // No life at all, as an odd record may say.
            (0, 0, Over),
        ] {
            let at = |seconds: i64| {
                UNIX_EPOCH + Duration::from_secs(START.saturating_add_signed(seconds))
            };
            let tokens = Tokens {
                app: String::new(),
                access: AccessToken::new("access"),
                refresh: None,
                expires_at: at(life),
                obtained_at: at(0),
                generation: 0,
                unsure_since: None,
            };
            assert_eq!(standing(&tokens, at(age)), expected, "{life} {age}");
        }
    }
}
