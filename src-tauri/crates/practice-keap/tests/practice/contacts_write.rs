//! Writing contacts: replaced lists, masks, and what is refused.

use reqwest::Method;
use serde_json::{Value, json};

use crate::visitor::{Visitor, keap};

fn emails(contact: &Value) -> Vec<&str> {
    let items = contact["email_addresses"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["email"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_list_replaces_the_whole_list() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let only = json!({"email_addresses": [{"field": "EMAIL1", "email": "clara@example.com"}]});
    assert_eq!(visitor.patch("contacts/1001", &only).await.0, 200);
    let clara = visitor.contact("1001").await;
    assert_eq!(
        emails(&clara),
        ["clara@example.com"],
        "the other two are gone"
    );
    assert_eq!(
        clara["phone_numbers"].as_array().unwrap().len(),
        3,
        "not sent, not touched"
    );
    assert_eq!(clara["given_name"], "Clara");

    assert_eq!(
        visitor
            .patch("contacts/1001", &json!({"addresses": []}))
            .await
            .0,
        200
    );
    assert_eq!(visitor.contact("1001").await["addresses"], json!([]));

    let one = json!({"custom_fields": [{"id": "23", "content": "Friday"}]});
    assert_eq!(visitor.patch("contacts/1001", &one).await.0, 200);
    let fields = &visitor.contact("1001").await["custom_fields"];
    assert_eq!(
        fields[0],
        json!({"id": "21", "content": null}),
        "a custom field not sent is emptied"
    );
    assert_eq!(fields[1], json!({"id": "23", "content": "Friday"}));
}

#[tokio::test]
async fn an_item_replaces_its_slot_as_a_whole() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let body = json!({"addresses": [{"field": "BILLING", "line1": "1 New Road"}]});
    visitor.patch("contacts/1001", &body).await;
    let addresses = &visitor.contact("1001").await["addresses"];
    assert_eq!(addresses.as_array().unwrap().len(), 1);
    assert_eq!(
        addresses[0]["country_code"],
        Value::Null,
        "nothing of the old address stays"
    );
}

#[tokio::test]
async fn a_mask_limits_the_change_and_clears_what_it_names_without_a_value() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let body = json!({"given_name": "Klara", "family_name": "Kruste"});
    visitor
        .patch("contacts/1001?update_mask=given_name", &body)
        .await;
    let clara = visitor.contact("1001").await;
    assert_eq!(
        (&clara["given_name"], &clara["family_name"]),
        (&json!("Klara"), &json!("Crust"))
    );

    let body = json!({"given_name": "", "family_name": null});
    visitor
        .patch(
            "contacts/1001?update_mask=given_name&update_mask=family_name",
            &body,
        )
        .await;
    let clara = visitor.contact("1001").await;
    assert_eq!(
        (&clara["given_name"], &clara["family_name"]),
        (&json!(""), &Value::Null)
    );

    visitor
        .patch("contacts/1001?update_mask=phone_numbers", &json!({}))
        .await;
    assert_eq!(visitor.contact("1001").await["phone_numbers"], json!([]));

    for mask in ["given_name,family_name", "colour"] {
        let (status, _) = visitor
            .patch(&format!("contacts/1001?update_mask={mask}"), &json!({}))
            .await;
        assert_eq!(status, 400, "{mask}: one name to a key");
    }
    let twice = "contacts/1001?update_mask=given_name&update_mask=given_name";
    assert_eq!(visitor.patch(twice, &json!({})).await.0, 400);
}

#[tokio::test]
async fn without_a_mask_null_changes_nothing_and_an_empty_text_is_kept() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let body = json!({"given_name": null, "family_name": "", "email_addresses": null});
    assert_eq!(visitor.patch("contacts/1001", &body).await.0, 200);
    let clara = visitor.contact("1001").await;
    assert_eq!(
        (&clara["given_name"], &clara["family_name"]),
        (&json!("Clara"), &json!(""))
    );
    assert_eq!(emails(&clara).len(), 3);
}

#[tokio::test]
async fn a_contact_as_read_can_be_sent_back_without_what_keap_computes() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for id in ["1001", "1004", "1006", "1011", "1012"] {
        let before = visitor.contact(id).await;
        let mut body = json!({
            "email_addresses": before["email_addresses"], "phone_numbers": before["phone_numbers"],
            "addresses": before["addresses"], "custom_fields": before["custom_fields"],
        });
        for item in body["email_addresses"].as_array_mut().unwrap() {
            for computed in ["is_opt_in", "email_opt_status", "opt_in_reason"] {
                item.as_object_mut().unwrap().remove(computed);
            }
        }
        for item in body["phone_numbers"].as_array_mut().unwrap() {
            item.as_object_mut().unwrap().remove("number_e164");
        }
        for item in body["addresses"].as_array_mut().unwrap() {
            // Of the two names of a region only one may be sent.
            if item["region_code"].is_string() {
                item.as_object_mut().unwrap().remove("region");
            }
        }
        let (status, answer) = visitor.patch(&format!("contacts/{id}"), &body).await;
        assert_eq!(status, 200, "{id}: {answer}");
        let mut after = visitor.contact(id).await;
        after["update_time"] = before["update_time"].clone();
        assert_eq!(after, before, "{id}");
    }
}

