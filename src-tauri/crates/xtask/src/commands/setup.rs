//! `cargo xtask setup`: finds what is missing, installs it where that can be done, and says what a
//! person has to install where it cannot.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::packages::{self, Consent, Purpose};
use crate::{page, say, toolchain};

/// Sets up everything.
///
/// # Errors
/// When something is still missing.
pub(crate) fn run(consent: Consent) -> Result<ExitCode, Failure> {
    provide(Purpose::Desktop, true, consent)?;
    // Without the page the app does not compile, however it is built.
    page::build()?;
    say::text("Everything is there. Next: cargo xtask demo, or cargo xtask test.");
    Ok(ExitCode::SUCCESS)
}

/// Sets up what a purpose needs; quick and silent where nothing is missing.
///
/// # Errors
/// When something is still missing.
pub(crate) fn provide(purpose: Purpose, with_style: bool, consent: Consent) -> Result<(), Failure> {
    let lacks = toolchain::lacks(purpose, with_style);
    if !lacks.is_empty() {
        return Err(Failure::Lacks(lacks));
    }
    if packages::are_known_here() {
        packages::provide(purpose, consent)?;
    }
    page::install_packages()
}
