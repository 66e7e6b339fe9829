//! The policy of the page, at the app as it is shipped: nothing is loaded from elsewhere, and nothing
//! runs that did not come with the app.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use support::desktop::{Launch, Options, Page, Session, until};
use support::{plain_http, story};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::bench::WEB_VIEW;
use crate::boundary::{invoke, shipped_place};

const LIMIT: Duration = Duration::from_secs(20);

/// What the policy forbids, each as a script that says whether it was stopped. `AT` is a server that
/// counts who comes.
const FORBIDDEN: [(&str, &str); 9] = [
    (
        "an inline script",
        "const s = document.createElement('script'); s.textContent = 'window.intruder = 1'; \
         document.head.append(s); done(window.intruder === undefined)",
    ),
    (
        "a handler in an attribute",
        "const b = document.createElement('button'); b.setAttribute('onclick', 'window.clicked = 1'); \
         document.body.append(b); b.click(); b.remove(); done(window.clicked === undefined)",
    ),
    (
        "a script from elsewhere",
        "const s = document.createElement('script'); s.onload = () => done(false); \
         s.onerror = () => done(true); s.src = 'AT/script.js'; document.head.append(s)",
    ),
    (
        "text as a script",
        "let ran = false; try { ran = (0, eval)('1 + 1') === 2 } catch { ran = false } done(!ran)",
    ),
    (
        "a fetch",
        "fetch('AT/fetch', { mode: 'no-cors' }).then(() => done(false), () => done(true))",
    ),
    (
        "a picture from elsewhere",
        "const i = new Image(); i.onload = () => done(false); i.onerror = () => done(true); \
         i.src = 'AT/picture.png'",
    ),
    (
        "a socket",
        "let s; try { s = new WebSocket('AT/socket'.replace('http', 'ws')) } catch { done(true) } \
         if (s) { s.onopen = () => done(false); s.onerror = () => done(true) }",
    ),
    (
        "a form that leaves",
        "addEventListener('securitypolicyviolation', e => done(e.effectiveDirective === 'form-action'), \
           { once: true }); \
         const f = document.createElement('form'); f.action = 'AT/form'; document.body.append(f); \
         f.submit(); f.remove()",
    ),
    (
        "a page within the page",
        "addEventListener('securitypolicyviolation', e => done(e.effectiveDirective.startsWith('frame') \
           || e.effectiveDirective === 'child-src' || e.effectiveDirective === 'default-src'), { once: true }); \
         const f = document.createElement('iframe'); f.src = 'AT/frame'; document.body.append(f)",
    ),
];

/// What of it asks somebody for something.
const ASKED_FOR: [&str; 6] = [
    "fetch",
    "form",
    "frame",
    "picture.png",
    "script.js",
    "socket",
];

/// A server that notes what it is asked for.
struct Elsewhere {
    address: String,
    asked: Arc<Mutex<BTreeSet<String>>>,
}

impl Elsewhere {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(BTreeSet::new()));
        let noted = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let noted = Arc::clone(&noted);
                tokio::spawn(async move {
                    let mut head = vec![0; 8192];
                    let length = stream.read(&mut head).await.unwrap_or(0);
                    let head = String::from_utf8_lossy(&head[..length]).into_owned();
                    let path = head.split([' ', '?']).nth(1).unwrap_or_default();
                    noted.lock().unwrap().insert(path.replace('/', ""));
                    let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\
                        Content-Length: 15\r\nConnection: close\r\n\r\n<!doctype html>";
                    stream.write_all(answer.as_bytes()).await.ok();
                });
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> BTreeSet<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Whether each is stopped on this page, by name.
async fn stopped(page: &Page, at: &str) -> Vec<(&'static str, bool)> {
    let mut stopped = Vec::new();
    for (what, script) in FORBIDDEN {
        let script = script.replace("AT", at);
        let script = format!(
            "const done = arguments[arguments.length - 1]; setTimeout(() => done(false), 3000); {script}"
        );
        // A page that leaves answers nothing.
        let answer = page.client().execute_async(&script, vec![]).await;
        stopped.push((what, answer.is_ok_and(|answer| answer == true)));
    }
    stopped
}

#[tokio::test]
async fn the_shipped_page_loads_nothing_and_runs_nothing_but_itself() {
    let place = shipped_place().await;
    let app = place.app().await;
    let window = app.page();
    story::at(window, "connect").await.unwrap();
    let elsewhere = Elsewhere::start().await;
    for (what, stopped) in stopped(window, &elsewhere.address).await {
        assert!(stopped, "{what}");
    }
    // It hears who comes, and has heard this test alone.
    let heard = format!("{}/heard", elsewhere.address);
    plain_http().unwrap().get(heard).send().await.unwrap();
    assert_eq!(elsewhere.asked(), BTreeSet::from(["heard".to_owned()]));
    let said = invoke(window, "about", json!({ "request": {} })).await;
    assert!(said["answered"].is_object(), "and commands still work");
    app.close().await.unwrap();
}

/// The same in the same kind of web view, on a page that has no policy.
#[tokio::test]
async fn without_a_policy_the_same_scripts_get_through() {
    let session = Session::start(Options::default()).await.unwrap();
    let launch = Launch::of(WEB_VIEW).argument("--automation");
    let app = session.app(&launch).await.unwrap();
    let elsewhere = Elsewhere::start().await;
    let site = &elsewhere.address;
    app.page().client().goto(site).await.unwrap();
    for (what, stopped) in stopped(app.page(), site).await {
        // It has neither pictures nor sockets, but is asked for them.
        let is_there = !what.contains("picture") && !what.contains("socket");
        assert!(!is_there || !stopped, "{what} is stopped by something else");
    }
    until("all of them to be asked for", LIMIT, async || {
        let asked = elsewhere.asked();
        ASKED_FOR
            .iter()
            .all(|path| asked.contains(*path))
            .then_some(())
    })
    .await
    .unwrap_or_else(|error| panic!("{error}: {:?}", elsewhere.asked()));
}
