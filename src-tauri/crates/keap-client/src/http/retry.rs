//! Whether a failed request is sent again, and when: a pure decision.
//!
//! Waits are short, because a person is watching; a longer one that Keap asks for is theirs to
//! hear about.

use std::time::Duration;

use crate::Error;

/// How often a request is sent at most, the first time included.
const MOST_TRIES: u32 = 3;

/// The longest wait that is sat out here.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// What sending a request twice would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// The same as sending it once: GET, PATCH, DELETE, tags, and POST with a `duplicate_option`.
    Harmless,
    /// Harm: only a request that never left may go again.
    OnlyUnsent,
}

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Stop,
    After(Duration),
}

/// Decides after the `tried`-th try (from 1). `asked` is how long the answer asks to wait, whatever
/// its status; `jitter` is anything from 0 to 1.
pub(crate) fn decide(
    tried: u32,
    repeat: Repeat,
    error: &Error,
    asked: Option<Duration>,
    backoff: Duration,
    jitter: f64,
) -> Decision {
    let harmless = repeat == Repeat::Harmless;
    let again = match error {
        Error::Offline => true,
        // The person has waited ten seconds already: once more, not twice.
        Error::TimedOut { sent: false } => tried == 1,
        Error::Interrupted
        | Error::RateLimited { .. }
        | Error::Unavailable {
            status: 408 | 502 | 503 | 504,
        } => harmless,
        _ => false,
    };
    if !again || tried >= MOST_TRIES {
        return Decision::Stop;
    }
    let doubled = backoff.saturating_mul(1 << tried.saturating_sub(1).min(8));
    // Half of the pause is fixed, so that "at once" is never the answer to a busy server.
    let pause = doubled.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0);
    let asked = asked.unwrap_or_default();
    if asked > PATIENCE {
        Decision::Stop
    } else {
        Decision::After(pause.max(asked).min(PATIENCE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACKOFF: Duration = Duration::from_millis(500);

    fn after(tried: u32, repeat: Repeat, error: &Error) -> Option<u128> {
        let asked = match error {
            Error::RateLimited { retry_after } => *retry_after,
            _ => None,
        };
        match decide(tried, repeat, error, asked, BACKOFF, 1.0) {
            Decision::Stop => None,
            Decision::After(pause) => Some(pause.as_millis()),
        }
    }

    fn limited(seconds: u64) -> Error {
        Error::RateLimited {
            retry_after: Some(Duration::from_secs(seconds)),
        }
    }

    #[test]
    fn the_table() {
        use Repeat::{Harmless, OnlyUnsent};
        let unavailable = |status| Error::Unavailable { status };
        for (tried, repeat, error, expected) in [
            // Nothing was sent: anything may go again, but not for ever.
            (1, Harmless, Error::Offline, Some(500)),
            (2, Harmless, Error::Offline, Some(1_000)),
            (3, Harmless, Error::Offline, None),
            (1, OnlyUnsent, Error::Offline, Some(500)),
            (1, Harmless, Error::TimedOut { sent: false }, Some(500)),
            (2, Harmless, Error::TimedOut { sent: false }, None),
            (1, OnlyUnsent, Error::TimedOut { sent: false }, Some(500)),
            // Sent, or perhaps sent: only what does no harm.
            (1, Harmless, Error::TimedOut { sent: true }, None),
            (1, OnlyUnsent, Error::TimedOut { sent: true }, None),
            (1, Harmless, Error::Interrupted, Some(500)),
            (1, OnlyUnsent, Error::Interrupted, None),
            (1, Harmless, unavailable(503), Some(500)),
            (3, Harmless, unavailable(503), None),
            (1, OnlyUnsent, unavailable(503), None),
            (1, Harmless, unavailable(502), Some(500)),
            // Keap answers 500 to bad input as well.
            (1, Harmless, unavailable(500), None),
            // Keap's own wait wins, up to what a person sits out.
            (
                1,
                Harmless,
                Error::RateLimited { retry_after: None },
                Some(500),
            ),
            (1, Harmless, limited(3), Some(3_000)),
            (1, Harmless, limited(10), Some(10_000)),
            (1, Harmless, limited(11), None),
            (1, OnlyUnsent, limited(1), None),
            // An answer is an answer.
            (1, Harmless, Error::Unauthorized, None),
            (1, Harmless, Error::NotFound, None),
            (1, Harmless, Error::Untrusted, None),
            (1, Harmless, Error::Unreadable { status: 200 }, None),
        ] {
            assert_eq!(
                after(tried, repeat, &error),
                expected,
                "{tried} {repeat:?} {error:?}"
            );
        }
    }

    #[test]
    fn a_wait_counts_under_every_status() {
        let error = Error::Unavailable { status: 503 };
        for (asked, expected) in [
            (0, Decision::After(BACKOFF)),
            (4, Decision::After(Duration::from_secs(4))),
            (60, Decision::Stop),
        ] {
            let asked = Some(Duration::from_secs(asked));
            let decided = decide(1, Repeat::Harmless, &error, asked, BACKOFF, 1.0);
            assert_eq!(decided, expected, "{asked:?}");
        }
    }

    #[test]
    fn jitter_shortens_by_half_at_most() {
        let pause = |jitter| decide(1, Repeat::Harmless, &Error::Offline, None, BACKOFF, jitter);
        let ms = |n| Decision::After(Duration::from_millis(n));
        assert_eq!(pause(0.0), ms(250));
        assert_eq!(pause(1.0), ms(500));
        // A broken source of jitter costs nothing but the jitter.
        assert_eq!(pause(-7.0), ms(250));
        assert_eq!(pause(7.0), ms(500));
    }
}
