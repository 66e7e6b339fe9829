//! Whose entry it is, and what a package's registration leaves behind: with GIO itself, on folders of
//! its own. GIO reads their names once in a process, so each look at them is a process of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;

/// What the process inside is to do.
const ORDER: &str = "KEAPSAKE_TEST_ORDER";
/// Where it leaves what came of it.
const SAID: &str = "said";
const LINKS: &str = "x-scheme-handler/app.keapsake";

#[test]
fn an_entry_is_ours_or_has_a_name_of_its_own() {
    let own = plugin_entry().unwrap();
    let other = || Handler::Other("A name".into());
    for (id, build, handler) in [
        ("Keapsake.desktop", Build::Packaged, Handler::Ours),
        ("Keapsake.desktop", Build::Unpackaged, other()),
        (&own, Build::Unpackaged, Handler::Ours),
        (&own, Build::Packaged, other()),
        ("other.desktop", Build::Packaged, other()),
    ] {
        let entry = Entry {
            id: id.to_owned(),
            name: "A name".to_owned(),
        };
        assert_eq!(whose(Some(entry), build), handler, "{id} {build:?}");
    }
    assert_eq!(whose(None, Build::Packaged), Handler::Nobody);
}

/// A home with a package below it: its entry lies where the system's are, out of the person's folder.
struct Desktop(tempfile::TempDir);

impl Desktop {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        for folder in ["config", "data/applications", "system/applications"] {
            fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        Self(home)
    }

    fn home(&self) -> &Path {
        self.0.path()
    }

    /// Installs a program for links, as a package does (`system`) or the person (`data`).
    fn install(&self, folder: &str, id: &str, name: &str) {
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName={name}\nExec=/bin/true %u\nMimeType={LINKS};\n"
        );
        let path = self.home().join(folder).join("applications").join(id);
        fs::write(path, entry).unwrap();
    }

    fn choose(&self, list: &str) {
        fs::write(self.home().join("config/mimeapps.list"), list).unwrap();
    }

    /// Does it in a process that has only these folders, and returns what it says.
    fn order(&self, order: &str) -> String {
        let home = self.home();
        let said = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "platform::links::tests::inside"])
            .env(ORDER, order)
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_DIRS", home.join("system"))
            .env("XDG_CONFIG_DIRS", home.join("none"))
            .env_remove("XDG_CURRENT_DESKTOP")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&said.stdout);
        assert!(
            said.status.success() && text.contains("1 passed"),
            "{order}: {text}"
        );
        fs::read_to_string(home.join(SAID)).unwrap()
    }

    /// Everything in the list of the person's choices: section and key, with what is chosen.
    fn chosen(&self) -> BTreeMap<(String, String), Vec<String>> {
        let list = fs::read_to_string(self.home().join("config/mimeapps.list")).unwrap();
        let (mut section, mut all) = (String::new(), BTreeMap::new());
        for line in list.lines() {
            if line.starts_with('[') {
                line.clone_into(&mut section);
            } else if let Some((key, ids)) = line.split_once('=') {
                let ids = ids.split(';').filter(|id| !id.is_empty());
                let ids = ids.map(ToOwned::to_owned).collect();
                all.insert((section.clone(), key.to_owned()), ids);
            }
        }
        all
    }

    /// Every file in the person's own folders.
    fn files(&self) -> Vec<String> {
        let mut names = Vec::new();
        for folder in ["config", "data", "data/applications"] {
            for entry in fs::read_dir(self.home().join(folder)).unwrap() {
                let entry = entry.unwrap();
                if entry.file_type().unwrap().is_file() {
                    names.push(format!("{folder}/{}", entry.file_name().to_string_lossy()));
                }
            }
        }
        names.sort();
        names
    }
}

/// Only what a process of [`Desktop::order`] runs.
#[test]
fn inside() {
    let Some(order) = std::env::var_os(ORDER) else {
        return;
    };
    let said = match order.to_str().unwrap() {
        "register" => format!("{:?}", register_package()),
        _ => format!("{:?}", handler_of(Build::Packaged)),
    };
    let home = std::env::var_os("HOME").unwrap();
    fs::write(Path::new(&home).join(SAID), said).unwrap();
}

/// Somebody else's choices, a foreign default for our links, and ours refused on top of it.
const CHOICES: &str = "[Default Applications]
text/html=browser.desktop
x-scheme-handler/mailto=letters.desktop
x-scheme-handler/app.keapsake=other.desktop

[Added Associations]
text/plain=editor.desktop;browser.desktop;

[Removed Associations]
image/png=painter.desktop;
x-scheme-handler/app.keapsake=Keapsake.desktop;
";

#[test]
fn a_package_gets_its_links_back_by_its_own_entry_and_nothing_else_is_lost() {
    let desktop = Desktop::new();
    desktop.install("system", "Keapsake.desktop", "Keapsake");
    desktop.install("data", "other.desktop", "Other App");
    desktop.choose(CHOICES);
    let before = (desktop.chosen(), desktop.files());
    assert_eq!(desktop.order("who"), r#"Other("Other App")"#);

    assert_eq!(desktop.order("register"), "Some(())");

    assert_eq!(
        desktop.order("who"),
        "Ours",
        "for every process from now on"
    );
    assert_eq!(
        desktop.files(),
        before.1,
        "no second entry, neither ours nor a copy"
    );
    let after = desktop.chosen();
    let of_links = |key: &(String, String)| key.1 == LINKS;
    for (key, ids) in before.0.iter().filter(|(key, _)| !of_links(key)) {
        assert_eq!(after.get(key), Some(ids), "{key:?} is not ours to change");
    }
    let strange = after.keys().filter(|key| !of_links(key));
    assert_eq!(
        strange.count(),
        before.0.keys().filter(|key| !of_links(key)).count(),
        "nothing is chosen that was not: {after:?}"
    );
    let default = ("[Default Applications]".to_owned(), LINKS.to_owned());
    assert_eq!(after[&default], ["Keapsake.desktop"]);
}

#[test]
fn a_package_without_an_entry_registers_nothing() {
    let desktop = Desktop::new();
    desktop.install("data", "other.desktop", "Other App");
    desktop.choose(CHOICES);
    let before = (desktop.chosen(), desktop.files());
    assert_eq!(desktop.order("register"), "None");
    assert_eq!((desktop.chosen(), desktop.files()), before);
    assert_eq!(desktop.order("who"), r#"Other("Other App")"#);
}

#[test]
fn a_package_on_a_fresh_desktop_is_found_and_set() {
    let desktop = Desktop::new();
    desktop.install("system", "Keapsake.desktop", "Keapsake");
    assert_eq!(desktop.order("register"), "Some(())");
    assert_eq!(desktop.order("who"), "Ours");
    assert_eq!(desktop.files(), ["config/mimeapps.list"]);
}
