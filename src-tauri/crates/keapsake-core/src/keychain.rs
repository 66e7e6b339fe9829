//! The one way from the rules to the keychain: which of its two limits a call gets, what becomes of
//! a record that cannot be read, and where records go when the person chose to keep none.
//!
//! It does not know which screen is shown, nor what a record is used for.

use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::watch;

use crate::keys;
use crate::ports::{Vault, VaultEntry, VaultError};
use crate::session::Tokens;

mod newest;

pub use newest::newest;

/// How long a person waits before being told what for.
const MOMENT: Duration = Duration::from_secs(1);

/// Where records are.
enum Keeping {
    /// In the operating system's keychain.
    Kept,
    /// Here only, until the app ends.
    ThisSessionOnly(HashMap<VaultEntry, SecretString>),
}

/// The keychain as the app uses it.
///
/// While [`Keychain::attended`] is held, a person waits for what is asked: the call has the patient
/// limit, it is seen by [`Keychain::waits`], and [`Keychain::give_up`] ends it. Every other call has
/// the background's limit.
pub struct Keychain {
    background: Arc<dyn Vault>,
    patient: Arc<dyn Vault>,
    keeping: Mutex<Keeping>,
    attending: AtomicUsize,
    /// How many of the person's calls have waited for longer than a moment.
    waiting: watch::Sender<usize>,
    given_up: watch::Sender<()>,
}

/// A person waits, until this is dropped.
pub struct Attended<'a>(&'a Keychain);

impl Drop for Attended<'_> {
    fn drop(&mut self) {
        self.0.attending.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A call that is seen to wait, until this is dropped.
struct Waiting<'a>(&'a Keychain);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.send_modify(|waiting| *waiting -= 1);
    }
}

impl Keychain {
    /// The same keychain behind two limits: one for calls nobody looks at, and one with time for
    /// the person to type the keychain's password.
    pub fn new(background: Arc<dyn Vault>, patient: Arc<dyn Vault>) -> Self {
        Self {
            background,
            patient,
            keeping: Mutex::new(Keeping::Kept),
            attending: AtomicUsize::new(0),
            waiting: watch::Sender::new(0),
            given_up: watch::Sender::new(()),
        }
    }

