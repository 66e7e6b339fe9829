//! The OAuth session of one connection: whom it belongs to, and one refresh at a time.
//!
//! Keap's refresh tokens are single use, so the new pair is stored before it is used, and the
//! keychain is read again before a token is spent. It knows nothing of sign-in or contacts.

use std::future::Future;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use keap_client::{AccessToken, Authorization, Client, OAuthError};
use tokio::sync::Mutex;

use crate::keys::read_keys;
use crate::ports::{Clock, Lock, Vault, VaultEntry, VaultError};

mod tokens;

pub use tokens::Tokens;

/// A token that is good for less than this is renewed before it is used.
const MARGIN: Duration = Duration::from_mins(1);

/// Why a request could not be made in the name of the person.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Nobody is signed in on this connection.
    #[error("not signed in")]
    NotSignedIn,
    /// Keap ended the session; only a new sign-in helps.
    #[error("the session has ended")]
    Ended,
    /// Keap no longer accepts the Client ID and Secret.
    #[error("the keys were refused")]
    KeysRefused,
    /// The keychain did not give or keep the tokens.
    #[error("the keychain")]
    Vault(#[from] VaultError),
    /// Keap could not be reached to renew the session; the request itself was not sent.
    #[error("the session could not be renewed")]
    Renewal(#[source] keap_client::Error),
    /// Keap could not be reached, or refused the request.
    #[error("keap")]
    Keap(#[from] keap_client::Error),
}

/// The session of one connection. Cheap to clone; all clones share one refresh.
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
    held: Mutex<Option<Held>>,
}

/// Tokens in memory, and whether the keychain has them too.
struct Held {
    tokens: Tokens,
    stored: bool,
}

impl Held {
    const fn stored(tokens: Tokens) -> Self {
        Self {
            tokens,
            stored: true,
        }
    }
}

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
            held: Mutex::new(None),
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
        let mut held = self.shared.held.lock().await;
        self.shared.store(&tokens).await?;
        self.shared.bind(&tokens.app);
        *held = Some(Held::stored(tokens));
        Ok(())
    }

    /// Gives the account its name, where Keap named it only after the sign-in.
    ///
    /// # Errors
    /// The keychain's; the name is then known here only.
    pub async fn name_account(&self, app: &str) -> Result<(), VaultError> {
        let mut held = self.shared.held.lock().await;
        let Some(held) = held.as_mut() else {
            return Ok(());
        };
        app.clone_into(&mut held.tokens.app);
        self.shared.bind(app);
        held.stored = false;
        self.shared.store(&held.tokens).await?;
        held.stored = true;
        Ok(())
    }

    /// Forgets the tokens, here and in the keychain.
    ///
    /// # Errors
    /// The keychain's; the tokens are then forgotten here only.
    pub async fn end(&self) -> Result<(), VaultError> {
        let mut held = self.shared.held.lock().await;
        *held = None;
        self.shared.vault.delete(&self.shared.entry()).await
    }

    /// The account the kept tokens are for, or `None` where there are none.
    ///
    /// # Errors
    /// The keychain's.
    pub async fn account(&self) -> Result<Option<String>, VaultError> {
        let mut held = self.shared.held.lock().await;
        if held.is_none() {
            *held = self.shared.load().await?.map(Held::stored);
        }
        Ok(held.as_ref().map(|held| held.tokens.app.clone()))
    }

    /// Runs `call` with the person's authorization. An ended token is renewed first; a refused one
    /// is renewed once, and the call repeated once.
    ///
    /// # Errors
    /// What the renewal or the call ended with; a second refusal is [`SessionError::Ended`].
    pub async fn run<T, F, C>(&self, call: C) -> Result<T, SessionError>
    where
        C: Fn(Client, Authorization) -> F,
        F: Future<Output = Result<T, keap_client::Error>>,
    {
        let access = self.access(None).await?;
        match call(
            self.shared.client.clone(),
            Authorization::OAuth(access.clone()),
        )
        .await
        {
            Err(keap_client::Error::Unauthorized) => {}
            other => return other.map_err(SessionError::Keap),
        }
        let renewed = self.access(Some(access)).await?;
        match call(self.shared.client.clone(), Authorization::OAuth(renewed)).await {
            Err(keap_client::Error::Unauthorized) => Err(SessionError::Ended),
            other => other.map_err(SessionError::Keap),
        }
    }

    /// An access token that is good now and is not `refused`.
    async fn access(&self, refused: Option<AccessToken>) -> Result<AccessToken, SessionError> {
        // On a task of its own: a spent refresh token must be followed by a stored answer, also
        // when the caller has gone away meanwhile.
        let shared = Arc::clone(&self.shared);
        tokio::spawn(async move { shared.access(refused).await })
            .await
            .unwrap_or(Err(SessionError::Vault(VaultError::Failed)))
    }
}

