//! The one inbox: what arrives from outside is parsed, given to the sign-in machine, and its sender
//! told what became of it. It does not know what the machine makes of an arrival.

use tokio::sync::mpsc::Receiver;
use url::Url;

use super::outside::Caller;
use super::{Stage, Wizard};
use crate::failure::{Cause, Doing, Failure};
use crate::notices::{News, Notice, Severity, news};
use crate::sign_in::{
    Answer, Callback, Carrier, Delivery, Event, Expected, Heard, Incoming, Refusal, Reject, SignIn,
    parse,
};

impl Wizard {
    /// Takes the address the browser ended on.
    ///
    /// # Errors
    /// It is no address, not a sign-in's, or another sign-in's.
    pub async fn paste_address(&self, address: &str) -> Result<(), Failure> {
        self.deliver(Carrier::Paste, address).await.map(|_| ())
    }

    pub(super) async fn receive(self, mut arrivals: Receiver<Delivery>) {
        // What arrives while the app still finds out where it left off waits until it knows.
        let begun = |snapshot: &super::Snapshot| snapshot.stage != Stage::Starting;
        let _ = self.watch().wait_for(begun).await;
        while let Some(delivery) = arrivals.recv().await {
            let heard = self
                .deliver(delivery.carrier, &delivery.raw)
                .await
                .unwrap_or(Heard::Ignored);
            if let Some(reply) = delivery.reply {
                // A sender that has gone away needs no answer.
                let _ = reply.send(heard);
            }
        }
    }

    async fn deliver(&self, carrier: Carrier, raw: &str) -> Result<Heard, Failure> {
        let mut parsed = self.parse(carrier, raw);
        let answers = match &parsed {
            Ok(Incoming::Callback(callback)) => callback.state.clone(),
            // An address on this computer is only known as ours while its sign-in waits.
            Err(_) if carrier == Carrier::Paste => state_in(raw),
            Ok(_) | Err(_) => None,
        };
        if let Some(answers) = answers
            && self.restored_for(&answers).await?
        {
            parsed = self.parse(carrier, raw);
        }
        let callback = match parsed {
            Ok(Incoming::Callback(callback)) => callback,
            Ok(Incoming::Return) => {
                self.raise_seldom(Caller::Return);
                return Ok(Heard::Ignored);
            }
            Ok(Incoming::SelfTest(nonce)) => {
                self.link_came_back(&nonce);
                return Ok(Heard::Ignored);
            }
            Err(reject) => {
                if carrier == Carrier::AppLink {
                    self.raise_seldom(Caller::Refused);
                }
                return Err(Failure::new(Doing::SigningIn, Cause::Pasted(reject)));
            }
        };
        self.answered(carrier, callback).await
    }

    /// The keychain may not have answered when the app looked for the sign-in that waited: now that
    /// an answer has come it is asked again. Whether the sign-in of this `state` waits again.
    async fn restored_for(&self, state: &str) -> Result<bool, Failure> {
        let idle = matches!(self.state().sign_in, SignIn::Idle);
        if !idle || !self.remembered().is_some_and(|known| known.waiting) {
            return Ok(false);
        }
        let _attended = self.inner.keychain.attended();
        self.restore(Some(state)).await.map(|stage| stage.is_some())
    }

    fn parse(&self, carrier: Carrier, raw: &str) -> Result<Incoming, Reject> {
        let (redirect_uri, issuer) = {
            let state = self.state();
            let redirect_uri = state
                .sign_in
                .waiting()
                .map(|attempt| attempt.redirect_uri.as_str().to_owned());
            let issuer = state.open.as_ref().map(|open| {
                open.place
                    .endpoints
                    .authorize
                    .origin()
                    .ascii_serialization()
            });
            (redirect_uri, issuer)
        };
        let expected = Expected {
            build: self.inner.build,
            redirect_uri: redirect_uri.as_deref(),
            issuer: issuer.as_deref(),
        };
        parse(raw, carrier, expected)
    }

    async fn answered(&self, carrier: Carrier, callback: Callback) -> Result<Heard, Failure> {
        let denied = !matches!(callback.answer, Answer::Code { .. });
        let handled = self.handle(Event::Arrived(carrier, callback)).await;
        if handled.refusal.is_some() && carrier != Carrier::Paste {
            self.raise_seldom(Caller::Refused);
        }
        match handled.refusal {
            None if denied => Ok(Heard::Denied),
            None => Ok(Heard::Accepted),
            // Keap leaves the state out of a denial: the browser's page must not say "too late".
            Some(_) if handled.denial_reported && carrier != Carrier::Paste => Ok(Heard::Denied),
            Some(refusal) => {
                self.tell_late(carrier, refusal);
                Err(Failure::new(
                    Doing::SigningIn,
                    Cause::NotThisSignIn(refusal),
                ))
            }
        }
    }

    /// The app was started with arguments that are no link of ours. They are not looked at.
    pub fn strangely_started(&self) {
        self.raise_seldom(Caller::Refused);
    }

    /// Brings the window to the front for something that anybody can cause: now and then only, so
    /// that nobody can keep the person from other windows with it.
    fn raise_seldom(&self, caller: Caller) {
        let now = self.inner.ports.clock.now();
        if self.inner.outside.may_raise(caller, now) {
            self.inner.ports.window.raise();
        }
    }

    /// A late answer is told only where the person stands before a sign-in; elsewhere a link must
    /// not be able to change what is shown. Nor does it talk over what went wrong before: the same
    /// answer may come twice.
    fn tell_late(&self, carrier: Carrier, refusal: Refusal) {
        let talked_over = |told: &Notice| told.severity != Severity::Error;
        let before = matches!(&self.state().stage, Stage::SignIn { notice } if notice.as_ref().is_none_or(talked_over));
        if before && refusal == Refusal::NotWaiting && carrier != Carrier::Paste {
            self.go(Stage::SignIn {
                notice: news(&News::LateAnswer),
            });
        }
    }
}

/// The `state` of an address that may be an answer.
fn state_in(raw: &str) -> Option<String> {
    let address = Url::parse(raw.trim()).ok()?;
    let mut pairs = address.query_pairs();
    let state = pairs.find(|(name, _)| name == "state");
    state.map(|(_, state)| state.into_owned())
}
