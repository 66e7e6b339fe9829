//! The day's calls to Keap run low: it is told at the desk before they are used up, for as long as it
//! is so, and not over anything else.

use std::time::Duration;

use practice_keap::{CallLimits, Options, TimeSource};

use crate::computer::{Computer, draft, told, words};

const DAY: Duration = Duration::from_hours(24);
const NEW_YEAR_MS: i64 = 1_767_225_600_000;
/// A save that changes nothing: one call looks for the contact.
const A_SAVE: u64 = 1;

/// At the desk of a Keap that lets through so many calls a day; its day has just begun.
async fn with_calls(per_day: u64) -> Computer {
    let options = Options {
        limits: CallLimits {
            per_day,
            ..CallLimits::default()
        },
        strict_limits: true,
        clock: TimeSource::Stopped { at_ms: NEW_YEAR_MS },
        access_token_lifetime: 3 * DAY,
        ..Options::default()
    };
    let computer = Computer::with(options).await.at_desk().await;
    // A second of Keap's never ends by itself.
    computer.keap.advance(Duration::from_secs(1));
    computer
}

/// Saves what changes nothing until something is said, and returns how often.
async fn until_told(computer: &Computer) -> u64 {
    let mut saves = 0;
    while computer.screen().1.is_none() {
        saves += 1;
        computer.save(&draft("helga@example.org")).await.unwrap();
        computer.keap.advance(Duration::from_secs(1));
    }
    saves
}

#[tokio::test]
async fn few_calls_are_told_before_they_are_used_up_and_until_there_are_more() {
    let per_day = 80;
    let computer = with_calls(per_day).await;
    let saves = until_told(&computer).await;
    assert_eq!(computer.screen(), ("desk", Some("few_calls")));
    let stage = computer.wizard.snapshot().stage;
    let notice = told(&stage).unwrap();
    assert!(
        notice.body.contains("24 hours"),
        "of Keap's clock: {}",
        notice.body
    );
    assert!(
        A_SAVE * saves >= per_day * 9 / 10,
        "not before it is so: {saves}"
    );
    let all_said = computer.screen();
    let mut left = 0;
    let spent = loop {
        match computer.save(&draft("helga@example.org")).await {
            Ok(_) => left += 1,
            failed => break failed,
        }
        assert_eq!(computer.screen(), all_said, "it is so still");
    };
    assert!((1..=8).contains(&left), "a call is left for it: {left}");

    let (code, body) = words(spent);
    assert_eq!(code, "quota_spent", "{body}");
    let asked = computer.keap.requests().len();
    computer
        .save(&draft("helga@example.org"))
        .await
        .unwrap_err();
    assert_eq!(computer.keap.requests().len(), asked, "Keap is not asked");
}

#[tokio::test]
async fn with_the_next_day_it_is_said_no_more() {
    let computer = with_calls(80).await;
    until_told(&computer).await;
    computer.keap.advance(DAY);
    computer.save(&draft("helga@example.org")).await.unwrap();
    assert_eq!(computer.screen(), ("desk", None));
}
