//! The third-party notices, which every package brings along as a file. The page names no file: this
//! one alone is opened, by the program that the person opens texts with.

use std::path::PathBuf;

use keapsake_core::failure::{Cause, Doing, Failure};
use tauri::{AppHandle, Manager as _};
use tauri_plugin_opener::OpenerExt as _;

/// Its name in every package, as `cargo xtask bundle` puts it there.
const NAME: &str = "THIRD-PARTY-NOTICES.txt";

/// Opens it.
///
/// # Errors
/// This copy is no package, or no program opened the file.
pub(crate) async fn open(app: &AppHandle) -> Result<(), Failure> {
    let folder = app.path().resource_dir().ok();
    let file = found(folder).ok_or(Failure::new(Doing::Other, Cause::NoThirdPartyNotices))?;
    let (app, path) = (app.clone(), file.display().to_string());
    let opening = path.clone();
    // Starting a program can take its time, and must not hold up anything else.
    let opened =
        tauri::async_runtime::spawn_blocking(move || app.opener().open_path(opening, None::<&str>));
    match opened.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Failure::new(Doing::Other, Cause::FileNotOpened(path))),
    }
}

fn found(folder: Option<PathBuf>) -> Option<PathBuf> {
    let file = folder?.join(NAME);
    file.is_file().then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_opened_only_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(found(None), None);
        assert_eq!(found(Some(folder.path().to_path_buf())), None);
        let file = folder.path().join(NAME);
        std::fs::write(&file, "").unwrap();
        assert_eq!(found(Some(folder.path().to_path_buf())), Some(file));
    }

    /// Else the packages would have the file under a name that nobody opens.
    #[test]
    fn the_packages_are_made_with_this_name() {
        let bundler = include_str!("../../crates/xtask/src/bundle/mod.rs");
        let generator = include_str!("../../crates/third-party/src/lib.rs");
        assert!(bundler.contains(&format!("text(\"{NAME}\")")));
        assert!(generator.contains(&format!("= \"{NAME}\"")));
    }
}
