//! A pair that is nowhere but in memory, and a record that another process changes while a token is
//! being spent: nothing is given up that is the only copy, and nothing comes back that somebody ended.

use keapsake_core::ports::{LockError, Vault as _, VaultError};
use practice_keap::{ScriptedAnswer, When};
use support::Operation;

use crate::computer::{Computer, draft, told, words};
use crate::form::save;
use crate::refresh::{DAY, session};

/// Begins a renewal that nobody waits for, lets `meanwhile` happen before its answer arrives, and waits
/// for its end.
async fn renew(computer: &Computer, when: When, meanwhile: impl AsyncFnOnce()) {
    computer.clock.advance(31 * DAY);
    let held = computer.keap.hold("/token", when);
    let wizard = computer.wizard.clone();
    let renewing = tokio::spawn(async move { wizard.renew_in_time().await });
    held.arrived().await;
    meanwhile().await;
    held.release();
    renewing.await.unwrap();
}

/// A renewal whose pair the keychain does not take.
async fn renew_unkept(computer: &Computer) {
    renew(computer, When::AfterActing, async || {
        for _ in 0..3 {
            let write = Operation::Write(session());
            computer.vault.fail_on(write, VaultError::Locked);
        }
    })
    .await;
    assert!(!computer.wizard.is_at_rest());
}

/// At the desk, with a pair in memory only; and the refresh token that is kept in its place.
async fn unkept() -> (Computer, String) {
    let computer = Computer::new().await.at_desk().await;
    let spent = computer.session()["refresh"].to_string();
    renew_unkept(&computer).await;
    assert_eq!(computer.session()["refresh"].to_string(), spent);
    (computer, spent)
}

/// The next use is the next try to keep it; then the app may be closed.
async fn is_kept_by_the_next_use(computer: Computer, spent: &str) {
    computer.save(&draft("one@example.com")).await.unwrap();
    drop(computer.wizard.settled().await);
    assert_ne!(computer.session()["refresh"].to_string(), spent);
    assert!(computer.lock.is_free());
    let computer = computer.restarted().await;
    computer.clock.advance(DAY);
    computer.save(&draft("two@example.com")).await.unwrap();
    assert_eq!(computer.keap.refresh_reuses(), 0);
}

/// Waits until the desk says this.
async fn says(computer: &Computer, code: Option<&str>) {
    let mut snapshots = computer.wizard.watch();
    let said = snapshots.wait_for(|now| told(&now.stage).map(|told| told.code) == code);
    let waited = tokio::time::timeout(std::time::Duration::from_secs(30), said).await;
    assert!(waited.is_ok(), "{code:?}, but {:?}", computer.screen());
}

#[tokio::test]
async fn a_sign_out_that_the_keychain_refuses_loses_nothing() {
    let (computer, spent) = unkept().await;
    let delete = Operation::Delete(session());
    computer.vault.fail_on(delete, VaultError::Locked);
    let (code, _) = words(computer.wizard.sign_out(false).await);
    assert_eq!(code, "keychain_locked");
    assert!(
        !computer.lock.is_free(),
        "another process would find a spent token"
    );
    assert!(!computer.wizard.is_at_rest());
    is_kept_by_the_next_use(computer, &spent).await;
}

/// What the notice of the end had covered may be true no more when the window stays open after all.
#[tokio::test]
async fn a_window_that_stays_open_tells_whether_it_is_kept_by_then() {
    let (computer, spent) = unkept().await;
    says(&computer, Some("session_not_kept")).await;
    let wizard = &computer.wizard;
    let code = || told(&wizard.snapshot().stage).map(|told| told.code);
    wizard.tell_closing();
    assert_eq!(code(), Some("closing"));
    wizard.tell_open();
    assert_eq!(code(), Some("session_not_kept"));

    wizard.tell_closing();
    computer.save(&draft("zero@example.com")).await.unwrap();
    drop(wizard.settled().await);
    wizard.tell_open();
    assert_eq!(code(), None);
    is_kept_by_the_next_use(computer, &spent).await;
}

