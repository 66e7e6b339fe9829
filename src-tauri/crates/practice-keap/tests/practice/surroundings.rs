//! The calls around contacts: userinfo, business profile, users, models, tags.

use serde_json::json;

use crate::visitor::{Visitor, keap};

#[tokio::test]
async fn userinfo_and_profile_name_the_person_and_the_account() {
    let keap = keap().await;
    for (app, name) in [
        ("pb101", "Practice Bakery"),
        ("pg202", "Practice Garden Centre"),
    ] {
        let visitor = Visitor::to(&keap, app).await;
        let (_, user) = visitor.get("oauth/connect/userinfo").await;
        assert_eq!(user["email"], "ann@practice.example");
        assert_eq!(
            (&user["given_name"], &user["family_name"]),
            (&json!("Ann"), &json!("Example"))
        );
        assert_eq!(user["is_admin"], true);
        assert_eq!(user["tenant_id"], app);
        assert_eq!(visitor.get("businessProfile").await.1["name"], name);
    }
}

#[tokio::test]
async fn the_two_accounts_share_no_contact() {
    let keap = keap().await;
    let bakery = Visitor::to(&keap, "pb101").await;
    let garden = Visitor::to(&keap, "pg202").await;
    let id = bakery
        .create(&json!({"email_addresses": [{"field": "EMAIL1", "email": "new@example.com"}]}))
        .await;
    assert_eq!(bakery.get(&format!("contacts/{id}")).await.0, 200);
    assert_eq!(garden.get(&format!("contacts/{id}")).await.0, 404);
}

#[tokio::test]
async fn models_users_and_option_types_are_there() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (_, model) = visitor.get("contacts/model").await;
    assert_eq!(model["custom_fields"][0]["field_name"], "FavouriteBread");
    assert!(
        model["optional_properties"]
            .as_array()
            .unwrap()
            .contains(&json!("email_addresses"))
    );
    assert_eq!(
        visitor.get("users").await.1["users"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        visitor.get("users?page_size=101").await.0,
        400,
        "users have a smaller limit"
    );
    assert!(visitor.get("settings/contactOptionTypes").await.1["option_types"].is_array());
}

#[tokio::test]
async fn tags_are_applied_once_and_removed() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    assert_eq!(
        visitor.get("tags").await.1["tags"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    let (_, found) = visitor.get("tags?filter=name%3D%3Dwholesale").await;
    assert_eq!(found["tags"][0]["id"], "93");

    let body = json!({"contact_ids": ["1002", "1001", "77"]});
    let (status, applied) = visitor.post("tags/92/contacts:applyTags", &body).await;
    assert_eq!(status, 200);
    assert_eq!(
        applied["results"],
        json!({"1002": "SUCCESS", "1001": "DUPLICATE", "77": "CONTACT_NOT_FOUND"})
    );
    let (_, tags) = visitor.get("contacts/1002/tags").await;
    assert_eq!(tags["tags"][0]["tag"]["name"], "Regular customer");
    assert_eq!(visitor.contact("1002").await["tag_ids"], json!(["92"]));

    assert_eq!(
        visitor
            .post(
                "tags/92/contacts:removeTags",
                &json!({"contact_ids": ["1002"]})
            )
            .await
            .0,
        204
    );
    assert_eq!(visitor.contact("1002").await["tag_ids"], json!([]));
    assert_eq!(
        visitor.post("tags/1/contacts:applyTags", &body).await.0,
        404
    );
    assert_eq!(
        visitor
            .post("tags/92/contacts:applyTags", &json!({}))
            .await
            .0,
        400
    );
}
