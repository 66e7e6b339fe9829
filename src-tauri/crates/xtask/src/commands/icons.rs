//! `cargo xtask icons`: makes every size of the icon from the one drawing, and keeps those that are
//! used. Does not know what uses them.

use std::fs;
use std::process::ExitCode;

use crate::commands::setup;
use crate::failure::Failure;
use crate::packages::{Consent, Purpose};
use crate::run::Run;
use crate::{places, say};

/// The sizes that a package takes.
const KEPT: [&str; 6] = [
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.icns",
    "icon.ico",
];

/// Makes the icon's sizes.
///
/// # Errors
/// When one could not be made.
pub(crate) fn run(consent: Consent) -> Result<ExitCode, Failure> {
    setup::provide(Purpose::Build, false, consent)?;
    let icons = places::root().join("icons");
    let made = places::target().join("icons");
    let script = places::page().join("node_modules/@tauri-apps/cli/tauri.js");
    Run::new("node", [&script])
        .argument("icon")
        .argument(icons.join("keapsake.svg"))
        .argument("--output")
        .argument(&made)
        .pass()?;
    for name in KEPT {
        let to = icons.join(name);
        fs::copy(made.join(name), &to).map_err(|source| Failure::File {
            what: format!("{} could not be written", to.display()),
            source,
        })?;
    }
    say::text(format_args!("{} sizes are in icons/.", KEPT.len()));
    Ok(ExitCode::SUCCESS)
}
