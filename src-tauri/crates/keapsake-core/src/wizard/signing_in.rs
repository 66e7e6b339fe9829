//! Carrying out what the sign-in machine decides.

use std::time::SystemTime;

use url::Url;

use super::snapshot::route_of;
use super::{Stage, Wizard};
use crate::connection::RouteKind;
use crate::failure::{Cause, Doing, Failure, while_doing};
use crate::keys::read_keys;
use crate::notices::{News, Notice, news, notice};
use crate::ports::VaultEntry;
use crate::sign_in::{
    Attempt, AttemptId, Effect, Ending, Event, Loopback, PendingRecord, Refusal, SignIn, WAIT,
};
use secrecy::ExposeSecret;

/// What an event came to, for the one who caused it.
#[derive(Default)]
pub(super) struct Handled {
    pub(super) refusal: Option<Refusal>,
    pub(super) denial_reported: bool,
    failure: Option<Failure>,
}

impl Wizard {
    /// Begins a sign-in and opens the browser. A running one is superseded.
    ///
    /// # Errors
    /// Keychain trouble, missing keys, or no free port; the browser is then not opened.
    pub async fn start_sign_in(&self) -> Result<(), Failure> {
        let failed = Doing::SigningIn;
        let open = self.opened(failed)?;
        if matches!(self.state().sign_in, SignIn::Finishing(_)) {
            return Err(Failure::new(failed, Cause::NotNow));
        }
        let keys = read_keys(&*self.inner.ports.vault, &open.place.id)
            .await
            .map_err(while_doing(failed))?
            .ok_or(Failure::new(failed, Cause::NoKeys))?;
        let route = route_of(&self.state().settings, &open.place);
        let port = if route.kind == RouteKind::Loopback {
            self.listen(&self.inner.ports_tried.clone()).await?
        } else {
            0
        };
        let redirect_uri = route.redirect_uri(self.inner.build, port);
        let request = open
            .client
            .authorization_request(
                &keys.client_id,
                &redirect_uri,
                self.inner.build.state_suffix(),
            )
            .map_err(|error| {
                // Nobody would close it: no attempt owns it yet.
                drop(self.state().loopback.take());
                Failure::new(failed, error)
            })?;
        let id = {
            let mut state = self.state();
            state.attempts += 1;
            AttemptId(state.attempts)
        };
        let attempt = Attempt {
            id,
            connection: open.place.id.clone(),
            url: Some(request.url.to_string()),
            client_id: request.client_id,
            redirect_uri: request.redirect_uri,
            route: route.kind,
            state_hash: Attempt::hash(&request.state),
            verifier: request.verifier,
            until: self.inner.ports.clock.now() + WAIT,
        };
        match self.handle(Event::Start(attempt)).await.failure {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }

    async fn listen(&self, ports: &[u16]) -> Result<u16, Failure> {
        // The old one goes first: its port is the one that is wanted again.
        drop(self.state().loopback.take());
        let loopback = Loopback::open(ports, self.inner.build, &self.inner.inbox)
            .await
            .ok_or(Failure::new(Doing::SigningIn, Cause::PortsTaken))?;
        let port = loopback.port();
        self.state().loopback = Some(loopback);
        Ok(port)
    }

    /// Opens the browser again; a sign-in that was restored after a restart begins anew.
    ///
    /// # Errors
    /// As [`Wizard::start_sign_in`].
    pub async fn open_again(&self) -> Result<(), Failure> {
        let known = self
            .state()
            .sign_in
            .waiting()
            .map(|attempt| attempt.url.is_some());
        match known {
            Some(true) => self
                .handle(Event::OpenAgain)
                .await
                .failure
                .map_or(Ok(()), Err),
            Some(false) => self.start_sign_in().await,
            None => Err(Failure::new(Doing::SigningIn, Cause::NotNow)),
        }
    }

    /// Five more minutes.
    pub async fn wait_longer(&self) {
        let now = self.inner.ports.clock.now();
        self.handle(Event::WaitLonger(now)).await;
        let until = self.state().sign_in.waiting().map(|attempt| attempt.until);
        if let Some(until) = until {
            self.go(Stage::Waiting {
                until,
                paste_first: false,
                notice: None,
            });
        }
    }

    /// Gives up the running sign-in.
    pub async fn cancel_sign_in(&self) {
        self.handle(Event::Cancel).await;
    }

    /// The person saw an error page of Keap's: gives up and goes back to the keys.
    pub async fn keap_error_page(&self) {
        self.handle(Event::Cancel).await;
        self.go_to_keys(news(&News::KeapErrorPage));
    }

    /// Copies the authorization request to the clipboard.
    ///
    /// # Errors
    /// No sign-in waits, or there is no clipboard.
    pub fn copy_sign_in_link(&self) -> Result<(), Failure> {
        let waiting = self
            .state()
            .sign_in
            .waiting()
            .map(|attempt| attempt.url.clone());
        let url = waiting
            .ok_or(Failure::new(Doing::SigningIn, Cause::NotNow))?
            .ok_or(Failure::new(Doing::SigningIn, Cause::NoLink))?;
        self.inner
            .ports
            .clipboard
            .copy(&url)
            .map_err(|_| Failure::new(Doing::Other, Cause::Clipboard))
    }

    pub(super) fn step(&self, event: Event) -> Vec<Effect> {
        let mut state = self.state();
        let sign_in = std::mem::replace(&mut state.sign_in, SignIn::Idle);
        let (next, effects) = sign_in.on(event);
        state.sign_in = next;
        effects
    }

    pub(super) async fn handle(&self, event: Event) -> Handled {
        let mut handled = Handled::default();
        let mut effects = std::collections::VecDeque::from(self.step(event));
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Store(attempt) => effects.extend(self.store(attempt, &mut handled).await),
                Effect::Forget => self.forget().await,
                Effect::Open(attempt) => self.open_browser(attempt, &mut handled).await,
                Effect::Exchange(exchange) => {
                    self.go(Stage::Finishing);
                    // Whoever delivered the answer is told at once that it was taken.
                    tokio::spawn(self.clone().finish(exchange));
                }
                Effect::Raise => self.inner.ports.window.raise(),
                Effect::ReportDenial => {
                    handled.denial_reported = true;
                    self.tell_waiting(news(&News::DenialReported));
                }
                Effect::End(Ending::Superseded) => {}
                Effect::End(ending) => self.go(Stage::SignIn {
                    notice: news(&News::SignInEnded(ending)),
                }),
                Effect::Refuse(refusal) => handled.refusal = Some(refusal),
            }
        }
        handled
    }

    async fn store(&self, attempt: Attempt, handled: &mut Handled) -> Vec<Effect> {
        let record = PendingRecord::write(&attempt);
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

    async fn forget(&self) {
        drop(self.state().loopback.take());
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

    async fn open_browser(&self, attempt: Attempt, handled: &mut Handled) {
        self.go(Stage::Waiting {
            until: attempt.until,
            paste_first: false,
            notice: None,
        });
        let Some(url) = attempt.url else { return };
        if self.inner.ports.browser.open(&url).await.is_err() {
            let failure = Failure::new(Doing::SigningIn, Cause::Browser);
            self.tell_waiting(Some(notice(&failure)));
            handled.failure = Some(failure);
        }
    }

    fn tell_waiting(&self, told: Option<Notice>) {
        let until = self.state().sign_in.waiting().map(|attempt| attempt.until);
        if let Some(until) = until {
            self.go(Stage::Waiting {
                until,
                paste_first: false,
                notice: told,
            });
        }
    }

    /// Looks for a sign-in that was running when the app was closed.
    ///
    /// # Errors
    /// The keychain's, or another program holds the port that the answer will come to.
    pub(super) async fn restore(&self) -> Result<Option<Stage>, Failure> {
        let place = self.opened(Doing::SigningIn)?.place.id;
        let read = self.inner.ports.vault.read(&VaultEntry::Pending).await;
        let Some(record) = read.map_err(while_doing(Doing::SigningIn))? else {
            return Ok(None);
        };
        let now: SystemTime = self.inner.ports.clock.now();
        // EXPOSE: parsed at once into the attempt, whose parts are wrapped again.
        let attempt = PendingRecord::read(record.expose_secret(), AttemptId(0), &place, now);
        let Some(attempt) = attempt else {
            self.forget().await;
            return Ok(None);
        };
        if attempt.route == RouteKind::Loopback {
            let uri = Url::parse(attempt.redirect_uri.as_str()).ok();
            let port = uri.and_then(|uri| uri.port()).unwrap_or_default();
            self.listen(&[port]).await?;
        }
        let until = attempt.until;
        self.handle(Event::Restore(attempt)).await;
        Ok(Some(Stage::Waiting {
            until,
            paste_first: false,
            notice: None,
        }))
    }
}
