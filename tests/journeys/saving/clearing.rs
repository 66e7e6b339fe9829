//! What nobody touched is left alone; emptying is a deliberate act and is sent as such.

use serde_json::json;

use super::slot;
use crate::computer::{Computer, Form, draft};
use crate::form::{unchanged, updated};

const CLARA: &str = "clara@example.com";

fn cleared(name: &str) -> Form {
    draft(CLARA).with(name, "")
}

#[tokio::test]
async fn a_form_that_says_what_is_there_changes_nothing() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    let same = draft(CLARA)
        .with("given_name", " Clara ")
        .with("address.billing.line1", "12 Oven Road")
        .with("suffix", " \u{200B}");
    for form in [draft(CLARA), same] {
        computer.keap.clear_records();
        unchanged(computer.save(&form).await);
        let about = computer.requests("GET");
        let contacts = about.iter().filter(|it| it.path.ends_with("/contacts"));
        assert_eq!(contacts.count(), 1, "the look-up");
    }
    assert_eq!(computer.writes(), 0);
    assert_eq!(computer.contact(CLARA), before);
}

#[tokio::test]
async fn a_cleared_name_is_sent_empty_with_its_mask() {
    let computer = Computer::new().await.at_desk().await;
    let (_, spots) = updated(computer.save(&cleared("given_name")).await);
    assert_eq!(spots, ["given_name"]);
    assert_eq!(
        computer.update(),
        (vec!["given_name".into()], json!({ "given_name": "" }))
    );
    let held = computer.contact(CLARA);
    assert_eq!(
        (&held["given_name"], &held["family_name"]),
        (&json!(""), &json!("Crust"))
    );
}

#[tokio::test]
async fn a_cleared_number_leaves_the_others_and_takes_its_type_along() {
    let computer = Computer::new().await.at_desk().await;
    let (_, spots) = updated(computer.save(&cleared("phone.1.number")).await);
    assert_eq!(spots, ["phone.1.number", "phone.1.type"]);
    let held = computer.contact(CLARA);
    assert!(slot(&held, "phone_numbers", "PHONE1").is_null());
    assert_eq!(
        slot(&held, "phone_numbers", "PHONE2")["number"],
        "+1 602 555 0102"
    );
}

#[tokio::test]
async fn the_only_number_cleared_is_an_empty_list() {
    let computer = Computer::new().await.at_desk().await;
    let helga = "helga@example.org";
    updated(
        computer
            .save(&draft(helga).with("phone.1.number", ""))
            .await,
    );
    assert_eq!(
        computer.update(),
        (vec!["phone_numbers".into()], json!({ "phone_numbers": [] }))
    );
    assert_eq!(computer.contact(helga)["phone_numbers"], json!([]));
}

#[tokio::test]
async fn a_cleared_line_is_sent_empty_and_the_rest_of_the_address_stays() {
    let computer = Computer::new().await.at_desk().await;
    updated(computer.save(&cleared("address.billing.line2")).await);
    let (_, body) = computer.update();
    assert_eq!(slot(&body, "addresses", "BILLING")["line2"], "");
    let held = computer.contact(CLARA);
    let billing = slot(&held, "addresses", "BILLING");
    assert_eq!(
        (&billing["line1"], &billing["region_code"]),
        (&json!("12 Oven Road"), &json!("US-AZ"))
    );
}

#[tokio::test]
async fn a_cleared_country_takes_its_state_along() {
    let computer = Computer::new().await.at_desk().await;
    let (_, spots) = updated(computer.save(&cleared("address.billing.country")).await);
    assert_eq!(spots, ["address.billing.country", "address.billing.region"]);
    let held = computer.contact(CLARA);
    let billing = slot(&held, "addresses", "BILLING");
    assert!(
        billing["country_code"].is_null() && billing["region_code"].is_null(),
        "{billing}"
    );
    assert_eq!(billing["line1"], "12 Oven Road");
}

#[tokio::test]
async fn a_cleared_state_leaves_the_country() {
    let computer = Computer::new().await.at_desk().await;
    updated(computer.save(&cleared("address.billing.region")).await);
    let held = computer.contact(CLARA);
    let billing = slot(&held, "addresses", "BILLING");
    assert!(billing["region_code"].is_null(), "{billing}");
    assert_eq!(billing["country_code"], "USA");
}

/// An address of which nothing is left says nothing, so it goes.
#[tokio::test]
async fn an_address_that_is_emptied_part_by_part_goes() {
    let computer = Computer::new().await.at_desk().await;
    let parts = [
        "line1",
        "line2",
        "locality",
        "postal_code",
        "country",
        "region",
    ];
    let emptied = parts.into_iter().fold(draft(CLARA), |form, part| {
        form.with(&format!("address.billing.{part}"), "")
    });
    updated(computer.save(&emptied).await);
    let held = computer.contact(CLARA);
    let billing = slot(&held, "addresses", "BILLING");
    for (part, value) in billing.as_object().into_iter().flatten() {
        let nothing = value.is_null() || value == "" || part == "field";
        assert!(nothing, "{part} of {billing}");
    }
    assert!(!slot(&held, "addresses", "SHIPPING").is_null());
}

#[tokio::test]
async fn nothing_to_clear_is_no_change() {
    let computer = Computer::new().await.at_desk().await;
    let nothing = draft("opted.out@example.com")
        .with("phone.1.number", "")
        .with("address.billing.line1", "");
    unchanged(computer.save(&nothing).await);
    assert_eq!(computer.writes(), 0);
}
