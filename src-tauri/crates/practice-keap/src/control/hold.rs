//! Requests that are held until a test lets them go.

use tokio::sync::{oneshot, watch};

/// At which point a request is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// It has arrived whole, and nothing has been done for it. A scripted answer still takes its turn
    /// afterwards.
    BeforeActing,
    /// It has been carried out, and its answer has not left.
    AfterActing,
}

/// A test's end of a hold. Dropping it lets the request go as well.
#[derive(Debug)]
pub struct Held {
    arrived: watch::Receiver<bool>,
    release: oneshot::Sender<()>,
}

impl Held {
    /// Returns when a request is being held.
    pub async fn arrived(&self) {
        let mut arrived = self.arrived.clone();
        // The other end is gone only when the whole practice Keap is.
        drop(arrived.wait_for(|arrived| *arrived).await);
    }

    /// Whether a request is being held, or has been.
    pub fn has_arrived(&self) -> bool {
        *self.arrived.borrow()
    }

    /// Lets the request go on.
    pub fn release(self) {
        // Nobody is waiting if none has come.
        let _ = self.release.send(());
    }
}

/// The practice Keap's end.
#[derive(Debug)]
pub(super) struct Hold {
    path_prefix: String,
    when: When,
    arrived: watch::Sender<bool>,
    released: oneshot::Receiver<()>,
}

/// Makes both ends.
pub(super) fn ends(path_prefix: &str, when: When) -> (Hold, Held) {
    let (arrived, seen) = watch::channel(false);
    let (release, released) = oneshot::channel();
    let its_own = Hold {
        path_prefix: path_prefix.to_owned(),
        when,
        arrived,
        released,
    };
    let of_the_test = Held {
        arrived: seen,
        release,
    };
    (its_own, of_the_test)
}

/// Takes the first hold that fits out of the list.
pub(super) fn take(holds: &mut Vec<Hold>, path: &str, when: When) -> Option<Hold> {
    let at = holds
        .iter()
        .position(|hold| hold.when == when && path.starts_with(&hold.path_prefix))?;
    Some(holds.remove(at))
}

impl Hold {
    /// Says that a request has come, and waits until it may go on.
    pub(super) async fn wait(self) {
        self.arrived.send_replace(true);
        // An error is a dropped end, which lets go as well.
        drop(self.released.await);
    }
}
