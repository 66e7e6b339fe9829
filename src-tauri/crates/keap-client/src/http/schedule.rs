//! The earliest time of the next request: a pure rule over the requests so far.
//!
//! Keap counts when a request arrives, and only the client knows when it left. What lies between is
//! bounded by how long the answer took: all of that beyond the quickest answer may have been spent
//! on the way there. Each request is therefore counted at the latest time at which it can have
//! arrived, less the way that all of them have in common. Knows no tasks and waits for nothing.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// What Keap's clock and ours may differ by, and what a quickest answer may still hold of the way.
const MARGIN: Duration = Duration::from_millis(10);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
/// A turn that is taken late by no more than this is caught up by the next one.
const CATCH_UP: Duration = Duration::from_millis(10);
/// How many answers the quickest one is looked for in.
const REMEMBERED: usize = 64;
/// With fewer requests left in the minute than this, the pace drops.
const FEW: u64 = 10;

/// A request, from when it went out.
#[derive(Debug)]
struct Sent {
    number: u64,
    at: Instant,
    ended: Option<Instant>,
}

/// The requests of the last minute, and the pace that follows from them.
#[derive(Debug)]
pub(crate) struct Schedule {
    per_second: usize,
    per_minute: usize,
    sent: VecDeque<Sent>,
    count: u64,
    /// The next turn, were there nothing but the pace.
    due: Option<Instant>,
    /// How long the last answers took.
    took: VecDeque<Duration>,
    /// How many requests Keap said were left in the minute, and when it said so.
    left: Option<(u64, Instant)>,
}

impl Schedule {
    /// Limits of nought are read as one.
    pub(crate) fn new(per_second: usize, per_minute: usize) -> Self {
        Self {
            per_second: per_second.max(1),
            per_minute: per_minute.max(1),
            sent: VecDeque::new(),
            count: 0,
            due: None,
            took: VecDeque::new(),
            left: None,
        }
    }

    /// When the next request may go out, as far as can be said at `now`; later than `now` means to
    /// ask again then.
    pub(crate) fn next(&self, now: Instant) -> Instant {
        let second = self.free_at(now, self.per_second, SECOND);
        let minute = self.free_at(now, self.per_minute, MINUTE);
        let due = self.due.map(|due| due.max(now));
        [second, minute, due]
            .into_iter()
            .flatten()
            .fold(now, Instant::max)
    }

    /// A request goes out; returns its number.
    pub(crate) fn leaves(&mut self, now: Instant) -> u64 {
        let gone = now.checked_sub(MINUTE + 2 * MARGIN);
        while gone.is_some_and(|gone| self.sent.front().is_some_and(|it| it.is_older(gone))) {
            self.sent.pop_front();
        }
        self.count += 1;
        self.sent.push_back(Sent {
            number: self.count,
            at: now,
            ended: None,
        });
        let late = now.checked_sub(CATCH_UP).unwrap_or(now);
        self.due = Some(self.due.map_or(now, |due| due.max(late)) + self.spacing(now));
        self.count
    }

    /// Its answer is there, or nobody waits for it any more.
    pub(crate) fn ends(&mut self, number: u64, now: Instant, answered: bool) {
        let found = self.sent.iter_mut().rev().find(|it| it.number == number);
        let Some(sent) = found else { return };
        sent.ended = Some(now);
        if answered {
            self.took.push_back(now - sent.at);
            if self.took.len() > REMEMBERED {
                self.took.pop_front();
            }
        }
    }

    /// Keap says how many requests are left in this minute, those of others included.
    pub(crate) fn left(&mut self, left: u64, now: Instant) {
        self.left = Some((left, now));
    }

    /// When fewer than `most` of the requests lie within the window.
    fn free_at(&self, now: Instant, most: usize, window: Duration) -> Option<Instant> {
        let place = self.sent.len().checked_sub(most)?;
        let common = self.took.iter().min().copied().unwrap_or_default();
        let mut arrived: Vec<Instant> = self.sent.iter().map(|it| it.latest(now, common)).collect();
        let (_, earliest, _) = arrived.select_nth_unstable(place);
        Some(*earliest + window + MARGIN)
    }

    /// The pause between two turns.
    fn spacing(&self, now: Instant) -> Duration {
        let even = (SECOND + MARGIN) / u32::try_from(self.per_second).unwrap_or(u32::MAX);
        match self.left {
            Some((left, said)) if left < FEW && now - said < MINUTE => {
                // Half as fast with nine left, a twentieth with none.
                even * u32::try_from(2 * FEW / (left + 1)).unwrap_or(1)
            }
            _ => even,
        }
    }
}

impl Sent {
    /// The latest time at which it can have arrived, less the way that all requests have in common.
    fn latest(&self, now: Instant, common: Duration) -> Instant {
        let took = self.ended.unwrap_or(now).saturating_duration_since(self.at);
        self.at + took.saturating_sub(common)
    }

