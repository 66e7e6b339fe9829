//! One sealed file as it is used: read when it is first needed, changed in memory, written after every
//! change. What cannot be written stays in memory, and what cannot be read is put aside.
//!
//! It does not know what the file is for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedRwLockReadGuard, RwLock};

use super::account::{AccountKey, Kind, aside};
use super::keys::{NoKey, SealKeys};
use super::seal::SealKey;
use super::{Keeping, KeptError};
use crate::keychain::Keychain;
use crate::ports::{Shelf, ShelfError};

/// What a file holds.
pub(super) trait Content:
    Default + Clone + Serialize + DeserializeOwned + Send + Sync + 'static
{
    const KIND: Kind;

    /// The most bytes it may take before it is sealed.
    const MOST: usize;

    /// What came while the file could not be read, with what the file turned out to hold.
    fn after(self, kept: Self) -> Self;

    /// Whether nothing in it is too large for a file.
    fn may_be_written(&self) -> bool {
        true
    }

    /// Whether there is nothing to keep: no file is as good then.
    fn is_nothing(&self) -> bool {
        false
    }
}

/// How what is in memory stands to the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Standing {
    #[default]
    Unread,
    /// The file holds the same.
    Kept,
    /// The file was read; it has something older.
    Unwritten,
    /// The file could not be read, and may hold more.
    Apart,
    /// Nothing is kept this time.
    SessionOnly,
}

#[derive(Default)]
struct Held<T> {
    value: T,
    standing: Standing,
}

/// The shelf, and the keys to what lies there.
pub(super) struct Cabinet {
    pub(super) shelf: Arc<dyn Shelf>,
    pub(super) keychain: Arc<Keychain>,
    pub(super) keys: SealKeys,
}

/// A change that is made and not written yet. All others wait for it.
pub(super) struct Changed<T> {
    held: OwnedMutexGuard<Held<T>>,
    _writing: OwnedRwLockReadGuard<()>,
}

/// One file of one account.
pub(super) struct Page<T> {
    account: AccountKey,
    held: Arc<Mutex<Held<T>>>,
    /// Held for reading by whoever changes something, until it is written.
    writing: Arc<RwLock<()>>,
    put_aside: AtomicBool,
}

impl<T: Content> Page<T> {
    pub(super) fn of(account: &AccountKey) -> Self {
        Self {
            account: account.clone(),
            held: Arc::default(),
            writing: Arc::default(),
            put_aside: AtomicBool::new(false),
        }
    }

    /// Whether a file was put aside since this was last asked.
    pub(super) fn take_put_aside(&self) -> bool {
        self.put_aside.swap(false, Ordering::SeqCst)
    }

    /// Looks at what is kept.
    pub(super) async fn look<R>(
        &self,
        cabinet: &Cabinet,
        look: impl FnOnce(&T) -> R,
    ) -> (R, Keeping) {
        let held = self.loaded(cabinet).await;
        (look(&held.value), held.keeping())
    }

    /// Changes what is kept, and writes it.
    pub(super) async fn change<R>(
        &self,
        cabinet: &Cabinet,
        change: impl FnOnce(&mut T) -> R,
    ) -> (R, Keeping) {
        let (answer, changed) = self.change_first(cabinet, change).await;
        (answer, self.then_write(cabinet, changed).await)
    }

    /// The first half of [`Page::change`], for whoever goes on before the disk is done.
    pub(super) async fn change_first<R>(
        &self,
        cabinet: &Cabinet,
        change: impl FnOnce(&mut T) -> R,
    ) -> (R, Changed<T>) {
        let writing = Arc::clone(&self.writing).read_owned().await;
        let mut held = self.loaded(cabinet).await;
        let answer = change(&mut held.value);
        if held.standing == Standing::Kept {
            held.standing = Standing::Unwritten;
        }
        let changed = Changed {
            held,
            _writing: writing,
        };
        (answer, changed)
    }

    /// The second half.
    pub(super) async fn then_write(&self, cabinet: &Cabinet, mut changed: Changed<T>) -> Keeping {
        self.write(cabinet, &mut changed.held).await;
        changed.held.keeping()
    }

    /// Waits until every change so far is written, or could not be.
    pub(super) async fn written(&self) {
        drop(self.writing.write().await);
    }

    /// Whether [`Page::written`] would answer at once.
    pub(super) fn is_written(&self) -> bool {
        self.writing.try_write().is_ok()
    }

    /// As [`Page::change`], unless the change is of no use any more when its turn comes.
    pub(super) async fn change_if(
        &self,
        cabinet: &Cabinet,
        still: impl FnOnce() -> bool,
        change: impl FnOnce(&mut T),
    ) -> Keeping {
        let mut held = self.loaded(cabinet).await;
        if still() {
            change(&mut held.value);
            self.write(cabinet, &mut held).await;
        }
        held.keeping()
    }

