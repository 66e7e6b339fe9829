//! Who changed a contact and when, and what a colleague does meanwhile; and what an empty text does.

use std::time::Duration;

use practice_keap::{ClearStyle, Options, PracticeKeap, TimeSource, serve};
use serde_json::{Value, json};

use crate::visitor::{Visitor, keap};

async fn stopped() -> PracticeKeap {
    let clock = TimeSource::Stopped {
        at_ms: 1_800_000_000_000,
    };
    serve(Options {
        clock,
        ..Options::default()
    })
    .await
    .unwrap()
}

async fn authors(visitor: &Visitor, id: &str) -> (Value, Value, Value, Value) {
    let fields = "created_by,create_time,last_updated_by,update_time";
    let (_, one) = visitor.get(&format!("contacts/{id}?fields={fields}")).await;
    (
        one["created_by"].clone(),
        one["create_time"].clone(),
        one["last_updated_by"].clone(),
        one["update_time"].clone(),
    )
}

#[tokio::test]
async fn a_write_is_by_whoever_is_signed_in() {
    let keap = stopped().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let now = json!("2027-01-15T08:00:00.000Z");
    let id = visitor
        .create(&json!({"email_addresses": [{"field": "EMAIL1", "email": "n@example.com"}]}))
        .await;
    let me = json!("1");
    assert_eq!(
        authors(&visitor, &id).await,
        (me.clone(), now.clone(), me.clone(), now.clone())
    );
    let before = authors(&visitor, "1018").await;
    assert_eq!(
        (&before.0, &before.2),
        (&me, &json!("3")),
        "a colleague was last"
    );
    keap.advance(Duration::from_millis(5));
    visitor
        .patch("contacts/1018", &json!({"job_title": "Baker"}))
        .await;
    let later = json!("2027-01-15T08:00:00.005Z");
    assert_eq!(
        authors(&visitor, "1018").await,
        (before.0, before.1, me, later)
    );
}

#[tokio::test]
async fn a_colleague_can_be_faster() {
    let keap = stopped().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.advance(Duration::from_secs(1));
    let changes = json!({
        "job_title": "Miller", "middle_name": null, "tag_ids": ["91", "94"],
        "email_addresses": [{"field": "EMAIL2", "email": "clara.new@example.com"}],
        "addresses": [{"field": "BILLING", "line1": "typed by hand", "region": "Ariz."}],
    });
    assert!(keap.edit_contact("pb101", "1001", changes));
    let clara = visitor.contact("1001").await;
    assert_eq!(clara["email_addresses"].as_array().unwrap().len(), 1);
    assert_eq!(clara["addresses"][0]["region"], "Ariz.", "past the rules");
    assert_eq!(clara["tag_ids"], json!(["91", "94"]));
    assert_eq!(clara["given_name"], "Clara");
    let (_, _, by, at) = authors(&visitor, "1001").await;
    assert_eq!((by, at), (json!("3"), json!("2027-01-15T08:00:01.000Z")));
    let (_, status) = visitor
        .get("emailAddresses/clara.new@example.com/status")
        .await;
    assert_eq!(status["status"], "NON_MARKETABLE");
    for (address, held) in [("clara.new@example.com", 1), ("clara@example.com", 0)] {
        let path = format!("contacts?fields=id&filter=email%3D%3D{address}");
        let (_, found) = visitor.get(&path).await;
        assert_eq!(
            found["contacts"].as_array().unwrap().len(),
            held,
            "{address}"
        );
    }
    let given = json!({"last_updated_by": "6", "update_time": "2027-02-01T00:00:00.000Z"});
    assert!(keap.edit_contact("pb101", "1001", given));
    assert_eq!(authors(&visitor, "1001").await.2, "6");

    assert!(keap.remove_contact("pb101", "1001"));
    assert_eq!(visitor.get("contacts/1001").await.0, 404);
    assert!(!keap.edit_contact("pb101", "1001", json!({"job_title": "Late"})));
    assert!(!keap.remove_contact("pb101", "1001") && !keap.remove_contact("nowhere", "1"));
}

#[tokio::test]
async fn an_address_can_be_given_any_status() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    keap.set_email_status("pb101", "Shared@example.com", "FEEDBACK");
    let shown = visitor.contact("1003").await["email_addresses"][0].clone();
    assert_eq!(
        (&shown["email_opt_status"], &shown["is_opt_in"]),
        (&json!("FEEDBACK"), &json!(false))
    );
}

#[tokio::test]
async fn an_empty_text_is_kept_or_leaves_nothing() {
    let body = json!({
        "given_name": "", "job_title": "",
        "phone_numbers": [{"field": "PHONE1", "number": "555-0131", "extension": ""},
                          {"field": "PHONE2", "number": ""}],
        "custom_fields": [{"id": "21", "content": ""}, {"id": "23", "content": "Friday"}],
    });
    for (clearing, empty, phones) in [
        (ClearStyle::Kept, json!(""), 2),
        (ClearStyle::Absent, Value::Null, 1),
    ] {
        let keap = serve(Options {
            clearing,
            ..Options::default()
        })
        .await
        .unwrap();
        let visitor = Visitor::to(&keap, "pb101").await;
        assert_eq!(visitor.patch("contacts/1001", &body).await.0, 200);
        let clara = visitor.contact("1001").await;
        assert_eq!(clara["given_name"], empty, "{clearing:?}");
        assert_eq!(clara["custom_fields"][0]["content"], empty, "{clearing:?}");
        assert_eq!(clara["custom_fields"][1]["content"], "Friday");
        assert_eq!(
            clara["phone_numbers"][0]["extension"], empty,
            "{clearing:?}"
        );
        assert_eq!(
            clara["phone_numbers"].as_array().unwrap().len(),
            phones,
            "{clearing:?}"
        );
        assert_eq!(clara["family_name"], "Crust");
        let masked = json!({"family_name": "", "middle_name": ""});
        visitor
            .patch("contacts/1001?update_mask=family_name", &masked)
            .await;
        assert_eq!(
            visitor.contact("1001").await["family_name"],
            empty,
            "{clearing:?}"
        );
    }
}
