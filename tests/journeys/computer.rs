//! A computer with Keapsake on it: the wizard over fakes of the operating system, beside a practice
//! Keap of its own, and the shortest way to each screen. Waits for what happens, never for time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use keapsake_core::connection::ConnectionKind;
use keapsake_core::desk::{ListedCountry, ListedProvince, SaveOutcome};
use keapsake_core::failure::Failure;
use keapsake_core::ports::VaultEntry;
use keapsake_core::product::Build;
use keapsake_core::sign_in::{Carrier, Delivery, Heard};
use keapsake_core::wizard::{Ports, Wizard};
use practice_keap::{CLIENT_ID, CLIENT_SECRET, Options, PracticeKeap, RequestRecord, serve};
use serde_json::Value;
use support::contract::Contract;
use support::{
    Answer, Ended, FakeBrowser, FakeLinks, FakeWindow, FixedPlaces, MemoryClipboard, MemoryLock,
    MemorySettings, MemoryShelf, MemoryVault, StoppedClock,
};
use tokio::sync::oneshot;
use tokio::time::timeout;
use url::Url;

pub(crate) use crate::form::{Form, draft};
pub(crate) use crate::reading::{app_link, name, parameter, told, words};

/// The account that most journeys go to.
pub(crate) const BAKERY: &str = "pb101";

/// Far longer than anything here takes; reached only where something never happens.
const BOUND: Duration = Duration::from_secs(30);

pub(crate) struct Computer {
    pub(crate) keap: Arc<PracticeKeap>,
    pub(crate) vault: Arc<MemoryVault>,
    pub(crate) lock: Arc<MemoryLock>,
    pub(crate) links: Arc<FakeLinks>,
    pub(crate) clock: Arc<StoppedClock>,
    pub(crate) browser: Arc<FakeBrowser>,
    pub(crate) window: Arc<FakeWindow>,
    pub(crate) clipboard: Arc<MemoryClipboard>,
    pub(crate) settings: Arc<MemorySettings>,
    pub(crate) shelf: Arc<MemoryShelf>,
    pub(crate) places: Arc<FixedPlaces>,
    pub(crate) wizard: Wizard,
    held_to_the_contract: bool,
}

/// A wizard as the app has it, but on ports of its own, so that journeys run side by side.
///
/// They lie below those that the system gives out by itself: a port that a journey has let go
/// stays free until the same journey asks for it again.
pub(crate) fn wizard(ports: Ports) -> Wizard {
    static TAKEN: AtomicU16 = AtomicU16::new(0);
    const FIRST: u16 = 20_000;
    const EACH: u16 = 4;
    const WIZARDS: u16 = 3_000;
    let first = FIRST + TAKEN.fetch_add(1, Ordering::Relaxed) % WIZARDS * EACH;
    Wizard::with_loopback_ports(Build::Unpackaged, ports, (first..first + EACH).collect())
}

/// Whatever a journey was about: all that went over the wire in it is held against the contract.
impl Drop for Computer {
    fn drop(&mut self) {
        if self.held_to_the_contract && !std::thread::panicking() {
            let found = Contract::load().unwrap().check_records(&self.keap);
            assert!(found.is_empty(), "{found:#?}");
        }
    }
}

impl Computer {
    /// A fresh one, with the two doors on its screen.
    pub(crate) async fn new() -> Self {
        Self::with(Options::default()).await
    }

    /// For a journey whose Keap answers, or holds, what the contract does not know.
    pub(crate) fn beyond_the_contract(mut self) -> Self {
        self.held_to_the_contract = false;
        self
    }

