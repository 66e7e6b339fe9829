//! Renewals whose end nobody saw, that the keychain did not keep, or that another process made: what is
//! tried once more, what is left alone, and what the person hears.

use keapsake_core::ports::{LockError, VaultError};
use practice_keap::{After, Delivery, ScriptedAnswer, When};
use support::Operation;

use crate::computer::{Computer, draft, told, wizard, words};
use crate::form::save;
use crate::refresh::{DAY, asked, before_the_end, session};

const MINUTE: std::time::Duration = std::time::Duration::from_mins(1);

/// Keap acts, and its answer is lost.
fn lose_the_answer(computer: &Computer) {
    let nothing = Delivery::Reset(After::Bytes(0));
    computer.keap.deliver("/token", nothing);
}

/// The line breaks before Keap has read the request.
fn lose_the_request(computer: &Computer) {
    computer.keap.script(ScriptedAnswer {
        path_prefix: "/token".into(),
        delivery: Delivery::Reset(After::Bytes(0)),
        ..ScriptedAnswer::default()
    });
}

fn marked(computer: &Computer) -> bool {
    computer.session()["marker"].is_number()
}

/// How often the session's record was written, or was to be.
fn writes(computer: &Computer) -> usize {
    let log = computer.vault.log();
    let write = Operation::Write(session());
    log.iter().filter(|operation| **operation == write).count()
}

/// Waits until the desk says this.
async fn says(computer: &Computer, code: Option<&str>) {
    let mut snapshots = computer.wizard.watch();
    let said = snapshots.wait_for(|now| told(&now.stage).map(|told| told.code) == code);
    let waited = tokio::time::timeout(std::time::Duration::from_secs(30), said).await;
    assert!(waited.is_ok(), "{code:?}, but {:?}", computer.screen());
}

#[tokio::test]
async fn nothing_is_sent_before_the_keychain_has_taken_a_write() {
    let computer = Computer::new().await.at_desk().await;
    let kept = computer.session();
    computer.clock.advance(DAY);
    let write = || Operation::Write(session());
    for (error, code) in [
        (VaultError::Locked, "keychain_locked"),
        (VaultError::TimedOut, "keychain_timed_out"),
    ] {
        computer.vault.fail_on(write(), error);
        let (told, body) = words(computer.save(&draft("new@example.com")).await);
        assert_eq!(told, code);
        assert!(body.contains("Nothing was saved"), "{body}");
        assert!(asked(&computer).is_empty(), "no token is spent");
        assert_eq!(computer.session(), kept);
    }
    computer.save(&draft("new@example.com")).await.unwrap();
    // While the access token is good, a keychain that takes nothing stops nobody.
    computer.clock.advance(before_the_end(MINUTE));
    computer.vault.fail_on(write(), VaultError::Locked);
    computer.save(&draft("another@example.com")).await.unwrap();
    assert_eq!(computer.keap.token_requests(), 2);
}

#[tokio::test]
async fn a_request_that_was_lost_is_sent_once_more() {
    let computer = Computer::new().await.at_desk().await.beyond_the_contract();
    computer.clock.advance(DAY);
    lose_the_request(&computer);
    computer.save(&draft("new@example.com")).await.unwrap();
    let asked = asked(&computer);
    assert_eq!(asked[..2], ["POST /token", "POST /token"], "{asked:?}");
    assert_eq!(computer.keap.refresh_reuses(), 0);
    assert!(!marked(&computer));
}

#[tokio::test]
async fn two_lost_requests_are_told_and_the_next_try_works() {
    let computer = Computer::new().await.at_desk().await.beyond_the_contract();
    computer.clock.advance(DAY);
    lose_the_request(&computer);
    lose_the_request(&computer);
    let (_, body) = words(computer.save(&draft("new@example.com")).await);
    assert!(body.contains("Nothing was saved"), "{body}");
    assert_eq!(asked(&computer), ["POST /token", "POST /token"]);
    assert!(marked(&computer));
    computer.save(&draft("new@example.com")).await.unwrap();
}

