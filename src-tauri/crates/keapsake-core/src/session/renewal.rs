//! One renewal: a single-use refresh token is spent for the next pair, in an order that can lose the
//! session in one stretch only: from the sending of the request to the end of the write of its answer.
//!
//! One task at a time, then one process at a time; the record read again, because another process may
//! have renewed; the record written with a mark, which proves that the keychain takes writes before the
//! token is spent, and tells a later start that it may be spent; the request; the answer stored, and
//! only then used. It does not know who asked.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use keap_client::{AccessToken, Keys, OAuthError, RefreshToken, TokenAnswer};
use kill_points::reached;

use super::held::Held;
use super::standing::{Standing, is_idle, standing};
use super::{Flight, Kept, SessionError, Shared, Tokens};
use crate::keys::read_keys;
use crate::ports::{LockError, Locked, VaultError};

/// Why one wants to renew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why<'a> {
    /// A call needs an access token, and not this one.
    ForACall(Option<&'a AccessToken>),
    /// So that no call has to wait for it.
    Early,
}

impl Shared {
    /// An access token that is good now and is not `refused`, renewed if need be. Of all who wait for
    /// one renewal, each gets what came of it, but for a keychain that did not answer: it may answer
    /// the next, for whom a person may wait.
    pub(super) async fn access(
        self: Arc<Self>,
        refused: Option<&AccessToken>,
    ) -> Result<AccessToken, SessionError> {
        let seen = self.finished.load(Ordering::SeqCst);
        let mut flight = self.flight.lock().await;
        if let Some(access) = self.at_hand(refused) {
            return Ok(access);
        }
        let outcome = match &flight.failed {
            Some(error)
                if self.finished.load(Ordering::SeqCst) != seen
                    && !matches!(error, SessionError::Vault(_)) =>
            {
                Err(error.clone())
            }
            _ => self.renew(&mut flight, Why::ForACall(refused)).await,
        };
        let usable = self.usable(refused);
        match outcome {
            Ok(()) => usable.ok_or(SessionError::Ended),
            // Nothing is lost while the access token is good.
            Err(error) => usable.ok_or(error),
        }
    }

    /// Renews an aging pair, unless somebody has.
    pub(super) async fn early(self: Arc<Self>) {
        let mut flight = self.flight.lock().await;
        // What it failed of is in the log; a call that needs a token will meet it again.
        let _ = self.renew(&mut flight, Why::Early).await;
    }

    /// As [`Shared::early`], from what is kept if nothing is in memory yet.
    pub(super) async fn renew_early(self: Arc<Self>) {
        let may_be_tried = |held: &Held| held.may_be_tried(self.clock.now());
        if self.held().as_ref().is_none_or(may_be_tried) {
            self.early().await;
        }
    }

    async fn renew(
        self: &Arc<Self>,
        flight: &mut Flight,
        why: Why<'_>,
    ) -> Result<(), SessionError> {
        let outcome = self.renew_alone(flight, why).await;
        if let Err(error) = &outcome {
            tracing::warn!(%error, cause = cause(error), "no renewal");
        }
        flight.failed = outcome.as_ref().err().cloned();
        self.finished.fetch_add(1, Ordering::SeqCst);
        outcome
    }

    async fn renew_alone(
        self: &Arc<Self>,
        flight: &mut Flight,
        why: Why<'_>,
    ) -> Result<(), SessionError> {
        if self.held().is_none() {
            // What is kept is good most of the time, and to use it needs no lock.
            let kept = self.newest().await?;
            if self.is_good(&kept, why) {
                return Ok(());
            }
        }
        if let Some(held) = self.held().as_mut() {
            held.tried = Some(self.clock.now());
        }
        let lock = match flight.lock.take() {
            Some(lock) => Some(lock),
            None => self.lock_others_out().await?,
        };
        reached("after_lock");
        let outcome = self.renew_locked(why).await;
        if !*self.kept.borrow() {
            // Another process would find a spent token in the keychain.
            flight.lock = lock;
        }
        outcome
    }

    async fn lock_others_out(&self) -> Result<Option<Locked>, SessionError> {
        match self.lock.take(&self.connection).await {
            Ok(lock) => Ok(Some(lock)),
            Err(LockError::Busy) => Err(SessionError::Busy),
            Err(LockError::Failed) => {
                // A read-only disk: one process is by far the most likely number of them.
                tracing::warn!("renewing without the lock between processes");
                Ok(None)
            }
        }
    }

