//! The window is closed in the middle of a renewal: the app ends only when the new pair is stored, or
//! after five seconds.

use std::time::{Duration, Instant};

use practice_keap::{Held, When};
use support::desktop::App;
use support::story;

use crate::place::{Place, Road, SERVICE};

/// Nothing is under way: the app ends at once.
const AT_ONCE: Duration = Duration::from_secs(4);
const TWICE_THE_PATIENCE: Duration = Duration::from_secs(10);
const LIMIT: Duration = Duration::from_secs(40);

const NOTICE: &str = "main .notice h2";
const CLOSES: &str = "closes in a moment";

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
        .expect("a token request");
}

/// Closes the window as a person does.
/// Closes the window as a person does, with the keyboard. The desktop may lose a key while it still puts
/// another window away; a close that arrived is told, or ends the app, within its patience.
async fn close(place: &Place, app: &App<'_>) {
    for _ in 0..2 {
        let front = place.session.wait_for_active_title("Keapsake", LIMIT);
        front.await.unwrap();
        place.session.press(&["alt+F4"]).await.unwrap();
        let page = app.page().patient_for(TWICE_THE_PATIENCE);
        let told = page.wait_for_text(NOTICE, CLOSES);
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
