//! The doors, the keys, the return address and the zoom: everything before the browser opens, and
//! the practice account behind its own door.

use keapsake_core::connection::{ConnectionKind, RouteKind};
use keapsake_core::notices::{FormField, field_problems};
use keapsake_core::ports::VaultEntry;
use keapsake_core::settings::Zoom;
use keapsake_core::wizard::{OutsidePage, Stage};
use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use support::{Operation, plain_http};

use crate::computer::{BAKERY, Computer, draft, words};
use crate::form::created;

#[tokio::test]
async fn the_practice_account_needs_no_typing_and_starts_over() {
    let computer = Computer::new().await;
    computer
        .wizard
        .choose_door(ConnectionKind::Practice)
        .await
        .unwrap();
    let Stage::Keys {
        client_id,
        filled_in,
        ..
    } = computer.wizard.snapshot().stage
    else {
        panic!("the keys")
    };
    assert_eq!((client_id.as_deref(), filled_in), (Some(CLIENT_ID), true));
    computer.wizard.use_filled_in_keys().await.unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    assert_eq!(
        computer.wizard.snapshot().connection.unwrap().kind,
        ConnectionKind::Practice
    );
    computer.wizard.confirm_account().unwrap();
    let before = computer.keap.contacts(BAKERY).len();
    computer.save(&draft("new@example.com")).await.unwrap();
    assert_eq!(computer.keap.contacts(BAKERY).len(), before + 1);
    computer.wizard.start_over().await.unwrap();
    assert_eq!(computer.keap.contacts(BAKERY).len(), before);
    assert_eq!(computer.screen(), ("desk", Some("started_over")));
    assert!(
        computer.save(&draft("new@example.com")).await.is_ok(),
        "still signed in"
    );
}

#[tokio::test]
async fn each_door_has_a_session_of_its_own() {
    let computer = Computer::new().await.at_desk().await;
    assert_eq!(
        words(computer.wizard.start_over().await).0,
        "not_now",
        "never for a Keap account"
    );
    computer
        .wizard
        .choose_door(ConnectionKind::Practice)
        .await
        .unwrap();
    assert_eq!(computer.screen(), ("keys", None));
    assert_eq!(
        words(computer.save(&draft("new@example.com")).await).0,
        "not_now"
    );
    assert_eq!(
        computer.writes(),
        0,
        "nothing is sent with another connection's tokens"
    );
    assert!(
        computer
            .vault
            .held(&VaultEntry::Keys("practice".into()))
            .is_none()
    );
    // And back, still connected.
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    assert_eq!(computer.screen(), ("desk", None));
    assert!(computer.save(&draft("new@example.com")).await.is_ok());
}

#[tokio::test]
async fn a_door_that_leads_nowhere_is_told() {
    let computer = Computer::new().await;
    assert_eq!(
        words(computer.wizard.choose_door(ConnectionKind::Other).await).0,
        "no_place"
    );
    assert_eq!(computer.screen(), ("welcome", None));
}

#[tokio::test]
async fn keys_that_cannot_be_right_are_told_beside_their_field_and_not_kept() {
    let computer = Computer::new().await;
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    for (id, secret, field) in [
        ("", CLIENT_SECRET, FormField::ClientId),
        (CLIENT_ID, "", FormField::ClientSecret),
        (CLIENT_ID, CLIENT_ID, FormField::ClientSecret),
        (CLIENT_SECRET, CLIENT_ID, FormField::ClientId),
        (CLIENT_ID, "two words", FormField::ClientSecret),
    ] {
        let failure = computer.wizard.save_keys(id, secret).await.unwrap_err();
        let fields: Vec<_> = field_problems(&failure)
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(fields, [field], "{id} / {secret}");
        let (code, body) = words::<()>(Err(failure));
        assert_eq!(code, "fields");
        assert!(body.contains("not saved"), "{body}");
    }
    assert_eq!(computer.screen(), ("keys", None));
    assert!(
        !computer
            .vault
            .log()
            .iter()
            .any(|call| matches!(call, Operation::Write(_)))
    );
}

#[tokio::test]
async fn pasted_keys_are_tidied() {
    let computer = Computer::new().await;
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    computer
        .wizard
        .save_keys(
            &format!(" \"{CLIENT_ID}\"\r\n"),
            &format!("'{CLIENT_SECRET}'\t"),
        )
        .await
        .unwrap();
    assert!(computer.wizard.snapshot().connection.unwrap().has_keys);
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
}

