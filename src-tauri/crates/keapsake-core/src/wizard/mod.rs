//! The wizard: what the person sees next, and what each button does.
//!
//! It holds the one state of the app, carries out what the sign-in machine decides, and publishes
//! a [`Snapshot`] after every change. It knows no window and no words for the page; every effect
//! on the computer goes through a port.

mod account;
mod arrivals;
mod desk;
mod doors;
mod finishing;
mod signing_in;
mod snapshot;

pub use desk::{ListedCountry, ListedProvince, Saved};
pub use doors::OutsidePage;
pub use snapshot::{ConnectionState, Snapshot, Stage};

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keap_client::Client;
use tokio::sync::{mpsc, watch};

use crate::connection::ConnectionKind;
use crate::failure::{Cause, Doing, Failure};
use crate::notices::{News, news, notice};
use crate::ports::{
    Browser, Clipboard, Clock, Links, Lock, Place, Places, SettingsStore, Vault, Window,
};
use crate::product::{Build, LOOPBACK_PORTS};
use crate::session::Session;
use crate::settings::{Remembered, Settings};
use crate::sign_in::{Delivery, Event, Loopback, SignIn};

use desk::DeskLists;

/// The operating system, as the wizard sees it.
#[derive(Clone)]
pub struct Ports {
    /// The keychain, for calls that nobody waits for.
    pub vault: Arc<dyn Vault>,
    /// The same keychain, with time for the person to type its password.
    pub patient_vault: Arc<dyn Vault>,
    /// One renewal at a time across processes.
    pub lock: Arc<dyn Lock>,
    /// The app's own links.
    pub links: Arc<dyn Links>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The system browser.
    pub browser: Arc<dyn Browser>,
    /// The app's window.
    pub window: Arc<dyn Window>,
    /// The clipboard.
    pub clipboard: Arc<dyn Clipboard>,
    /// Where the settings lie.
    pub settings: Arc<dyn SettingsStore>,
    /// The Keaps there are.
    pub places: Arc<dyn Places>,
}

/// A Keap that is open: its addresses, a client for them, and the session there.
#[derive(Clone)]
struct Open {
    place: Place,
    client: Client,
    session: Session,
}

struct State {
    settings: Settings,
    open: Option<Open>,
    sign_in: SignIn,
    stage: Stage,
    attempts: u64,
    loopback: Option<Loopback>,
    lists: DeskLists,
    /// A Client ID that looked swapped; saved a second time it is taken.
    doubted: Option<String>,
}

struct Inner {
    build: Build,
    ports: Ports,
    ports_tried: Vec<u16>,
    state: Mutex<State>,
    snapshot: watch::Sender<Snapshot>,
    inbox: mpsc::Sender<Delivery>,
}

/// The app's one wizard. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Wizard {
    inner: Arc<Inner>,
}

/// How many arrivals may wait in the inbox; further ones wait at their sender.
const INBOX: usize = 64;

/// The longest time between two looks at the clock while a sign-in waits: a computer that slept
/// must not wait on for the minutes it slept.
const LOOK: Duration = Duration::from_secs(2);

impl Wizard {
    /// A wizard at its first stage, with its inbox and its clock running. Call [`Wizard::begin`]
    /// next. Must be called inside a tokio runtime.
    pub fn new(build: Build, ports: Ports) -> Self {
        Self::with_loopback_ports(build, ports, LOOPBACK_PORTS.to_vec())
    }

    /// As [`Wizard::new`], with other ports for the loopback listener.
    pub fn with_loopback_ports(build: Build, ports: Ports, ports_tried: Vec<u16>) -> Self {
        let settings = Settings::default();
        let zoom = settings.zoom;
        let (snapshot, _) = watch::channel(Snapshot {
            stage: Stage::Starting,
            connection: None,
            zoom,
            this_session_only: false,
            keychain_waits: false,
        });
        let (inbox, arrivals) = mpsc::channel(INBOX);
        let state = Mutex::new(State {
            settings,
            open: None,
            sign_in: SignIn::Idle,
            stage: Stage::Starting,
            attempts: 0,
            loopback: None,
            lists: DeskLists::default(),
            doubted: None,
        });
        let wizard = Self {
            inner: Arc::new(Inner {
                build,
                ports,
                ports_tried,
                state,
                snapshot,
                inbox,
            }),
        };
        tokio::spawn(wizard.clone().receive(arrivals));
        tokio::spawn(wizard.clone().watch_the_clock());
        wizard
    }

