//! The marketing status of an address: what a reason does, and what outlives a replaced list.

use serde_json::{Value, json};

use crate::visitor::{Visitor, keap};

fn one(email: &str) -> Value {
    json!({"email_addresses": [{"field": "EMAIL1", "email": email}]})
}

fn with_reason(email: &str) -> Value {
    json!({"email_addresses": [{"field": "EMAIL1", "email": email, "opt_in_reason": "asked"}]})
}

async fn status(visitor: &Visitor, id: &str) -> (String, bool) {
    let item = visitor.contact(id).await["email_addresses"][0].clone();
    (
        item["email_opt_status"].as_str().unwrap().to_owned(),
        item["is_opt_in"].as_bool().unwrap(),
    )
}

#[tokio::test]
async fn a_new_address_is_not_marketable_until_a_reason_is_written() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let id = visitor.create(&one("fresh@example.com")).await;
    assert_eq!(
        status(&visitor, &id).await,
        ("NON_MARKETABLE".to_owned(), false)
    );
    visitor
        .patch(&format!("contacts/{id}"), &with_reason("fresh@example.com"))
        .await;
    assert_eq!(
        status(&visitor, &id).await,
        ("SINGLE_OPT_IN".to_owned(), true)
    );
    let item = visitor.contact(&id).await["email_addresses"][0].clone();
    assert_eq!(item["opt_in_reason"], "asked", "a read shows the reason");
}

#[tokio::test]
async fn the_status_outlives_the_list_and_belongs_to_the_address() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let id = visitor.create(&with_reason("stays@example.com")).await;
    visitor
        .patch(&format!("contacts/{id}"), &one("other@example.com"))
        .await;
    assert_eq!(
        status(&visitor, &id).await.0,
        "NON_MARKETABLE",
        "another address, another status"
    );
    visitor
        .patch(&format!("contacts/{id}"), &one("Stays@Example.com"))
        .await;
    assert_eq!(status(&visitor, &id).await.0, "SINGLE_OPT_IN");
    let second = visitor.create(&one("stays@example.com")).await;
    assert_eq!(
        status(&visitor, &second).await.0,
        "SINGLE_OPT_IN",
        "also on another contact"
    );
}

#[tokio::test]
async fn who_unsubscribed_stays_out_whatever_is_written() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    visitor
        .patch("contacts/1005", &with_reason("opted.out@example.com"))
        .await;
    assert_eq!(
        status(&visitor, "1005").await,
        ("LIST_UNSUBSCRIBE".to_owned(), false)
    );
    visitor
        .patch("contacts/1007", &with_reason("asked.by.hand@example.org"))
        .await;
    assert_eq!(
        status(&visitor, "1007").await.0,
        "SINGLE_OPT_IN",
        "MANUAL is lifted"
    );
}

#[tokio::test]
async fn a_reason_outside_the_mask_or_without_words_does_nothing() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    visitor
        .patch(
            "contacts/1002?update_mask=given_name",
            &with_reason("shared@example.com"),
        )
        .await;
    assert_eq!(status(&visitor, "1002").await.0, "NON_MARKETABLE");
    let mut blank = with_reason("shared@example.com");
    blank["email_addresses"][0]["opt_in_reason"] = json!(" ");
    visitor.patch("contacts/1002", &blank).await;
    assert_eq!(status(&visitor, "1002").await.0, "NON_MARKETABLE");
}
