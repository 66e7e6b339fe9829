//! The sign-in as a value: `on(self, event) -> (Self, effects)`, with no I/O and no clock.
//!
//! Each state holds exactly what is valid in it: the PKCE verifier exists only until the code is
//! exchanged. It does not know how effects are carried out, nor any words.

use std::time::SystemTime;

use keap_client::AuthorizationCode;

use super::attempt::{Attempt, AttemptId, WAIT};
use super::callback::{Answer, Callback, Carrier};

/// Where a sign-in stands.
#[derive(Debug)]
pub enum SignIn {
    /// No sign-in runs.
    Idle,
    /// The attempt is being kept in the keychain; the browser is not open yet.
    Storing(Attempt),
    /// The browser is open.
    Waiting(Attempt),
    /// The answer came; the code is being exchanged.
    Finishing(AttemptId),
}

/// What can happen to a sign-in.
#[derive(Debug)]
pub enum Event {
    /// The person begins one. It supersedes a running one.
    Start(Attempt),
    /// An attempt was found in the keychain: the app was closed while the browser was open.
    Restore(Attempt),
    /// The keychain holds the attempt.
    Stored(AttemptId),
    /// The keychain refused, so the browser is not opened.
    NotStored(AttemptId),
    /// A callback came in.
    Arrived(Carrier, Callback),
    /// The person asks for the browser again.
    OpenAgain,
    /// The person asks for five more minutes, at this time.
    WaitLonger(SystemTime),
    /// The time is now this.
    Tick(SystemTime),
    /// The person gives up.
    Cancel,
    /// The exchange and what follows it ended, well or badly.
    Finished(AttemptId),
}

/// What is to be done, in this order.
#[derive(Debug)]
pub enum Effect {
    /// Keep the attempt in the keychain, then report `Stored` or `NotStored`.
    Store(Attempt),
    /// Forget what is kept of this attempt and close its listener; what another one has kept or
    /// opened by then stays.
    Forget(AttemptId),
    /// Open the authorization request in the system browser.
    Open(Attempt),
    /// Exchange the code, store the session, ask who it is; then report `Finished`.
    Exchange(Box<Exchange>),
    /// Bring the window to the front.
    Raise,
    /// A page reported a denial that does not belong to this attempt.
    ReportDenial,
    /// The sign-in is over, without an exchange.
    End(Ending),
    /// The arrival changed nothing, for this reason. Anybody can cause that, so it does not bring
    /// the window to the front each time.
    Refuse(Refusal),
}

/// What an exchange needs, taken out of the attempt.
#[derive(Debug)]
pub struct Exchange {
    /// The attempt it belongs to, with its PKCE verifier.
    pub attempt: Attempt,
    /// The single-use code.
    pub code: AuthorizationCode,
    /// The `scope` of the callback, which names the account.
    pub scope: Option<String>,
}

/// How a sign-in ends without an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The person gave up.
    Cancelled,
    /// The time ran out.
    TimedOut,
    /// Keap reported that access was denied, with the right `state`.
    Denied,
    /// Keap reported another error, with the right `state`.
    Error(String),
    /// A second sign-in took its place.
    Superseded,
}

/// Why an arrival changed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No sign-in waits for an answer.
    NotWaiting,
    /// Its `state` is missing or another one's.
    WrongState,
    /// It came by a road this attempt was not begun for.
    WrongCarrier,
}

impl SignIn {
    /// The attempt whose answer is awaited, if there is one.
    pub fn waiting(&self) -> Option<&Attempt> {
        match self {
            Self::Storing(attempt) | Self::Waiting(attempt) => Some(attempt),
            Self::Idle | Self::Finishing(_) => None,
        }
    }

