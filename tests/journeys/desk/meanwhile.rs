//! Somebody else was faster: between the look and the save, at the same spot or at another one, and
//! between the look-up and a new contact.

use std::time::Duration;

use keapsake_core::desk::{Found, SaveOutcome};
use serde_json::{Value, json};

use super::{calls, held};
use crate::computer::{BAKERY, Computer, draft};
use crate::form::{created, names, sheet, updated};

const HELGA: &str = "helga@example.org";

/// Helga's sheet, and what a colleague makes of her then.
async fn edited(computer: &Computer, changes: Value) -> (u64, String) {
    let shown = sheet(&computer.wizard, HELGA).await.unwrap();
    let id = shown.contact.unwrap().id;
    assert!(computer.keap.edit_contact(BAKERY, &id, changes));
    (shown.number, id)
}

#[tokio::test]
async fn another_spot_is_left_alone_and_told() {
    let computer = Computer::new().await.at_desk().await;
    let (number, id) = edited(
        &computer,
        json!({ "family_name": "Hefner", "job_title": "Boss" }),
    )
    .await;
    let desk = computer.wizard.desk().unwrap();
    // The form says again what was there to begin with: that is no wish to have it back.
    let form = draft("")
        .with("given_name", "Hilde")
        .with("family_name", "Hefe");
    let (saved, spots) = updated(desk.save(&form.of(number)).await);
    assert_eq!(
        (spots, names(&saved.others)),
        (
            vec!["given_name".to_owned()],
            vec!["family_name".to_owned(), "job_title".into()]
        )
    );
    let now = held(&computer, &id).unwrap();
    assert_eq!(
        (&now["given_name"], &now["family_name"], &now["job_title"]),
        (&json!("Hilde"), &json!("Hefner"), &json!("Boss"))
    );
}

#[tokio::test]
async fn an_item_that_a_colleague_added_meanwhile_stays() {
    let computer = Computer::new().await.at_desk().await;
    let numbers = json!({ "phone_numbers": [
        { "field": "PHONE1", "number": "(030) 555-0106" }, { "field": "PHONE3", "number": "new" },
    ] });
    let (number, id) = edited(&computer, numbers).await;
    let desk = computer.wizard.desk().unwrap();
    updated(
        desk.save(&draft("").with("phone.2.number", "mine").of(number))
            .await,
    );
    let now = held(&computer, &id).unwrap();
    for (slot, is) in [
        ("PHONE1", "(030) 555-0106"),
        ("PHONE2", "mine"),
        ("PHONE3", "new"),
    ] {
        assert_eq!(
            crate::saving::slot(&now, "phone_numbers", slot)["number"],
            is
        );
    }
}

#[tokio::test]
async fn the_same_spot_is_decided_by_a_person_each_time_anew() {
    let computer = Computer::new().await.at_desk().await;
    let (number, id) = edited(&computer, json!({ "given_name": "Heidi" })).await;
    let desk = computer.wizard.desk().unwrap();
    let owners = keapsake_core::desk::ChoicesOf::Owners;
    desk.lists().choices(owners).await.unwrap();
    let mine = draft("")
        .with("given_name", "Hilde")
        .with("job_title", "Baker")
        .of(number);
    let clash = |outcome: SaveOutcome| match outcome {
        SaveOutcome::ChangedMeanwhile { sheet, clashes } => {
            assert_eq!(sheet.number, number);
            let [clash] = &clashes[..] else {
                panic!("one: {clashes:?}")
            };
            assert_eq!(clash.spot.to_string(), "given_name");
            let facts = sheet.contact.unwrap();
            assert_eq!(
                facts.updated_by.as_deref(),
                Some("Cleo Sample"),
                "the colleague"
            );
            (clash.was.clone(), clash.theirs.clone(), clash.mine.clone())
        }
        other => panic!("changed meanwhile: {other:?}"),
    };
    let told = clash(desk.save(&mine).await.unwrap());
    assert_eq!(told, ("Helga".into(), "Heidi".into(), "Hilde".into()));
    assert_eq!(computer.writes(), 0);
    // While the person thinks it is changed once more.
    computer
        .keap
        .edit_contact(BAKERY, &id, json!({ "given_name": "Hella" }));
    let told = clash(desk.save(&mine).await.unwrap());
    assert_eq!(told, ("Heidi".into(), "Hella".into(), "Hilde".into()));
    // Decided for one's own.
    let (_, spots) = updated(desk.save(&mine).await);
    assert_eq!(spots, ["given_name", "job_title"]);
    assert_eq!(held(&computer, &id).unwrap()["given_name"], "Hilde");
}

