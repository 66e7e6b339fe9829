//! The end of the app, or of a session, while a save is on its way: it is waited for, it can renew the
//! session, and where it falls short the window can know.

use std::time::{Duration, Instant};

use keapsake_core::connection::ConnectionKind;
use keapsake_core::desk::SaveOutcome;
use keapsake_core::failure::Failure;
use keapsake_core::wizard::Stage;
use practice_keap::{Held, When};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::computer::{BAKERY, Computer, draft, words};
use crate::form::{created, save, sheet, unchanged, updated};

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

/// Lets it go on after a moment, in which whatever waits for it has begun to.
async fn released(held: Held) {
    tokio::time::sleep(MOMENT).await;
    held.release();
}

#[tokio::test]
async fn the_end_waits_for_a_save_that_is_on_its_way() {
    let computer = Computer::new().await.at_desk().await;
    let (held, saving) = on_its_way(&computer).await;
    let wizard = &computer.wizard;
    let closing = wizard.closing();
    assert!(!wizard.is_at_rest());
    let session = wizard.at_end(MOMENT).await;
    assert!(session.is_some(), "a Keap that hangs costs no session");
    assert!(!saving.is_finished() && !wizard.is_at_rest());
    drop(session);

    // It has to be renewed on the way, which an end that holds the session would not let it.
    computer.keap.expire_access_tokens();
    let (session, ()) = tokio::join!(wizard.at_end(PATIENCE), released(held));
    assert!(saving.is_finished());
    drop(session);
    assert_eq!(computer.contact(CLARA)["given_name"], "Claire");
    assert!(wizard.is_at_rest() && !closing.fell_short());
    let (saved, _) = updated(saving.await.unwrap());
    assert!(saved.undo.is_some());
    assert_eq!(computer.keap.token_requests(), 2);
    let computer = computer.restarted().await;
    let history = computer.wizard.desk().unwrap().history("").await;
    assert_eq!(history.entries.len(), 1);
}

/// As by a second click on the same cross.
#[tokio::test]
async fn who_closes_twice_sees_a_save_that_fell_short_as_well() {
    let computer = Computer::new().await.at_desk().await;
    let wizard = &computer.wizard;
    let (held, saving) = on_its_way(&computer).await;
    colleague(&computer, "Klara");
    let close = async || {
        let closing = wizard.closing();
        wizard.tell_closing();
        drop(wizard.at_end(PATIENCE).await);
        closing.fell_short()
    };
    let begun = Instant::now();
    let (first, second, ()) = tokio::join!(close(), close(), released(held));
    assert!(first && second);
    assert!(begun.elapsed() < PATIENCE, "neither holds up the other");
    let outcome = saving.await.unwrap().unwrap();
    assert!(
        matches!(outcome, SaveOutcome::ChangedMeanwhile { .. }),
        "{outcome:?}"
    );
    assert!(wizard.is_at_rest() && !wizard.closing().fell_short());
}

#[tokio::test]
async fn what_falls_short_is_told_from_what_comes_to_what_was_wanted() {
    let computer = Computer::new().await.at_desk().await;
    let wizard = &computer.wizard;
    let claire = draft(CLARA).with("given_name", "Claire");
    let before = wizard.closing();
    let (saved, _) = updated(save(wizard, &claire).await);
    unchanged(save(wizard, &draft(CLARA)).await);
    created(save(wizard, &draft("new@example.com")).await);
    assert!(!before.fell_short());

    let before = wizard.closing();
    let refused = save(wizard, &draft(CLARA).with("email.1", "clara")).await;
    assert!(before.fell_short(), "{refused:?}");

    colleague(&computer, "Klara");
    let before = wizard.closing();
    let desk = wizard.desk().unwrap();
    let clash = desk.undo(saved.undo.unwrap(), None, &[].into()).await;
    assert!(before.fell_short(), "{clash:?}");

    // It was found by nobody, and somebody has it by now: Keap changes that one.
    let somebody = draft("late@example.com").with("given_name", "Lee");
    let found = sheet(wizard, &somebody.email).await.unwrap();
    created(save(wizard, &somebody).await);
    let before = wizard.closing();
    let joined = desk.save(&somebody.of(found.number)).await.unwrap();
    assert!(before.fell_short(), "{joined:?}");
}

