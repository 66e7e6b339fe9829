//! Does the app's own link lead back to the app? It is tried before the first sign-in, repaired where
//! it does not, and never in the way of signing in.

use std::time::Duration;

use keapsake_core::connection::RouteKind;
use keapsake_core::ports::Handler;
use keapsake_core::sign_in::Carrier;
use keapsake_core::wizard::Stage;
use support::Fate;
use tokio::time::Instant;

use crate::computer::{Computer, told};

/// A computer whose links meet this fate, at the step before the sign-in.
async fn with_links(fate: Fate, handler: Handler) -> Computer {
    let computer = Computer::new().await;
    computer.links.meet(fate);
    computer.links.belong_to(handler);
    computer.before_sign_in().await
}

fn paste_first(computer: &Computer) -> bool {
    match computer.wizard.snapshot().stage {
        Stage::Waiting { paste_first, .. } => paste_first,
        other => panic!("the browser is to be open, but: {other:?}"),
    }
}

/// Waits until the step before the sign-in says this.
async fn says(computer: &Computer, code: &str) {
    let mut snapshots = computer.wizard.watch();
    let said = snapshots.wait_for(|snapshot| {
        matches!(&snapshot.stage, Stage::SignIn { notice: Some(notice) } if notice.code == code)
    });
    let said = tokio::time::timeout(Duration::from_secs(30), said).await;
    assert!(said.is_ok(), "never said {code}: {:?}", computer.screen());
}

#[tokio::test]
async fn a_link_that_comes_back_is_never_heard_of() {
    let computer = with_links(Fate::ComesBack, Handler::Ours).await;
    let raised = computer.window.raised();
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.screen(), ("waiting", None));
    assert!(!paste_first(&computer));
    assert_eq!(computer.window.raised(), raised, "nor seen");
    assert_eq!(computer.links.registered(), 0);
    let sent = computer.links.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    let nonce = sent[0].strip_prefix("app.keapsake.dev://self-test?nonce=");
    assert_eq!(nonce.map(str::len), Some(43), "256 bits: {sent:?}");
    // Once in a run.
    computer.wizard.cancel_sign_in().await;
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.links.sent().len(), 1);
    computer.allow().await;
}

#[tokio::test(start_paused = true)]
async fn it_is_tried_while_the_person_looks_at_the_button() {
    let computer = with_links(Fate::GetsLost, Handler::Ours).await;
    says(&computer, "link_being_repaired").await;
    assert_eq!(computer.links.registered(), 1);
    says(&computer, "link_lost").await;
    let clicked = Instant::now();
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(clicked.elapsed(), Duration::ZERO, "it is known already");
    assert!(paste_first(&computer), "pasting is offered first");
    assert_eq!(computer.links.sent().len(), 2, "tried, repaired, tried");
    // As long as it waits, whatever else it says.
    computer.wizard.wait_longer().await;
    assert!(paste_first(&computer));
}

#[tokio::test(start_paused = true)]
async fn whoever_presses_at_once_waits_for_three_seconds_and_no_longer() {
    let computer = Computer::new().await;
    computer.links.meet(Fate::GetsLost);
    let computer = computer.before_sign_in().await;
    let clicked = Instant::now();
    computer.wizard.start_sign_in().await.unwrap();
    assert!(
        clicked.elapsed() <= Duration::from_secs(4),
        "{:?}",
        clicked.elapsed()
    );
    assert!(
        clicked.elapsed() >= Duration::from_secs(2),
        "it does wait for it"
    );
    assert!(paste_first(&computer));
    assert_eq!(
        computer.screen().0,
        "waiting",
        "and it is no reason not to sign in"
    );
    // The answer may come all the same.
    tokio::time::resume();
    computer.allow().await;
}

#[tokio::test(start_paused = true)]
async fn a_link_that_is_repaired_is_said_and_nothing_need_be_pasted() {
    let computer = with_links(Fate::LostUntilRegistered, Handler::Ours).await;
    says(&computer, "link_repaired").await;
    computer.wizard.start_sign_in().await.unwrap();
    assert!(!paste_first(&computer));
}

#[tokio::test(start_paused = true)]
async fn a_system_that_takes_no_link_at_all_is_told_at_once() {
    let computer = with_links(Fate::Refused, Handler::Unknown).await;
    let began = Instant::now();
    says(&computer, "link_lost").await;
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "nothing is awaited"
    );
}

#[tokio::test(start_paused = true)]
async fn a_link_that_comes_after_all_is_good_news() {
    let computer = with_links(Fate::GetsLost, Handler::Ours).await;
    says(&computer, "link_lost").await;
    let (late, raised) = (
        computer.links.sent().pop().unwrap(),
        computer.window.raised(),
    );
    computer.arrive(Carrier::AppLink, &late).await;
    assert_eq!(computer.screen(), ("sign_in", Some("link_repaired")));
    assert_eq!(computer.window.raised(), raised);
    computer.wizard.start_sign_in().await.unwrap();
    assert!(!paste_first(&computer));
}

