//! The package as a person meets it: installed, opened by a link from a browser, replaced by a newer
//! and by an older one, broken off, removed. The home's path has blanks and umlauts all along.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use keapsake_core::product::Build;
use support::desktop::{App, Launch, Options, Page, Session, until};
use support::story::{self, ROBIN};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::package_system::PackageSystem;

const PROGRAM: &str = "/usr/bin/keapsake";
const ENTRY: &str = "/usr/share/applications/Keapsake.desktop";
const NOTICES: &str = "/usr/lib/Keapsake/THIRD-PARTY-NOTICES.txt";
const LIMIT: Duration = Duration::from_secs(20);

/// A site with one page, whose link leads into the app.
async fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let page = format!(
        "<!doctype html><title>A page</title><a href='{}'>Open Keapsake</a>",
        Build::Packaged.return_link()
    );
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 8192];
            if stream.read(&mut head).await.is_err() {
                continue;
            }
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
                page.len()
            );
            stream.write_all(answer.as_bytes()).await.ok();
        }
    });
    format!("http://127.0.0.1:{port}")
}

async fn desktop(site: &str) -> Session {
    let scheme = Build::Packaged.scheme();
    let options = Options::default()
        .home("Ärger über Blanks")
        .links_from(site, scheme)
        .links_from_first_page(scheme);
    Session::start(options).await.unwrap()
}

/// The installed app's window, once an earlier one has let go of its name.
async fn app(session: &Session) -> App<'_> {
    let name = format!("{}.SingleInstance", Build::Packaged.identifier());
    let asked = [
        "call",
        "--session",
        "--dest",
        "org.freedesktop.DBus",
        "--object-path",
        "/org/freedesktop/DBus",
        "--method",
        "org.freedesktop.DBus.NameHasOwner",
        &name,
    ];
    until("the app's name to be free", LIMIT, async || {
        let said = session.run("gdbus", &asked).await.ok()?;
        said.contains("false").then_some(())
    })
    .await
    .unwrap();
    session.app(&Launch::of(PROGRAM)).await.unwrap()
}

/// Signs in to the practice account. Its answer comes back through the app's own link, from Chromium.
async fn sign_in(session: &Session, window: &Page) {
    window.click("practice").await.unwrap();
    window.click("save-keys").await.unwrap();
    window.click("sign-in").await.unwrap();
    let browser = session.browser().await.unwrap();
    story::log_in(&browser, "pg202").await.unwrap();
    browser.page().click_css("#allow").await.unwrap();
    window.click("confirm-account").await.unwrap();
    story::at_desk(window).await.unwrap();
}

/// *About* opens the notices that lie beside the program, with what this person reads texts with.
async fn read_the_notices(session: &Session, window: &Page) {
    let apart = tempfile::tempdir().unwrap();
    let (reader, read) = (apart.path().join("reader"), apart.path().join("read"));
    let script = format!("#!/bin/sh\nprintf %s \"$1\" >'{}'\n", read.display());
    fs::write(&reader, script).unwrap();
    fs::set_permissions(&reader, fs::Permissions::from_mode(0o755)).unwrap();
    // Unquoted: Debian's xdg-open cannot read a quoted Exec line on its own.
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=reader\nExec={} %f\nMimeType=text/plain;\n",
        reader.display()
    );
    let entries = session.home().join(".local/share/applications");
    fs::write(entries.join("reader.desktop"), entry).unwrap();
    let defaults = session.home().join(".config/mimeapps.list");
    let known = fs::read_to_string(&defaults).unwrap();
    fs::write(&defaults, known + "text/plain=reader.desktop\n").unwrap();

    window.click("about").await.unwrap();
    window.click("third-party-notices").await.unwrap();
    let opened = until("the notices to be opened", LIMIT, async || {
        fs::read_to_string(&read)
            .ok()
            .filter(|path| !path.is_empty())
    });
    assert_eq!(opened.await.unwrap(), NOTICES);
    window.click("close-about").await.unwrap();
}

/// Starts the installed app, sees that the person is still signed in, and ends it.
async fn is_still_signed_in(session: &Session) {
    let app = app(session).await;
    story::at_desk(app.page()).await.unwrap();
    app.close().await.unwrap();
}

