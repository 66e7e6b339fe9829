//! Hostile links while a sign-in waits, in the real app: from the session's bus and the listener's
//! port into its inbox, and through the operating system. Then the right one.

use std::time::Duration;

use keapsake_core::product::Build;
use support::desktop::{Page, until};
use support::place::{Place, Road, parameter};
use support::{KINDS, Near, hostile_links, plain_http, story};

use crate::figure;

/// Into the inbox, from the session's bus.
const SAID: usize = 1_000;
/// Through the operating system, one of each kind.
const OPENED: usize = 30;
/// Into the inbox, from the listener's port.
const REQUESTED: usize = 300;

/// One of each kind goes through the system.
const _: () = assert!(OPENED >= KINDS);

const LIMIT: Duration = Duration::from_secs(20);

const SEED: u64 = 0x6b65_6170;

/// What became of one sign-in.
#[derive(Debug, Default)]
struct Outcome {
    /// How many links were sent before the right one.
    sent: usize,
    /// For how many of them the operating system started a copy of the app that handed over.
    opened: usize,
    /// Whether it still waited when they were through, and no code had been exchanged.
    still_waited: bool,
    /// Whether the right one then completed it.
    completed: bool,
    /// How many times a code was exchanged.
    token_requests: usize,
}

impl Outcome {
    fn holds(&self) -> bool {
        self.still_waited && self.completed && self.token_requests == 1
    }
}

/// Begins a sign-in by the return page, and hands back the query of its answer and that of an
/// earlier one's, which was given up.
async fn begun(place: &Place, window: &Page) -> (String, String) {
    place.wait_for_keap(window, Road::ReturnPage).await;
    let earlier = place.answer(None).await;
    window.click("cancel").await.unwrap();
    window.click("sign-in").await.unwrap();
    story::at(window, "cancel").await.unwrap();
    let state = parameter(&earlier, "state");
    let answer = place.answer(state.as_deref()).await;
    let query = |address: &url::Url| address.query().unwrap().to_owned();
    (query(&answer), query(&earlier))
}

fn state_in(query: &str) -> String {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let state = pairs.find(|(name, _)| name == "state");
    state.unwrap().1.into_owned()
}

/// Sends links by way of the bus and of `xdg-open`, then the right one. `more` is put among them.
async fn by_the_apps_link(place: &Place, more: Option<&dyn Fn(&str) -> String>) -> Outcome {
    let app = place.app().await;
    let window = app.page();
    let (right, stale) = begun(place, window).await;
    let link = Build::Unpackaged.app_link();
    let near = Near {
        place: &link,
        right: &right,
        state: &state_in(&right),
        stale: &stale,
    };
    let said = hostile_links(near, SEED, SAID);
    let to_open = hostile_links(near, SEED + 1, OPENED);
    let second = place
        .session
        .second_start(Build::Unpackaged.identifier())
        .await
        .unwrap();
    for link in &said {
        second.say(&["keapsake", link]).await.unwrap();
    }
    if let Some(more) = more {
        second.say(&["keapsake", &more(&right)]).await.unwrap();
    }
    let mut opened = 0;
    for link in &to_open {
        opened += usize::from(is_opened(place, link).await);
    }
    let mut outcome = before_the_right_one(place, window, said.len() + opened).await;
    outcome.opened = opened;
    if !outcome.still_waited {
        app.close().await.unwrap();
        return outcome;
    }
    let right = format!("{link}?{right}");
    place.session.open_link(&right).await.unwrap();
    outcome.completed = story::at(window, "confirm-account").await.is_ok();
    outcome.token_requests = place.keap.token_requests();
    app.close().await.unwrap();
    outcome
}

/// Whether the operating system takes the link, and starts a copy of the app for it that hands over
/// and ends.
async fn is_opened(place: &Place, link: &str) -> bool {
    let mut started = false;
    let handing_over = until("a second copy to come and go", LIMIT, async || {
        let copies = place.session.running(&place.binary).len();
        started |= copies > 1;
        (started && copies == 1).then_some(())
    });
    let (taken, over) = tokio::join!(place.session.open_link(link), handing_over);
    taken.is_ok() && over.is_ok()
}

/// How it stands before the right one. Nothing rests on all having been heard by then: one that is
/// taken later keeps the right one from completing.
async fn before_the_right_one(place: &Place, window: &Page, sent: usize) -> Outcome {
    let waits = story::at(window, "cancel").await.is_ok();
    Outcome {
        sent,
        still_waited: waits && place.keap.token_requests() == 0,
        ..Outcome::default()
    }
}

/// Sends requests to the listener's port, then the right one.
async fn by_the_listener(place: &Place) -> Outcome {
    let app = place.app().await;
    let window = app.page();
    place.wait_for_keap(window, Road::Loopback).await;
    let right = place.answer(None).await;
    let mut address = right.clone();
    address.set_query(None);
    let query = right.query().unwrap().to_owned();
    let near = Near {
        place: address.as_str(),
        right: &query,
        state: &parameter(&right, "state").unwrap(),
        stale: "code=old&state=old",
    };
    let http = plain_http().unwrap();
    let mut sent = 0;
    for link in hostile_links(near, SEED + 2, REQUESTED) {
        // What is no web address goes nowhere; a fragment stays in the browser.
        let Ok(mut url) = url::Url::parse(&link) else {
            continue;
        };
        if url.scheme() != "http" || url.fragment().is_some() {
            continue;
        }
        url.set_fragment(None);
        let page = http.get(url).send().await.unwrap();
        assert!(
            page.status().is_success() || page.status() == 400,
            "{link:.80}"
        );
        sent += 1;
    }
    let mut outcome = before_the_right_one(place, window, sent).await;
    http.get(right).send().await.unwrap();
    outcome.completed = story::at(window, "confirm-account").await.is_ok();
    outcome.token_requests = place.keap.token_requests();
    app.close().await.unwrap();
    outcome
}

#[tokio::test]
async fn hostile_links_during_one_sign_in_then_the_right_one() {
    let link = by_the_apps_link(&Place::new().await, None).await;
    let listener = by_the_listener(&Place::new().await).await;
    let holds = link.holds()
        && listener.holds()
        && link.opened >= OPENED
        && link.sent >= SAID + link.opened;
    let words = |outcome: &Outcome| {
        let completed = if outcome.completed {
            "completed"
        } else {
            "not completed"
        };
        format!(
            "{} hostile, {completed}, {} token request(s)",
            outcome.sent, outcome.token_requests
        )
    };
    figure::report(
        "05-links",
        "forged, stale, doubled, oversized links during one sign-in, 30 of them through the operating system, then the real one",
        "sign-in completes, 1 token request",
        &format!(
            "by the app's link: {}, {} of them through the operating system; by the listener: {}",
            words(&link),
            link.opened,
            words(&listener)
        ),
        holds,
    );
}

/// The same check turns red where one among them is taken for the right one: here it is, with a
/// code of somebody else's, which is what an app that does not compare the state would take.
#[tokio::test]
async fn one_link_with_the_right_state_among_them_is_noticed() {
    let place = Place::new().await;
    let with_the_state = |right: &str| {
        let link = Build::Unpackaged.app_link();
        format!("{link}?code=forged&state={}", state_in(right))
    };
    let app_link: &dyn Fn(&str) -> String = &with_the_state;
    let outcome = by_the_apps_link(&place, Some(app_link)).await;
    assert!(!outcome.holds(), "{outcome:?}");
    assert!(!outcome.still_waited, "it was taken: {outcome:?}");
}
