//! From a fresh desktop to a saved contact, by each road that Keap's answer can take.

use std::time::Duration;

use keapsake_core::product::Build;
use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::desktop::until;
use support::story::{self, ROBIN, Typed};

use crate::place::{Place, Road, SERVICE};

const LIMIT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn from_a_fresh_desktop_to_a_contact_and_still_connected_after_a_restart() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::ReturnPage).await;

    story::fill_contact(window, ROBIN).await.unwrap();
    let (kind, text) = story::save(window).await.unwrap();
    assert_eq!(kind, "created", "{text}");
    assert!(text.contains("Robin Sample"), "{text}");
    assert_eq!(story::difference(&place.keap, "pb101", ROBIN), None);

    window.click("add-another").await.unwrap();
    let moved = Typed {
        line1: "22 Another Street",
        ..ROBIN
    };
    window.type_into("email", moved.email).await.unwrap();
    window.type_into("line1", moved.line1).await.unwrap();
    let (kind, text) = story::save(window).await.unwrap();
    assert_eq!(kind, "updated", "{text}");
    assert_eq!(story::difference(&place.keap, "pb101", moved), None);

    // Nothing secret outside the keychain: not in a file of the app, nor of its web view.
    let tokens = place.tokens().await;
    assert_eq!(tokens.len(), 2, "an access and a refresh token are kept");
    let mut secrets: Vec<&str> = tokens.iter().map(String::as_str).collect();
    secrets.push(CLIENT_SECRET);
    let traces = place.session.traces_on_disk(&secrets).unwrap();
    assert!(traces.is_empty(), "{traces:?}");
    let page = window
        .execute("return document.documentElement.outerHTML", vec![])
        .await
        .unwrap()
        .to_string();
    assert!(
        !secrets.iter().any(|secret| page.contains(secret)),
        "no secret reaches the page"
    );

    app.close().await.unwrap();
    let app = place.app().await;
    story::at(app.page(), "save-contact").await.unwrap();
    let badge = badge(app.page()).await;
    assert!(
        badge.contains("pb101"),
        "the account is always in sight: {badge:?}"
    );

    app.page().click("person-menu").await.unwrap();
    app.page().click("sign-out").await.unwrap();
    app.page().click("confirm-sign-out").await.unwrap();
    story::at(app.page(), "sign-in").await.unwrap();
    assert!(
        place.tokens().await.is_empty(),
        "signing out forgets the tokens"
    );
    let keys = place
        .session
        .secret(SERVICE, &keys_entry(&place))
        .await
        .unwrap();
    assert!(
        keys.is_some_and(|keys| keys.contains(CLIENT_ID)),
        "and keeps the keys unless asked"
    );
    app.close().await.unwrap();
}

fn keys_entry(place: &Place) -> String {
    format!("keys:other-http:localhost:{}", place.keap.address().port())
}

#[tokio::test]
async fn by_the_loopback_listener() {
    let place = Place::new().await;
    let app = place.app().await;
    place.connect(app.page(), Road::Loopback).await;
    assert_eq!(place.keap.token_requests(), 1);
    // Open only while it is waited for.
    let closed = tokio::net::TcpStream::connect(("127.0.0.1", 8765)).await;
    assert!(closed.is_err(), "nothing listens after the sign-in");
    app.close().await.unwrap();
}

#[tokio::test]
async fn by_the_apps_own_link_alone() {
    let place = Place::new().await;
    let app = place.app().await;
    place.wait_for_keap(app.page(), Road::ReturnPage).await;
    let query = answer(&place).await;
    // A page of somebody else's, before the right one.
    place
        .session
        .open_link(&format!(
            "{}?code=forged&state=forged",
            Build::Unpackaged.app_link()
        ))
        .await
        .unwrap();
    place
        .session
        .open_link(&format!("{}?{query}", Build::Unpackaged.app_link()))
        .await
        .unwrap();
    app.page().click("confirm-account").await.unwrap();
    story::at(app.page(), "save-contact").await.unwrap();
    assert_eq!(
        place.keap.token_requests(),
        1,
        "the forged link bought nothing"
    );
    app.close().await.unwrap();
}

