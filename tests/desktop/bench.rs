//! The bench proves itself, without the app: a browser that `xdg-open` starts, a link that reaches
//! its program, a keyring, a driven window, and nothing left afterwards.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use support::desktop::{BenchError, Launch, Options, Session, until};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const SCHEME: &str = "x-keapsake-bench";
const LIMIT: Duration = Duration::from_secs(20);

/// `WebKitGTK`'s own little browser stands in for an app with a web view.
pub(crate) const WEB_VIEW: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/// A site on loopback: a page with a form, and `/leave`, which redirects to a link.
async fn site() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = vec![0; 8192];
                let length = stream.read(&mut head).await.unwrap_or(0);
                let answer = if head[..length].starts_with(b"GET /leave") {
                    format!(
                        "HTTP/1.1 302 Found\r\nLocation: {SCHEME}://oauth/callback?code=a%20b&state=1\r\nContent-Length: 0\r\n\r\n"
                    )
                } else {
                    let page = "<!doctype html><title>Bench page</title><h1>Hello</h1>\
                        <form action=/sent><input name=who><select name=land><option value=a>A\
                        <option value=b>B</select><button data-action=send>Send</button></form>";
                    format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
                        page.len()
                    )
                };
                stream.write_all(answer.as_bytes()).await.ok();
            });
        }
    });
    port
}

/// A handler that writes each link it gets, with the number of arguments, into a file.
async fn listen_for_links(session: &Session) -> std::path::PathBuf {
    let arrived = session.home().join("arrived");
    // Renamed into place, so that a half-written line is never read.
    let script = format!(
        "printf '%s %s' $# \"$1\" > '{0}.new' && mv '{0}.new' '{0}'",
        arrived.display()
    );
    session.handle_links(SCHEME, &script).await.unwrap();
    arrived
}

async fn arrival(file: &Path) -> Result<String, BenchError> {
    until("the link", LIMIT, async || fs::read_to_string(file).ok()).await
}

#[tokio::test]
async fn a_page_opened_by_xdg_open_is_read_filled_and_leaves_through_a_link() {
    let port = site().await;
    let session = Session::start(Options::default().links_from_first_page(SCHEME))
        .await
        .unwrap();
    let arrived = listen_for_links(&session).await;
    session
        .open_link(&format!("http://127.0.0.1:{port}/first"))
        .await
        .unwrap();

    let browser = session.browser().await.unwrap();
    browser
        .wait_for_tab(|url| url.ends_with("/first"))
        .await
        .unwrap();
    let page = browser.page();
    assert_eq!(page.wait_for_text("h1", "Hell").await.unwrap(), "Hello");
    page.type_into("who", "Ann Example").await.unwrap();
    page.choose("land", "b").await.unwrap();
    assert_eq!(page.value("who").await.unwrap(), "Ann Example");
    page.click("send").await.unwrap();
    page.wait_for_url(|url| url.ends_with("/sent?who=Ann+Example&land=b"))
        .await
        .unwrap();
    let picture = session.home().join("page.png");
    page.screenshot(&picture).await.unwrap();
    assert!(fs::read(&picture).unwrap().starts_with(b"\x89PNG"));

    // Without the profile's permission a dialog would stand here, and nothing would arrive.
    page.client()
        .goto(&format!("http://127.0.0.1:{port}/leave"))
        .await
        .unwrap();
    let link = arrival(&arrived).await.unwrap();
    assert_eq!(
        link,
        format!("1 {SCHEME}://oauth/callback?code=a%20b&state=1")
    );
}

#[tokio::test]
async fn a_link_from_a_page_nobody_permitted_does_not_arrive() {
    // The other half of the test above: it is the permission that lets the link through.
    let port = site().await;
    let session = Session::start(Options::default()).await.unwrap();
    let arrived = listen_for_links(&session).await;
    session
        .open_link(&format!("http://127.0.0.1:{port}/leave"))
        .await
        .unwrap();
    session.browser().await.unwrap();
    let silent = until("a link", Duration::from_secs(3), async || {
        arrived.exists().then_some(())
    })
    .await;
    assert!(
        matches!(silent, Err(BenchError::TimedOut { .. })),
        "{silent:?}"
    );
}

