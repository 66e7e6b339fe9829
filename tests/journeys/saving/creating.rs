//! A contact that is not there yet, and one that appears between the look-up and the save.

use keapsake_core::desk::{Found, SaveOutcome, Written};
use practice_keap::ScriptedAnswer;
use serde_json::json;

use super::{answer, slot};
use crate::computer::{Computer, Form, draft};
use crate::form::{created, saved, sheet, unchanged, updated};

fn whole() -> Form {
    draft("Nell.New@example.com")
        .with("given_name", " Nell ")
        .with("family_name", "New")
        .with("phone.1.number", "(602) 555-0199")
        .with("address.billing.line1", "1 First Street")
        .with("address.billing.line2", "Rear")
        .with("address.billing.locality", "Phoenix")
        .with("address.billing.postal_code", "85001")
        .with("address.billing.country", "USA")
        .with("address.billing.region", "US-AZ")
}

#[tokio::test]
async fn everything_typed_is_held_by_keap_afterwards() {
    let computer = Computer::new().await.at_desk().await;
    let saved = created(computer.save(&whole()).await);
    let held = computer.contact("Nell.New@example.com");
    assert_eq!(held["id"], saved.facts.id.as_str());
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
    assert_eq!(saved.facts.name, "Nell New");
    assert_eq!(saved.not_taken, []);
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
    let first = created(computer.save(&whole()).await);
    let number = computer.keap.contacts("pb101").len();
    computer.keap.clear_records();
    let again = whole().with("given_name", "Nelly");
    let (same, spots) = updated(computer.save(&again).await);
    assert_eq!(
        (same.facts.id, same.facts.name.as_str()),
        (first.facts.id, "Nelly New")
    );
    assert_eq!(spots, ["given_name"]);
    assert_eq!(
        computer.update(),
        (vec!["given_name".into()], json!({ "given_name": "Nelly" }))
    );
    computer.keap.clear_records();
    unchanged(computer.save(&again).await);
    assert_eq!(computer.writes(), 0, "nothing to change, nothing sent");
    assert_eq!(computer.keap.contacts("pb101").len(), number);
}

/// Keap's search is not up to date: the create finds what the look-up did not.
#[tokio::test]
async fn one_that_appeared_meanwhile_is_never_told_as_created() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact("helga@example.org");
    let nobody = r#"{"contacts":[],"next_page_token":""}"#;
    computer.keap.script(answer("GET", 200, nobody));
    let typed = draft("helga@example.org").with("given_name", "Olga");
    let joined = saved(computer.save(&typed).await);
    assert_eq!(joined.what, Written::Joined, "{joined:?}");
    assert_eq!(joined.undo, None, "what stood there before is not known");
    computer.create();
    assert_eq!(joined.facts.id, before["id"].as_str().unwrap());
    assert_eq!(joined.facts.name, "Olga Hefe", "what it holds now");
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
    unchanged(computer.save(&whole()).await);
    assert_eq!(computer.keap.contacts("pb101").len(), number + 1);
}

/// The same form, sent once more within the minute for which a look-up holds: it is looked up all the same.
#[tokio::test]
async fn a_form_whose_create_may_have_worked_is_looked_up_before_it_is_sent_again() {
    let computer = Computer::new().await.at_desk().await;
    let number = computer.keap.contacts("pb101").len();
    let desk = computer.wizard.desk().unwrap();
    let form = whole();
    let wanted = form.of(sheet(&computer.wizard, &form.email).await.unwrap().number);
    computer.keap.script_after(ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: "POST".into(),
        status: 500,
        ..ScriptedAnswer::default()
    });
    assert!(desk.save(&wanted).await.is_err());
    let again = desk.save(&wanted).await.unwrap();
    let SaveOutcome::Appeared(found) = again else {
        panic!("it is there by now: {again:?}");
    };
    assert!(matches!(*found, Found::One(_)), "{found:?}");
    assert_eq!(computer.keap.contacts("pb101").len(), number + 1);
    computer.create();
}

#[tokio::test]
async fn two_saves_of_one_form_at_once_make_one_contact() {
    let computer = Computer::new().await.at_desk().await;
    let number = computer.keap.contacts("pb101").len();
    let desk = computer.wizard.desk().unwrap();
    let form = whole();
    let wanted = form.of(sheet(&computer.wizard, &form.email).await.unwrap().number);
    let (first, second) = tokio::join!(desk.save(&wanted), desk.save(&wanted));
    created(first);
    unchanged(second);
    assert_eq!(computer.keap.contacts("pb101").len(), number + 1);
    computer.create();
}
