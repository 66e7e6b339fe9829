//! What the desk keeps on this computer: the history of saves, the drafts of what is typed, and
//! lists from Keap. Each account has its own files, sealed with a key from the keychain.
//!
//! Where the keychain or the disk does not take part it all goes on in memory until the app ends, and
//! [`Keeping`] says so. It knows no screen, and asks Keap nothing.

mod account;
mod drafts;
mod history;
mod keys;
mod lists;
mod page;
mod seal;

pub use account::AccountKey;
pub use drafts::{ConsentWanted, Draft, Drafts};
pub use history::{CellChange, Entry, History, Save, Saved};
pub use lists::{ListCache, Listed};

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use account::files_of;
use keys::SealKeys;
use page::{Cabinet, Page};

use crate::keychain::Keychain;
use crate::ports::{Clock, Shelf, ShelfError, VaultError};

/// Where something is kept now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// In a sealed file.
    Kept,
    /// Nowhere: it is switched off.
    Off,
    /// In memory, as the person chose for this session.
    SessionOnly,
    /// In memory, because the keychain or the disk does not take part.
    Unavailable,
}

/// Something could not be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeptError {
    /// A file is still there.
    #[error("a kept file could not be taken away")]
    Shelf(#[from] ShelfError),
    /// The key is still there.
    #[error("the key of the kept files could not be forgotten")]
    Vault(#[from] VaultError),
}

/// Everything the desk keeps. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Kept {
    inner: Arc<Inner>,
}

struct Inner {
    cabinet: Cabinet,
    clock: Arc<dyn Clock>,
    history_on: AtomicBool,
    folders: Mutex<HashMap<AccountKey, Arc<Folder>>>,
}

/// What is kept of one account.
struct Folder {
    history: Page<history::Entries>,
    draft: Page<drafts::Drawer>,
    turns: drafts::Turns,
    lists: Page<lists::Lists>,
}

impl Kept {
    /// Over these files and this keychain; nothing is read until it is needed. A call of a person who
    /// waits has the keychain's patient limit, as everywhere: see [`Keychain::attended`].
    pub fn new(shelf: Arc<dyn Shelf>, keychain: Arc<Keychain>, clock: Arc<dyn Clock>) -> Self {
        let cabinet = Cabinet {
            shelf,
            keys: SealKeys::new(Arc::clone(&keychain), Arc::clone(&clock)),
            keychain,
        };
        Self {
            inner: Arc::new(Inner {
                cabinet,
                clock,
                history_on: AtomicBool::new(true),
                folders: Mutex::default(),
            }),
        }
    }

    /// The saves of an account.
    pub fn history(&self, account: &AccountKey) -> History {
        History::new(self.clone(), self.folder(account))
    }

    /// The drafts of an account.
    pub fn drafts(&self, account: &AccountKey) -> Drafts {
        Drafts::new(self.clone(), self.folder(account))
    }

    /// The lists of an account.
    pub fn lists(&self, account: &AccountKey) -> ListCache {
        ListCache::new(self.clone(), self.folder(account))
    }

    /// Switches the history on or off, as the settings say. What is in it stays until it is cleared.
    pub fn set_history(&self, on: bool) {
        self.inner.history_on.store(on, Ordering::SeqCst);
    }

    /// Whether saves are noted.
    pub fn history_is_on(&self) -> bool {
        self.inner.history_on.load(Ordering::SeqCst)
    }

    /// Waits until every save that was noted is on the disk, or could not get there.
    pub async fn saves_written(&self) {
        for folder in self.all_folders() {
            folder.history.written().await;
        }
    }

    /// Whether [`Kept::saves_written`] would answer at once.
    pub fn are_saves_written(&self) -> bool {
        let mut folders = self.all_folders().into_iter();
        folders.all(|folder| folder.history.is_written())
    }

    /// Whether a file of the account could not be read and was put aside, since this was last asked.
    pub fn take_put_aside(&self, account: &AccountKey) -> bool {
        let folder = self.folder(account);
        [
            folder.history.take_put_aside(),
            folder.draft.take_put_aside(),
            folder.lists.take_put_aside(),
        ]
        .contains(&true)
    }

    /// Forgets everything that is kept of an account, also what was put aside.
    ///
    /// # Errors
    /// [`KeptError`]; in memory it is forgotten all the same.
    pub async fn forget(&self, account: &AccountKey) -> Result<(), KeptError> {
        let (folder, cabinet) = (self.folder(account), &self.inner.cabinet);
        let history = folder
            .history
            .empty(cabinet, history::Entries::default(), true);
        let history = history.await;
        folder.turns.over();
        let draft = folder.draft.empty(cabinet, drafts::Drawer::emptied(), true);
        let draft = draft.await;
        let lists = folder.lists.empty(cabinet, lists::Lists::default(), true);
        let lists = lists.await;
        history.and(draft).and(lists)
    }

    /// Forgets everything that is kept of all accounts of a connection, and its key.
    ///
    /// # Errors
    /// [`KeptError`]; the key is forgotten even where a file is not, which then cannot be read any more.
    pub async fn forget_connection(&self, connection: &str) -> Result<(), KeptError> {
        let known: Vec<AccountKey> = {
            let folders = self.inner.folders.lock();
            let folders = folders.unwrap_or_else(PoisonError::into_inner);
            let mut known: Vec<_> = folders.keys().cloned().collect();
            known.retain(|account| account.connection == connection);
            known
        };
        let mut forgotten = Ok(());
        for account in &known {
            forgotten = forgotten.and(self.forget(account).await);
        }
        forgotten = forgotten.and(self.remove_files_of(connection).await);
        self.inner.cabinet.keys.forget(connection).await?;
        forgotten
    }

    async fn remove_files_of(&self, connection: &str) -> Result<(), KeptError> {
        let beginning = files_of(connection);
        let files = &self.cabinet().shelf;
        let mut removed = Ok(());
        for name in files.names().await? {
            if name.starts_with(&beginning) {
                removed = removed.and(files.remove(&name).await);
            }
        }
        Ok(removed?)
    }

    fn folder(&self, account: &AccountKey) -> Arc<Folder> {
        let folders = self.inner.folders.lock();
        let mut folders = folders.unwrap_or_else(PoisonError::into_inner);
        let folder = folders.entry(account.clone()).or_insert_with(|| {
            Arc::new(Folder {
                history: Page::of(account),
                draft: Page::of(account),
                turns: drafts::Turns::default(),
                lists: Page::of(account),
            })
        });
        Arc::clone(folder)
    }

    fn all_folders(&self) -> Vec<Arc<Folder>> {
        let folders = self.inner.folders.lock();
        let folders = folders.unwrap_or_else(PoisonError::into_inner);
        folders.values().cloned().collect()
    }

    fn cabinet(&self) -> &Cabinet {
        &self.inner.cabinet
    }

    /// Milliseconds since 1970.
    fn now_ms(&self) -> u64 {
        let now = self.inner.clock.now().duration_since(UNIX_EPOCH);
        u64::try_from(now.unwrap_or_default().as_millis()).unwrap_or(u64::MAX)
    }
}
