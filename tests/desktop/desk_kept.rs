//! What the desk keeps between two runs: the draft and the history come back, and nobody reads them on
//! the disk.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use support::desktop::until;
use support::story;

use crate::desk::named;
use crate::place::{Place, Road};

const LIMIT: Duration = Duration::from_secs(40);

const CANARY: &str = "Canary0123456789";

fn folder(place: &Place) -> PathBuf {
    let data = ".local/share/app.keapsake.dev/kept";
    place.session.home().join(data)
}

/// The kept files whose names end so.
fn files(place: &Place, end: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(folder(place)).into_iter().flatten().flatten();
    let all = all.map(|entry| entry.path());
    all.filter(|path| path.to_string_lossy().ends_with(end))
        .collect()
}

async fn comes(place: &Place, end: &str) {
    until(&format!("a kept {end}"), LIMIT, async || {
        (!files(place, end).is_empty()).then_some(())
    })
    .await
    .unwrap();
}

/// No file of the session says anything of the contact, and others cannot even open what is kept.
fn assert_nothing_readable(place: &Place) {
    let told = [CANARY, "Bella", "bella@example.com"];
    let traces = place.session.traces_on_disk(&told).unwrap();
    assert!(traces.is_empty(), "{traces:?}");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder(place)), 0o700);
    let kept = files(place, "");
    assert!(!kept.is_empty());
    for file in kept {
        assert_eq!(mode(file.clone()), 0o600, "{}", file.display());
    }
    // The search finds it where it is.
    let leak = folder(place).join("leak");
    fs::write(&leak, CANARY).unwrap();
    assert_eq!(place.session.traces_on_disk(&told).unwrap().len(), 1);
    fs::remove_file(leak).unwrap();
}

#[tokio::test]
async fn a_draft_survives_a_kill_and_is_gone_on_with() {
    let place = Place::new().await;
    let app = place.app().await;
    place.connect(app.page(), Road::Loopback).await;
    let found = story::find(app.page(), "bella@example.com").await.unwrap();
    assert_eq!(found, "one");
    story::type_spot(app.page(), "job_title", CANARY)
        .await
        .unwrap();
    comes(&place, "-draft").await;
    // `kill -9`: nothing can be kept any more that was not kept before.
    place.session.end_browser();
    place.session.end_all(&place.binary);
    drop(app);
    assert_nothing_readable(&place);

    let app = place.app().await;
    let window = app.page();
    let waits = window.text("[data-strip=draft]").await.unwrap();
    assert!(waits.contains("Bella Bun"), "{waits}");
    window.click("resume-draft").await.unwrap();
    window.wait_for_text("h1", "Bella Bun").await.unwrap();
    assert_eq!(window.value("job_title").await.unwrap(), CANARY);
    let (kind, text) = story::save(window).await.unwrap();
    assert_eq!(kind, "updated", "{text}");
    assert_eq!(named(&place, "Bella")["job_title"], CANARY);
    app.close().await.unwrap();

    // What was saved is no draft any more.
    let app = place.app().await;
    story::at_desk(app.page()).await.unwrap();
    let asked = app.page().execute("return document.readyState", vec![]);
    assert_eq!(asked.await.unwrap(), "complete");
    assert!(!app.page().is_shown("[data-strip=draft]").await.unwrap());
    app.close().await.unwrap();
}

#[tokio::test]
async fn the_history_survives_a_restart_is_readable_by_nobody_and_can_be_cleared() {
    let place = Place::new().await;
    let app = place.app().await;
    place.connect(app.page(), Road::Loopback).await;
    let before = named(&place, "Bella");
    let found = story::find(app.page(), "bella@example.com").await.unwrap();
    assert_eq!(found, "one");
    story::type_spot(app.page(), "job_title", CANARY)
        .await
        .unwrap();
    assert_eq!(story::save(app.page()).await.unwrap().0, "updated");
    app.close().await.unwrap();
    comes(&place, "-history").await;
    assert_nothing_readable(&place);

    let app = place.app().await;
    let window = app.page();
    for action in ["person-menu", "history"] {
        window.click(action).await.unwrap();
    }
    let entry = window.text("[data-entry]").await.unwrap();
    for part in ["Bella Bun", "Job title"] {
        assert!(entry.contains(part), "{entry}");
    }
    window.click("undo-entry").await.unwrap();
    window
        .wait_for_text("main .notice h2", "Bella Bun is as it was before")
        .await
        .unwrap();
    let after = named(&place, "Bella");
    let job = after["job_title"].as_str().unwrap_or_default();
    assert_eq!(job, "", "as before: {before}");
    assert_eq!(after["email_addresses"], before["email_addresses"]);

    for action in ["clear-history", "confirm-clear"] {
        window.click(action).await.unwrap();
    }
    window.wait_for_text("main", "No saves yet.").await.unwrap();
    assert!(files(&place, "-history").is_empty(), "it is gone");
    app.close().await.unwrap();
}
