//! The pair of tokens in memory: what calls use, and when it is to be renewed. It does not know how a
//! renewal goes.

use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use keap_client::AccessToken;

use super::standing::{Standing, standing};
use super::{Shared, Tokens};

/// An early renewal that failed is not tried again for this long.
const BETWEEN_EARLY_TRIES: Duration = Duration::from_mins(1);

/// Tokens in memory.
pub(super) struct Held {
    pub(super) tokens: Tokens,
    /// Whether the keychain has them too.
    pub(super) stored: bool,
    /// When they were last tried to be renewed.
    pub(super) tried: Option<SystemTime>,
}

impl Shared {
    pub(super) fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tokens(&self) -> Option<Tokens> {
        self.held().as_ref().map(|held| held.tokens.clone())
    }

    /// The pair is used from here on.
    pub(super) fn hold(&self, tokens: Tokens, stored: bool) {
        let mut held = self.held();
        let tried = held
            .take()
            .filter(|held| held.tokens.generation == tokens.generation)
            .and_then(|held| held.tried);
        *held = Some(Held {
            tokens,
            stored,
            tried,
        });
        drop(held);
        self.kept.send_if_modified(|kept| {
            let changed = *kept != stored;
            *kept = stored;
            changed
        });
    }

    pub(super) fn forget(&self) {
        *self.held() = None;
        self.kept.send_replace(true);
    }

    /// What is in memory, if it can be used now. A pair that ages is renewed meanwhile.
    pub(super) fn at_hand(self: &Arc<Self>, refused: Option<&AccessToken>) -> Option<AccessToken> {
        let now = self.clock.now();
        let mut slot = self.held();
        let held = slot.as_mut()?;
        if !held.stored {
            self.nudge.notify_one();
        }
        let may_be_tried = held.may_be_tried(now);
        match held.standing(refused, now) {
            Standing::Over => return None,
            Standing::Due if may_be_tried => return None,
            Standing::Aging if may_be_tried => {
                held.tried = Some(now);
                tokio::spawn(Arc::clone(self).early());
            }
            Standing::Fresh | Standing::Aging | Standing::Due => {}
        }
        Some(held.tokens.access.clone())
    }

    /// What is in memory, if Keap would still take it.
    pub(super) fn usable(&self, refused: Option<&AccessToken>) -> Option<AccessToken> {
        let now = self.clock.now();
        let slot = self.held();
        let held = slot.as_ref()?;
        (held.standing(refused, now) != Standing::Over).then(|| held.tokens.access.clone())
    }
}

impl Held {
    pub(super) fn standing(&self, refused: Option<&AccessToken>, now: SystemTime) -> Standing {
        if refused == Some(&self.tokens.access) {
            Standing::Over
        } else {
            standing(&self.tokens, now)
        }
    }

    /// Whether an early renewal may be tried. While the access token is good, a refresh token that may
    /// have been spent is left alone.
    pub(super) fn may_be_tried(&self, now: SystemTime) -> bool {
        let lately = |tried| {
            now.duration_since(tried)
                .is_ok_and(|ago| ago < BETWEEN_EARLY_TRIES)
        };
        self.tokens.unsure_since.is_none() && !self.tried.is_some_and(lately)
    }
}
