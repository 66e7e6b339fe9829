//! A first start on a computer that lacks something: a desktop, a browser, a disk that takes what is
//! written. The app says so, and where it can go on it does.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::desktop::{Launch, Options};
use support::story::{self, ROBIN};

use crate::place::{Place, Road};

/// The folders of the app's own files.
const OWN: [&str; 3] = [
    ".config/app.keapsake.dev",
    ".local/share/app.keapsake.dev",
    ".cache/app.keapsake.dev",
];

/// What the app says on its standard error before it ends with an error, in this environment.
async fn last_words(environment: &[&str]) -> String {
    let place = Place::new().await;
    let app = place.binary.to_string_lossy();
    let started = [environment, &[&*app]].concat();
    let ended = place.session.run("env", &started).await.unwrap_err();
    let said = ended.to_string();
    assert!(said.contains("exit status: 1"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[tokio::test]
async fn without_a_desktop_it_says_so_and_ends_with_an_error() {
    // None, and one that is gone.
    for display in ["DISPLAY=", "DISPLAY=:7654"] {
        let said = last_words(&[display]).await;
        assert!(
            said.contains("no desktop to open its window on"),
            "{display}: {said}"
        );
    }
}

#[tokio::test]
async fn where_no_window_can_be_opened_it_says_so_and_ends_with_an_error() {
    let said = last_words(&["XDG_DATA_HOME=/dev/null/share", "TMPDIR=/dev/null"]).await;
    assert!(said.contains("could not open its window"), "{said}");
}

/// Root may write where permissions forbid it, so a file stands in the folder's place.
async fn with_files_in_the_way(folders: &[&str], told: &str) {
    let place = Place::new().await;
    for folder in folders {
        fs::write(place.session.home().join(folder), "in the way").unwrap();
    }
    let app = place.app().await;
    let window = app.page();
    window.wait_for_text("main", told).await.unwrap();
    place.connect(window, Road::ReturnPage).await;
    story::fill_contact(window, ROBIN).await.unwrap();
    assert_eq!(story::save(window).await.unwrap().0, "created");
    app.close().await.unwrap();
}

#[tokio::test]
async fn where_nothing_can_be_written_it_says_so_and_works_for_now() {
    with_files_in_the_way(&OWN, "Keapsake's settings cannot be read").await;
}

#[tokio::test]
async fn where_only_its_settings_can_be_written_it_says_what_is_forgotten() {
    with_files_in_the_way(&OWN[1..2], "Keapsake cannot write in its own folder").await;
}

#[tokio::test]
async fn where_its_folder_cannot_even_be_made_the_window_opens() {
    let place = Place::new().await;
    let nowhere = Launch::of(&place.binary).variable("XDG_DATA_HOME", "/dev/null/share");
    let app = place.launch(&nowhere).await;
    let told = "Keapsake cannot write in its own folder";
    app.page().wait_for_text("main", told).await.unwrap();
    app.close().await.unwrap();
}

/// A disk without room, mounted in the place of a folder. Dropping it takes it away.
struct FullDisk(PathBuf);

impl FullDisk {
    /// `None` where this user may not mount.
    fn on(folder: PathBuf) -> Option<Self> {
        fs::create_dir_all(&folder).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k", "keapsake-test"])
            .arg(&folder)
            .stderr(Stdio::null())
            .status();
        if !mount.is_ok_and(|status| status.success()) {
            return None;
        }
        let disk = Self(folder);
        let filled = fs::write(disk.0.join("filling"), vec![1; 128 * 1024]);
        assert_eq!(filled.unwrap_err().kind(), ErrorKind::StorageFull);
        Some(disk)
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        // Lazily: somebody may still hold one of its files open.
        let taken = Command::new("umount").arg("-l").arg(&self.0).status();
        assert!(taken.is_ok_and(|status| status.success()) || std::thread::panicking());
    }
}

/// Where the tests may not mount a disk, the test before this one stands for it.
#[tokio::test]
async fn with_a_full_disk_it_starts_and_says_what_it_cannot_keep() {
    let place = Place::new().await;
    let home = place.session.home();
    let disks = OWN.map(|folder| FullDisk::on(home.join(folder)));
    if disks.iter().any(Option::is_none) {
        return;
    }
    let app = place.app().await;
    let window = app.page();
    window.click("connect").await.unwrap();
    let told = "Keapsake cannot write its settings";
    window.wait_for_text("main", told).await.unwrap();
    story::enter_keys(window, CLIENT_ID, CLIENT_SECRET)
        .await
        .unwrap();
    story::at(window, "sign-in").await.unwrap();
    app.close().await.unwrap();
}

/// A desktop on which no program opens web addresses.
#[tokio::test]
async fn without_a_browser_the_sign_in_waits_and_its_link_can_be_copied() {
    // Everything that is installed here but the programs' entries.
    let folder = tempfile::tempdir().unwrap();
    for installed in fs::read_dir("/usr/share").unwrap() {
        let installed = installed.unwrap();
        if installed.file_name() != "applications" {
            symlink(installed.path(), folder.path().join(installed.file_name())).unwrap();
        }
    }
    let options = Options::default().variable("XDG_DATA_DIRS", &folder.path().to_string_lossy());
    let place = Place::with(practice_keap::Options::default(), options).await;
    let home = place.session.home();
    fs::remove_file(home.join(".config/mimeapps.list")).unwrap();
    let entry = ".local/share/applications/bench-browser.desktop";
    fs::remove_file(home.join(entry)).unwrap();
    let app = place.app().await;
    let window = app.page();
    place.wait_for_keap(window, Road::ReturnPage).await;
    let told = "The browser did not open";
    window.wait_for_text("main", told).await.unwrap();
    window.click("copy-link").await.unwrap();
    window
        .wait_for_text("main", "The link is copied")
        .await
        .unwrap();
    app.close().await.unwrap();
}
