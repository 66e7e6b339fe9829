//! Requests that are held, and the log of what has arrived.

use std::collections::BTreeSet;
use std::time::Duration;

use practice_keap::{ScriptedAnswer, SecretKind, When};
use serde_json::json;
use tokio::time::timeout;

use crate::visitor::{BAKERY, Visitor, keap, refresh};

#[tokio::test]
async fn a_request_held_before_acting_has_done_nothing_yet() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let held = keap.hold("/crm/rest/v2/contacts", When::BeforeActing);
    assert!(!held.has_arrived());
    let body = json!({"phone_numbers": [{"field": "PHONE1", "number": "1"}]});
    let (answer, ()) = tokio::join!(visitor.post("contacts", &body), async {
        held.arrived().await;
        assert_eq!(keap.contacts("pb101").len(), BAKERY);
        held.release();
    });
    assert_eq!(answer.0, 201);
    assert_eq!(visitor.post("contacts", &body).await.0, 201, "held once");
}

#[tokio::test]
async fn a_refresh_held_after_acting_has_spent_its_token() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let held = keap.hold("/token", When::AfterActing);
    let (first, second) = tokio::join!(refresh(&keap, &visitor.refresh), async {
        held.arrived().await;
        let second = refresh(&keap, &visitor.refresh).await;
        drop(held);
        second
    });
    assert_eq!((first.0, second.0), (200, 400));
    assert_eq!(keap.refresh_reuses(), 1);
}

#[tokio::test]
async fn what_has_arrived_is_carried_out_though_its_sender_has_gone() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let held = keap.hold("/token", When::BeforeActing);
    let refreshing = refresh(&keap, &visitor.refresh);
    tokio::select! {
        _ = refreshing => panic!("nothing was answered"),
        () = held.arrived() => {}
    }
    held.release();
    let acted = async {
        while keap.token_requests() < 2 {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(5), acted).await.unwrap();
    assert_eq!(refresh(&keap, &visitor.refresh).await.0, 400, "spent");
}

#[tokio::test]
async fn a_held_request_can_still_be_given_a_scripted_answer() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let held = keap.hold("/token", When::BeforeActing);
    let (answer, ()) = tokio::join!(refresh(&keap, &visitor.refresh), async {
        held.arrived().await;
        keap.script(ScriptedAnswer {
            path_prefix: "/token".to_owned(),
            status: 503,
            ..ScriptedAnswer::default()
        });
        held.release();
    });
    assert_eq!(answer.0, 503);
    assert_eq!(refresh(&keap, &visitor.refresh).await.0, 200, "not spent");
}

#[tokio::test]
async fn the_log_says_when_and_by_which_connection() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.clear_records();
    // Only what is under way at one time needs a connection of its own: an answer
    // that comes early would hand its connection to the next request.
    let held = [(); 3].map(|()| keap.hold("/crm/rest/v2/contacts", When::BeforeActing));
    let (waited, ..) = tokio::join!(
        async {
            let all = keap.requested("/crm/rest/v2/contacts", 3);
            let waited = timeout(Duration::from_secs(5), all).await;
            for one in held {
                one.release();
            }
            waited
        },
        visitor.get("contacts"),
        visitor.get("contacts"),
        visitor.get("contacts/model"),
    );
    waited.unwrap();
    let requests = keap.requests();
    let numbers: BTreeSet<u64> = requests.iter().map(|one| one.number).collect();
    assert_eq!(numbers.len(), 3);
    let connections: BTreeSet<u64> = requests.iter().map(|one| one.connection).collect();
    assert_eq!(connections.len(), 3, "three at once need three connections");
    assert!(requests.is_sorted_by_key(|one| one.at));
    let again = visitor.get("contacts").await;
    let last = keap.requests().last().unwrap().clone();
    assert!(connections.contains(&last.connection), "kept alive");
    assert!(
        keap.responses()
            .iter()
            .any(|one| one.request == last.number && one.status == again.0)
    );
}

#[tokio::test]
async fn more_requests_than_a_day_of_tests_sends_are_kept() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.clear_records();
    for _ in 0..3_000 {
        visitor.get("nowhere").await;
    }
    assert_eq!(keap.requests().len(), 3_000);
}

#[tokio::test]
async fn every_secret_that_passed_is_known_and_not_printed() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (_, pair) = refresh(&keap, &visitor.refresh).await;
    let secrets = keap.secrets();
    let of = |kind: SecretKind| -> Vec<&str> {
        let all = secrets.iter().filter(|secret| secret.kind == kind);
        all.map(|secret| secret.value.as_str()).collect()
    };
    assert_eq!(of(SecretKind::State), ["s"]);
    assert_eq!(of(SecretKind::ClientSecret), [practice_keap::CLIENT_SECRET]);
    assert_eq!(of(SecretKind::Code).len(), 1);
    let second = pair["refresh_token"].as_str().unwrap();
    assert_eq!(
        of(SecretKind::RefreshToken),
        [visitor.refresh.as_str(), second]
    );
    assert_eq!(of(SecretKind::AccessToken).len(), 2);
    assert!(!format!("{secrets:?}").contains(second));
}
