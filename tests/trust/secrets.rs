//! Planted secrets: after everything that the app does with them, at the finest log level, none of
//! them is anywhere but in the keychain.
//!
//! The practice Keap knows every secret that has passed. They are looked for in every file of the
//! session (standard output and error, logs, settings, the web view's data), in every message to the
//! page, in the page, and in the memory of the process that it runs in. Left out are the keyring's own
//! folder, and the profile of the browser, which has followed the redirect with the code.

mod search;

use std::collections::BTreeSet;

use practice_keap::{CLIENT_SECRET, Options as KeapOptions, ScriptedAnswer, SecretKind};
use serde_json::json;
use support::desktop::{Options, Page};
use support::place::{Place, Road, parameter};
use support::story::{self, ROBIN, Typed};
use url::Url;

use crate::figure;
use search::{Search, Where, listen};

/// Less memory than this is no app.
const SMALLEST_APP: usize = 1 << 20;

const CONTACTS: &str = "/crm/rest/v2/contacts";

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

/// What tells a person that something did not work.
const TOLD: &str = "main .notice";

/// Looks the contact up. Whether Keap answered.
async fn look_up(page: &Page) -> bool {
    let found = story::find(page, ROBIN.email).await.unwrap();
    if found == "failed" {
        page.wait_for(TOLD).await.unwrap();
    }
    found != "failed"
}

/// From the form to the check of another street.
async fn check(page: &Page, line1: &str) {
    let street = "address.billing.line1";
    story::type_spot(page, street, line1).await.unwrap();
    story::check(page).await.unwrap();
}

/// Saves a contact with this street. Whether it was saved, and not already its look-up refused.
async fn save(page: &Page, line1: &str) -> bool {
    if !look_up(page).await {
        return false;
    }
    check(page, line1).await;
    page.click("save-contact").await.unwrap();
    story::saved(page).await.unwrap();
    page.click("next-contact").await.unwrap();
    story::at_desk(page).await.unwrap();
    true
}

/// A save that Keap refuses with an answer that repeats a secret, also under *Details*.
async fn save_refused(place: &Place, page: &Page, status: u16, secret: &str) {
    assert!(look_up(page).await);
    check(page, "2 Example Street").await;
    echo(place, CONTACTS, status, secret, 4);
    page.click("save-contact").await.unwrap();
    page.wait_for(TOLD).await.unwrap();
    place.keap.forget_scripts();
    if page.is_shown("[data-page=check]").await.unwrap() {
        page.click("back").await.unwrap();
    }
    page.click("discard").await.unwrap();
}

/// From the keys to a renewed token, with refusals that repeat the token they were sent.
async fn connects_and_is_refused(place: &Place, page: &Page) {
    place.connect(page, Road::ReturnPage).await;
    assert!(save(page, "1 Example Street").await);
    let access = newest(place, SecretKind::AccessToken);
    for status in [400, 403, 500] {
        echo(place, CONTACTS, status, &access, 4);
        assert!(!look_up(page).await, "{status} is told");
        place.keap.forget_scripts();
        save_refused(place, page, status, &access).await;
    }
    place.keap.expire_access_tokens();
    assert!(save(page, "3 Example Street").await, "renewed");
}

/// The session that was kept, up to a renewal that is not answered and one that is refused; then a
/// sign-in that waits. Hands back the address that would end it.
async fn goes_on_and_waits(place: &Place, page: &Page) -> Url {
    assert!(save(page, "4 Example Street").await, "the session was kept");
    for status in [503, 400] {
        place.keap.expire_access_tokens();
        let refresh = newest(place, SecretKind::RefreshToken);
        echo(place, "/token", status, &refresh, 8);
        assert!(!look_up(page).await, "{status} is told");
        place.keap.forget_scripts();
    }
    let earlier = newest(place, SecretKind::State);
    page.click("notice-sign-in").await.unwrap();
    story::at(page, "cancel").await.unwrap();
    place.answer(Some(&earlier)).await
}

/// The sign-in that waited, ended by a pasted address; *Something is wrong?*; and the sign-out.
async fn pastes_asks_what_is_wrong_and_signs_out(page: &Page, answer: &Url) {
    story::at(page, "cancel").await.unwrap();
    page.type_into("address", answer.as_str()).await.unwrap();
    page.click("paste-address").await.unwrap();
    page.click("confirm-account").await.unwrap();
    assert!(save(page, "6 Example Street").await);
    page.click("person-menu").await.unwrap();
    page.click("help").await.unwrap();
    page.click("test-connection").await.unwrap();
    let signed_in = "[data-check=account][data-grade=good]";
    page.wait_for(signed_in).await.unwrap();
    page.wait_gone("[data-grade=running]").await.unwrap();
    page.click("copy-report").await.unwrap();
    let copied = page.wait_for_text("dialog .copied", "Copied");
    copied.await.unwrap();
    page.click("close-help").await.unwrap();
    page.wait_gone("dialog").await.unwrap();
    for action in ["person-menu", "sign-out", "confirm-sign-out"] {
        page.click(action).await.unwrap();
    }
    story::at(page, "sign-in").await.unwrap();
}