    /// A fresh one beside a Keap of this kind.
    pub(crate) async fn with(options: Options) -> Self {
        let keap = Arc::new(serve(options).await.unwrap());
        let (vault, clock) = (
            Arc::new(MemoryVault::default()),
            Arc::new(StoppedClock::default()),
        );
        let (lock, links) = (
            Arc::new(MemoryLock::default()),
            Arc::new(FakeLinks::default()),
        );
        let (browser, window) = (
            Arc::new(FakeBrowser::default()),
            Arc::new(FakeWindow::default()),
        );
        let (clipboard, settings) = (
            Arc::new(MemoryClipboard::default()),
            Arc::new(MemorySettings::default()),
        );
        let shelf = Arc::new(MemoryShelf::default());
        let places = Arc::new(FixedPlaces::of(Arc::clone(&keap)));
        let ports = Ports {
            vault: vault.clone(),
            patient_vault: vault.clone(),
            lock: lock.clone(),
            links: links.clone(),
            clock: clock.clone(),
            browser: browser.clone(),
            window: window.clone(),
            clipboard: clipboard.clone(),
            settings: settings.clone(),
            shelf: shelf.clone(),
            places: places.clone(),
        };
        let wizard = wizard(ports);
        links.lead_to(wizard.inbox());
        wizard.begin().await;
        Self {
            keap,
            vault,
            lock,
            links,
            clock,
            browser,
            window,
            clipboard,
            settings,
            shelf,
            places,
            wizard,
            held_to_the_contract: true,
        }
    }

    /// What the app needs of this computer.
    pub(crate) fn ports(&self) -> Ports {
        Ports {
            vault: self.vault.clone(),
            patient_vault: self.vault.clone(),
            lock: self.lock.clone(),
            links: self.links.clone(),
            clock: self.clock.clone(),
            browser: self.browser.clone(),
            window: self.window.clone(),
            clipboard: self.clipboard.clone(),
            settings: self.settings.clone(),
            shelf: self.shelf.clone(),
            places: self.places.clone(),
        }
    }

    /// Opens the app again: everything that is not kept is gone.
    pub(crate) async fn restarted(mut self) -> Self {
        self.wizard.saves_noted().await;
        self.wizard = wizard(self.ports());
        self.links.lead_to(self.wizard.inbox());
        self.wizard.begin().await;
        self
    }

    /// Through the door to Keap, with good keys, up to the button that opens the browser.
    pub(crate) async fn before_sign_in(self) -> Self {
        self.wizard.choose_door(ConnectionKind::Keap).await.unwrap();
        self.wizard
            .save_keys(CLIENT_ID, CLIENT_SECRET)
            .await
            .unwrap();
        self
    }

    /// With the browser open.
    pub(crate) async fn waiting(self) -> Self {
        let this = self.before_sign_in().await;
        this.wizard.start_sign_in().await.unwrap();
        this
    }

    /// Signed in and asked whether it is the right account.
    pub(crate) async fn at_account(self) -> Self {
        let this = self.waiting().await;
        this.allow().await;
        this
    }

    /// At the contact form of the bakery, with nothing recorded yet.
    pub(crate) async fn at_desk(self) -> Self {
        let this = self.at_account().await;
        this.wizard.confirm_account().unwrap();
        this.keap.clear_records();
        this
    }

    /// The person allows access to the bakery, and the answer arrives by the app's link.
    pub(crate) async fn allow(&self) {
        let end = self.walk(Answer::Allow(BAKERY)).await;
        assert_eq!(
            self.arrive(Carrier::AppLink, &app_link(&end)).await,
            Heard::Accepted
        );
        self.reach("account").await;
    }

    /// Walks Keap's pages to the address that the browser is sent to.
    pub(crate) async fn walk(&self, answer: Answer) -> Url {
        match self.browser.walk(answer).await {
            Some(Ended::Redirected(address)) => address,
            other => panic!("the browser was to be sent back, but: {other:?}"),
        }
    }

    /// Delivers what came from outside, and returns what its sender is told.
    pub(crate) async fn arrive(&self, carrier: Carrier, raw: &str) -> Heard {
        let (reply, heard) = oneshot::channel();
        let delivery = Delivery {
            carrier,
            raw: raw.to_owned(),
            reply: Some(reply),
        };
        self.wizard.inbox().send(delivery).await.unwrap();
        timeout(BOUND, heard)
            .await
            .expect("an answer to the delivery")
            .unwrap()
    }

