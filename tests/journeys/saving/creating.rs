//! A contact that is not there yet, and one that appears between the look-up and the save.

use keapsake_core::contact::{Draft, Field};
use keapsake_core::wizard::Saved;
use practice_keap::ScriptedAnswer;
use serde_json::json;

use super::{created, slot, updated};
use crate::computer::{Computer, draft};

fn whole() -> Draft {
    Draft {
        email: "Nell.New@example.com".into(),
        given_name: " Nell ".into(),
        family_name: "New".into(),
        phone: "(602) 555-0199".into(),
        line1: "1 First Street".into(),
        line2: "Rear".into(),
        locality: "Phoenix".into(),
        postal_code: "85001".into(),
        country_code: "USA".into(),
        region_code: "US-AZ".into(),
        ..Draft::default()
    }
}

#[tokio::test]
async fn everything_typed_is_held_by_keap_afterwards() {
    let computer = Computer::new().await.at_desk().await;
    let card = created(computer.save(&whole()).await);
    let held = computer.contact("Nell.New@example.com");
    assert_eq!(held["id"], card.id.as_str());
    assert_eq!(
        (&held["given_name"], &held["family_name"]),
        (&json!("Nell"), &json!("New"))
    );
    assert_eq!(
        slot(&held, "phone_numbers", "PHONE1")["number"],
        "(602) 555-0199"
    );
    let billing = slot(&held, "addresses", "BILLING");
    for (part, value) in [
        ("line1", "1 First Street"),
        ("line2", "Rear"),
        ("locality", "Phoenix"),
        ("zip_code", "85001"),
        ("country_code", "USA"),
        ("region_code", "US-AZ"),
    ] {
        assert_eq!(billing[part], value, "{part}");
    }
    assert_eq!(card.name, "Nell New");
    assert_eq!(card.emails, ["Nell.New@example.com"]);
}

#[tokio::test]
async fn lists_that_are_empty_are_not_sent() {
    let computer = Computer::new().await.at_desk().await;
    created(computer.save(&draft("only@example.com")).await);
    assert_eq!(
        computer.create(),
        json!({ "email_addresses": [{ "field": "EMAIL1", "email": "only@example.com" }] }),
        "nothing empty, nothing computed, no reason to opt anybody in"
    );
}

#[tokio::test]
async fn created_then_updated_then_unchanged() {
    let computer = Computer::new().await.at_desk().await;
    let card = created(computer.save(&whole()).await);
    let number = computer.keap.contacts("pb101").len();
    computer.keap.clear_records();
    let again = Draft {
        given_name: "Nelly".into(),
        ..whole()
    };
    let (same, fields) = updated(computer.save(&again).await);
    assert_eq!(
        (same.id, same.name.as_str()),
        (card.id.clone(), "Nelly New")
    );
    assert_eq!(fields, [Field::GivenName]);
    assert_eq!(
        computer.update(),
        (vec!["given_name".into()], json!({ "given_name": "Nelly" }))
    );
    computer.keap.clear_records();
    let Ok(Saved::Unchanged(unchanged)) = computer.save(&again).await else {
        panic!("nothing to change")
    };
    assert_eq!(unchanged.id, card.id);
    assert_eq!(computer.writes(), 0, "nothing to change, nothing sent");
    assert_eq!(computer.keap.contacts("pb101").len(), number);
}

/// Keap's search is not up to date: the create finds what the look-up did not.
#[tokio::test]
async fn one_that_appeared_meanwhile_is_never_told_as_created() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact("helga@example.org");
    computer.keap.script(ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: "GET".into(),
        status: 200,
        body: r#"{"contacts":[],"next_page_token":""}"#.into(),
        content_type: "application/json".into(),
        ..ScriptedAnswer::default()
    });
    let typed = Draft {
        given_name: "Olga".into(),
        ..draft("helga@example.org")
    };
    let Ok(Saved::Appeared(card)) = computer.save(&typed).await else {
        panic!("appeared meanwhile")
    };
    computer.create();
    assert_eq!(card.id, before["id"].as_str().unwrap());
    assert_eq!(card.name, "Olga Hefe", "what it holds now");
    let after = computer.contact("helga@example.org");
    for list in ["phone_numbers", "addresses", "email_addresses"] {
        assert_eq!(
            after[list], before[list],
            "a list that is not sent stays: {list}"
        );
    }
}

/// The answer was lost, the work was done: saving again must not make a second one.
#[tokio::test]
async fn saving_again_after_a_lost_answer_makes_no_second_contact() {
    let computer = Computer::new().await.at_desk().await;
    let number = computer.keap.contacts("pb101").len();
    computer.keap.script_after(ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: "POST".into(),
        status: 500,
        ..ScriptedAnswer::default()
    });
    let (code, body) = crate::computer::words(computer.save(&whole()).await);
    assert_eq!(code, "unavailable");
    assert!(body.contains("may or may not have saved"), "{body}");
    assert_eq!(computer.keap.contacts("pb101").len(), number + 1);
    assert!(matches!(
        computer.save(&whole()).await,
        Ok(Saved::Unchanged(_))
    ));
    assert_eq!(computer.keap.contacts("pb101").len(), number + 1);
}