/// Looks for all secrets that Keap has seen so far.
async fn look(search: &mut Search, place: &Place, page: &Page, typed: &[&str]) {
    let secrets = planted(place);
    let mut all: Vec<&str> = secrets.iter().map(|(_, value)| value.as_str()).collect();
    all.push(CLIENT_SECRET);
    search.look(place, page, &all, typed).await;
}

/// How many of the tokens stand in the memory of the app's own process, and how many there were.
fn tokens_in_memory(place: &Place) -> (usize, usize) {
    let is_token = |kind| matches!(kind, SecretKind::AccessToken | SecretKind::RefreshToken);
    let tokens = planted(place).into_iter();
    let tokens: BTreeSet<String> = tokens
        .filter_map(|(kind, value)| is_token(kind).then_some(value))
        .collect();
    let all: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let (traces, looked_at) = place.session.traces_in(&place.binary, &all).unwrap();
    assert!(looked_at > SMALLEST_APP, "{looked_at} bytes");
    let found: BTreeSet<&str> = traces.iter().map(|trace| trace.secret.as_str()).collect();
    (found.len(), tokens.len())
}

#[tokio::test]
async fn planted_secrets_are_nowhere_but_in_the_keychain() {
    let place = place().await;
    let mut search = Search::default();
    let app = place.app().await;
    story::at(app.page(), "connect").await.unwrap();
    listen(app.page()).await;
    connects_and_is_refused(&place, app.page()).await;
    look(&mut search, &place, app.page(), &[CLIENT_SECRET]).await;
    app.close().await.unwrap();

    let app = place.app().await;
    story::at_desk(app.page()).await.unwrap();
    listen(app.page()).await;
    let answer = goes_on_and_waits(&place, app.page()).await;
    look(&mut search, &place, app.page(), &[]).await;
    app.close().await.unwrap();

    let app = place.app().await;
    story::at(app.page(), "cancel").await.unwrap();
    listen(app.page()).await;
    pastes_asks_what_is_wrong_and_signs_out(app.page(), &answer).await;
    let pasted = ["code", "state"].map(|name| parameter(&answer, name).unwrap());
    let pasted = pasted.each_ref().map(String::as_str);
    look(&mut search, &place, app.page(), &pasted).await;
    let (in_memory, tokens) = tokens_in_memory(&place);
    app.close().await.unwrap();

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
    search.look_at_files(&place, &values);
    let said = search.messages.concat();
    for heard in [
        "robin.sample",
        "\"desk\"",
        "session_ended",
        "\"waiting\"",
        "Keapsake report",
    ] {
        assert!(
            said.contains(heard),
            "{heard} is among the messages: {said}"
        );
    }
    let (looked_for, found) = (values.len() + 1, search.found);
    let value = if found.is_empty() {
        let messages = search.messages.len();
        format!(
            "0 of {looked_for}, in {messages} messages, all files and the page's memory, over two \
             restarts (app memory after sign-out: {in_memory} of {tokens} tokens)"
        )
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
    listen(page).await;
    place.connect(page, Road::Loopback).await;
    let contact = Typed {
        family_name: CANARY,
        ..ROBIN
    };
    story::fill_contact(page, contact).await.unwrap();
    story::save(page).await.unwrap();
    let mut told = Search::default();
    told.look(&place, page, &[CANARY], &[]).await;
    for at in [Where::Message, Where::Page, Where::Memory] {
        assert!(told.of(at) > 0, "{at:?}: {:?}", told.found);
    }
    assert_eq!(
        told.of(Where::File),
        0,
        "a contact is in no file: {:?}",
        told.found
    );
    let access = newest(&place, SecretKind::AccessToken);
    let (in_app, _) = place.session.traces_in(&place.binary, &[&access]).unwrap();
    assert!(!in_app.is_empty(), "an app that is signed in has its token");

    let log = ".local/share/app.keapsake.dev/logs/keapsake.log";
    let log = place.session.home().join(log);
    let mut lines = std::fs::read_to_string(&log).unwrap();
    assert!(lines.contains("DEBUG"), "the finest level: {lines}");
    lines.push_str("Basic aWQ6Q2FuYXJ5MDEyMzQ1Njc4OQ==\n");
    std::fs::write(&log, lines).unwrap();
    let mut told = Search::default();
    told.look_at_files(&place, &[CANARY]);
    assert_eq!(told.of(Where::File), 1, "{:?}", told.found);
    app.close().await.unwrap();
}
