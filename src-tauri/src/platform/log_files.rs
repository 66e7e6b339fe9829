//! The files of the log: readable by their owner only, and never more than three of 5 MiB. Knows
//! nothing of what is written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::private_file;

/// A file that would become larger is put aside.
const LARGEST: u64 = 5 * 1024 * 1024;

/// The newest first; what falls off the end is deleted.
const NAMES: [&str; 3] = ["keapsake.log", "keapsake.1.log", "keapsake.2.log"];

/// The newest of the files, open at its end.
pub(crate) struct LogFiles {
    folder: PathBuf,
    newest: File,
    size: u64,
    largest: u64,
}

impl LogFiles {
    /// Goes on with the files in `folder`, or begins.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        Self::open_with(folder, LARGEST)
    }

    fn open_with(folder: &Path, largest: u64) -> io::Result<Self> {
        let newest = private_file(&folder.join(NAMES[0]))?;
        Ok(Self {
            folder: folder.to_owned(),
            size: newest.metadata()?.len(),
            newest,
            largest,
        })
    }

    /// Puts the newest file aside and begins the next. Where the system does not let it (another
    /// program holds it open), the file is emptied: it must not grow for ever.
    fn turn(&mut self) -> io::Result<()> {
        let names = NAMES.map(|name| self.folder.join(name));
        let mut moved = Ok(());
        for pair in names.windows(2).rev() {
            if let [newer, older] = pair
                && newer.exists()
            {
                moved = fs::rename(newer, older);
            }
        }
        if moved.is_ok() {
            self.newest = private_file(&self.folder.join(NAMES[0]))?;
        } else {
            // Another handle: this one may only add, and Windows takes that at its word.
            fs::OpenOptions::new()
                .write(true)
                .open(self.folder.join(NAMES[0]))?
                .set_len(0)?;
        }
        self.size = self.newest.metadata()?.len();
        Ok(())
    }
}

impl Write for LogFiles {
    /// Writes one line, which is never spread over two files.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let length = line.len() as u64;
        if self.size > 0 && self.size.saturating_add(length) > self.largest {
            self.turn()?;
        }
        let written = self.newest.write(line)?;
        self.size = self.size.saturating_add(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.newest.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(folder: &Path) -> [String; 3] {
        NAMES.map(|name| fs::read_to_string(folder.join(name)).unwrap_or_default())
    }

    #[test]
    fn the_newest_lines_are_kept_in_three_files_of_limited_size() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = LogFiles::open_with(folder.path(), 10).unwrap();
        for line in ["one 1\n", "two\n", "three\n", "four\n", "five five five\n"] {
            files.write_all(line.as_bytes()).unwrap();
        }
        assert_eq!(
            texts(folder.path()),
            ["five five five\n", "four\n", "three\n"],
        );
    }

    #[test]
    fn a_new_start_goes_on_where_the_last_one_ended() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..3 {
            let mut files = LogFiles::open_with(folder.path(), 10).unwrap();
            files.write_all(b"line\n").unwrap();
        }
        assert_eq!(texts(folder.path()), ["line\n", "line\nline\n", ""]);
    }

    #[test]
    fn the_largest_is_five_mebibytes() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = LogFiles::open(folder.path()).unwrap();
        let line = [b'x'; 1024];
        for _ in 0..(3 * 5 * 1024 + 2) {
            files.write_all(&line).unwrap();
        }
        let sizes = NAMES.map(|name| fs::metadata(folder.path().join(name)).unwrap().len());
        assert_eq!(sizes, [2 * 1024, LARGEST, LARGEST]);
    }

    #[test]
    fn where_a_file_cannot_be_put_aside_it_does_not_grow() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(NAMES[1]).join("in the way")).unwrap();
        fs::create_dir_all(folder.path().join(NAMES[2]).join("in the way")).unwrap();
        let mut files = LogFiles::open_with(folder.path(), 10).unwrap();
        for _ in 0..5 {
            files.write_all(b"eight by\n").unwrap();
        }
        assert_eq!(texts(folder.path())[0], "eight by\n");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let before = folder.path().join(NAMES[0]);
        fs::write(&before, "from another version").unwrap();
        fs::set_permissions(&before, fs::Permissions::from_mode(0o644)).unwrap();
        let mut files = LogFiles::open_with(folder.path(), 10).unwrap();
        files.write_all(b"a line\n").unwrap();
        for name in &NAMES[..2] {
            let mode = fs::metadata(folder.path().join(name)).unwrap();
            assert_eq!(mode.permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
}
