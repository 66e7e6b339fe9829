//! Storing a new pair, which exists nowhere else: again and again, until the keychain has it.
//!
//! It does not know where the pair comes from.

use std::sync::Arc;
use std::time::Duration;

use kill_points::reached;

use super::{Shared, Tokens};

/// How often a new pair is written before anybody is told.
const WRITES: u32 = 3;

/// Between these writes: a keychain that is being restarted is back after a moment.
const PAUSE: Duration = Duration::from_millis(250);

/// Between the tries after that.
const EVERY: Duration = Duration::from_secs(10);

impl Shared {
    /// Stores a new pair and then uses it. A pair that cannot be stored is used all the same: it would
    /// be lost no less if it were not, and the person is told not to close the app.
    pub(super) async fn keep(self: &Arc<Self>, pair: Tokens) {
        for tried in 0..WRITES {
            if tried > 0 {
                tokio::time::sleep(PAUSE).await;
            }
            reached("pair_write");
            match self.write(&pair).await {
                Ok(()) => {
                    reached("after_pair_write");
                    self.hold(pair, true);
                    return;
                }
                Err(error) => tracing::warn!(%error, "the renewed session could not be kept"),
            }
        }
        self.hold(pair, false);
        tokio::spawn(Arc::clone(self).keep_trying());
    }

    /// The pair in memory that the keychain does not have.
    pub(super) fn unkept(&self) -> Option<Tokens> {
        let held = self.held();
        let held = held.as_ref().filter(|held| !held.stored)?;
        Some(held.tokens.clone())
    }

    /// Tries to keep the pair in memory until it is kept, or is no longer the newest.
    pub(super) async fn keep_trying(self: Arc<Self>) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = self.nudge.notified() => {}
            }
            let mut flight = self.flight.lock().await;
            let Some(pair) = self.unkept() else {
                return;
            };
            match self.load().await {
                // The record stands as it was when the pair was got: now the pair takes its place.
                Ok(Some(kept)) if kept.generation <= pair.generation => {
                    if self.write(&pair).await.is_ok() {
                        self.hold(pair, true);
                    }
                }
                Ok(Some(newer)) => self.hold(newer, true),
                // Signed out meanwhile, or in to another account.
                Ok(None) => self.forget(),
                Err(_) => {}
            }
            if *self.kept.borrow() {
                flight.lock = None;
                return;
            }
        }
    }
}
