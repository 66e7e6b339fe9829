//! Looking for secrets in everything a session has written to disk.
//!
//! Two places are left out, and only these: the keyring's own folder, which is where secrets
//! belong, and the browser's profile, which belongs to the browser.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::needles::Needles;
use super::{BenchError, Session};

/// A secret that was found where it does not belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The file.
    pub file: PathBuf,
    /// Which of the secrets.
    pub secret: String,
    /// How it was written.
    pub form: &'static str,
}

fn visit(
    folder: &Path,
    skip: &[PathBuf],
    seen: &mut dyn FnMut(&Path) -> io::Result<()>,
) -> io::Result<()> {
    if skip.iter().any(|skipped| skipped == folder) {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // What is gone meanwhile, and what is neither file nor folder (sockets), holds nothing.
        let Ok(kind) = path.symlink_metadata() else {
            continue;
        };
        if kind.is_dir() {
            visit(&path, skip, seen)?;
        } else if kind.is_file() {
            seen(&path)?;
        }
    }
    Ok(())
}

/// Looks through the files under `root`, their names included.
fn search(root: &Path, skip: &[PathBuf], secrets: &[&str]) -> io::Result<Vec<Trace>> {
    let needles = Needles::of(secrets);
    let mut traces = Vec::new();
    visit(root, skip, &mut |file| {
        let mut content = fs::read(file).unwrap_or_default();
        content.extend_from_slice(file.as_os_str().as_encoded_bytes());
        let found = needles.found_in(&content).into_iter();
        traces.extend(found.map(|(secret, form)| Trace {
            file: file.to_owned(),
            secret: secret.to_owned(),
            form,
        }));
        Ok(())
    })?;
    Ok(traces)
}

impl Session {
    /// Every file of the session, its programs' logs included, that holds one of these secrets.
    ///
    /// # Errors
    /// [`BenchError::Files`].
    pub fn traces_on_disk(&self, secrets: &[&str]) -> Result<Vec<Trace>, BenchError> {
        let skip = [
            self.home().join(".local/share/keyrings"),
            self.browser_profile().to_owned(),
        ];
        Ok(search(self.root(), &skip, secrets)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "canary-8Jq-secret-0123";

    #[test]
    fn files_and_their_names_are_looked_through_and_what_is_skipped_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("innocent"), "a canary, but not that one").unwrap();
        fs::write(inner.join("guilty"), format!("x{SECRET}y")).unwrap();
        fs::write(inner.join(SECRET), "").unwrap();
        let mut traces = search(folder.path(), &[], &[SECRET, "absent"]).unwrap();
        traces.sort_by(|a, b| a.file.cmp(&b.file));
        let files: Vec<_> = traces.iter().map(|trace| trace.file.clone()).collect();
        assert_eq!(files, [inner.join(SECRET), inner.join("guilty")]);
        assert!(traces.iter().all(|trace| trace.form == "plain"));
        let skipped = search(folder.path(), &[inner], &[SECRET]).unwrap();
        assert_eq!(skipped, Vec::new());
    }
}