#[tokio::test]
async fn a_new_contact_needs_something_to_reach_somebody_by() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for body in [
        json!({}),
        json!({"given_name": "A"}),
        json!({"email_addresses": []}),
    ] {
        assert_eq!(visitor.post("contacts", &body).await.0, 400, "{body}");
    }
    for body in [
        json!({"phone_numbers": [{"field": "PHONE1", "number": "555-0199"}]}),
        json!({"addresses": [{"field": "BILLING", "line1": "1 Road"}]}),
    ] {
        assert_eq!(visitor.post("contacts", &body).await.0, 201, "{body}");
    }
    let (_, new) = visitor
        .post(
            "contacts?fields=id,owner_id,source_type,create_time",
            &json!({"email_addresses": [{"field": "EMAIL1", "email": "n@example.com"}]}),
        )
        .await;
    assert_eq!(
        (&new["source_type"], &new["owner_id"]),
        (&json!("API"), &Value::Null)
    );
    assert!(new["create_time"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_and_changes_nothing() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let email =
        |field: &str, email: &str| json!({"email_addresses": [{"field": field, "email": email}]});
    let phone =
        |field: &str, number: &str| json!({"phone_numbers": [{"field": field, "number": number}]});
    let long = |length: usize| "x".repeat(length);
    let refused = [
        email("EMAIL1", "xx"),
        email("EMAIL1", "a b@example.com"),
        email("EMAIL1", ""),
        email("EMAIL4", "a@example.com"),
        email("EMAIL_FIELD_UNSPECIFIED", "a@example.com"),
        email("EMAIL1", &format!("{}@example.com", long(64))),
        json!({"email_addresses": [{"email": "a@example.com"}]}),
        json!({"email_addresses": [{"field": "EMAIL1", "email": "a@example.com"}, {"field": "EMAIL1", "email": "b@example.com"}]}),
        json!({"email_addresses": [{"field": "EMAIL1", "email": "a@example.com", "is_opt_in": false}]}),
        json!({"email_addresses": "a@example.com"}),
        phone("PHONE6", "1"),
        phone("PHONE1", &long(41)),
        phone("PHONE4", &long(21)),
        json!({"given_name": long(41)}),
        json!({"family_name": long(41)}),
        json!({"given_name": 7}),
        json!({"job_title": long(256)}),
        json!({"company": {"id": "99"}}),
        json!({"leadsource_id": "99"}),
        json!({"preferred_locale": "en"}),
        json!({"source_type": "SOURCE_TYPE_UNSPECIFIED"}),
        json!({"birth_date": "15.03.1985"}),
        json!({"custom_fields": [{"id": "99", "content": "x"}]}),
        json!({"custom_fields": [{"id": "25", "content": 3}]}),
        json!({"social_accounts": [{"type": "SOCIAL_ACCOUNT_TYPE_UNSPECIFIED", "name": "x"}]}),
        json!({"colour": "red"}),
        json!({"id": "1001"}),
        json!([]),
    ];
    let before = visitor.contact("1001").await;
    for body in refused {
        let (status, problem) = visitor.patch("contacts/1001", &body).await;
        assert_eq!(status, 400, "{body}");
        assert_eq!(problem["code"], 400);
        assert!(problem["message"].is_string() && problem["details"].is_array());
    }
    let (status, problem) = visitor
        .patch("contacts/1001", &json!({"owner_id": "99"}))
        .await;
    assert_eq!(
        (status, &problem["code"]),
        (500, &json!(500)),
        "Keap stumbles over it"
    );
    assert_eq!(problem["details"][0]["resource"], "owner_id");
    assert_eq!(visitor.contact("1001").await, before);
}

#[tokio::test]
async fn texts_of_just_the_longest_length_are_taken() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let domain = "@example.com";
    let address = |length: usize| format!("{}{domain}", "e".repeat(length - domain.len()));
    let body = json!({
        "given_name": "ü".repeat(40),
        "email_addresses": [{"field": "EMAIL1", "email": address(75)}, {"field": "EMAIL2", "email": address(100)}],
        "phone_numbers": [{"field": "PHONE3", "number": "1".repeat(40)}, {"field": "PHONE5", "number": "1".repeat(20)}],
    });
    assert_eq!(
        visitor.patch("contacts/1001", &body).await.0,
        200,
        "characters are counted, not bytes"
    );
}

#[tokio::test]
async fn a_deleted_contact_is_gone() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let delete = || visitor.call(Method::DELETE, "contacts/1001").send();
    assert_eq!(delete().await.unwrap().status(), 204);
    assert_eq!(delete().await.unwrap().status(), 404);
    assert_eq!(visitor.get("contacts/1001/tags").await.0, 404);
    let (_, tagged) = visitor.get("tags/91/contacts").await;
    let tagged = tagged["contacts"].as_array().unwrap();
    assert!(tagged.iter().all(|one| one["id"] != "1001") && !tagged.is_empty());
    let body = json!({"contact_ids": ["1001"]});
    let (_, applied) = visitor.post("tags/91/contacts:applyTags", &body).await;
    assert_eq!(applied["results"], json!({"1001": "CONTACT_NOT_FOUND"}));
    let (_, found) = visitor
        .get("contacts?fields=id&filter=email%3D%3Dclara@example.com")
        .await;
    assert_eq!(found["contacts"], json!([]));
    let (status, problem) = visitor.get("contacts/1001").await;
    assert_eq!(
        (status, &problem["message"]),
        (404, &json!("Unable to find this Contact"))
    );
}
