//! One desktop with a practice Keap of its own, and the app in it: what every story starts from.

use std::path::PathBuf;
use std::time::Duration;

use keapsake_core::product::Build;
use practice_keap::{CLIENT_ID, CLIENT_SECRET, Options as KeapOptions, PracticeKeap, serve};
use support::desktop::{App, Launch, Options, Page, Session, until};
use support::story;

/// The keychain service of an unpackaged build.
pub(crate) const SERVICE: &str = "Keapsake (dev)";

const LIMIT: Duration = Duration::from_secs(10);

/// A desktop and its Keap.
pub(crate) struct Place {
    pub(crate) keap: PracticeKeap,
    pub(crate) session: Session,
    pub(crate) binary: PathBuf,
}

/// Which road answers take in a story.
#[derive(Clone, Copy)]
pub(crate) enum Road {
    ReturnPage,
    Loopback,
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self::with(KeapOptions::default(), Options::default()).await
    }

    pub(crate) async fn with(keap: KeapOptions, options: Options) -> Self {
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

    pub(crate) async fn app(&self) -> App<'_> {
        self.wait_for_no_name().await;
        self.session.app(&Launch::of(&self.binary)).await.unwrap()
    }

    /// A copy that has just ended may still have its name on the bus, and a new one would hand over
    /// to nobody.
    async fn wait_for_no_name(&self) {
        until("the app's name to be free", LIMIT, async || {
            (!self.has_name().await).then_some(())
        })
        .await
        .unwrap();
    }

    /// Whether a copy of the app has taken the name by which the next one finds it.
    pub(crate) async fn has_name(&self) -> bool {
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
    pub(crate) async fn wait_for_keap(&self, app: &Page, road: Road) {
        self.wait_with_keys(app, road, CLIENT_ID, CLIENT_SECRET)
            .await;
    }

    pub(crate) async fn wait_with_keys(&self, app: &Page, road: Road, id: &str, secret: &str) {
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
    pub(crate) async fn connect(&self, app: &Page, road: Road) {
        self.wait_for_keap(app, road).await;
        let browser = self.session.browser().await.unwrap();
        story::log_in(&browser, "pb101").await.unwrap();
        browser.page().click_css("#allow").await.unwrap();
        app.click("confirm-account").await.unwrap();
        story::at(app, "save-contact").await.unwrap();
    }

    /// The tokens in the session's keyring, as their record has them.
    pub(crate) async fn tokens(&self) -> Vec<String> {
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

/// The app that is tested: built with the feature `other-keap`.
pub(crate) fn binary() -> PathBuf {
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
