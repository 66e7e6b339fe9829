//! The keychain against the Windows Credential Manager of whoever runs the tests: a hosted machine's,
//! or the one that Wine has. Each test uses a service name of its own and leaves nothing behind.

#![cfg(target_os = "windows")]

#[cfg(test)]
mod real;
