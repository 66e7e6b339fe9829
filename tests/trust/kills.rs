//! Killed at each point of a renewal, again and again: is the person still signed in afterwards?
//!
//! At the points before the token is sent, and after the new pair is stored, always. Between these
//! only where Keap had not rotated the token yet, or the write was complete: what else could be lost
//! exists nowhere but on the wire. The keys are never lost.

use std::time::Duration;

use practice_keap::When;

use crate::figure::report;
use crate::kills_app::kill_the_app;
use crate::renewing::{Renewing, in_time};
use crate::tally::{Fell, Kill, Lost, Tally};

/// How often each point is tried.
const TIMES: usize = 20;

/// Where a renewal is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    /// The lock is taken.
    AfterLock,
    /// The record is read again.
    AfterReread,
    /// The marker is being written: the kill comes some time after the write has begun.
    MarkerWrite,
    /// The marker is written; nothing is sent.
    AfterMarker,
    /// Keap has the request, and has acted on it every other time.
    RequestSent,
    /// The answer is there, and not parsed.
    Answered,
    /// The new pair is being written, as with the marker.
    PairWrite,
    /// The new pair is written, and not used.
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

const WINDOW: [Point; 3] = [Point::RequestSent, Point::Answered, Point::PairWrite];

impl Point {
    /// The environment's word for it. A write is noted when it begins, goes on, and stops when it is
    /// over, so that nothing later than it is hit.
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

    fn is_write(self) -> bool {
        matches!(self, Self::MarkerWrite | Self::PairWrite)
    }

    /// Whether a token is spent here, and its successor not yet known to be stored.
    pub(crate) fn is_in_the_window(self) -> bool {
        WINDOW.contains(&self)
    }
}

/// How long after the beginning of a write the kill comes: too late at first, then nearer to the moment
/// at which the keychain has the record, from both sides.
struct Aim(Duration);

impl Aim {
    fn new() -> Self {
        Self(Duration::from_millis(30))
    }

    fn wait(&self) {
        // Finer than the runtime's clock; nothing else waits on this thread.
        std::thread::sleep(self.0);
    }

    fn correct(&mut self, fell: Fell) {
        self.0 = match fell {
            Fell::Before => self.0 * 3 / 2,
            Fell::Within | Fell::After => self.0 * 2 / 3,
        };
    }
}

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Careful,
    /// It has its records in order only after the renewal.
    Careless,
}

impl Who {
    fn starts_as(self) -> &'static str {
        match self {
            Self::Careful => "call",
            Self::Careless => "call-careless",
        }
    }

    /// Whether the next start may say this: of ours there is never anything else, no crash, no loop,
    /// no other words.
    fn may_end(self, said: &str) -> bool {
        match said {
            "signed in" | "broken" => true,
            "not signed in" => self == Self::Careless,
            _ => false,
        }
    }
}

async fn kill_once(place: &Renewing, who: Who, point: Point, run: usize, aim: &mut Aim) -> Kill {
    place.keap.expire_access_tokens();
    let keys = place.keys().await;
    assert!(keys.is_some(), "nothing could be lost");
    let (before, rotations) = (place.kept().await, place.keap.token_requests());
    let mut held = None;
    if let Some(armed) = point.armed() {
        let mut process = place.start(who.starts_as(), Some(armed));
        place.reached(&mut process, armed).await;
        if point.is_write() {
            aim.wait();
        }
        process.kill().await.unwrap();
    } else {
        let when = if run.is_multiple_of(2) {
            When::BeforeActing
        } else {
            When::AfterActing
        };
        let holding = place.keap.hold("/token", when);
        let mut process = place.start(who.starts_as(), None);
        in_time("a token request", holding.arrived()).await;
        process.kill().await.unwrap();
        // Keap does not act on it before the next start has been looked at.
        held = Some(holding);
    }
    let rotated = place.keap.token_requests() > rotations;
    let kept = place.kept().await;
    let is_new = kept.map(|kept| kept.generation) > before.map(|before| before.generation);
    let is_marked = kept.is_some_and(|kept| kept.is_marked);
    let fell = match point {
        Point::MarkerWrite => Some(Fell::seen(is_marked, &place.noted())),
        Point::PairWrite => Some(Fell::seen(is_new, &place.noted())),
        _ => None,
    };
    if let Some(fell) = fell {
        aim.correct(fell);
    }
    let keys_after_the_kill = place.keys().await;
    let said = place.says("call").await;
    drop(held);
    assert!(who.may_end(&said), "{point:?} {run}: {said}");
    let signed_in = said == "signed in";
    let kill = Kill {
        point,
        fell,
        on_the_wire: rotated && !is_new,
        signed_in,
        keys_kept: keys_after_the_kill == keys && place.keys().await == keys,
    };
    if !signed_in {
        // This keeps the keys anew.
        place.connect().await;
    }
    kill
}

