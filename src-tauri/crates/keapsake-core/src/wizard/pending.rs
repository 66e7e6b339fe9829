//! The record in the keychain of the sign-in that waits: kept before the browser opens, deleted when
//! it is used, cancelled or too old, and found again after the app was closed. Whoever touches it
//! takes turns, so that the end of one attempt never meets the record of another.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::ExposeSecret as _;
use url::Url;

use super::signing_in::{Handled, step};
use super::{Stage, Wizard};
use crate::connection::RouteKind;
use crate::failure::{Doing, Failure, while_doing};
use crate::notices::{News, WayBack, news, notice};
use crate::ports::VaultEntry;
use crate::sign_in::{Attempt, AttemptId, Effect, Event, Loopback, PendingRecord, SignIn};

/// How long an ending waits for the keychain to forget.
const MOMENT: Duration = Duration::from_millis(500);

impl Wizard {
    pub(super) async fn store(&self, attempt: &Attempt, handled: &mut Handled) -> Vec<Effect> {
        let mut kept = self.inner.outside.kept.lock().await;
        // As it is now: it may have ended since, or been given more time.
        let record = match self.state().sign_in.waiting() {
            Some(now) if now.id == attempt.id => PendingRecord::write(now),
            _ => return vec![],
        };
        kept.may_hold(attempt.id);
        match self
            .inner
            .ports
            .vault
            .write(&VaultEntry::Pending, record)
            .await
        {
            Ok(()) => {
                self.remember(|known| known.waiting = true);
                self.step(Event::Stored(attempt.id))
            }
            Err(error) => {
                let effects = self.step(Event::NotStored(attempt.id));
                if !effects.is_empty() {
                    let failure = Failure::new(Doing::SigningIn, error);
                    // The attempt that this one took the place of no longer waits either.
                    if matches!(self.snapshot().stage, Stage::Waiting { .. }) {
                        self.go(Stage::SignIn {
                            notice: Some(notice(&failure)),
                        });
                    }
                    handled.failure = Some(failure);
                }
                effects
            }
        }
    }

    /// Closes this attempt's listener, and forgets what is kept of it: at once where the keychain
    /// answers at once, else while everything else goes on.
    pub(super) async fn forget_soon(&self, id: AttemptId) {
        drop(self.state().loopback.take_if(|(owner, _)| *owner == id));
        let wizard = self.clone();
        let forgetting = tokio::spawn(async move { wizard.forget_attempt(id).await });
        let _ = tokio::time::timeout(MOMENT, forgetting).await;
    }

    async fn forget_attempt(&self, id: AttemptId) {
        let mut kept = self.inner.outside.kept.lock().await;
        // Where none waits by now, the record of an older one is of no use either.
        let none_waits = self.state().sign_in.waiting().is_none();
        if kept.lets_go_of(id) || (none_waits && kept.lets_go_of_any()) {
            self.delete_kept().await;
        }
    }

    /// Deletes the record of the sign-in that waits; for whoever holds the turn at it.
    async fn delete_kept(&self) {
        self.remember(|known| known.waiting = false);
        if self
            .inner
            .ports
            .vault
            .delete(&VaultEntry::Pending)
            .await
            .is_err()
        {
            tracing::warn!(
                "the finished sign-in could not be removed from the keychain; it expires by itself"
            );
        }
    }

    /// Looks for a sign-in that was running when the app was closed; given an answer's `state`, only
    /// for the one that it belongs to. Where another program holds the port that the answer will come
    /// to, it waits all the same: the address can be pasted.
    ///
    /// # Errors
    /// The keychain's.
    pub(super) async fn restore(&self, answer: Option<&str>) -> Result<Option<Stage>, Failure> {
        let place = self.opened(Doing::SigningIn)?.place.id;
        let mut kept = self.inner.outside.kept.lock().await;
        let read = self.inner.ports.vault.read(&VaultEntry::Pending).await;
        let Some(record) = read.map_err(while_doing(Doing::SigningIn))? else {
            self.remember(|known| known.waiting = false);
            return Ok(None);
        };
        let now: SystemTime = self.inner.ports.clock.now();
        // EXPOSE: parsed at once into the attempt, whose parts are wrapped again.
        let attempt = PendingRecord::read(record.expose_secret(), AttemptId(0), &place, now);
        let Some(attempt) = attempt else {
            self.delete_kept().await;
            return Ok(None);
        };
        if answer.is_some_and(|state| !attempt.owns(state)) {
            return Ok(None);
        }
        let loopback = match attempt.route {
            RouteKind::Loopback => {
                let port = Url::parse(attempt.redirect_uri.as_str())
                    .ok()
                    .and_then(|uri| uri.port());
                let ports = port.map(|port| [port]).unwrap_or_default();
                Loopback::open(&ports, self.inner.build, &self.inner.inbox).await
            }
            RouteKind::ReturnPage | RouteKind::AppLink => None,
        };
        let unheard = attempt.route == RouteKind::Loopback && loopback.is_none();
        {
            let mut state = self.state();
            // Another may have begun while the keychain was asked; its turn comes after this one's.
            if !matches!(state.sign_in, SignIn::Idle) {
                return Ok(None);
            }
            kept.may_hold(attempt.id);
            state.loopback = loopback.map(|open| (attempt.id, Arc::new(open)));
            step(&mut state, Event::Restore(attempt));
        }
        self.tell_waiting(
            unheard
                .then(|| news(&News::WayBack(WayBack::PortTaken)))
                .flatten(),
        );
        Ok(Some(self.state().stage.clone()))
    }
}
