//! Whether the app's own link still leads to the app: asked of the operating system, and tried by
//! sending one. Registers the app anew where it does not. It holds up a sign-in for three seconds at
//! most, and stops none.

use std::time::Duration;

use super::outside::Outside;
use super::snapshot::route_of;
use super::{Stage, State, Wizard};
use crate::connection::RouteKind;
use crate::notices::{News, Notice, Severity, WayBack, news};
use crate::ports::Handler;
use crate::sign_in::Nonce;

/// How long a link has to come back, and how long a sign-in waits for this test.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is known of the app's own link in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OwnLink {
    /// Nothing yet.
    Untried,
    /// The operating system is being asked.
    Asked,
    /// A link with this nonce is under way.
    Sent(Nonce),
    /// It came back.
    Works,
    /// It did not; should it still come, this is its nonce.
    Lost(Nonce),
}

impl OwnLink {
    const fn is_settled(&self) -> bool {
        matches!(self, Self::Works | Self::Lost(_))
    }

    const fn is_under_way(&self) -> bool {
        matches!(self, Self::Asked | Self::Sent(_))
    }

    /// Whether an answer may not find its way by the link: it was tried, and has not come back.
    pub(super) const fn is_in_doubt(&self) -> bool {
        !matches!(self, Self::Untried | Self::Works)
    }
}

impl Outside {
    /// A link that the app may have sent to itself has arrived. Tells whether one that was given up
    /// has come after all.
    fn came_back(&self, nonce: &Nonce) -> bool {
        let mut late = false;
        self.link.send_if_modified(|link| {
            let ours = matches!(link, OwnLink::Sent(own) | OwnLink::Lost(own) if own == nonce);
            if ours {
                late = matches!(link, OwnLink::Lost(_));
                *link = OwnLink::Works;
            }
            ours
        });
        late
    }

    /// Goes from one state to another; whether it was in that one.
    fn moves(&self, from: OwnLink, to: OwnLink) -> bool {
        self.link.send_if_modified(|link| {
            let fits = *link == from;
            if fits {
                *link = to;
            }
            fits
        })
    }

    async fn settled(&self) -> OwnLink {
        let mut link = self.link.subscribe();
        // The sender lives as long as the wizard, so this ends only as it should.
        let settled = link.wait_for(OwnLink::is_settled).await;
        settled.map_or(OwnLink::Untried, |link| *link)
    }
}

impl Wizard {
    /// Tries the link once the step before a sign-in is shown, so that whoever presses the button
    /// need not wait for it.
    pub(super) async fn test_link_when_due(self) {
        let mut snapshots = self.watch();
        loop {
            if matches!(self.snapshot().stage, Stage::SignIn { .. }) && self.needs_link() {
                self.begin_link_test();
                return;
            }
            if snapshots.changed().await.is_err() {
                return;
            }
        }
    }

    /// Whether the answer to the next sign-in comes by the app's own link.
    fn needs_link(&self) -> bool {
        let state = self.state();
        let route = state
            .open
            .as_ref()
            .map(|open| route_of(&state.settings, &open.place).kind);
        route.is_some_and(|route| route != RouteKind::Loopback)
    }

    fn begin_link_test(&self) {
        if self.inner.outside.moves(OwnLink::Untried, OwnLink::Asked) {
            tokio::spawn(self.clone().test_link());
        }
    }

    /// Before the browser opens: waits for the test where it still runs, and sees that no other
    /// program has taken the link since. What is to be said of it afterwards is returned.
    pub(super) async fn prepare_link(&self, route: RouteKind) -> Option<Notice> {
        if route == RouteKind::Loopback {
            return None;
        }
        let outside = &self.inner.outside;
        let prepared = async {
            let known = *outside.link.borrow();
            if known.is_settled() {
                match self.inner.ports.links.handler().await {
                    Handler::Ours | Handler::Unknown => return,
                    Handler::Other(_) | Handler::Nobody => {
                        outside.moves(known, OwnLink::Untried);
                    }
                }
            }
            self.begin_link_test();
            outside.settled().await;
        };
        // Not in time: it is told on the next screen, and the address can be pasted there.
        let _ = tokio::time::timeout(PATIENCE, prepared).await;
        outside.to_say().and_then(said)
    }