/// The other way round: a process whose records are not there while it renews is seen to lose what may
/// not be lost, before the token is sent and while Keap has not acted on it.
async fn a_careless_one_is_seen(place: &Renewing) {
    const TIMES: usize = 5;
    let mut tally = Tally::default();
    for point in [Point::AfterMarker, Point::RequestSent] {
        for run in 0..TIMES {
            // An even run: Keap has not acted.
            let kill = kill_once(place, Who::Careless, point, 2 * run, &mut Aim::new()).await;
            tally.add(kill);
        }
    }
    let all = Lost {
        lost: TIMES,
        of: TIMES,
    };
    assert_eq!((tally.outside(), tally.in_window()), (all, all));
    assert_eq!(tally.keys().lost, 2 * TIMES);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_point() {
    let place = Renewing::new().await;
    a_careless_one_is_seen(&place).await;
    let mut tally = Tally::default();
    for point in POINTS {
        let mut aim = Aim::new();
        for run in 0..TIMES {
            tally.add(kill_once(&place, Who::Careful, point, run, &mut aim).await);
        }
    }
    drop(place);
    kill_the_app(&mut tally).await;
    for point in WINDOW {
        // Keap takes a token once: what was on the wire only is lost, and the check sees it.
        let seen = tally.on_the_wire(point);
        assert!(seen.of > 0 && seen.lost == seen.of, "{point:?}: {seen}");
    }
    for point in [Point::MarkerWrite, Point::PairWrite] {
        let [before, within, after] = tally.falls(point);
        // Both sides of the write's end were hit.
        assert!(
            before > 0 && within + after > 0,
            "{point:?}: {before} {within} {after}"
        );
    }
    let lossless = format!("{}{}", tally.outside(), falls(&tally, Point::MarkerWrite));
    report(
        "01-kills-lossless",
        "kill -9 at points 1–4 and 8 of a renewal, 20 times each without a window and once with the app: sessions lost",
        "0",
        &lossless,
        tally.outside().lost == 0,
    );
    let on_the_wire: usize = WINDOW.map(|point| tally.on_the_wire(point).of).iter().sum();
    let in_window = format!(
        "{}{}; {on_the_wire} more where Keap had rotated and nothing was stored",
        tally.in_window(),
        falls(&tally, Point::PairWrite)
    );
    report(
        "02-kills-window",
        "the same at points 5–7: sessions lost where Keap had not yet rotated, or the write was complete",
        "0",
        &in_window,
        tally.in_window().lost == 0,
    );
    report(
        "03-keys",
        "client keys lost in any kill",
        "0",
        &tally.keys().to_string(),
        tally.keys().lost == 0,
    );
}

/// How the kills at a write fell.
fn falls(tally: &Tally, point: Point) -> String {
    let [before, within, after] = tally.falls(point);
    let number = if point == Point::PairWrite { 7 } else { 3 };
    format!(
        "; point {number}: {before} before the record was in the keychain, {within} before the process knew, {after} after"
    )
}
