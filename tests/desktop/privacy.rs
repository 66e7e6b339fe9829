//! What the app leaves on the disk, and who can read it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::story::{self, ROBIN, Typed};

use crate::boundary::logs;
use crate::place::Place;

/// What the app writes for itself, by its path in the session's home.
const OWN_FILES: [&str; 5] = [
    ".config/app.keapsake.dev/settings.json",
    ".config/app.keapsake.dev/.window-state.json",
    ".local/share/app.keapsake.dev/logs/keapsake.log",
    ".local/share/app.keapsake.dev/locks",
    ".local/share/app.keapsake.dev/practice-account.json",
];

/// The folders in which all its files are, its web view's included.
const OWN_FOLDERS: [&str; 4] = [
    ".config/app.keapsake.dev",
    ".local/share/app.keapsake.dev",
    ".local/share/app.keapsake.dev/logs",
    ".cache/app.keapsake.dev",
];

#[tokio::test]
async fn files_are_for_their_owner_alone_and_say_nothing_of_contacts() {
    let place = Place::with(
        practice_keap::Options::default(),
        support::desktop::Options::default()
            .links_from_first_page("app.keapsake.dev")
            .variable("KEAPSAKE_LOG", "trace"),
    )
    .await;
    let app = place.app().await;
    let window = app.page();
    window.click("practice").await.unwrap();
    window.click("save-keys").await.unwrap();
    window.click("sign-in").await.unwrap();
    let browser = place.session.browser().await.unwrap();
    story::log_in(&browser, "pb101").await.unwrap();
    browser.page().click_css("#allow").await.unwrap();
    window.click("confirm-account").await.unwrap();
    story::fill_contact(window, ROBIN).await.unwrap();
    assert_eq!(story::save(window).await.unwrap().0, "created");
    app.close().await.unwrap();

    let home = place.session.home();
    let others = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o077;
    for folder in OWN_FOLDERS.map(|folder| home.join(folder)) {
        assert!(folder.is_dir(), "{}", folder.display());
        assert_eq!(others(&folder), 0, "{}", folder.display());
    }
    for file in OWN_FILES.map(|file| home.join(file)) {
        // A lock comes with the first renewal, which not every run needs.
        for file in files_of(&file) {
            assert_eq!(others(&file), 0, "{}", file.display());
        }
        assert!(
            file.exists() || file.ends_with("locks"),
            "{}",
            file.display()
        );
    }
    let log = logs(&place.session);
    assert!(log.contains("api call"), "it is the whole log: {log}");
    let Typed {
        email,
        family_name,
        phone,
        line1,
        ..
    } = ROBIN;
    for told in [email, family_name, phone, line1, "example.com"] {
        assert!(!log.contains(told), "{told} is in the log");
    }
}

/// A file, or the files of a folder; none if it is not there.
fn files_of(path: &Path) -> Vec<PathBuf> {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(_) if path.is_file() => vec![path.to_owned()],
        Err(_) => Vec::new(),
    }
}

#[tokio::test]
async fn no_process_of_the_app_writes_its_memory_to_a_file() {
    let place = Place::new().await;
    let app = place.app().await;
    story::at(app.page(), "connect").await.unwrap();
    let mut seen = place.session.running(&place.binary);
    assert_eq!(seen.len(), 1);
    seen.extend(place.session.web_views());
    assert!(seen.len() >= 2, "the page has a process of its own");
    for id in seen {
        let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
        let cores = limits
            .lines()
            .find(|line| line.starts_with("Max core file"));
        let words: Vec<&str> = cores.unwrap().split_whitespace().collect();
        // No dump fits into one byte, and Linux heeds this limit where dumps go to a program as well.
        assert_eq!(words[4..6], ["1", "1"], "{cores:?}");
    }
    app.close().await.unwrap();
}

#[tokio::test]
async fn the_typed_secret_is_hidden_not_remembered_and_gone_once_it_is_kept() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    window.click("connect").await.unwrap();
    let field = "[name=\"client_secret\"]";
    for (attribute, value) in [
        ("type", "password"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
    ] {
        let has = window.attribute(field, attribute).await.unwrap();
        assert_eq!(has.as_deref(), Some(value), "{attribute}");
    }
    story::enter_keys(window, CLIENT_ID, CLIENT_SECRET)
        .await
        .unwrap();
    story::at(window, "sign-in").await.unwrap();
    window.click("back").await.unwrap();
    assert_eq!(window.value("client_secret").await.unwrap(), "");
    app.close().await.unwrap();
}
