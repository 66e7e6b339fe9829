//! The line between the page and the shell, at the app as it is shipped: what the page can load, call
//! and send, and that nothing outside the app sets it up in another way.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use serde_json::{Value, json};
use support::desktop::{Options, Page, Session, until};
use support::story;

use crate::place::{Place, Road, binary};

/// The app without any feature of a test.
fn as_shipped() -> PathBuf {
    let plain = std::env::var_os("KEAPSAKE_APP_AS_SHIPPED").map(PathBuf::from);
    plain.expect("KEAPSAKE_APP_AS_SHIPPED names the app built without other-keap: cargo xtask test desktop sets it")
}

pub(crate) async fn shipped_place() -> Place {
    shipped_place_with(Options::default()).await
}

async fn shipped_place_with(options: Options) -> Place {
    let options = options.variable("KEAPSAKE_LOG", "trace");
    let mut place = Place::with(practice_keap::Options::default(), options).await;
    place.binary = as_shipped();
    place
}

/// What came of a call of the shell by the page.
pub(crate) async fn invoke(page: &Page, command: &str, arguments: Value) -> Value {
    let call = "const [command, args, done] = arguments; \
         window.__TAURI_INTERNALS__.invoke(command, args) \
           .then(v => done({ answered: v }), e => done({ refused: e.message ?? e }))";
    let said = page
        .client()
        .execute_async(call, vec![json!(command), arguments]);
    said.await.unwrap()
}

#[tokio::test]
async fn the_page_can_do_nothing_but_its_commands() {
    let place = shipped_place().await;
    let app = place.app().await;
    let window = app.page();
    story::at(window, "connect").await.unwrap();
    for (command, arguments) in [
        (
            "plugin:event|listen",
            json!({ "event": "deep-link://new-url", "target": { "kind": "Any" }, "handler": 1 }),
        ),
        ("plugin:event|emit", json!({ "event": "x", "payload": 1 })),
        ("plugin:deep-link|get_current", json!({})),
        ("plugin:deep-link|register", json!({ "protocol": "x-evil" })),
        (
            "plugin:opener|open_url",
            json!({ "url": "https://example.com" }),
        ),
        ("plugin:opener|open_path", json!({ "path": "/etc/passwd" })),
        ("plugin:window|close", json!({ "label": "main" })),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": {} }),
        ),
        ("plugin:app|version", json!({})),
        ("plugin:path|resolve_directory", json!({ "directory": 1 })),
        (
            "plugin:window-state|save_window_state",
            json!({ "flags": 1 }),
        ),
        ("no_such_command", json!({})),
    ] {
        let said = invoke(window, command, arguments).await;
        assert!(
            said["refused"]
                .as_str()
                .is_some_and(|why| why.contains("not allowed") || why.contains("not found")),
            "{command}: {said}"
        );
    }
    let about = invoke(window, "about", json!({ "request": {} })).await;
    assert_eq!(
        about["answered"]["name"], "Keapsake",
        "its own commands work"
    );
    // A copy that is no package has no such file, and says so.
    let notices = json!({ "request": { "page": "third_party_notices" } });
    let said = invoke(window, "open_page", notices).await["refused"].take();
    assert_eq!(said["notice"]["code"], "no_third_party_notices", "{said}");
    let before = window.url().await.unwrap();
    window
        .execute("location.href='https://accounts.infusionsoft.com/'", vec![])
        .await
        .unwrap();
    story::at(window, "connect").await.unwrap();
    assert_eq!(
        window.url().await.unwrap(),
        before,
        "the window never leaves its page"
    );
    app.close().await.unwrap();
}

#[tokio::test]
async fn the_environment_leads_the_shipped_app_nowhere_else() {
    // What is to be opened is noted here, and goes nowhere.
    let folder = tempfile::tempdir().unwrap();
    let (opener, notes) = (folder.path().join("xdg-open"), folder.path().join("notes"));
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n",
        notes.display()
    );
    fs::write(&opener, script).unwrap();
    fs::set_permissions(&opener, Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", folder.path().display());
    let place = shipped_place_with(Options::default().variable("PATH", &path)).await;
    let app = place.app().await;
    app.page().click("connect").await.unwrap();
    let keys = story::enter_keys(app.page(), CLIENT_ID, CLIENT_SECRET);
    keys.await.unwrap();
    app.page().click("sign-in").await.unwrap();
    let asked_for = until("the browser", LIMIT, async || {
        let text = fs::read_to_string(&notes).ok()?;
        let mut lines = text.split_inclusive('\n');
        let page = lines.find(|line| line.starts_with("http") && line.ends_with('\n'));
        page.map(str::to_owned)
    });
    let asked_for = asked_for.await.unwrap();
    let keap = "https://accounts.infusionsoft.com/app/oauth/authorize?";
    assert!(asked_for.starts_with(keap), "{asked_for}");
    assert_eq!(
        place.keap.requests().len(),
        0,
        "nobody asked the other Keap"
    );
    app.close().await.unwrap();
    let log = logs(&place.session);
    assert!(!log.contains("TRACE") && !log.contains("DEBUG"), "{log}");
}

