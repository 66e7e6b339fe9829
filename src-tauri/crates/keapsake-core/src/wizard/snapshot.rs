//! What is to be shown, as a value, and its publishing after every change.
//!
//! It decides nothing: stages are chosen where something happens.

use std::time::SystemTime;

use super::{State, Wizard};
use crate::connection::{Account, ConnectionKind, Pkce, Route, RouteKind};
use crate::notices::Notice;
use crate::ports::Place;
use crate::settings::Settings;

/// Where the person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The app has just started.
    Starting,
    /// The two doors.
    Welcome {
        /// What there is to say.
        notice: Option<Notice>,
    },
    /// Entering the keys.
    Keys {
        /// The Client ID to show, where it may be shown: the practice account's.
        client_id: Option<String>,
        /// Whether the keys need not be typed.
        filled_in: bool,
        /// What there is to say.
        notice: Option<Notice>,
    },
    /// Before the browser opens.
    SignIn {
        /// What there is to say.
        notice: Option<Notice>,
    },
    /// The browser is open.
    Waiting {
        /// Until when the answer is awaited.
        until: SystemTime,
        /// The app's own link did not come back when it was tried: pasting the address is then
        /// what to offer first.
        paste_first: bool,
        /// What there is to say.
        notice: Option<Notice>,
    },
    /// The answer came and is being used.
    Finishing,
    /// Is this the right account?
    Account {
        /// The account that was picked.
        account: Account,
    },
    /// The contact form.
    Desk {
        /// The account it writes to.
        account: Account,
        /// What there is to say.
        notice: Option<Notice>,
    },
}

impl Stage {
    /// What the screen says, where it has room to say something.
    pub(super) fn notice_mut(&mut self) -> Option<&mut Option<Notice>> {
        match self {
            Self::Welcome { notice }
            | Self::Keys { notice, .. }
            | Self::SignIn { notice }
            | Self::Waiting { notice, .. }
            | Self::Desk { notice, .. } => Some(notice),
            Self::Starting | Self::Finishing | Self::Account { .. } => None,
        }
    }

    /// What the screen says.
    pub(super) fn notice(&self) -> Option<&Notice> {
        match self {
            Self::Welcome { notice }
            | Self::Keys { notice, .. }
            | Self::SignIn { notice }
            | Self::Waiting { notice, .. }
            | Self::Desk { notice, .. } => notice.as_ref(),
            Self::Starting | Self::Finishing | Self::Account { .. } => None,
        }
    }
}

/// The connection that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionState {
    /// What kind of Keap it is.
    pub kind: ConnectionKind,
    /// Whether its keys are kept.
    pub has_keys: bool,
    /// By which road answers come back.
    pub route: Route,
    /// Whether PKCE goes with its sign-ins.
    pub pkce: Pkce,
    /// The redirect URI that Keap is told.
    pub redirect_uri: String,
    /// The roads there are to choose from.
    pub choices: Vec<RouteKind>,
}

/// Everything that is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Where the person is.
    pub stage: Stage,
    /// The connection that is shown, if a door was chosen.
    pub connection: Option<ConnectionState>,
    /// The page's zoom in percent.
    pub zoom: u16,
    /// The proxy that somebody typed, as `host:port`.
    pub proxy: Option<String>,
    /// The person chose to keep nothing in the keychain: keys and tokens end with the app.
    pub this_session_only: bool,
    /// The keychain has kept a call waiting for more than a moment.
    pub keychain_waits: bool,
}

impl Wizard {
    pub(super) fn publish(&self) {
        self.inner.snapshot.send_if_modified(|held| {
            // Taken inside, so that of two at once the older cannot be published last.
            let snapshot = {
                let mut state = self.state();
                state.say_what_is_due();
                Snapshot {
                    stage: state.stage.clone(),
                    connection: state
                        .open
                        .as_ref()
                        .map(|open| self.connection(&state, &open.place)),
                    zoom: state.settings.zoom,
                    proxy: state.settings.proxy.as_ref().map(ToString::to_string),
                    this_session_only: self.inner.keychain.is_this_session_only(),
                    keychain_waits: *self.inner.keychain.waits().borrow() > 0,
                }
            };
            self.note_shown(&held.stage, &snapshot.stage);
            let changed = *held != snapshot;
            *held = snapshot;
            changed
        });
    }

    fn connection(&self, state: &State, place: &Place) -> ConnectionState {
        let route = route_of(&state.settings, place);
        let first = self.inner.ports_tried.first().copied().unwrap_or_default();
        let port = state
            .loopback
            .as_ref()
            .map_or(first, |(_, open)| open.port());
        ConnectionState {
            kind: place.kind,
            has_keys: state
                .settings
                .connections
                .get(&place.id)
                .is_some_and(|known| known.has_keys),
            redirect_uri: route
                .redirect_uri(self.inner.build, port)
                .as_str()
                .to_owned(),
            route,
            pkce: pkce_of(&state.settings, place),
            choices: vec![
                RouteKind::ReturnPage,
                RouteKind::Loopback,
                RouteKind::AppLink,
            ],
        }
    }
}

/// The route that a place's sign-ins take: the chosen one, else the first choice.
pub(super) fn route_of(settings: &Settings, place: &Place) -> Route {
    let chosen = settings
        .connections
        .get(&place.id)
        .and_then(|known| known.route.clone());
    let mut route = chosen.unwrap_or_else(|| Route::first_choice(place.return_page.as_deref()));
    // The practice account serves its return page wherever it started this time.
    if place.kind == ConnectionKind::Practice || route.return_page.is_none() {
        route.return_page.clone_from(&place.return_page);
    }
    route
}

/// Whether PKCE goes with a place's sign-ins.
pub(super) fn pkce_of(settings: &Settings, place: &Place) -> Pkce {
    let known = settings.connections.get(&place.id);
    known.map(|known| known.pkce).unwrap_or_default()
}
