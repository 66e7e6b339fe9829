//! "Something is wrong?": runs one test at a time, and writes the report.
//!
//! It needs no door, no sign-in and no keychain, changes nothing, and gives up in bounded time. It
//! knows no words: those stand in the catalogue.

use std::time::{Duration, UNIX_EPOCH};

use keap_client::{Client, Error, Reach, proxy_for};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::timeout;

use super::{Stage, Wizard};
use crate::connection::{ConnectionKind, RouteKind};
use crate::diagnosis::{
    Check, Finding, Identity, Keeping, KeychainStep, Linking, Machine, Reached, SelfTest, Setting,
    Skew, Way, report,
};
use crate::failure::{Cause, Doing, Failure};
use crate::notices::{Notice, Severity};
use crate::ports::{Place, VaultEntry, VaultError};

/// The longest that Keap is waited for by a test.
const PATIENCE: Duration = Duration::from_secs(15);

/// The longest that the keychain is waited for at each step, also while a person waits for it with
/// more patience elsewhere.
const KEYCHAIN_PATIENCE: Duration = Duration::from_secs(6);

impl Wizard {
    /// Runs a test against the connection that is shown, or where none is, against the Keap behind
    /// the door `front`.
    pub async fn diagnose(&self, check: Check, front: ConnectionKind) -> Finding {
        let finding = match check {
            Check::Keychain => Finding::Keychain(self.probe_keychain().await),
            Check::Links => Finding::Links(self.look_at_links().await),
            Check::Clock => {
                let keaps = self.reach(front).await.ok().and_then(|reach| reach.date);
                Finding::Clock(Skew::between(self.inner.ports.clock.now(), keaps))
            }
            Check::Proxy => Finding::Proxy(self.way_to_keap(front).await),
            Check::Keap => Finding::Keap(match self.reach(front).await {
                Ok(reach) if reach.status >= 500 => Reached::Not(Error::Unavailable {
                    status: reach.status,
                }),
                Ok(reach) => Reached::Answers(reach.elapsed),
                Err(error) => Reached::Not(error),
            }),
            Check::Account => {
                Finding::Account(timeout(PATIENCE, self.who_is_signed_in()).await.unwrap_or(
                    Identity::Unknown(Cause::Keap(Error::TimedOut { sent: true })),
                ))
            }
        };
        self.state().notes.found(&finding);
        finding
    }

    /// The report for support, made of what is known now. [`Wizard::copy_report`] copies this text
    /// and no other.
    pub fn report(&self, machine: &Machine) -> String {
        let snapshot = self.snapshot();
        let setting = Setting {
            screen: screen(&snapshot.stage),
            connection: snapshot
                .connection
                .map(|known| (known.kind, known.route.kind, known.pkce, known.has_keys)),
            this_session_only: snapshot.this_session_only,
            now: self.inner.ports.clock.now(),
        };
        let mut state = self.state();
        let text = report(machine, &setting, &state.notes);
        state.notes.shown = Some(text.clone());
        text
    }

    /// Copies the report that was shown.
    ///
    /// # Errors
    /// None was shown yet, or there is no clipboard.
    pub fn copy_report(&self) -> Result<(), Failure> {
        let shown = self.state().notes.shown.clone();
        let text = shown.ok_or(Failure::new(Doing::Other, Cause::NotNow))?;
        self.inner
            .ports
            .clipboard
            .copy(&text)
            .map_err(|_| Failure::new(Doing::Other, Cause::Clipboard))
    }

    /// Notes for the report that this was told to the person: its code and nothing else of it.
    pub fn note_told(&self, notice: &Notice) {
        if notice.severity != Severity::Info {
            let now = self.inner.ports.clock.now();
            self.state().notes.told(notice.code, now);
        }
    }

    /// Notes what a screen begins to say.
    pub(super) fn note_shown(&self, before: &Stage, now: &Stage) {
        if let Some(notice) = now.notice()
            && before.notice() != Some(notice)
        {
            self.note_told(notice);
        }
    }

