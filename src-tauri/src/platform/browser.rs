//! The person's own browser. It opens what the core asks for and nothing the page names.

use async_trait::async_trait;
use keapsake_core::ports::{Browser, BrowserError};
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt as _;

/// The browser the operating system opens web addresses with.
pub(crate) struct SystemBrowser(pub(crate) AppHandle);

#[async_trait]
impl Browser for SystemBrowser {
    async fn open(&self, url: &str) -> Result<(), BrowserError> {
        let (app, url) = (self.0.clone(), url.to_owned());
        // Starting a browser can take its time, and must not hold up anything else.
        let opened =
            tauri::async_runtime::spawn_blocking(move || app.opener().open_url(url, None::<&str>));
        match opened.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                tracing::warn!(kind = ?std::mem::discriminant(&error), "the browser did not open");
                Err(BrowserError)
            }
            Err(_) => Err(BrowserError),
        }
    }
}