#[tokio::test]
async fn decided_for_theirs_the_spot_is_left_out() {
    let computer = Computer::new().await.at_desk().await;
    let (number, id) = edited(&computer, json!({ "given_name": "Heidi" })).await;
    let desk = computer.wizard.desk().unwrap();
    let mine = draft("")
        .with("given_name", "Hilde")
        .with("job_title", "Baker");
    let outcome = desk.save(&mine.of(number)).await.unwrap();
    assert!(
        matches!(outcome, SaveOutcome::ChangedMeanwhile { .. }),
        "{outcome:?}"
    );
    let (_, spots) = updated(
        desk.save(&draft("").with("job_title", "Baker").of(number))
            .await,
    );
    assert_eq!(spots, ["job_title"]);
    assert_eq!(held(&computer, &id).unwrap()["given_name"], "Heidi");
}

/// Both had the same idea: nothing collides.
#[tokio::test]
async fn the_same_change_twice_is_no_clash() {
    let computer = Computer::new().await.at_desk().await;
    let (number, _) = edited(&computer, json!({ "given_name": "Hilde" })).await;
    let desk = computer.wizard.desk().unwrap();
    let outcome = desk
        .save(&draft("").with("given_name", "Hilde").of(number))
        .await
        .unwrap();
    assert!(matches!(outcome, SaveOutcome::Unchanged(_)), "{outcome:?}");
    assert_eq!(computer.writes(), 0);
}

#[tokio::test]
async fn a_look_up_older_than_a_minute_is_repeated_before_a_new_contact_is_sent() {
    let computer = Computer::new().await.at_desk().await;
    let fresh = sheet(&computer.wizard, "new@example.com")
        .await
        .unwrap()
        .number;
    computer.clock.advance(Duration::from_secs(59));
    let desk = computer.wizard.desk().unwrap();
    computer.keap.clear_records();
    created(desk.save(&draft("").of(fresh)).await);
    assert_eq!(calls(&computer), ["POST /contacts"]);
    let old = sheet(&computer.wizard, "newer@example.com")
        .await
        .unwrap()
        .number;
    computer.clock.advance(Duration::from_secs(61));
    computer.keap.clear_records();
    created(desk.save(&draft("").of(old)).await);
    assert_eq!(calls(&computer), ["GET /contacts", "POST /contacts"]);
}

#[tokio::test]
async fn one_who_appeared_since_is_shown_and_nothing_is_written() {
    for (others, late) in [(1, true), (2, true), (1, false)] {
        let computer = Computer::new().await.at_desk().await;
        let looked = if late {
            "new@example.com"
        } else {
            "typed.first@example.com"
        };
        let shown = sheet(&computer.wizard, looked).await.unwrap();
        for _ in 0..others {
            let emails = json!([{ "field": "EMAIL1", "email": "New@Example.com" }]);
            computer.keap.add_contact(
                BAKERY,
                json!({ "given_name": "Nora", "email_addresses": emails }),
            );
        }
        if late {
            computer.clock.advance(Duration::from_mins(2));
        }
        let before = computer.keap.contacts(BAKERY);
        let desk = computer.wizard.desk().unwrap();
        // Where another address is typed than was looked for, nobody has looked for it yet.
        let form = draft("")
            .with("given_name", "Nell")
            .with("email.1", "new@example.com");
        let Ok(SaveOutcome::Appeared(found)) = desk.save(&form.of(shown.number)).await else {
            panic!("appeared")
        };
        match (*found, others) {
            (Found::One(sheet), 1) => assert_eq!(sheet.contact.unwrap().name, "Nora"),
            (Found::Several { cards, .. }, 2) => assert_eq!(cards.len(), 2),
            other => panic!("{other:?}"),
        }
        assert_eq!(
            (computer.writes(), computer.keap.contacts(BAKERY)),
            (0, before)
        );
    }
}
