//! Keapsake's rules, with no window, no clock, no files and no environment.
//!
//! [`wizard::Wizard`] is the way in; it reaches the computer through [`ports`] and Keap through
//! the client crate.

pub mod connection;
pub mod contact;
pub mod desk;
pub mod diagnosis;
pub mod failure;
pub mod kept;
pub mod keychain;
pub mod keys;
pub mod notices;
pub mod places;
pub mod ports;
pub mod product;
pub mod session;
pub mod settings;
pub mod sign_in;
pub mod wizard;
