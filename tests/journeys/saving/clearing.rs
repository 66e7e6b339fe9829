//! Left empty is left alone; clearing is a deliberate act and is sent as such.

use keapsake_core::contact::{Draft, Field};
use keapsake_core::wizard::Saved;
use serde_json::json;

use super::{slot, updated};
use crate::computer::{Computer, draft};

const CLARA: &str = "clara@example.com";

fn cleared<const N: usize>(fields: [Field; N]) -> Draft {
    Draft {
        clear: fields.into(),
        ..draft(CLARA)
    }
}

#[tokio::test]
async fn an_empty_form_changes_nothing() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    let blank = Draft {
        given_name: "  ".into(),
        line2: "\t".into(),
        ..draft(CLARA)
    };
    for typed in [draft(CLARA), blank] {
        assert!(matches!(
            computer.save(&typed).await,
            Ok(Saved::Unchanged(_))
        ));
    }
    assert_eq!(computer.writes(), 0);
    assert_eq!(computer.contact(CLARA), before);
}

#[tokio::test]
async fn a_cleared_name_is_sent_empty_with_its_mask() {
    let computer = Computer::new().await.at_desk().await;
    let (_, fields) = updated(computer.save(&cleared([Field::GivenName])).await);
    assert_eq!(fields, [Field::GivenName]);
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
async fn a_cleared_number_leaves_the_others() {
    let computer = Computer::new().await.at_desk().await;
    updated(computer.save(&cleared([Field::Phone])).await);
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
            .save(&Draft {
                clear: [Field::Phone].into(),
                ..draft(helga)
            })
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
    updated(computer.save(&cleared([Field::Line2])).await);
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
    let (_, fields) = updated(computer.save(&cleared([Field::CountryCode])).await);
    assert_eq!(fields, [Field::CountryCode, Field::RegionCode]);
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
    updated(computer.save(&cleared([Field::RegionCode])).await);
    let held = computer.contact(CLARA);
    let billing = slot(&held, "addresses", "BILLING");
    assert!(billing["region_code"].is_null(), "{billing}");
    assert_eq!(billing["country_code"], "USA");
}

#[tokio::test]
async fn a_field_typed_and_marked_is_set_and_nothing_to_clear_is_no_change() {
    let computer = Computer::new().await.at_desk().await;
    let both = Draft {
        given_name: "Carla".into(),
        ..cleared([Field::GivenName])
    };
    updated(computer.save(&both).await);
    assert_eq!(computer.contact(CLARA)["given_name"], "Carla");
    computer.keap.clear_records();
    let nothing = Draft {
        clear: [Field::Phone, Field::Line1].into(),
        ..draft("opted.out@example.com")
    };
    assert!(matches!(
        computer.save(&nothing).await,
        Ok(Saved::Unchanged(_))
    ));
    assert_eq!(computer.writes(), 0);
}
