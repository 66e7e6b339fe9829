//! The calls around contacts: userinfo, business profile, and two accounts apart.

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
