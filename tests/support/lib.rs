//! What the tests and the demo program stand on: hand-made fakes for the core's ports, and the
//! desktop bench.
//!
//! Nothing here knows a screen of the app or an answer of Keap: journeys and desktop tests bring
//! both.

pub mod contract;
#[cfg(target_os = "linux")]
pub mod desktop;
mod fake_browser;
mod fake_links;
mod fake_window;
mod fault_proxy;
mod fixed_places;
mod hostile_links;
mod memory_clipboard;
mod memory_lock;
mod memory_settings;
mod memory_shelf;
mod memory_vault;
#[cfg(target_os = "linux")]
pub mod place;
mod stopped_clock;
#[cfg(target_os = "linux")]
pub mod story;

pub use fake_browser::{Answer, Ended, FakeBrowser, plain_http, walk};
pub use fake_links::{FakeLinks, Fate};
pub use fake_window::FakeWindow;
pub use fault_proxy::{Ending, Fault, FaultProxy, Part};
pub use fixed_places::FixedPlaces;
pub use hostile_links::{KINDS, Near, hostile_links};
pub use memory_clipboard::MemoryClipboard;
pub use memory_lock::MemoryLock;
pub use memory_settings::MemorySettings;
pub use memory_shelf::MemoryShelf;
pub use memory_vault::{MemoryVault, Operation};
pub use stopped_clock::StoppedClock;
