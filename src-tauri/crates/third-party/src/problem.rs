//! What can be in the way of the notices. Every one names the file or the package.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use crate::allowed::Refusal;

/// Why there are no notices.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Cargo could not say what the packages are.
    #[error("cargo metadata: {0}")]
    Cargo(#[from] cargo_metadata::Error),
    /// Cargo could not say what is in the app.
    #[error("cargo tree for {target} failed: {said}")]
    Tree {
        /// For this system.
        target: &'static str,
        /// What it said.
        said: String,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file in JSON is not what it should be.
    #[error("{}: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// `.deny.toml` is not what it should be.
    #[error(".deny.toml: {0}")]
    Toml(#[from] toml::de::Error),
    /// `.deny.toml` allows something that is no licence.
    #[error(".deny.toml allows {name}, which is no licence: {source}")]
    NoSuchLicence {
        /// The name.
        name: String,
        /// What is wrong.
        source: spdx::error::ParseError,
    },
    /// A package is in a lock file and not on this machine.
    #[error("{0} is in a lock file and not on this machine. Run: cargo xtask setup")]
    NotInstalled(String),
    /// Licences that are not allowed.
    #[error("{}", listed("These must not be among the dependencies (the list is licenses.allow in .deny.toml):", .0))]
    Refused(Vec<Refusal>),
    /// Packages without any licence text, which nobody looked at yet.
    #[error("{}", listed("These bring no licence text. Look at them, and name them in third-party/src/texts.rs:", .0))]
    NoText(Vec<String>),
    /// Packages that were named for having no text, and have one or are gone.
    #[error("{}", listed("These are named in third-party/src/texts.rs for having no licence text. They have one, or are gone:", .0))]
    NamedInVain(Vec<String>),
}

impl Problem {
    /// A file's trouble, by the file.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        |source| Self::File { path, source }
    }

    /// A JSON file's trouble, by the file.
    pub(crate) fn json(path: &Path) -> impl FnOnce(serde_json::Error) -> Self {
        let path = path.to_path_buf();
        |source| Self::Json { path, source }
    }
}

fn listed<T: ToString>(heading: &str, items: &[T]) -> String {
    let mut text = heading.to_owned();
    for item in items {
        let _ = write!(text, "\n  {}", item.to_string());
    }
    text
}
