//! What the wizard remembers of its dealings with the world outside: whose sign-in the keychain
//! keeps, how often links may bring the window to the front, and whether the app's own link works.
//! It does nothing with any of it.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::{Mutex as Turn, watch};

use super::link_test::OwnLink;
use crate::notices::WayBack;
use crate::sign_in::AttemptId;

/// How long after one of them the next link that nobody can vouch for leaves the window where it is.
const QUIET: Duration = Duration::from_secs(5);

/// See the file's first lines.
#[derive(Debug)]
pub(super) struct Outside {
    /// The attempt whose record may be in the keychain. Held over every change of that record, so
    /// that the record of one attempt is never written over, or deleted by, the end of another.
    pub(super) kept: Turn<Kept>,
    /// The app's own link.
    pub(super) link: watch::Sender<OwnLink>,
    /// What was found out about the link and has to be said once the browser is open.
    found: Mutex<Option<WayBack>>,
    attention: Mutex<[Attention; 2]>,
}

/// Whose record the keychain may hold.
#[derive(Debug)]
pub(super) struct Kept(Option<AttemptId>);

impl Kept {
    /// A record of this attempt is about to be written, or was found. Also of a write that fails, or
    /// is given up, something may come to lie there.
    pub(super) fn may_hold(&mut self, id: AttemptId) {
        self.0 = Some(id);
    }

    /// This attempt is over: whether it is its record that has to be deleted.
    pub(super) fn lets_go_of(&mut self, id: AttemptId) -> bool {
        self.0.take_if(|kept| *kept == id).is_some()
    }

    /// None is awaited any more: whether a record has to be deleted.
    pub(super) fn lets_go_of_any(&mut self) -> bool {
        self.0.take().is_some()
    }
}

/// A link that may bring the window to the front although anybody can send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// `SCHEME://return`: a page's button, most often.
    Return,
    /// A link that was refused, or a start with arguments that mean nothing.
    Refused,
}

impl Outside {
    pub(super) fn new() -> Self {
        Self {
            kept: Turn::new(Kept(None)),
            link: watch::Sender::new(OwnLink::Untried),
            found: Mutex::new(None),
            attention: Mutex::default(),
        }
    }

    /// Whether this one may bring the window to the front now.
    pub(super) fn may_raise(&self, caller: Caller, now: SystemTime) -> bool {
        let mut attention = self
            .attention
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let [returned, refused] = &mut *attention;
        match caller {
            // Apart, so that a shower of forged links cannot keep the person's own click from it.
            Caller::Return => returned.claim(now),
            Caller::Refused => refused.claim(now),
        }
    }

    /// Keeps what is to be said of the link on the next screen.
    pub(super) fn say_later(&self, found: Option<WayBack>) {
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = found;
    }

    /// Takes what is to be said of the link.
    pub(super) fn to_say(&self) -> Option<WayBack> {
        self.found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

/// When one kind of caller last had the person's attention.
#[derive(Debug, Clone, Copy, Default)]
struct Attention(Option<SystemTime>);

impl Attention {
    /// Whether there is attention to be had now; it is then taken. A clock that was set back does
    /// not silence anybody.
    fn claim(&mut self, now: SystemTime) -> bool {
        let quiet = self
            .0
            .is_some_and(|last| now.duration_since(last).is_ok_and(|since| since < QUIET));
        if !quiet {
            self.0 = Some(now);
        }
        !quiet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_hundred_links_in_ten_seconds_two_bring_the_window_to_the_front() {
        let outside = Outside::new();
        let begun = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000);
        let raised: Vec<_> = (0..100)
            .map(|tenths| tenths * 100)
            .filter(|ms| outside.may_raise(Caller::Refused, begun + Duration::from_millis(*ms)))
            .collect();
        assert_eq!(raised, [0, 5_000]);
        assert!(
            outside.may_raise(Caller::Return, begun + Duration::from_secs(9)),
            "whoever really clicks is not shut out by them"
        );
    }

    #[test]
    fn the_end_of_one_attempt_does_not_take_the_record_of_the_next() {
        let (first, second) = (AttemptId(1), AttemptId(2));
        let mut kept = Kept(None);
        assert!(!kept.lets_go_of(first), "nothing is kept");
        kept.may_hold(first);
        kept.may_hold(second);
        assert!(!kept.lets_go_of(first), "it is the second's by now");
        assert!(kept.lets_go_of(second));
        assert!(!kept.lets_go_of(second), "once");
    }

    #[test]
    fn a_clock_that_is_set_back_silences_nobody() {
        let mut attention = Attention::default();
        let begun = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000);
        assert!(attention.claim(begun));
        assert!(!attention.claim(begun + Duration::from_secs(1)));
        assert!(attention.claim(begun - Duration::from_hours(48)));
        assert!(!attention.claim(begun - Duration::from_hours(48)));
    }
}
