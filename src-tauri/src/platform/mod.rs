//! The operating system behind the core's ports. Each file knows one part of it and no rules.

mod browser;
mod clipboard;
mod clock;
pub(crate) mod core_dumps;
mod graphics;
#[cfg(target_os = "linux")]
mod link_table;
mod links;
mod log;
mod log_files;
mod machine;
mod paper;
mod places;
mod preflight;
mod private_file;
mod settings_file;
mod shelf;
pub(crate) mod third_party_notices;
#[cfg(target_os = "linux")]
mod typeface;
mod window;

pub(crate) use browser::SystemBrowser;
pub(crate) use clipboard::SystemClipboard;
pub(crate) use clock::SystemClock;
pub(crate) use graphics::draw_without_a_card;
pub(crate) use links::SystemLinks;
pub(crate) use log::start_log;
pub(crate) use machine::machine;
pub(crate) use paper::paper;
pub(crate) use places::{KnownPlaces, front_door};
pub(crate) use preflight::{passing_folder, preflight, tell};
pub(crate) use private_file::{private_file, private_folder};
pub(crate) use settings_file::SettingsFile;
pub(crate) use shelf::ShelfFolder;
#[cfg(target_os = "linux")]
pub(crate) use typeface::set_typeface;
pub(crate) use window::{MainWindow, PageIsThere};
