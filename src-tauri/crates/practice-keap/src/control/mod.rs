//! The control door: everything by which a test steers a practice Keap or watches it. Behind the
//! feature `control`, which the app does not have; and even with it there is no way in over HTTP, only
//! from Rust.
//!
//! What has arrived is carried out even if whoever sent it has gone meanwhile: Keap would not notice
//! either. It does not know what Keap's answers mean.

pub(crate) mod gate;
mod hold;
mod records;
mod script;
mod secrets;
mod steering;
pub(crate) mod wire;

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use tokio::sync::watch;

pub use hold::{Held, When};
pub use records::{AuthorizationKind, RequestRecord, ResponseRecord};
pub use script::ScriptedAnswer;
pub use secrets::{SecretKind, SecretSeen};
pub use wire::{After, Delivery};

use crate::practice::locked;
use hold::Hold;
use script::Script;

/// Older records are dropped beyond this many: a test may count some thousand calls.
const KEPT: usize = 20_000;

/// What one practice Keap has been told to do, and what it has seen.
pub(crate) struct Door {
    journal: Mutex<Journal>,
    scripts: Mutex<Vec<Script>>,
    holds: Mutex<Vec<Hold>>,
    down: AtomicBool,
    token_requests: AtomicUsize,
    refresh_reuses: AtomicUsize,
    next_number: AtomicU64,
    /// How many requests have been noted; its change wakes those who wait for one.
    noted: watch::Sender<u64>,
}

#[derive(Default)]
struct Journal {
    requests: VecDeque<RequestRecord>,
    responses: VecDeque<ResponseRecord>,
    secrets: Vec<SecretSeen>,
}

impl Default for Door {
    fn default() -> Self {
        Self {
            journal: Mutex::default(),
            scripts: Mutex::default(),
            holds: Mutex::default(),
            down: AtomicBool::new(false),
            token_requests: AtomicUsize::new(0),
            refresh_reuses: AtomicUsize::new(0),
            next_number: AtomicU64::new(1),
            noted: watch::Sender::new(0),
        }
    }
}

impl Door {
    /// The token endpoint has read a request.
    pub(crate) fn token_request(&self) {
        self.token_requests.fetch_add(1, Ordering::SeqCst);
    }

    /// A refresh token that was used up came again.
    pub(crate) fn refresh_reuse(&self) {
        self.refresh_reuses.fetch_add(1, Ordering::SeqCst);
    }

    fn number(&self) -> u64 {
        self.next_number.fetch_add(1, Ordering::SeqCst)
    }

    fn note_request(&self, record: RequestRecord, secrets: Vec<SecretSeen>) {
        {
            let mut journal = locked(&self.journal);
            journal.requests.push_back(record);
            drop_oldest(&mut journal.requests);
            journal.note_secrets(secrets);
        }
        self.noted.send_modify(|noted| *noted += 1);
    }

    fn note_response(&self, record: ResponseRecord, secrets: Vec<SecretSeen>) {
        let mut journal = locked(&self.journal);
        journal.responses.push_back(record);
        drop_oldest(&mut journal.responses);
        journal.note_secrets(secrets);
    }
}

impl Journal {
    fn note_secrets(&mut self, seen: Vec<SecretSeen>) {
        for secret in seen {
            if !self.secrets.contains(&secret) {
                self.secrets.push(secret);
            }
        }
    }
}

fn drop_oldest<T>(records: &mut VecDeque<T>) {
    while records.len() > KEPT {
        records.pop_front();
    }
}
