//! The page's own tools: its packages, its build, its checks. Does not know what the page shows.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::failure::Failure;
use crate::run::Run;
use crate::{places, say};

/// How often the package registry is asked before giving up.
const TRIES: u32 = 3;

/// What the build is made of, under the page's folder.
const SOURCES: [&str; 9] = [
    "index.html",
    "node_modules/.package-lock.json",
    "package-lock.json",
    "package.json",
    "public",
    "return-page",
    "src",
    "svelte.config.js",
    "vite.config.ts",
];

/// Installs the page's packages where they are older than the lockfile.
///
/// # Errors
/// When they could not be installed.
pub(crate) fn install_packages() -> Result<(), Failure> {
    let page = places::page();
    // npm writes this file last, so a broken installation is made again.
    let installed = newest(&page.join("node_modules/.package-lock.json"));
    let locked = newest(&page.join("package-lock.json"));
    if !is_stale(installed, locked) {
        return Ok(());
    }
    let mut tries = 1;
    loop {
        let outcome = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).pass();
        match outcome {
            Err(Failure::Exit { what, .. }) if tries < TRIES => {
                say::problem(format_args!("`{what}` failed; trying again."));
                tries += 1;
            }
            outcome => return outcome,
        }
    }
}

/// Builds the page where its sources are newer than the last build.
///
/// # Errors
/// When the build failed.
pub(crate) fn build() -> Result<(), Failure> {
    let page = places::page();
    let built = newest(&page.join("dist/index.html"));
    let sources = SOURCES
        .iter()
        .filter_map(|source| newest(&page.join(source)))
        .max();
    if is_stale(built, sources) {
        npm(["run", "build"]).pass()
    } else {
        Ok(())
    }
}

/// npm, in the page's folder.
pub(crate) fn npm<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    // On Windows npm is a command file, which is started only by its whole name.
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    Run::new(program, arguments).within(&places::page())
}

fn is_stale(made: Option<SystemTime>, of: Option<SystemTime>) -> bool {
    match (made, of) {
        (None, _) => true,
        (Some(made), Some(of)) => of > made,
        (Some(_), None) => false,
    }
}

/// The latest change of a file, or of anything under a folder; the folders count too, so that a file
/// taken away is seen.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = path.metadata().and_then(|data| data.modified()).ok()?;
    let below = entries(path).iter().filter_map(|entry| newest(entry)).max();
    Some(below.map_or(own, |below| below.max(own)))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    folder
        .read_dir()
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_build_is_stale_when_absent_or_older_than_its_sources() {
        let now = SystemTime::now();
        let later = now + Duration::from_secs(1);
        assert!(is_stale(None, Some(now)));
        assert!(is_stale(None, None), "never built");
        assert!(is_stale(Some(now), Some(later)));
        assert!(!is_stale(Some(later), Some(now)));
        assert!(!is_stale(Some(now), Some(now)));
        assert!(!is_stale(Some(now), None));
    }

    #[test]
    fn the_newest_of_a_folder_is_the_newest_below_it() {
        let folder = places::root().join("src-tauri/crates/xtask");
        let this = newest(&folder.join("src/page.rs")).unwrap();
        assert!(newest(&folder).unwrap() >= this);
        assert_eq!(newest(&folder.join("not-there")), None);
    }
}