/// All that the app has logged.
pub(crate) fn logs(session: &Session) -> String {
    let folder = session.home().join(".local/share/app.keapsake.dev/logs");
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .map(|file| fs::read_to_string(file.path()).unwrap())
        .collect()
}

#[test]
fn a_build_without_the_features_of_tests_does_not_know_their_names() {
    let holds = |path: &Path, name: &str| {
        let bytes = fs::read(path).unwrap();
        bytes
            .windows(name.len())
            .any(|piece| piece == name.as_bytes())
    };
    for name in ["KEAPSAKE_KEAP_URL", "KEAPSAKE_LOG", "KEAPSAKE_KILL_POINT"] {
        assert!(
            holds(&binary(), name),
            "{name}: the test build knows it, so the search finds names"
        );
        assert!(!holds(&as_shipped(), name), "{name}");
    }
}

const LIMIT: Duration = Duration::from_secs(20);

/// More than anybody types or pastes.
const HUGE: usize = 1 << 20;

/// Longer than any answer that asks nobody.
const AT_ONCE: Duration = Duration::from_secs(2);

/// Spots of every kind, each with rules of its own.
const SPOTS: [&str; 14] = [
    "given_name",
    "email.1",
    "phone.1.number",
    "company",
    "website",
    "birth_date",
    "owner_id",
    "time_zone",
    "address.billing.line1",
    "address.billing.country",
    "address.billing.region",
    "address.billing.postal_code",
    "social.facebook",
    "custom.21",
];

/// A request to every command that takes more than nothing; `HUGE` stands for a long text. `sheet` lies on
/// the desk.
fn requests(sheet: &Value) -> Vec<(&'static str, Value)> {
    let nothing = json!({ "apply": [], "remove": [] });
    let wanted = |sheet: &Value, edits: Value| json!({ "sheet": sheet, "draft": null, "edits": edits, "tags": nothing, "consent": [] });
    let meant = json!({ "country_code": "HUGE", "text": "HUGE" });
    let undo = |id: Value| json!({ "id": id, "remove": "seen", "decided": { "HUGE": "leave" } });
    let long = |spot: &str| wanted(sheet, json!({ spot: "HUGE" }));
    let mut requests: Vec<_> = SPOTS
        .iter()
        .flat_map(|spot| [("review_contact", long(spot)), ("save_contact", long(spot))])
        .collect();
    requests.extend([
        ("save_contact", wanted(&json!("HUGE"), json!({}))),
        ("save_contact", wanted(&json!(77_777), json!({}))),
        ("save_contact", wanted(sheet, json!(["HUGE"]))),
        (
            "keep_draft",
            json!({ "wanted": wanted(&json!(77_777), json!({ "given_name": "HUGE" })), "about": { "contact_id": "HUGE", "email": null, "name": "HUGE" } }),
        ),
        ("find_contacts", json!({ "by": "email", "text": "HUGE" })),
        (
            "find_contacts",
            json!({ "by": "HUGE", "text": "a@example.com" }),
        ),
        ("drop_draft", json!({ "id": "HUGE" })),
        ("resume_draft", json!({ "id": 77_777 })),
        ("open_sheet", json!({ "contact_id": "HUGE" })),
        ("find_contacts", json!({ "by": "name", "text": "HUGE" })),
        ("find_contacts", json!({ "by": "phone", "text": "HUGE" })),
        ("choices", json!({ "of": "HUGE" })),
        ("address_format", json!({ "country_code": 7 })),
        ("undo_save", undo(json!("HUGE"))),
        ("undo_save", undo(json!(77_777))),
        ("history", json!({ "search": "HUGE" })),
        ("set_history", json!({ "on": "HUGE" })),
        ("choose_door", json!({ "door": "HUGE" })),
        (
            "save_keys",
            json!({ "client_id": "HUGE", "client_secret": "s" }),
        ),
        (
            "save_keys",
            json!({ "client_id": "i", "client_secret": "HUGE" }),
        ),
        ("set_pkce", json!({ "sent": "HUGE" })),
        (
            "set_route",
            json!({ "kind": "return_page", "return_page": "https://HUGE" }),
        ),
        ("set_route", json!({ "kind": "HUGE", "return_page": null })),
        ("paste_address", json!({ "address": "HUGE" })),
        ("copy", json!({ "what": "HUGE" })),
        ("provinces", json!({ "country_code": "HUGE" })),
        ("propose_region", meant),
        ("open_contact", json!({ "contact_id": "HUGE" })),
        ("open_page", json!({ "page": "HUGE" })),
        ("shipped_text", json!({ "text": "HUGE" })),
        ("sign_out", json!({ "forget_keys": "HUGE" })),
        ("set_zoom", json!({ "step": "HUGE" })),
        ("diagnose", json!({ "check": "HUGE" })),
        ("set_proxy", json!({ "address": "HUGE" })),
    ]);
    requests
}