    fn is_older(&self, than: Instant) -> bool {
        self.ended.is_some_and(|ended| ended < than)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// Sends as fast as the rule lets, each answered after `took(n)`, and returns when each left.
    fn run(rule: &mut Schedule, count: usize, took: impl Fn(usize) -> u64) -> Vec<Duration> {
        let begun = Instant::now();
        let mut now = begun;
        let mut left = Vec::new();
        let mut open: Vec<(Instant, u64)> = Vec::new();
        while left.len() < count {
            open.sort();
            // As many as may be under way at once.
            let wanted = match open.first() {
                Some((ends, _)) if open.len() == 8 => *ends,
                _ => rule.next(now),
            };
            if let Some((ends, number)) = open.first().copied()
                && ends <= wanted
            {
                now = now.max(ends);
                rule.ends(number, now, true);
                open.remove(0);
            } else if wanted > now {
                now = wanted;
            } else {
                let number = rule.leaves(now);
                open.push((now + ms(took(left.len())), number));
                left.push(now - begun);
            }
        }
        left
    }

    /// The most within any `window`, had each arrived `way(n)` after it left.
    fn peak(left: &[Duration], way: impl Fn(usize) -> u64, window: Duration) -> usize {
        let mut arrived: Vec<_> = left
            .iter()
            .enumerate()
            .map(|(n, at)| *at + ms(way(n)))
            .collect();
        arrived.sort();
        let (mut from, mut most) = (0, 0);
        for (n, at) in arrived.iter().enumerate() {
            while arrived[from] + window <= *at {
                from += 1;
            }
            most = most.max(n - from + 1);
        }
        most
    }

    #[test]
    fn one_request_after_a_pause_never_waits() {
        let mut rule = Schedule::new(25, 1_500);
        let now = Instant::now();
        assert_eq!(rule.next(now), now);
        let number = rule.leaves(now);
        rule.ends(number, now + ms(5), true);
        assert!(
            rule.next(now + ms(5)) > now + ms(5),
            "the next one in line does"
        );
        assert_eq!(rule.next(now + ms(60)), now + ms(60));
    }

    #[test]
    fn saturated_it_keeps_the_limit_and_nearly_reaches_it() {
        for (answer, count) in [(1, 1_600), (40, 400), (200, 400), (300, 400)] {
            let left = run(&mut Schedule::new(25, 1_500), count, |_| answer);
            assert!(peak(&left, |_| 0, SECOND) <= 25, "{answer} ms");
            assert!(peak(&left, |_| 0, MINUTE) <= 1_500, "{answer} ms");
            let (took, turns) = (*left.last().unwrap(), u32::try_from(count - 1).unwrap());
            let rate = f64::from(turns) / took.as_secs_f64();
            assert!(rate >= 0.97 * 25.0, "{answer} ms: {rate} a second");
        }
    }

    #[test]
    fn a_way_that_varies_does_not_bring_more_than_the_limit_together() {
        // All of what an answer took beyond the quickest one was spent on the way there: the worst
        // that can be. The first ones wait for a connection, and arrive at once.
        let way = |n: usize| match n {
            0..8 => 700 - 40 * n as u64,
            n if n % 31 < 4 => 300,
            n if n % 7 == 0 => 90,
            _ => 0,
        };
        let left = run(&mut Schedule::new(25, 1_500), 500, |n| 20 + way(n));
        assert!(peak(&left, way, SECOND) <= 25);
        // And it has to be looked after: by the time of leaving alone it would be more.
        let evenly: Vec<_> = (0..500).map(|n| ms(41) * n).collect();
        assert!(peak(&evenly, way, SECOND) > 25);
    }

    #[test]
    fn the_minute_counts_where_it_is_the_narrower_one() {
        let left = run(&mut Schedule::new(10, 240), 600, |_| 5);
        assert_eq!(peak(&left, |_| 0, MINUTE), 240);
        assert!(peak(&left, |_| 0, SECOND) <= 10);
    }

    #[test]
    fn a_request_without_an_answer_keeps_its_place_until_it_ends() {
        let mut rule = Schedule::new(1, 1_500);
        let now = Instant::now();
        let number = rule.leaves(now);
        let later = now + ms(5_000);
        assert!(rule.next(later) > later, "it may arrive this very moment");
        rule.ends(number, later, false);
        assert_eq!(rule.next(later + ms(1_010)), later + ms(1_010));
    }

    #[test]
    fn few_left_slows_down_for_a_minute_and_no_longer() {
        let now = Instant::now();
        for (left, expected) in [(1_500, 1), (10, 1), (9, 2), (1, 10), (0, 20)] {
            let mut rule = Schedule::new(25, 1_500);
            rule.left(left, now);
            assert_eq!(rule.spacing(now), ms(1_010) / 25 * expected, "{left} left");
            assert_eq!(rule.spacing(now + MINUTE), ms(1_010) / 25, "{left} left");
        }
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let mut rule = Schedule::new(25, 1_500);
        run(&mut rule, 2_000, |_| 30);
        assert!(rule.sent.len() <= 1_510, "{}", rule.sent.len());
        assert!(rule.took.len() <= REMEMBERED);
    }
}
