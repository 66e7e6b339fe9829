//! The Chromium that the session's `xdg-open` has started, taken over by chromedriver.
//!
//! The browser is attached to, not started: what it shows was opened by the app itself.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::process::Server;
use super::{BenchError, Page, Session, port, until};

/// Starting a browser with a fresh profile on a busy machine takes its time.
const LIMIT: Duration = Duration::from_secs(30);

/// A browser under a driver. Dropping it ends the driver; the browser stays as it is.
#[derive(Debug)]
pub struct Browser {
    page: Page,
    _driver: Server,
}

impl Browser {
    pub(crate) async fn attach(session: &Session) -> Result<Self, BenchError> {
        let port = until("the browser to be opened", LIMIT, async || {
            debugging_port(session.browser_profile())
        })
        .await?;
        let mut driver = session.std_command("chromedriver");
        let driver_port = port::free()?;
        driver.arg(format!("--port={driver_port}"));
        let driver = Server::start(&mut driver, &session.log("chromedriver"))?;
        port::answers("chromedriver", driver_port).await?;

        let address = format!("127.0.0.1:{port}");
        let capabilities = [
            (
                "goog:chromeOptions".to_owned(),
                json!({ "debuggerAddress": address }),
            ),
            ("pageLoadStrategy".to_owned(), json!("none")),
        ];
        let page = Page::connect(driver_port, capabilities.into_iter().collect(), LIMIT).await?;
        let browser = Self {
            page,
            _driver: driver,
        };
        Ok(browser)
    }

    /// The tab that is looked at.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Waits for a tab whose address passes a test, and looks at that one.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`] with the addresses of all tabs in it.
    pub async fn wait_for_tab(&self, fits: impl Fn(&str) -> bool) -> Result<String, BenchError> {
        let client = self.page.client();
        let mut seen = Vec::new();
        let found = until("", LIMIT, async || {
            seen.clear();
            // The newest tab last: it is the likely one.
            for tab in client.windows().await.ok()?.into_iter().rev() {
                if client.switch_to_window(tab).await.is_err() {
                    continue;
                }
                let url = self.page.url().await.unwrap_or_default();
                if fits(&url) {
                    return Some(url);
                }
                seen.push(url);
            }
            None
        })
        .await;
        found.map_err(|_| BenchError::TimedOut {
            what: format!("a tab; the tabs were {seen:?}"),
            limit: LIMIT,
        })
    }
}

/// Where a running browser with this profile can be talked to; it writes that down itself.
fn debugging_port(profile: &Path) -> Option<u16> {
    let written = std::fs::read_to_string(profile.join("DevToolsActivePort")).ok()?;
    written.lines().next()?.parse().ok()
}
