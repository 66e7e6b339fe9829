//! One desktop with a practice Keap of its own, and the app in it: what every story starts from.
//!
//! A story ends where its desktop is not as it has to be: there are no errors here.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a story ends where its desktop is not as it has to be"
)]

use std::path::PathBuf;
use std::time::Duration;

use crate::desktop::{App, Launch, Options, Page, Session, until};
use crate::story;
use crate::{Answer, Ended, walk};
use keapsake_core::product::Build;
use practice_keap::{CLIENT_ID, CLIENT_SECRET, Options as KeapOptions, PracticeKeap, serve};
use url::Url;

/// The keychain service of an unpackaged build.
pub const SERVICE: &str = "Keapsake (dev)";

const LIMIT: Duration = Duration::from_secs(10);

/// A desktop and its Keap.
pub struct Place {
    /// The Keap.
    pub keap: PracticeKeap,
    /// The desktop.
    pub session: Session,
    /// The app.
    pub binary: PathBuf,
}

/// Which road answers take in a story.
#[derive(Clone, Copy)]
pub enum Road {
    /// Through the return page and the app's own link.
    ReturnPage,
    /// To the listener on this computer.
    Loopback,
}

impl Place {
    /// With nothing out of the ordinary.
    pub async fn new() -> Self {
        Self::with(KeapOptions::default(), Options::default()).await
    }

    /// With a Keap and a desktop of these kinds.
    pub async fn with(keap: KeapOptions, options: Options) -> Self {
        let keap = serve(keap).await.unwrap();
        let origin = keap.base_url().origin().ascii_serialization();
        let mut options = options
            .links_from(&origin, "app.keapsake.dev")
            .variable("KEAPSAKE_KEAP_URL", keap.base_url().as_str());
        for port in 8765..=8769 {
            options = options.links_from(&format!("http://localhost:{port}"), "app.keapsake.dev");
        }
        let session = Session::start(options).await.unwrap();
        Self {
            keap,
            session,
            binary: binary(),
        }
    }

    /// The app's window, once an earlier one has let go of its name.
    pub async fn app(&self) -> App<'_> {
        self.launch(&Launch::of(&self.binary)).await
    }

    /// The same, with something of its own in its environment.
    pub async fn launch(&self, launch: &Launch) -> App<'_> {
        self.wait_for_no_name().await;
        self.session.app(launch).await.unwrap()
    }

    /// A copy that has just ended may still have its name on the bus, and a new one would hand over
    /// to nobody.
    pub async fn wait_for_no_name(&self) {
        until("the app's name to be free", LIMIT, async || {
            (!self.has_name().await).then_some(())
        })
        .await
        .unwrap();
    }

    /// Whether a copy of the app has taken the name by which the next one finds it.
    pub async fn has_name(&self) -> bool {
        let name = format!("{}.SingleInstance", Build::Unpackaged.identifier());
        let asked = [
            "call",
            "--session",
            "--dest",
            "org.freedesktop.DBus",
            "--object-path",
            "/org/freedesktop/DBus",
            "--method",
            "org.freedesktop.DBus.NameHasOwner",
            &name,
        ];
        let said = self.session.run("gdbus", &asked).await.unwrap();
        said.contains("true")
    }

    /// From the doors to the waiting screen.
    pub async fn wait_for_keap(&self, app: &Page, road: Road) {
        self.wait_with_keys(app, road, CLIENT_ID, CLIENT_SECRET)
            .await;
    }

    /// The same, with these keys.
    pub async fn wait_with_keys(&self, app: &Page, road: Road, id: &str, secret: &str) {
        app.click("connect").await.unwrap();
        if let Road::ReturnPage = road {
            story::choose_return_page(app, self.keap.return_page_url().as_str())
                .await
                .unwrap();
        }
        story::enter_keys(app, id, secret).await.unwrap();
        app.click("sign-in").await.unwrap();
        story::at(app, "cancel").await.unwrap();
    }

    /// From the doors to the contact form.
    pub async fn connect(&self, app: &Page, road: Road) {
        self.wait_for_keap(app, road).await;
        let browser = self.session.browser().await.unwrap();
        story::log_in(&browser, "pb101").await.unwrap();
        browser.page().click_css("#allow").await.unwrap();
        app.click("confirm-account").await.unwrap();
        story::at_desk(app).await.unwrap();
    }

    /// The address that the browser would be sent to, were access allowed in the sign-in that was
    /// begun last. Nobody goes there. `earlier` is the `state` of the one before, if there was one.
    pub async fn answer(&self, earlier: Option<&str>) -> Url {
        let newest = until("the browser at Keap", LIMIT, async || {
            let mut asked = self.keap.requests();
            asked.retain(|request| request.path.ends_with("/authorize"));
            let mut address = self.keap.base_url();
            let newest = asked.pop()?;
            address.set_path(&newest.path);
            address.set_query(Some(&newest.query));
            let state = parameter(&address, "state");
            (state.as_deref() != earlier).then_some(address)
        });
        let newest = newest.await.unwrap();
        match walk(newest.as_str(), Answer::Allow("pb101")).await {
            Some(Ended::Redirected(address)) => address,
            other => panic!("the browser was to be sent back, but: {other:?}"),
        }
    }

    /// The tokens in the session's keyring, as their record has them.
    pub async fn tokens(&self) -> Vec<String> {
        let held = self.session.secrets_of(SERVICE).await.unwrap();
        held.iter()
            .filter_map(|entry| serde_json::from_str::<serde_json::Value>(&entry.secret).ok())
            .flat_map(|record| {
                ["access", "refresh"].map(|name| record[name].as_str().map(str::to_owned))
            })
            .flatten()
            .collect()
    }
}

/// A parameter of an address.
pub fn parameter(address: &Url, name: &str) -> Option<String> {
    let mut pairs = address.query_pairs();
    let found = pairs.find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned())
}

/// The app that is tested: built with the feature `other-keap`.
pub fn binary() -> PathBuf {
    let path = std::env::var_os("KEAPSAKE_APP").map(PathBuf::from);
    let path = path.unwrap_or_else(|| {
        PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../target/debug/keapsake"
        ))
    });
    path.canonicalize()
        .expect("build the app first: cargo xtask test desktop does it")
}