#[tokio::test]
async fn an_answer_that_was_lost_is_told_in_words_and_the_keys_stay() {
    let computer = Computer::new().await.at_desk().await.beyond_the_contract();
    computer.clock.advance(DAY);
    lose_the_answer(&computer);
    for _ in 0..2 {
        let (code, body) = words(computer.save(&draft("new@example.com")).await);
        assert_eq!(code, "session_broken");
        for words in ["Nothing was saved", "keys are still here", "Sign in again"] {
            assert!(body.contains(words), "{body}");
        }
    }
    assert_eq!(computer.screen(), ("desk", None), "the form stays");
    let computer = computer.restarted().await;
    computer.wizard.start_sign_in().await.unwrap();
    computer.allow().await;
    computer.wizard.confirm_account().unwrap();
    computer.save(&draft("new@example.com")).await.unwrap();
}

/// The access token lives on for up to an hour: no reason to find out what became of the other one.
#[tokio::test]
async fn while_the_access_token_is_good_a_token_that_may_be_spent_is_left_alone() {
    for (answer_lost, after_its_end) in [(true, Some("session_broken")), (false, None)] {
        let computer = Computer::new().await.at_desk().await.beyond_the_contract();
        computer.clock.advance(before_the_end(3 * MINUTE));
        if answer_lost {
            lose_the_answer(&computer);
        } else {
            lose_the_request(&computer);
        }
        computer.save(&draft("one@example.com")).await.unwrap();
        assert!(marked(&computer));
        computer.clock.advance(2 * MINUTE);
        computer.save(&draft("two@example.com")).await.unwrap();
        // Another start finds the mark and does the same.
        let computer = computer.restarted().await;
        computer.save(&draft("three@example.com")).await.unwrap();
        let renewals = |asked: Vec<String>| asked.iter().filter(|it| *it == "POST /token").count();
        assert_eq!(renewals(asked(&computer)), 1);
        computer.clock.advance(2 * MINUTE);
        let saved = computer.save(&draft("four@example.com")).await;
        assert_eq!(renewals(asked(&computer)), 2, "once more");
        assert_eq!(saved.is_err().then(|| words(saved).0), after_its_end);
    }
}

/// What a process that was killed left behind, with the token sent or not.
#[tokio::test]
async fn a_start_that_finds_a_mark_tries_the_old_token_once() {
    for rotated in [false, true] {
        let computer = Computer::new().await.at_desk().await;
        computer.clock.advance(DAY);
        let mut killed = computer.session();
        if rotated {
            computer.save(&draft("one@example.com")).await.unwrap();
        }
        killed["marker"] = killed["obtained_at"].clone();
        computer.vault.put(session(), &killed.to_string());
        let computer = computer.restarted().await;
        computer.keap.clear_records();
        let saved = computer.save(&draft("two@example.com")).await;
        if rotated {
            assert_eq!(words(saved).0, "session_broken");
            assert_eq!(asked(&computer), ["POST /token"]);
        } else {
            saved.unwrap();
            assert!(!marked(&computer));
        }
    }
}

#[tokio::test]
async fn what_never_left_leaves_nothing_unclear() {
    let computer = Computer::new().await.at_desk().await;
    computer.clock.advance(DAY);
    let kept = computer.session();
    computer.places.cut_off();
    let computer = computer.restarted().await;
    let (code, body) = words(computer.save(&draft("new@example.com")).await);
    assert_eq!(code, "offline");
    assert!(body.contains("Nothing was saved"), "{body}");
    assert_eq!(computer.session(), kept, "and it says nothing else");
    assert_eq!(computer.keap.token_requests(), 1);
}

