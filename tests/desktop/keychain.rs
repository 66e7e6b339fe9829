//! The real keychain stops, is killed, is locked or holds what cannot be read, while the window is
//! open: it always paints, says what it waits for, and nothing is lost.

use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::desktop::{Options, Page};
use support::story::{self, ROBIN};

use crate::place::{Place, Road, SERVICE};

/// Saves the contact of the stories: what it came to, and in which words.
async fn save(window: &Page) -> (String, String) {
    story::fill_contact(window, ROBIN).await.unwrap();
    story::save(window).await.unwrap()
}

/// How many records of the connection are kept; the key of what the desk keeps is none of them.
async fn records(place: &Place) -> usize {
    let held = place.session.secrets_of(SERVICE).await.unwrap();
    let counted = held
        .iter()
        .filter(|held| !held.label.starts_with("keyring:kept:"));
    counted.count()
}

#[tokio::test]
async fn a_stopped_keychain_is_waited_for_in_sight_and_can_be_left() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    window.click("connect").await.unwrap();
    place.session.keyring().stop().unwrap();
    story::enter_keys(window, CLIENT_ID, CLIENT_SECRET)
        .await
        .unwrap();
    window
        .wait_for_text("body", "Waiting for this computer’s keychain")
        .await
        .unwrap();
    window.click("back").await.unwrap();
    story::at(window, "connect").await.unwrap();
    place.session.keyring().go_on().unwrap();
    assert_eq!(
        place.session.secrets_of(SERVICE).await.unwrap(),
        [],
        "what was given up is not done later"
    );
    // In the same run of the app.
    place.connect(window, Road::Loopback).await;
    app.close().await.unwrap();
}

#[tokio::test]
async fn a_keychain_that_was_killed_is_used_again_without_a_new_start() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::Loopback).await;
    place.session.keyring().crash().unwrap();
    let (kind, text) = save(window).await;
    assert_eq!(kind, "created", "nothing is asked of it here: {text}");
    place.session.replace_keyring().await.unwrap();
    assert_eq!(records(&place).await, 2);
    for action in ["person-menu", "sign-out", "confirm-sign-out"] {
        window.click(action).await.unwrap();
    }
    story::at(window, "sign-in").await.unwrap();
    assert_eq!(records(&place).await, 1);
    app.close().await.unwrap();
}

/// The name of the session's entry, as the keyring has it.
async fn session_entry(place: &Place) -> (String, String) {
    let held = place.session.secrets_of(SERVICE).await.unwrap();
    let found = held.into_iter().find_map(|held| {
        let name = held.label.strip_prefix("keyring:")?;
        let name = name.strip_suffix(&format!("@{SERVICE}"))?;
        let name = name.starts_with("session:").then(|| name.to_owned())?;
        Some((name, held.secret))
    });
    found.expect("a session is kept")
}

/// Puts a record under the name as another program would: beside what is there already.
async fn store(place: &Place, name: &str, record: &str) {
    let script = "printf %s \"$1\" | secret-tool store --label another service \"$2\" username \"$3\" double yes";
    let stored = ["-c", script, "sh", record, SERVICE, name];
    place.session.run("sh", &stored).await.unwrap();
}

#[tokio::test]
async fn of_two_sessions_the_newer_is_used_and_one_that_cannot_be_read_is_told() {
    let place = Place::new().await;
    let app = place.app().await;
    place.connect(app.page(), Road::Loopback).await;
    app.close().await.unwrap();
    let (name, record) = session_entry(&place).await;
    store(&place, &name, "{\"v\":1,\"gen\":1}").await;
    assert_eq!(records(&place).await, 3);

    let app = place.app().await;
    let (kind, text) = save(app.page()).await;
    assert_eq!(kind, "created", "{text}");
    assert_eq!(records(&place).await, 2);
    assert_eq!(session_entry(&place).await, (name.clone(), record));
    app.close().await.unwrap();

    let attributes = ["clear", "service", SERVICE, "username", &name];
    place.session.run("secret-tool", &attributes).await.unwrap();
    store(&place, &name, "{\"v\":9}").await;
    let app = place.app().await;
    let window = app.page();
    story::type_to_find(window, ROBIN.email).await.unwrap();
    window
        .wait_for_text("main", "The saved sign-in cannot be read")
        .await
        .unwrap();
    assert_eq!(window.value("find").await.unwrap(), ROBIN.email);
    let aside = format!("aside:{name}");
    let aside = place.session.secret(SERVICE, &aside).await;
    assert_eq!(aside.unwrap().as_deref(), Some("{\"v\":9}"));
    window.click("notice-sign-in").await.unwrap();
    story::at(window, "cancel").await.unwrap();
    app.close().await.unwrap();
}

/// From the doors to a saved contact, where the keychain takes nothing and this is said about it.
async fn for_this_session_only(place: &Place, said: &str) {
    let app = place.app().await;
    let window = app.page();
    window.click("connect").await.unwrap();
    story::enter_keys(window, CLIENT_ID, CLIENT_SECRET)
        .await
        .unwrap();
    window.wait_for_text("main", said).await.unwrap();
    // What stands in the form is saved at once.
    window.click("notice-this-session-only").await.unwrap();
    window.click("sign-in").await.unwrap();
    let browser = place.session.browser().await.unwrap();
    story::log_in(&browser, "pb101").await.unwrap();
    browser.page().click_css("#allow").await.unwrap();
    window.click("confirm-account").await.unwrap();
    let (kind, text) = save(window).await;
    assert_eq!(kind, "created", "{text}");
    app.close().await.unwrap();
    let traces = place.session.traces_on_disk(&[CLIENT_SECRET]).unwrap();
    assert!(traces.is_empty(), "{traces:?}");
}

#[tokio::test]
async fn without_any_keychain_the_window_paints_and_everything_works_for_this_session() {
    let options = Options::default().without_any_keyring();
    let place = Place::with(practice_keap::Options::default(), options).await;
    for_this_session_only(&place, "has no keychain running").await;
    assert_eq!(
        story::difference(&place.keap, "pb101", ROBIN),
        None,
        "the contact is Keap's"
    );
    let asked = place.session.secrets_of(SERVICE).await;
    assert!(asked.is_err(), "there is no keychain at all: {asked:?}");
}

#[tokio::test]
async fn without_the_keychain_everything_works_for_this_session_and_nothing_is_written() {
    let place = Place::new().await;
    place.session.lock_keyring().await.unwrap();
    for_this_session_only(&place, "keychain is locked").await;

    place.session.replace_keyring().await.unwrap();
    assert_eq!(place.session.secrets_of(SERVICE).await.unwrap(), []);
    let app = place.app().await;
    story::at(app.page(), "connect").await.unwrap();
    app.close().await.unwrap();
}
