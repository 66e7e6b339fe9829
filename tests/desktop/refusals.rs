//! What the window says when something is wrong, and that nothing is lost by it.

use practice_keap::{CLIENT_ID, CLIENT_SECRET, DenialStyle, Options as KeapOptions};
use support::desktop::Options;
use support::story::{self, ROBIN};

use crate::place::{Place, Road, SERVICE};

#[tokio::test]
async fn wrong_keys_are_told_and_lead_back_to_the_keys() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    window.click("connect").await.unwrap();
    story::enter_keys(window, CLIENT_ID, CLIENT_ID)
        .await
        .unwrap();
    window
        .wait_for_text("form", "same as the Client ID")
        .await
        .unwrap();
    assert!(
        place.session.secrets_of(SERVICE).await.unwrap().is_empty(),
        "nothing was kept"
    );

    let wrong = CLIENT_SECRET.replace("Practice", "Mistyped");
    story::choose_return_page(window, place.keap.return_page_url().as_str())
        .await
        .unwrap();
    story::enter_keys(window, CLIENT_ID, &wrong).await.unwrap();
    window.click("sign-in").await.unwrap();
    let browser = place.session.browser().await.unwrap();
    story::log_in(&browser, "pb101").await.unwrap();
    browser.page().click_css("#allow").await.unwrap();
    window
        .wait_for_text("main", "Keap did not accept these keys")
        .await
        .unwrap();
    story::at(window, "save-keys").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test]
async fn an_unknown_client_id_ends_on_keaps_error_page_and_the_way_back_is_in_the_window() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place
        .wait_with_keys(window, Road::Loopback, "NotAKeyOfAnyApp", CLIENT_SECRET)
        .await;
    let browser = place.session.browser().await.unwrap();
    browser
        .wait_for_tab(|url| url.contains("/app/oauth/authorize"))
        .await
        .unwrap();
    window.click("keap-error").await.unwrap();
    window
        .wait_for_text("main", "Keap shows an error page")
        .await
        .unwrap();
    story::at(window, "save-keys").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test]
async fn a_denial_without_its_state_ends_nothing() {
    let keap = KeapOptions {
        denial: DenialStyle::WithoutState,
        ..KeapOptions::default()
    };
    let place = Place::with(keap, Options::default()).await;
    let app = place.app().await;
    let window = app.page();
    place.wait_for_keap(window, Road::Loopback).await;
    let browser = place.session.browser().await.unwrap();
    story::log_in(&browser, "pb101").await.unwrap();
    browser.page().click_css("#deny").await.unwrap();
    window
        .wait_for_text("main", "A page reported that access was denied")
        .await
        .unwrap();
    story::at(window, "cancel").await.unwrap();
    // The same sign-in still ends well.
    window.click("open-again").await.unwrap();
    story::log_in(&browser, "pb101").await.unwrap();
    browser.page().click_css("#allow").await.unwrap();
    story::at(window, "confirm-account").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test]
async fn a_denial_with_its_state_ends_the_sign_in_and_keeps_the_keys() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.wait_for_keap(window, Road::Loopback).await;
    let browser = place.session.browser().await.unwrap();
    story::log_in(&browser, "pb101").await.unwrap();
    browser.page().click_css("#deny").await.unwrap();
    window
        .wait_for_text("main", "Keap did not give access")
        .await
        .unwrap();
    story::at(window, "sign-in").await.unwrap();
    assert_eq!(place.keap.token_requests(), 0);
    app.close().await.unwrap();
}

#[tokio::test]
async fn with_a_locked_keychain_nothing_is_kept_and_the_form_works_once_it_is_unlocked() {
    let place = Place::new().await;
    place.session.lock_keyring().await.unwrap();
    let app = place.app().await;
    let window = app.page();
    window.click("connect").await.unwrap();
    story::enter_keys(window, CLIENT_ID, CLIENT_SECRET)
        .await
        .unwrap();
    // The keyring asks for its password in a window of its own, which nobody answers here; where
    // that window cannot come, it says at once that it is locked.
    let title = window.text("main .notice h2").await.unwrap();
    assert!(
        title.ends_with("This computer's keychain does not answer")
            || title.ends_with("This computer's keychain is locked"),
        "{title:?}"
    );
    story::at(window, "save-keys").await.unwrap();
    assert_eq!(window.value("client_id").await.unwrap(), CLIENT_ID);
    let traces = place.session.traces_on_disk(&[CLIENT_SECRET]).unwrap();
    assert!(traces.is_empty(), "{traces:?}");

    place.session.replace_keyring().await.unwrap();
    assert_eq!(
        place.session.secrets_of(SERVICE).await.unwrap(),
        [],
        "nothing was kept"
    );
    // In the same run of the app, with what stands in the form.
    window.click("save-keys").await.unwrap();
    story::at(window, "sign-in").await.unwrap();
    let held = place.session.secrets_of(SERVICE).await.unwrap();
    assert_eq!(held.len(), 1, "the keys are kept");
    app.close().await.unwrap();
}

#[tokio::test]
async fn a_bad_address_and_a_keap_that_is_down_leave_the_form_as_it_was() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::Loopback).await;

    story::fill_contact(window, ROBIN).await.unwrap();
    story::type_spot(window, "email.1", "robin at example")
        .await
        .unwrap();
    window.click("check").await.unwrap();
    window
        .wait_for_text("main", "There is a problem")
        .await
        .unwrap();
    window
        .wait_for_text("main", "name@example.com")
        .await
        .unwrap();

    story::type_spot(window, "email.1", ROBIN.email)
        .await
        .unwrap();
    story::check(window).await.unwrap();
    place.keap.set_down(true);
    window.click("save-contact").await.unwrap();
    window
        .wait_for_text("main", "Keap is out of order just now")
        .await
        .unwrap();
    window.click("back").await.unwrap();
    let street = window.value("address.billing.line1");
    assert_eq!(street.await.unwrap(), ROBIN.line1);

    place.keap.set_down(false);
    let (kind, text) = story::save(window).await.unwrap();
    assert_eq!(kind, "created", "{text}");
    assert_eq!(story::difference(&place.keap, "pb101", ROBIN), None);
    app.close().await.unwrap();
}
