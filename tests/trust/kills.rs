//! Killed at each point of a renewal, again and again: is the person still signed in afterwards?
//!
//! At the points before the token is sent, and after the new pair is stored, always. Between these
//! only where Keap had not rotated the token yet, or the write was complete: what else could be lost
//! exists nowhere but on the wire. The keys are never lost.

use std::time::Duration;

use practice_keap::When;
use tokio::process::Child;

use crate::figure::report;
use crate::kills_app::kill_the_app;
use crate::renewing::Renewing;

/// How often each point is tried.
const TIMES: usize = 20;

/// Where a renewal is killed, and by what it is known to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    AfterLock,
    AfterReread,
    MarkerWrite,
    AfterMarker,
    RequestSent,
    Answered,
    PairWrite,
    AfterPairWrite,
}

pub(crate) const POINTS: [Point; 8] = [
    Point::AfterLock,
    Point::AfterReread,
    Point::MarkerWrite,
    Point::AfterMarker,
    Point::RequestSent,
    Point::Answered,
    Point::PairWrite,
    Point::AfterPairWrite,
];

impl Point {
    /// The environment's word for it; a write goes on, and is killed somewhere on its way, but not
    /// later.
    pub(crate) fn armed(self) -> Option<&'static str> {
        Some(match self {
            Self::AfterLock => "after_lock",
            Self::AfterReread => "after_reread",
            Self::MarkerWrite => "marker_write+,after_marker",
            Self::AfterMarker => "after_marker",
            // Keap holds the request: nothing in the process needs to stop.
            Self::RequestSent => return None,
            Self::Answered => "answered",
            Self::PairWrite => "pair_write+,after_pair_write",
            Self::AfterPairWrite => "after_pair_write",
        })
    }

    pub(crate) fn is_write(self) -> bool {
        matches!(self, Self::MarkerWrite | Self::PairWrite)
    }

    /// Whether a token is spent here, and its successor not yet known to be stored.
    pub(crate) fn is_in_the_window(self) -> bool {
        matches!(self, Self::RequestSent | Self::Answered | Self::PairWrite)
    }
}

/// What the kills came to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    outside: usize,
    lost_outside: usize,
    in_window: usize,
    lost_in_window: usize,
    /// Keap had rotated and the pair was not stored: it existed on the wire only.
    on_the_wire: usize,
    lost_on_the_wire: usize,
    kills: usize,
    keys_lost: usize,
}

impl Tally {
    /// Counts one kill. `on_the_wire`: Keap had given a pair, and the keychain did not have it.
    pub(crate) fn count(&mut self, point: Point, on_the_wire: bool, signed_in: bool) {
        self.kills += 1;
        let (kills, lost) = if !point.is_in_the_window() {
            (&mut self.outside, &mut self.lost_outside)
        } else if on_the_wire {
            (&mut self.on_the_wire, &mut self.lost_on_the_wire)
        } else {
            (&mut self.in_window, &mut self.lost_in_window)
        };
        *kills += 1;
        *lost += usize::from(!signed_in);
    }

    pub(crate) fn count_keys(&mut self, are_there: bool) {
        self.keys_lost += usize::from(!are_there);
    }
}

/// Kills a process in the middle of a write, a little later each time.
async fn after_a_moment(point: Point, run: usize) {
    if point.is_write() {
        // A write takes a few milliseconds.
        let micros = 400 * u64::try_from(run).unwrap();
        tokio::time::sleep(Duration::from_micros(micros)).await;
    }
}

async fn kill(mut process: Child) {
    process.kill().await.unwrap();
}

async fn kill_once(place: &Renewing, point: Point, run: usize, tally: &mut Tally) {
    place.keap.expire_access_tokens();
    let keys = place.keys().await;
    let (before, rotations) = (place.generation().await, place.keap.token_requests());
    let mut held = None;
    if let Some(armed) = point.armed() {
        let mut process = place.start("call", Some(armed));
        place.reached(&mut process, armed).await;
        after_a_moment(point, run).await;
        kill(process).await;
    } else {
        let when = if run.is_multiple_of(2) {
            When::BeforeActing
        } else {
            When::AfterActing
        };
        let holding = place.keap.hold("/token", when);
        let process = place.start("call", None);
        holding.arrived().await;
        kill(process).await;
        // Keap does not act on it before the next start has been looked at.
        held = Some(holding);
    }
    let rotated = place.keap.token_requests() > rotations;
    let kept = place.generation().await > before;
    tally.count_keys(keys.is_some() && place.keys().await == keys);
    let said = place.says("call").await;
    // Never anything else: no crash, no loop, no other words.
    assert!(
        said == "signed in" || said == "broken",
        "{point:?} {run}: {said}"
    );
    drop(held);
    tally.count(point, rotated && !kept, said == "signed in");
    if said != "signed in" {
        place.connect().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_point() {
    let place = Renewing::new().await;
    let mut tally = Tally::default();
    for point in POINTS {
        for run in 0..TIMES {
            kill_once(&place, point, run, &mut tally).await;
        }
    }
    drop(place);
    kill_the_app(&mut tally).await;
    // The check sees a lost session where one is lost.
    assert!(tally.lost_on_the_wire >= TIMES, "{tally:?}");
    let outside = format!("{} of {}", tally.lost_outside, tally.outside);
    report(
        "01-kills-lossless",
        "kill -9 at points 1–4 and 8 of a renewal, 20 times each without a window and once with the app: sessions lost",
        "0",
        &outside,
        tally.lost_outside == 0,
    );
    let in_window = format!(
        "{} of {} ({} more where Keap had rotated and nothing was stored)",
        tally.lost_in_window, tally.in_window, tally.on_the_wire
    );
    report(
        "02-kills-window",
        "the same at points 5–7: sessions lost where Keap had not yet rotated, or the write was complete",
        "0",
        &in_window,
        tally.lost_in_window == 0,
    );
    let keys = format!("{} of {}", tally.keys_lost, tally.kills);
    report(
        "03-keys",
        "client keys lost in any kill",
        "0",
        &keys,
        tally.keys_lost == 0,
    );
}
