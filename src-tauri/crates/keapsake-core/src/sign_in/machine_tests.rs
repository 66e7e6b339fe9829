//! Every cell of the sign-in machine's table: what each event makes of each state, and what is then
//! to be done. Effects are written as words, so that the table can be read as one.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keap_client::{AuthorizationCode, ClientId, CodeVerifier, RedirectUri, State};

use super::attempt::{Attempt, AttemptId, WAIT};
use super::callback::{Answer, Callback, Carrier};
use super::machine::{Effect, Event, SignIn};
use crate::connection::RouteKind;

const OWN: &str = "own-state";

fn begun() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(2_000_000_000)
}

/// An attempt by way of the return page: answers come by link or are pasted.
fn attempt(id: u64) -> Attempt {
    Attempt {
        id: AttemptId(id),
        connection: "keap".into(),
        url: Some("https://keap.example/authorize".into()),
        client_id: ClientId::new("id"),
        redirect_uri: RedirectUri::new("https://return.example/"),
        route: RouteKind::ReturnPage,
        state_hash: Attempt::hash(&State::new(OWN)),
        verifier: Some(CodeVerifier::new("verifier")),
        until: begun() + WAIT,
    }
}

fn arrival(carrier: Carrier, state: Option<&str>, answer: Answer) -> Event {
    let state = state.map(str::to_owned);
    Event::Arrived(carrier, Callback { state, answer })
}

fn code() -> Answer {
    Answer::Code {
        code: AuthorizationCode::new("code"),
        scope: Some("full|a.example".into()),
    }
}

fn error() -> Answer {
    Answer::Error {
        code: "server_error".into(),
    }
}

fn state_in_words(state: &SignIn) -> String {
    match state {
        SignIn::Idle => "idle".into(),
        SignIn::Storing(attempt) => format!("storing {}", attempt.id.0),
        SignIn::Waiting(attempt) => format!("waiting {}", attempt.id.0),
        SignIn::Finishing(id) => format!("finishing {}", id.0),
    }
}

fn effect_in_words(effect: &Effect) -> String {
    match effect {
        Effect::Store(attempt) => format!("store {}", attempt.id.0),
        Effect::Forget(id) => format!("forget {}", id.0),
        Effect::Open(attempt) => format!("open {}", attempt.id.0),
        Effect::Exchange(exchange) => format!("exchange {}", exchange.attempt.id.0),
        Effect::Raise => "raise".into(),
        Effect::ReportDenial => "report".into(),
        Effect::End(ending) => format!("end {ending:?}"),
        Effect::Refuse(refusal) => format!("refuse {refusal:?}"),
    }
}

fn after(state: SignIn, event: Event) -> String {
    let (state, effects) = state.on(event);
    let words: Vec<_> = std::iter::once(state_in_words(&state))
        .chain(effects.iter().map(effect_in_words))
        .collect();
    words.join(", ")
}

/// The four states, in the order of the table's columns.
fn states() -> [SignIn; 4] {
    [
        SignIn::Idle,
        SignIn::Storing(attempt(1)),
        SignIn::Waiting(attempt(1)),
        SignIn::Finishing(AttemptId(1)),
    ]
}

const IDLE: &str = "idle";
const STORING: &str = "storing 1";
const WAITING: &str = "waiting 1";
const FINISHING: &str = "finishing 1";

/// What the state makes of an arrival while no answer is awaited.
const LATE: [&str; 3] = [
    "idle, refuse NotWaiting",
    "storing 1, refuse NotWaiting",
    "finishing 1, refuse NotWaiting",
];

type Row = (&'static str, fn() -> Event, [&'static str; 4]);

/// An arrival that only a waiting state looks at.
const fn waited_for(name: &'static str, event: fn() -> Event, waiting: &'static str) -> Row {
    (name, event, [LATE[0], LATE[1], waiting, LATE[2]])
}

/// An event that changes nothing anywhere.
const fn nothing(name: &'static str, event: fn() -> Event) -> Row {
    (name, event, [IDLE, STORING, WAITING, FINISHING])
}

/// Everything that comes from the app itself.
fn from_within() -> Vec<Row> {
    vec![
        (
            "start",
            || Event::Start(attempt(2)),
            [
                "storing 2, store 2",
                "storing 2, end Superseded, store 2",
                "storing 2, end Superseded, store 2",
                FINISHING,
            ],
        ),
        (
            "restore",
            || Event::Restore(attempt(2)),
            ["waiting 2", STORING, WAITING, FINISHING],
        ),
        (
            "stored",
            || Event::Stored(AttemptId(1)),
            [IDLE, "waiting 1, open 1", WAITING, FINISHING],
        ),
        nothing("stored, another", || Event::Stored(AttemptId(2))),
        (
            "not stored",
            || Event::NotStored(AttemptId(1)),
            [IDLE, "idle, forget 1", WAITING, FINISHING],
        ),
        nothing("not stored, another", || Event::NotStored(AttemptId(2))),
        (
            "open again",
            || Event::OpenAgain,
            [IDLE, STORING, "waiting 1, open 1", FINISHING],
        ),
        (
            "wait longer",
            || Event::WaitLonger(begun()),
            [IDLE, STORING, "waiting 1, store 1", FINISHING],
        ),
        nothing("tick, in time", || {
            Event::Tick(begun() + WAIT - Duration::from_secs(1))
        }),
        (
            "tick, too late",
            || Event::Tick(begun() + WAIT),
            [
                IDLE,
                "idle, end TimedOut, forget 1",
                "idle, end TimedOut, forget 1",
                FINISHING,
            ],
        ),
        (
            "cancel",
            || Event::Cancel,
            [
                IDLE,
                "idle, end Cancelled, forget 1",
                "idle, end Cancelled, forget 1",
                FINISHING,
            ],
        ),
        (
            "finished",
            || Event::Finished(AttemptId(1)),
            [IDLE, STORING, WAITING, IDLE],
        ),
        nothing("finished, another", || Event::Finished(AttemptId(2))),
    ]
}