/// Every command of the page, and whether it takes nothing.
fn commands() -> Vec<(String, bool)> {
    let bindings = include_str!("../../ui/src/ipc/bindings.ts");
    let map = bindings.split_once("export type Commands = {").unwrap().1;
    let lines = map.lines().filter_map(|line| line.trim().split_once(": ["));
    lines
        .map(|(name, types)| (name.to_owned(), types.starts_with("Nothing,")))
        .collect()
}

#[tokio::test]
async fn texts_of_a_mebibyte_and_wrong_types_are_refused_at_once() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::Loopback).await;
    let put = "window.huge = 'x'.repeat(arguments[0]); \
         window.swell = value => typeof value === 'string' ? value.replace('HUGE', huge) \
           : Array.isArray(value) ? value.map(swell) \
           : value && typeof value === 'object' \
             ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, swell(v)])) : value";
    window.execute(put, vec![json!(HUGE)]).await.unwrap();
    // What the commands need of Keap is there before they are counted.
    for (list, request) in [
        ("countries", json!({})),
        ("custom_fields", json!({})),
        ("choices", json!({ "of": "owners" })),
        ("choices", json!({ "of": "prefixes" })),
        ("choices", json!({ "of": "lead_sources" })),
        ("choices", json!({ "of": "tags" })),
        ("choices", json!({ "of": "time_zones" })),
    ] {
        let said = invoke(window, list, json!({ "request": request })).await;
        assert!(said["refused"].is_null(), "{list}: {said}");
    }
    let nobody = json!({ "request": { "by": "email", "text": "long@example.com" } });
    let found = invoke(window, "find_contacts", nobody).await;
    let sheet = found["answered"]["sheet"]["sheet"].clone();
    assert!(sheet.is_number(), "{found}");
    place.keap.clear_records();

    let requests = requests(&sheet);
    let mut wrong: Vec<(String, Value)> = Vec::new();
    for (name, takes_nothing) in commands() {
        assert!(
            takes_nothing || requests.iter().any(|(command, _)| *command == name),
            "{name} takes something, and is not tried"
        );
        for request in [json!(null), json!(7), json!("HUGE"), json!([[["HUGE"]]])] {
            wrong.push((name.clone(), request));
        }
        // Its one member may be left out: that is the format before a country is chosen.
        if !takes_nothing && name != "address_format" {
            wrong.push((name.clone(), json!({})));
        }
    }
    let tried = requests
        .into_iter()
        .map(|(name, request)| (name.to_owned(), request));
    for (command, request) in tried.chain(wrong) {
        let call = "const [command, request, done] = arguments; const began = performance.now(); \
             const end = what => done([what, performance.now() - began]); \
             window.__TAURI_INTERNALS__.invoke(command, { request: swell(request) }) \
               .then(v => end(v?.length === 0 || v?.found === 'incomplete' || v?.entries?.length === 0 ? 'nothing' : 'answered'), e => end(typeof e === 'string' ? 'not read' : 'refused'))";
        let arguments = vec![json!(command), request.clone()];
        let said = window
            .client()
            .execute_async(call, arguments)
            .await
            .unwrap();
        assert!(
            ["refused", "not read", "nothing"].contains(&said[0].as_str().unwrap()),
            "{command} {request}: {said}"
        );
        let took = Duration::from_secs_f64(said[1].as_f64().unwrap() / 1_000.0);
        assert!(took < AT_ONCE, "{command} {request}: {said}");
    }
    let asked = place.keap.requests();
    assert!(asked.is_empty(), "Keap was asked: {:?}", asked[0].path);
    assert!(!place.session.app_log().contains("panicked"));
    story::at_desk(window)
        .await
        .expect("the form is still there");
    app.close().await.unwrap();
}
