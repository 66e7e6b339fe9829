//! Which desktop entry opens links of a scheme, read and set through GIO, which the desktop itself
//! reads it by. `xdg-mime` would overlook an entry whose program is in quotes, as ours has to be
//! where it is not packaged.

use gio::AppInfo;
use gio::prelude::AppInfoExt as _;

/// A desktop entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its file's name.
    pub(super) id: String,
    /// What people call it.
    pub(super) name: String,
}

/// The entry that opens links of this scheme; `None` where there is none. It reads files.
pub(super) fn entry_of(scheme: &str) -> Option<Entry> {
    let found = AppInfo::default_for_uri_scheme(scheme)?;
    Some(Entry {
        id: found.id().unwrap_or_default().into(),
        name: found.display_name().into(),
    })
}

/// Makes an entry that is there already the one that opens links of this scheme; `None` where it is
/// not there or cannot be set. It writes the desktop's list of defaults and no entry.
pub(super) fn set_entry(scheme: &str, id: &str) -> Option<()> {
    let mime_type = format!("x-scheme-handler/{scheme}");
    // Not only those known for the scheme: that is read from a cache, which may be missing.
    let mut all = AppInfo::all().into_iter();
    let entry = all.find(|entry| entry.id().is_some_and(|own| own == id))?;
    entry.set_as_default_for_type(&mime_type).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    use super::*;

    const HOME: &str = "KEAPSAKE_TEST_HOME";
    const SCHEME: &str = "app.keapsake";

    fn write_entry(home: &Path, id: &str, name: &str) {
        let folder = home.join("data/applications");
        fs::create_dir_all(&folder).unwrap();
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName={name}\nExec=\"/bin/true\" %u\n\
             MimeType=x-scheme-handler/{SCHEME};\n"
        );
        fs::write(folder.join(id), entry).unwrap();
    }

    fn write_default(home: &Path, id: &str) {
        let list = format!("[Default Applications]\nx-scheme-handler/{SCHEME}={id}\n");
        fs::write(home.join("config/mimeapps.list"), list).unwrap();
    }

    /// GIO reads its folders' names once in a process, so each case is one of its own.
    #[test]
    fn an_entry_is_found_by_its_scheme_and_set_by_its_name() {
        for case in ["none", "quoted", "set", "missing"] {
            let home = tempfile::tempdir().unwrap();
            let said = Command::new(std::env::current_exe().unwrap())
                .args([
                    "--exact",
                    "platform::link_table::tests::inside",
                    "--nocapture",
                ])
                .env(HOME, home.path())
                .env("CASE", case)
                .env("HOME", home.path())
                .env("XDG_DATA_HOME", home.path().join("data"))
                .env("XDG_CONFIG_HOME", home.path().join("config"))
                .env("XDG_DATA_DIRS", home.path().join("none"))
                .output()
                .unwrap();
            let text = String::from_utf8_lossy(&said.stdout);
            assert!(
                said.status.success() && text.contains("1 passed"),
                "{case}: {text}"
            );
        }
    }

    #[test]
    fn inside() {
        let Some(home) = std::env::var_os(HOME) else {
            return;
        };
        let home = Path::new(&home);
        fs::create_dir(home.join("config")).unwrap();
        let entry = |id: &str, name: &str| {
            Some(Entry {
                id: id.to_owned(),
                name: name.to_owned(),
            })
        };
        let ours = "Keapsake.desktop";
        match std::env::var("CASE").unwrap().as_str() {
            "none" => assert_eq!(entry_of(SCHEME), None),
            "quoted" => {
                write_entry(home, "keapsake-handler.desktop", "Keapsake");
                write_entry(home, "other.desktop", "Other App");
                write_default(home, "keapsake-handler.desktop");
                let found = entry_of(SCHEME);
                assert_eq!(found, entry("keapsake-handler.desktop", "Keapsake"));
            }
            "set" => {
                write_entry(home, ours, "Keapsake");
                write_entry(home, "other.desktop", "Other App");
                write_default(home, "other.desktop");
                assert_eq!(entry_of(SCHEME), entry("other.desktop", "Other App"));
                assert_eq!(set_entry(SCHEME, ours), Some(()));
                assert_eq!(entry_of(SCHEME), entry(ours, "Keapsake"));
                let names = fs::read_dir(home.join("data/applications")).unwrap();
                let names = names.map(|entry| entry.unwrap().file_name());
                let entries = names.filter(|name| name.to_string_lossy().ends_with(".desktop"));
                assert_eq!(entries.count(), 2, "no second entry is written");
            }
            _ => assert_eq!(set_entry(SCHEME, ours), None),
        }
    }
}
