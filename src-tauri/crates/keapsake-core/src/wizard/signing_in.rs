//! Carrying out what the sign-in machine decides.

use std::sync::Arc;

use keap_client::Client;

use super::snapshot::{pkce_of, route_of};
use super::{Stage, State, Wizard};
use crate::connection::{Pkce, RouteKind};
use crate::failure::{Cause, Doing, Failure, while_doing};
use crate::notices::{News, Notice, news, notice};
use crate::sign_in::{Attempt, AttemptId, Effect, Ending, Event, Loopback, Refusal, SignIn, WAIT};

/// What an event came to, for the one who caused it.
#[derive(Default)]
pub(super) struct Handled {
    pub(super) refusal: Option<Refusal>,
    pub(super) denial_reported: bool,
    pub(super) failure: Option<Failure>,
}

impl Wizard {
    /// Begins a sign-in and opens the browser. A running one is superseded.
    ///
    /// # Errors
    /// Keychain trouble, missing keys, or no free port; the browser is then not opened.
    pub async fn start_sign_in(&self) -> Result<(), Failure> {
        let _attended = self.inner.keychain.attended();
        let failed = Doing::SigningIn;
        let open = self.opened(failed)?;
        if matches!(self.state().sign_in, SignIn::Finishing(_)) {
            return Err(Failure::new(failed, Cause::NotNow));
        }
        let keys = self.kept_keys(&open.place.id).await?;
        let (route, pkce) = {
            let settings = &self.state().settings;
            (
                route_of(settings, &open.place),
                pkce_of(settings, &open.place),
            )
        };
        let told = self.prepare_link(route.kind).await;
        let loopback = match route.kind {
            RouteKind::Loopback => Some(self.listen(&self.inner.ports_tried).await?),
            RouteKind::ReturnPage | RouteKind::AppLink => None,
        };
        let port = loopback.as_ref().map_or(0, |open| open.port());
        let redirect_uri = route.redirect_uri(self.inner.build, port);
        let request = match pkce {
            Pkce::Sent => Client::authorization_request,
            Pkce::LeftOut => Client::authorization_request_without_pkce,
        };
        let suffix = self.inner.build.state_suffix();
        let request = request(&open.client, &keys.client_id, &redirect_uri, suffix)
            .map_err(while_doing(failed))?;
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
        let effects = {
            let mut state = self.state();
            let effects = step(&mut state, Event::Start(attempt));
            // Only now is the listener of the attempt before let go.
            if !effects.is_empty() {
                state.loopback = loopback.map(|open| (id, open));
            }
            effects
        };
        match self.carry_out(effects).await.failure {
            Some(failure) => return Err(failure),
            None if told.is_some() => self.tell_waiting(told),
            None => {}
        }
        Ok(())
    }

    /// A listener for a new attempt: the one that is open already, where its port will do, so that
    /// the attempt before keeps it until this one takes its place.
    async fn listen(&self, ports: &[u16]) -> Result<Arc<Loopback>, Failure> {
        let open = self.state().loopback.clone();
        if let Some((_, open)) = open
            && (ports.contains(&open.port()) || ports.contains(&0))
        {
            return Ok(open);
        }
        Loopback::open(ports, self.inner.build, &self.inner.inbox)
            .await
            .map(Arc::new)
            .ok_or(Failure::new(Doing::SigningIn, Cause::PortsTaken))
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
        self.tell_waiting(None);
    }

    /// Gives up the running sign-in.
    pub async fn cancel_sign_in(&self) {
        self.give_up_the_keychain();
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
        step(&mut self.state(), event)
    }

    pub(super) async fn handle(&self, event: Event) -> Handled {
        let effects = self.step(event);
        self.carry_out(effects).await
    }

    async fn carry_out(&self, effects: Vec<Effect>) -> Handled {
        let mut handled = Handled::default();
        let mut effects = std::collections::VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Store(attempt) => effects.extend(self.store(&attempt, &mut handled).await),
                Effect::Forget(id) => self.forget_soon(id).await,
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
                Effect::End(ending) => self.end(ending),
                Effect::Refuse(refusal) => handled.refusal = Some(refusal),
            }
        }
        handled
    }

    /// Goes back to before the sign-in, unless another one has begun by now.
    fn end(&self, ending: Ending) {
        {
            let mut state = self.state();
            if !matches!(state.sign_in, SignIn::Idle) {
                return;
            }
            state.stage = Stage::SignIn {
                notice: news(&News::SignInEnded(ending)),
            };
        }
        self.publish();
    }

    async fn open_browser(&self, attempt: Attempt, handled: &mut Handled) {
        self.tell_waiting(None);
        let Some(url) = attempt.url else { return };
        if self.inner.ports.browser.open(&url).await.is_err() {
            let failure = Failure::new(Doing::SigningIn, Cause::Browser);
            self.tell_waiting(Some(notice(&failure)));
            handled.failure = Some(failure);
        }
    }

    /// Whether the answer may not find its way by itself.
    pub(super) fn is_paste_first(&self, route: RouteKind, state: &State) -> bool {
        match route {
            RouteKind::Loopback => state.loopback.is_none(),
            RouteKind::ReturnPage | RouteKind::AppLink => {
                self.inner.outside.link.borrow().is_in_doubt()
            }
        }
    }

    /// Shows the screen of the sign-in that waits, with this on it; nothing where none does.
    pub(super) fn tell_waiting(&self, told: Option<Notice>) {
        {
            let mut state = self.state();
            let SignIn::Waiting(attempt) = &state.sign_in else {
                return;
            };
            let paste_first = self.is_paste_first(attempt.route, &state);
            state.stage = Stage::Waiting {
                until: attempt.until,
                paste_first,
                notice: told,
            };
        }
        self.publish();
    }
}

pub(super) fn step(state: &mut State, event: Event) -> Vec<Effect> {
    let sign_in = std::mem::replace(&mut state.sign_in, SignIn::Idle);
    let (next, effects) = sign_in.on(event);
    state.sign_in = next;
    effects
}