    /// Reads the settings and goes to where the person left off, without asking the keychain
    /// where that can be told without it.
    pub async fn begin(&self) {
        let (settings, readable) = match self.inner.ports.settings.load() {
            Some(text) => Settings::read(&text),
            None => (Settings::default(), true),
        };
        let remembered = settings
            .current
            .as_ref()
            .and_then(|id| settings.connections.get(id))
            .cloned();
        self.state().settings = settings;
        let welcome = Stage::Welcome {
            notice: if readable {
                None
            } else {
                news(&News::SettingsLost)
            },
        };
        let stage = match remembered {
            None => welcome,
            Some(remembered) => match self.open(remembered.kind).await {
                // Filed under another address: nothing kept there is used here.
                Ok(open) if self.state().settings.current.as_deref() != Some(&open.place.id) => {
                    self.state().open = None;
                    welcome
                }
                Ok(_) => self.resume(remembered).await,
                Err(failure) => Stage::Welcome {
                    notice: Some(notice(&failure)),
                },
            },
        };
        self.go(stage);
    }

    async fn resume(&self, remembered: Remembered) -> Stage {
        let mut told = None;
        if remembered.waiting {
            match self.restore().await {
                Ok(Some(stage)) => return stage,
                Ok(None) => {}
                Err(failure) => told = Some(notice(&failure)),
            }
        }
        match (remembered.account, remembered.confirmed) {
            (Some(account), true) => Stage::Desk {
                account,
                notice: told,
            },
            (Some(account), false) => Stage::Account { account },
            // A keychain that did not answer once is not asked again before anything is shown.
            (None, _) if remembered.has_keys && told.is_some() => Stage::SignIn { notice: told },
            (None, _) if remembered.has_keys => match self.unnamed_session().await {
                Some(account) => Stage::Account { account },
                None => Stage::SignIn { notice: None },
            },
            (None, _) => Stage::Welcome { notice: None },
        }
    }

    /// The newest snapshot, and every later one.
    pub fn watch(&self) -> watch::Receiver<Snapshot> {
        self.inner.snapshot.subscribe()
    }

    /// The newest snapshot.
    pub fn snapshot(&self) -> Snapshot {
        self.inner.snapshot.borrow().clone()
    }

    /// Where arrivals from outside are delivered.
    pub fn inbox(&self) -> mpsc::Sender<Delivery> {
        self.inner.inbox.clone()
    }

    /// This build.
    pub fn build(&self) -> Build {
        self.inner.build
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while the lock was held is a bug elsewhere; the state itself is replaced whole
        // and stays usable.
        self.inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn go(&self, stage: Stage) {
        self.state().stage = stage;
        self.publish();
    }

    /// Changes what is remembered of the open connection, and keeps it.
    fn remember(&self, change: impl FnOnce(&mut Remembered)) {
        let mut state = self.state();
        let Some((id, kind)) = state
            .open
            .as_ref()
            .map(|open| (open.place.id.clone(), open.place.kind))
        else {
            return;
        };
        change(
            state
                .settings
                .connections
                .entry(id.clone())
                .or_insert_with(|| Remembered::new(kind)),
        );
        state.settings.current = Some(id);
        drop(state);
        self.keep_settings();
    }

    fn keep_settings(&self) {
        let text = self.state().settings.write();
        if self.inner.ports.settings.save(&text).is_err() {
            tracing::warn!("the settings could not be kept");
        }
    }

    fn session_at(&self, connection: &str, client: &Client, app: Option<String>) -> Session {
        let ports = &self.inner.ports;
        Session::new(
            connection,
            app,
            client.clone(),
            Arc::clone(&ports.vault),
            Arc::clone(&ports.lock),
            Arc::clone(&ports.clock),
        )
    }

    fn opened(&self, doing: Doing) -> Result<Open, Failure> {
        self.state()
            .open
            .clone()
            .ok_or(Failure::new(doing, Cause::NotNow))
    }

    async fn open(&self, kind: ConnectionKind) -> Result<Open, Failure> {
        let no_place = || Failure::new(Doing::Other, Cause::NoPlace);
        let place = self
            .inner
            .ports
            .places
            .open(kind)
            .await
            .map_err(|_| no_place())?;
        let client = Client::new(place.endpoints.clone()).map_err(|_| no_place())?;
        // Bound to the account it was for: tokens that another sign-in left are not used for it.
        let app = {
            let state = self.state();
            let known = state.settings.connections.get(&place.id);
            known.and_then(|known| known.account.as_ref().map(|account| account.app.clone()))
        };
        let session = self.session_at(&place.id, &client, app);
        let open = Open {
            place,
            client,
            session,
        };
        let mut state = self.state();
        state.open = Some(open.clone());
        state.lists = DeskLists::default();
        Ok(open)
    }

    async fn watch_the_clock(self) {
        let mut snapshots = self.watch();
        loop {
            let waits = matches!(snapshots.borrow_and_update().stage, Stage::Waiting { .. });
            if waits {
                // Whichever comes first; an error means the wizard is gone.
                match tokio::time::timeout(LOOK, snapshots.changed()).await {
                    Ok(Err(_)) => return,
                    Ok(Ok(())) | Err(_) => self.tick().await,
                }
            } else if snapshots.changed().await.is_err() {
                return;
            }
        }
    }

    /// Looks at the clock; a sign-in whose time has run out ends.
    pub async fn tick(&self) {
        let now = self.inner.ports.clock.now();
        self.handle(Event::Tick(now)).await;
    }
}
