//! The data file: read, replaced whole, or put aside when it cannot be read. Knows no rule of Keap's.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{Book, VERSION};
use crate::moment;

/// Reads the book; `None` if there is none yet. What cannot be read is renamed, not deleted.
pub(crate) fn load(path: &Path) -> io::Result<Option<Book>> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    match serde_json::from_slice::<Book>(&text) {
        Ok(book) if book.version == VERSION => Ok(Some(book)),
        _ => {
            let aside = beside(path, &format!("unreadable-{}", moment::computer_ms()));
            fs::rename(path, &aside)?;
            tracing::warn!("the practice data could not be read; it was put aside");
            Ok(None)
        }
    }
}

/// Writes a file in one step: readers see the old text or the new one, never half of it.
pub(crate) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let draft = beside(path, &format!("draft-{}", std::process::id()));
    let written = write_new(&draft, text).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // The first error is the one to tell; a draft left behind is overwritten next time.
        drop(fs::remove_file(&draft));
    }
    written
}

fn write_new(path: &Path, text: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private(OpenOptions::new().write(true).create_new(true)).open(path)?;
    file.write_all(text)?;
    File::sync_all(&file)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(suffix);
    path.with_file_name(name)
}
