//! The OAuth session of one connection: whom it belongs to, and one refresh at a time.
//!
//! Keap's refresh tokens are single use, so the new pair is stored before it is used, and the
//! keychain is read again before a token is spent. It knows nothing of sign-in or contacts.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keap_client::{AccessToken, Authorization, Client, OAuthError, RefreshToken, TokenAnswer};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::keys::read_keys;
use crate::ports::{Clock, Vault, VaultEntry, VaultError};

const VERSION: u32 = 1;

/// A token that is good for less than this is renewed before it is used.
const MARGIN: Duration = Duration::from_mins(1);

/// A pair of tokens, and when and for whom it was got.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Keap's short name of the account the tokens are for.
    pub app: String,
    /// Authorizes requests.
    pub access: AccessToken,
    /// Buys the next pair, once.
    pub refresh: Option<RefreshToken>,
    /// When the access token ends.
    pub expires_at: SystemTime,
}

#[derive(Serialize, Deserialize)]
struct SessionRecord {
    v: u32,
    connection: String,
    app: String,
    access: String,
    refresh: Option<String>,
    expires_at: u64,
    obtained_at: u64,
}

impl Tokens {
    /// The tokens of `answer`, got at `now`. Without a new refresh token the `old` one stays.
    pub fn from_answer(
        answer: TokenAnswer,
        app: String,
        old: Option<RefreshToken>,
        now: SystemTime,
    ) -> Self {
        Self {
            app,
            access: answer.access,
            refresh: answer.refresh.or(old),
            expires_at: now.checked_add(answer.expires_in).unwrap_or(now),
        }
    }

    /// One line of JSON for the keychain.
    pub fn write(&self, connection: &str, now: SystemTime) -> SecretString {
        let record = SessionRecord {
            v: VERSION,
            connection: connection.to_owned(),
            app: self.app.clone(),
            // EXPOSE: the keychain is where tokens are kept.
            access: self.access.expose().to_owned(),
            // EXPOSE: as above.
            refresh: self.refresh.as_ref().map(|token| token.expose().to_owned()),
            expires_at: seconds(self.expires_at),
            obtained_at: seconds(now),
        };
        SecretString::from(serde_json::to_string(&record).unwrap_or_default())
    }

    /// Reads kept tokens; `None` where the record is corrupt, of another version or filed under
    /// another connection.
    pub fn read(record: &SecretString, connection: &str) -> Option<Self> {
        // EXPOSE: parsed here and wrapped again at once.
        let record: SessionRecord = serde_json::from_str(record.expose_secret()).ok()?;
        (record.v == VERSION && record.connection == connection).then(|| Self {
            app: record.app,
            access: AccessToken::new(record.access),
            refresh: record.refresh.map(RefreshToken::new),
            expires_at: UNIX_EPOCH
                .checked_add(Duration::from_secs(record.expires_at))
                .unwrap_or(UNIX_EPOCH),
        })
    }

    fn same_access(&self, other: &AccessToken) -> bool {
        // EXPOSE: compared only, to see whether somebody else has renewed meanwhile.
        self.access.expose() == other.expose()
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}

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
    client: Client,
    vault: Arc<dyn Vault>,
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
    /// A session filed under `connection`; nothing is read until it is needed.
    pub fn new(
        connection: &str,
        client: Client,
        vault: Arc<dyn Vault>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let shared = Shared {
            connection: connection.to_owned(),
            client,
            vault,
            clock,
            held: Mutex::new(None),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The client that requests go through.
    pub fn client(&self) -> &Client {
        &self.shared.client
    }

    /// Stores a new pair and only then begins to use it.
    ///
    /// # Errors
    /// The keychain's; the pair is then not used.
    pub async fn begin(&self, tokens: Tokens) -> Result<(), VaultError> {
        let mut held = self.shared.held.lock().await;
        self.shared.store(&tokens).await?;
        *held = Some(Held::stored(tokens));
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
        Ok(Tokens::read(&record, &self.connection))
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
