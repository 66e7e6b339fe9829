//! The handle the app holds: cheap to make, cheap to clone, safe to call from async code.
//!
//! Nothing is opened and no thread is started before the first call. The limit is the caller's
//! own: a keychain that hangs costs each caller that long and no more.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use keapsake_core::ports::{Vault, VaultEntry, VaultError};
use secrecy::SecretString;

use crate::queue::{Answer, Queue, Request};
use crate::record;
use crate::store::{self, Opener};
use crate::worker::Worker;

/// How long a call waits that nobody is looking at.
pub const BACKGROUND_LIMIT: Duration = Duration::from_secs(5);

/// How long a call waits while a person may be typing the keychain's password.
pub const PERSON_LIMIT: Duration = Duration::from_mins(1);

/// The keychain under one service name.
///
/// Clones share one thread and one line of waiting calls. Calls need a tokio runtime with its
/// timer on, for the limit; the thread itself needs none.
#[derive(Clone)]
pub struct Keychain {
    shared: Arc<Shared>,
    limit: Duration,
}

struct Shared {
    queue: Arc<Queue>,
    /// Taken by the first call, which starts the thread.
    worker: Mutex<Option<Worker>>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        // The thread is not joined: it may be stuck in the keychain, and the app must still end.
        self.queue.close();
    }
}

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keychain")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Keychain {
    /// A keychain for `service`, whose calls each end within `limit`. Touches nothing yet.
    pub fn open(service: &str, limit: Duration) -> Self {
        Self::with_opener(service, limit, Box::new(store::open))
    }

    /// The same keychain and the same thread, with another limit for the calls made through it.
    #[must_use]
    pub fn with_limit(&self, limit: Duration) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            limit,
        }
    }

    /// As [`Keychain::open`], over a store of one's own.
    pub(crate) fn with_opener(service: &str, limit: Duration, open: Opener) -> Self {
        Self {
            shared: Arc::new(Shared {
                queue: Arc::default(),
                worker: Mutex::new(Some(Worker::new(service.to_owned(), open))),
            }),
            limit,
        }
    }

    /// Starts the thread if this is the first call.
    fn start(&self) -> Result<(), VaultError> {
        let mut waiting = self
            .shared
            .worker
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(worker) = waiting.take() else {
            return Ok(());
        };
        let queue = Arc::clone(&self.shared.queue);
        thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || worker.run(&queue))
            .map(drop)
            .map_err(|error| {
                tracing::error!(%error, "the keychain's thread did not start");
                VaultError::Failed
            })
    }

    async fn ask(&self, entry: &VaultEntry, request: Request) -> Answer {
        self.start()?;
        let mut place = self.shared.queue.join(entry.to_string(), request);
        tokio::time::timeout(self.limit, place.answer())
            .await
            .unwrap_or_else(|_| {
                tracing::warn!(%entry, "the keychain did not answer in time");
                Err(VaultError::TimedOut)
            })
    }

    #[cfg(test)]
    pub(crate) fn waiting(&self) -> usize {
        self.shared.queue.len()
    }
}

#[async_trait]
impl Vault for Keychain {
    async fn read(&self, entry: &VaultEntry) -> Result<Option<SecretString>, VaultError> {
        self.ask(entry, Request::Read).await
    }

    /// A write that [timed out](VaultError::TimedOut) while it waited is never made; one that the
    /// system had already begun may still come to its end.
    async fn write(&self, entry: &VaultEntry, record: SecretString) -> Result<(), VaultError> {
        record::check(&record)?;
        self.ask(entry, Request::Write(record)).await.map(drop)
    }

    /// Deletes every entry that answers to the name, so that it also ends
    /// [`VaultError::Ambiguous`].
    async fn delete(&self, entry: &VaultEntry) -> Result<(), VaultError> {
        self.ask(entry, Request::Delete).await.map(drop)
    }
}

#[cfg(test)]
mod tests;
