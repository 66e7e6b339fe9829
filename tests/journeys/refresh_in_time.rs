//! When a session is renewed: before it ends, in the background, at most once a minute, and after weeks
//! without use; with a clock that is wrong as well. A renewal that comes too early to matter may fail
//! without anybody noticing.

use std::time::Duration;

use keapsake_core::ports::Clock as _;
use practice_keap::ScriptedAnswer;
use support::Operation;

use crate::computer::{Computer, draft, words};
use crate::refresh::{DAY, asked, before_the_end, session};

const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);

fn renewals(computer: &Computer) -> usize {
    let asked = asked(computer);
    asked.iter().filter(|call| *call == "POST /token").count()
}

/// An answer to the next renewal, in the place of Keap's.
fn no_renewal(computer: &Computer, status: u16) {
    computer.keap.script(ScriptedAnswer {
        path_prefix: "/token".into(),
        status,
        ..ScriptedAnswer::default()
    });
}

async fn saves(computer: &Computer, email: &str) {
    computer.save(&draft(email)).await.unwrap();
    drop(computer.wizard.settled().await);
}

#[tokio::test]
async fn in_its_last_hour_a_pair_is_renewed_while_calls_go_on_with_it() {
    let computer = Computer::new().await.at_desk().await;
    let first = computer.session();
    computer.clock.advance(before_the_end(HOUR + MINUTE));
    saves(&computer, "before@example.com").await;
    assert_eq!(renewals(&computer), 0, "too early");
    computer.clock.advance(2 * MINUTE);
    saves(&computer, "now@example.com").await;
    assert_eq!(renewals(&computer), 1);
    assert_ne!(computer.session()["refresh"], first["refresh"]);
    saves(&computer, "after@example.com").await;
    assert_eq!(renewals(&computer), 1);
    assert_eq!(computer.keap.refresh_reuses(), 0);
}

#[tokio::test]
async fn in_its_last_minutes_a_pair_is_renewed_before_it_is_used() {
    let computer = Computer::new().await.at_desk().await;
    computer.clock.advance(before_the_end(4 * MINUTE));
    computer.save(&draft("new@example.com")).await.unwrap();
    assert_eq!(
        asked(&computer),
        ["POST /token", "GET /contacts", "POST /contacts"]
    );
}

/// Nobody is signed out, and nobody hears of it, while the access token is good.
#[tokio::test]
async fn an_early_renewal_that_fails_is_silent_and_tried_once_a_minute() {
    for left in [30 * MINUTE, 3 * MINUTE] {
        for status in [503, 500, 429, 400] {
            let computer = Computer::new().await.at_desk().await.beyond_the_contract();
            let kept = computer.session();
            computer.clock.advance(before_the_end(left));
            no_renewal(&computer, status);
            for round in 0..3 {
                saves(&computer, &format!("round{round}@example.com")).await;
                assert_eq!(renewals(&computer), 1, "{status} at {left:?}");
                assert_eq!(computer.screen(), ("desk", None));
            }
            assert_eq!(computer.session()["refresh"], kept["refresh"]);
            computer.clock.advance(MINUTE + MINUTE);
            saves(&computer, "a.minute.later@example.com").await;
            let again = if status == 500 {
                // Whether it was spent is not known: left alone while the access token is good.
                assert!(computer.session()["marker"].is_number());
                1
            } else {
                2
            };
            assert_eq!(renewals(&computer), again, "{status}");
            computer.clock.advance(left);
            saves(&computer, "after.its.end@example.com").await;
            assert_eq!(renewals(&computer), 2);
            assert_eq!(computer.keap.refresh_reuses(), 0);
        }
    }
}

/// Keap forgets a refresh token after 45 days. Somebody may open the app and never save anything.
#[tokio::test]
async fn a_pair_of_more_than_thirty_days_is_renewed_without_any_call() {
    for (days, renewed) in [(2, 0), (29, 0), (31, 1)] {
        let computer = Computer::new().await.at_desk().await;
        computer.clock.advance(days * DAY);
        let computer = computer.restarted().await;
        computer.wizard.renew_in_time().await;
        assert_eq!(asked(&computer), vec!["POST /token"; renewed], "{days}");
        // A look a day, and never twice for the same reason.
        computer.clock.advance(DAY);
        computer.wizard.renew_in_time().await;
        assert_eq!(renewals(&computer), renewed);
        computer.save(&draft("new@example.com")).await.unwrap();
    }
}

