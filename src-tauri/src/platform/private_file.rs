//! Files for their owner alone. Knows nothing of what is written into them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What the name of a file ends with while it is written.
pub(super) const NEXT: &str = ".next";

/// Makes a folder that only its owner can look into.
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Writes a file that only its owner can read, whole or not at all: until it is whole it has another
/// name.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let next = next_of(path);
    // What an earlier run left there may be somebody else's by now, or lead elsewhere.
    let _ = fs::remove_file(&next);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&next)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&next, path)?;
    // The name itself must survive a power cut too; only Unix can be asked for that.
    #[cfg(unix)]
    File::open(path.parent().ok_or(io::ErrorKind::NotFound)?)?.sync_all()?;
    Ok(())
}

/// What a file is called until it is whole.
pub(super) fn next_of(path: &Path) -> PathBuf {
    let mut next = path.as_os_str().to_owned();
    next.push(NEXT);
    next.into()
}

/// Opens a file to write at its end, and makes it if need be. Only its owner can read it from now on,
/// even if it was there before; whoever writes it anew later leaves that as it is.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_file_is_its_owners_alone_before_it_is_written_and_after() {
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let new = folder.path().join("new");
        private_file(&new).unwrap();
        assert_eq!(mode(&new), 0o600);
        let old = folder.path().join("old");
        fs::write(&old, "kept").unwrap();
        fs::set_permissions(&old, fs::Permissions::from_mode(0o644)).unwrap();
        private_file(&old).unwrap();
        assert_eq!(fs::read_to_string(&old).unwrap(), "kept");
        fs::write(&old, "written anew").unwrap();
        assert_eq!(mode(&old), 0o600);
    }
}
