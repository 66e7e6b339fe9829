//! `duplicate_option`: when a POST creates and when it updates.

use serde_json::{Value, json};

use crate::visitor::{BAKERY, Visitor, keap};

fn body(email: &str) -> Value {
    json!({"given_name": "New", "email_addresses": [{"field": "EMAIL1", "email": email}]})
}

#[tokio::test]
async fn without_it_a_contact_is_always_created() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    assert_eq!(
        visitor.post("contacts", &body("clara@example.com")).await.0,
        201
    );
    assert_eq!(
        visitor.post("contacts", &body("clara@example.com")).await.0,
        201
    );
    assert_eq!(keap.contacts("pb101").len(), BAKERY + 2);
}

#[tokio::test]
async fn a_match_is_updated_by_the_replace_rules() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (status, answer) = visitor
        .post(
            "contacts?duplicate_option=Email",
            &body("CLARA.orders@Example.com"),
        )
        .await;
    assert_eq!(
        (status, &answer["id"]),
        (200, &json!("1001")),
        "matched by EMAIL2, case aside"
    );
    let clara = visitor.contact("1001").await;
    assert_eq!(
        clara["email_addresses"].as_array().unwrap().len(),
        1,
        "the list was replaced"
    );
    assert_eq!(
        (&clara["given_name"], &clara["family_name"]),
        (&json!("New"), &json!("Crust"))
    );
    assert_eq!(
        clara["phone_numbers"].as_array().unwrap().len(),
        3,
        "not sent, not touched"
    );
}

#[tokio::test]
async fn of_several_matches_the_lowest_id_is_updated() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let before = visitor.contact("1003").await;
    let (status, answer) = visitor
        .post(
            "contacts?duplicate_option=Email",
            &body("shared@example.com"),
        )
        .await;
    assert_eq!((status, &answer["id"]), (200, &json!("1002")));
    assert_eq!(visitor.contact("1003").await, before);
}

#[tokio::test]
async fn no_match_creates() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (status, new) = visitor
        .post(
            "contacts?duplicate_option=Email",
            &body("unheard.of@example.com"),
        )
        .await;
    assert_eq!(
        (status, &new["id"]),
        (201, &json!((1001 + BAKERY).to_string()))
    );
}

#[tokio::test]
async fn the_name_counts_where_it_is_asked_for() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let mut bella = body("shared@example.com");
    bella["given_name"] = json!("bella");
    bella["family_name"] = json!("BUN");
    let (status, answer) = visitor
        .post("contacts?duplicate_option=EmailAndName", &bella)
        .await;
    assert_eq!((status, &answer["id"]), (200, &json!("1003")));
    bella["given_name"] = json!("Bert");
    let (status, _) = visitor
        .post("contacts?duplicate_option=EmailAndName", &bella)
        .await;
    assert_eq!(status, 201);
    assert_eq!(
        visitor
            .post("contacts?duplicate_option=email", &bella)
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn a_refused_upsert_changes_nothing() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let mut wrong = body("clara@example.com");
    wrong["addresses"] =
        json!([{"field": "BILLING", "country_code": "USA", "region_code": "US-XX"}]);
    let before = keap.contacts("pb101");
    assert_eq!(
        visitor
            .post("contacts?duplicate_option=Email", &wrong)
            .await
            .0,
        400
    );
    assert_eq!(keap.contacts("pb101"), before);
}
