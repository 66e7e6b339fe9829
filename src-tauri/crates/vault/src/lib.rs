//! The operating system's keychain behind the core's [`Vault`](keapsake_core::ports::Vault) port.
//!
//! All platform calls are made on one thread of their own, one after the other, and every caller
//! waits for a limited time. The crate does not know what a record means: it moves one line of
//! text in and out. It never writes a secret anywhere but into the keychain, and never logs one.

mod doubles;
mod failure;
mod file_lock;
mod keychain;
mod queue;
mod record;
mod store;
mod worker;

pub use file_lock::FileLock;
pub use keychain::{BACKGROUND_LIMIT, Keychain, PERSON_LIMIT};
