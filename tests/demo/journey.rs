//! The whole story, from the keys to a contact that was saved twice.

use std::path::PathBuf;

use practice_keap::{CLIENT_ID, CLIENT_SECRET, Options as KeapOptions, serve};
use support::desktop::{Launch, Options, Page, Session};
use support::story::{self, ROBIN, Typed};

use crate::album::{Album, DemoError};

/// Plays the whole journey; hands back the last line.
pub(crate) async fn play(binary: PathBuf, folder: PathBuf) -> Result<String, DemoError> {
    let mut album = Album::begin(folder, "")?;
    let keap = serve(KeapOptions::default()).await?;
    let origin = keap.base_url().origin().ascii_serialization();
    let session =
        Session::start(Options::default().links_from(&origin, "app.keapsake.dev")).await?;
    let launch = Launch::of(binary).variable("KEAPSAKE_KEAP_URL", keap.base_url().as_str());
    let app = session.app(&launch).await?;
    let window = app.page();

    story::at(window, "connect").await?;
    album
        .step(window, "welcome", "Keapsake opens at the two doors.")
        .await?;
    window.click("connect").await?;

    story::at(window, "save-keys").await?;
    album
        .step(
            window,
            "keys",
            "What to have ready, and where the two keys are found.",
        )
        .await?;
    story::choose_return_page(window, keap.return_page_url().as_str()).await?;
    album
        .step(
            window,
            "return-address",
            "Under Advanced: Keap is to answer through the return page.",
        )
        .await?;
    window.type_into("client_id", CLIENT_ID).await?;
    window.type_into("client_secret", CLIENT_SECRET).await?;
    album
        .step(
            window,
            "keys-typed",
            "The keys are typed; the secret stays masked.",
        )
        .await?;
    window.click("save-keys").await?;

    story::at(window, "sign-in").await?;
    album
        .step(
            window,
            "sign-in",
            "The keys are in the keychain. The next step says which login Keap wants.",
        )
        .await?;
    window.click("sign-in").await?;
    story::at(window, "cancel").await?;
    album
        .step(
            window,
            "waiting",
            "Keapsake waits, and the browser opens Keap's sign-in.",
        )
        .await?;

    let browser = session.browser().await?;
    story::log_in(&browser, "pb101").await?;
    album
        .step(
            browser.page(),
            "browser-allow",
            "In the browser: logged in, account chosen.",
        )
        .await?;
    browser.page().click_css("#allow").await?;

    story::at(window, "confirm-account").await?;
    album
        .step(
            browser.page(),
            "browser-return-page",
            "The return page hands the answer to the app's own link.",
        )
        .await?;
    album
        .step(
            window,
            "account",
            "The link reached the window: is this the right account?",
        )
        .await?;
    window.click("confirm-account").await?;

    let last = save_twice(&mut album, &keap, window).await?;
    test_the_connection(&mut album, window).await?;
    app.close().await?;
    Ok(last)
}

/// A contact that is new, and the same e-mail address again with another street.
async fn save_twice(
    album: &mut Album,
    keap: &practice_keap::PracticeKeap,
    window: &Page,
) -> Result<String, DemoError> {
    story::at_desk(window).await?;
    story::fill_contact(window, ROBIN).await?;
    album
        .step(
            window,
            "contact",
            "A contact is typed; country and state come from Keap's lists.",
        )
        .await?;
    let created = saved(window, "created").await?;
    album
        .step(window, "created", "Saved: the contact is new.")
        .await?;
    check(keap, ROBIN)?;

    window.click("next-contact").await?;
    let moved = Typed {
        line1: "22 Another Street",
        ..ROBIN
    };
    story::at_desk(window).await?;
    story::find(window, moved.email).await?;
    story::type_spot(window, "address.billing.line1", moved.line1).await?;
    album
        .step(
            window,
            "same-address",
            "The same e-mail address again, with another street.",
        )
        .await?;
    let updated = saved(window, "updated").await?;
    album
        .step(
            window,
            "updated",
            "Saved: the one match is updated, nothing is doubled.",
        )
        .await?;
    check(keap, moved)?;

    Ok(format!("{created}. {updated}."))
}

/// "Something is wrong?", where nothing is.
async fn test_the_connection(album: &mut Album, window: &Page) -> Result<(), DemoError> {
    for action in ["person-menu", "help", "test-connection"] {
        window.click(action).await?;
    }
    window
        .wait_for_text("[data-status=test]", "The test is done")
        .await?;
    album
        .step(
            window,
            "test-the-connection",
            "Something is wrong? Every part of the connection is tested.",
        )
        .await
}

async fn saved(window: &Page, wanted: &'static str) -> Result<String, DemoError> {
    let (kind, text) = story::save(window).await?;
    if kind != wanted {
        return Err(DemoError::NotSaved { wanted, text });
    }
    Ok(text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_owned())
}

fn check(keap: &practice_keap::PracticeKeap, typed: Typed<'_>) -> Result<(), DemoError> {
    story::difference(keap, "pb101", typed)
        .map_or(Ok(()), |difference| Err(DemoError::Differs(difference)))
}
