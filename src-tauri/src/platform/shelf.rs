//! The sealed files in one folder of their own, each written whole or not at all, readable by its owner
//! only. It does not know what is in them.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use keapsake_core::ports::{ASIDE, MAX_SHELF_BYTES, Shelf, ShelfError};

use super::private_file::{NEXT, next_of, private_folder, replace};

/// The folder, which is made with its first file.
pub(crate) struct ShelfFolder(PathBuf);

impl ShelfFolder {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self(folder.join("kept"))
    }

    fn file(&self, name: &str) -> Result<PathBuf, ShelfError> {
        let own = name.strip_suffix(ASIDE).unwrap_or(name);
        let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
        if own.is_empty() || own.len() > 100 || !own.chars().all(plain) {
            return Err(ShelfError::Failed);
        }
        Ok(self.0.join(name))
    }
}

#[async_trait]
impl Shelf for ShelfFolder {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ShelfError> {
        let file = self.file(name)?;
        on_disk("read", move || read(&file)).await
    }

    async fn write(&self, name: &str, bytes: Vec<u8>) -> Result<(), ShelfError> {
        let (folder, file) = (self.0.clone(), self.file(name)?);
        if bytes.len() > MAX_SHELF_BYTES {
            return Err(ShelfError::TooLong);
        }
        let write = move || {
            private_folder(&folder)?;
            replace(&file, &bytes)
        };
        on_disk("written", write).await
    }

    async fn put_aside(&self, name: &str) -> Result<(), ShelfError> {
        let (file, aside) = (self.file(name)?, self.file(&format!("{name}{ASIDE}"))?);
        on_disk("put aside", move || fs::rename(file, aside)).await
    }

    async fn remove(&self, name: &str) -> Result<(), ShelfError> {
        let file = self.file(name)?;
        let remove = move || {
            // What a write left that was cut off is a copy as well.
            gone(fs::remove_file(next_of(&file)))?;
            gone(fs::remove_file(&file))
        };
        on_disk("removed", remove).await
    }

    async fn names(&self) -> Result<Vec<String>, ShelfError> {
        let folder = self.0.clone();
        on_disk("listed", move || names(&folder)).await
    }
}

/// Does it where blocking harms nobody, and says in the log what became of it.
async fn on_disk<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, ShelfError> {
    let done = tokio::task::spawn_blocking(work).await;
    let error = match done.map_err(std::io::Error::other) {
        Ok(Ok(answer)) => return Ok(answer),
        Ok(Err(error)) | Err(error) => error,
    };
    if error.kind() == ErrorKind::FileTooLarge {
        return Err(ShelfError::TooLong);
    }
    tracing::warn!(kind = ?error.kind(), "a kept file could not be {what}");
    Err(ShelfError::Failed)
}

fn read(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(MAX_SHELF_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() > MAX_SHELF_BYTES {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(Some(bytes))
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let Ok(name) = entry?.file_name().into_string() else {
            continue;
        };
        // By the name of the file that it was to become.
        names.push(name.strip_suffix(NEXT).unwrap_or(&name).to_owned());
    }
    names.sort();
    names.dedup();
    Ok(names)
}

fn gone(removed: std::io::Result<()>) -> std::io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn files_are_kept_put_aside_listed_and_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = ShelfFolder::in_folder(folder.path());
        assert_eq!(shelf.names().await, Ok(vec![]), "there is no folder yet");
        assert_eq!(shelf.read("a-1").await, Ok(None));
        assert_eq!(shelf.remove("a-1").await, Ok(()));
        assert_eq!(shelf.put_aside("a-1").await, Err(ShelfError::Failed));
        shelf.write("a-1", b"one".to_vec()).await.unwrap();
        shelf.write("a-1", b"two".to_vec()).await.unwrap();
        assert_eq!(shelf.read("a-1").await, Ok(Some(b"two".to_vec())));
        shelf.put_aside("a-1").await.unwrap();
        assert_eq!(shelf.read("a-1").await, Ok(None));
        shelf.write("a-1", b"three".to_vec()).await.unwrap();
        shelf.put_aside("a-1").await.unwrap();
        let aside = format!("a-1{ASIDE}");
        assert_eq!(shelf.names().await, Ok(vec![aside.clone()]));
        assert_eq!(shelf.read(&aside).await, Ok(Some(b"three".to_vec())));
        shelf.remove(&aside).await.unwrap();
        assert_eq!(shelf.names().await, Ok(vec![]));
    }

    #[tokio::test]
    async fn a_write_that_was_cut_off_is_found_and_taken_away_too() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = ShelfFolder::in_folder(folder.path());
        shelf.write("a", b"one".to_vec()).await.unwrap();
        let next = folder.path().join("kept/b.next");
        fs::write(&next, "half").unwrap();
        let names = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(shelf.names().await, Ok(names));
        assert_eq!(shelf.read("b").await, Ok(None), "it never came to be");
        shelf.remove("b").await.unwrap();
        assert!(!next.exists());
    }

    #[tokio::test]
    async fn a_full_place_keeps_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = ShelfFolder::in_folder(folder.path());
        shelf.write("a", b"old".to_vec()).await.unwrap();
        fs::create_dir(folder.path().join("kept/a.next")).unwrap();
        let written = shelf.write("a", b"new".to_vec()).await;
        assert_eq!(written, Err(ShelfError::Failed));
        assert_eq!(shelf.read("a").await, Ok(Some(b"old".to_vec())));
    }

    #[tokio::test]
    async fn the_largest_file_fits_and_one_byte_more_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = ShelfFolder::in_folder(folder.path());
        let largest = vec![7; MAX_SHELF_BYTES];
        shelf.write("a", largest.clone()).await.unwrap();
        assert!(shelf.read("a").await == Ok(Some(largest)));
        let longer = vec![7; MAX_SHELF_BYTES + 1];
        fs::write(folder.path().join("kept/b"), &longer).unwrap();
        assert_eq!(shelf.read("b").await, Err(ShelfError::TooLong));
        assert_eq!(shelf.write("a", longer).await, Err(ShelfError::TooLong));
    }

    #[tokio::test]
    async fn no_name_leaves_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("theirs"), "theirs").unwrap();
        let shelf = ShelfFolder::in_folder(folder.path());
        shelf.write("a", Vec::new()).await.unwrap();
        for name in ["", "..", "../theirs", "a/b", "A", ASIDE, "a.next"] {
            let read = shelf.read(name).await;
            assert_eq!(read, Err(ShelfError::Failed), "{name}");
            let written = shelf.write(name, Vec::new()).await;
            assert_eq!(written, Err(ShelfError::Failed), "{name}");
            let removed = shelf.remove(name).await;
            assert_eq!(removed, Err(ShelfError::Failed), "{name}");
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_may_look() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let shelf = ShelfFolder::in_folder(folder.path());
        shelf.write("a", b"sealed".to_vec()).await.unwrap();
        let kept = folder.path().join("kept");
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&kept), mode(&kept.join("a"))), (0o700, 0o600));
    }
}
