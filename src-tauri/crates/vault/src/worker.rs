//! The keychain's own thread: one call at a time, the store opened late and thrown away when it
//! fails.
//!
//! It knows no time limit. A call may block here as long as the system likes; it is the caller who
//! stops waiting.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use keapsake_core::ports::VaultError;
use keyring::Error;
use keyring_core::CredentialStore;
use secrecy::{ExposeSecret, SecretString};

use crate::doubles;
use crate::failure::Failure;
use crate::queue::{Answer, Job, Queue, Request};
use crate::record;
use crate::store::{self, Opener};

/// What the thread holds between two calls.
pub(crate) struct Worker {
    service: String,
    open: Opener,
    store: Option<Arc<CredentialStore>>,
}

impl Worker {
    /// A worker that has opened nothing yet.
    pub(crate) fn new(service: String, open: Opener) -> Self {
        Self {
            service,
            open,
            store: None,
        }
    }

    /// Serves the queue until it is closed.
    pub(crate) fn run(mut self, queue: &Queue) {
        while let Some(job) = queue.next() {
            if job.is_given_up() {
                continue;
            }
            // The stores have a panic or two of their own; one must not end the thread.
            let answer = catch_unwind(AssertUnwindSafe(|| self.carry_out(&job)));
            let answer = answer.unwrap_or_else(|_| {
                self.store = None;
                tracing::error!("the keychain's store panicked");
                Err(VaultError::Failed)
            });
            job.answer(answer);
        }
    }

    /// One call; where the platform failed, once more with a store opened afresh.
    fn carry_out(&mut self, job: &Job) -> Answer {
        let mut outcome = self.attempt(job);
        if outcome.as_ref().is_err_and(Failure::is_of_the_platform) {
            self.store = None;
            outcome = self.attempt(job);
        }
        outcome.map_err(|failure| {
            tracing::warn!(entry = job.name, failure = failure.kind(), "keychain");
            if failure.is_of_the_platform() {
                self.store = None;
            }
            VaultError::from(failure)
        })
    }

    /// The store, opened now if it is not.
    fn opened(&mut self) -> Result<Arc<CredentialStore>, Error> {
        if let Some(store) = &self.store {
            return Ok(Arc::clone(store));
        }
        let store = (self.open)()?;
        self.store = Some(Arc::clone(&store));
        Ok(store)
    }

    fn attempt(&mut self, job: &Job) -> Result<Option<SecretString>, Failure> {
        let store = self.opened().map_err(Failure::Opening)?;
        let entry =
            store::entry(store.as_ref(), &self.service, &job.name).map_err(Failure::Using)?;
        match &job.request {
            Request::Read => match entry.get_secret() {
                Ok(bytes) => Ok(Some(record::from_bytes(bytes))),
                Err(Error::NoEntry) => Ok(None),
                Err(Error::Ambiguous(doubles)) => {
                    let (_, record) = doubles::keep_newest(doubles).map_err(Failure::Using)?;
                    Ok(Some(record))
                }
                Err(error) => Err(Failure::Using(error)),
            },
            Request::Write(line) => {
                let kept = match store::settle(&entry) {
                    Ok(()) => None,
                    Err(Error::Ambiguous(doubles)) => {
                        Some(doubles::keep_newest(doubles).map_err(Failure::Using)?.0)
                    }
                    Err(error) => return Err(Failure::Using(error)),
                };
                still_wanted(job)?;
                kill_points::reached("vault_write");
                // EXPOSE: this is the write into the keychain.
                let bytes = line.expose_secret().as_bytes();
                match kept {
                    Some(kept) => kept.set_secret(bytes),
                    None => entry.set_secret(bytes),
                }
                .map_err(Failure::Using)?;
                Ok(None)
            }
            Request::Delete => {
                match store::settle(&entry) {
                    Ok(()) | Err(Error::Ambiguous(_)) => still_wanted(job)?,
                    Err(error) => return Err(Failure::Using(error)),
                }
                delete(&entry).map_err(Failure::Using)?;
                Ok(None)
            }
        }
    }
}

/// Opening the store or unlocking the keychain may have taken longer than the caller waited: what
/// was told to have failed must then not be done.
fn still_wanted(job: &Job) -> Result<(), Failure> {
    if job.is_given_up() {
        Err(Failure::GivenUp)
    } else {
        Ok(())
    }
}

/// Takes the entry away, and with it every double of it.
fn delete(entry: &keyring::Entry) -> Result<(), Error> {
    match entry.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(Error::Ambiguous(doubles)) => {
            for double in doubles {
                match double.delete_credential() {
                    Ok(()) | Err(Error::NoEntry) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        }
        Err(error) => Err(error),
    }
}