#[tokio::test]
async fn a_link_opened_from_the_desktop_reaches_its_program() {
    let session = Session::start(Options::default().without_keyring())
        .await
        .unwrap();
    let arrived = listen_for_links(&session).await;
    session
        .open_link(&format!("{SCHEME}://return?a=%C3%A4&b='c'"))
        .await
        .unwrap();
    assert_eq!(
        arrival(&arrived).await.unwrap(),
        format!("1 {SCHEME}://return?a=%C3%A4&b='c'")
    );
}

#[tokio::test]
async fn the_keyring_is_unlocked_read_locked_and_started_again() {
    let mut session = Session::start(Options::default()).await.unwrap();
    let script = "printf canary-0123456789 | secret-tool store --label 'keyring:pending@Bench' service Bench username pending";
    session.run("sh", &["-c", script]).await.unwrap();
    let held = session.secrets_of("Bench").await.unwrap();
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(
        (held[0].label.as_str(), held[0].secret.as_str()),
        ("keyring:pending@Bench", "canary-0123456789")
    );

    assert_eq!(
        session.traces_on_disk(&["canary-0123456789"]).unwrap(),
        Vec::new()
    );
    fs::write(session.home().join(".config/leak"), "x canary-0123456789").unwrap();
    assert_eq!(
        session
            .traces_on_disk(&["canary-0123456789"])
            .unwrap()
            .len(),
        1
    );

    session.lock_keyring().await.unwrap();
    assert_eq!(session.secret("Bench", "pending").await.unwrap(), None);
    session.restart_keyring().await.unwrap();
    assert_eq!(
        session.secret("Bench", "pending").await.unwrap().as_deref(),
        Some("canary-0123456789")
    );
}

#[tokio::test]
async fn a_web_view_is_driven_read_pictured_and_closed() {
    let port = site().await;
    let session = Session::start(Options::default().without_keyring())
        .await
        .unwrap();
    let launch = Launch::of(WEB_VIEW).argument("--automation");
    let app = session.app(&launch).await.unwrap();
    let page = app.page();
    page.client()
        .goto(&format!("http://127.0.0.1:{port}/"))
        .await
        .unwrap();
    assert_eq!(page.text("h1").await.unwrap(), "Hello");
    page.type_into("who", "Ann").await.unwrap();
    assert_eq!(page.value("who").await.unwrap(), "Ann");
    assert_eq!(
        page.attribute("button", "data-action")
            .await
            .unwrap()
            .as_deref(),
        Some("send")
    );
    assert!(page.window_size().await.unwrap().0 > 100);
    let titles = session.window_titles().await.unwrap();
    assert!(
        titles.iter().any(|title| title.contains("Bench page")),
        "{titles:?}"
    );
    let picture = session.home().join("screen.png");
    session.screenshot(&picture).await.unwrap();
    assert!(fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
    assert_eq!(session.running(Path::new(WEB_VIEW)).len(), 1);
    app.close().await.unwrap();
    assert_eq!(session.running(Path::new(WEB_VIEW)), Vec::<u32>::new());
}

#[tokio::test]
async fn a_program_that_opens_no_window_costs_a_bounded_wait() {
    let session = Session::start(Options::default().without_keyring())
        .await
        .unwrap();
    let started = Instant::now();
    let failed = session.app(&Launch::of("/bin/true")).await;
    assert!(failed.is_err());
    assert!(
        started.elapsed() < LIMIT,
        "the driver alone would wait for ever"
    );
}

#[tokio::test]
async fn nothing_is_left_of_a_session() {
    let port = site().await;
    let session = Session::start(Options::default()).await.unwrap();
    let home = session.home();
    session.start_without_driver(&Launch::of(WEB_VIEW)).unwrap();
    session
        .open_link(&format!("http://127.0.0.1:{port}/first"))
        .await
        .unwrap();
    session.browser().await.unwrap();
    let folder = home.parent().unwrap().to_owned();
    drop(session);
    assert!(!folder.exists(), "its folders are gone");
    // Every program of a session names its folder in its environment.
    let name = folder.to_string_lossy().into_owned().into_bytes();
    let left: Vec<_> = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(|process| {
            let environment = fs::read(process.path().join("environ")).unwrap_or_default();
            environment.windows(name.len()).any(|window| window == name)
        })
        .map(|process| fs::read_to_string(process.path().join("cmdline")))
        .collect();
    assert!(left.is_empty(), "and so are its processes: {left:?}");
}
