//! Files that outlive a wizard but not the test, on a disk that fails when it is told to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use keapsake_core::ports::{ASIDE, MAX_SHELF_BYTES, Shelf, ShelfError};
use tokio::sync::{OwnedRwLockWriteGuard, RwLock};

/// The [`Shelf`] of the journeys.
#[derive(Debug, Default)]
pub struct MemoryShelf {
    inside: Mutex<Inside>,
    busy: Arc<RwLock<()>>,
}

#[derive(Debug, Default)]
struct Inside {
    files: BTreeMap<String, Vec<u8>>,
    full: bool,
    broken: bool,
    writes: usize,
}

impl MemoryShelf {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn working(&self) -> Result<MutexGuard<'_, Inside>, ShelfError> {
        let inside = self.inside();
        if inside.broken {
            return Err(ShelfError::Failed);
        }
        Ok(inside)
    }

    /// Every file there is, by its name.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.inside().files.clone()
    }

    /// Puts a file there as if it had been there before.
    pub fn put(&self, name: &str, bytes: Vec<u8>) {
        self.inside().files.insert(name.to_owned(), bytes);
    }

    /// Nothing more can be written.
    pub fn fill_up(&self, full: bool) {
        self.inside().full = full;
    }

    /// A slow disk: what is written waits until the answer is dropped.
    pub async fn hold_up(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.busy).write_owned().await
    }

    /// Nothing works: neither reading nor writing nor taking away.
    pub fn break_down(&self, broken: bool) {
        self.inside().broken = broken;
    }

    /// How many files were written.
    pub fn writes(&self) -> usize {
        self.inside().writes
    }
}

#[async_trait]
impl Shelf for MemoryShelf {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ShelfError> {
        let file = self.working()?.files.get(name).cloned();
        match file {
            Some(file) if file.len() > MAX_SHELF_BYTES => Err(ShelfError::TooLong),
            file => Ok(file),
        }
    }

    async fn write(&self, name: &str, bytes: Vec<u8>) -> Result<(), ShelfError> {
        let _turn = self.busy.read().await;
        let mut inside = self.working()?;
        if inside.full {
            return Err(ShelfError::Failed);
        }
        if bytes.len() > MAX_SHELF_BYTES {
            return Err(ShelfError::TooLong);
        }
        inside.writes += 1;
        inside.files.insert(name.to_owned(), bytes);
        Ok(())
    }

    async fn put_aside(&self, name: &str) -> Result<(), ShelfError> {
        let mut inside = self.working()?;
        let file = inside.files.remove(name).ok_or(ShelfError::Failed)?;
        inside.files.insert(format!("{name}{ASIDE}"), file);
        Ok(())
    }

    async fn remove(&self, name: &str) -> Result<(), ShelfError> {
        self.working()?.files.remove(name);
        Ok(())
    }

    async fn names(&self) -> Result<Vec<String>, ShelfError> {
        Ok(self.working()?.files.keys().cloned().collect())
    }
}
