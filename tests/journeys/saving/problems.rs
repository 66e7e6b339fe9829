//! Bad input, told beside its spot before anything is sent; and what Keap itself refuses.

use keapsake_core::failure::{Doing, Failure};
use keapsake_core::notices::spot_problems;

use super::answer;
use crate::computer::{BAKERY, Computer, Form, draft, words};
use crate::form::{names, sheet, spot};

fn place(country: &str, region: &str) -> Form {
    draft("clara@example.com")
        .with("address.billing.country", country)
        .with("address.billing.region", region)
}

/// The spots that a failure is about; each has its sentence.
fn beside(failure: &Failure) -> Vec<String> {
    let told = spot_problems(failure);
    assert!(told.iter().all(|(_, text)| text.ends_with('.')), "{told:?}");
    names(told.iter().map(|(spot, _)| spot))
}

#[tokio::test]
async fn bad_input_is_told_beside_its_spot_and_nothing_is_sent() {
    let computer = Computer::new().await.at_desk().await;
    let desk = computer.wizard.desk().unwrap();
    let clara = sheet(&computer.wizard, "clara@example.com").await.unwrap();
    computer.keap.clear_records();
    let long = |limit: usize| "x".repeat(limit + 1);
    for (name, typed) in [
        ("email.1", "ann".to_owned()),
        ("email.1", "ann@example".into()),
        ("email.2", "a@example.com, b@example.com".into()),
        ("email.1", format!("{}@example.com", "x".repeat(64))),
        ("given_name", long(40)),
        ("family_name", "ü".repeat(41)),
        ("phone.1.number", long(40)),
        ("phone.4.number", long(20)),
        ("address.billing.line1", long(75)),
        ("address.billing.line2", long(75)),
        ("address.shipping.line2", long(100)),
        ("address.billing.locality", long(50)),
        ("address.billing.postal_code", long(15)),
        ("address.billing.line1", "two\nlines".into()),
        ("given_name", "two\u{2028}lines".into()),
        ("birth_date", "31.12.1999".into()),
        ("birth_date", "1999-02-29".into()),
        ("custom.25", "many".into()),
        ("custom.31", "1,50".into()),
        ("custom.23", "Sunday".into()),
        ("custom.38", "Nuts,Wool".into()),
        ("custom.32", "soon".into()),
        ("custom.9999", "no such field".into()),
    ] {
        let form = draft("").with(name, &typed);
        for failure in [
            desk.save(&form.of(clara.number))
                .await
                .map(drop)
                .unwrap_err(),
            desk.review(&form.of(clara.number))
                .await
                .map(drop)
                .unwrap_err(),
        ] {
            assert_eq!(beside(&failure), [name], "{typed:?}");
            let (code, body) = words::<()>(Err(failure));
            assert_eq!(code, "fields");
            assert!(
                body.contains("Nothing was saved, and what you typed is still here"),
                "{body}"
            );
        }
    }
    // Keap's lists may have been read meanwhile, but no contact was.
    let about_contacts =
        computer.keap.requests().into_iter().filter(|request| {
            request.path.contains("/contacts") && !request.path.ends_with("/model")
        });
    assert_eq!(about_contacts.count(), 0);
}

#[tokio::test]
async fn all_problems_are_told_at_once_in_the_forms_order() {
    let computer = Computer::new().await.at_desk().await;
    let form = place("", "US-AZ")
        .with("address.billing.line1", "two\nlines")
        .with("given_name", &"x".repeat(41))
        .with("phone.2.number", "")
        .with("phone.2.extension", "7")
        .with("phone.5.extension", "7");
    let failure = computer.save(&form).await.unwrap_err();
    assert_eq!(
        beside(&failure),
        [
            "given_name",
            "phone.5.number",
            "address.billing.country",
            "address.billing.line1",
        ]
    );
    assert_eq!(computer.writes(), 0);
}

#[tokio::test]
async fn a_new_contact_needs_an_address() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("new@example.com").with("email.1", "");
    let failure = computer.save(&form).await.unwrap_err();
    assert_eq!(beside(&failure), ["email.1"]);
    assert_eq!(computer.writes(), 0);
}

#[tokio::test]
async fn a_text_exactly_as_long_as_keap_takes_is_taken() {
    let computer = Computer::new().await.at_desk().await;
    // Counted in characters, not in bytes.
    let full = draft("clara@example.com")
        .with("given_name", &"ü".repeat(40))
        .with("family_name", &"x".repeat(40))
        .with("phone.5.number", &"5".repeat(20));
    computer.save(&full).await.unwrap();
    assert_eq!(
        computer.contact("clara@example.com")["given_name"],
        "ü".repeat(40)
    );
}

#[tokio::test]
async fn a_place_that_keap_does_not_list_is_told_and_not_sent() {
    let computer = Computer::new().await.at_desk().await;
    let (country, region) = ("address.billing.country", "address.billing.region");
    for (typed, name) in [
        (place("", "US-AZ"), country),
        (place("XXX", ""), country),
        (place("United States", ""), country),
        (place("USA", "CA-ON"), region),
        (place("USA", "Arizona"), region),
        (place("BMU", "US-AZ"), region),
    ] {
        let failure = computer.save(&typed).await.unwrap_err();
        assert_eq!(beside(&failure), [name], "{typed:?}");
    }
    assert_eq!(computer.writes(), 0);
}

/// Each refusal of Keap, with the spot its words are about.
#[tokio::test]
async fn what_keap_refuses_is_told_beside_its_spot() {
    let computer = Computer::new().await.at_desk().await;
    let clara = "clara@example.com";
    let before = computer.keap.contacts(BAKERY);
    for (form, message, resource, name, says) in [
        (
            place("USA", "US-AL"),
            "BILLING Region is invalid",
            "addresses",
            "address.billing.region",
            "did not accept the state. Choose it from the list again",
        ),
        (
            draft(clara)
                .with("phone.2.number", "5")
                .with("family_name", "X"),
            "PHONE2 has no number",
            "phone_numbers",
            "phone.2.number",
            "did not accept the phone",
        ),
        (
            draft(clara).with("custom.21", "Rye").with("custom.25", "3"),
            "content is invalid",
            "custom_fields.25",
            "custom.25",
            "did not accept the custom field",
        ),
        (
            draft(clara).with("owner_id", "77").with("given_name", "C."),
            "User not found",
            "owner_id",
            "owner_id",
            "did not accept the owner",
        ),
    ] {
        let body = serde_json::json!({
            "code": 400, "message": message, "status": "INVALID_ARGUMENT",
            "details": [{ "domain": "crm", "resource": resource }],
        });
        computer
            .keap
            .script(answer("PATCH", 400, &body.to_string()));
        let failure = computer.save(&form).await.unwrap_err();
        assert_eq!(failure.doing, Doing::Writing);
        let told = spot_problems(&failure);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, spot(name), "{message}");
        assert!(told[0].1.contains(says), "{told:?}");
        let (code, body) = words::<()>(Err(failure));
        assert_eq!(code, "rejected");
        assert!(
            body.contains("Nothing was saved") && body.contains(message),
            "{body}"
        );
        assert_eq!(computer.keap.contacts(BAKERY), before);
    }
}
