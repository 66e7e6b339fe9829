//! The OAuth session of one connection: whom it belongs to, and calls in the person's name.
//!
//! Keap's refresh tokens are single use, so there is one renewal at a time, in this process and across
//! processes; how a renewal goes is told in `renewal`. It knows nothing of sign-in or contacts.

mod error;
mod held;
mod keeping;
mod renewal;
mod standing;
mod tokens;

pub use error::SessionError;
pub use tokens::Tokens;

use std::future::Future;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use keap_client::{AccessToken, Authorization, Client};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, watch};

use crate::ports::{Clock, Lock, Locked, Vault, VaultEntry, VaultError};
use held::Held;

/// How long a sign-in or a sign-out waits for another process's renewal.
const POLITENESS: Duration = Duration::from_secs(2);

/// The session of one connection. Cheap to clone; all clones share one renewal.
#[derive(Clone)]
pub struct Session {
    shared: Arc<Shared>,
}

struct Shared {
    connection: String,
    /// The account whose tokens these are; `None` until that is known.
    app: StdMutex<Option<String>>,
    client: Client,
    vault: Arc<dyn Vault>,
    lock: Arc<dyn Lock>,
    clock: Arc<dyn Clock>,
    held: StdMutex<Option<Held>>,
    /// Held while tokens are renewed or replaced.
    flight: Arc<Mutex<Flight>>,
    /// How many renewals have come to an end.
    finished: AtomicU64,
    /// Whether the keychain has what is used here.
    kept: watch::Sender<bool>,
    /// Asks for one more try to keep a pair.
    nudge: Notify,
}

/// What goes from one renewal to the next.
#[derive(Default)]
struct Flight {
    /// What the last renewal failed of.
    failed: Option<SessionError>,
    /// The lock between processes, while a pair waits to be kept: another process would find a spent
    /// token in the keychain.
    lock: Option<Locked>,
}

/// What the keychain has in the session's entry.
enum Kept {
    Nothing,
    Ours(Tokens),
    OfAnotherAccount,
}

