//! The session's own D-Bus.
//!
//! The daemon is started without a display in its environment: what it activates, a keyring above
//! all, then refuses at once instead of opening a prompt that nobody sees.

use std::path::Path;
use std::process::Command;

use super::BenchError;
use super::process::Server;

/// Starts a bus and hands back its address.
pub(crate) fn start(mut daemon: Command, log: &Path) -> Result<(Server, String), BenchError> {
    daemon
        .args(["--session", "--nofork", "--nopidfile", "--print-address"])
        .env_remove("DISPLAY");
    // The first line only: services write to the same output.
    Server::start_and_read_line(&mut daemon, log)
}
