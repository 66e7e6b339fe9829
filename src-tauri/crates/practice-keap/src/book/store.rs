//! The book behind its lock, and its way to the disk. Does not know what the book's values mean.

use std::path::PathBuf;
use std::sync::Mutex;

use super::account::Account;
use super::{Book, file};
use crate::options::Options;
use crate::practice::locked;

/// The one owner of a [`Book`].
pub(crate) struct Store {
    book: Mutex<(Book, Revision)>,
    /// The revision that is on disk; its lock also keeps two writers apart.
    saved: Mutex<Revision>,
    path: Option<PathBuf>,
}

type Revision = u64;

impl Store {
    /// Reads the data file, or begins a new book.
    pub(crate) fn open(options: &Options) -> Result<Self, std::io::Error> {
        let path = options.data_file.clone();
        let mut book = match &path {
            Some(path) => file::load(path)?,
            None => None,
        };
        if let Some(book) = &mut book {
            book.accounts.values_mut().for_each(Account::index_all);
        }
        Ok(Self {
            book: Mutex::new((book.unwrap_or_else(|| Book::new(options)), 0)),
            saved: Mutex::new(0),
            path,
        })
    }

    /// Looks at the book.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Book) -> T) -> T {
        look(&locked(&self.book).0)
    }

    /// Changes the book; the change reaches the disk with the next [`Store::save_if_changed`].
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Book) -> T) -> T {
        let mut guard = locked(&self.book);
        let (book, revision) = &mut *guard;
        *revision = revision.wrapping_add(1);
        change(book)
    }

    /// Writes the book if it changed since it was last written. A disk that refuses is logged: the
    /// practice goes on in memory.
    pub(crate) fn save_if_changed(&self) {
        let Some(path) = &self.path else { return };
        let mut saved = locked(&self.saved);
        let (text, revision) = {
            let guard = locked(&self.book);
            if guard.1 == *saved {
                return;
            }
            (serde_json::to_vec(&guard.0), guard.1)
        };
        let written = match text {
            Ok(text) => file::replace(path, &text),
            Err(error) => Err(error.into()),
        };
        match written {
            Ok(()) => *saved = revision,
            Err(error) => tracing::warn!(%error, "the practice data could not be saved"),
        }
    }
}
