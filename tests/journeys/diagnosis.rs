//! "Something is wrong?": each test by itself, in every state of the computer, and a report in which
//! nothing of the person is.

use std::time::{Duration, SystemTime};

use keapsake_core::connection::{ConnectionKind, RouteKind};
use keapsake_core::diagnosis::{
    Check, Finding, Identity, Keeping, KeychainStep, Machine, Reached, SelfTest, Skew, Way,
};
use keapsake_core::notices::{Grade, outcome_of};
use keapsake_core::ports::{Handler, VaultEntry, VaultError};
use practice_keap::{AuthorizationKind, CLIENT_ID, CLIENT_SECRET};
use serde_json::json;
use support::{Fate, Operation};

use crate::computer::{Computer, draft, words};

impl Computer {
    async fn find(&self, check: Check) -> Finding {
        self.wizard.diagnose(check, ConnectionKind::Keap).await
    }

    fn report(&self) -> String {
        self.wizard.report(&Machine::default())
    }
}

#[tokio::test]
async fn on_a_computer_where_no_door_was_chosen() {
    let computer = Computer::new().await;
    computer.clock.set(SystemTime::now());
    for check in Check::ALL {
        let finding = computer.find(check).await;
        let as_it_should_be = match &finding {
            Finding::Keychain(keeping) => *keeping == Keeping::Works,
            Finding::Links(links) => {
                links.handler == Handler::Ours && links.self_test == SelfTest::CameBack
            }
            Finding::Clock(skew) => *skew == Skew::Agrees,
            Finding::Proxy(way) => *way == Way::Straight,
            Finding::Keap(reached) => matches!(reached, Reached::Answers(_)),
            Finding::Account(identity) => *identity == Identity::Nobody,
        };
        assert!(as_it_should_be, "{finding:?}");
        assert_eq!(finding.check(), check);
    }
    assert_eq!(computer.vault.held(&VaultEntry::Probe), None, "cleaned up");
    assert_eq!(
        computer.screen(),
        ("welcome", None),
        "nothing else happened"
    );
    assert!(computer.settings.text().is_none(), "nothing was remembered");
    assert_eq!(computer.links.registered(), 0, "nothing was repaired");
    for request in computer.keap.requests() {
        assert_eq!(
            request.authorization,
            AuthorizationKind::None,
            "{request:?}"
        );
    }
}

#[tokio::test]
async fn while_the_keychain_does_not_answer() {
    let computer = Computer::new().await.at_desk().await;
    computer.vault.stop();
    let (keychain, keap, account, clock) = tokio::join!(
        computer.find(Check::Keychain),
        computer.find(Check::Keap),
        computer.find(Check::Account),
        computer.find(Check::Clock),
    );
    assert_eq!(
        keychain,
        Finding::Keychain(Keeping::Failed(KeychainStep::Write, VaultError::TimedOut))
    );
    assert!(
        matches!(keap, Finding::Keap(Reached::Answers(_))),
        "{keap:?}"
    );
    assert!(
        matches!(account, Finding::Account(Identity::Known { .. })),
        "the tokens are in memory: {account:?}"
    );
    // The computer's clock stands in the year 2033.
    assert!(matches!(clock, Finding::Clock(Skew::Ahead(_))), "{clock:?}");
    assert_eq!(outcome_of(&clock).grade, Grade::Warning);
    computer.vault.go_on();
}

#[tokio::test]
async fn with_a_keychain_that_fails_at_one_step() {
    let computer = Computer::new().await;
    let probe = || VaultEntry::Probe;
    for (operation, step) in [
        (Operation::Write(probe()), KeychainStep::Write),
        (Operation::Read(probe()), KeychainStep::Read),
        (Operation::Delete(probe()), KeychainStep::Delete),
    ] {
        computer.vault.fail_on(operation, VaultError::Locked);
        assert_eq!(
            computer.find(Check::Keychain).await,
            Finding::Keychain(Keeping::Failed(step, VaultError::Locked))
        );
    }
    assert_eq!(
        computer.find(Check::Keychain).await,
        Finding::Keychain(Keeping::Works)
    );
    assert_eq!(computer.vault.held(&probe()), None);
}

