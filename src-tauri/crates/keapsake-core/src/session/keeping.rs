//! Storing a new pair, which exists nowhere else: again and again, until the keychain has it.
//!
//! It does not know where the pair comes from.

use std::sync::Arc;
use std::time::Duration;

use kill_points::reached;

use super::{Kept, SessionError, Shared, Tokens};
use crate::ports::VaultError;

/// How often a new pair is written before anybody is told.
const WRITES: u32 = 3;

/// Between these writes: a keychain that is being restarted is back after a moment.
const PAUSE: Duration = Duration::from_millis(250);

/// Between the tries after that.
const EVERY: Duration = Duration::from_secs(10);

impl Shared {
    /// Stores a new pair and then uses it. A pair that cannot be stored is used all the same: it would
    /// be lost no less if it were not, and the person is told not to close the app. Where another
    /// process has changed the record since the pair of the generation `spent` was, that stands.
    pub(super) async fn keep(
        self: &Arc<Self>,
        pair: Tokens,
        spent: u64,
    ) -> Result<(), SessionError> {
        let mut may_have_broken_it = false;
        for tried in 0..WRITES {
            if tried > 0 {
                tokio::time::sleep(PAUSE).await;
            }
            let written = match self.look().await {
                Ok(Kept::Ours(newer)) if newer.generation > spent => {
                    self.hold(newer, true);
                    return Ok(());
                }
                Ok(Kept::OfAnotherAccount) => return Err(self.signed_out_elsewhere()),
                // The mark was there before the token was sent.
                Ok(Kept::Nothing) if !may_have_broken_it => {
                    return Err(self.signed_out_elsewhere());
                }
                Ok(Kept::Nothing | Kept::Ours(_)) | Err(VaultError::UnreadableSession) => {
                    reached("pair_write");
                    may_have_broken_it = true;
                    self.write(&pair).await
                }
                Err(error) => Err(error),
            };
            match written {
                Ok(()) => {
                    reached("after_pair_write");
                    self.hold(pair, true);
                    return Ok(());
                }
                Err(error) => tracing::warn!(%error, "the renewed session could not be kept"),
            }
        }
        self.hold(pair, false);
        tokio::spawn(Arc::clone(self).keep_trying());
        Ok(())
    }

    /// What is in memory is no longer wanted: the person signed out in another process.
    pub(super) fn signed_out_elsewhere(&self) -> SessionError {
        self.forget();
        SessionError::NotSignedIn
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
            match self.look().await {
                Ok(Kept::Ours(newer)) if newer.generation > pair.generation => {
                    self.hold(newer, true);
                }
                // Signed in to another account meanwhile.
                Ok(Kept::OfAnotherAccount) => self.forget(),
                // The record stands as it was, or a keychain that fails has lost or damaged it: now the
                // only copy there is takes its place.
                Ok(Kept::Nothing | Kept::Ours(_)) | Err(VaultError::UnreadableSession) => {
                    if self.write(&pair).await.is_ok() {
                        self.hold(pair, true);
                    }
                }
                Err(_) => {}
            }
            if *self.kept.borrow() {
                flight.lock = None;
                return;
            }
        }
    }
}
