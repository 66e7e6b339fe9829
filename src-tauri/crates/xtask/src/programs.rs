//! Which programs this machine has, found as a shell would find them.

use std::path::PathBuf;

/// The first of these names that is a program in `PATH`.
pub(crate) fn first_of(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        folders
            .iter()
            .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
            .find(|file| file.is_file())
    })
}

/// The browsers that the tests can drive.
const BROWSERS: [&str; 3] = ["chromium", "google-chrome", "google-chrome-stable"];

/// Where they lie on systems on which no PATH leads to them.
const INSTALLED: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// A browser that the tests can drive.
pub(crate) fn browser() -> Option<PathBuf> {
    let installed = || INSTALLED.map(PathBuf::from).into_iter();
    first_of(&BROWSERS).or_else(|| installed().find(|file| file.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_is_found_and_nonsense_is_not() {
        assert!(
            first_of(&["cargo"]).is_some(),
            "these tests are run by cargo"
        );
        assert_eq!(first_of(&["no-program-has-this-name"]), None);
    }
}
