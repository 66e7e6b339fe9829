//! Finds the project's own source files, wherever the tests are started.

use std::fs;
use std::path::{Path, PathBuf};

/// The workspace's root.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut above = own.ancestors();
    above
        .find(|folder| folder.join("Cargo.lock").is_file())
        .unwrap()
        .to_path_buf()
}

/// Every file below these folders with one of these endings: its path from the root, with slashes, and
/// its text. What is generated or installed is left out.
pub(crate) fn files(folders: &[&str], endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&root().join(folder), endings, &mut found);
    }
    assert!(
        !found.is_empty(),
        "{folders:?} hold no files: a check of nothing is none"
    );
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().into_string().unwrap();
        if path.is_dir() {
            if !["target", "node_modules", "dist", "gen"].contains(&name.as_str()) {
                collect(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let from_root = path.strip_prefix(root()).unwrap().to_string_lossy();
            let text = fs::read_to_string(&path).unwrap();
            found.push((from_root.replace('\\', "/"), text));
        }
    }
}

/// The part of a Rust file that is in the app; nothing of a file of tests.
pub(crate) fn without_tests<'a>(path: &str, text: &'a str) -> &'a str {
    let is_test = path.contains("/tests/") || path.ends_with("tests.rs");
    match text.find("#[cfg(test)]\nmod tests {") {
        _ if is_test => "",
        Some(start) => text.get(..start).unwrap(),
        None => text,
    }
}
