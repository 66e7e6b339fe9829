//! The one gate that all API requests of a client pass: in line, at Keap's pace, and few at a time.
//!
//! Whoever stops waiting frees the place. Knows how long it is worth waiting, and not what is asked;
//! when the next turn is, `schedule` decides.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::{Mutex as Line, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

use super::allowance::Allowance;
use super::retry::PATIENCE;
use super::schedule::Schedule;
use crate::{Error, Limits};

/// The calls of the day: how many are left, as far as Keap has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Calls left.
    pub left: u64,
    /// Calls a day, where Keap says so.
    pub of: Option<u64>,
    /// Until they are counted anew, at most a day.
    pub renewed_in: Duration,
}

impl Quota {
    /// Whether less than a twentieth of the day's calls is left.
    pub fn is_low(&self) -> bool {
        self.of.is_some_and(|of| self.left < of / 20)
    }
}

/// The gate.
#[derive(Debug)]
pub(crate) struct Pacer {
    /// Requests that may be under way at once.
    places: Semaphore,
    /// Held by the first in line, until its turn has come.
    line: Line<()>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    schedule: Schedule,
    /// Keap asked everyone to wait until then.
    held: Option<Instant>,
    day: Option<Day>,
}

#[derive(Debug)]
struct Day {
    left: u64,
    of: Option<u64>,
    /// By this computer's clock, which goes on while it sleeps.
    renewed: SystemTime,
}

/// A request that may be sent now. It is over when this is dropped.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    state: &'a Mutex<State>,
    number: u64,
    answered: bool,
    _permit: Option<SemaphorePermit<'a>>,
}