    async fn test_link(self) {
        let Some(nonce) = Nonce::random() else {
            // It cannot be tried, which is no reason to think ill of it.
            self.inner.outside.moves(OwnLink::Asked, OwnLink::Works);
            return;
        };
        let mut found = self.take_link_back().await;
        let outside = &self.inner.outside;
        // Said before it is tried: whoever waits for the test goes on as soon as the link is back.
        outside.say_later(found.clone());
        outside.moves(OwnLink::Asked, OwnLink::Sent(nonce));
        if !self.comes_back(&nonce).await {
            self.tell_of_link(&WayBack::BeingRepaired);
            self.register_link().await;
            found = found.or(Some(WayBack::Repaired));
            if !self.comes_back(&nonce).await {
                let lost = WayBack::Lost(self.who_has_link().await);
                outside.say_later(None);
                // It may have come while that was asked.
                if outside.moves(OwnLink::Sent(nonce), OwnLink::Lost(nonce)) {
                    found = Some(lost);
                }
            }
        }
        if let Some(found) = found {
            self.tell_of_link(&found);
        }
    }

    /// Whether a link that is sent now comes back. Asks and repairs nothing.
    pub(super) async fn own_link_comes_back(&self) -> bool {
        let outside = &self.inner.outside;
        let known = *outside.link.borrow();
        let Some(nonce) = Nonce::random() else {
            return false;
        };
        // A test that runs already says it as well.
        if known.is_under_way() || !outside.moves(known, OwnLink::Sent(nonce)) {
            return outside.settled().await == OwnLink::Works;
        }
        let back = self.comes_back(&nonce).await;
        outside.moves(OwnLink::Sent(nonce), OwnLink::Lost(nonce));
        back
    }

    /// Sends the link and waits for it.
    async fn comes_back(&self, nonce: &Nonce) -> bool {
        let link = nonce.link(self.inner.build);
        if self.inner.ports.links.send(&link).await.is_err() {
            return false;
        }
        let mut state = self.inner.outside.link.subscribe();
        let back = state.wait_for(|link| *link == OwnLink::Works);
        matches!(tokio::time::timeout(PATIENCE, back).await, Ok(Ok(_)))
    }

    /// Where another program, or nobody, gets the links, registers the app anew.
    async fn take_link_back(&self) -> Option<WayBack> {
        let found = match self.inner.ports.links.handler().await {
            Handler::Ours | Handler::Unknown => return None,
            Handler::Other(name) => WayBack::Taken(name),
            Handler::Nobody => WayBack::Repaired,
        };
        self.register_link().await;
        Some(found)
    }

    async fn register_link(&self) {
        if self.inner.ports.links.register().await.is_err() {
            tracing::warn!("the app's link could not be registered");
        }
    }

    async fn who_has_link(&self) -> Option<String> {
        match self.inner.ports.links.handler().await {
            Handler::Other(name) => Some(name),
            Handler::Ours | Handler::Nobody | Handler::Unknown => None,
        }
    }

    /// A link of the self-test has arrived. It shows nothing by itself: only the right nonce counts,
    /// and only while it is awaited.
    pub(super) fn link_came_back(&self, nonce: &Nonce) {
        if self.inner.outside.came_back(nonce) {
            self.tell_of_link(&WayBack::Repaired);
        } else {
            self.look_at_link_again();
        }
    }

    /// Says it where the person stands before a sign-in, and never over what went wrong there; or
    /// while one waits that needs the link, once it is known what became of it.
    fn tell_of_link(&self, found: &WayBack) {
        self.look_at_link_again();
        {
            let mut state = self.state();
            let waits_for_it = state.waits_for_link();
            let (notice, info_may_go) = match &mut state.stage {
                Stage::SignIn { notice } => (notice, true),
                Stage::Waiting { notice, .. }
                    if waits_for_it && *found != WayBack::BeingRepaired =>
                {
                    (notice, false)
                }
                _ => return,
            };
            let info = |told: &Notice| info_may_go && told.severity == Severity::Info;
            if !notice
                .as_ref()
                .is_none_or(|told| info(told) || of_link(told))
            {
                return;
            }
            *notice = said(found.clone());
        }
        self.publish();
    }

    /// What the screen of a sign-in that waits offers first goes by what is known of the link now.
    fn look_at_link_again(&self) {
        {
            let mut state = self.state();
            if !state.waits_for_link() {
                return;
            }
            let in_doubt = self.inner.outside.link.borrow().is_in_doubt();
            if let Stage::Waiting { paste_first, .. } = &mut state.stage {
                *paste_first = in_doubt;
            }
        }
        self.publish();
    }
}

impl State {
    /// Whether the answer to the sign-in that waits comes by the link.
    fn waits_for_link(&self) -> bool {
        let waiting = self.sign_in.waiting();
        waiting.is_some_and(|attempt| attempt.route != RouteKind::Loopback)
    }
}

fn said(found: WayBack) -> Option<Notice> {
    news(&News::WayBack(found))
}

fn of_link(told: &Notice) -> bool {
    told.code.starts_with("link_")
}
