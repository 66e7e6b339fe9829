//! The same kills with the app itself, once each: connected by its own screens, killed while it looks a
//! contact up, started again.

use std::path::Path;
use std::time::Duration;

use practice_keap::When;
use support::desktop::{Launch, Page, until};
use support::place::{Place, Road, SERVICE};
use support::story;

use crate::kills::{POINTS, Point};
use crate::renewing::{Kept, in_time};
use crate::tally::{Kill, Tally};

const LIMIT: Duration = Duration::from_secs(20);

/// Kills the app at every point.
pub(crate) async fn kill_the_app(tally: &mut Tally) {
    let place = Place::new().await;
    let app = place.app().await;
    place.connect(app.page(), Road::ReturnPage).await;
    app.close().await.unwrap();
    for point in POINTS {
        tally.add(kill_once(&place, point).await);
    }
}

/// The environment's word for a point. In the window's process no write is hit by the clock: both are
/// stopped just before the keychain gets the record.
fn armed(point: Point) -> Option<&'static str> {
    match point {
        // The entry is looked up; the first write of a renewal is the marker's.
        Point::MarkerWrite => Some("vault_write"),
        Point::PairWrite => Some("pair_write"),
        _ => point.armed(),
    }
}

async fn kill_once(place: &Place, point: Point) -> Kill {
    place.keap.expire_access_tokens();
    let keys = record(place, "keys").await;
    assert!(keys.is_some(), "nothing could be lost");
    let (before, rotations) = (generation(place).await, place.keap.token_requests());
    let reached = place.session.home().join("reached");
    std::fs::remove_file(&reached).ok();
    let mut launch = Launch::of(&place.binary);
    if let Some(armed) = armed(point) {
        launch = launch
            .variable("KEAPSAKE_KILL_POINT", armed)
            .variable("KEAPSAKE_KILL_POINT_FILE", &reached);
    }
    let held = match point {
        Point::RequestSent => Some(place.keap.hold("/token", When::BeforeActing)),
        _ => None,
    };
    let app = place.launch(&launch).await;
    look_up(app.page()).await;
    if let Some(held) = &held {
        in_time("a token request", held.arrived()).await;
    }
    if armed(point).is_some() {
        comes(&reached).await;
    }
    place.session.end_all(&place.binary);
    drop(app);
    let rotated = place.keap.token_requests() > rotations;
    let kept = generation(place).await > before;
    let keys_after_the_kill = record(place, "keys").await;

    let app = place.app().await;
    look_up(app.page()).await;
    let signed_in = has_looked(app.page()).await;
    drop(held);
    let kill = Kill {
        point,
        fell: None,
        on_the_wire: rotated && !kept,
        signed_in,
        keys_kept: keys_after_the_kill == keys && record(place, "keys").await == keys,
    };
    if !signed_in {
        app.page().click("notice-sign-in").await.unwrap();
        let browser = place.session.browser().await.unwrap();
        story::log_in(&browser, "pb101").await.unwrap();
        browser.page().click_css("#allow").await.unwrap();
        app.page().click("confirm-account").await.unwrap();
        story::at_desk(app.page()).await.unwrap();
    }
    app.close().await.unwrap();
    kill
}

async fn look_up(page: &Page) {
    story::at_desk(page).await.unwrap();
    story::type_to_find(page, "robin.sample@example.com")
        .await
        .unwrap();
}

/// Whether the look-up came to its end; otherwise the person is told what happened.
async fn has_looked(page: &Page) -> bool {
    until("an answer to the look-up", LIMIT, async || {
        if page.is_shown("form.find[data-found=nobody]").await.ok()? {
            return Some(true);
        }
        let told = page.texts("main .notice h2").await.ok()?;
        let broken = |title: &String| title.contains("lost while it was being renewed");
        told.iter().any(broken).then_some(false)
    })
    .await
    .unwrap()
}

async fn comes(file: &Path) {
    until(
        "the kill point: build the app with the feature kill-points",
        LIMIT,
        async || file.exists().then_some(()),
    )
    .await
    .unwrap();
}

/// The record of the one connection there is.
async fn record(place: &Place, kind: &str) -> Option<String> {
    let held = place.session.secrets_of(SERVICE).await.unwrap();
    let start = format!("keyring:{kind}:");
    let entry = held
        .into_iter()
        .find(|entry| entry.label.starts_with(&start))?;
    Some(entry.secret)
}

async fn generation(place: &Place) -> u64 {
    Kept::of(&record(place, "session").await.unwrap()).generation
}
