//! The session beside what the person does: renewed in time, and told when it is not kept. It does not
//! know how a renewal goes.

use std::sync::Arc;
use std::time::Duration;

use keap_client::Client;
use tokio::sync::watch;

use super::{Stage, Wizard};
use crate::notices::{News, news};
use crate::session::Session;

/// A pair that nobody uses is looked at this often.
const DAY: Duration = Duration::from_hours(24);

/// Before the first look: the start belongs to the window, and a keychain may open one of its own.
const AFTER_THE_START: Duration = Duration::from_secs(5);

/// Between two looks at the clock: a computer that slept must not sleep over the day.
const LOOK: Duration = Duration::from_hours(1);

impl Wizard {
    /// A session that tells at the desk when it is not kept.
    pub(super) fn session_at(
        &self,
        connection: &str,
        client: &Client,
        app: Option<String>,
    ) -> Session {
        let ports = &self.inner.ports;
        let session = Session::new(
            connection,
            app,
            client.clone(),
            Arc::clone(&ports.vault),
            Arc::clone(&ports.lock),
            Arc::clone(&ports.clock),
        );
        tokio::spawn(self.clone().tell_of_keeping(session.kept()));
        session
    }

    /// Renews the session before it is too old, soon after the start and once a day, for as long as the
    /// app runs.
    pub async fn stay_connected(&self) {
        tokio::time::sleep(AFTER_THE_START).await;
        loop {
            self.renew_in_time().await;
            let looked = self.inner.ports.clock.now();
            loop {
                tokio::time::sleep(LOOK).await;
                let now = self.inner.ports.clock.now();
                // A clock that was set back says nothing of how long ago it was.
                if now.duration_since(looked).is_ok_and(|ago| ago >= DAY) || now < looked {
                    break;
                }
            }
        }
    }

    /// Renews the session if it is more than 30 days old or about to end. A failure changes nothing.
    pub async fn renew_in_time(&self) {
        let session = {
            let state = self.state();
            let signed_in = matches!(state.stage, Stage::Desk { .. } | Stage::Account { .. });
            let open = state.open.as_ref().filter(|_| signed_in);
            open.map(|open| open.session.clone())
        };
        if let Some(session) = session {
            session.renew_early().await;
        }
    }

    /// Tells at the desk that a renewed session is not kept, for as long as that is so.
    async fn tell_of_keeping(self, mut kept: watch::Receiver<bool>) {
        while kept.changed().await.is_ok() {
            kept.mark_unchanged();
            self.tell_whether_kept(&kept);
        }
    }

    /// Tells what began before there was a desk to tell it at.
    pub(super) fn tell_at_the_new_desk(&self) {
        let kept = self.state().open.as_ref().map(|open| open.session.kept());
        if let Some(kept) = kept
            && !*kept.borrow()
        {
            self.tell_whether_kept(&kept);
        }
    }

    pub(super) fn tell_whether_kept(&self, kept: &watch::Receiver<bool>) {
        {
            let mut state = self.state();
            let Stage::Desk { notice, .. } = &mut state.stage else {
                return;
            };
            let not_kept = news(&News::SessionNotKept);
            let ours = not_kept.as_ref().map(|notice| notice.code);
            // Asked while the desk stands still: of two that tell, the later one is right.
            let told = not_kept.filter(|_| !*kept.borrow());
            // It goes only where it still stands; it comes over whatever stands there.
            if told.is_some() || notice.as_ref().map(|notice| notice.code) == ours {
                *notice = told;
            }
        }
        self.publish();
    }
}
