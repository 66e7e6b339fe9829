//! The log: what the app itself reports, and nothing of other libraries, which do not know what must
//! not be written down.

use std::path::Path;
use std::sync::Mutex;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::log_files::LogFiles;
use super::private_folder;

/// The app's own crates.
const OURS: [&str; 5] = [
    "keapsake_lib",
    "keapsake_core",
    "keap_client",
    "vault",
    "practice_keap",
];

/// Begins to write the log under `folder`. Without a folder that can be written there is no log, and
/// the app works all the same.
pub(crate) fn start_log(folder: &Path) {
    let Ok(files) = private_folder(folder).and_then(|()| LogFiles::open(folder)) else {
        return;
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(Mutex::new(files))
        // A full disk is no reason to write lines elsewhere.
        .log_internal_errors(false)
        .with_ansi(false);
    let ours = OURS.map(|target| (target, level()));
    // Already set in tests that start the app twice in one process.
    let _ = tracing_subscriber::registry()
        .with(lines)
        .with(Targets::new().with_targets(ours))
        .try_init();
}

/// How much is written. Only a build for tests takes it from outside.
fn level() -> Level {
    #[cfg(feature = "other-keap")]
    if let Some(level) = std::env::var("KEAPSAKE_LOG")
        .ok()
        .and_then(|text| text.parse().ok())
    {
        return level;
    }
    Level::INFO
}
