//! Where the project's own folders are on this machine.

use std::path::{Path, PathBuf};

/// The workspace's root: the folder with the lockfile.
pub(crate) fn root() -> PathBuf {
    // Cargo says at run time where this crate lies, which is right in a moved checkout as well; the
    // place at build time is for those who start the program by hand.
    let crate_folder = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    root_above(&crate_folder)
}

fn root_above(crate_folder: &Path) -> PathBuf {
    crate_folder
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file())
        .unwrap_or(crate_folder)
        .to_path_buf()
}

/// The page's folder.
pub(crate) fn page() -> PathBuf {
    root().join("ui")
}

/// Where Cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program that Cargo built in its debug profile.
pub(crate) fn built(program: &str) -> PathBuf {
    target()
        .join("debug")
        .join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_folder_with_the_lockfile() {
        let root = root();
        assert!(root.join("Cargo.lock").is_file());
        assert!(root.join("src-tauri/crates/xtask/Cargo.toml").is_file());
        assert!(page().starts_with(&root));
    }
}
