//! Countries and regions in a written address.

use practice_keap::{Options, ProvinceCodes, RegionCheck, serve};
use serde_json::{Value, json};

use crate::visitor::{Visitor, keap};

fn billing(parts: &Value) -> Value {
    let mut item = json!({"field": "BILLING", "line1": "1 Road"});
    item.as_object_mut()
        .unwrap()
        .extend(parts.as_object().unwrap().clone());
    json!({"addresses": [item]})
}

#[tokio::test]
async fn codes_are_read_back_with_their_long_names() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for parts in [
        json!({"country_code": "USA", "region_code": "US-OR"}),
        json!({"country_code": "USA", "region": "Oregon"}),
        json!({"country_code": "USA", "region": "US-OR"}),
    ] {
        assert_eq!(
            visitor.patch("contacts/1002", &billing(&parts)).await.0,
            200,
            "{parts}"
        );
        let address = visitor.contact("1002").await["addresses"][0].clone();
        assert_eq!(
            (
                &address["country"],
                &address["region"],
                &address["region_code"]
            ),
            (&json!("United States"), &json!("Oregon"), &json!("US-OR")),
            "{parts}"
        );
    }
}

#[tokio::test]
async fn what_no_list_has_is_refused() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for (parts, message) in [
        (
            json!({"country_code": "USA", "region_code": "US-XX"}),
            "BILLING Region is invalid",
        ),
        (
            json!({"country_code": "USA", "region_code": "US-OR", "region": "Oregon"}),
            "BILLING has both a region and a region_code",
        ),
        (
            json!({"country_code": "USA", "region_code": "AZ"}),
            "BILLING Region is invalid",
        ),
        (
            json!({"country_code": "USA", "region_code": "DE-BY"}),
            "BILLING Region is invalid",
        ),
        (
            json!({"country_code": "USA", "region": "CA"}),
            "BILLING Region is invalid",
        ),
        (
            json!({"country_code": "BMU", "region": "Arizona"}),
            "BILLING Region is invalid",
        ),
        (
            json!({"country_code": "US"}),
            "BILLING Country Code is invalid",
        ),
        (
            json!({"country_code": "usa"}),
            "BILLING Country Code is invalid",
        ),
        (
            json!({"region_code": "US-AZ"}),
            "COUNTRY CODE needed if Region Exists",
        ),
        (
            json!({"region": "Arizona", "country": "United States"}),
            "COUNTRY CODE needed if Region Exists",
        ),
        (
            json!({"zip_code": "85001", "postal_code": "85001"}),
            "BILLING has both a zip_code and a postal_code",
        ),
        (
            json!({"line2": "x".repeat(76)}),
            "line2 is longer than 75 characters",
        ),
        (
            json!({"locality": "x".repeat(51)}),
            "locality is longer than 50 characters",
        ),
        (
            json!({"postal_code": "x".repeat(16)}),
            "postal_code is longer than 15 characters",
        ),
    ] {
        let (status, problem) = visitor.patch("contacts/1002", &billing(&parts)).await;
        assert_eq!(
            (status, &problem["message"]),
            (400, &json!(message)),
            "{parts}"
        );
    }
    assert_eq!(
        visitor.contact("1002").await["addresses"],
        json!([]),
        "nothing was stored"
    );
}

#[tokio::test]
async fn other_slots_have_longer_lines() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let shipping = json!({"addresses": [{
        "field": "SHIPPING", "line1": "x".repeat(100), "locality": "x".repeat(100), "postal_code": "x".repeat(20),
    }]});
    assert_eq!(visitor.patch("contacts/1002", &shipping).await.0, 200);
}

/// However the list writes its codes, a contact takes the whole code and no other form.
#[tokio::test]
async fn a_short_listed_code_is_not_what_a_contact_takes() {
    let keap = serve(Options {
        province_codes: ProvinceCodes::Short,
        ..Options::default()
    })
    .await
    .unwrap();
    let visitor = Visitor::to(&keap, "pb101").await;
    let short = billing(&json!({"country_code": "CAN", "region_code": "ON"}));
    assert_eq!(visitor.patch("contacts/1002", &short).await.0, 400);
    let whole = billing(&json!({"country_code": "CAN", "region_code": "CA-ON"}));
    assert_eq!(visitor.patch("contacts/1002", &whole).await.0, 200);
}

#[tokio::test]
async fn a_row_of_free_text_may_stay_but_not_move() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let addresses = visitor.contact("1004").await["addresses"].clone();
    let mut changed = addresses.clone();
    changed[0]["line1"] = json!("5 Unlisted Avenue");
    assert_eq!(
        visitor
            .patch("contacts/1004", &json!({"addresses": changed}))
            .await
            .0,
        200
    );
    let after = visitor.contact("1004").await["addresses"].clone();
    assert_eq!(
        after, changed,
        "country and region as they were, in both rows"
    );
    changed[0]["region"] = json!("NV");
    assert_eq!(
        visitor
            .patch("contacts/1004", &json!({"addresses": changed}))
            .await
            .0,
        400
    );
    assert_eq!(
        visitor
            .patch("contacts/1002", &json!({"addresses": [addresses[0]]}))
            .await
            .0,
        400,
        "another contact does not hold this row"
    );
}

#[tokio::test]
async fn free_text_can_be_let_in() {
    let keap = serve(Options {
        regions: RegionCheck::FreeText,
        ..Options::default()
    })
    .await
    .unwrap();
    let visitor = Visitor::to(&keap, "pb101").await;
    let free = billing(&json!({"country_code": "USA", "region": "CA"}));
    assert_eq!(visitor.patch("contacts/1002", &free).await.0, 200);
    let address = visitor.contact("1002").await["addresses"][0].clone();
    assert_eq!(
        (&address["region"], &address["region_code"]),
        (&json!("CA"), &Value::Null)
    );
    let code = billing(&json!({"country_code": "USA", "region_code": "US-XX"}));
    assert_eq!(
        visitor.patch("contacts/1002", &code).await.0,
        400,
        "a code is still a code"
    );
}

#[tokio::test]
async fn zip_four_needs_its_zip_code() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    visitor
        .patch("contacts/1002", &billing(&json!({"zip_four": "0001"})))
        .await;
    assert!(
        visitor.contact("1002").await["addresses"][0]
            .get("zip_four")
            .is_none()
    );
    visitor
        .patch(
            "contacts/1002",
            &billing(&json!({"zip_code": "85001", "zip_four": "0001"})),
        )
        .await;
    assert_eq!(
        visitor.contact("1002").await["addresses"][0]["zip_four"],
        "0001"
    );
}
