//! What holds for the app as a whole: one copy, a window that remembers, and one that comes whatever
//! the keychain does.

use std::time::Duration;

use support::desktop::until;
use support::story;

use crate::connecting::answer;
use crate::place::{Place, Road, SERVICE};

const LIMIT: Duration = Duration::from_secs(40);

#[tokio::test]
async fn a_second_copy_hands_over_and_ends_and_garbage_only_raises_the_window() {
    let place = Place::new().await;
    let app = place.app().await;
    place.wait_for_keap(app.page(), Road::ReturnPage).await;
    assert!(place.has_name().await, "and others find it");
    // The browser has come, so that it does not come in front later. This is the right answer.
    let query = answer(&place).await;
    for link in [
        // A second start without any link.
        "",
        "app.keapsake.dev://return",
        "app.keapsake.dev://oauth/callback",
    ] {
        minimise(&place).await;
        hand_over(&place, link).await;
        place
            .session
            .wait_for_active_title("Keapsake", LIMIT)
            .await
            .expect(link);
        if link.is_empty() {
            let told = "Keapsake was open already";
            app.page().wait_for_text("main", told).await.unwrap();
        }
    }
    for link in [
        "app.keapsake.dev://oauth/callback?code=a&code=b&state=c",
        "app.keapsake.dev://sign-out",
        "app.keapsake.dev://oauth/callback?error=access_denied&state=forged&error_description=%3Cimg%20src%3Dx%3E",
    ] {
        hand_over(&place, link).await;
    }
    assert_eq!(
        place.session.running(&place.binary).len(),
        1,
        "one copy runs"
    );
    story::at(app.page(), "cancel")
        .await
        .expect("the sign-in still waits");
    // A denial is told, in our words and never in those of the link.
    let said = app.page().text("main").await.unwrap();
    assert!(!said.contains("img"), "{said}");
    assert_eq!(
        app.page()
            .execute("return document.images.length", vec![])
            .await
            .unwrap(),
        0
    );
    assert_eq!(place.keap.token_requests(), 0);

    // All of it went through one inbox, before this: what it did would be done by now.
    hand_over(
        &place,
        &format!("app.keapsake.dev://oauth/callback?{query}"),
    )
    .await;
    story::at(app.page(), "confirm-account").await.unwrap();
    assert_eq!(place.keap.token_requests(), 1);
    app.close().await.unwrap();
}

/// Starts a second copy, as the desktop does for a link, and waits until it has ended by itself
/// without an error.
async fn hand_over(place: &Place, link: &str) {
    let binary = place.binary.to_string_lossy();
    let arguments: Vec<&str> = [link].into_iter().filter(|link| !link.is_empty()).collect();
    place.session.run(&binary, &arguments).await.expect(link);
}

/// Puts the window away, so that its raising can be seen.
async fn minimise(place: &Place) {
    let ours = ["search", "--onlyvisible", "--name", "^Keapsake$"];
    let minimise = [&ours[..], &["windowminimize", "%@"]].concat();
    place.session.run("xdotool", &minimise).await.unwrap();
    until("the window to be put away", LIMIT, async || {
        let titles = place.session.window_titles().await.ok()?;
        (!titles.iter().any(|title| title == "Keapsake")).then_some(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn zoom_and_the_windows_size_are_kept_between_starts() {
    let place = Place::new().await;
    let app = place.app().await;
    story::at(app.page(), "connect").await.unwrap();
    let width = "return window.innerWidth";
    let before = app
        .page()
        .execute(width, vec![])
        .await
        .unwrap()
        .as_f64()
        .unwrap();
    let plus = "document.dispatchEvent(new KeyboardEvent('keydown',{key:'+',ctrlKey:true,bubbles:true,cancelable:true}))";
    for _ in 0..5 {
        app.page().execute(plus, vec![]).await.unwrap();
    }
    let doubled = async |page: &support::desktop::Page| {
        until(
            "the page to be zoomed to 200 %",
            Duration::from_secs(10),
            async || {
                let now = page.execute(width, vec![]).await.ok()?.as_f64()?;
                (now < before * 0.6).then_some(())
            },
        )
        .await
    };
    doubled(app.page()).await.unwrap();
    app.page().set_window_size(1100, 800).await.unwrap();
    let size = app.page().window_size().await.unwrap();
    // As a person closes it: its driver may end it before it has written anything down.
    let activate = ["search", "--onlyvisible", "--name", "^Keapsake$"];
    let activate = [&activate[..], &["windowactivate", "--sync"]].concat();
    place.session.run("xdotool", &activate).await.unwrap();
    place.session.press(&["alt+F4"]).await.unwrap();
    place
        .session
        .wait_until_ended(&place.binary, LIMIT)
        .await
        .unwrap();
    drop(app);
    let app = place.app().await;
    story::at(app.page(), "connect").await.unwrap();
    doubled(app.page()).await.unwrap();
    assert_eq!(app.page().window_size().await.unwrap(), size);
    app.close().await.unwrap();
}

#[tokio::test]
async fn a_start_whose_keychain_does_not_answer_still_shows_the_window() {
    let place = Place::new().await;
    let app = place.app().await;
    place.wait_for_keap(app.page(), Road::ReturnPage).await;
    app.close().await.unwrap();
    let kept = place.session.secrets_of(SERVICE).await.unwrap();
    assert_eq!(kept.len(), 2, "the keys, and the sign-in that waits");

    // This start has to ask the keychain: for the sign-in that waits.
    place.session.keyring().stop().unwrap();
    let app = place.app().await;
    until("the window", LIMIT, async || {
        let titles = place.session.window_titles().await.ok()?;
        titles.iter().any(|title| title == "Keapsake").then_some(())
    })
    .await
    .unwrap();
    app.page()
        .patient_for(LIMIT)
        .wait_for("main [data-action]")
        .await
        .expect("a screen with something to do");
    place.session.keyring().go_on().unwrap();
    app.close().await.unwrap();
    let after = place.session.secrets_of(SERVICE).await.unwrap();
    assert_eq!(after, kept, "nothing was forgotten because of it");
}

#[tokio::test]
async fn the_page_is_set_in_the_typeface_of_the_desktop() {
    let place = Place::new().await;
    let app = place.app().await;
    app.page().wait_for("h1").await.unwrap();
    let widths = app.page().execute(WIDTHS, vec![]).await.unwrap();
    let [ours, inter, other] = [0, 1, 2].map(|at| widths[at].as_f64().unwrap());
    assert!((ours - inter).abs() < 0.1, "{widths}");
    assert!(
        (ours - other).abs() > 1.0,
        "they can be told apart: {widths}"
    );
    app.close().await.unwrap();
}

/// How wide a text is in the page's own typeface, in the one that the settings of this desktop name, and in
/// the one that is there without such a setting.
const WIDTHS: &str = r#"
    return ["", "Inter", "DejaVu Sans"].map((family) => {
        const text = document.createElement("span");
        text.textContent = "Contacts, put right";
        text.style.fontFamily = family;
        document.body.append(text);
        const { width } = text.getBoundingClientRect();
        text.remove();
        return width;
    });
"#;
