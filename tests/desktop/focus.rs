//! Whose window is in front: links that anybody may send cannot keep the person from other windows.

use std::time::{Duration, Instant};

use keapsake_core::product::Build;
use support::desktop::{BenchError, SecondStart, until};
use support::place::{Place, Road};
use support::plain_http;

use crate::links::{SCHEME, second_start};

const LIMIT: Duration = Duration::from_secs(30);

/// For this long after one of them has raised the window none does: a second less than it is, for a
/// busy computer.
const QUIET: Duration = Duration::from_secs(4);

/// A link that raises the window at all does it within this.
const SHORTLY: Duration = Duration::from_secs(1);

/// A hundred links that nobody asked for bring the window to the front once in five seconds.
#[tokio::test]
async fn refused_links_do_not_keep_the_focus() {
    let place = Place::new().await;
    let app = place.app().await;
    place.wait_for_keap(app.page(), Road::Loopback).await;
    let mut listener = place.answer(None).await;
    listener.set_query(Some(""));
    place.session.end_browser();
    let second = second_start(&place).await;
    let refused = format!("{SCHEME}://oauth/callback?code=a&state=forged");
    let mut kept_away = None;
    for _ in 0..5 {
        minimise(&place).await.unwrap();
        let began = raised_by(&place, &second, &refused).await;
        minimise(&place).await.unwrap();
        for _ in 0..100 {
            second.say(&["keapsake", &refused]).await.unwrap();
        }
        // The listener answers what has gone through the same inbox, and raises nothing by this.
        let heard = plain_http().unwrap().get(listener.clone()).send().await;
        heard.unwrap();
        let shown = place.session.window_titles().await.unwrap();
        // On a busy computer it may have been time for the next one.
        if began.elapsed() < QUIET {
            assert!(!shown.iter().any(|title| title == "Keapsake"), "{shown:?}");
            kept_away = Some(began);
            break;
        }
    }
    let began = kept_away.expect("a hundred links are heard in time, once in five times");
    // A person's own click is not kept out by them.
    second
        .say(&["keapsake", &Build::Unpackaged.return_link()])
        .await
        .unwrap();
    place
        .session
        .wait_for_active_title("Keapsake", LIMIT)
        .await
        .unwrap();
    minimise(&place).await.unwrap();
    raised_by(&place, &second, &refused).await;
    assert!(began.elapsed() > QUIET);
    app.close().await.unwrap();
}

/// Sends the link until it raises the window. When that one was sent.
async fn raised_by(place: &Place, second: &SecondStart, link: &str) -> Instant {
    until("a link that raises", LIMIT, async || {
        let sent = Instant::now();
        second.say(&["keapsake", link]).await.ok()?;
        let raised = place.session.wait_for_active_title("Keapsake", SHORTLY);
        raised.await.ok().map(|()| sent)
    })
    .await
    .unwrap()
}

/// Puts the window away, so that its raising can be seen.
async fn minimise(place: &Place) -> Result<(), BenchError> {
    let ours = ["search", "--onlyvisible", "--name", "^Keapsake$"];
    let minimise = [&ours[..], &["windowminimize", "%@"]].concat();
    until("the window to be put away", LIMIT, async || {
        // It fails where no window is to be seen.
        place.session.run("xdotool", &minimise).await.ok();
        let titles = place.session.window_titles().await.ok()?;
        (!titles.iter().any(|title| title == "Keapsake")).then_some(())
    })
    .await
}
