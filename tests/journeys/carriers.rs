//! Signing in by each road an answer can take: the return page and the app's link, the listener on
//! this computer, a pasted address.

use keapsake_core::connection::RouteKind;
use keapsake_core::ports::VaultEntry;
use keapsake_core::sign_in::{Carrier, Heard};
use keapsake_core::wizard::Stage;
use support::{Answer, Ended, plain_http};

use crate::computer::{BAKERY, Computer, app_link, draft, parameter};

async fn by_loopback() -> Computer {
    let computer = Computer::new().await.before_sign_in().await;
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer
}

#[tokio::test]
async fn by_the_return_page_and_the_apps_link() {
    let computer = Computer::new().await.waiting().await;
    assert_eq!(
        computer.redirect_uri(),
        computer.keap.return_page_url().as_str()
    );
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let raised = computer.window.raised();
    assert_eq!(
        computer.arrive(Carrier::AppLink, &app_link(&end)).await,
        Heard::Accepted
    );
    assert_eq!(
        computer.window.raised(),
        raised + 1,
        "the window comes to the front"
    );
    computer.reach("account").await;
    let Stage::Account { account } = computer.wizard.snapshot().stage else {
        unreachable!("just reached")
    };
    assert_eq!(
        (account.app.as_str(), account.business.as_deref()),
        ("pb101", Some("Practice Bakery"))
    );
    assert_eq!(account.person.as_deref(), Some("Ann Example"));
    assert_eq!(account.email.as_deref(), Some("ann@practice.example"));
    assert!(account.administrator);
    assert_eq!(
        computer.vault.held(&VaultEntry::Pending),
        None,
        "nothing waits any more"
    );
    computer.wizard.confirm_account().unwrap();
    computer.reach("desk").await;
    assert!(computer.save(&draft("new@example.com")).await.is_ok());
}

#[tokio::test]
async fn the_account_that_was_picked_is_the_one_that_is_written_to() {
    let computer = Computer::new().await.waiting().await;
    let end = computer.walk(Answer::Allow("pg202")).await;
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    computer.reach("account").await;
    let Stage::Account { account } = computer.wizard.snapshot().stage else {
        unreachable!("just reached")
    };
    assert_eq!(account.business.as_deref(), Some("Practice Garden Centre"));
    let (bakery, garden) = (
        computer.keap.contacts(BAKERY).len(),
        computer.keap.contacts("pg202").len(),
    );
    computer.wizard.confirm_account().unwrap();
    computer.save(&draft("new@example.com")).await.unwrap();
    assert_eq!(computer.keap.contacts(BAKERY).len(), bakery);
    assert_eq!(computer.keap.contacts("pg202").len(), garden + 1);
}

#[tokio::test]
async fn by_the_listener_on_this_computer() {
    let computer = by_loopback().await;
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    assert_eq!(end.host_str(), Some("localhost"));
    let http = plain_http().unwrap();
    let page = http.get(end.clone()).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let refresh = page.headers()["refresh"].to_str().unwrap().to_owned();
    assert_eq!(
        refresh, "0; url=app.keapsake.dev://return",
        "the system brings the window to the front"
    );
    assert_eq!(page.headers()["cache-control"], "no-store");
    let text = page.text().await.unwrap();
    assert!(
        text.contains("href=\"app.keapsake.dev://return\"") && text.contains("arrived"),
        "{text}"
    );
    let code = parameter(&end, "code").unwrap();
    assert!(
        !text.contains(&code),
        "nothing of the request is in the page"
    );
    computer.reach("account").await;
    assert!(
        http.get(end).send().await.unwrap_err().is_connect(),
        "open only while waiting"
    );
    let raised = computer.window.raised();
    computer
        .arrive(Carrier::AppLink, "app.keapsake.dev://return")
        .await;
    assert_eq!(computer.window.raised(), raised + 1);
    assert_eq!(computer.screen(), ("account", None));
}

#[tokio::test]
async fn the_listener_answers_on_both_loopback_addresses() {
    for host in ["127.0.0.1", "[::1]"] {
        if host == "[::1]" && tokio::net::TcpListener::bind("[::1]:0").await.is_err() {
            continue;
        }
        let computer = by_loopback().await;
        let mut end = computer.walk(Answer::Allow(BAKERY)).await;
        end.set_host(Some(host)).unwrap();
        let page = plain_http().unwrap().get(end).send().await.unwrap();
        assert_eq!(page.status(), 200, "{host}");
        computer.reach("account").await;
    }
}

#[tokio::test]
async fn what_is_no_answer_of_keaps_does_not_reach_the_listener() {
    let computer = by_loopback().await;
    let base = computer.redirect_uri();
    let http = plain_http().unwrap();
    for path in ["", "/other?code=a&state=s", "?", "?code=a&state=s"] {
        let page = http.get(format!("{base}{path}")).send().await.unwrap();
        assert_eq!(page.status(), 400, "{path}");
        assert!(
            page.headers().get("refresh").is_none(),
            "nothing to come to the front for"
        );
    }
    let rebound = http
        .get(format!("{base}?code=a"))
        .header("host", "evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(rebound.status(), 400);
    assert_eq!(computer.screen(), ("waiting", None));
    assert_eq!(computer.keap.token_requests(), 0);
}

#[tokio::test]
async fn by_a_pasted_address_on_either_road() {
    for route in [RouteKind::ReturnPage, RouteKind::Loopback] {
        for spelled in [
            |end: &url::Url| end.to_string(),
            |end: &url::Url| format!(" \"{end}\"\r\n"),
            |end: &url::Url| end.as_str().replace("http://localhost", "localhost"),
            // What the return page's Copy button gives.
            app_link,
        ] {
            let computer = Computer::new().await.before_sign_in().await;
            computer.wizard.set_route(route, None).unwrap();
            computer.wizard.start_sign_in().await.unwrap();
            let end = computer.walk(Answer::Allow(BAKERY)).await;
            computer.wizard.paste_address(&spelled(&end)).await.unwrap();
            computer.reach("account").await;
        }
    }
}

/// Keap is not known to take an app's own link as a redirect URI, and the practice one does not.
#[tokio::test]
async fn the_apps_own_link_alone_ends_on_keaps_error_page() {
    let computer = Computer::new().await.before_sign_in().await;
    computer.wizard.set_route(RouteKind::AppLink, None).unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.redirect_uri(), "app.keapsake.dev://oauth/callback");
    assert_eq!(
        computer.browser.walk(Answer::Allow(BAKERY)).await,
        Some(Ended::Page(400))
    );
    computer.wizard.keap_error_page().await;
    assert_eq!(computer.screen(), ("keys", Some("keap_error_page")));
    assert_eq!(computer.vault.held(&VaultEntry::Pending), None);
}
