//! The keychain against a real GNOME Keyring, each test in a D-Bus session of its own.
//!
//! Debian's packages `dbus`, `gnome-keyring`, `libsecret-tools` and `libglib2.0-bin` must be there;
//! a test without them fails and says which program it missed.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod broken;
#[cfg(test)]
mod session;
#[cfg(test)]
mod working;
