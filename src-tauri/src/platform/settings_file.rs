//! The settings as a file: written whole or not at all, readable by its owner only.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use keapsake_core::ports::{SettingsError, SettingsStore};

use super::private_file::{private_folder, replace};

/// A file in the app's configuration folder.
pub(crate) struct SettingsFile(PathBuf);

impl SettingsFile {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self(folder.join("settings.json"))
    }

    fn aside(&self) -> PathBuf {
        self.0.with_extension("json.aside")
    }

    fn write(&self, text: &str) -> std::io::Result<()> {
        let folder = self.0.parent().ok_or(ErrorKind::NotFound)?;
        private_folder(folder)?;
        replace(&self.0, text.as_bytes())
    }
}

impl SettingsStore for SettingsFile {
    fn load(&self) -> Result<Option<String>, SettingsError> {
        match fs::read_to_string(&self.0) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", &error)),
        }
    }

    fn put_aside(&self) -> Result<(), SettingsError> {
        fs::rename(&self.0, self.aside()).map_err(|error| failed("put aside", &error))
    }

    fn save(&self, text: &str) -> Result<(), SettingsError> {
        self.write(text).map_err(|error| failed("written", &error))
    }
}

fn failed(what: &str, error: &std::io::Error) -> SettingsError {
    tracing::warn!(kind = ?error.kind(), "the settings file could not be {what}");
    SettingsError
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    fn loaded(file: &SettingsFile) -> Option<String> {
        file.load().unwrap()
    }

    #[test]
    fn what_is_saved_is_loaded_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(&folder.path().join("a b"));
        assert_eq!(loaded(&file), None);
        file.save("one").unwrap();
        file.save("two").unwrap();
        assert_eq!(loaded(&file).as_deref(), Some("two"));
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
        assert_eq!(loaded(&file).as_deref(), Some("old"));
    }

    #[cfg(unix)]
    #[test]
    fn what_lies_in_the_way_is_not_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(folder.path());
        let elsewhere = folder.path().join("elsewhere");
        fs::write(&elsewhere, "theirs").unwrap();
        let next = folder.path().join("settings.json.next");
        std::os::unix::fs::symlink(&elsewhere, next).unwrap();
        file.save("ours").unwrap();
        assert_eq!(fs::read_to_string(elsewhere).unwrap(), "theirs");
        assert_eq!(loaded(&file).as_deref(), Some("ours"));
    }

    #[test]
    fn what_cannot_be_read_is_told_and_kept_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(folder.path());
        assert_eq!(file.put_aside(), Err(SettingsError), "nothing is there");
        let foreign = b"{\"v\":1}\xff";
        fs::write(&file.0, foreign).unwrap();
        assert_eq!(file.load(), Err(SettingsError), "that is no text");
        file.put_aside().unwrap();
        assert_eq!(loaded(&file), None);
        file.save("new").unwrap();
        assert_eq!(fs::read(file.aside()).unwrap(), foreign);

        fs::remove_file(&file.0).unwrap();
        fs::create_dir(&file.0).unwrap();
        assert_eq!(file.load(), Err(SettingsError), "nor is a folder a file");
    }

    /// Set for the process that is ended: where it saves.
    const SAVES_IN: &str = "KEAPSAKE_TEST_SAVES_IN";

    /// Long enough to be cut in the middle, if anything is.
    fn text(letter: &str) -> String {
        letter.repeat(100_000)
    }

    #[test]
    fn whenever_the_app_is_ended_the_file_is_whole() {
        if let Some(folder) = std::env::var_os(SAVES_IN) {
            let file = SettingsFile::in_folder(Path::new(&folder));
            loop {
                file.save(&text("a")).unwrap();
                file.save(&text("b")).unwrap();
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(folder.path());
        let whole = |found: Option<String>| {
            let found = found.expect("it is never gone");
            assert!(found == text("a") || found == text("b"), "{}", found.len());
            found
        };
        file.save(&text("a")).unwrap();
        for round in 0..20 {
            let name =
                "platform::settings_file::tests::whenever_the_app_is_ended_the_file_is_whole";
            let mut app = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", name])
                .env(SAVES_IN, folder.path())
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            // Ended in another moment each time: after so many changes were seen.
            let mut last = text("a");
            let mut changes = 0;
            while changes <= round {
                let now = whole(loaded(&file));
                changes += u32::from(now != last);
                last = now;
            }
            app.kill().unwrap();
            app.wait().unwrap();
            whole(loaded(&file));
        }
    }
}
