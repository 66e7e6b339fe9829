//! What this project does for Windows and macOS on a Linux machine: builds, tries the installer, runs
//! tests as Windows programs. The command that strings it together is `commands::cross`.

pub(crate) mod bench;
pub(crate) mod build;
pub(crate) mod installer;
pub(crate) mod outcome;
pub(crate) mod registry;
pub(crate) mod trial;
pub(crate) mod version;
pub(crate) mod wine;

use std::path::PathBuf;

use crate::places;

/// Where all of it lies; nothing of it is mixed with this system's own builds.
pub(crate) fn folder() -> PathBuf {
    places::target().join("cross")
}
