//! What has to be there before there can be a window, and words where it is not: a message box of
//! the operating system's own, or on Linux the standard error, which the desktop's journal keeps.
//! It does not know what the app does afterwards.
//!
//! Linux is not asked for its web view: without it the program is not even loaded, and the package
//! depends on it.

use std::io;
use std::path::PathBuf;

use keapsake_core::notices::{Obstacle, obstacle};

/// Looks whether a window can be opened here.
///
/// # Errors
/// The first thing that is in the way.
pub(crate) fn preflight() -> Result<(), Obstacle> {
    #[cfg(target_os = "linux")]
    if !has_screen(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
        // One that is named and does not answer would end in a panic that nobody reads.
        || gtk::init().is_err()
    {
        return Err(Obstacle::NoScreen);
    }
    #[cfg(target_os = "macos")]
    if let Ok(program) = std::env::current_exe()
        && let Some(misplaced) = misplaced(&program, is_read_only(&program))
    {
        return Err(misplaced);
    }
    // Where the web view is a part of the program's own libraries this cannot fail.
    tauri::webview_version()
        .map(drop)
        .map_err(|_| Obstacle::NoWebView)
}

/// Shows the words for an obstacle, and below them what the system says, and comes back when they
/// were read.
pub(crate) fn tell(what: Obstacle, detail: &str) {
    let told = obstacle(what);
    let text = [told.body.as_str(), detail].join("\n\n");
    show(&told.title, text.trim_end());
}

#[cfg(any(target_os = "windows", target_os = "macos"))]
fn show(title: &str, text: &str) {
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title(title)
        .set_description(text)
        .show();
}

#[cfg(not(any(target_os = "windows", target_os = "macos")))]
fn show(title: &str, text: &str) {
    use std::io::Write as _;
    let _ = writeln!(io::stderr(), "{title}.\n{text}");
}

/// A new folder for what need not outlive the process, for its owner alone.
///
/// # Errors
/// Not even there can be written.
pub(crate) fn passing_folder() -> io::Result<PathBuf> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let name = format!("keapsake-{:016x}", u64::from_ne_bytes(random));
    let folder = std::env::temp_dir().join(name);
    let mut builder = std::fs::DirBuilder::new();
    // Not with those above it: one that is there already is somebody else's.
    builder.recursive(false);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    Ok(folder)
}

/// Whether a desktop is named to open a window on. GTK may be told of another kind of screen.
#[cfg(any(target_os = "linux", test))]
fn has_screen(is_set: impl Fn(&str) -> bool) -> bool {
    [
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "WAYLAND_SOCKET",
        "GDK_BACKEND",
    ]
    .into_iter()
    .any(is_set)
}

/// Whether a Mac runs the app from a place where its links cannot be kept: a folder that is made anew
/// at each start, or the disk image in which it came.
#[cfg(any(target_os = "macos", test))]
fn misplaced(program: &std::path::Path, on_read_only_volume: bool) -> Option<Obstacle> {
    let has = |name: &str| program.components().any(|part| part.as_os_str() == name);
    if has("AppTranslocation") {
        Some(Obstacle::Translocated)
    } else if on_read_only_volume && program.starts_with("/Volumes") {
        Some(Obstacle::OnDiskImage)
    } else {
        None
    }
}

#[cfg(target_os = "macos")]
fn is_read_only(path: &std::path::Path) -> bool {
    rustix::fs::statvfs(path).is_ok_and(|volume| {
        volume
            .f_flag
            .contains(rustix::fs::StatVfsMountFlags::RDONLY)
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_mac_app_runs_from_where_it_was_put_and_from_no_passing_place() {
        let app = "Keapsake.app/Contents/MacOS/keapsake";
        let moved = "/private/var/folders/zz/T/AppTranslocation/0A1B/d";
        for (folder, read_only, expected) in [
            ("/Applications", false, None),
            ("/Users/robin/Applications", false, None),
            // The system's own volume cannot be written either, and is no disk image.
            ("/Applications", true, None),
            ("/Users/robin/Downloads", false, None),
            (moved, true, Some(Obstacle::Translocated)),
            (moved, false, Some(Obstacle::Translocated)),
            ("/Volumes/Keapsake", true, Some(Obstacle::OnDiskImage)),
            ("/Volumes/Keapsake 1", true, Some(Obstacle::OnDiskImage)),
            // A second disk is a good place.
            ("/Volumes/Work/Applications", false, None),
            ("/Users/robin/About AppTranslocation", false, None),
        ] {
            let program = Path::new(folder).join(app);
            assert_eq!(
                misplaced(&program, read_only),
                expected,
                "{folder} {read_only}"
            );
        }
    }

    #[test]
    fn any_kind_of_screen_will_do() {
        assert!(has_screen(|name| name == "DISPLAY"));
        assert!(has_screen(|name| name == "WAYLAND_DISPLAY"));
        assert!(!has_screen(|_| false));
    }

    #[test]
    fn here_a_web_view_is_found() {
        assert!(tauri::webview_version().is_ok());
    }

    #[test]
    fn a_passing_folder_is_new_each_time_and_its_owners_alone() {
        let (one, two) = (passing_folder().unwrap(), passing_folder().unwrap());
        assert_ne!(one, two);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&one).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        std::fs::remove_dir(one).unwrap();
        std::fs::remove_dir(two).unwrap();
    }
}