/// Who gets the app's links in this session, as the desktop's own two programs tell it.
async fn handlers(session: &Session) -> (String, String) {
    let kind = format!("x-scheme-handler/{}", Build::Packaged.scheme());
    let by_xdg = session.run("xdg-mime", &["query", "default", &kind]).await;
    let by_gio = session.run("gio", &["mime", &kind]).await;
    (by_xdg.unwrap_or_default(), by_gio.unwrap_or_default())
}

fn installed(system: &PackageSystem, package: &Path) -> String {
    let (went_well, said) = system.install(package);
    assert!(went_well, "{said}");
    said
}

#[tokio::test]
async fn the_package_from_its_installation_to_its_removal() {
    let Some(system) = PackageSystem::take() else {
        return;
    };
    let site = site().await;
    let session = desktop(&site).await;
    let (by_xdg, by_gio) = handlers(&session).await;
    assert!(!by_xdg.contains("Keapsake") && !by_gio.contains("Keapsake.desktop"));

    installed(&system, &system.before);
    let old = PackageSystem::version();
    let entry = fs::read_to_string(ENTRY).unwrap();
    assert!(entry.contains("\nExec=keapsake %u\n"), "{entry}");
    let (by_xdg, by_gio) = handlers(&session).await;
    assert_eq!(by_xdg.trim(), "Keapsake.desktop");
    assert!(by_gio.contains("Keapsake.desktop"), "{by_gio}");

    // A link reaches the app that runs: it is what ends a sign-in.
    let running = app(&session).await;
    read_the_notices(&session, running.page()).await;
    sign_in(&session, running.page()).await;
    running.close().await.unwrap();

    // And it starts the one that does not, with the link as its only argument.
    session.open_link(&site).await.unwrap();
    let browser = session.browser().await.unwrap();
    browser
        .wait_for_tab(|url| url.starts_with(&site))
        .await
        .unwrap();
    browser.page().click_css("a").await.unwrap();
    let program = Path::new(PROGRAM);
    let id = until("the link to start the app", LIMIT, async || {
        session.running(program).first().copied()
    });
    let id = id.await.unwrap();
    let line = fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap();
    let words: Vec<&str> = line.split_terminator('\0').collect();
    assert_eq!(words[1..], [Build::Packaged.return_link()], "{words:?}");
    drop(browser);
    session.end_browser();
    session.end_all(program);

    // A newer version over the app that runs: it goes on, and the next start is the new one.
    let running = app(&session).await;
    story::at_desk(running.page()).await.unwrap();
    let id = session.running(program)[0];
    installed(&system, &system.present);
    assert_ne!(PackageSystem::version(), old);
    let notices = fs::read_to_string(NOTICES).unwrap();
    assert!(notices.contains("\nsvelte ") && notices.contains("\ntauri "));
    let gone_on_with = fs::read_link(format!("/proc/{id}/exe")).unwrap();
    assert_eq!(gone_on_with, Path::new("/usr/bin/keapsake (deleted)"));
    let found = story::fill_contact(running.page(), ROBIN).await.unwrap();
    assert_eq!(found, "nobody", "the app that runs still asks its Keap");
    running.close().await.unwrap();
    is_still_signed_in(&session).await;

    // A download that broke off, and a disk without room: words, and the app still starts.
    let half = session.home().join("half.deb");
    let bytes = fs::read(&system.present).unwrap();
    fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    let version = PackageSystem::version();
    for (went_well, said) in [
        system.install(&half),
        system.install_without_room(&system.before),
    ] {
        assert!(!went_well && said.contains("error"), "{said}");
        assert!(program.is_file(), "{said}");
        is_still_signed_in(&session).await;
    }
    installed(&system, &system.present);
    assert_eq!(PackageSystem::version(), version);

    // An older version over it: allowed, in words, and the session is kept.
    let said = installed(&system, &system.before);
    assert!(said.contains("downgrading keapsake"), "{said}");
    is_still_signed_in(&session).await;

    let files = PackageSystem::files();
    assert!(files.len() > 3, "{files:?}");
    let (went_well, said) = system.remove();
    assert!(went_well, "{said}");
    for file in files {
        assert!(!file.exists(), "{} is left", file.display());
    }
    let (by_xdg, by_gio) = handlers(&session).await;
    assert_eq!(by_xdg.trim(), "", "nobody gets the links any more");
    assert!(!by_gio.contains("Keapsake.desktop"), "{by_gio}");
}
