//! The lock between processes, for one process: it counts how often it was taken.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use async_trait::async_trait;
use keapsake_core::ports::{Lock, LockError, Locked};
use tokio::sync::Mutex;

/// The [`Lock`] of the journeys: one lock for all connections.
#[derive(Default)]
pub struct MemoryLock {
    one: Arc<Mutex<()>>,
    taken: AtomicUsize,
    failures: StdMutex<VecDeque<LockError>>,
}

impl MemoryLock {
    /// How often it was taken.
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }

    /// Whether nobody has it.
    pub fn is_free(&self) -> bool {
        self.one.try_lock().is_ok()
    }

    /// Makes the next take fail.
    pub fn fail_next(&self, error: LockError) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.push_back(error);
    }

    fn failure(&self) -> Option<LockError> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.pop_front()
    }
}

#[async_trait]
impl Lock for MemoryLock {
    async fn take(&self, _connection: &str) -> Result<Locked, LockError> {
        if let Some(error) = self.failure() {
            return Err(error);
        }
        let held = Arc::clone(&self.one).lock_owned().await;
        self.taken.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(held))
    }
}
