//! The lock between processes: a file that the operating system locks, and unlocks again when the
//! process ends, however it ends.
//!
//! It does not know what is done while it is held.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use keapsake_core::ports::{Lock, LockError, Locked};

/// How long one waits for another process.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often one looks whether it is free: the system has no call that waits and can be given up.
const LOOK: Duration = Duration::from_millis(20);

/// Locks under one folder, a file each.
#[derive(Debug, Clone)]
pub struct FileLock {
    folder: PathBuf,
    patience: Duration,
}

impl FileLock {
    /// Locks in `folder`, which is made when the first one is taken.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            patience: PATIENCE,
        }
    }

    fn file(&self, connection: &str) -> std::io::Result<File> {
        std::fs::create_dir_all(&self.folder)?;
        let name: String = connection
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.folder.join(format!("{name}.lock")))
    }
}

#[async_trait]
impl Lock for FileLock {
    async fn take(&self, connection: &str) -> Result<Locked, LockError> {
        let file = self.file(connection).map_err(|_| LockError::Failed)?;
        let waits = async {
            loop {
                match file.try_lock() {
                    Ok(()) => return Ok(()),
                    Err(TryLockError::WouldBlock) => tokio::time::sleep(LOOK).await,
                    Err(TryLockError::Error(_)) => return Err(LockError::Failed),
                }
            }
        };
        tokio::time::timeout(self.patience, waits)
            .await
            .map_err(|_| LockError::Busy)??;
        Ok(Box::new(file))
    }
}
