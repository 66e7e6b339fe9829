//! Waiting for something to become true, with an end.
//!
//! Other programs' windows, files and names on a bus send no event to a test, so they are looked
//! at again and again.

use std::time::{Duration, Instant};

use super::BenchError;

const PAUSE: Duration = Duration::from_millis(40);

/// A probe that takes longer than the limit is given this time more, and counts as hanging then: a driver
/// that never answers would hold up all the tests after it.
const HANGS: Duration = Duration::from_secs(30);

/// Asks `probe` again and again until it has an answer.
///
/// # Errors
/// [`BenchError::TimedOut`] with `what` in it, once `limit` has passed.
pub async fn until<T>(
    what: &str,
    limit: Duration,
    mut probe: impl AsyncFnMut() -> Option<T>,
) -> Result<T, BenchError> {
    let started = Instant::now();
    loop {
        let left = limit.saturating_sub(started.elapsed()) + HANGS;
        if let Ok(Some(found)) = tokio::time::timeout(left, probe()).await {
            return Ok(found);
        }
        if started.elapsed() >= limit {
            let what = what.to_owned();
            return Err(BenchError::TimedOut { what, limit });
        }
        tokio::time::sleep(PAUSE).await;
    }
}