    /// What `event` makes of this state.
    #[must_use]
    pub fn on(self, event: Event) -> (Self, Vec<Effect>) {
        match (self, event) {
            (state, Event::Start(attempt)) => start(&state, attempt),
            (Self::Idle, Event::Restore(attempt)) => (Self::Waiting(attempt), vec![]),
            (Self::Storing(attempt), Event::Stored(id)) if attempt.id == id => {
                let open = Effect::Open(attempt.clone());
                (Self::Waiting(attempt), vec![open])
            }
            (Self::Storing(attempt), Event::NotStored(id)) if attempt.id == id => {
                (Self::Idle, vec![Effect::Forget(id)])
            }
            (Self::Waiting(attempt), Event::Arrived(carrier, callback)) => {
                arrived(attempt, carrier, callback)
            }
            (state, Event::Arrived(..)) => (state, vec![Effect::Refuse(Refusal::NotWaiting)]),
            (Self::Waiting(attempt), Event::OpenAgain) if attempt.url.is_some() => {
                let open = Effect::Open(attempt.clone());
                (Self::Waiting(attempt), vec![open])
            }
            (Self::Waiting(mut attempt), Event::WaitLonger(now)) => {
                attempt.until = attempt.until.max(now) + WAIT;
                let store = Effect::Store(attempt.clone());
                (Self::Waiting(attempt), vec![store])
            }
            (Self::Storing(attempt) | Self::Waiting(attempt), Event::Tick(now))
                if attempt.until <= now =>
            {
                (
                    Self::Idle,
                    vec![Effect::End(Ending::TimedOut), Effect::Forget(attempt.id)],
                )
            }
            (Self::Storing(attempt) | Self::Waiting(attempt), Event::Cancel) => (
                Self::Idle,
                vec![Effect::End(Ending::Cancelled), Effect::Forget(attempt.id)],
            ),
            (Self::Finishing(running), Event::Finished(id)) if running == id => {
                (Self::Idle, vec![])
            }
            // Everything else is late, doubled or meant for another attempt, and changes nothing.
            (state, _) => (state, vec![]),
        }
    }
}

fn start(state: &SignIn, attempt: Attempt) -> (SignIn, Vec<Effect>) {
    let store = Effect::Store(attempt.clone());
    match state {
        // A code that is being exchanged cannot be called back; the person waits for its end.
        SignIn::Finishing(id) => (SignIn::Finishing(*id), vec![]),
        SignIn::Idle => (SignIn::Storing(attempt), vec![store]),
        SignIn::Storing(_) | SignIn::Waiting(_) => (
            SignIn::Storing(attempt),
            vec![Effect::End(Ending::Superseded), store],
        ),
    }
}

fn arrived(attempt: Attempt, carrier: Carrier, callback: Callback) -> (SignIn, Vec<Effect>) {
    let id = attempt.id;
    let ours = callback
        .state
        .as_deref()
        .is_some_and(|state| attempt.owns(state));
    if ours && !attempt.route.accepts(carrier) {
        return (
            SignIn::Waiting(attempt),
            vec![Effect::Refuse(Refusal::WrongCarrier)],
        );
    }
    let ended = |ending| {
        let effects = vec![Effect::Raise, Effect::End(ending), Effect::Forget(id)];
        (SignIn::Idle, effects)
    };
    match (ours, callback.answer) {
        (true, Answer::Code { code, scope }) => {
            let exchange = Exchange {
                attempt,
                code,
                scope,
            };
            (
                SignIn::Finishing(id),
                vec![
                    Effect::Forget(id),
                    Effect::Raise,
                    Effect::Exchange(Box::new(exchange)),
                ],
            )
        }
        (true, Answer::Denied) => ended(Ending::Denied),
        (true, Answer::Error { code }) => ended(Ending::Error(code)),
        // Keap has been seen to leave the state out of a denial: so it is told, but ends nothing.
        (false, Answer::Denied | Answer::Error { .. }) if attempt.route.accepts(carrier) => (
            SignIn::Waiting(attempt),
            vec![Effect::ReportDenial, Effect::Refuse(Refusal::WrongState)],
        ),
        (false, _) => (
            SignIn::Waiting(attempt),
            vec![Effect::Refuse(Refusal::WrongState)],
        ),
    }
}
