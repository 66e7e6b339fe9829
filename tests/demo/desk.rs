//! The story of the contact desk: found among several, changed, checked, saved and taken back; and its
//! two main pages once more in the dark.

use std::path::PathBuf;

use practice_keap::{CLIENT_ID, CLIENT_SECRET, Options as KeapOptions, PracticeKeap, serve};
use serde_json::Value;
use support::desktop::{Launch, Options, Page, Session};
use support::story;

use crate::album::{Album, DemoError};

const ACCOUNT: &str = "pb101";

/// An address that several contacts share.
const SHARED: &str = "office@example.org";

/// The job title that is typed.
const JOB: &str = "Head buyer";

/// Plays the story; hands back the last line.
pub(crate) async fn play(binary: PathBuf, folder: PathBuf) -> Result<String, DemoError> {
    let mut album = Album::begin(folder, "desk-")?;
    let keap = serve(KeapOptions::default()).await?;
    let origin = keap.base_url().origin().ascii_serialization();
    let mut options = Options::default().links_from(&origin, "app.keapsake.dev");
    for port in 8765..=8769 {
        options = options.links_from(&format!("http://localhost:{port}"), "app.keapsake.dev");
    }
    let session = Session::start(options).await?;
    let launch = Launch::of(binary).variable("KEAPSAKE_KEAP_URL", keap.base_url().as_str());

    let app = session.app(&launch).await?;
    connect(&session, app.page()).await?;
    let last = change_and_take_back(&mut album, &keap, app.page()).await?;
    app.close().await?;

    let dark = launch.variable("GTK_THEME", "Adwaita:dark");
    let app = session.app(&dark).await?;
    in_the_dark(&mut album, app.page()).await?;
    app.close().await?;
    Ok(last)
}

/// From the doors to the desk.
async fn connect(session: &Session, window: &Page) -> Result<(), DemoError> {
    window.click("connect").await?;
    story::enter_keys(window, CLIENT_ID, CLIENT_SECRET).await?;
    window.click("sign-in").await?;
    let browser = session.browser().await?;
    story::log_in(&browser, ACCOUNT).await?;
    browser.page().click_css("#allow").await?;
    window.click("confirm-account").await?;
    story::at_desk(window).await?;
    // A window behind another one draws nothing, and its pictures would be old ones.
    session.end_browser();
    Ok(())
}

/// Looks the shared address up and picks the first of those who have it. The name on the card.
async fn pick(window: &Page) -> Result<String, DemoError> {
    let found = story::find(window, SHARED).await?;
    if found != "several" {
        return Err(unexpected("several matches", found));
    }
    let name = window.text("[data-result=several] h3").await?;
    window.click("choose").await?;
    window.wait_for_text("h1", &name).await?;
    Ok(name)
}

async fn change_and_take_back(
    album: &mut Album,
    keap: &PracticeKeap,
    window: &Page,
) -> Result<String, DemoError> {
    album
        .step(window, "empty", "The desk is empty. Find first.")
        .await?;
    let before = keap.contacts(ACCOUNT);
    if story::find(window, SHARED).await? == "several" {
        album
            .step(
                window,
                "several",
                "Several contacts have this e-mail address: the person picks.",
            )
            .await?;
    }
    let name = pick(window).await?;
    album
        .step(window, "found", "The form fills with what Keap holds.")
        .await?;

    story::type_spot(window, "job_title", JOB).await?;
    story::type_spot(window, "phone.1.number", "602 555 0142").await?;
    story::choose_spot(window, "address.billing.country", "United States").await?;
    story::choose_spot(window, "address.billing.region", "Arizona").await?;
    story::type_spot(window, "address.billing.line1", "22 Another Street").await?;
    story::type_spot(window, "address.billing.locality", "Phoenix").await?;
    story::type_spot(window, "address.billing.postal_code", "85001").await?;
    album
        .step(
            window,
            "changed",
            "Some fields are changed; nothing is sent yet.",
        )
        .await?;
    story::check(window).await?;
    album
        .step(
            window,
            "check",
            "In Keap now, and after saving, field by field.",
        )
        .await?;

    window.click("save-contact").await?;
    let (kind, heading) = story::saved(window).await?;
    if kind != "updated" {
        return Err(unexpected("an update", heading));
    }
    let spots = window.text("[data-spots]").await?;
    album
        .step(window, "saved", "Saved. Nothing else was touched.")
        .await?;
    let held = keap.contacts(ACCOUNT);
    if !held.iter().any(|contact| contact["job_title"] == JOB) {
        return Err(DemoError::Differs(format!("nobody is {JOB}")));
    }

    let undone = story::undo(window).await?;
    if !undone.contains(&name) {
        return Err(unexpected("an undo", undone));
    }
    let restored = window.text("main .notice p").await?;
    album
        .step(
            window,
            "undone",
            "Undo: the record is as it was, to the letter.",
        )
        .await?;
    let after = keap.contacts(ACCOUNT);
    let differs = before
        .into_iter()
        .zip(after)
        .find(|(before, after)| but_for_the_time(before) != but_for_the_time(after));
    if let Some((before, after)) = differs {
        return Err(DemoError::Differs(format!("{before} is now {after}")));
    }
    let undone = undone.lines().last().unwrap_or_default();
    let restored = restored.split_once('.').map_or("", |(first, _)| first);
    Ok(format!("{heading}: {spots}. Undone: {undone}. {restored}."))
}

/// Check and saved, as they are where the desktop is dark.
async fn in_the_dark(album: &mut Album, window: &Page) -> Result<(), DemoError> {
    pick(window).await?;
    story::type_spot(window, "job_title", JOB).await?;
    story::check(window).await?;
    album
        .step(window, "check-dark", "The check, in the dark.")
        .await?;
    window.click("save-contact").await?;
    story::saved(window).await?;
    album
        .step(window, "saved-dark", "Saved, in the dark.")
        .await?;
    story::undo(window).await?;
    Ok(())
}

fn unexpected(wanted: &'static str, text: String) -> DemoError {
    DemoError::Unexpected { wanted, text }
}

/// The record without what every write changes.
fn but_for_the_time(contact: &Value) -> Value {
    let mut contact = contact.clone();
    if let Some(record) = contact.as_object_mut() {
        record.remove("update_time");
        record.remove("last_updated_by");
    }
    contact
}
