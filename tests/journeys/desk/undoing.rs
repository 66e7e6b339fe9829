//! Taking a save back: exactly the spots that it changed, unless somebody changed them since.

use std::collections::BTreeMap;

use keapsake_core::contact::undo::Decision;
use keapsake_core::desk::{Desk, TakenBack};
use keapsake_core::failure::Failure;
use keapsake_core::sign_in::Carrier;
use serde_json::json;
use support::Answer;

use super::{held, still};
use crate::computer::{BAKERY, Computer, app_link, draft, words};
use crate::form::{created, names, saved, spot, updated};

const CLARA: &str = "clara@example.com";

fn desk(computer: &Computer) -> Desk {
    computer.wizard.desk().unwrap()
}

async fn undo(computer: &Computer, id: u64) -> Result<TakenBack, Failure> {
    desk(computer).undo(id, None, &BTreeMap::new()).await
}

#[tokio::test]
async fn every_spot_goes_back_to_the_letter_and_only_those() {
    let computer = Computer::new().await.at_desk().await;
    let before = computer.contact(CLARA);
    let form = draft(CLARA)
        .with("given_name", "")
        .with("spouse_name", "Carl")
        .with("company", "Example Dairy")
        .with("phone.1.number", "")
        .with("phone.2.number", "602 555 0188")
        .with("address.billing.country", "CAN")
        .with("address.billing.region", "CA-ON")
        .with("address.billing.postal_code", "")
        .with("email.2", "")
        .with("social.facebook", "clara.example")
        .with("custom.21", "Spelt");
    let (done, mut spots) = updated(computer.save(&form).await);
    // Meanwhile a colleague changes something else.
    computer
        .keap
        .edit_contact(BAKERY, &done.facts.id, json!({ "job_title": "Boss" }));
    let Ok(TakenBack::Undone {
        spots: back,
        not_taken,
        ..
    }) = undo(&computer, done.undo.unwrap()).await
    else {
        panic!("undone")
    };
    let mut back = names(&back);
    back.sort();
    spots.sort();
    assert_eq!((back, not_taken), (spots, vec![]));
    let mut expected = before;
    expected["job_title"] = json!("Boss");
    let (mut is, mut was) = (still(computer.contact(CLARA)), still(expected));
    for contact in [&mut is, &mut was] {
        // An emptied text is read back as empty or as absent.
        if contact["spouse_name"] == "" {
            contact["spouse_name"] = json!(null);
        }
    }
    assert_eq!(is, was);
}

#[tokio::test]
async fn a_save_is_taken_back_once() {
    let computer = Computer::new().await.at_desk().await;
    let (done, _) = updated(computer.save(&draft(CLARA).with("given_name", "C.")).await);
    let id = done.undo.unwrap();
    assert!(matches!(
        undo(&computer, id).await,
        Ok(TakenBack::Undone { .. })
    ));
    let writes = computer.writes();
    assert_eq!(words(undo(&computer, id).await).0, "not_now");
    assert_eq!(
        words(undo(&computer, 7).await).0,
        "not_now",
        "one that never was"
    );
    assert_eq!(computer.writes(), writes);
}

