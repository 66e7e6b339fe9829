//! Planted secrets: after everything that the app does with them, at the finest log level, none of
//! them is anywhere but in the keychain.
//!
//! The practice Keap knows every secret that has passed. They are looked for in every file of the
//! session (standard output and error, logs, settings, the web view's data), in every message to the
//! page, in the page, and in the memory of the process that it runs in. Left out are the keyring's own
//! folder, and the profile of the browser, which has followed the redirect with the code.

use std::time::Duration;

use practice_keap::{CLIENT_SECRET, Options as KeapOptions, ScriptedAnswer, SecretKind};
use serde_json::json;
use support::desktop::{Options, Page, until, written_in};
use support::place::{Place, Road};
use support::story::{self, ROBIN, Typed};

use crate::figure;

/// Notes every answer, refusal and channel message on its one way into the page: all of them are
/// handed to a callback that is looked up here by its number.
const LISTEN: &str = "\
    const { callbacks } = window.__TAURI_INTERNALS__; \
    const look = callbacks.get.bind(callbacks); \
    window.heard = []; \
    callbacks.get = id => { \
        const call = look(id); \
        return call && (data => { window.heard.push(JSON.stringify(data) ?? ''); return call(data) }) \
    }";

/// All text that the page holds and a script in it could read.
const IN_PAGE: &str = "\
    const fields = [...document.querySelectorAll('input, textarea, select')].map(f => f.value); \
    const own = Object.keys(window).map(name => { try { return window[name] } catch { return '' } }); \
    return JSON.stringify([document.documentElement.outerHTML, fields, {...localStorage}, \
        {...sessionStorage}, own.filter(value => typeof value === 'string'), document.cookie, \
        location.href, history.state])";

/// Less memory than this is no page.
const SMALLEST_PAGE: usize = 10 << 20;

const LIMIT: Duration = Duration::from_secs(30);

const CONTACTS: &str = "/crm/rest/v2/contacts";

/// Where a secret was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Message,
    Page,
    Memory,
    File,
}

/// What has been looked through, and what was found in it.
struct Search {
    messages: Vec<String>,
    found: Vec<(Where, String)>,
}

impl Search {
    fn of(&self, place: Where) -> usize {
        self.found.iter().filter(|(at, _)| *at == place).count()
    }
}

/// Looks everywhere for secrets; for the `typed` one not in the page's memory, where it was typed.
async fn search(place: &Place, page: &Page, secrets: &[&str], typed: &str) -> Search {
    let messages = page.execute("return window.heard", vec![]).await.unwrap();
    let messages: Vec<String> = serde_json::from_value(messages).unwrap();
    let stands = page.execute(IN_PAGE, vec![]).await.unwrap();
    let all = [secrets, &[typed]].concat();
    let mut found = Vec::new();
    for (at, text) in [
        (Where::Message, messages.join("\n")),
        (Where::Page, stands.as_str().unwrap().to_owned()),
    ] {
        let written = written_in(&text, &all).into_iter();
        found.extend(written.map(|(secret, form)| (at, format!("{secret} ({form})"))));
    }
    let (traces, looked_at) = place.session.traces_in_web_views(secrets).unwrap();
    assert!(looked_at > SMALLEST_PAGE, "{looked_at} bytes");
    found.extend(
        traces
            .iter()
            .map(|trace| (Where::Memory, format!("{trace:?}"))),
    );
    let traces = place.session.traces_on_disk(&all).unwrap();
    found.extend(
        traces
            .iter()
            .map(|trace| (Where::File, format!("{trace:?}"))),
    );
    Search { messages, found }
}

async fn place() -> Place {
    let options = Options::default().variable("KEAPSAKE_LOG", "trace");
    Place::with(KeapOptions::default(), options).await
}

/// The secrets that Keap has seen so far; the typed one apart.
fn planted(place: &Place) -> Vec<(SecretKind, String)> {
    let seen = place.keap.secrets().into_iter();
    let seen = seen.filter(|secret| secret.kind != SecretKind::ClientSecret);
    seen.map(|secret| (secret.kind, secret.value)).collect()
}

fn newest(place: &Place, kind: SecretKind) -> String {
    let all = planted(place);
    let newest = all.iter().rev().find(|(other, _)| *other == kind);
    newest.unwrap().1.clone()
}

/// The next answers under this path repeat a secret in their bodies and headers.
fn echo(place: &Place, path: &str, status: u16, secret: &str, times: usize) {
    let body = json!({
        "error": "invalid_grant", "error_description": format!("Not good: {secret}"),
        "code": status, "message": format!("Not good: {secret}"), "details": [],
    });
    for _ in 0..times {
        place.keap.script(ScriptedAnswer {
            path_prefix: path.to_owned(),
            status,
            headers: vec![("x-echo".to_owned(), secret.to_owned())],
            body: body.to_string(),
            content_type: "application/json".to_owned(),
            ..ScriptedAnswer::default()
        });
    }
}

/// How many saves have been answered so far, one way or the other.
const ANSWERED: &str = "return window.heard.map(text => JSON.parse(text)) \
    .filter(heard => heard && ('result' in Object(heard) || 'notice' in Object(heard))).length";