/// While it lives, no renewal begins.
pub struct Settled(#[expect(dead_code, reason = "held, not read")] Vec<OwnedMutexGuard<Flight>>);

impl Session {
    /// A session filed under `connection`; nothing is read until it is needed. With `app`, tokens
    /// of another account are never used, whoever wrote them meanwhile.
    pub fn new(
        connection: &str,
        app: Option<String>,
        client: Client,
        vault: Arc<dyn Vault>,
        lock: Arc<dyn Lock>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let shared = Shared {
            connection: connection.to_owned(),
            app: StdMutex::new(app),
            client,
            vault,
            lock,
            clock,
            held: StdMutex::new(None),
            flight: Arc::default(),
            finished: AtomicU64::new(0),
            kept: watch::Sender::new(true),
            nudge: Notify::new(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Stores a new pair and only then begins to use it.
    ///
    /// # Errors
    /// The keychain's; the pair is then not used.
    pub async fn begin(&self, tokens: Tokens) -> Result<(), VaultError> {
        let mut flight = self.shared.flight.lock().await;
        let _lock = self.shared.politely(&flight).await;
        self.shared.write(&tokens).await?;
        self.shared.bind(&tokens.app);
        self.shared.hold(tokens, true);
        flight.lock = None;
        Ok(())
    }

    /// Gives the account its name, where Keap named it only after the sign-in.
    ///
    /// # Errors
    /// The keychain's; the name is then known here only, until it can be kept.
    pub async fn name_account(&self, app: &str) -> Result<(), VaultError> {
        let mut flight = self.shared.flight.lock().await;
        let Some(tokens) = self.shared.tokens() else {
            return Ok(());
        };
        let _lock = self.shared.politely(&flight).await;
        let app = app.to_owned();
        self.shared.bind(&app);
        let named = Tokens { app, ..tokens };
        let written = self.shared.write(&named).await;
        self.shared.hold(named, written.is_ok());
        if written.is_err() {
            tokio::spawn(Arc::clone(&self.shared).keep_trying());
        } else {
            flight.lock = None;
        }
        written
    }

    /// Forgets the tokens, here and in the keychain.
    ///
    /// # Errors
    /// The keychain's; everything is then as it was, also for a pair that is nowhere but here.
    pub async fn end(&self) -> Result<(), VaultError> {
        let mut flight = self.shared.flight.lock().await;
        let _lock = self.shared.politely(&flight).await;
        self.shared.vault.delete(&self.shared.entry()).await?;
        self.shared.forget();
        flight.lock = None;
        Ok(())
    }

    /// The account the kept tokens are for, or `None` where there are none.
    ///
    /// # Errors
    /// The keychain's.
    pub async fn account(&self) -> Result<Option<String>, VaultError> {
        let _flight = self.shared.flight.lock().await;
        if self.shared.tokens().is_none()
            && let Some(kept) = self.shared.load().await?
        {
            self.shared.hold(kept, true);
        }
        Ok(self.shared.tokens().map(|tokens| tokens.app))
    }

    /// Runs `call` with the person's authorization. A pair that is over is renewed first; a refused
    /// one is renewed once, and the call repeated once.
    ///
    /// # Errors
    /// What the renewal or the call ended with; a second refusal is [`SessionError::Ended`].
    pub async fn run<T, F, C>(&self, call: C) -> Result<T, SessionError>
    where
        C: Fn(Client, Authorization) -> F,
        F: Future<Output = Result<T, keap_client::Error>>,
    {
        let client = || self.shared.client.clone();
        let access = self.access(None).await?;
        match call(client(), Authorization::OAuth(access.clone())).await {
            Err(keap_client::Error::Unauthorized) => {}
            other => return other.map_err(SessionError::Keap),
        }
        let renewed = self.access(Some(access)).await?;
        match call(client(), Authorization::OAuth(renewed)).await {
            Err(keap_client::Error::Unauthorized) => Err(SessionError::Ended),
            other => other.map_err(SessionError::Keap),
        }
    }

    /// Renews a pair that is older than 30 days or close to its end. Whatever goes wrong changes
    /// nothing, and is tried again another day.
    pub async fn renew_early(&self) {
        let shared = Arc::clone(&self.shared);
        // As below: not to be given up half-way.
        let _ = tokio::spawn(async move { shared.renew_early().await }).await;
    }

    /// Whether the keychain has the pair that is used: false after it failed to keep a new one.
    pub fn kept(&self) -> watch::Receiver<bool> {
        self.shared.kept.subscribe()
    }

    /// Waits until no renewal is under way and what is used is kept; no other begins while the answer
    /// lives.
    pub async fn settled(&self) -> Settled {
        let mut kept = self.kept();
        loop {
            let flight = Arc::clone(&self.shared.flight).lock_owned().await;
            if *kept.borrow_and_update() {
                return Settled(vec![flight]);
            }
            drop(flight);
            self.shared.nudge.notify_one();
            // The sender lives in `self`.
            let _ = kept.changed().await;
        }
    }

    /// Whether [`Session::settled`] would answer at once.
    pub fn is_settled(&self) -> bool {
        self.shared.flight.try_lock().is_ok() && *self.shared.kept.borrow()
    }

    /// An access token that is good now and is not `refused`.
    async fn access(&self, refused: Option<AccessToken>) -> Result<AccessToken, SessionError> {
        if let Some(access) = self.shared.at_hand(refused.as_ref()) {
            return Ok(access);
        }
        // On a task of its own: a spent refresh token must be followed by a stored answer, also
        // when the caller has gone away meanwhile.
        let shared = Arc::clone(&self.shared);
        tokio::spawn(async move { shared.access(refused.as_ref()).await })
            .await
            .unwrap_or(Err(SessionError::Vault(VaultError::Failed)))
    }
}

impl Settled {
    /// Nothing was under way, because there is nothing.
    pub fn at_once() -> Self {
        Self(Vec::new())
    }
}

impl Shared {
    fn entry(&self) -> VaultEntry {
        VaultEntry::Session(self.connection.clone())
    }

    fn bind(&self, app: &str) {
        *self.app.lock().unwrap_or_else(PoisonError::into_inner) = Some(app.to_owned());
    }

    async fn load(&self) -> Result<Option<Tokens>, VaultError> {
        Ok(match self.look().await? {
            Kept::Ours(kept) => Some(kept),
            Kept::Nothing | Kept::OfAnotherAccount => None,
        })
    }

    async fn look(&self) -> Result<Kept, VaultError> {
        let Some(record) = self.vault.read(&self.entry()).await? else {
            return Ok(Kept::Nothing);
        };
        let kept = Tokens::read(&record, &self.connection).ok_or(VaultError::UnreadableSession)?;
        let app = self
            .app
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let held = self.tokens().map(|held| held.generation);
        // The same pair may have got its account's name only here so far.
        if app.is_none_or(|app| app == kept.app) || held == Some(kept.generation) {
            Ok(Kept::Ours(kept))
        } else {
            Ok(Kept::OfAnotherAccount)
        }
    }

    async fn write(&self, tokens: &Tokens) -> Result<(), VaultError> {
        let record = tokens.write(&self.connection);
        self.vault.write(&self.entry(), record).await
    }

    /// The lock between processes for what the person does, if it is not held already: without it
    /// they still do it.
    async fn politely(&self, flight: &Flight) -> Option<Locked> {
        if flight.lock.is_some() {
            return None;
        }
        let taken = self.lock.take(&self.connection);
        tokio::time::timeout(POLITENESS, taken).await.ok()?.ok()
    }
}

#[cfg(test)]
mod tests;