#[tokio::test]
async fn what_somebody_changed_since_is_decided_by_a_person() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft(CLARA)
        .with("given_name", "C.")
        .with("family_name", "Crumb");
    let (done, _) = updated(computer.save(&form).await);
    let (id, clara) = (done.undo.unwrap(), done.facts.id);
    computer
        .keap
        .edit_contact(BAKERY, &clara, json!({ "given_name": "Claire" }));
    let owners = keapsake_core::desk::ChoicesOf::Owners;
    desk(&computer).lists().choices(owners).await.unwrap();
    let writes = computer.writes();
    let Ok(TakenBack::ChangedSince { clashes, by, .. }) = undo(&computer, id).await else {
        panic!("changed since")
    };
    let told: Vec<_> = clashes
        .iter()
        .map(|it| (it.spot.to_string(), &*it.was, &*it.theirs, &*it.mine))
        .collect();
    assert_eq!(told, [("given_name".to_owned(), "Clara", "Claire", "C.")]);
    assert_eq!(by.as_deref(), Some("Cleo Sample"));
    assert_eq!(computer.writes(), writes, "nothing was written");
    for (decision, name) in [(Decision::Leave, "Claire"), (Decision::Restore, "Clara")] {
        let decided = [(spot("given_name"), decision)].into();
        let undone = desk(&computer).undo(id, None, &decided).await;
        if decision == Decision::Leave {
            let Ok(TakenBack::Undone { spots, .. }) = undone else {
                panic!("undone: {undone:?}")
            };
            assert_eq!(names(&spots), ["family_name"]);
            assert_eq!(held(&computer, &clara).unwrap()["given_name"], name);
        } else {
            assert_eq!(words(undone).0, "not_now", "once");
        }
    }
}

#[tokio::test]
async fn decided_to_restore_it_is_restored() {
    let computer = Computer::new().await.at_desk().await;
    let (done, _) = updated(computer.save(&draft(CLARA).with("given_name", "C.")).await);
    computer
        .keap
        .edit_contact(BAKERY, &done.facts.id, json!({ "given_name": "Claire" }));
    let decided = [(spot("given_name"), Decision::Restore)].into();
    let undone = desk(&computer)
        .undo(done.undo.unwrap(), None, &decided)
        .await;
    assert!(matches!(undone, Ok(TakenBack::Undone { .. })), "{undone:?}");
    assert_eq!(computer.contact(CLARA)["given_name"], "Clara");
}

#[tokio::test]
async fn what_was_created_is_removed_once_that_is_confirmed() {
    for touched in [false, true] {
        let computer = Computer::new().await.at_desk().await;
        let count = computer.keap.contacts(BAKERY).len();
        let form = draft("new@example.com")
            .with("given_name", "Nell")
            .with("phone.1.number", "602 555 0177");
        let done = created(computer.save(&form).await);
        let id = done.undo.unwrap();
        if touched {
            computer
                .keap
                .edit_contact(BAKERY, &done.facts.id, json!({ "job_title": "Boss" }));
        }
        let asked = undo(&computer, id).await.unwrap();
        let TakenBack::ConfirmRemoval {
            name,
            changed_since,
            seen,
        } = asked
        else {
            panic!("{asked:?}");
        };
        assert_eq!((name.as_str(), changed_since), ("Nell", touched));
        assert!(
            held(&computer, &done.facts.id).is_some(),
            "nothing is removed by asking"
        );
        let removed = desk(&computer)
            .undo(id, Some(&seen), &BTreeMap::new())
            .await;
        assert_eq!(removed.unwrap(), TakenBack::Removed("Nell".into()));
        assert_eq!(computer.keap.contacts(BAKERY).len(), count);
        assert_eq!(words(undo(&computer, id).await).0, "not_now");
    }
}

#[tokio::test]
async fn what_keap_put_into_a_new_contact_by_itself_is_nobodys_change() {
    let computer = Computer::new().await.at_desk().await;
    // An answer with far more in it than was sent; the contact stands there just so.
    let clara = computer.contact(CLARA);
    computer.keap.script(practice_keap::ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: "POST".into(),
        status: 201,
        body: clara.to_string(),
        content_type: "application/json".into(),
        ..practice_keap::ScriptedAnswer::default()
    });
    let done = created(computer.save(&draft("new@example.com")).await);
    assert_eq!(json!(done.facts.id), clara["id"]);
    let asked = undo(&computer, done.undo.unwrap()).await.unwrap();
    let TakenBack::ConfirmRemoval { changed_since, .. } = asked else {
        panic!("{asked:?}");
    };
    assert!(!changed_since);
}