    async fn probe_keychain(&self) -> Keeping {
        let vault = &self.inner.ports.vault;
        let entry = VaultEntry::Probe;
        // Another text each time, so that an old one is not taken for it.
        let now = self.inner.ports.clock.now().duration_since(UNIX_EPOCH);
        let text = format!("test {}", now.unwrap_or_default().as_nanos());
        let record = SecretString::from(text.as_str());
        if let Err(error) = in_time(vault.write(&entry, record)).await {
            return Keeping::Failed(KeychainStep::Write, error);
        }
        let read = in_time(vault.read(&entry)).await;
        let deleted = in_time(vault.delete(&entry)).await;
        // EXPOSE: it is no secret, but the time at which the test began.
        let same = |read: &SecretString| read.expose_secret() == text;
        match (read, deleted) {
            (Err(error), _) => Keeping::Failed(KeychainStep::Read, error),
            (Ok(read), _) if !read.as_ref().is_some_and(same) => Keeping::Differs,
            (Ok(_), Err(error)) => Keeping::Failed(KeychainStep::Delete, error),
            (Ok(_), Ok(())) => Keeping::Works,
        }
    }

    async fn look_at_links(&self) -> Linking {
        let route = self.snapshot().connection.map(|known| known.route.kind);
        Linking {
            handler: self.inner.ports.links.handler().await,
            self_test: if self.own_link_comes_back().await {
                SelfTest::CameBack
            } else {
                SelfTest::Lost
            },
            needed: route != Some(RouteKind::Loopback),
        }
    }

    async fn place(&self, front: ConnectionKind) -> Result<Place, Error> {
        let open = self.state().open.clone();
        if let Some(open) = open {
            return Ok(open.place);
        }
        let place = self.inner.ports.places.open(front).await;
        place.map_err(|_| Error::Setup)
    }

    async fn reach(&self, front: ConnectionKind) -> Result<Reach, Error> {
        let open = self.state().open.clone();
        let client = if let Some(open) = open {
            open.client
        } else {
            let client = Client::new(self.place(front).await?.endpoints)?;
            client.go_through(self.typed_proxy())?;
            client
        };
        timeout(PATIENCE, client.reach())
            .await
            .unwrap_or(Err(Error::TimedOut { sent: true }))
    }

    async fn way_to_keap(&self, front: ConnectionKind) -> Way {
        let Ok(place) = self.place(front).await else {
            return Way::Straight;
        };
        match proxy_for(&place.endpoints, self.typed_proxy().as_ref()) {
            Some(proxy) => Way::Proxy {
                named_by: proxy.named_by,
                address: proxy.address,
            },
            None if place.kind == ConnectionKind::Practice => Way::ThisComputer,
            None => Way::Straight,
        }
    }

    async fn who_is_signed_in(&self) -> Identity {
        let Some(open) = self.state().open.clone() else {
            return Identity::Nobody;
        };
        let app = match open.session.account().await {
            Ok(Some(app)) => Some(app).filter(|app| !app.is_empty()),
            Ok(None) => return Identity::Nobody,
            Err(error) => return Identity::Unknown(error.into()),
        };
        let call =
            |client: Client, authorization| async move { client.user_info(&authorization).await };
        match open.session.run(call).await {
            Ok(info) => Identity::Known {
                person: name_of(&info),
                app,
            },
            Err(error) => Identity::Unknown(error.into()),
        }
    }
}

async fn in_time<T>(call: impl Future<Output = Result<T, VaultError>>) -> Result<T, VaultError> {
    timeout(KEYCHAIN_PATIENCE, call)
        .await
        .unwrap_or(Err(VaultError::TimedOut))
}

fn name_of(info: &keap_client::UserInfo) -> Option<String> {
    let names = [info.given_name.as_deref(), info.family_name.as_deref()];
    let name: Vec<_> = names.into_iter().flatten().collect();
    let name = name.join(" ");
    Some(name)
        .filter(|name| !name.is_empty())
        .or_else(|| info.email.clone())
}

const fn screen(stage: &Stage) -> &'static str {
    match stage {
        Stage::Starting => "starting",
        Stage::Welcome { .. } => "doors",
        Stage::Keys { .. } => "keys",
        Stage::SignIn { .. } => "before signing in",
        Stage::Waiting { .. } => "waiting for the browser",
        Stage::Finishing => "finishing the sign-in",
        Stage::Account { .. } => "choosing the account",
        Stage::Desk { .. } => "contacts",
    }
}