/// Saves a contact with this street. Whether it was saved.
async fn save(page: &Page, line1: &str) -> bool {
    page.type_into("email", ROBIN.email).await.unwrap();
    page.type_into("line1", line1).await.unwrap();
    let before = page.execute(ANSWERED, vec![]).await.unwrap();
    page.click("save-contact").await.unwrap();
    until("an answer", LIMIT, async || {
        let now = page.execute(ANSWERED, vec![]).await.ok()?;
        (now != before).then_some(())
    })
    .await
    .unwrap();
    let told = "[data-result], main .notice, [data-action=\"sign-in\"]";
    page.wait_for(told).await.unwrap();
    let saved = page.is_shown("[data-result]").await.unwrap();
    if saved {
        page.click("add-another").await.unwrap();
        story::at(page, "save-contact").await.unwrap();
    }
    saved
}

/// Everything that secrets take part in, from the keys to the sign-out.
async fn scenario(place: &Place, page: &Page) {
    place.connect(page, Road::ReturnPage).await;
    assert!(save(page, "1 Example Street").await);
    // Refusals that repeat the token they were sent.
    let access = newest(place, SecretKind::AccessToken);
    for status in [400, 403, 500] {
        echo(place, CONTACTS, status, &access, 4);
        assert!(!save(page, "2 Example Street").await, "{status} is told");
        place.keap.forget_scripts();
    }
    place.keap.expire_access_tokens();
    assert!(save(page, "3 Example Street").await, "renewed");
    // A renewal that is not answered, and one that is refused.
    for status in [503, 400] {
        place.keap.expire_access_tokens();
        let refresh = newest(place, SecretKind::RefreshToken);
        echo(place, "/token", status, &refresh, 8);
        assert!(!save(page, "4 Example Street").await, "{status} is told");
        place.keap.forget_scripts();
    }
    page.click("notice-sign-in").await.unwrap();
    story::at(page, "cancel").await.unwrap();
    let browser = place.session.browser().await.unwrap();
    story::log_in(&browser, "pb101").await.unwrap();
    browser.page().click_css("#allow").await.unwrap();
    page.click("confirm-account").await.unwrap();
    assert!(save(page, "5 Example Street").await);
    page.click("person-menu").await.unwrap();
    page.click("sign-out").await.unwrap();
    page.click("confirm-sign-out").await.unwrap();
    story::at(page, "sign-in").await.unwrap();
}

#[tokio::test]
async fn planted_secrets_are_nowhere_but_in_the_keychain() {
    let place = place().await;
    let app = place.app().await;
    let page = app.page();
    story::at(page, "connect").await.unwrap();
    page.execute(LISTEN, vec![]).await.unwrap();
    scenario(&place, page).await;

    let secrets = planted(&place);
    for (kind, least) in [
        (SecretKind::State, 2),
        (SecretKind::Code, 2),
        (SecretKind::Verifier, 2),
        (SecretKind::AccessToken, 3),
        (SecretKind::RefreshToken, 3),
    ] {
        let planted = secrets.iter().filter(|(other, _)| *other == kind).count();
        assert!(planted >= least, "{planted} of {kind:?}");
    }
    let values: Vec<&str> = secrets.iter().map(|(_, value)| value.as_str()).collect();
    let search = search(&place, page, &values, CLIENT_SECRET).await;
    let said = search.messages.concat();
    for heard in ["robin.sample", "\"desk\"", "session_ended", "\"waiting\""] {
        assert!(
            said.contains(heard),
            "{heard} is among the messages: {said}"
        );
    }
    app.close().await.unwrap();
    let later = place.session.traces_on_disk(&values).unwrap();
    let mut found = search.found;
    found.extend(
        later
            .iter()
            .map(|trace| (Where::File, format!("{trace:?}"))),
    );
    let looked_for = values.len() + 1;
    let value = if found.is_empty() {
        let messages = search.messages.len();
        format!("0 of {looked_for}, in {messages} messages, all files and the page's memory")
    } else {
        format!("{} of {looked_for}: {found:?}", found.len())
    };
    figure::report(
        "09-secrets",
        "planted secrets found in stdout, stderr, logs, settings, web view data and every message to \
         the page, after a full scenario at trace level",
        "0",
        &value,
        found.is_empty(),
    );
}

/// The same search, where something that is looked for has gone everywhere.
#[tokio::test]
async fn the_search_finds_what_has_been_said_to_the_page_and_what_is_in_a_file() {
    const CANARY: &str = "Canary0123456789";
    let place = place().await;
    let app = place.app().await;
    let page = app.page();
    story::at(page, "connect").await.unwrap();
    page.execute(LISTEN, vec![]).await.unwrap();
    place.connect(page, Road::Loopback).await;
    let contact = Typed {
        family_name: CANARY,
        ..ROBIN
    };
    story::fill_contact(page, contact).await.unwrap();
    story::save(page).await.unwrap();
    let told = search(&place, page, &[CANARY], "never-typed-0123").await;
    for at in [Where::Message, Where::Page, Where::Memory] {
        assert!(told.of(at) > 0, "{at:?}: {:?}", told.found);
    }
    assert_eq!(
        told.of(Where::File),
        0,
        "a contact is in no file: {:?}",
        told.found
    );

    let log = ".local/share/app.keapsake.dev/logs/keapsake.log";
    let log = place.session.home().join(log);
    let mut lines = std::fs::read_to_string(&log).unwrap();
    assert!(lines.contains("DEBUG"), "the finest level: {lines}");
    lines.push_str("Basic aWQ6Q2FuYXJ5MDEyMzQ1Njc4OQ==\n");
    std::fs::write(&log, lines).unwrap();
    let told = search(&place, page, &[CANARY], "never-typed-0123").await;
    assert_eq!(told.of(Where::File), 1, "{:?}", told.found);
    app.close().await.unwrap();
}
