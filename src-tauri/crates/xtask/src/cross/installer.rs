//! Makes the installer out of what was linked. Does not know how it is tried.

use std::path::{Path, PathBuf};

use super::build::Linked;
use super::folder;
use super::version::Version;
use crate::failure::Failure;
use crate::places;
use crate::run::Run;

/// Makes the installer of this version in this folder.
///
/// # Errors
/// When a file is missing, or the script has a mistake.
pub(crate) fn make(linked: &Linked, version: Version, within: &Path) -> Result<PathBuf, Failure> {
    let root = places::root();
    std::fs::create_dir_all(within).map_err(|source| Failure::File {
        what: format!("making {}", within.display()),
        source,
    })?;
    let made = within.join(format!("Keapsake_{version}_x64-setup.exe"));
    let mut definitions = vec![
        ("EXE", linked.program.clone()),
        ("LOADER", linked.loader.clone()),
        ("ICON", root.join("icons/icon.ico")),
        ("LICENCE", root.join("LICENSE")),
        ("OUT", made.clone()),
    ];
    let notices = notices();
    if notices.is_file() {
        definitions.push(("NOTICES", notices));
    }
    let version = format!("-DVERSION={version}");
    let mut run = Run::new("makensis", ["-V2", "-WX", &version]);
    for (name, value) in definitions {
        run = run.argument(format!("-D{name}={}", value.display()));
    }
    run.argument(root.join("src-tauri/packaging/windows/setup.nsi"))
        .pass()?;
    Ok(made)
}

/// The third-party notices, if they were made.
pub(crate) fn notices() -> PathBuf {
    places::target().join("notices/THIRD-PARTY-NOTICES.txt")
}

/// Where installers lie that are not for people.
pub(crate) fn for_trial() -> PathBuf {
    folder().join("try")
}
