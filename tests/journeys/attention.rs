//! What links may do to the window, and what they may not do at all: everything beside the closed
//! list brings it to the front now and then, and changes nothing.

use std::time::Duration;

use keapsake_core::ports::VaultEntry;
use keapsake_core::sign_in::{Carrier, Delivery, Heard};
use support::Answer;

use crate::computer::{BAKERY, Computer, app_link, wizard};

const FORGED: &str = "app.keapsake.dev://oauth/callback?code=a&state=forged";

#[tokio::test]
async fn a_hundred_refused_links_in_ten_seconds_steal_the_focus_twice() {
    for link in [
        FORGED,
        "app.keapsake.dev://oauth/callback?error=access_denied",
        "app.keapsake.dev://sign-out",
        "app.keapsake.dev:///home/somebody/list.keapsake",
        "app.keapsake.dev://self-test?nonce=short",
    ] {
        let computer = Computer::new().await.waiting().await;
        let raised = computer.window.raised();
        for _ in 0..100 {
            computer.arrive(Carrier::AppLink, link).await;
            computer.clock.advance(Duration::from_millis(99));
        }
        assert_eq!(computer.window.raised() - raised, 2, "{link}");
        // The right one does it at once.
        computer.allow().await;
        assert_eq!(computer.window.raised() - raised, 3, "{link}");
    }
}

#[tokio::test]
async fn a_page_that_keeps_calling_back_does_not_keep_the_focus() {
    let computer = Computer::new().await;
    for _ in 0..10 {
        computer
            .arrive(Carrier::AppLink, "app.keapsake.dev://return")
            .await;
    }
    assert_eq!(computer.window.raised(), 1);
    computer.arrive(Carrier::AppLink, FORGED).await;
    assert_eq!(
        computer.window.raised(),
        2,
        "counted apart from what is refused"
    );
    computer.clock.advance(Duration::from_secs(5));
    computer
        .arrive(Carrier::AppLink, "app.keapsake.dev://return")
        .await;
    assert_eq!(computer.window.raised(), 3);
}

#[tokio::test]
async fn a_start_with_strange_arguments_raises_now_and_then_and_a_plain_one_is_answered() {
    let computer = Computer::new().await;
    for _ in 0..100 {
        computer.wizard.strangely_started();
    }
    assert_eq!(computer.window.raised(), 1);
    assert_eq!(computer.screen(), ("welcome", None), "they say nothing");
    computer.wizard.already_open();
    assert_eq!(computer.screen(), ("welcome", Some("already_open")));
}

#[tokio::test]
async fn what_is_pasted_or_heard_by_the_listener_needs_no_raising_when_it_is_wrong() {
    let computer = Computer::new().await.waiting().await;
    let raised = computer.window.raised();
    assert!(computer.wizard.paste_address(FORGED).await.is_err());
    assert_eq!(
        computer.window.raised(),
        raised,
        "the person is there already"
    );
}

/// Nothing of a connection is touched by any link: not what the keychain holds, not what Keap hears.
#[tokio::test]
async fn with_no_sign_in_waiting_nothing_is_sent_or_kept() {
    let computer = Computer::new().await.at_desk().await;
    let entries = [
        VaultEntry::Session("keap".into()),
        VaultEntry::Keys("keap".into()),
        VaultEntry::Pending,
    ];
    let held = || entries.clone().map(|entry| computer.vault.held(&entry));
    let (before, asked, shown) = (
        held(),
        computer.vault.log().len(),
        computer.wizard.snapshot(),
    );
    for link in [
        FORGED,
        "app.keapsake.dev://oauth/callback?error=access_denied&state=forged",
        "app.keapsake.dev://sign-out",
        "app.keapsake.dev://return?code=a&state=b",
        "app.keapsake.dev://self-test?nonce=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        for carrier in [Carrier::AppLink, Carrier::Loopback] {
            assert_eq!(
                computer.arrive(carrier, link).await,
                Heard::Ignored,
                "{link}"
            );
        }
    }
    assert_eq!(held(), before);
    assert_eq!(
        computer.vault.log().len(),
        asked,
        "the keychain is not even asked"
    );
    assert_eq!(computer.wizard.snapshot(), shown);
    assert_eq!(computer.keap.requests().len(), 0);
}

/// Systems hand a link over once or twice, before the app knows where it left off or after.
#[tokio::test]
async fn one_answer_that_is_delivered_twice_counts_once_whichever_comes_first() {
    for early in [true, false] {
        let computer = Computer::new().await.waiting().await;
        let link = app_link(&computer.walk(Answer::Allow(BAKERY)).await);
        let mut computer = computer;
        computer.wizard = wizard(computer.ports());
        if early {
            let delivery = Delivery {
                carrier: Carrier::AppLink,
                raw: link.clone(),
                reply: None,
            };
            computer.wizard.inbox().send(delivery).await.unwrap();
        }
        computer.wizard.begin().await;
        let heard = computer.arrive(Carrier::AppLink, &link).await;
        assert_eq!(heard == Heard::Ignored, early);
        computer.arrive(Carrier::AppLink, &link).await;
        assert_eq!(computer.reach("account").await, None);
        assert_eq!(computer.keap.token_requests(), 1);
    }
}
