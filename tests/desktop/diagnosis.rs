//! "Something is wrong?" in the real window: with everything in order, and with a keychain that
//! does not answer.

use std::time::Duration;

use support::desktop::{Page, until};

use crate::place::Place;

const LIMIT: Duration = Duration::from_secs(10);

const PARTS: [&str; 6] = ["keychain", "links", "clock", "proxy", "keap", "account"];

/// Presses the button and waits until every part has come out; as they came out, in order.
async fn tested(window: &Page) -> Vec<String> {
    window.click("test-connection").await.unwrap();
    let mut grades = Vec::new();
    for part in PARTS {
        let done = format!("[data-check={part}]:not([data-grade=running])");
        window.wait_for(&done).await.unwrap();
        let grade = window.attribute(&done, "data-grade").await.unwrap();
        grades.push(format!("{part} {}", grade.unwrap_or_default()));
    }
    grades
}

#[tokio::test]
async fn a_computer_in_order_passes_every_part_and_the_report_is_shown_and_copied() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    window.click("help").await.unwrap();
    assert_eq!(
        tested(window).await,
        [
            "keychain good",
            "links good",
            "clock good",
            "proxy good",
            "keap good",
            "account note"
        ]
    );
    assert!(
        window
            .text("[data-check=links]")
            .await
            .unwrap()
            .contains("came back"),
        "the link went through the operating system"
    );
    let report = until("the report after the test", LIMIT, async || {
        let text = window.value("report").await.unwrap();
        text.contains("account: nobody").then_some(text)
    });
    let report = report.await.unwrap();
    window.click("copy-report").await.unwrap();
    window
        .wait_for_text("dialog .copied", "Copied")
        .await
        .unwrap();
    // Another program pastes it.
    let paste = ["-selection", "clipboard", "-out"];
    let pasted = place.session.run("xclip", &paste).await.unwrap();
    assert_eq!(pasted.trim(), report.trim());

    for line in [
        "Keapsake report",
        "Build: from source, for tests",
        "Screen: doors",
        "Connection: none chosen",
        "  keychain: works",
        "  links: Keapsake's, test link came back, needed",
        "  account: nobody",
    ] {
        assert!(report.contains(line), "{line} is not in:\n{report}");
    }
    let home = place.session.home();
    for private in ["127.0.0.1", "://", &home.to_string_lossy()] {
        assert!(!report.contains(private), "{private} is in:\n{report}");
    }
    assert!(
        place
            .session
            .secrets_of(crate::place::SERVICE)
            .await
            .unwrap()
            .is_empty(),
        "the test entry is gone"
    );
    for request in place.keap.requests() {
        assert_eq!(
            request.authorization,
            practice_keap::AuthorizationKind::None
        );
    }
    app.close().await.unwrap();
}

#[tokio::test]
async fn a_keychain_that_does_not_answer_holds_up_nothing_else() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    place.session.keyring().stop().unwrap();
    window.click("help").await.unwrap();
    window.click("test-connection").await.unwrap();
    window
        .wait_for("[data-check=keap][data-grade=good]")
        .await
        .unwrap();
    // The page can be left and come back to while the test still waits.
    window.click("close-help").await.unwrap();
    window.wait_gone("dialog").await.unwrap();
    window.click("help").await.unwrap();
    window
        .wait_for("[data-check=keychain][data-grade=problem]")
        .await
        .unwrap();
    window
        .wait_for_text("[data-check=keychain]", "does not answer")
        .await
        .unwrap();
    place.session.keyring().go_on().unwrap();
    let grades = tested(window).await;
    assert_eq!(grades.first().unwrap(), "keychain good", "{grades:?}");
    app.close().await.unwrap();
}

/// It comes from inside the program, so it is there whatever else is broken.
#[tokio::test]
async fn the_guide_is_read_inside_the_app() {
    let place = Place::new().await;
    let app = place.app().await;
    let window = app.page();
    window.click("help").await.unwrap();
    window.click("guide").await.unwrap();
    let contents = "Keapsake's guide";
    let title = "dialog h2";
    for (page, heading, says) in [
        (
            "trouble",
            "When something is wrong",
            "The browser did not open",
        ),
        ("connect", "Connect to Keap", "developer login"),
        ("fix-a-contact", "Put a contact right", "Undo"),
        ("where-things-are", "Where things are", "keapsake.log"),
        ("uninstall", "Remove Keapsake", "Credential Manager"),
        ("for-it", "For IT", "api.infusionsoft.com"),
    ] {
        window.wait_for_text(title, contents).await.unwrap();
        let link = format!("[data-to='{page}.md']");
        window.click_css(&link).await.unwrap();
        window.wait_for_text(title, heading).await.unwrap();
        window.wait_for_text("dialog", says).await.unwrap();
        window.click("guide-contents").await.unwrap();
    }
    app.close().await.unwrap();
}