    async fn renew_locked(self: &Arc<Self>, why: Why<'_>) -> Result<(), SessionError> {
        let pair = self.newest().await?;
        reached("after_reread");
        if self.is_good(&pair, why) {
            return Ok(());
        }
        let keys = read_keys(&*self.vault, &self.connection)
            .await?
            .ok_or(SessionError::KeysRefused)?;
        let refresh = pair.refresh.clone().ok_or(SessionError::Ended)?;
        let marked = Tokens {
            unsure_since: pair.unsure_since.or(Some(self.clock.now())),
            ..pair.clone()
        };
        reached("marker_write");
        self.write(&marked).await?;
        reached("after_marker");
        self.hold(marked, true);
        let answer = self.spend(&pair, &keys, &refresh, why).await?;
        if answer.refresh.is_none() {
            tracing::warn!("Keap sent no new refresh token; the old one stays");
        }
        let next = pair.renewed(answer, self.clock.now());
        self.keep(next, pair.generation).await
    }

    /// The newer of what is kept and what could not be kept so far; it is held from here on. Only
    /// another record takes the place of what is nowhere but here.
    async fn newest(&self) -> Result<Tokens, SessionError> {
        match (self.look().await, self.unkept()) {
            (Ok(Kept::Ours(kept)), Some(unkept)) if unkept.generation >= kept.generation => {
                Ok(unkept)
            }
            (Ok(Kept::Ours(kept)), _) => {
                self.hold(kept.clone(), true);
                Ok(kept)
            }
            (Ok(Kept::Nothing) | Err(VaultError::UnreadableSession), Some(unkept)) => Ok(unkept),
            (Ok(Kept::Nothing | Kept::OfAnotherAccount), _) => Err(self.signed_out_elsewhere()),
            (Err(error), _) => Err(error.into()),
        }
    }

    /// Whether nothing needs to be renewed after all.
    fn is_good(&self, pair: &Tokens, why: Why<'_>) -> bool {
        let standing = match why {
            Why::ForACall(Some(refused)) if *refused == pair.access => Standing::Over,
            _ => standing(pair, self.clock.now()),
        };
        match standing {
            Standing::Fresh => true,
            // Whoever uses it next renews it; nobody may, and then it is idle one day.
            Standing::Over => why == Why::Early && !is_idle(pair, self.clock.now()),
            Standing::Aging if why != Why::Early => true,
            Standing::Aging | Standing::Due => pair.unsure_since.is_some(),
        }
    }

    /// Sends the refresh token. Where nobody can say what became of it, and the access token is over,
    /// it is sent once more: if the first request never arrived that works, and if it did, nothing that
    /// is left could be lost by it.
    async fn spend(
        &self,
        pair: &Tokens,
        keys: &Keys,
        refresh: &RefreshToken,
        why: Why<'_>,
    ) -> Result<TokenAnswer, SessionError> {
        let error = match self.client.refresh(keys, refresh).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let OAuthError::Http(broken) = &error else {
            return Err(self.refused(&error, pair).await);
        };
        if !broken.may_have_acted() {
            self.unmark(pair).await;
            return Err(SessionError::Renewal(broken.clone()));
        }
        let was_unsure = pair.unsure_since.is_some();
        let patient = matches!(broken, keap_client::Error::TimedOut { .. });
        if was_unsure || patient || self.usable(why.refused()).is_some() {
            return Err(SessionError::Renewal(broken.clone()));
        }
        tracing::warn!(%error, "the connection broke during a renewal; trying once more");
        let unsure = self.tokens().unwrap_or_else(|| pair.clone());
        match self.client.refresh(keys, refresh).await {
            Ok(answer) => Ok(answer),
            Err(OAuthError::Http(error)) => Err(SessionError::Renewal(error)),
            Err(error) => Err(self.refused(&error, &unsure).await),
        }
    }

    /// Keap refused what was sent: a verdict on those bytes, not on the session. Another process may
    /// have renewed without the lock.
    async fn refused(&self, error: &OAuthError, pair: &Tokens) -> SessionError {
        if *error == OAuthError::KeysRefused {
            self.unmark(pair).await;
            return SessionError::KeysRefused;
        }
        match self.look().await {
            Ok(Kept::Ours(newer)) if newer.generation > pair.generation => self.hold(newer, true),
            Ok(Kept::Nothing | Kept::OfAnotherAccount) => return self.signed_out_elsewhere(),
            _ if pair.unsure_since.is_some() => return SessionError::Broken,
            _ => self.unmark(pair).await,
        }
        SessionError::Ended
    }

    /// The refresh token was not spent after all: the record stands as it was, unless another process
    /// has changed it. Where that cannot be written, the mark stays, which costs nothing but patience.
    async fn unmark(&self, pair: &Tokens) {
        if let Ok(Kept::Ours(kept)) = self.look().await
            && kept.generation == pair.generation
            && self.write(pair).await.is_ok()
        {
            self.hold(pair.clone(), true);
        }
    }
}

impl<'a> Why<'a> {
    fn refused(self) -> Option<&'a AccessToken> {
        match self {
            Self::ForACall(refused) => refused,
            Self::Early => None,
        }
    }
}

/// The error behind the error, for the log; none carries a secret.
fn cause(error: &SessionError) -> String {
    std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default()
}
