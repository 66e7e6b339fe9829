//! Which contact is meant: an answer whose address equals the one asked, a person's pick among
//! several, and one that is gone by the time of the save.

use keapsake_core::contact::Draft;
use keapsake_core::failure::Doing;
use keapsake_core::wizard::Saved;
use practice_keap::ScriptedAnswer;
use serde_json::json;

use super::{created, updated};
use crate::computer::{BAKERY, Computer, draft, words};

const SHARED: &str = "shared@example.com";

fn named(email: &str) -> Draft {
    Draft {
        given_name: "Changed".into(),
        ..draft(email)
    }
}

fn answer(method: &str, status: u16, body: &str) -> ScriptedAnswer {
    ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: method.into(),
        status,
        body: body.into(),
        content_type: "application/json".into(),
        ..ScriptedAnswer::default()
    }
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
    let Ok(Saved::Several(cards)) = computer.save(&named(SHARED)).await else {
        panic!("two have the address")
    };
    let names: Vec<_> = cards.iter().map(|card| card.name.as_str()).collect();
    assert_eq!(
        names,
        ["Basil Bun", "Bella Bun"],
        "enough to tell one from another"
    );
    assert_eq!(computer.writes(), 0);
    assert_eq!(computer.keap.contacts(BAKERY), before);
    let bella = &cards[1];
    let (card, _) = updated(
        computer
            .wizard
            .save_contact(&named(SHARED), Some(&bella.id))
            .await,
    );
    assert_eq!(card.id, bella.id);
    let changed: Vec<_> = computer
        .keap
        .contacts(BAKERY)
        .into_iter()
        .filter(|now| !before.contains(now))
        .collect();
    assert_eq!(changed.len(), 1, "the picked one only");
    assert_eq!(changed[0]["id"], bella.id.as_str());
    assert_eq!(changed[0]["given_name"], "Changed");
}

#[tokio::test]
async fn one_that_was_picked_but_does_not_match_is_not_written() {
    let computer = Computer::new().await.at_desk().await;
    let clara = computer.contact("clara@example.com")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for (email, picked) in [
        (SHARED, clara.as_str()),
        ("helga@example.org", &clara),
        ("nobody.yet@example.com", &clara),
        (SHARED, "999999"),
    ] {
        let failed = computer
            .wizard
            .save_contact(&named(email), Some(picked))
            .await;
        let (code, body) = words(failed);
        assert_eq!(code, "contact_gone", "{email}");
        assert!(body.contains("Nothing was saved"), "{body}");
    }
    assert_eq!(computer.writes(), 0);
}

#[tokio::test]
async fn one_that_is_deleted_after_the_look_up_is_told() {
    let computer = Computer::new().await.at_desk().await;
    let ghost = json!({ "contacts": [{ "id": "999999", "email_addresses": [{ "email": "ghost@example.com" }] }] });
    computer.keap.script(answer("GET", 200, &ghost.to_string()));
    assert_eq!(
        words(computer.save(&named("ghost@example.com")).await).0,
        "contact_gone"
    );
    assert_eq!(computer.writes(), 0);
    // Saving again looks it up anew.
    created(computer.save(&named("ghost@example.com")).await);
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

/// Its address was changed in Keap after it was found: it is another person's contact by now.
#[tokio::test]
async fn one_whose_address_changed_after_the_look_up_is_not_overwritten() {
    let computer = Computer::new().await.at_desk().await;
    let helga = computer.contact("helga@example.org");
    let old = json!({ "contacts": [{ "id": helga["id"], "email_addresses": [{ "field": "EMAIL1", "email": "was@example.org" }] }] });
    computer.keap.script(answer("GET", 200, &old.to_string()));
    let failure = computer.save(&named("was@example.org")).await.unwrap_err();
    assert_eq!(words::<()>(Err(failure)).0, "fields");
    assert_eq!(computer.writes(), 0);
    assert_eq!(computer.contact("helga@example.org"), helga);
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
    let Ok(Saved::Several(cards)) = computer.save(&named("crowd@example.com")).await else {
        panic!("many")
    };
    assert_eq!(cards.len(), 150);
    assert_eq!(computer.requests("GET").len(), 2, "two pages");
}
