//! What a test can do from Rust: look, script, break.

use std::time::{Duration, Instant};

use practice_keap::{AuthorizationKind, Options, ScriptedAnswer, StartError, serve};
use serde_json::json;

use crate::browser::http;
use crate::visitor::{BAKERY, Visitor, keap};

#[tokio::test]
async fn requests_and_answers_are_recorded_without_secrets() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    visitor.get("contacts?fields=id").await;
    let requests = keap.requests();
    let token = requests.iter().find(|one| one.path == "/token").unwrap();
    assert!(
        token
            .body
            .contains("grant_type=authorization_code&client_id=PracticeClient")
    );
    assert!(token.body.contains("client_secret=hidden&code=hidden"));
    assert_eq!(token.authorization, AuthorizationKind::None);
    let read = requests.last().unwrap();
    assert_eq!(
        (read.path.as_str(), read.query.as_str()),
        ("/crm/rest/v2/contacts", "fields=id")
    );
    assert_eq!(read.authorization, AuthorizationKind::Bearer);
    let responses = keap.responses();
    assert_eq!(responses.len(), requests.len());
    assert!(responses.last().unwrap().body.starts_with("{\"contacts\""));
    let everything = format!("{requests:?}{responses:?}");
    assert!(!everything.contains(&visitor.access) && !everything.contains(&visitor.refresh));
    assert!(!everything.contains(practice_keap::CLIENT_SECRET));
    keap.clear_records();
    assert!(keap.requests().is_empty() && keap.responses().is_empty());
}

#[tokio::test]
async fn a_scripted_answer_comes_once_and_in_place_of_the_work() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let delay = Duration::from_millis(60);
    keap.script(ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".to_owned(),
        method: "POST".to_owned(),
        status: 503,
        body: "<html>busy</html>".to_owned(),
        delay,
        ..ScriptedAnswer::default()
    });
    assert_eq!(visitor.get("contacts").await.0, 200, "another method");
    let body = json!({"phone_numbers": [{"field": "PHONE1", "number": "1"}]});
    let began = Instant::now();
    assert_eq!(
        visitor.post("contacts", &body).await,
        (503, json!("<html>busy</html>"))
    );
    assert!(began.elapsed() >= delay);
    assert_eq!(keap.contacts("pb101").len(), BAKERY);
    assert_eq!(visitor.post("contacts", &body).await.0, 201);
    keap.script(ScriptedAnswer::default());
    keap.forget_scripts();
    assert_eq!(visitor.get("contacts").await.0, 200, "taken back");
}

#[tokio::test]
async fn a_lost_answer_leaves_the_work_done() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.script_after(ScriptedAnswer {
        status: 502,
        ..ScriptedAnswer::default()
    });
    let body = json!({"phone_numbers": [{"field": "PHONE1", "number": "1"}]});
    assert_eq!(visitor.post("contacts", &body).await.0, 502);
    assert_eq!(keap.contacts("pb101").len(), BAKERY + 1);
}

#[tokio::test]
async fn down_is_html_everywhere_but_on_the_return_page() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.set_down(true);
    let (status, body) = visitor.get("contacts").await;
    assert_eq!(status, 503);
    assert!(body.as_str().unwrap().starts_with("<html>"));
    for path in ["token", "app/oauth/authorize"] {
        let url = keap.base_url().join(path).unwrap();
        assert_eq!(
            http().get(url).send().await.unwrap().status(),
            503,
            "{path}"
        );
    }
    assert_eq!(
        http()
            .get(keap.return_page_url())
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    keap.set_down(false);
    assert_eq!(visitor.get("contacts").await.0, 200);
}

#[tokio::test]
async fn contacts_can_be_added_looked_at_and_started_over() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let id = keap.add_contact(
        "pb101",
        json!({"given_name": "Added", "email_addresses": [{"field": "EMAIL1", "email": "added@example.com"}]}),
    );
    assert_eq!(visitor.contact(&id).await["given_name"], "Added");
    let shown = keap.contacts("pb101");
    assert_eq!(
        shown.last().unwrap()["email_addresses"][0]["email_opt_status"],
        "NON_MARKETABLE"
    );
    keap.start_over().await;
    assert_eq!(keap.contacts("pb101").len(), BAKERY);
    assert_eq!(visitor.get("contacts").await.0, 200, "still signed in");
    assert_eq!(keap.add_contact("nowhere", json!({})), "");
}

#[tokio::test]
async fn a_contact_has_a_page_of_its_own() {
    let keap = keap().await;
    let id = keap.add_contact("pb101", json!({"given_name": "<i>A</i>"}));
    let page = http()
        .get(keap.contact_page_url("pb101", &id).unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("&lt;i&gt;A&lt;/i&gt;"));
    let lost = http()
        .get(keap.contact_page_url("pg202", &id).unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(lost.status(), 404);
}

#[tokio::test]
async fn it_stays_on_this_machine_and_answers_to_its_own_names() {
    let everywhere = Options {
        listen: "0.0.0.0:0".parse().unwrap(),
        ..Options::default()
    };
    assert!(matches!(
        serve(everywhere).await,
        Err(StartError::NotLoopback(_))
    ));
    let keap = keap().await;
    let url = keap.return_page_url();
    let rebound = http()
        .get(url.clone())
        .header("host", "evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(
        rebound.status(),
        421,
        "a page elsewhere cannot borrow this address"
    );
    let by_number = format!("http://{}/return", keap.address());
    assert_eq!(http().get(by_number).send().await.unwrap().status(), 200);
}

/// `localhost` is either family, and a browser picks: both must lead here.
#[tokio::test]
async fn it_listens_on_both_loopback_addresses() {
    let keap = keap().await;
    let port = keap.address().port();
    assert!(keap.address().is_ipv4());
    if tokio::net::TcpListener::bind("[::1]:0").await.is_ok() {
        let url = format!("http://[::1]:{port}/return");
        assert_eq!(http().get(url).send().await.unwrap().status(), 200);
    }
    let taken = Options {
        listen: keap.address(),
        ..Options::default()
    };
    assert!(matches!(serve(taken).await, Err(StartError::Listen(_))));
}

#[tokio::test]
async fn it_stops_when_told_and_when_dropped() {
    let stopped = keap().await;
    let url = stopped.return_page_url();
    stopped.stop().await;
    assert!(http().get(url).send().await.unwrap_err().is_connect());

    let dropped = keap().await;
    let address = dropped.address();
    drop(dropped);
    // The port is free as soon as the server's task has seen the drop.
    let free = async {
        while tokio::net::TcpListener::bind(address).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), free)
        .await
        .expect("the port is free again");
}
