//! The operating system behind the core's ports. Each file knows one part of it and no rules.

mod browser;
mod clipboard;
mod clock;
pub(crate) mod core_dumps;
mod links;
mod log;
mod places;
mod settings_file;
mod window;

pub(crate) use browser::SystemBrowser;
pub(crate) use clipboard::SystemClipboard;
pub(crate) use clock::SystemClock;
pub(crate) use links::SystemLinks;
pub(crate) use log::start_log;
pub(crate) use places::{KnownPlaces, front_door};
pub(crate) use settings_file::{SettingsFile, private_folder};
pub(crate) use window::MainWindow;
