//! The packages that lie in the bundler's folder, and how large they are.

use std::fmt;
use std::path::{Path, PathBuf};

/// What the bundler makes, by the ends of the names.
const PACKAGES: [&str; 6] = ["AppImage", "deb", "dmg", "exe", "msi", "rpm"];

/// The size of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size(u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.0.saturating_add(50_000) / 100_000;
        write!(f, "{}.{} MB", tenths / 10, tenths % 10)
    }
}

/// Every package in the folders of this one, with its size, in the order of their names.
pub(crate) fn packages(folder: &Path) -> Vec<(PathBuf, Size)> {
    let kinds = files(folder);
    let mut packages: Vec<(PathBuf, Size)> = kinds
        .iter()
        .flat_map(|kind| files(kind))
        .filter(|file| {
            let end = file.extension().unwrap_or_default();
            file.is_file() && PACKAGES.iter().any(|known| end == *known)
        })
        .filter_map(|file| {
            let size = file.metadata().ok()?.len();
            Some((file, Size(size)))
        })
        .collect();
    packages.sort_by(|one, other| one.0.cmp(&other.0));
    packages
}

/// What lies in a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_megabytes_with_one_digit() {
        for (bytes, words) in [
            (0, "0.0 MB"),
            (49_999, "0.0 MB"),
            (3_456_789, "3.5 MB"),
            (127_960_000, "128.0 MB"),
        ] {
            assert_eq!(Size(bytes).to_string(), words);
        }
    }
}
