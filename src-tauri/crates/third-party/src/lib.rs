//! What others made that is in the app, from the lock files: whether its licence is on the list of
//! `.deny.toml`, the notices that every package brings along, and the list of parts of a release. A
//! crate of its own because reading licences takes libraries, and xtask has none. It does not know how
//! packages are made.

mod allowed;
mod extras;
mod lists;
mod notices;
mod page;
mod part;
mod problem;
mod rust;
mod texts;

use std::fs;
use std::path::{Path, PathBuf};

pub use allowed::{Allowed, Refusal};
pub use part::{Ecosystem, Part};
pub use problem::Problem;

/// The name of the notices, in the folder they are written to and in every package.
pub const NOTICES: &str = "THIRD-PARTY-NOTICES.txt";
/// The name of the list of parts, in `CycloneDX`'s form.
pub const LIST: &str = "keapsake.cdx.json";

/// Everything of others that is in the app, on any of the systems it is made for.
///
/// # Errors
/// When a lock file and what is installed do not agree, or cannot be read.
pub fn shipped(root: &Path) -> Result<Vec<Part>, Problem> {
    let mut parts = rust::shipped(root)?;
    parts.extend(page::shipped(root)?);
    parts.extend(extras::shipped());
    Ok(parts)
}

/// Everything that building, testing and running takes, on any of those systems.
///
/// # Errors
/// As [`shipped`].
pub fn all(root: &Path) -> Result<Vec<Part>, Problem> {
    let mut parts = rust::all(root)?;
    parts.extend(page::all(root)?);
    parts.extend(extras::shipped());
    Ok(parts)
}

/// Writes the notices and the list of parts into a folder, and hands back the notices' file.
///
/// # Errors
/// When a part has a licence that is not allowed, or no text and nobody decided what stands for it; or
/// when a file cannot be read or written.
pub fn write(root: &Path, folder: &Path) -> Result<PathBuf, Problem> {
    let parts = shipped(root)?;
    let allowed = Allowed::read(root)?;
    allowed.check(&parts)?;
    let notices = notices::text(&texts::of(&parts, &allowed)?);
    let list = lists::cyclone_dx(root, &parts)?;
    fs::create_dir_all(folder).map_err(Problem::file(folder))?;
    let file = folder.join(LIST);
    fs::write(&file, list).map_err(Problem::file(&file))?;
    let file = folder.join(NOTICES);
    fs::write(&file, notices).map_err(Problem::file(&file))?;
    Ok(file)
}

/// The workspace's root: the folder with the lock file.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let with_lock = |folder: &&Path| folder.join("Cargo.lock").is_file();
    here.ancestors()
        .find(with_lock)
        .unwrap_or(here)
        .to_path_buf()
}