/// Only the nonce that is under way counts, and only by the road it was sent on.
#[tokio::test(start_paused = true)]
async fn a_made_up_self_test_proves_nothing_and_raises_nothing() {
    let computer = with_links(Fate::GetsLost, Handler::Ours).await;
    says(&computer, "link_being_repaired").await;
    let raised = computer.window.raised();
    let made_up = format!("app.keapsake.dev://self-test?nonce={}", "A".repeat(43));
    let own = computer.links.sent().pop().unwrap();
    computer.arrive(Carrier::AppLink, &made_up).await;
    computer.arrive(Carrier::Loopback, &own).await;
    assert!(computer.wizard.paste_address(&own).await.is_err());
    says(&computer, "link_lost").await;
    assert_eq!(computer.window.raised(), raised);
}

#[tokio::test]
async fn another_programs_name_is_told_before_and_after_the_browser_opens() {
    let computer = with_links(Fate::ComesBack, Handler::Other("other-app".into())).await;
    says(&computer, "link_taken").await;
    let stage = computer.wizard.snapshot().stage;
    let body = &told(&stage).unwrap().body;
    assert!(body.contains("“other-app”"), "{body}");
    assert_eq!(computer.links.registered(), 1);
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.screen(), ("waiting", Some("link_taken")));
    assert!(!paste_first(&computer));
    // Said once.
    computer.wizard.cancel_sign_in().await;
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.screen(), ("waiting", None));
    // Taken again behind its back: looked at before each sign-in, not only the first.
    computer.wizard.cancel_sign_in().await;
    computer
        .links
        .belong_to(Handler::Other("yet-another".into()));
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.screen(), ("waiting", Some("link_taken")));
    assert_eq!(computer.links.registered(), 2);
    computer.allow().await;
}

#[tokio::test]
async fn where_nobody_is_registered_the_app_registers_itself() {
    let computer = with_links(Fate::ComesBack, Handler::Nobody).await;
    says(&computer, "link_repaired").await;
    assert_eq!(computer.links.registered(), 1);
}

/// A sign-in that ran out of time is the more important news.
#[tokio::test(start_paused = true)]
async fn what_went_wrong_before_is_not_talked_over() {
    let computer = Computer::new().await;
    computer.links.meet(Fate::GetsLost);
    let computer = computer.before_sign_in().await;
    // By this road nothing is tried, so that it is tried only after the time has run out.
    computer
        .wizard
        .set_route(RouteKind::Loopback, None)
        .unwrap();
    computer.wizard.start_sign_in().await.unwrap();
    computer.clock.advance(Duration::from_hours(1));
    computer.wizard.tick().await;
    let route = RouteKind::AppLink;
    computer.wizard.set_route(route, None).unwrap();
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(computer.links.sent().len(), 2, "tried twice by now");
    assert_eq!(computer.screen(), ("sign_in", Some("sign_in_timed_out")));
}

/// The listener on this computer needs no link, and so nothing is sent or asked.
#[tokio::test]
async fn the_listeners_road_does_without() {
    let computer = Computer::new().await;
    computer.links.meet(Fate::GetsLost);
    computer.links.belong_to(Handler::Other("other-app".into()));
    let before = computer.links.sent().len();
    let computer = by_loopback(computer).await;
    computer.wizard.start_sign_in().await.unwrap();
    assert_eq!(computer.screen(), ("waiting", None));
    assert!(!paste_first(&computer));
    assert_eq!(computer.links.sent().len(), before);
    assert_eq!(computer.links.registered(), 0);
}

/// The road is chosen while the keys are entered, before the step that would try the link.
async fn by_loopback(computer: Computer) -> Computer {
    use keapsake_core::connection::ConnectionKind;
    use practice_keap::{CLIENT_ID, CLIENT_SECRET};
    let wizard = &computer.wizard;
    wizard.choose_door(ConnectionKind::Keap).await.unwrap();
    wizard.set_route(RouteKind::Loopback, None).unwrap();
    wizard.save_keys(CLIENT_ID, CLIENT_SECRET).await.unwrap();
    computer
}

#[tokio::test(start_paused = true)]
async fn what_becomes_of_the_link_is_told_while_the_browser_is_open() {
    let computer = Computer::new().await;
    computer.links.meet(Fate::GetsLost);
    let computer = computer.before_sign_in().await;
    computer.wizard.start_sign_in().await.unwrap();
    assert!(paste_first(&computer));
    let mut snapshots = computer.wizard.watch();
    let told_lost = snapshots.wait_for(|snapshot| {
        matches!(&snapshot.stage, Stage::Waiting { notice: Some(notice), .. } if notice.code == "link_lost")
    });
    // What is awaited holds the snapshot: it must be gone before the next one can come.
    let told_lost = tokio::time::timeout(Duration::from_secs(30), told_lost)
        .await
        .is_ok();
    assert!(told_lost, "{:?}", computer.screen());
    assert!(paste_first(&computer));
    let late = computer.links.sent().pop().unwrap();
    computer.arrive(Carrier::AppLink, &late).await;
    assert_eq!(computer.screen(), ("waiting", Some("link_repaired")));
    assert!(!paste_first(&computer), "it is not needed any more");
}

#[tokio::test(start_paused = true)]
async fn a_link_that_comes_back_while_the_browser_is_open_ends_the_doubt() {
    let computer = Computer::new().await;
    computer.links.meet(Fate::GetsLost);
    let computer = computer.before_sign_in().await;
    computer.wizard.start_sign_in().await.unwrap();
    assert!(paste_first(&computer));
    let under_way = computer.links.sent().pop().unwrap();
    computer.arrive(Carrier::AppLink, &under_way).await;
    assert!(!paste_first(&computer));
}
