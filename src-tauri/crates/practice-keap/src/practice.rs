//! What all handlers of one practice Keap share. Holds the parts together; each part has its rules in
//! its own module.

use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::api::limits::Limits;
use crate::book::store::Store;
use crate::journal::Journal;
use crate::oauth::sign_in::SignIns;
use crate::options::Options;

/// The shared heart of a running practice Keap.
pub(crate) struct Practice {
    pub(crate) options: Options,
    pub(crate) store: Store,
    pub(crate) sign_ins: Mutex<SignIns>,
    pub(crate) journal: Mutex<Journal>,
    pub(crate) limits: Mutex<Limits>,
    pub(crate) down: AtomicBool,
    pub(crate) token_requests: AtomicUsize,
    pub(crate) refresh_reuses: AtomicUsize,
}

impl Practice {
    pub(crate) fn new(options: Options, store: Store) -> Self {
        Self {
            options,
            store,
            sign_ins: Mutex::default(),
            journal: Mutex::default(),
            limits: Mutex::default(),
            down: AtomicBool::new(false),
            token_requests: AtomicUsize::new(0),
            refresh_reuses: AtomicUsize::new(0),
        }
    }
}

/// Locks, and goes on with the data even if another thread panicked while it held the lock: this is
/// practice data, and every change to it is made of whole values.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
