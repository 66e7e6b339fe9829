//! The contact desk in the real window: found, changed, checked, saved and taken back; somebody else in
//! between; Keap away while a person types.

use serde_json::{Value, json};
use support::desktop::Page;
use support::story;

use crate::place::{Place, Road};

pub(crate) const ACCOUNT: &str = "pb101";

/// The one contact of the account that has this first name.
pub(crate) fn named(place: &Place, given: &str) -> Value {
    let mut all = place.keap.contacts(ACCOUNT);
    all.retain(|contact| contact["given_name"] == given);
    assert_eq!(all.len(), 1, "{given}");
    all.remove(0)
}

pub(crate) fn id(contact: &Value) -> String {
    contact["id"].as_str().unwrap().to_owned()
}

/// The record without what every write changes, and without what is empty: whether Keap keeps an empty
/// text is its own affair.
fn but_for_the_time(mut contact: Value) -> Value {
    let record = contact.as_object_mut().unwrap();
    record.retain(|_, value| !value.is_null() && value != "" && *value != json!([]));
    for always in ["update_time", "last_updated_by"] {
        record.remove(always);
    }
    contact
}

/// The line of the check, or of a comparison, that is about this spot.
async fn line(window: &Page, spot: &str) -> String {
    let row = format!("tr[data-row=\"{spot}\"]");
    let text = window.text(&row).await.unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many writes Keap was asked for.
fn writes(place: &Place) -> usize {
    let asked = place.keap.requests();
    let writes = asked
        .iter()
        .filter(|asked| asked.method != "GET" && asked.path.contains("/rest/"));
    writes.count()
}

#[tokio::test]
async fn one_of_several_is_found_changed_checked_saved_and_taken_back() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::Loopback).await;
    let before = named(&place, "Bella");

    let found = story::find(window, "shared@example.com").await.unwrap();
    assert_eq!(found, "several");
    let names = window.texts("[data-result=several] h3").await.unwrap();
    assert_eq!(names.len(), 2, "{names:?}");
    let choose = format!("[data-action=choose][data-contact-id=\"{}\"]", id(&before));
    window.click_css(&choose).await.unwrap();
    window.wait_for_text("h1", "Bella Bun").await.unwrap();

    for (spot, text) in [
        ("job_title", "Head baker"),
        ("phone.1.number", "602 555 0177"),
        ("email.2", ""),
    ] {
        story::type_spot(window, spot, text).await.unwrap();
    }
    assert_eq!(writes(&place), 0);
    story::check(window).await.unwrap();
    let job = line(window, "job_title").await;
    assert!(job.contains("empty Head baker"), "{job}");
    let email = line(window, "email.2").await;
    assert!(
        email.contains("bella@example.com will be removed"),
        "{email}"
    );
    let said = window.text("main").await.unwrap();
    assert!(said.contains("Will be removed: E-mail 2."), "{said}");

    // A row that is ticked off is not saved, and nothing is lost without it.
    let tick = "input[name=tick][value=\"email.2\"]";
    window.click_css(tick).await.unwrap();
    window
        .wait_for_text("main", "Nothing will be removed.")
        .await
        .unwrap();
    window.click("save-contact").await.unwrap();
    let (kind, text) = story::saved(window).await.unwrap();
    assert_eq!(
        (kind.as_str(), text.as_str()),
        ("updated", "Updated Bella Bun")
    );
    let after = named(&place, "Bella");
    let mut wanted = before.clone();
    wanted["job_title"] = json!("Head baker");
    wanted["phone_numbers"] = after["phone_numbers"].clone();
    assert_eq!(
        but_for_the_time(after.clone()),
        but_for_the_time(wanted),
        "nothing else"
    );
    let phones = after["phone_numbers"].as_array().unwrap();
    assert_eq!(phones.len(), 1, "{phones:?}");

    let told = story::undo(window).await.unwrap();
    assert!(told.ends_with("Bella Bun is as it was before"), "{told}");
    assert_eq!(
        but_for_the_time(named(&place, "Bella")),
        but_for_the_time(before)
    );
    app.close().await.unwrap();
}

