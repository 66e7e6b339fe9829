//! What holds for the app as a whole: one copy, a page that can do nothing but its commands, a
//! window that remembers, and a build that takes no address from outside.

use std::path::PathBuf;
use std::time::Duration;

use keapsake_core::product::Build;
use serde_json::{Value, json};
use support::desktop::until;
use support::story;

use crate::connecting::answer;
use crate::place::{Place, Road, SERVICE};

const LIMIT: Duration = Duration::from_secs(15);

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
        "app.keapsake.dev://oauth/callback?code=a&code=b&state=c",
        "app.keapsake.dev://sign-out",
        "app.keapsake.dev://oauth/callback?error=access_denied&state=forged&error_description=%3Cimg%20src%3Dx%3E",
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
async fn the_page_can_do_nothing_but_its_commands() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    story::at(window, "connect").await.unwrap();
    for (command, arguments) in [
        (
            "plugin:event|listen",
            json!({ "event": "deep-link://new-url", "target": { "kind": "Any" }, "handler": 1 }),
        ),
        ("plugin:deep-link|get_current", json!({})),
        (
            "plugin:opener|open_url",
            json!({ "url": "https://example.com" }),
        ),
        ("plugin:window|close", json!({ "label": "main" })),
        (
            "plugin:window-state|save_window_state",
            json!({ "flags": 1 }),
        ),
        ("no_such_command", json!({})),
    ] {
        let said = invoke(window.client(), command, arguments).await;
        assert!(
            said["refused"]
                .as_str()
                .is_some_and(|why| why.contains("not allowed") || why.contains("not found")),
            "{command}: {said}"
        );
    }
    let ran = window
        .execute(
            "const s=document.createElement('script'); s.textContent='window.intruder=1'; document.head.append(s); return window.intruder===undefined",
            vec![],
        )
        .await
        .unwrap();
    assert_eq!(ran, true, "the policy stops an inline script");
    let before = window.url().await.unwrap();
    window
        .execute("location.href='https://accounts.infusionsoft.com/'", vec![])
        .await
        .unwrap();
    story::at(window, "connect").await.unwrap();
    assert_eq!(
        window.url().await.unwrap(),
        before,
        "the window never leaves its page"
    );
    app.close().await.unwrap();
}

async fn invoke(client: &fantoccini::Client, command: &str, arguments: Value) -> Value {
    client
        .execute_async(
            "const [command, args, done] = arguments; \
             window.__TAURI_INTERNALS__.invoke(command, args).then(v => done({ answered: v }), e => done({ refused: String(e.message ?? e) }))",
            vec![json!(command), arguments],
        )
        .await
        .unwrap()
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

#[test]
fn a_build_without_the_feature_does_not_know_the_name_of_the_other_keap() {
    let plain = std::env::var_os("KEAPSAKE_APP_AS_SHIPPED").map(PathBuf::from);
    let plain = plain.expect("KEAPSAKE_APP_AS_SHIPPED names the app built without other-keap: cargo xtask test desktop sets it");
    let holds = |path: &std::path::Path| {
        let bytes = std::fs::read(path).unwrap();
        bytes
            .windows(b"KEAPSAKE_KEAP_URL".len())
            .any(|piece| piece == b"KEAPSAKE_KEAP_URL")
    };
    assert!(
        holds(&crate::place::binary()),
        "the test build knows it: so the search finds names"
    );
    assert!(!holds(&plain));
    assert_eq!(Build::Packaged.scheme(), "app.keapsake");
}
