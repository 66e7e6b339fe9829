//! Whether an `AppImage` can be made here. Its bundler fetches programs when they are missing, which
//! this project leaves to machines where somebody has decided so.

use std::path::{Path, PathBuf};

/// What is missing, in words; nothing where the bundler has all it needs.
pub(crate) fn lack() -> Option<&'static str> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache"),
        PathBuf::from,
    );
    lack_in(&cache.join("tauri"))
}

fn lack_in(tools: &Path) -> Option<&'static str> {
    let entries = tools.read_dir().into_iter().flatten().flatten();
    let names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    let all = ["AppRun-", "linuxdeploy-plugin-appimage"]
        .into_iter()
        .all(has)
        && names.iter().any(|name| {
            name.starts_with("linuxdeploy-") && !name.starts_with("linuxdeploy-plugin")
        });
    (!all).then_some("its tools (AppRun and linuxdeploy) are not on this machine.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_its_tools_it_is_passed_over() {
        assert!(lack_in(Path::new("there/is/no/such/folder")).is_some());
    }
}
