//! Starts while the keychain's daemon is stopped: the window shows the form before any answer could
//! have come.

use std::time::{Duration, Instant};

use support::desktop::{App, until};
use support::place::{Place, Road};

use crate::figure;
use crate::renewing::in_time;

const STARTS: usize = 20;

/// Less than what one call to a keychain that does not answer would cost.
const LIMIT: Duration = vault::BACKGROUND_LIMIT;

/// Between two looks for the app's process.
const LOOK: Duration = Duration::from_millis(10);

/// Comes back once the app's process is there, with the last moment at which it was not: its driver
/// takes its time before it starts it.
async fn process(place: &Place) -> Instant {
    loop {
        let looked = Instant::now();
        tokio::time::sleep(LOOK).await;
        if !place.session.running(&place.binary).is_empty() {
            return looked;
        }
    }
}

/// Starts the app and waits for the contact form; `None` where it is not there in time. The daemon is
/// stopped from before until after.
async fn painted(place: &Place) -> (App<'_>, Option<Duration>) {
    let (app, started) = tokio::join!(place.app(), in_time("the app's process", process(place)));
    let form = until("the form", LIMIT, async || {
        app.page().text("form.find label").await.ok()
    });
    let shown = form.await.is_ok();
    let took = started.elapsed();
    (app, (shown && took < LIMIT).then_some(took))
}

#[tokio::test]
async fn starts_that_painted_before_any_keychain_answer() {
    let place = Place::new().await;
    let app = place.app().await;
    place.connect(app.page(), Road::Loopback).await;
    app.close().await.unwrap();

    place.session.keyring().stop().unwrap();
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let (app, took) = painted(&place).await;
        times.extend(took);
        app.close().await.unwrap();
    }

    // The same check sees a start that has to ask first: one that may have left a sign-in waiting.
    let settings = place
        .session
        .home()
        .join(".config/app.keapsake.dev/settings.json");
    let text = std::fs::read_to_string(&settings).unwrap();
    let asks = text.replace("\"waiting\": false", "\"waiting\": true");
    assert_ne!(asks, text);
    std::fs::write(&settings, asks).unwrap();
    let (app, asked) = painted(&place).await;
    app.close().await.unwrap();
    assert_eq!(asked, None, "it waits for an answer that does not come");
    place.session.keyring().go_on().unwrap();

    let slowest = times.iter().max().copied().unwrap_or_default();
    figure::report(
        "07-starts",
        "starts that painted before any keychain answer, with the daemon stopped",
        &format!("{STARTS} of {STARTS}"),
        &format!(
            "{} of {STARTS}, the slowest after {:.1} s",
            times.len(),
            slowest.as_secs_f32()
        ),
        times.len() == STARTS,
    );
}
