//! What all handlers of one practice Keap share. Holds the parts together; each part has its rules in
//! its own module.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::api::limits::Limits;
use crate::book::store::Store;
use crate::moment::Clock;
use crate::oauth::sign_in::SignIns;
use crate::options::Options;

/// The shared heart of a running practice Keap.
pub(crate) struct Practice {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) sign_ins: Mutex<SignIns>,
    pub(crate) limits: Mutex<Limits>,
    #[cfg(feature = "control")]
    pub(crate) door: crate::control::Door,
    pub(crate) options: Options,
}

impl Practice {
    pub(crate) fn new(options: Options, store: Store) -> Self {
        Self {
            store,
            clock: Clock::new(options.clock),
            sign_ins: Mutex::default(),
            limits: Mutex::default(),
            #[cfg(feature = "control")]
            door: crate::control::Door::default(),
            options,
        }
    }
}

/// Locks, and goes on with the data even if another thread panicked while it held the lock: this is
/// practice data, and every change to it is made of whole values.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