    /// Waits until the screen of that name is shown, and returns the code of what it says.
    pub(crate) async fn reach(&self, screen: &str) -> Option<&'static str> {
        let mut snapshots = self.wizard.watch();
        let reached = snapshots.wait_for(|snapshot| name(&snapshot.stage) == screen);
        match timeout(BOUND, reached).await {
            Ok(Ok(snapshot)) => told(&snapshot.stage).map(|notice| notice.code),
            _ => panic!(
                "never came to {screen}, but stands at {:?}",
                self.wizard.snapshot().stage
            ),
        }
    }

    /// The screen that is shown, and the code of what it says.
    pub(crate) fn screen(&self) -> (&'static str, Option<&'static str>) {
        let stage = self.wizard.snapshot().stage;
        (name(&stage), told(&stage).map(|notice| notice.code))
    }

    /// The redirect URI that the last authorization request named.
    pub(crate) fn redirect_uri(&self) -> String {
        parameter(
            &Url::parse(&self.browser.opened().pop().unwrap()).unwrap(),
            "redirect_uri",
        )
        .unwrap()
    }

    pub(crate) async fn save(&self, form: &Form) -> Result<SaveOutcome, Failure> {
        crate::form::save(&self.wizard, form).await
    }

    /// Keap's countries, as the form offers them.
    pub(crate) async fn countries(&self) -> Result<Vec<ListedCountry>, Failure> {
        self.wizard.desk()?.listed_countries().await
    }

    /// Keap's regions of a country.
    pub(crate) async fn provinces(&self, code: &str) -> Result<Vec<ListedProvince>, Failure> {
        self.wizard.desk()?.listed_provinces(code).await
    }

    /// The record of the session in the keychain.
    pub(crate) fn session(&self) -> Value {
        let record = self.vault.held(&VaultEntry::Session("keap".into()));
        serde_json::from_str(&record.expect("a kept session")).unwrap()
    }

    /// The bakery's contact that has the address in its first slot.
    pub(crate) fn contact(&self, email: &str) -> Value {
        let all = self.keap.contacts(BAKERY);
        let found = all
            .into_iter()
            .find(|contact| contact["email_addresses"][0]["email"] == email);
        found.unwrap_or_else(|| panic!("no contact has {email}"))
    }

    /// The requests of a method so far, oldest first.
    pub(crate) fn requests(&self, method: &str) -> Vec<RequestRecord> {
        let all = self.keap.requests().into_iter();
        all.filter(|request| request.method == method && request.path != "/token")
            .collect()
    }

    /// The one update that was sent: its mask and its body.
    pub(crate) fn update(&self) -> (Vec<String>, Value) {
        let [update] = &self.requests("PATCH")[..] else {
            panic!("one update: {:?}", self.keap.requests())
        };
        assert_eq!(self.requests("POST").len(), 0, "and no create");
        let mask = url::form_urlencoded::parse(update.query.as_bytes());
        let mask = mask
            .filter(|(name, _)| name == "update_mask")
            .map(|(_, field)| field.into_owned());
        (mask.collect(), serde_json::from_str(&update.body).unwrap())
    }

    /// The one create that was sent.
    pub(crate) fn create(&self) -> Value {
        let [create] = &self.requests("POST")[..] else {
            panic!("one create: {:?}", self.keap.requests())
        };
        assert_eq!(self.requests("PATCH").len(), 0, "and no update");
        assert!(
            create.query.starts_with("duplicate_option=Email&"),
            "{}",
            create.query
        );
        serde_json::from_str(&create.body).unwrap()
    }

    /// How many writes of contacts were sent.
    pub(crate) fn writes(&self) -> usize {
        self.requests("PATCH").len() + self.requests("POST").len()
    }
}
