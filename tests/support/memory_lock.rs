//! The lock between processes, for one process: it counts how often it was taken.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use keapsake_core::ports::{Lock, LockError, Locked};
use tokio::sync::Mutex;

/// The [`Lock`] of the journeys: one lock for all connections.
#[derive(Default)]
pub struct MemoryLock {
    one: Arc<Mutex<()>>,
    taken: AtomicUsize,
}

impl MemoryLock {
    /// How often it was taken.
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Lock for MemoryLock {
    async fn take(&self, _connection: &str) -> Result<Locked, LockError> {
        let held = Arc::clone(&self.one).lock_owned().await;
        self.taken.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(held))
    }
}