    /// A person waits for what is asked until the answer is dropped.
    pub fn attended(&self) -> Attended<'_> {
        self.attending.fetch_add(1, Ordering::SeqCst);
        Attended(self)
    }

    /// How many of the person's calls have waited for more than a moment, now and later.
    pub fn waits(&self) -> watch::Receiver<usize> {
        self.waiting.subscribe()
    }

    /// The person does not want to wait any longer: their calls end with [`VaultError::GivenUp`].
    pub fn give_up(&self) {
        self.given_up.send_replace(());
    }

    /// From now on records live in memory; nothing is read from the keychain or written to it.
    pub fn use_this_session_only(&self) {
        let mut keeping = self.keeping();
        if matches!(*keeping, Keeping::Kept) {
            *keeping = Keeping::ThisSessionOnly(HashMap::new());
        }
    }

    /// Back to the keychain; what was in memory only is gone.
    pub fn leave_this_session_only(&self) {
        *self.keeping() = Keeping::Kept;
    }

    /// Whether records live in memory only.
    pub fn is_this_session_only(&self) -> bool {
        matches!(*self.keeping(), Keeping::ThisSessionOnly(_))
    }

    /// Whether nothing would be lost by going back to the keychain.
    pub fn holds_nothing(&self) -> bool {
        match &*self.keeping() {
            Keeping::Kept => true,
            Keeping::ThisSessionOnly(held) => held.is_empty(),
        }
    }

    /// Deletes an entry of the keychain itself, also while records live in memory.
    ///
    /// # Errors
    /// The keychain's.
    pub async fn delete_kept(&self, entry: &VaultEntry) -> Result<(), VaultError> {
        let (port, attended) = self.port();
        if unreadable(entry).is_some() {
            // First: whoever is told that nothing was deleted must find the entry itself there.
            self.answer(attended, port.delete(&aside(entry))).await?;
        }
        self.answer(attended, port.delete(entry)).await
    }

    fn keeping(&self) -> MutexGuard<'_, Keeping> {
        self.keeping.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does it with the records in memory; `None` where they are in the keychain. A check of the
    /// keychain is always one of the keychain.
    fn in_memory<T>(
        &self,
        entry: &VaultEntry,
        with: impl FnOnce(&mut HashMap<VaultEntry, SecretString>) -> T,
    ) -> Option<T> {
        match &mut *self.keeping() {
            Keeping::ThisSessionOnly(held) if *entry != VaultEntry::Probe => Some(with(held)),
            _ => None,
        }
    }

    fn port(&self) -> (&dyn Vault, bool) {
        let attended = self.attending.load(Ordering::SeqCst) > 0;
        (
            if attended {
                &*self.patient
            } else {
                &*self.background
            },
            attended,
        )
    }

    /// Waits for a call, within sight of the person who waits for it.
    async fn answer<T>(
        &self,
        attended: bool,
        call: impl Future<Output = Result<T, VaultError>> + Send,
    ) -> Result<T, VaultError> {
        if !attended {
            return call.await;
        }
        let mut call = pin!(call);
        let mut given_up = self.given_up.subscribe();
        tokio::select! {
            biased;
            answer = &mut call => return answer,
            _ = given_up.changed() => return Err(VaultError::GivenUp),
            () = tokio::time::sleep(MOMENT) => {}
        }
        self.waiting.send_modify(|waiting| *waiting += 1);
        let _waiting = Waiting(self);
        tokio::select! {
            biased;
            answer = call => answer,
            _ = given_up.changed() => Err(VaultError::GivenUp),
        }
    }

    /// Keeps a record that cannot be read under another name: it may be of another version, which
    /// can. Where that does not work it stays where it is, until another takes its place. What can be
    /// read and has taken its place by then is returned.
    async fn put_aside(&self, entry: &VaultEntry, record: &SecretString) -> Option<SecretString> {
        let (port, attended) = self.port();
        let aside = aside(entry);
        let kept = self.answer(attended, port.write(&aside, printable(record)));
        let put = match kept.await {
            Ok(()) => match self.answer(attended, port.read(entry)).await {
                Ok(Some(now)) if is_sound(entry, &now) => return Some(now),
                Ok(_) => self.answer(attended, port.delete(entry)).await,
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        match put {
            Ok(()) => tracing::warn!(%entry, "a record that cannot be read was put aside"),
            Err(error) => tracing::warn!(%entry, %error, "a record that cannot be read stays"),
        }
        None
    }

    /// What was put aside and can be read: another version of the app had written it, which is this
    /// one. Where it cannot be put back it is used all the same.
    async fn put_back(&self, entry: &VaultEntry, record: SecretString) -> SecretString {
        let (port, attended) = self.port();
        let back = self.answer(attended, port.write(entry, record.clone()));
        let put = match back.await {
            Ok(()) => self.answer(attended, port.delete(&aside(entry))).await,
            Err(error) => Err(error),
        };
        if let Err(error) = put {
            tracing::warn!(%entry, %error, "a record could not be put back");
        }
        record
    }
}

#[async_trait]
impl Vault for Keychain {
    async fn read(&self, entry: &VaultEntry) -> Result<Option<SecretString>, VaultError> {
        if let Some(record) = self.in_memory(entry, |held| held.get(entry).cloned()) {
            return Ok(record);
        }
        let (port, attended) = self.port();
        let record = self.answer(attended, port.read(entry)).await?;
        let Some(trouble) = unreadable(entry) else {
            return Ok(record);
        };
        match record {
            Some(record) if is_sound(entry, &record) => Ok(Some(record)),
            Some(record) => self
                .put_aside(entry, &record)
                .await
                .map(Some)
                .ok_or(trouble),
            None => match self.answer(attended, port.read(&aside(entry))).await? {
                Some(record) if is_sound(entry, &record) => {
                    Ok(Some(self.put_back(entry, record).await))
                }
                // Until another takes its place it is not missing: the person is to know why.
                Some(_) => Err(trouble),
                None => Ok(None),
            },
        }
    }

    async fn write(&self, entry: &VaultEntry, record: SecretString) -> Result<(), VaultError> {
        let keep = |held: &mut HashMap<_, _>| drop(held.insert(entry.clone(), record.clone()));
        if self.in_memory(entry, keep).is_some() {
            return Ok(());
        }
        let (port, attended) = self.port();
        self.answer(attended, port.write(entry, record)).await
    }

    async fn delete(&self, entry: &VaultEntry) -> Result<(), VaultError> {
        if self
            .in_memory(entry, |held| drop(held.remove(entry)))
            .is_some()
        {
            return Ok(());
        }
        self.delete_kept(entry).await
    }
}

/// Where a record of that entry is put that cannot be read.
fn aside(entry: &VaultEntry) -> VaultEntry {
    VaultEntry::Aside(Box::new(entry.clone()))
}

/// What a damaged record of that entry is called; `None` where one is worth nothing.
fn unreadable(entry: &VaultEntry) -> Option<VaultError> {
    match entry {
        VaultEntry::Keys(_) => Some(VaultError::UnreadableKeys),
        VaultEntry::Session(_) => Some(VaultError::UnreadableSession),
        VaultEntry::Kept(_) | VaultEntry::Pending | VaultEntry::Probe | VaultEntry::Aside(_) => {
            None
        }
    }
}

/// Whether a record is what its entry holds.
fn is_sound(entry: &VaultEntry, record: &SecretString) -> bool {
    match entry {
        VaultEntry::Keys(connection) => keys::read(record, connection).is_some(),
        VaultEntry::Session(connection) => Tokens::read(record, connection).is_some(),
        VaultEntry::Kept(_) | VaultEntry::Pending | VaultEntry::Probe | VaultEntry::Aside(_) => {
            true
        }
    }
}

/// The record with whatever no keychain takes written out.
fn printable(record: &SecretString) -> SecretString {
    // EXPOSE: wrapped again at once, for the keychain only.
    let text = record.expose_secret().chars();
    let line: String = text
        .flat_map(|c| match c {
            ' '..='~' => vec![c],
            _ => c.escape_unicode().collect(),
        })
        .collect();
    SecretString::from(line)
}

#[cfg(test)]
mod tests;