#[tokio::test]
async fn by_pasting_the_address() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.wait_for_keap(window, Road::ReturnPage).await;
    let query = answer(&place).await;

    window.type_into("address", "abcd1234").await.unwrap();
    window.click("paste-address").await.unwrap();
    window
        .wait_for_text("main", "part of the address")
        .await
        .unwrap();

    window
        .type_into(
            "address",
            &format!("  {}?{query}\n", place.keap.return_page_url()),
        )
        .await
        .unwrap();
    // The line end has sent the form already where the field is one; a second press is harmless.
    window.click("paste-address").await.ok();
    window.click("confirm-account").await.unwrap();
    story::at(window, "save-contact").await.unwrap();
    assert_eq!(place.keap.token_requests(), 1);
    app.close().await.unwrap();
}

#[tokio::test]
async fn a_link_starts_the_app_and_ends_the_sign_in_that_waited() {
    let place = Place::new().await;
    let app = place.app().await;
    place.wait_for_keap(app.page(), Road::ReturnPage).await;
    let query = answer(&place).await;
    app.close().await.unwrap();

    place
        .session
        .open_link(&format!("{}?{query}", Build::Unpackaged.app_link()))
        .await
        .unwrap();
    until("the tokens", LIMIT, async || {
        (place.tokens().await.len() == 2).then_some(())
    })
    .await
    .unwrap();
    place.session.end_all(&place.binary);

    let app = place.app().await;
    app.page().click("confirm-account").await.unwrap();
    story::at(app.page(), "save-contact").await.unwrap();
    assert_eq!(place.keap.token_requests(), 1);
    app.close().await.unwrap();
}

#[tokio::test]
async fn the_practice_account_is_the_same_road_with_the_keys_filled_in() {
    let place = Place::with(
        practice_keap::Options::default(),
        support::desktop::Options::default().links_from_first_page("app.keapsake.dev"),
    )
    .await;
    let app = place.app().await;
    let window = app.page();
    window.click("practice").await.unwrap();
    window.click("save-keys").await.unwrap();
    window.click("sign-in").await.unwrap();
    let browser = place.session.browser().await.unwrap();
    story::log_in(&browser, "pg202").await.unwrap();
    browser.page().click_css("#allow").await.unwrap();
    window.click("confirm-account").await.unwrap();
    story::fill_contact(window, ROBIN).await.unwrap();
    let (kind, text) = story::save(window).await.unwrap();
    assert_eq!(kind, "created", "{text}");
    let badge = badge(window).await;
    assert!(
        badge.contains("Practice account"),
        "always marked: {badge:?}"
    );

    // Its Keap starts on another port next time; the session and the contact are still there.
    app.close().await.unwrap();
    let app = place.app().await;
    let window = app.page();
    story::fill_contact(window, ROBIN).await.unwrap();
    let (kind, text) = story::save(window).await.unwrap();
    assert_eq!(kind, "unchanged", "{text}");
    assert_eq!(
        place.keap.requests().len(),
        0,
        "the other Keap is not asked anything"
    );
    app.close().await.unwrap();
}

/// What Keap appends to the redirect URI: the person allows access in a browser whose last step is
/// not followed.
pub(crate) async fn answer(place: &Place) -> String {
    let browser = place.session.browser().await.unwrap();
    story::log_in(&browser, "pb101").await.unwrap();
    let page = browser.page();
    // The form is sent by the test itself, so that the redirect stays unfollowed and its address
    // can be carried by hand.
    let form = page
        .execute(
            "const b=document.querySelector('#allow'); const f=b.form; const d=new FormData(f, b); \
             return [new URL(f.action, location.href).href, new URLSearchParams(d).toString()]",
            vec![],
        )
        .await
        .unwrap();
    let (action, body) = (
        form[0].as_str().unwrap().to_owned(),
        form[1].as_str().unwrap().to_owned(),
    );
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let sent = client
        .post(action)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
        .send()
        .await
        .unwrap();
    let location = sent.headers()["location"].to_str().unwrap().to_owned();
    location.split_once('?').unwrap().1.to_owned()
}

/// What the bar says about the account. WebKit's driver finds no text in it, though it is shown.
async fn badge(window: &support::desktop::Page) -> String {
    let script = "return document.querySelector('header .badge').textContent";
    window.execute(script, vec![]).await.unwrap().to_string()
}
