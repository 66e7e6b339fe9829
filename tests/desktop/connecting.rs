//! From a fresh desktop to a saved contact, by each road that Keap's answer can take.

use std::time::Duration;

use keapsake_core::product::Build;
use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::desktop::{Page, until};
use support::story::{self, ROBIN, Typed};

use crate::place::{Place, Road, SERVICE};

const LIMIT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn from_a_fresh_desktop_to_a_contact_and_still_connected_after_a_restart() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::ReturnPage).await;

    let found = story::fill_contact(window, ROBIN).await.unwrap();
    assert_eq!(found, "nobody");
    let (kind, text) = story::save(window).await.unwrap();
    assert_eq!(kind, "created", "{text}");
    assert!(text.contains("Robin Sample"), "{text}");
    assert_eq!(story::difference(&place.keap, "pb101", ROBIN), None);

    window.click("next-contact").await.unwrap();
    let moved = Typed {
        line1: "22 Another Street",
        ..ROBIN
    };
    assert_eq!(story::find(window, moved.email).await.unwrap(), "one");
    let street = "address.billing.line1";
    story::type_spot(window, street, moved.line1).await.unwrap();
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
    assert_none_in_page(window, &secrets).await;

    app.close().await.unwrap();
    let app = place.app().await;
    story::at_desk(app.page()).await.unwrap();
    assert_none_in_page(app.page(), &secrets).await;
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

/// All text that the page holds and a script in it could read: what is drawn, what stands in
/// fields, what is stored, and the window's own variables.
const IN_PAGE: &str = "\
    const fields = [...document.querySelectorAll('input, textarea, select')].map(f => f.value); \
    const own = Object.keys(window).map(name => { try { return window[name] } catch { return '' } }); \
    return JSON.stringify([document.documentElement.outerHTML, fields, {...localStorage}, \
        {...sessionStorage}, own.filter(value => typeof value === 'string'), document.cookie, \
        location.href, history.state])";

async fn assert_none_in_page(window: &Page, secrets: &[&str]) {
    // The search finds what is there: one thing is put into each place, and taken out again.
    let put = "const field = document.createElement('input'); field.id = 'put'; field.value = 'put-1'; \
        document.body.append(field); localStorage.put = 'put-2'; sessionStorage.put = 'put-3'; \
        window.put_here = 'put-4'";
    let take = "document.querySelector('#put').remove(); delete localStorage.put; \
        delete sessionStorage.put; delete window.put_here";
    window.execute(put, vec![]).await.unwrap();
    let held = window.execute(IN_PAGE, vec![]).await.unwrap().to_string();
    window.execute(take, vec![]).await.unwrap();
    for put in ["put-1", "put-2", "put-3", "put-4"] {
        assert!(held.contains(put), "{put} is not found");
    }
    let found = secrets.iter().position(|secret| held.contains(secret));
    assert_eq!(found, None, "no secret reaches the page");
}

fn keys_entry(place: &Place) -> String {
    format!("keys:other-http:localhost:{}", place.keap.address().port())
}

#[tokio::test]
async fn by_the_loopback_listener() {
    let place = Place::new().await;
    let app = place.app().await;
    place.wait_for_keap(app.page(), Road::Loopback).await;
    let browser = place.session.browser().await.unwrap();
    story::log_in(&browser, "pb101").await.unwrap();
    let port = redirect_port(&place);
    let listens = async || {
        let at = ("127.0.0.1", port);
        tokio::net::TcpStream::connect(at).await.is_ok()
    };
    assert!(listens().await, "{port} is open while it is waited for");
    browser.page().click_css("#allow").await.unwrap();
    app.page().click("confirm-account").await.unwrap();
    story::at_desk(app.page()).await.unwrap();
    assert_eq!(place.keap.token_requests(), 1);
    assert!(!listens().await, "{port} is closed after the sign-in");
    app.close().await.unwrap();
}

/// The port of the address that Keap was told to answer to: the first one may have been taken.
fn redirect_port(place: &Place) -> u16 {
    let requests = place.keap.requests();
    let told = requests
        .iter()
        .flat_map(|request| url::form_urlencoded::parse(request.query.as_bytes()))
        .find(|(name, _)| name == "redirect_uri");
    let (_, address) = told.expect("Keap was told a redirect URI");
    let port = url::Url::parse(&address).unwrap().port().unwrap();
    assert!((8765..=8769).contains(&port), "{port}");
    port
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
    story::at_desk(app.page()).await.unwrap();
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
    story::at_desk(window).await.unwrap();
    assert_eq!(place.keap.token_requests(), 1);
    app.close().await.unwrap();
}

#[tokio::test]
async fn a_link_starts_an_app_that_was_killed_and_ends_the_sign_in_that_waited() {
    let place = Place::new().await;
    let app = place.app().await;
    place.wait_for_keap(app.page(), Road::ReturnPage).await;
    let query = answer(&place).await;
    place.session.end_browser();
    // `kill -9`: nothing can be kept any more that was not kept before.
    place.session.end_all(&place.binary);
    drop(app);
    until("its name to be free", LIMIT, async || {
        (!place.has_name().await).then_some(())
    })
    .await
    .unwrap();

    place
        .session
        .open_link(&format!("{}?{query}", Build::Unpackaged.app_link()))
        .await
        .unwrap();
    // The last thing of a sign-in is that the account is remembered; the tokens are kept before.
    until("the account to be remembered", LIMIT, async || {
        remembered_account(&place).then_some(())
    })
    .await
    .unwrap();
    assert_eq!(place.tokens().await.len(), 2);
    place.session.end_all(&place.binary);

    let app = place.app().await;
    app.page().click("confirm-account").await.unwrap();
    story::at_desk(app.page()).await.unwrap();
    assert_eq!(place.keap.token_requests(), 1);
    app.close().await.unwrap();
}

/// Whether the app's settings name an account that was signed in to.
fn remembered_account(place: &Place) -> bool {
    let file = place.session.home().join(".config");
    let file = file
        .join(Build::Unpackaged.identifier())
        .join("settings.json");
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let settings: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let connections = settings["connections"].as_object();
    connections
        .into_iter()
        .flat_map(|all| all.values())
        .any(|known| known["account"].is_object())
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
    let found = story::fill_contact(window, ROBIN).await.unwrap();
    assert_eq!(found, "one");
    let idle = window.attribute("[data-action=check]", "aria-disabled");
    assert_eq!(
        idle.await.unwrap().as_deref(),
        Some("true"),
        "what is there is no change"
    );
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
async fn badge(window: &Page) -> String {
    let script = "return document.querySelector('header .badge').textContent";
    window.execute(script, vec![]).await.unwrap().to_string()
}