#[tokio::test]
async fn the_only_copy_takes_the_place_of_a_record_that_was_lost_or_damaged() {
    for damaged in [None, Some("{"), Some(r#"{"v":9}"#)] {
        for over_by_then in [false, true] {
            let (computer, spent) = unkept().await;
            match damaged {
                Some(record) => computer.vault.put(session(), record),
                None => computer.vault.delete(&session()).await.unwrap(),
            }
            if over_by_then {
                computer.clock.advance(DAY);
            }
            is_kept_by_the_next_use(computer, &spent).await;
        }
    }
}

#[tokio::test]
async fn the_only_copy_gives_way_to_another_account() {
    let (computer, _) = unkept().await;
    let mut other = computer.session();
    other["app"] = "pg202".into();
    other["gen"] = 1.into();
    computer.vault.put(session(), &other.to_string());
    // What is at hand is used once more; that is the next try.
    let _ = computer.save(&draft("one@example.com")).await;
    drop(computer.wizard.settled().await);
    assert_eq!(computer.session(), other);
}

/// On a read-only disk there is no lock, and nobody waits for it for ever.
async fn while_another_process(computer: &Computer, end: Option<u16>, acts: impl AsyncFnOnce()) {
    computer.lock.fail_next(LockError::Failed);
    let when = if let Some(status) = end {
        computer.keap.script(ScriptedAnswer {
            path_prefix: "/token".into(),
            status,
            ..ScriptedAnswer::default()
        });
        When::BeforeActing
    } else {
        When::AfterActing
    };
    renew(computer, when, acts).await;
    computer.wizard.saves_noted().await;
}

#[tokio::test]
async fn a_session_that_another_process_ended_stays_ended() {
    for end in [None, Some(503), Some(400)] {
        let computer = Computer::new().await.at_desk().await.beyond_the_contract();
        while_another_process(&computer, end, async || {
            computer.vault.delete(&session()).await.unwrap();
        })
        .await;
        assert_eq!(computer.vault.held(&session()), None, "{end:?}");
        assert!(computer.wizard.is_at_rest());
        let (code, body) = words(computer.save(&draft("one@example.com")).await);
        assert_eq!(code, "session_ended");
        assert!(body.contains("Nothing was saved"), "{body}");
        assert_eq!(computer.vault.held(&session()), None, "{end:?}");
    }
}

#[tokio::test]
async fn what_another_process_has_kept_meanwhile_is_not_written_over() {
    for (app, later) in [("pb101", 1), ("pb101", 1_000_000), ("pg202", 1)] {
        for end in [None, Some(503), Some(400)] {
            let computer = Computer::new().await.at_desk().await.beyond_the_contract();
            let mut other = computer.session();
            other["app"] = app.into();
            other["gen"] = (other["gen"].as_u64().unwrap() + later).into();
            while_another_process(&computer, end, async || {
                computer.vault.put(session(), &other.to_string());
            })
            .await;
            assert_eq!(computer.session(), other, "{end:?}");
            assert!(computer.wizard.is_at_rest());
        }
    }
}

#[tokio::test]
async fn a_pair_that_is_not_kept_is_told_at_a_desk_that_opens_later() {
    let computer = Computer::new().await.at_account().await;
    renew_unkept(&computer).await;
    assert_eq!(computer.screen().0, "account");
    computer.wizard.confirm_account().unwrap();
    assert_eq!(computer.screen(), ("desk", Some("session_not_kept")));
    computer.save(&draft("one@example.com")).await.unwrap();
    says(&computer, None).await;
}

/// The background has seconds for the keychain, a person has a minute.
#[tokio::test]
async fn a_keychain_that_did_not_answer_the_background_is_asked_again_for_a_person() {
    let computer = Computer::new().await.at_desk().await;
    computer.clock.advance(31 * DAY);
    let read = Operation::Read(session());
    computer.vault.fail_on(read, VaultError::TimedOut);
    computer.vault.stop();
    let wizard = computer.wizard.clone();
    let renewing = tokio::spawn(async move { wizard.renew_in_time().await });
    while computer.lock.is_free() {
        tokio::task::yield_now().await;
    }
    let wizard = computer.wizard.clone();
    let saving = tokio::spawn(async move { save(&wizard, &draft("one@example.com")).await });
    // On one thread it has come to wait by then.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    computer.vault.go_on();
    renewing.await.unwrap();
    saving.await.unwrap().unwrap();
}
