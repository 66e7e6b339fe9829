//! The marketing statuses as a resource of their own: found by address, and changed with a reason.

use serde_json::{Value, json};

use crate::visitor::{Visitor, keap};

fn emails(answer: &Value) -> Vec<&str> {
    let items = answer["email_addresses"].as_array().unwrap();
    items
        .iter()
        .map(|one| one["email"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn addresses_are_found_by_name_status_and_opt_in() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for (filter, found) in [
        (
            "emails%3D%3DClara@example.com,opted.out@example.com,nobody@example.com",
            vec!["clara@example.com", "opted.out@example.com"],
        ),
        (
            "statuses%3D%3DBOUNCE,SPAM",
            vec!["complained@example.net", "soft.bounce@example.net"],
        ),
        (
            "opted_in%3D%3Dtrue",
            vec![
                "clara@example.com",
                "confirmed@example.net",
                "quiet.yes@example.net",
                "said.yes@example.net",
            ],
        ),
        (
            "opted_in%3D%3Dfalse%3Bemails%3D%3Dclara@example.com",
            vec![],
        ),
    ] {
        let (status, answer) = visitor
            .get(&format!("emailAddresses?filter={filter}"))
            .await;
        assert_eq!(status, 200, "{filter}: {answer}");
        assert_eq!(emails(&answer), found, "{filter}");
    }
    assert_eq!(
        visitor
            .get("emailAddresses?filter=email%3D%3Da@example.com")
            .await
            .0,
        400
    );
    let (_, first) = visitor.get("emailAddresses?page_size=1").await;
    assert_eq!(emails(&first).len(), 1);
    assert_ne!(first["next_page_token"], "");
}

#[tokio::test]
async fn a_status_is_read_by_address() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (status, one) = visitor
        .get("emailAddresses/Said.Yes%40example.net/status")
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        (&one["email"], &one["status"], &one["opted_in"]),
        (
            &json!("said.yes@example.net"),
            &json!("SINGLE_OPT_IN"),
            &json!(true)
        )
    );
    assert!(one["create_time"].is_string());
    assert_eq!(
        visitor
            .get("emailAddresses/nobody%40example.com/status")
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn a_reason_lifts_what_may_be_lifted_and_leaves_the_rest() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let asked = json!({"opted_in": true, "reason": "asked at the counter"});
    for (address, after) in [
        ("asked.by.phone@example.net", "SINGLE_OPT_IN"),
        ("quiet.no@example.net", "SINGLE_OPT_IN"),
        ("shared@example.com", "SINGLE_OPT_IN"),
        ("unsubscribed@example.net", "LIST_UNSUBSCRIBE"),
        ("hard.bounce@example.net", "HARD_BOUNCE"),
        ("complained@example.net", "SPAM"),
        ("confirmed@example.net", "CONFIRMED"),
    ] {
        let path = format!("emailAddresses/{address}/status");
        let (status, changed) = visitor.patch(&path, &asked).await;
        assert_eq!(
            (status, &changed["status"]),
            (200, &json!(after)),
            "{address}"
        );
        assert_eq!(visitor.get(&path).await.1, changed);
    }
    let shown = visitor.contact("1002").await["email_addresses"][0].clone();
    assert_eq!(
        shown["opt_in_reason"], "asked at the counter",
        "contacts show it"
    );

    let out = json!({"opted_in": false, "reason": "rang and said so"});
    for (address, after) in [
        ("confirmed@example.net", "MANUAL"),
        ("unsubscribed@example.net", "LIST_UNSUBSCRIBE"),
    ] {
        let (_, changed) = visitor
            .patch(&format!("emailAddresses/{address}/status"), &out)
            .await;
        assert_eq!(
            (&changed["status"], &changed["opted_in"]),
            (&json!(after), &json!(false))
        );
    }
}

#[tokio::test]
async fn without_a_reason_nothing_changes() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let path = "emailAddresses/shared@example.com/status";
    for (body, resource) in [
        (json!({"opted_in": true}), "reason"),
        (json!({"opted_in": true, "reason": " "}), "reason"),
        (json!({"reason": "asked"}), "opted_in"),
    ] {
        let (status, problem) = visitor.patch(path, &body).await;
        assert_eq!(
            (status, &problem["details"][0]["resource"]),
            (400, &json!(resource)),
            "{body}"
        );
    }
    for body in [
        json!({"opted_in": "yes", "reason": "asked"}),
        json!({"opted_in": true, "opt_in_reason": "asked"}),
    ] {
        assert_eq!(visitor.patch(path, &body).await.0, 400, "{body}");
    }
    assert_eq!(visitor.get(path).await.1["status"], "NON_MARKETABLE");
}
