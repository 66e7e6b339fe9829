//! Which contact is meant: an answer whose address equals the one asked, a person's pick among
//! several, and one that is gone by the time of the save.

use keapsake_core::desk::{FindBy, Found, SheetNumber};
use keapsake_core::failure::Doing;
use serde_json::json;

use super::answer;
use crate::computer::{BAKERY, Computer, Form, draft, words};
use crate::form::{created, sheet, updated};

const SHARED: &str = "shared@example.com";

fn named(email: &str) -> Form {
    draft(email).with("given_name", "Changed")
}

#[tokio::test]
async fn case_aside_and_in_any_slot_it_is_the_same_contact() {
    for typed in ["MIA.muffin@EXAMPLE.com", " mia.muffin@example.com "] {
        let computer = Computer::new().await.at_desk().await;
        updated(computer.save(&named(typed)).await);
        assert_eq!(
            computer.contact("Mia.Muffin@Example.com")["given_name"],
            "Changed",
            "{typed}"
        );
    }
    let computer = Computer::new().await.at_desk().await;
    updated(computer.save(&named("clara.orders@example.com")).await);
    let clara = computer.contact("clara@example.com");
    assert_eq!(clara["given_name"], "Changed");
    assert_eq!(
        clara["email_addresses"][1]["email"], "clara.orders@example.com",
        "and its addresses stay in place"
    );
}

/// A filter Keap does not understand is ignored: it then answers with everybody.
#[tokio::test]
async fn an_answer_with_everybody_is_no_match() {
    let computer = Computer::new().await.at_desk().await;
    let everybody =
        json!({ "contacts": computer.keap.contacts(BAKERY), "next_page_token": "" }).to_string();
    let before = computer.keap.contacts(BAKERY);
    computer.keap.script(answer("GET", 200, &everybody));
    created(computer.save(&named("new@example.com")).await);
    assert_eq!(
        computer.keap.contacts(BAKERY)[..before.len()],
        before,
        "nobody else was touched"
    );
}

#[tokio::test]
async fn with_several_matches_nothing_is_written_until_one_is_picked() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.keap.contacts(BAKERY);
    let desk = computer.wizard.desk().unwrap();
    let Ok(Found::Several { cards, .. }) = desk.find(FindBy::Email, SHARED).await else {
        panic!("two have the address")
    };
    let names: Vec<_> = cards.iter().map(|card| card.card.name.as_str()).collect();
    assert_eq!(
        names,
        ["Basil Bun", "Bella Bun"],
        "enough to tell one from another"
    );
    assert_eq!(computer.writes(), 0);
    assert_eq!(computer.keap.contacts(BAKERY), before);
    let bella = &cards[1].card.id;
    let picked = desk.open(bella).await.unwrap();
    let (saved, _) = updated(desk.save(&named(SHARED).of(picked.number)).await);
    assert_eq!(saved.facts.id, *bella);
    let changed: Vec<_> = computer
        .keap
        .contacts(BAKERY)
        .into_iter()
        .filter(|now| !before.contains(now))
        .collect();
    assert_eq!(changed.len(), 1, "the picked one only");
    assert_eq!(changed[0]["id"], bella.as_str());
    assert_eq!(changed[0]["given_name"], "Changed");
}

#[tokio::test]
async fn what_lies_on_no_desk_is_not_written() {
    let computer = Computer::new().await.at_desk().await;
    let desk = computer.wizard.desk().unwrap();
    assert_eq!(words(desk.open("999999").await).0, "contact_gone");
    let stale: SheetNumber = 77;
    let (code, body) = words(desk.save(&named(SHARED).of(stale)).await);
    assert_eq!(code, "not_now", "{body}");
    assert_eq!(
        words(desk.review(&named(SHARED).of(stale)).await).0,
        "not_now"
    );
    assert_eq!(computer.writes(), 0);
}

#[tokio::test]
async fn one_that_is_deleted_after_the_look_up_is_told() {
    let computer = Computer::new().await.at_desk().await;
    let found = sheet(&computer.wizard, "helga@example.org").await.unwrap();
    let id = found.contact.unwrap().id;
    assert!(computer.keap.remove_contact(BAKERY, &id));
    let desk = computer.wizard.desk().unwrap();
    let saved = desk
        .save(&named("helga@example.org").of(found.number))
        .await;
    let (code, body) = words(saved);
    assert_eq!(code, "contact_gone");
    assert!(body.contains("Nothing was saved"), "{body}");
    assert_eq!(computer.writes(), 0);
    // Looked up anew, there is nobody.
    created(computer.save(&named("helga@example.org")).await);
}

#[tokio::test]
async fn one_that_is_deleted_right_before_the_write_is_told() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.script(answer(
        "PATCH",
        404,
        r#"{"code":404,"message":"Unable to find this Contact"}"#,
    ));
    let failure = computer
        .save(&named("helga@example.org"))
        .await
        .unwrap_err();
    assert_eq!(failure.doing, Doing::Writing);
    let (code, body) = words::<()>(Err(failure));
    assert_eq!(code, "contact_gone");
    assert!(body.contains("Nothing was saved"), "{body}");
}

/// Its address was changed in Keap after it was found: that is told, and the address is left alone.
#[tokio::test]
async fn an_address_that_changed_after_the_look_up_is_not_overwritten() {
    let computer = Computer::new().await.at_desk().await;
    let found = sheet(&computer.wizard, "helga@example.org").await.unwrap();
    let id = found.contact.unwrap().id;
    let moved = json!({ "email_addresses": [{ "field": "EMAIL1", "email": "moved@example.org" }] });
    assert!(computer.keap.edit_contact(BAKERY, &id, moved));
    let desk = computer.wizard.desk().unwrap();
    let (saved, spots) = updated(desk.save(&named("").of(found.number)).await);
    assert_eq!(spots, ["given_name"]);
    assert_eq!(crate::form::names(&saved.others), ["email.1"]);
    let held = computer.contact("moved@example.org");
    assert_eq!(
        (&held["id"], &held["given_name"]),
        (&json!(id), &json!("Changed"))
    );
}

#[tokio::test]
async fn a_search_of_many_pages_is_read_to_its_end() {
    let computer = Computer::new().await.at_desk().await;
    for number in 0..150 {
        computer.keap.add_contact(
            BAKERY,
            json!({ "given_name": format!("No {number}"), "email_addresses": [{ "field": "EMAIL1", "email": "crowd@example.com" }] }),
        );
    }
    let desk = computer.wizard.desk().unwrap();
    let found = desk.find(FindBy::Email, "crowd@example.com").await;
    let Ok(Found::Several { cards, .. }) = found else {
        panic!("many: {found:?}")
    };
    assert_eq!(cards.len(), 150);
    assert_eq!(computer.requests("GET").len(), 8, "eight pages of twenty");
}