#[tokio::test]
async fn a_removal_is_confirmed_again_where_the_contact_was_changed_meanwhile() {
    let computer = Computer::new().await.at_desk().await;
    let form = draft("new@example.com").with("given_name", "Nell");
    let done = created(computer.save(&form).await);
    let id = done.undo.unwrap();
    let ask = async |remove: Option<&str>| {
        let asked = desk(&computer).undo(id, remove, &BTreeMap::new()).await;
        match asked.unwrap() {
            TakenBack::ConfirmRemoval {
                changed_since,
                seen,
                ..
            } => (changed_since, seen),
            other => panic!("{other:?}"),
        }
    };
    let (changed, seen) = ask(None).await;
    assert!(!changed);
    computer
        .keap
        .edit_contact(BAKERY, &done.facts.id, json!({ "job_title": "Boss" }));
    let (changed, anew) = ask(Some(&seen)).await;
    assert!(changed && anew != seen);
    assert!(held(&computer, &done.facts.id).is_some());
    let removed = desk(&computer)
        .undo(id, Some(&anew), &BTreeMap::new())
        .await;
    assert!(matches!(removed, Ok(TakenBack::Removed(_))), "{removed:?}");
}

#[tokio::test]
async fn a_confirmed_removal_never_removes_a_contact_that_was_only_changed() {
    let computer = Computer::new().await.at_desk().await;
    let (done, _) = updated(computer.save(&draft(CLARA).with("given_name", "C.")).await);
    let undone = desk(&computer)
        .undo(done.undo.unwrap(), Some("seen"), &BTreeMap::new())
        .await
        .unwrap();
    assert!(matches!(undone, TakenBack::Undone { .. }), "{undone:?}");
    assert!(computer.requests("DELETE").is_empty());
}

#[tokio::test]
async fn a_contact_that_is_gone_is_told() {
    let computer = Computer::new().await.at_desk().await;
    let (done, _) = updated(computer.save(&draft(CLARA).with("given_name", "C.")).await);
    computer.keap.remove_contact(BAKERY, &done.facts.id);
    assert_eq!(
        words(undo(&computer, done.undo.unwrap()).await).0,
        "contact_gone"
    );
}

#[tokio::test]
async fn another_account_has_no_part_in_it() {
    let computer = Computer::new().await.at_desk().await;
    let (done, _) = updated(computer.save(&draft(CLARA).with("given_name", "C.")).await);
    let id = done.undo.unwrap();
    computer.wizard.use_another_account().await.ok();
    if computer.screen().0 == "desk" {
        computer.wizard.sign_out(false).await.unwrap();
    }
    computer.wizard.start_sign_in().await.unwrap();
    let end = computer.walk(Answer::Allow("pg202")).await;
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    computer.reach("account").await;
    computer.wizard.confirm_account().unwrap();
    let before = computer.keap.contacts("pg202");
    assert_eq!(words(undo(&computer, id).await).0, "not_now");
    assert!(desk(&computer).history("").await.entries.is_empty());
    assert_eq!(computer.keap.contacts("pg202"), before);
}

/// The answer to the undo is lost: it can be asked for again, and finds it done.
#[tokio::test]
async fn an_undo_whose_answer_was_lost_can_be_asked_for_again() {
    let computer = Computer::new().await.at_desk().await;
    let done = saved(computer.save(&draft(CLARA).with("given_name", "C.")).await);
    computer.keap.script_after(practice_keap::ScriptedAnswer {
        path_prefix: "/crm/rest/v2/contacts".into(),
        method: "PATCH".into(),
        status: 500,
        ..practice_keap::ScriptedAnswer::default()
    });
    let id = done.undo.unwrap();
    assert!(
        words(undo(&computer, id).await)
            .1
            .contains("may or may not have saved")
    );
    let again = undo(&computer, id).await.unwrap();
    assert!(
        matches!(again, TakenBack::Undone { ref spots, .. } if spots.is_empty()),
        "{again:?}"
    );
    assert_eq!(computer.contact(CLARA)["given_name"], "Clara");
}