/// Keap's refresh tokens are good once: a pair that is not kept when it comes is nowhere else.
#[tokio::test]
async fn a_pair_that_could_not_be_kept_is_used_told_and_kept_later() {
    let computer = Computer::new().await.at_desk().await;
    let old = computer.session();
    computer.clock.advance(DAY);
    let held = computer.keap.hold("/token", When::AfterActing);
    let saving = {
        let wizard = computer.wizard.clone();
        tokio::spawn(async move { save(&wizard, &draft("one@example.com")).await })
    };
    held.arrived().await;
    let write = Operation::Write(session());
    let before = writes(&computer);
    // Three at once, and one more because the save goes on to its next call.
    for _ in 0..4 {
        computer.vault.fail_on(write.clone(), VaultError::Locked);
    }
    held.release();
    while writes(&computer) < before + 3 {
        assert_eq!(asked(&computer), ["POST /token"], "kept first, then used");
        tokio::task::yield_now().await;
    }
    saving.await.unwrap().unwrap();
    says(&computer, Some("session_not_kept")).await;
    while writes(&computer) < before + 4 {
        tokio::task::yield_now().await;
    }
    assert_eq!(computer.session()["refresh"], old["refresh"]);
    assert!(marked(&computer));
    assert!(
        !computer.lock.is_free(),
        "another process would find a spent token"
    );
    assert!(!computer.wizard.is_at_rest());
    // The next use is the next try.
    computer.save(&draft("two@example.com")).await.unwrap();
    says(&computer, None).await;
    assert_ne!(computer.session()["refresh"], old["refresh"], "kept now");
    drop(computer.wizard.settled().await);
    computer.wizard.saves_noted().await;
    assert!(computer.lock.is_free());
    assert!(computer.wizard.is_at_rest());
    assert_eq!(computer.keap.token_requests(), 2);
    let computer = computer.restarted().await;
    computer.save(&draft("three@example.com")).await.unwrap();
    assert_eq!(computer.keap.token_requests(), 2);
    assert_eq!(computer.keap.refresh_reuses(), 0);
}

/// A refusal is a verdict on the token that was sent, which is not always the one that is kept.
#[tokio::test]
async fn a_refused_token_that_another_process_has_replaced_ends_nothing() {
    let computer = Computer::new().await.at_desk().await;
    computer.clock.advance(DAY);
    // On a read-only disk there is no lock.
    computer.lock.fail_next(LockError::Failed);
    let held = computer.keap.hold("/token", When::BeforeActing);
    let saving = {
        let wizard = computer.wizard.clone();
        tokio::spawn(async move { save(&wizard, &draft("one@example.com")).await })
    };
    held.arrived().await;
    let other = wizard(computer.ports());
    other.begin().await;
    save(&other, &draft("two@example.com")).await.unwrap();
    held.release();
    saving.await.unwrap().unwrap();
    assert_eq!(computer.keap.refresh_reuses(), 1, "it was refused");
    computer.save(&draft("three@example.com")).await.unwrap();
    assert_eq!(computer.keap.token_requests(), 3);
}

#[tokio::test]
async fn a_renewal_that_another_copy_does_not_end_is_told() {
    let computer = Computer::new().await.at_desk().await;
    computer.clock.advance(DAY);
    let taken = computer.lock.taken();
    computer.lock.fail_next(LockError::Busy);
    let (code, body) = words(computer.save(&draft("new@example.com")).await);
    assert_eq!(code, "renewed_elsewhere");
    assert!(body.contains("Nothing was saved"), "{body}");
    assert!(asked(&computer).is_empty());
    computer.save(&draft("new@example.com")).await.unwrap();
    assert_eq!(computer.lock.taken(), taken + 1);
    assert!(computer.lock.is_free());
}

/// All who wait for one renewal hear how it failed; none of them tries again.
#[tokio::test]
async fn many_calls_at_once_share_one_failure() {
    let computer = Computer::new().await.at_desk().await;
    computer.clock.advance(DAY);
    computer.keap.script(ScriptedAnswer {
        path_prefix: "/token".into(),
        status: 503,
        ..ScriptedAnswer::default()
    });
    let held = computer.keap.hold("/token", When::BeforeActing);
    let calls: Vec<_> = (0..50)
        .map(|number| {
            let wizard = computer.wizard.clone();
            let draft = draft(&format!("at.once.{number}@example.com"));
            tokio::spawn(async move { save(&wizard, &draft).await })
        })
        .collect();
    // On one thread all of them have come to wait by the time the request has gone out.
    held.arrived().await;
    held.release();
    for call in calls {
        assert_eq!(words(call.await.unwrap()).0, "unavailable");
    }
    assert_eq!(asked(&computer), ["POST /token"]);
}
