//! The keys of the files, each asked of the keychain once: one for each connection, as its keys and
//! tokens are, so that forgetting a connection also makes unreadable what a disk or a backup still
//! has of its files. Its accounts are kept apart by what their files are bound to.
//!
//! A record that is there and is no key is left as it is: another version of the app may read it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use super::seal::SealKey;
use crate::keychain::Keychain;
use crate::ports::{Clock, Vault as _, VaultEntry, VaultError};

/// How long the keychain is left alone after it gave no key: each time may cost its whole limit.
const REST: Duration = Duration::from_secs(30);

/// There is no key to be had now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoKey;

enum Known {
    Key(Arc<SealKey>),
    /// It gave none at that time.
    Trouble(SystemTime),
}

pub(super) struct SealKeys {
    keychain: Arc<Keychain>,
    clock: Arc<dyn Clock>,
    known: Mutex<HashMap<String, Known>>,
}

impl SealKeys {
    pub(super) fn new(keychain: Arc<Keychain>, clock: Arc<dyn Clock>) -> Self {
        Self {
            keychain,
            clock,
            known: Mutex::default(),
        }
    }

    /// The key of a connection; `None` where the keychain has none.
    pub(super) async fn find(&self, connection: &str) -> Result<Option<Arc<SealKey>>, NoKey> {
        self.look(connection, false).await
    }

    /// The key of a connection, a new one where the keychain has none.
    pub(super) async fn find_or_make(&self, connection: &str) -> Result<Arc<SealKey>, NoKey> {
        self.look(connection, true).await?.ok_or(NoKey)
    }

    /// Forgets the key of a connection, here and in the keychain.
    pub(super) async fn forget(&self, connection: &str) -> Result<(), VaultError> {
        let mut known = self.known.lock().await;
        let entry = VaultEntry::Kept(connection.to_owned());
        self.keychain.delete_kept(&entry).await?;
        known.remove(connection);
        Ok(())
    }

    async fn look(&self, connection: &str, make: bool) -> Result<Option<Arc<SealKey>>, NoKey> {
        // Held all the while, so that no two keys are made at once.
        let mut known = self.known.lock().await;
        let found = match known.get(connection) {
            Some(Known::Key(key)) => return Ok(Some(Arc::clone(key))),
            Some(Known::Trouble(since)) if self.rests(*since) => return Err(NoKey),
            Some(Known::Trouble(_)) | None => match self.read(connection).await {
                Ok(None) if make => self.make(connection).await,
                found => found,
            },
        };
        let found = found.map(|key| key.map(Arc::new));
        let note = match &found {
            Ok(Some(key)) => Some(Known::Key(Arc::clone(key))),
            // Another copy of the app may make one at any time.
            Ok(None) => None,
            Err(NoKey) => Some(Known::Trouble(self.clock.now())),
        };
        known.remove(connection);
        known.extend(note.map(|note| (connection.to_owned(), note)));
        found
    }

    fn rests(&self, since: SystemTime) -> bool {
        // A clock that was set back is no reason to wait for it.
        let passed = self.clock.now().duration_since(since);
        passed.is_ok_and(|passed| passed < REST)
    }

    async fn read(&self, connection: &str) -> Result<Option<SealKey>, NoKey> {
        let entry = VaultEntry::Kept(connection.to_owned());
        let read = self.keychain.read(&entry).await;
        if self.keychain.is_this_session_only() {
            // What the keychain itself has is not known then.
            return Err(NoKey);
        }
        match read {
            Ok(None) => Ok(None),
            Ok(Some(record)) => {
                let key = SealKey::read(&record, connection);
                if key.is_none() {
                    tracing::warn!(%entry, "the record is no key, and is left as it is");
                }
                key.map(Some).ok_or(NoKey)
            }
            Err(error) => {
                tracing::warn!(%entry, %error, "the keychain gave no key");
                Err(NoKey)
            }
        }
    }

    /// Makes a key and reads it back: nothing is sealed with a key that the keychain does not have.
    async fn make(&self, connection: &str) -> Result<Option<SealKey>, NoKey> {
        let record = SealKey::fresh(connection, self.clock.now()).ok_or(NoKey)?;
        let entry = VaultEntry::Kept(connection.to_owned());
        if let Err(error) = self.keychain.write(&entry, record).await {
            tracing::warn!(%entry, %error, "the keychain did not take a key");
            return Err(NoKey);
        }
        self.read(connection).await
    }
}
