//! The policy of the page, at the app as it is shipped: nothing is loaded from elsewhere, and nothing
//! runs that did not come with the app.

use std::time::Duration;

use serde_json::json;
use support::desktop::{Launch, Options, Page, Session};
use support::story;
use tokio::net::TcpListener;

use crate::bench::{WEB_VIEW, site};
use crate::boundary::{invoke, shipped_place};

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
        "let s; try { s = new WebSocket('AT'.replace('http', 'ws')) } catch { done(true) } \
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
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}", elsewhere.local_addr().unwrap());
    for (what, stopped) in stopped(window, &at).await {
        assert!(stopped, "{what}");
    }
    let came = tokio::time::timeout(Duration::from_millis(1), elsewhere.accept()).await;
    assert!(came.is_err(), "somebody was asked for something");
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
    let site = format!("http://127.0.0.1:{}", site().await);
    app.page().client().goto(&site).await.unwrap();
    for (what, stopped) in stopped(app.page(), &site).await {
        // The site has neither pictures nor sockets: the test above sees that nobody asks for them.
        let is_there = !what.contains("picture") && !what.contains("socket");
        assert!(!is_there || !stopped, "{what} is stopped by something else");
    }
}
