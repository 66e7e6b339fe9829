//! From the code to the account: the exchange, the first use of the new session, and where the
//! person goes after it.

use super::{Open, Stage, Wizard};
use crate::connection::{Account, Pkce, app_of};
use crate::failure::{Cause, Doing, Failure, of_exchange, while_doing};
use crate::notices::{Action, notice};
use crate::session::{SessionError, Tokens};
use crate::sign_in::{Event, Exchange};

impl Wizard {
    pub(super) async fn finish(self, exchange: Box<Exchange>) {
        let attended = self.inner.keychain.attended();
        let id = exchange.attempt.id;
        let result = self.exchange(*exchange).await;
        drop(attended);
        self.step(Event::Finished(id));
        match result {
            Ok(account) => {
                self.remember(|known| {
                    known.account = Some(account.clone());
                    known.confirmed = false;
                });
                self.go(Stage::Account { account });
            }
            Err(failure) => {
                let told = notice(&failure);
                if told.action == Some(Action::EnterKeys) {
                    self.go_to_keys(Some(told));
                } else {
                    self.go(Stage::SignIn { notice: Some(told) });
                }
            }
        }
    }

    async fn exchange(&self, exchange: Exchange) -> Result<Account, Failure> {
        let failed = Doing::SigningIn;
        let Exchange {
            attempt,
            code,
            scope,
        } = exchange;
        let open = self.opened(failed)?;
        let keys = self.kept_keys(&attempt.connection).await?;
        // Frozen when the sign-in began: other keys by now would mix two apps (RFC 9700 §4.4).
        if keys.client_id != attempt.client_id || attempt.connection != open.place.id {
            return Err(Failure::new(failed, Cause::KeysChanged));
        }
        let answer = open
            .client
            .exchange(
                &keys,
                &code,
                &attempt.redirect_uri,
                attempt.verifier.as_ref(),
            )
            .await
            .map_err(|error| {
                let pkce = attempt
                    .verifier
                    .as_ref()
                    .map_or(Pkce::LeftOut, |_| Pkce::Sent);
                Failure::new(failed, of_exchange(error, pkce))
            })?;
        let named = scope
            .as_deref()
            .and_then(app_of)
            .or_else(|| answer.scope.as_deref().and_then(app_of));
        let now = self.inner.ports.clock.now();
        let tokens = Tokens::of_sign_in(answer, named.clone().unwrap_or_default(), now);
        // A session of its own: what is still under way for the account before keeps that one's
        // tokens and never gets these.
        let session = self.session_at(&open.place.id, &open.client, Some(tokens.app.clone()));
        // The account before is forgotten first: a start between here and the end of the sign-in
        // must not show its name over the new tokens.
        self.remember(|known| {
            known.account = None;
            known.confirmed = false;
        });
        session.begin(tokens).await.map_err(while_doing(failed))?;
        let open = Open { session, ..open };
        {
            let mut state = self.state();
            state.open = Some(open.clone());
            state.desk = None;
        }
        identify(&open, named).await
    }

    /// The account of a session that was stored, but whose sign-in the app did not see to its end.
    ///
    /// # Errors
    /// The keychain's. A session that Keap does not take is none.
    pub(super) async fn unnamed_session(&self) -> Result<Option<Account>, Failure> {
        let open = self.opened(Doing::SigningIn)?;
        let kept = open.session.account().await;
        let Some(app) = kept.map_err(while_doing(Doing::SigningIn))? else {
            return Ok(None);
        };
        let named = Some(app).filter(|app| !app.is_empty());
        let Ok(account) = identify(&open, named).await else {
            return Ok(None);
        };
        // The person may have gone through another door meanwhile.
        if self.opened(Doing::SigningIn)?.place.id == open.place.id {
            self.remember(|known| known.account = Some(account.clone()));
        }
        Ok(Some(account))
    }
}

/// Who signed in, and to what. Keap has already said yes; what it does not tell now is left out.
/// Only tokens that it does not take at all are a failure.
async fn identify(open: &Open, named: Option<String>) -> Result<Account, Failure> {
    let who = open
        .session
        .run(|client, authorization| async move { client.user_info(&authorization).await })
        .await;
    let business = open
        .session
        .run(|client, authorization| async move { client.business_profile(&authorization).await })
        .await;
    let log = |what: &str, error: &SessionError| tracing::warn!(%error, "{what} could not be read");
    let mut account = Account {
        app: named.unwrap_or_default(),
        ..Account::default()
    };
    let is_over =
        |error: &SessionError| matches!(error, SessionError::Ended | SessionError::Broken);
    if who.as_ref().is_err_and(is_over) && business.as_ref().is_err_and(is_over) {
        return Err(Failure::new(Doing::SigningIn, Cause::SessionEnded));
    }
    match who {
        Ok(who) => {
            let tenant = who.tenant_id.as_deref().and_then(app_of);
            if let (true, Some(tenant)) = (account.app.is_empty(), tenant) {
                // Not fatal: the name is then read again at the next sign-in.
                let _ = open.session.name_account(&tenant).await;
                account.app = tenant;
            }
            let parts: Vec<_> = [who.given_name, who.family_name]
                .into_iter()
                .flatten()
                .filter(|n| !n.is_empty())
                .collect();
            account.person = if parts.is_empty() {
                who.preferred_name
            } else {
                Some(parts.join(" "))
            };
            account.email = who.email;
            account.administrator = who.is_admin;
        }
        Err(error) => log("who signed in", &error),
    }
    match business {
        Ok(profile) => account.business = profile.name.filter(|name| !name.trim().is_empty()),
        Err(error) => log("the business profile", &error),
    }
    Ok(account)
}
