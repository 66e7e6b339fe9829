//! The wizard: what the person sees next, and what each button does.
//!
//! It holds the one state of the app, carries out what the sign-in machine decides, and publishes
//! a [`Snapshot`] after every change. It knows no window and no words for the page; every effect
//! on the computer goes through a port.

mod account;
mod arrivals;
mod at_desk;
mod beginning;
mod desk;
mod diagnosis;
mod doors;
mod ending;
mod finishing;
mod keeping;
mod link_test;
mod outside;
mod pending;
mod proxy;
mod quota;
mod renewing;
mod signing_in;
mod snapshot;

pub use doors::OutsidePage;
pub use ending::Closing;
pub use snapshot::{ConnectionState, Snapshot, Stage};

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keap_client::Client;
use tokio::sync::{mpsc, watch};

use crate::connection::ConnectionKind;
use crate::diagnosis::Notes;
use crate::failure::{Cause, Doing, Failure};
use crate::kept::Kept;
use crate::keychain::Keychain;
use crate::notices::Notice;
use crate::ports::{
    Browser, Clipboard, Clock, Links, Lock, Place, Places, SettingsStore, Shelf, Vault, Window,
};
use crate::product::{Build, LOOPBACK_PORTS};
use crate::session::Session;
use crate::settings::Settings;
use crate::sign_in::{AttemptId, Delivery, Event, Loopback, SignIn};

use keeping::{Due, SettingsFile};
use outside::Outside;

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
    /// Where sealed files lie.
    pub shelf: Arc<dyn Shelf>,
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
    /// What the settings say of the keychain, while records are kept for this session only.
    kept: Option<Settings>,
    due: Option<Due>,
    open: Option<Open>,
    sign_in: SignIn,
    stage: Stage,
    attempts: u64,
    loopback: Option<(AttemptId, Arc<Loopback>)>,
    desk: Option<at_desk::OpenDesk>,
    /// The notice in whose place the end of the app is told.
    covered: Option<Notice>,
    /// A Client ID that looked swapped; saved a second time it is taken.
    doubted: Option<String>,
    /// What a report for support is made from.
    notes: Notes,
}

struct Inner {
    build: Build,
    ports: Ports,
    /// What [`Ports::vault`] is in here: all calls go through it.
    keychain: Arc<Keychain>,
    kept: Kept,
    settings_file: Mutex<SettingsFile>,
    ports_tried: Vec<u16>,
    state: Mutex<State>,
    outside: Outside,
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
    pub fn with_loopback_ports(build: Build, mut ports: Ports, ports_tried: Vec<u16>) -> Self {
        let keychain = Keychain::new(ports.vault, Arc::clone(&ports.patient_vault));
        let keychain = Arc::new(keychain);
        let kept = Kept::new(
            Arc::clone(&ports.shelf),
            Arc::clone(&keychain),
            Arc::clone(&ports.clock),
        );
        ports.vault = Arc::clone(&keychain) as Arc<dyn Vault>;
        let settings = Settings::default();
        let zoom = settings.zoom;
        let (snapshot, _) = watch::channel(Snapshot {
            stage: Stage::Starting,
            connection: None,
            zoom,
            proxy: None,
            this_session_only: false,
            keychain_waits: false,
        });
        let (inbox, arrivals) = mpsc::channel(INBOX);
        let state = Mutex::new(State {
            settings,
            kept: None,
            due: None,
            open: None,
            sign_in: SignIn::Idle,
            stage: Stage::Starting,
            attempts: 0,
            loopback: None,
            desk: None,
            covered: None,
            doubted: None,
            notes: Notes::default(),
        });
        let wizard = Self {
            inner: Arc::new(Inner {
                build,
                ports,
                keychain,
                kept,
                settings_file: Mutex::new(SettingsFile::Kept),
                ports_tried,
                state,
                outside: Outside::new(),
                snapshot,
                inbox,
            }),
        };
        tokio::spawn(wizard.clone().receive(arrivals));
        tokio::spawn(wizard.clone().watch_the_clock());
        tokio::spawn(wizard.clone().watch_the_keychain());
        tokio::spawn(wizard.clone().test_link_when_due());
        wizard
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

    /// What the desk keeps on this computer.
    pub fn kept(&self) -> &Kept {
        &self.inner.kept
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
        // With the state held, so that it cannot be another one by the time the client is there.
        let proxy = state.settings.proxy.clone();
        open.client.go_through(proxy).map_err(|_| no_place())?;
        state.open = Some(open.clone());
        state.desk = None;
        Ok(open)
    }

    async fn watch_the_keychain(self) {
        let mut waits = self.inner.keychain.waits();
        while waits.changed().await.is_ok() {
            self.publish();
        }
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
