//! A keychain in memory, which fails when it is told to and remembers what was asked of it.
//!
//! It holds records to the same rule as the real one, so that a journey cannot store what a
//! keychain would refuse.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use keapsake_core::ports::{MAX_RECORD_BYTES, Vault, VaultEntry, VaultError};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

/// One call a vault was asked for, whether it did it or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// An entry was read.
    Read(VaultEntry),
    /// An entry was written.
    Write(VaultEntry),
    /// An entry was deleted.
    Delete(VaultEntry),
}

#[derive(Default)]
struct Inside {
    records: HashMap<VaultEntry, SecretString>,
    failures: VecDeque<VaultError>,
    aimed: Vec<(Operation, VaultError)>,
    log: Vec<Operation>,
    /// Every call waits while this is closed.
    gate: Option<Arc<Semaphore>>,
}

/// The [`Vault`] of the journeys.
#[derive(Default)]
pub struct MemoryVault(Mutex<Inside>);

impl MemoryVault {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the next call fail; asked several times, the next calls fail in that order.
    pub fn fail_next(&self, error: VaultError) {
        self.inside().failures.push_back(error);
    }

    /// Makes the next call of just this kind fail, whatever comes before it.
    pub fn fail_on(&self, operation: Operation, error: VaultError) {
        self.inside().aimed.push((operation, error));
    }

    /// Makes every call wait from now on, as a keychain does that is stopped or asks for its password.
    pub fn stop(&self) {
        self.inside().gate = Some(Arc::new(Semaphore::new(0)));
    }

    /// Lets the waiting calls and all later ones go on.
    pub fn go_on(&self) {
        if let Some(gate) = self.inside().gate.take() {
            gate.close();
        }
    }

    /// Every call so far, the failed ones too, oldest first.
    pub fn log(&self) -> Vec<Operation> {
        self.inside().log.clone()
    }

    /// What an entry holds, without a trace in the log.
    pub fn held(&self, entry: &VaultEntry) -> Option<String> {
        let inside = self.inside();
        // EXPOSE: tests compare what was stored.
        inside
            .records
            .get(entry)
            .map(|record| record.expose_secret().to_owned())
    }

    /// Puts a record into an entry as if it had been there before, even one that does not fit.
    pub fn put(&self, entry: VaultEntry, record: &str) {
        self.inside().records.insert(entry, record.into());
    }

    /// Notes the call, and fails if it is this one's turn.
    async fn begin(&self, operation: Operation) -> Result<MutexGuard<'_, Inside>, VaultError> {
        let gate = self.inside().gate.clone();
        if let Some(gate) = gate {
            // It never has anything to give: only closing it ends the wait.
            let _ = gate.acquire().await;
        }
        let mut inside = self.inside();
        let place = inside
            .aimed
            .iter()
            .position(|(aimed, _)| *aimed == operation);
        inside.log.push(operation);
        if let Some(place) = place {
            return Err(inside.aimed.remove(place).1);
        }
        match inside.failures.pop_front() {
            Some(error) => Err(error),
            None => Ok(inside),
        }
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn read(&self, entry: &VaultEntry) -> Result<Option<SecretString>, VaultError> {
        let inside = self.begin(Operation::Read(entry.clone())).await?;
        Ok(inside.records.get(entry).cloned())
    }

    async fn write(&self, entry: &VaultEntry, record: SecretString) -> Result<(), VaultError> {
        let mut inside = self.begin(Operation::Write(entry.clone())).await?;
        // EXPOSE: the rule of a record's length and alphabet.
        let line = record.expose_secret();
        if line.len() > MAX_RECORD_BYTES || line.bytes().any(|byte| !(0x20..=0x7e).contains(&byte))
        {
            return Err(VaultError::DoesNotFit);
        }
        inside.records.insert(entry.clone(), record);
        Ok(())
    }

    async fn delete(&self, entry: &VaultEntry) -> Result<(), VaultError> {
        self.begin(Operation::Delete(entry.clone()))
            .await?
            .records
            .remove(entry);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_keeps_fails_once_and_remembers() {
        let vault = MemoryVault::default();
        vault.write(&VaultEntry::Pending, "a".into()).await.unwrap();
        vault.fail_next(VaultError::Locked);
        assert_eq!(
            vault.read(&VaultEntry::Pending).await.err(),
            Some(VaultError::Locked)
        );
        assert!(vault.read(&VaultEntry::Pending).await.unwrap().is_some());
        let long = "x".repeat(MAX_RECORD_BYTES + 1);
        assert_eq!(
            vault.write(&VaultEntry::Pending, long.into()).await,
            Err(VaultError::DoesNotFit)
        );
        assert_eq!(vault.held(&VaultEntry::Pending).as_deref(), Some("a"));
        assert_eq!(vault.log().len(), 4, "the failed calls are in the log too");
    }
}