/// Everything that arrives from outside.
fn from_outside() -> Vec<Row> {
    vec![
        waited_for(
            "own code",
            || arrival(Carrier::AppLink, Some(OWN), code()),
            "finishing 1, forget 1, raise, exchange 1",
        ),
        waited_for(
            "own code, pasted",
            || arrival(Carrier::Paste, Some(OWN), code()),
            "finishing 1, forget 1, raise, exchange 1",
        ),
        waited_for(
            "own code, wrong road",
            || arrival(Carrier::Loopback, Some(OWN), code()),
            "waiting 1, refuse WrongCarrier",
        ),
        waited_for(
            "own denial",
            || arrival(Carrier::AppLink, Some(OWN), Answer::Denied),
            "idle, raise, end Denied, forget 1",
        ),
        waited_for(
            "own denial, wrong road",
            || arrival(Carrier::Loopback, Some(OWN), Answer::Denied),
            "waiting 1, refuse WrongCarrier",
        ),
        waited_for(
            "own error",
            || arrival(Carrier::AppLink, Some(OWN), error()),
            "idle, raise, end Error(\"server_error\"), forget 1",
        ),
        waited_for(
            "forged code",
            || arrival(Carrier::AppLink, Some("other"), code()),
            "waiting 1, refuse WrongState",
        ),
        waited_for(
            "code without state",
            || arrival(Carrier::Paste, None, code()),
            "waiting 1, refuse WrongState",
        ),
        waited_for(
            "denial without state",
            || arrival(Carrier::AppLink, None, Answer::Denied),
            "waiting 1, report, refuse WrongState",
        ),
        waited_for(
            "denial of another sign-in",
            || arrival(Carrier::Paste, Some("other"), Answer::Denied),
            "waiting 1, report, refuse WrongState",
        ),
        waited_for(
            "error without state",
            || arrival(Carrier::AppLink, None, error()),
            "waiting 1, report, refuse WrongState",
        ),
        waited_for(
            "denial without state, wrong road",
            || arrival(Carrier::Loopback, None, Answer::Denied),
            "waiting 1, refuse WrongState",
        ),
    ]
}

#[test]
fn the_whole_table() {
    for (name, event, expected) in from_within().into_iter().chain(from_outside()) {
        for (state, expected) in states().into_iter().zip(expected) {
            let before = state_in_words(&state);
            assert_eq!(after(state, event()), expected, "{name}, while {before}");
        }
    }
}

#[test]
fn a_restored_attempt_has_no_address_to_open_again() {
    let restored = Attempt {
        url: None,
        ..attempt(0)
    };
    assert_eq!(
        after(SignIn::Waiting(restored), Event::OpenAgain),
        "waiting 0"
    );
}

#[test]
fn only_the_road_it_was_begun_for_ends_a_sign_in() {
    use Carrier::{AppLink, Loopback, Paste};
    for (route, roads) in [
        (
            RouteKind::ReturnPage,
            [(AppLink, true), (Loopback, false), (Paste, true)],
        ),
        (
            RouteKind::AppLink,
            [(AppLink, true), (Loopback, false), (Paste, true)],
        ),
        (
            RouteKind::Loopback,
            [(AppLink, false), (Loopback, true), (Paste, true)],
        ),
    ] {
        for (carrier, ends) in roads {
            let waiting = SignIn::Waiting(Attempt {
                route,
                ..attempt(1)
            });
            let (state, _) = waiting.on(arrival(carrier, Some(OWN), code()));
            assert_eq!(
                matches!(state, SignIn::Finishing(_)),
                ends,
                "{route:?} by {carrier:?}"
            );
        }
    }
}

#[test]
fn wait_longer_adds_to_what_is_left_and_begins_anew_where_nothing_is() {
    for (asked_at, until) in [
        (begun(), begun() + 2 * WAIT),
        (begun() + WAIT, begun() + 2 * WAIT),
        // The computer slept: five minutes from now, not from then.
        (begun() + 3 * WAIT, begun() + 4 * WAIT),
    ] {
        let (state, _) = SignIn::Waiting(attempt(1)).on(Event::WaitLonger(asked_at));
        assert_eq!(state.waiting().map(|attempt| attempt.until), Some(until));
    }
}

#[test]
fn the_exchange_takes_the_verifier_along_and_leaves_none_behind() {
    let (state, effects) =
        SignIn::Waiting(attempt(1)).on(arrival(Carrier::AppLink, Some(OWN), code()));
    assert!(
        state.waiting().is_none(),
        "the verifier lives only until the exchange"
    );
    let Some(Effect::Exchange(exchange)) = effects.into_iter().last() else {
        panic!("an exchange")
    };
    assert_eq!(
        exchange.attempt.verifier,
        Some(CodeVerifier::new("verifier"))
    );
    assert_eq!(exchange.code, AuthorizationCode::new("code"));
    assert_eq!(exchange.scope.as_deref(), Some("full|a.example"));
}
