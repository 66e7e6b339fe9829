//! The operating system's table of links, as a journey wants it: what is sent comes back, is lost,
//! or cannot be sent at all, and another program may be registered.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use keapsake_core::ports::{Handler, LinkError, Links};
use keapsake_core::sign_in::{Carrier, Delivery};
use tokio::sync::mpsc::Sender;

/// What becomes of a link that is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fate {
    /// It comes back to the app, if [`FakeLinks::lead_to`] said where that is.
    #[default]
    ComesBack,
    /// Nobody hears of it again.
    GetsLost,
    /// It is lost until the app is registered anew.
    LostUntilRegistered,
    /// The system does not even take it.
    Refused,
}

/// The [`Links`] of the journeys. At first they lead to this app and come back.
#[derive(Default)]
pub struct FakeLinks(Mutex<Table>);

struct Table {
    handler: Handler,
    fate: Fate,
    inbox: Option<Sender<Delivery>>,
    sent: Vec<String>,
    registered: usize,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            handler: Handler::Ours,
            fate: Fate::default(),
            inbox: None,
            sent: Vec::new(),
            registered: 0,
        }
    }
}

impl FakeLinks {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Links that come back are delivered here from now on: an app was started.
    pub fn lead_to(&self, inbox: Sender<Delivery>) {
        self.table().inbox = Some(inbox);
    }

    /// What becomes of links from now on.
    pub fn meet(&self, fate: Fate) {
        self.table().fate = fate;
    }

    /// Who is registered from now on, until the app registers itself.
    pub fn belong_to(&self, handler: Handler) {
        self.table().handler = handler;
    }

    /// Every link that was sent, oldest first.
    pub fn sent(&self) -> Vec<String> {
        self.table().sent.clone()
    }

    /// How often the app was registered.
    pub fn registered(&self) -> usize {
        self.table().registered
    }
}

#[async_trait]
impl Links for FakeLinks {
    async fn handler(&self) -> Handler {
        self.table().handler.clone()
    }

    async fn register(&self) -> Result<(), LinkError> {
        let mut table = self.table();
        table.registered += 1;
        table.handler = Handler::Ours;
        if table.fate == Fate::LostUntilRegistered {
            table.fate = Fate::ComesBack;
        }
        Ok(())
    }

    async fn send(&self, link: &str) -> Result<(), LinkError> {
        let inbox = {
            let mut table = self.table();
            table.sent.push(link.to_owned());
            match table.fate {
                Fate::GetsLost | Fate::LostUntilRegistered => return Ok(()),
                Fate::Refused => return Err(LinkError),
                Fate::ComesBack => table.inbox.clone().ok_or(LinkError)?,
            }
        };
        let delivery = Delivery {
            carrier: Carrier::AppLink,
            raw: link.to_owned(),
            reply: None,
        };
        inbox.send(delivery).await.map_err(|_| LinkError)
    }
}
