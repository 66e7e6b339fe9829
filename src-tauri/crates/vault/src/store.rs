//! The one store of each system, built by ourselves.
//!
//! `keyring`'s own entry opens the store once in a process and remembers a failed start for ever;
//! here the store is an ordinary value that can be thrown away and opened again.

use std::collections::HashMap;
use std::sync::Arc;

use keyring::{Entry, Error};
use keyring_core::CredentialStore;

/// How a store is opened; a function, so that tests can open another.
pub(crate) type Opener = Box<dyn Fn() -> Result<Arc<CredentialStore>, Error> + Send>;

/// What an entry is built with, beside its service and name.
///
/// On Windows `Local`: the store's default would let a record roam with the domain profile.
/// The store of the tests beside the code knows no such word; `tests/credential_manager` holds this.
#[cfg(all(target_os = "windows", not(test)))]
const MODIFIERS: &[(&str, &str)] = &[("persistence", "Local")];
#[cfg(any(test, not(target_os = "windows")))]
const MODIFIERS: &[(&str, &str)] = &[];

/// Opens the Secret Service of this session (GNOME Keyring, `KWallet`, `KeePassXC`…).
#[cfg(target_os = "linux")]
pub(crate) fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// Opens the person's own keychain.
#[cfg(target_os = "macos")]
pub(crate) fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// Opens the Credential Manager.
#[cfg(target_os = "windows")]
pub(crate) fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// The entry of this service and name in an opened store; nothing is read or written yet.
pub(crate) fn entry(store: &CredentialStore, service: &str, name: &str) -> Result<Entry, Error> {
    let modifiers: HashMap<&str, &str> = MODIFIERS.iter().copied().collect();
    let inner = store.build(service, name, Some(&modifiers))?;
    Ok(Entry { inner })
}

/// Waits until the entry can be written, as far as this system lets one wait apart from the write.
///
/// On Linux a locked keyring asks the person for its password while the entry is looked up. Doing
/// that first lets a write be dropped whose caller has given up meanwhile.
pub(crate) fn settle(entry: &Entry) -> Result<(), Error> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    match entry.inner.get_credential() {
        Ok(_) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(error),
    }
}