    /// Empties it and takes its file away. `empty` is what is left in memory. With `and_aside` what was
    /// put aside of it goes too, and the file even while nothing is kept.
    pub(super) async fn empty(
        &self,
        cabinet: &Cabinet,
        empty: T,
        and_aside: bool,
    ) -> Result<(), KeptError> {
        let mut held = self.held.lock().await;
        held.value = empty;
        held.standing = match held.standing {
            Standing::Kept | Standing::Unwritten => Standing::Unwritten,
            Standing::Unread | Standing::Apart => Standing::Apart,
            Standing::SessionOnly => Standing::SessionOnly,
        };
        if self.is_for_now(cabinet) && !and_aside {
            return Ok(());
        }
        let name = self.account.file(T::KIND);
        cabinet.shelf.remove(&name).await?;
        if and_aside {
            cabinet.shelf.remove(&aside(&name)).await?;
        }
        if held.standing != Standing::SessionOnly {
            // No file is as good as an empty one.
            held.standing = Standing::Kept;
        }
        Ok(())
    }

    /// Whether nothing of it is written at all.
    fn is_for_now(&self, cabinet: &Cabinet) -> bool {
        !self.account.lasts || cabinet.keychain.is_this_session_only()
    }

    /// What is in memory, after the file was read if it can be.
    async fn loaded(&self, cabinet: &Cabinet) -> OwnedMutexGuard<Held<T>> {
        let mut held = Arc::clone(&self.held).lock_owned().await;
        if self.is_for_now(cabinet) {
            if held.standing != Standing::SessionOnly {
                *held = Held {
                    value: T::default(),
                    standing: Standing::SessionOnly,
                };
            }
            return held;
        }
        if held.standing == Standing::SessionOnly {
            *held = Held::default();
        }
        match held.standing {
            Standing::Kept | Standing::Unwritten | Standing::SessionOnly => {}
            Standing::Unread | Standing::Apart => {
                let before = held.standing;
                match self.read(cabinet).await {
                    Ok(kept) if before == Standing::Apart => {
                        let came = std::mem::take(&mut held.value);
                        held.value = came.after(kept);
                        self.write_now(cabinet, &mut held).await;
                    }
                    Ok(kept) => {
                        held.value = kept;
                        held.standing = Standing::Kept;
                    }
                    Err(NoKey) => held.standing = Standing::Apart,
                }
            }
        }
        held
    }

    async fn read(&self, cabinet: &Cabinet) -> Result<T, NoKey> {
        let name = self.account.file(T::KIND);
        let file = match cabinet.shelf.read(&name).await {
            // Nobody is asked for a key as long as there is nothing to open.
            Ok(None) => return Ok(T::default()),
            Ok(Some(file)) => Some(file),
            Err(ShelfError::TooLong) => None,
            Err(ShelfError::Failed) => return Err(NoKey),
        };
        if let Some(file) = file
            && let Some(key) = cabinet.keys.find(&self.account.connection).await?
        {
            let bound = self.account.bound(T::KIND);
            if let Some(value) = off_the_executor(move || opened(&key, &bound, &file)).await {
                return Ok(value);
            }
        }
        cabinet.shelf.put_aside(&name).await.map_err(|_| NoKey)?;
        tracing::warn!(%name, "a file that cannot be read was put aside");
        self.put_aside.store(true, Ordering::SeqCst);
        Ok(T::default())
    }

    async fn write(&self, cabinet: &Cabinet, held: &mut Held<T>) {
        match held.standing {
            Standing::Unread | Standing::Kept | Standing::Unwritten => {
                self.write_now(cabinet, held).await;
            }
            Standing::Apart | Standing::SessionOnly => {}
        }
    }

    async fn write_now(&self, cabinet: &Cabinet, held: &mut Held<T>) {
        held.standing = Standing::Unwritten;
        if held.value.is_nothing() {
            let name = self.account.file(T::KIND);
            if cabinet.shelf.remove(&name).await.is_ok() {
                held.standing = Standing::Kept;
            }
            return;
        }
        let Ok(key) = cabinet.keys.find_or_make(&self.account.connection).await else {
            return;
        };
        let (value, bound) = (held.value.clone(), self.account.bound(T::KIND));
        let Some(file) = off_the_executor(move || sealed(&key, &bound, &value)).await else {
            return;
        };
        let name = self.account.file(T::KIND);
        match cabinet.shelf.write(&name, file).await {
            Ok(()) => held.standing = Standing::Kept,
            Err(error) => tracing::warn!(%name, %error, "a file could not be written"),
        }
    }
}

impl<T> Held<T> {
    fn keeping(&self) -> Keeping {
        match self.standing {
            Standing::Kept => Keeping::Kept,
            Standing::SessionOnly => Keeping::SessionOnly,
            Standing::Unread | Standing::Unwritten | Standing::Apart => Keeping::Unavailable,
        }
    }
}

fn opened<T: Content>(key: &SealKey, bound: &[u8], file: &[u8]) -> Option<T> {
    serde_json::from_slice(&key.open(bound, file)?).ok()
}

fn sealed<T: Content>(key: &SealKey, bound: &[u8], value: &T) -> Option<Vec<u8>> {
    let plain = serde_json::to_vec(value).ok()?;
    if plain.len() > T::MOST || !value.may_be_written() {
        return None;
    }
    key.seal(bound, &plain)
}

/// Does what takes a while on megabytes beside the threads that answer the page.
pub(super) async fn off_the_executor<R: Send + 'static>(
    work: impl FnOnce() -> Option<R> + Send + 'static,
) -> Option<R> {
    tokio::task::spawn_blocking(work).await.ok().flatten()
}
