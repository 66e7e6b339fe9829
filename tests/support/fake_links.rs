//! The operating system's table of links, as a journey wants it.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use keapsake_core::ports::{Handler, LinkError, Links};

/// The [`Links`] of the journeys: they lead to this app, and what is sent is remembered only.
#[derive(Default)]
pub struct FakeLinks {
    sent: Mutex<Vec<String>>,
}

impl FakeLinks {
    /// Every link that was sent, oldest first.
    pub fn sent(&self) -> Vec<String> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl Links for FakeLinks {
    async fn handler(&self) -> Handler {
        Handler::Ours
    }

    async fn register(&self) -> Result<(), LinkError> {
        Ok(())
    }

    async fn send(&self, link: &str) -> Result<(), LinkError> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(link.to_owned());
        Ok(())
    }
}