#[tokio::test]
async fn the_route_is_a_setting_and_is_kept() {
    let computer = Computer::new().await.before_sign_in().await;
    let shown = |computer: &Computer| computer.wizard.snapshot().connection.unwrap();
    let page = computer.keap.return_page_url().to_string();
    assert_eq!(
        (shown(&computer).route.kind, shown(&computer).redirect_uri),
        (RouteKind::ReturnPage, page)
    );
    for (typed, told) in [
        ("http://example.com/return", "fields"),
        ("https://example.com/return?a=b", "fields"),
        ("example.com", "fields"),
    ] {
        assert_eq!(
            words(
                computer
                    .wizard
                    .set_route(RouteKind::ReturnPage, Some(typed))
            )
            .0,
            told,
            "{typed}"
        );
    }
    let own = "https://example.com/return";
    computer
        .wizard
        .set_route(RouteKind::ReturnPage, Some(own))
        .unwrap();
    computer.wizard.copy_redirect_uri().unwrap();
    assert_eq!(computer.clipboard.text().as_deref(), Some(own));
    // Another road and back: the page that was typed is still known.
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    assert!(
        shown(&computer)
            .redirect_uri
            .starts_with("http://localhost:")
    );
    let computer = computer.restarted().await;
    assert_eq!(shown(&computer).route.kind, RouteKind::Loopback);
    computer
        .wizard
        .set_route(RouteKind::ReturnPage, None)
        .unwrap();
    assert_eq!(shown(&computer).redirect_uri, own);
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.redirect_uri(), own, "byte for byte");
}

#[tokio::test]
async fn back_leads_from_the_sign_in_to_the_keys_to_the_doors() {
    let computer = Computer::new().await.waiting().await;
    for screen in ["sign_in", "keys", "welcome", "welcome"] {
        computer.wizard.go_back().await;
        assert_eq!(computer.screen(), (screen, None));
    }
    assert_eq!(computer.wizard.snapshot().connection, None);
    // The keys are still kept, so the door leads past them.
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    assert_eq!(computer.screen(), ("sign_in", None));
}

#[tokio::test]
async fn outside_pages_open_in_the_browser() {
    let computer = Computer::new().await;
    computer
        .wizard
        .open_page(OutsidePage::PortalLogin)
        .await
        .unwrap();
    computer
        .wizard
        .open_page(OutsidePage::PortalCreate)
        .await
        .unwrap();
    let opened = computer.browser.opened();
    assert_eq!(opened[0], "https://keys.developer.keap.com/accounts/login");
    assert_eq!(opened[1], "https://keys.developer.keap.com/accounts/create");
    computer.browser.break_down(true);
    assert_eq!(
        words(computer.wizard.open_page(OutsidePage::PortalLogin).await).0,
        "browser"
    );
}

#[tokio::test]
async fn a_saved_contact_opens_in_keaps_own_page() {
    let computer = Computer::new().await.at_desk().await;
    let nell = draft("nell@example.com").with("given_name", "Nell");
    let saved = created(computer.save(&nell).await);
    computer.wizard.open_contact(&saved.facts.id).await.unwrap();
    let opened = computer.browser.opened().pop().unwrap();
    let page = plain_http().unwrap().get(&opened).send().await.unwrap();
    assert_eq!(page.status(), 200, "{opened}");
    assert!(page.text().await.unwrap().contains("Nell"));
    for odd in ["", "../1", "1&a=b", "1 2"] {
        assert_eq!(
            words(computer.wizard.open_contact(odd).await).0,
            "not_now",
            "{odd}"
        );
    }
}

#[tokio::test]
async fn the_zoom_is_kept() {
    let computer = Computer::new().await;
    computer.wizard.set_zoom(Zoom::In);
    assert_eq!(computer.wizard.snapshot().zoom, 110);
    assert_eq!(computer.restarted().await.wizard.snapshot().zoom, 110);
}

#[tokio::test]
async fn a_second_start_is_told_where_nothing_else_is_being_said() {
    let computer = Computer::new().await;
    computer.wizard.already_open();
    assert_eq!(computer.screen(), ("welcome", Some("already_open")));

    let computer = Computer::new().await.before_sign_in().await;
    computer.wizard.keap_error_page().await;
    computer.wizard.already_open();
    assert_eq!(
        computer.screen(),
        ("keys", Some("keap_error_page")),
        "what is said stays"
    );
}