impl Pacer {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            places: Semaphore::new(limits.in_flight.max(1)),
            line: Line::default(),
            state: Mutex::new(State {
                schedule: Schedule::new(limits.per_second, limits.per_minute),
                held: None,
                day: None,
            }),
        }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Error::QuotaSpent`], and [`Error::RateLimited`] where Keap asked for a wait that is longer
    /// than anybody sits out.
    pub(crate) async fn enter(&self) -> Result<Place<'_>, Error> {
        let permit = self.places.acquire().await.ok();
        let _first = self.line.lock().await;
        loop {
            let now = Instant::now();
            let next = {
                let mut state = locked(&self.state);
                let next = state.next(now)?;
                if next <= now {
                    return Ok(Place {
                        state: &self.state,
                        number: state.schedule.leaves(now),
                        answered: false,
                        _permit: permit,
                    });
                }
                next
            };
            sleep_until(next).await;
        }
    }

    /// Keap asked to wait: nobody sends anything for so long.
    pub(crate) fn hold(&self, time: Duration) {
        let mut state = locked(&self.state);
        let until = Instant::now() + time;
        state.held = Some(state.held.map_or(until, |held| held.max(until)));
    }

    /// Another Client ID may be at work from now on, and has calls of its own.
    pub(crate) fn start_anew(&self) {
        let mut state = locked(&self.state);
        (state.day, state.held) = (None, None);
    }

    pub(crate) fn quota(&self) -> Option<Quota> {
        let state = locked(&self.state);
        let day = state.day.as_ref()?;
        Some(Quota {
            left: day.left,
            of: day.of,
            renewed_in: day.renewed.duration_since(SystemTime::now()).ok()?,
        })
    }
}

impl Place<'_> {
    /// The answer is here, with what it says is left.
    pub(crate) fn answered(mut self, allowance: &Allowance) {
        self.answered = true;
        let mut state = locked(self.state);
        if let Some(minute) = allowance.minute {
            state.schedule.left(minute, Instant::now());
        }
        if let (Some(left), Some(renewed_in)) = (allowance.day, allowance.renewed_in) {
            state.day = Some(Day {
                left,
                of: allowance.of_day,
                renewed: SystemTime::now() + renewed_in,
            });
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = locked(self.state);
        let now = Instant::now();
        state.schedule.ends(self.number, now, self.answered);
    }
}

impl State {
    fn next(&mut self, now: Instant) -> Result<Instant, Error> {
        if let Some(day) = &self.day
            && day.left == 0
            && let Ok(renewed_in) = day.renewed.duration_since(SystemTime::now())
            && !renewed_in.is_zero()
        {
            return Err(Error::QuotaSpent { renewed_in });
        }
        self.held = self.held.filter(|held| *held > now);
        match self.held {
            Some(held) if held - now > PATIENCE => Err(Error::RateLimited {
                retry_after: Some(held - now),
            }),
            held => Ok(self.schedule.next(now).max(held.unwrap_or(now))),
        }
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pacer() -> Pacer {
        Pacer::new(&Limits::default())
    }

    fn day(left: u64, renewed_in: Duration) -> Allowance {
        Allowance {
            day: Some(left),
            of_day: Some(150_000),
            renewed_in: Some(renewed_in),
            ..Allowance::default()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_gate_lets_one_through_at_once_and_the_rest_in_order() {
        let (pacer, begun) = (pacer(), Instant::now());
        for nth in 0..30_u32 {
            drop(pacer.enter().await.unwrap());
            let most = Duration::from_micros(40_400) * nth + Duration::from_millis(2);
            assert!(begun.elapsed() <= most, "{nth}: {:?}", begun.elapsed());
            if nth == 0 {
                assert_eq!(begun.elapsed(), Duration::ZERO);
            }
        }
        assert!(begun.elapsed() >= Duration::from_millis(1_010));
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_are_under_way_than_may_be() {
        let pacer = pacer();
        let mut places = Vec::new();
        for _ in 0..8 {
            places.push(pacer.enter().await.unwrap());
        }
        let long = Duration::from_mins(5);
        let ninth = tokio::time::timeout(long, pacer.enter()).await;
        assert!(ninth.is_err(), "all places are taken");
        drop(places.pop());
        assert!(tokio::time::timeout(long, pacer.enter()).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn who_stops_waiting_frees_the_place() {
        let pacer = pacer();
        drop(pacer.enter().await.unwrap());
        for _ in 0..100 {
            // Dropped while it waits for its turn: at the head of the line, with a place.
            let brief = Duration::from_millis(1);
            assert!(tokio::time::timeout(brief, pacer.enter()).await.is_err());
            tokio::time::advance(Duration::from_millis(1)).await;
            drop(pacer.enter().await.unwrap());
        }
        assert_eq!(pacer.places.available_permits(), 8);
    }

    #[tokio::test(start_paused = true)]
    async fn a_short_wait_is_sat_out_by_all_and_a_long_one_told_without_asking_keap() {
        let (pacer, begun) = (pacer(), Instant::now());
        pacer.hold(Duration::from_secs(3));
        pacer.hold(Duration::from_secs(1));
        drop(pacer.enter().await.unwrap());
        assert_eq!(
            begun.elapsed(),
            Duration::from_secs(3),
            "the longer one counts"
        );
        pacer.hold(Duration::from_mins(5));
        tokio::time::advance(Duration::from_mins(2)).await;
        let retry_after = Some(Duration::from_mins(3));
        let refused = pacer.enter().await.unwrap_err();
        assert_eq!(refused, Error::RateLimited { retry_after });
        tokio::time::advance(Duration::from_mins(3)).await;
        assert!(pacer.enter().await.is_ok());
    }

    #[tokio::test]
    async fn a_day_that_is_spent_is_told_until_it_is_over() {
        let pacer = pacer();
        assert_eq!(pacer.quota(), None);
        let hours = Duration::from_hours(5);
        pacer.enter().await.unwrap().answered(&day(0, hours));
        let refused = pacer.enter().await.unwrap_err();
        let Error::QuotaSpent { renewed_in } = refused else {
            panic!("{refused:?}")
        };
        assert!(renewed_in <= hours && renewed_in > hours / 2);
        assert_eq!(pacer.quota().map(|quota| quota.left), Some(0));
        // Somebody signs in with other keys.
        pacer.start_anew();
        pacer
            .enter()
            .await
            .unwrap()
            .answered(&day(0, Duration::ZERO));
        assert!(pacer.enter().await.is_ok(), "it is over already");
    }

    #[tokio::test]
    async fn a_low_quota_is_known_to_be_low() {
        let pacer = pacer();
        for (left, low) in [(150_000, false), (7_500, false), (7_499, true), (0, true)] {
            let place = Place {
                state: &pacer.state,
                number: 0,
                answered: false,
                _permit: None,
            };
            place.answered(&day(left, Duration::from_hours(1)));
            assert_eq!(pacer.quota().unwrap().is_low(), low, "{left}");
        }
    }
}
