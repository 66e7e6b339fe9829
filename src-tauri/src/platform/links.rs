//! The app's own links in the operating system's table: who gets them, and sending one.

use async_trait::async_trait;
use keapsake_core::ports::{Handler, LinkError, Links};
use tauri::AppHandle;

/// The operating system's table of links.
pub(crate) struct SystemLinks(pub(crate) AppHandle);

#[async_trait]
impl Links for SystemLinks {
    async fn handler(&self) -> Handler {
        let _ = &self.0;
        Handler::Unknown
    }

    async fn register(&self) -> Result<(), LinkError> {
        Err(LinkError)
    }

    async fn send(&self, _link: &str) -> Result<(), LinkError> {
        Err(LinkError)
    }
}