impl Shared {
    fn entry(&self) -> VaultEntry {
        VaultEntry::Session(self.connection.clone())
    }

    async fn load(&self) -> Result<Option<Tokens>, VaultError> {
        let record = self.vault.read(&self.entry()).await?;
        let Some(record) = record else {
            return Ok(None);
        };
        let app = self
            .app
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Ok(Tokens::read(&record, &self.connection)
            .filter(|tokens| app.is_none_or(|app| app == tokens.app)))
    }

    fn bind(&self, app: &str) {
        *self.app.lock().unwrap_or_else(PoisonError::into_inner) = Some(app.to_owned());
    }

    async fn store(&self, tokens: &Tokens) -> Result<(), VaultError> {
        self.vault
            .write(
                &self.entry(),
                tokens.write(&self.connection, self.clock.now()),
            )
            .await
    }

    fn good(&self, tokens: &Tokens, refused: Option<&AccessToken>) -> bool {
        let fresh = tokens.expires_at > self.clock.now() + MARGIN;
        fresh && !refused.is_some_and(|refused| tokens.same_access(refused))
    }

    async fn access(&self, refused: Option<AccessToken>) -> Result<AccessToken, SessionError> {
        let mut held = self.held.lock().await;
        if let Some(held) = held.as_mut() {
            if !held.stored {
                // A pair that could not be kept when it came: it is not used before it is.
                self.store(&held.tokens).await?;
                held.stored = true;
            }
            if self.good(&held.tokens, refused.as_ref()) {
                return Ok(held.tokens.access.clone());
            }
        }
        // Read again before a token is spent: another copy of the app may have renewed.
        let kept = self.load().await?.ok_or(SessionError::NotSignedIn)?;
        if self.good(&kept, refused.as_ref()) {
            return Ok(held.insert(Held::stored(kept)).tokens.access.clone());
        }
        let renewed = self.renew(kept).await?;
        let held = held.insert(Held {
            tokens: renewed,
            stored: false,
        });
        self.store(&held.tokens).await?;
        held.stored = true;
        Ok(held.tokens.access.clone())
    }

    async fn renew(&self, kept: Tokens) -> Result<Tokens, SessionError> {
        let keys = read_keys(&*self.vault, &self.connection)
            .await?
            .ok_or(SessionError::KeysRefused)?;
        let refresh = kept.refresh.ok_or(SessionError::Ended)?;
        let answer = self
            .client
            .refresh(&keys, &refresh)
            .await
            .map_err(renewal_refused)?;
        Ok(Tokens::from_answer(
            answer,
            kept.app,
            Some(refresh),
            self.clock.now(),
        ))
    }
}

fn renewal_refused(error: OAuthError) -> SessionError {
    match error {
        OAuthError::KeysRefused => SessionError::KeysRefused,
        OAuthError::Http(error) => SessionError::Renewal(error),
        OAuthError::GrantRefused | OAuthError::RedirectRefused => SessionError::Ended,
    }
}

#[cfg(test)]
mod tests;
