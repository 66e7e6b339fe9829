//! The end of the app while a save is on its way: it is waited for, it can renew the session, and where it
//! falls short that is known.

use std::time::Duration;

use keapsake_core::desk::SaveOutcome;
use keapsake_core::failure::Failure;
use practice_keap::{Held, When};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::computer::{BAKERY, Computer, draft};
use crate::form::{save, sheet, unchanged, updated};

const CLARA: &str = "clara@example.com";
const MOMENT: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_mins(1);

/// A save of Clara under another name, of which Keap has the first request and holds it.
async fn on_its_way(computer: &Computer) -> (Held, JoinHandle<Result<SaveOutcome, Failure>>) {
    let form = draft(CLARA).with("given_name", "Claire");
    let found = sheet(&computer.wizard, CLARA).await.unwrap();
    let held = computer
        .keap
        .hold("/crm/rest/v2/contacts/", When::BeforeActing);
    let desk = computer.wizard.desk().unwrap();
    let wanted = form.of(found.number);
    let saving = tokio::spawn(async move { desk.save(&wanted).await });
    held.arrived().await;
    (held, saving)
}

#[tokio::test]
async fn the_end_waits_for_a_save_that_is_on_its_way() {
    let computer = Computer::new().await.at_desk().await;
    let (held, saving) = on_its_way(&computer).await;
    let wizard = &computer.wizard;
    assert!(wizard.is_writing() && !wizard.is_at_rest());
    let session = wizard.at_end(MOMENT).await;
    assert!(session.is_some(), "a Keap that hangs costs no session");
    assert!(wizard.is_writing());
    assert!(!wizard.fell_short(), "nobody knows yet");
    drop(session);

    // It has to be renewed on the way, which an end that holds the session would not let it.
    computer.keap.expire_access_tokens();
    let keap_comes = async {
        tokio::time::sleep(MOMENT).await;
        held.release();
    };
    let (session, ()) = tokio::join!(wizard.at_end(PATIENCE), keap_comes);
    assert!(saving.is_finished());
    drop(session);
    assert_eq!(computer.contact(CLARA)["given_name"], "Claire");
    assert!(wizard.is_at_rest() && !wizard.fell_short());
    let (saved, _) = updated(saving.await.unwrap());
    assert!(saved.undo.is_some());
    assert_eq!(computer.keap.token_requests(), 2);
    let computer = computer.restarted().await;
    let history = computer.wizard.desk().unwrap().history("").await;
    assert_eq!(history.entries.len(), 1, "noted before the end");
}

#[tokio::test]
async fn a_save_or_an_undo_that_falls_short_is_known_until_the_next() {
    let computer = Computer::new().await.at_desk().await;
    let wizard = &computer.wizard;
    let (held, saving) = on_its_way(&computer).await;
    let colleague = json!({ "given_name": "Klara" });
    computer
        .keap
        .edit_contact(BAKERY, &id_of(&computer, CLARA), colleague);
    held.release();
    let outcome = saving.await.unwrap().unwrap();
    assert!(
        matches!(outcome, SaveOutcome::ChangedMeanwhile { .. }),
        "{outcome:?}"
    );
    assert!(wizard.fell_short() && wizard.is_at_rest());

    let claire = draft(CLARA).with("given_name", "Claire");
    let (saved, _) = updated(save(wizard, &claire).await);
    assert!(!wizard.fell_short());

    save(wizard, &draft(CLARA).with("email.1", "clara"))
        .await
        .unwrap_err();
    assert!(wizard.fell_short());

    unchanged(save(wizard, &draft(CLARA)).await);
    assert!(!wizard.fell_short());

    let colleague = json!({ "given_name": "Clarissa" });
    computer
        .keap
        .edit_contact(BAKERY, &id_of(&computer, CLARA), colleague);
    let desk = wizard.desk().unwrap();
    let undo = desk.undo(saved.undo.unwrap(), None, &[].into()).await;
    assert!(wizard.fell_short(), "{undo:?}");
}

fn id_of(computer: &Computer, email: &str) -> String {
    let contact = computer.contact(email);
    contact["id"].as_str().unwrap().to_owned()
}