/// It would be cut off by the end of its token, or noted after all was forgotten, and told to nobody.
#[tokio::test]
async fn a_sign_out_waits_for_a_save_that_is_on_its_way() {
    for forget_keys in [false, true] {
        let computer = Computer::new().await.at_desk().await;
        let wizard = &computer.wizard;
        let (held, saving) = on_its_way(&computer).await;
        // From here on time is what the runtime makes it: the nearest timer is the patience.
        tokio::time::pause();
        let (code, body) = words(wizard.sign_out(forget_keys).await);
        tokio::time::resume();
        assert_eq!(code, "still_saving");
        assert!(body.contains("still signed in"), "{body}");
        assert_eq!(computer.screen().0, "desk");

        let (signed_out, ()) = tokio::join!(wizard.sign_out(forget_keys), released(held));
        signed_out.unwrap();
        assert!(saving.is_finished());
        updated(saving.await.unwrap());
        wizard.saves_noted().await;
        let files = computer.shelf.files().into_keys();
        let notes = files.filter(|name| name.ends_with("-history")).count();
        assert_eq!(notes, usize::from(!forget_keys));
    }
}

/// Keap would act on it after the first day has begun anew.
#[tokio::test]
async fn starting_over_waits_for_a_save_that_is_on_its_way() {
    let computer = Computer::new().await;
    let wizard = &computer.wizard;
    wizard.choose_door(ConnectionKind::Practice).await.unwrap();
    wizard.use_filled_in_keys().await.unwrap();
    wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    wizard.confirm_account().unwrap();
    let (held, saving) = on_its_way(&computer).await;
    let (started_over, ()) = tokio::join!(wizard.start_over(), released(held));
    started_over.unwrap();
    updated(saving.await.unwrap());
    assert_eq!(computer.contact(CLARA)["given_name"], "Clara");
}

#[tokio::test]
async fn who_signs_out_sees_a_save_that_fell_short_first() {
    let computer = Computer::new().await.at_desk().await;
    let wizard = &computer.wizard;
    let (held, saving) = on_its_way(&computer).await;
    colleague(&computer, "Klara");
    let (signed_out, ()) = tokio::join!(wizard.sign_out(true), released(held));
    let (code, body) = words(signed_out);
    assert_eq!(code, "save_fell_short");
    assert!(body.contains("still signed in"), "{body}");
    assert!(saving.is_finished());
    // Seen by now.
    wizard.sign_out(true).await.unwrap();
    assert_eq!(computer.screen().0, "welcome");
}

/// What stood at the desk before the end was told stands there again where the window stays.
#[tokio::test]
async fn the_notice_of_the_end_gives_its_place_back() {
    let computer = Computer::new().await.at_desk().await;
    let wizard = &computer.wizard;
    let told = || match wizard.snapshot().stage {
        Stage::Desk { notice, .. } => notice.map(|notice| notice.code),
        other => panic!("at the desk, not {other:?}"),
    };
    wizard.already_open();
    let before = told();
    assert!(before.is_some());
    wizard.tell_closing();
    wizard.tell_closing();
    assert_eq!(told(), Some("closing"));
    wizard.tell_open();
    assert_eq!(told(), before);
}

/// Changes Clara's first name, as somebody else would.
fn colleague(computer: &Computer, name: &str) {
    let changes = json!({ "given_name": name });
    let clara = id_of(computer, CLARA);
    assert!(computer.keap.edit_contact(BAKERY, &clara, changes));
}

fn id_of(computer: &Computer, email: &str) -> String {
    let contact = computer.contact(email);
    contact["id"].as_str().unwrap().to_owned()
}