#[tokio::test]
async fn with_a_link_that_is_lost_or_anothers() {
    let computer = Computer::new().await;
    let other = Handler::Other("other-app.desktop".into());
    for (fate, handler, grade) in [
        (Fate::GetsLost, Handler::Ours, Grade::Warning),
        (Fate::Refused, other.clone(), Grade::Warning),
        // It comes back: what the system says of its own table is not the last word.
        (Fate::ComesBack, other, Grade::Good),
    ] {
        computer.links.meet(fate);
        computer.links.belong_to(handler.clone());
        let finding = computer.find(Check::Links).await;
        assert_eq!(outcome_of(&finding).grade, grade, "{finding:?}");
    }
    assert_eq!(computer.links.registered(), 0, "nothing was repaired");

    computer.links.meet(Fate::GetsLost);
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    let finding = computer.find(Check::Links).await;
    assert_eq!(
        outcome_of(&finding).grade,
        Grade::Note,
        "the chosen return address needs no link: {finding:?}"
    );
}

#[tokio::test]
async fn without_a_network_and_with_a_keap_out_of_order() {
    let computer = Computer::new().await;
    computer.keap.set_down(true);
    let out_of_order = computer.find(Check::Keap).await;
    assert!(
        matches!(
            out_of_order,
            Finding::Keap(Reached::Not(keap_client::Error::Unavailable { .. }))
        ),
        "{out_of_order:?}"
    );
    computer.places.cut_off();
    assert_eq!(
        computer.find(Check::Keap).await,
        Finding::Keap(Reached::Not(keap_client::Error::Offline))
    );
    assert_eq!(
        computer.find(Check::Clock).await,
        Finding::Clock(Skew::Unknown)
    );
}

#[tokio::test]
async fn a_session_that_keap_ended_is_told_and_stays_as_it_is() {
    let computer = Computer::new().await.at_desk().await;
    computer.keap.revoke_everything();
    let finding = computer.find(Check::Account).await;
    assert_eq!(outcome_of(&finding).grade, Grade::Problem, "{finding:?}");
    assert_eq!(computer.screen().0, "desk", "nobody is sent away");
}

#[tokio::test]
async fn the_report_has_nothing_of_the_person_in_it() {
    let canary = "canary-7193";
    let computer = Computer::new().await.beyond_the_contract().at_desk().await;
    computer
        .links
        .belong_to(Handler::Other(format!("/home/{canary}/other-app.desktop")));
    computer.keap.add_contact(
        "pb101",
        json!({ "given_name": canary, "email_addresses": [{ "email": format!("{canary}@example.com"), "field": "EMAIL1" }] }),
    );
    let form = draft(&format!("{canary}@example.com")).with("family_name", canary);
    computer.save(&form).await.unwrap();
    for check in Check::ALL {
        computer.find(check).await;
    }
    // Something goes wrong, and something is reported from outside, with canaries in it.
    computer.wizard.sign_out(false).await.unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    let forged = format!(
        "app.keapsake.dev://oauth/callback?error=access_denied&error_description={canary}&state={canary}"
    );
    computer
        .arrive(keapsake_core::sign_in::Carrier::AppLink, &forged)
        .await;
    let pasted = format!("https://example.com/{canary}?code={canary}");
    assert!(computer.wizard.paste_address(&pasted).await.is_err());

    let text = computer.report();
    assert!(text.contains("account: signed in"), "{text}");
    assert!(text.contains("taken by other-app.desktop") || text.contains("test link came back"));
    let session = computer.keap.secrets();
    assert!(!session.is_empty(), "there are secrets to look for");
    let mut forbidden: Vec<String> = [
        canary,
        CLIENT_ID,
        CLIENT_SECRET,
        "pb101",
        "Practice Bakery",
        "Robin",
        "@",
        "://",
        "127.0.0.1",
        "/home",
    ]
    .map(str::to_owned)
    .to_vec();
    forbidden.extend(session.into_iter().map(|secret| secret.value));
    for word in &forbidden {
        assert!(!text.contains(word.as_str()), "{word} is in:\n{text}");
    }
}

#[tokio::test]
async fn what_is_copied_is_what_was_shown() {
    let computer = Computer::new().await;
    let (code, _) = words(computer.wizard.copy_report());
    assert_eq!(code, "not_now", "nothing was shown yet");
    let shown = computer.report();
    // Later findings are in a later report only.
    computer.find(Check::Keychain).await;
    computer.wizard.copy_report().unwrap();
    assert_eq!(computer.clipboard.text(), Some(shown));
    computer.clipboard.take_away();
    assert_eq!(words(computer.wizard.copy_report()).0, "clipboard");
}

#[tokio::test]
async fn the_last_problems_are_in_the_report_by_their_codes() {
    let computer = Computer::new().await.waiting().await;
    computer.clock.advance(Duration::from_hours(1));
    computer.wizard.tick().await;
    computer.clock.advance(Duration::from_mins(3));
    let text = computer.report();
    assert!(text.contains("sign_in_timed_out, 3 min before"), "{text}");
    assert!(text.contains("Screen: before signing in"), "{text}");
}
