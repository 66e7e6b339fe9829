//! The desktop bench: a whole Linux desktop for one test, made of real parts.
//!
//! A [`Session`] has its own home, screen, window manager, D-Bus, unlocked GNOME Keyring and
//! default browser; [`App`] is a program driven in it, [`Browser`] is the Chromium that somebody's
//! `xdg-open` started. Everything listens on loopback only, and everything started in a session
//! ends with it. Nothing here knows Keapsake: names, addresses and screens come from the test.

mod acting;
mod app;
mod browser;
mod bus;
mod default_browser;
mod disk;
mod error;
mod keyring;
mod marked;
mod memory;
mod needles;
mod page;
mod port;
mod process;
mod programs;
mod screen;
mod second_start;
mod session;
mod wait;

pub use app::{App, Launch};
pub use browser::Browser;
pub use disk::Trace;
pub use error::BenchError;
pub use keyring::{Held, Keyring};
pub use needles::written_in;
pub use page::Page;
pub use second_start::SecondStart;
pub use session::{Options, Session};
pub use wait::until;
