//! The window is closed in the middle of a renewal or a save: the app ends only when the new pair is
//! stored and the save is done, or after five seconds; and not at all where the person has to see how
//! the save went.

use std::time::{Duration, Instant};

use practice_keap::{Held, When};
use support::desktop::{App, Page};
use support::story;

use crate::desk::{ACCOUNT, id, named};
use crate::place::{Place, Road, SERVICE};

/// Nothing is under way: the app ends at once.
const AT_ONCE: Duration = Duration::from_secs(4);
const TWICE_THE_PATIENCE: Duration = Duration::from_secs(10);
const LIMIT: Duration = Duration::from_secs(40);

const NOTICE: &str = "main .notice h2";
const DIALOG_NOTICE: &str = "dialog .notice h2";
const CLOSES: &str = "closes in a moment";
const CLARA: &str = "clara@example.com";

#[tokio::test]
async fn closing_waits_for_a_renewal_and_not_for_ever() {
    let place = Place::new().await;
    let app = place.app().await;
    place.connect(app.page(), Road::ReturnPage).await;
    place.session.end_browser();
    let first = session(&place).await;

    // Keap has rotated the token, and its answer is still on its way.
    place.keap.expire_access_tokens();
    let held = place.keap.hold("/token", When::AfterActing);
    look_up(&app).await;
    arrived(&held).await;
    close(&place, &app).await;
    let told = app.page().wait_for_text(NOTICE, CLOSES);
    told.await.unwrap();
    held.release();
    ends(&place, LIMIT).await;
    drop(app);
    let second = session(&place).await;
    assert_ne!(first["refresh"], second["refresh"], "stored before the end");
    assert_eq!(
        second["gen"].as_u64(),
        first["gen"].as_u64().map(|number| number + 1)
    );

    // What was stored is good: no sign-in.
    let app = place.app().await;
    look_up(&app).await;
    found(&app).await;
    let begun = Instant::now();
    close(&place, &app).await;
    ends(&place, AT_ONCE).await;
    drop(app);
    let at_once = begun.elapsed();

    // A Keap that does not answer holds nobody for long.
    let app = place.app().await;
    story::at_desk(app.page()).await.unwrap();
    place.keap.expire_access_tokens();
    let held = place.keap.hold("/token", When::BeforeActing);
    look_up(&app).await;
    arrived(&held).await;
    let begun = Instant::now();
    close(&place, &app).await;
    ends(&place, LIMIT).await;
    let waited = begun.elapsed();
    assert!(
        at_once < waited && waited < TWICE_THE_PATIENCE,
        "{waited:?}"
    );
    drop(app);
    // Keap has not acted on it, so nothing is lost.
    let app = place.app().await;
    look_up(&app).await;
    found(&app).await;
    assert_eq!(place.keap.refresh_reuses(), 0);
    drop(held);
    app.close().await.unwrap();
}

#[tokio::test]
async fn closing_waits_for_a_save_and_stays_open_where_it_falls_short() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::ReturnPage).await;
    place.session.end_browser();

    let held = save_on_its_way(&place, window, "Head baker").await;
    close(&place, &app).await;
    assert_eq!(named(&place, "Clara")["job_title"], "Baker", "not yet");
    held.release();
    ends(&place, LIMIT).await;
    drop(app);
    assert_eq!(named(&place, "Clara")["job_title"], "Head baker");

    // It is in the history, and no draft waits for what is saved.
    let app = place.app().await;
    let window = app.page();
    story::at_desk(window).await.unwrap();
    assert_eq!(story::find(window, CLARA).await.unwrap(), "one");
    let strip = window.is_shown("[data-strip=draft]");
    assert!(!strip.await.unwrap(), "what was typed is saved");
    let held = save_on_its_way(&place, window, "Owner").await;
    let colleague = serde_json::json!({ "job_title": "Miller" });
    let clara = id(&named(&place, "Clara"));
    assert!(place.keap.edit_contact(ACCOUNT, &clara, colleague));
    close(&place, &app).await;
    held.release();
    window.wait_for("[data-page=clash]").await.unwrap();
    let gone = window.wait_gone("[role=status] > .strip");
    gone.await.unwrap();
    assert_eq!(named(&place, "Clara")["job_title"], "Miller");
    // Seen, and left: nothing is under way any more.
    let begun = Instant::now();
    close(&place, &app).await;
    ends(&place, AT_ONCE).await;
    assert!(begun.elapsed() < TWICE_THE_PATIENCE);
    drop(app);
}

