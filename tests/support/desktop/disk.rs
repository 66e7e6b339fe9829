//! Looking for secrets in everything a session has written to disk.
//!
//! Two places are left out, and only these: the keyring's own folder, which is where secrets
//! belong, and the browser's profile, which belongs to the browser.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

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

/// The ways in which a secret may be written, each with its bytes.
fn forms(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let mut forms = vec![
        ("plain", secret.as_bytes().to_vec()),
        ("UTF-16", wide),
        ("percent", percent.into_bytes()),
    ];
    for before in [&b""[..], b"\0", b"\0\0"] {
        // Within a longer text a secret starts at any of three places of a group of four
        // characters; the characters at its ends are shared with its neighbours.
        let bytes = [before, secret.as_bytes()].concat();
        let skip = if before.is_empty() {
            0
        } else {
            before.len() + 1
        };
        let whole = bytes.len() / 3 * 4;
        for engine in [STANDARD, URL_SAFE] {
            let text = engine.encode(&bytes);
            if let Some(inner) = text.get(skip..whole).filter(|inner| inner.len() >= 12) {
                forms.push(("base64", inner.as_bytes().to_vec()));
            }
        }
    }
    forms
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
    let wanted: Vec<_> = secrets
        .iter()
        .map(|secret| (*secret, forms(secret)))
        .collect();
    let mut traces = Vec::new();
    visit(root, skip, &mut |file| {
        let mut content = fs::read(file).unwrap_or_default();
        content.extend_from_slice(file.as_os_str().as_encoded_bytes());
        for (secret, forms) in &wanted {
            let found = forms
                .iter()
                .find(|(_, bytes)| content.windows(bytes.len()).any(|window| window == bytes));
            if let Some((form, _)) = found {
                traces.push(Trace {
                    file: file.to_owned(),
                    secret: (*secret).to_owned(),
                    form,
                });
            }
        }
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

    const SECRET: &str = "canary/8Jq+secret~0123";

    #[test]
    fn every_form_of_a_secret_is_found_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("innocent"), "a canary, but not that one").unwrap();
        let within = |before: &str| STANDARD.encode(format!("{before}{SECRET} and more"));
        let wide: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let hidden = [
            format!("x{SECRET}y").into_bytes(),
            wide,
            utf8_percent_encode(SECRET, NON_ALPHANUMERIC)
                .to_string()
                .into_bytes(),
            within("").into_bytes(),
            within("a").into_bytes(),
            within("ab").into_bytes(),
            URL_SAFE.encode(format!("abcd{SECRET}")).into_bytes(),
        ];
        for (number, bytes) in hidden.iter().enumerate() {
            fs::write(inner.join(format!("hidden{number}")), bytes).unwrap();
        }
        let traces = search(folder.path(), &[], &[SECRET, "absent"]).unwrap();
        assert_eq!(traces.len(), hidden.len(), "{traces:?}");
        let skipped = search(folder.path(), &[inner], &[SECRET]).unwrap();
        assert_eq!(skipped, Vec::new());
    }
}
