//! The lock between processes: a file that the operating system locks, and unlocks again when the
//! process ends, however it ends.
//!
//! It does not know what is done while it is held.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
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

    /// The same with another patience.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    fn file(&self, connection: &str) -> std::io::Result<File> {
        let mut folder = DirBuilder::new();
        folder.recursive(true);
        let mut file = OpenOptions::new();
        file.create(true).truncate(false).write(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
            folder.mode(0o700);
            file.mode(0o600);
        }
        folder.create(&self.folder)?;
        let name: String = connection
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        file.open(self.folder.join(format!("{name}.lock")))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(folder: &Path) -> FileLock {
        FileLock::in_folder(&folder.join("locks"))
    }

    #[tokio::test]
    async fn one_has_it_at_a_time_and_the_next_gets_it_when_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        // Two values have two files open, as two processes have.
        let (one, other) = (lock(folder.path()), lock(folder.path()));
        let held = one.take("keap").await.unwrap();
        let hasty = other.clone().with_patience(Duration::ZERO);
        assert_eq!(hasty.take("keap").await.err(), Some(LockError::Busy));
        assert!(hasty.take("practice").await.is_ok(), "each its own");
        let waits = tokio::spawn(async move { other.take("keap").await.map(drop) });
        drop(held);
        assert_eq!(waits.await.unwrap(), Ok(()));
        assert!(hasty.take("keap").await.is_ok());
    }

    #[tokio::test]
    async fn without_a_place_for_it_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("locks"), "a file in its place").unwrap();
        assert_eq!(
            lock(folder.path()).take("keap").await.err(),
            Some(LockError::Failed)
        );
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn no_name_leaves_the_folder_and_nobody_else_may_look() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let _held = lock(folder.path()).take("../other-http:a:1").await.unwrap();
        let locks = folder.path().join("locks");
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&locks), 0o700);
        assert_eq!(mode(&locks.join("---other-http-a-1.lock")), 0o600);
    }
}