#[tokio::test]
async fn what_somebody_else_changed_is_decided_about_before_a_save_and_before_an_undo() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::Loopback).await;
    let clara = id(&named(&place, "Clara"));
    let change = |job: &str| {
        let changes = json!({ "job_title": job });
        assert!(place.keap.edit_contact(ACCOUNT, &clara, changes));
    };
    let found = story::find(window, "clara@example.com").await.unwrap();
    assert_eq!(found, "one");
    story::type_spot(window, "job_title", "Head baker")
        .await
        .unwrap();
    change("Miller");
    story::check(window).await.unwrap();
    window.click("save-contact").await.unwrap();
    window.wait_for("[data-page=clash]").await.unwrap();
    let clash = line(window, "job_title").await;
    for side in ["Baker", "Miller", "Head baker"] {
        assert!(clash.contains(side), "{clash}");
    }
    assert_eq!(named(&place, "Clara")["job_title"], "Miller", "nothing yet");
    window.click("save-again").await.unwrap();
    assert_eq!(story::saved(window).await.unwrap().0, "updated");
    assert_eq!(named(&place, "Clara")["job_title"], "Head baker");

    change("Owner");
    window.click("undo").await.unwrap();
    window.wait_for("[data-page=undo]").await.unwrap();
    assert_eq!(named(&place, "Clara")["job_title"], "Owner", "nothing yet");
    let restore = "input[name=\"stands.job_title\"][value=was]";
    window.click_css(restore).await.unwrap();
    window.click("undo-decided").await.unwrap();
    window
        .wait_for_text("main .notice h2", "as it was before")
        .await
        .unwrap();
    assert_eq!(named(&place, "Clara")["job_title"], "Miller");
    app.close().await.unwrap();
}

#[tokio::test]
async fn consent_stays_as_it_is_and_is_on_show() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::Loopback).await;
    let before = named(&place, "Otto");
    let found = story::find(window, "opted.out@example.com").await.unwrap();
    assert_eq!(found, "one");
    story::type_spot(window, "job_title", "Cook").await.unwrap();
    story::check(window).await.unwrap();
    let said = window.text("main").await.unwrap();
    let said = said.split_once("Consent is not touched: ").unwrap().1;
    assert!(said.starts_with("opted.out@example.com stays"), "{said}");
    window.click("save-contact").await.unwrap();
    assert_eq!(story::saved(window).await.unwrap().0, "updated");
    let mut wanted = before.clone();
    wanted["job_title"] = json!("Cook");
    assert_eq!(
        but_for_the_time(named(&place, "Otto")),
        but_for_the_time(wanted)
    );
    let asked = place.keap.requests();
    let consent = asked
        .iter()
        .filter(|asked| asked.method != "GET" && asked.path.contains("/emailAddresses"));
    assert_eq!(consent.count(), 0);
    app.close().await.unwrap();
}

#[tokio::test]
async fn what_was_typed_stays_while_keap_is_away() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::Loopback).await;
    let email = "clara@example.com";
    assert_eq!(story::find(window, email).await.unwrap(), "one");
    place.keap.set_down(true);
    story::type_spot(window, "job_title", "Head baker")
        .await
        .unwrap();
    let other = story::find(window, "dora@example.com").await.unwrap();
    assert_eq!(other, "failed");
    window
        .wait_for_text("main", "Keap is out of order just now")
        .await
        .unwrap();
    assert_eq!(window.value("job_title").await.unwrap(), "Head baker");
    assert_eq!(window.text("h1").await.unwrap(), "Clara Crust");

    place.keap.set_down(false);
    assert_eq!(story::find(window, email).await.unwrap(), "one");
    assert_eq!(window.value("job_title").await.unwrap(), "Head baker");
    let (kind, text) = story::save(window).await.unwrap();
    assert_eq!(kind, "updated", "{text}");
    assert_eq!(named(&place, "Clara")["job_title"], "Head baker");
    app.close().await.unwrap();
}
