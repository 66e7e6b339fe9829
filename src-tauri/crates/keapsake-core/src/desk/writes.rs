//! The saves and undos of a desk: one at a time, whether any is under way, and how many have fallen short.
//! Does not know what they write.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{Mutex, watch};

/// Cheap to clone; all clones are the same.
#[derive(Clone, Default)]
pub(super) struct Writes {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    /// A second one then finds what the first has made.
    alone: Mutex<()>,
    /// How many run, or wait for their turn.
    under_way: watch::Sender<usize>,
    shortfalls: AtomicU64,
}

/// One of those under way.
struct UnderWay<'a>(&'a Inner);

impl Writes {
    /// Runs one when those before it have ended, and counts it where it fell short.
    pub(super) async fn run<T>(
        &self,
        write: impl Future<Output = T>,
        fell_short: impl FnOnce(&T) -> bool,
    ) -> T {
        // Over only when all the rest is: whoever waits finds it counted.
        let _under_way = UnderWay::begin(&self.inner);
        let _alone = self.inner.alone.lock().await;
        let outcome = write.await;
        if fell_short(&outcome) {
            self.inner.shortfalls.fetch_add(1, Ordering::SeqCst);
        }
        outcome
    }

    pub(super) fn is_any_under_way(&self) -> bool {
        *self.inner.under_way.borrow() > 0
    }

    /// Waits until none is under way. Any number may wait, and none of them holds up another.
    pub(super) async fn ended(&self) {
        let mut under_way = self.inner.under_way.subscribe();
        // The sender lives in `self`.
        let _ = under_way.wait_for(|count| *count == 0).await;
    }

    pub(super) fn shortfalls(&self) -> u64 {
        self.inner.shortfalls.load(Ordering::SeqCst)
    }
}

impl<'a> UnderWay<'a> {
    fn begin(inner: &'a Inner) -> Self {
        inner.under_way.send_modify(|count| *count += 1);
        Self(inner)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.send_modify(|count| *count -= 1);
    }
}