#[tokio::test]
async fn a_save_that_hangs_holds_nobody_for_long_and_what_was_typed_is_there_again() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::ReturnPage).await;
    place.session.end_browser();

    let held = save_on_its_way(&place, window, "Head baker").await;
    let begun = Instant::now();
    close(&place, &app).await;
    ends(&place, LIMIT).await;
    let waited = begun.elapsed();
    assert!(
        AT_ONCE < waited && waited < TWICE_THE_PATIENCE,
        "{waited:?}"
    );
    drop(app);

    let app = place.app().await;
    let window = app.page();
    let waits = window.text("[data-strip=draft]").await.unwrap();
    assert!(waits.contains("Clara"), "{waits}");
    window.click("resume-draft").await.unwrap();
    window.wait_for_text("h1", "Clara").await.unwrap();
    assert_eq!(window.value("job_title").await.unwrap(), "Head baker");
    assert_eq!(named(&place, "Clara")["job_title"], "Baker", "not yet");
    drop(held);
    let (kind, text) = story::save(window).await.unwrap();
    assert_eq!(kind, "updated", "{text}");
    assert_eq!(named(&place, "Clara")["job_title"], "Head baker");
    app.close().await.unwrap();
}

#[tokio::test]
async fn signing_out_waits_for_a_save_and_shows_one_that_fell_short() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::ReturnPage).await;
    place.session.end_browser();

    let held = save_on_its_way(&place, window, "Head baker").await;
    let colleague = serde_json::json!({ "job_title": "Miller" });
    let clara = id(&named(&place, "Clara"));
    assert!(place.keap.edit_contact(ACCOUNT, &clara, colleague));
    for action in ["person-menu", "sign-out", "confirm-sign-out"] {
        window.click(action).await.unwrap();
    }
    let told = window.patient_for(TWICE_THE_PATIENCE);
    let told = told.wait_for_text(DIALOG_NOTICE, "still on its way");
    told.await.unwrap();

    // While somebody waits for it: that one is told apart from a save that comes to what was wanted.
    window.click("confirm-sign-out").await.unwrap();
    let waits = window.wait_for("[data-action=confirm-sign-out][aria-disabled=true]");
    waits.await.unwrap();
    held.release();
    let told = window.wait_for_text(DIALOG_NOTICE, "needs a look first");
    told.await.unwrap();
    window.wait_for("[data-page=clash]").await.unwrap();
    window.click("confirm-sign-out").await.unwrap();
    window.wait_for_text("h1", "Sign in").await.unwrap();
    assert_eq!(named(&place, "Clara")["job_title"], "Miller");
    app.close().await.unwrap();
}

/// Finds Clara, gives her another job, lets it be checked and saves it: Keap has the first request.
async fn save_on_its_way(place: &Place, window: &Page, job: &str) -> Held {
    assert_eq!(story::find(window, CLARA).await.unwrap(), "one");
    story::type_spot(window, "job_title", job).await.unwrap();
    story::check(window).await.unwrap();
    let held = place
        .keap
        .hold("/crm/rest/v2/contacts/", When::BeforeActing);
    window.click("save-contact").await.unwrap();
    arrived(&held).await;
    held
}

async fn look_up(app: &App<'_>) {
    story::at_desk(app.page()).await.unwrap();
    let email = "robin.sample@example.com";
    story::type_to_find(app.page(), email).await.unwrap();
}

/// The look-up came to its end.
async fn found(app: &App<'_>) {
    let nobody = "form.find[data-found=nobody]";
    app.page().wait_for(nobody).await.unwrap();
}

async fn arrived(held: &Held) {
    tokio::time::timeout(LIMIT, held.arrived())
        .await
        .expect("a request");
}

/// Closes the window as a person does, with the keyboard. The desktop may lose a key while it still puts
/// another window away; a close that arrived is told, or ends the app, within its patience.
async fn close(place: &Place, app: &App<'_>) {
    for _ in 0..2 {
        let front = place.session.wait_for_active_title("Keapsake", LIMIT);
        front.await.unwrap();
        place.session.press(&["alt+F4"]).await.unwrap();
        let page = app.page().patient_for(TWICE_THE_PATIENCE);
        let told = page.wait_for_text("body", CLOSES);
        let ended = place
            .session
            .wait_until_ended(&place.binary, TWICE_THE_PATIENCE);
        tokio::select! {
            Ok(_) = told => return,
            Ok(()) = ended => return,
            else => {}
        }
    }
    panic!("the window does not close");
}

async fn ends(place: &Place, limit: Duration) {
    place
        .session
        .wait_until_ended(&place.binary, limit)
        .await
        .unwrap();
}

/// The record of the session in the keyring.
async fn session(place: &Place) -> serde_json::Value {
    let held = place.session.secrets_of(SERVICE).await.unwrap();
    let entry = held
        .iter()
        .find(|entry| entry.label.starts_with("keyring:session:"));
    serde_json::from_str(&entry.unwrap().secret).unwrap()
}
