//! The log file: what the app itself reports, and nothing of other libraries, which do not know
//! what must not be written down.

use std::path::Path;

use tracing::Level;
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::private_folder;

/// Begins to write the log under `folder`: one file a day, the last three are kept. Without a
/// folder that can be written there is no log, and the app works all the same.
pub(crate) fn start_log(folder: &Path) {
    if private_folder(folder).is_err() {
        return;
    }
    let file = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("keapsake")
        .filename_suffix("log")
        .max_log_files(3)
        .build(folder);
    let Ok(file) = file else { return };
    let ours = ["keapsake_lib", "keapsake_core", "keap_client", "vault"]
        .map(|target| (target, Level::INFO));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(file)
        .with_ansi(false);
    // Already set in tests that start the app twice in one process.
    let _ = tracing_subscriber::registry()
        .with(lines)
        .with(Targets::new().with_targets(ours))
        .try_init();
}
