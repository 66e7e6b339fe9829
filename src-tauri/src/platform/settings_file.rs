//! The settings as a file: written whole or not at all, readable by its owner only.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use keapsake_core::ports::{SettingsError, SettingsStore};

/// A file in the app's configuration folder.
pub(crate) struct SettingsFile(PathBuf);

impl SettingsFile {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self(folder.join("settings.json"))
    }

    fn write(&self, text: &str) -> std::io::Result<()> {
        let folder = self.0.parent().ok_or(std::io::ErrorKind::NotFound)?;
        private_folder(folder)?;
        let next = self.0.with_extension("json.next");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&next)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&next, &self.0)
    }
}

impl SettingsStore for SettingsFile {
    fn load(&self) -> Option<String> {
        fs::read_to_string(&self.0).ok()
    }

    fn save(&self, text: &str) -> Result<(), SettingsError> {
        self.write(text).map_err(|error| {
            tracing::warn!(kind = ?error.kind(), "the settings file could not be written");
            SettingsError
        })
    }
}

/// Makes a folder that only its owner can look into.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_loaded_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(&folder.path().join("a b"));
        assert_eq!(file.load(), None);
        file.save("one").unwrap();
        file.save("two").unwrap();
        assert_eq!(file.load().as_deref(), Some("two"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(
                (mode(&file.0), mode(file.0.parent().unwrap())),
                (0o600, 0o700)
            );
        }
    }

    #[test]
    fn a_place_that_cannot_be_written_is_an_error_and_keeps_the_old_text() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(folder.path());
        file.save("old").unwrap();
        fs::create_dir(folder.path().join("settings.json.next")).unwrap();
        assert_eq!(file.save("new"), Err(SettingsError));
        assert_eq!(file.load().as_deref(), Some("old"));
    }
}
