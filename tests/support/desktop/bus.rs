//! The session's own D-Bus.
//!
//! The daemon is started without a display in its environment: what it activates, a keyring above
//! all, then refuses at once instead of opening a prompt that nobody sees.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::BenchError;
use super::process::Server;

/// A session's bus that knows no service to start for whoever asks for it.
const BARE: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Starts a bus and hands back its address. A `bare` one starts nothing for anybody.
pub(crate) fn start(
    mut daemon: Command,
    bare: bool,
    log: &Path,
) -> Result<(Server, String), BenchError> {
    if bare {
        let config = log.with_extension("conf");
        fs::write(&config, BARE)?;
        daemon.arg("--config-file").arg(config);
    } else {
        daemon.arg("--session");
    }
    daemon
        .args(["--nofork", "--nopidfile", "--print-address"])
        .env_remove("DISPLAY");
    // The first line only: services write to the same output.
    Server::start_and_read_line(&mut daemon, log)
}