#[tokio::test]
async fn a_renewal_for_age_that_fails_changes_nothing_and_is_tried_another_day() {
    let computer = Computer::new().await.at_desk().await;
    computer.clock.advance(31 * DAY);
    let computer = computer.restarted().await;
    no_renewal(&computer, 503);
    computer.wizard.renew_in_time().await;
    assert_eq!(computer.screen(), ("desk", None));
    computer.clock.advance(DAY);
    computer.wizard.renew_in_time().await;
    assert_eq!(renewals(&computer), 2);
    computer.save(&draft("new@example.com")).await.unwrap();
    assert_eq!(renewals(&computer), 2);
    assert_eq!(computer.keap.refresh_reuses(), 0);
}

/// The app itself takes these looks: soon after its start, and once a day.
#[tokio::test]
async fn a_look_is_taken_after_the_start_and_every_day() {
    let computer = Computer::new().await.at_desk().await.restarted().await;
    let looks = || {
        let read = Operation::Read(session());
        let log = computer.vault.log();
        log.iter().filter(|operation| **operation == read).count()
    };
    let before = looks();
    tokio::time::pause();
    let wizard = computer.wizard.clone();
    tokio::spawn(async move { wizard.stay_connected().await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(looks(), before, "the start belongs to the window");
    tokio::time::sleep(MINUTE).await;
    assert_eq!(looks(), before + 1);
    // A computer that slept for a month.
    computer.clock.advance(31 * DAY);
    tokio::time::sleep(HOUR).await;
    tokio::time::resume();
    computer.keap.requested("/token", 1).await;
}

#[tokio::test]
async fn nobody_signed_in_nobody_s_keychain_is_asked() {
    let computer = Computer::new().await.before_sign_in().await;
    let asked = computer.vault.log().len();
    computer.wizard.renew_in_time().await;
    assert_eq!(computer.vault.log().len(), asked);
}

/// At most one call is refused and one pair renewed for each time that somebody sets the clock.
#[tokio::test]
async fn a_clock_two_days_off_costs_one_renewal_and_no_loop() {
    let computer = Computer::new().await.at_desk().await;
    let right = computer.clock.now();
    for (off, back, refused) in [
        // Ahead: the pair looks over, and is not.
        (2 * DAY, false, false),
        // Back again, and further: the pair looks young. As long as Keap takes it, it is.
        (2 * DAY, true, false),
        (2 * DAY, true, true),
        (2 * DAY, false, true),
    ] {
        computer
            .clock
            .set(if back { right - off } else { right + off });
        if refused {
            computer.keap.expire_access_tokens();
        }
        computer.keap.clear_records();
        computer.save(&draft("new@example.com")).await.unwrap();
        let first = asked(&computer);
        assert!(renewals(&computer) <= 1, "{off:?} {back}: {first:?}");
        assert!(first.len() <= 4, "at most one call twice: {first:?}");
        computer.keap.clear_records();
        for round in 0..3 {
            let email = format!("round{round}@example.com");
            computer.save(&draft(&email)).await.unwrap();
        }
        assert_eq!(renewals(&computer), 0, "{off:?} {back}");
    }
    assert_eq!(computer.keap.refresh_reuses(), 0);
}

/// RFC 6749 §6: an answer without a refresh token leaves the old one in force.
#[tokio::test]
async fn an_answer_without_a_refresh_token_keeps_the_old_one() {
    for refresh in ["", r#","refresh_token":"""#, r#","refresh_token":null"#] {
        let computer = Computer::new().await.at_desk().await.beyond_the_contract();
        let old = computer.session();
        computer.clock.advance(DAY);
        computer.keap.script(ScriptedAnswer {
            path_prefix: "/token".into(),
            status: 200,
            content_type: "application/json".into(),
            body: format!(r#"{{"access_token":"nobody-knows-it","token_type":"bearer"{refresh}}}"#),
            ..ScriptedAnswer::default()
        });
        // The access token of that answer is no good, so the old refresh token is needed at once.
        computer.save(&draft("new@example.com")).await.unwrap();
        assert_eq!(
            asked(&computer),
            [
                "POST /token",
                "GET /contacts",
                "POST /token",
                "GET /contacts",
                "POST /contacts"
            ]
        );
        assert_ne!(computer.session()["refresh"], old["refresh"]);
    }
}

#[tokio::test]
async fn a_keap_that_refuses_every_token_is_asked_twice_and_for_one_renewal() {
    let computer = Computer::new().await.at_desk().await.beyond_the_contract();
    for round in 1..=2 {
        for _ in 0..2 {
            computer.keap.script(ScriptedAnswer {
                path_prefix: "/crm".into(),
                status: 401,
                ..ScriptedAnswer::default()
            });
        }
        let (code, _) = words(computer.save(&draft("new@example.com")).await);
        assert_eq!(code, "session_ended");
        assert_eq!(asked(&computer).len(), 3 * round, "{:?}", asked(&computer));
    }
    computer.save(&draft("new@example.com")).await.unwrap();
}
