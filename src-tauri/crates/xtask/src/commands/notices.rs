//! `cargo xtask notices`: writes the third-party notices that go into every package, and the list of
//! parts that goes with a release. Does not know what is in them: the crate `third-party` does, since
//! reading licences takes libraries and this crate has none.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::cargo::cargo;
use crate::commands::setup;
use crate::failure::Failure;
use crate::packages::{Consent, Purpose};
use crate::run::Run;
use crate::{places, say};

/// Writes them and says where.
///
/// # Errors
/// When they could not be written.
pub(crate) fn run(consent: Consent) -> Result<ExitCode, Failure> {
    let file = write(consent)?;
    say::text(format_args!("Third-party notices: {}", file.display()));
    Ok(ExitCode::SUCCESS)
}

/// Writes the notices and hands back their file; the list of parts is put beside it.
///
/// # Errors
/// When a licence is not allowed or has no text, or a file could not be written.
pub(crate) fn write(consent: Consent) -> Result<PathBuf, Failure> {
    setup::provide(Purpose::Build, false, consent)?;
    let folder = places::target().join("notices");
    cargo(["build", "--locked", "--workspace", "--bin=third-party"]).pass()?;
    let program = places::built("third-party");
    Run::new(&program.to_string_lossy(), [&folder]).pass()?;
    Ok(folder.join("THIRD-PARTY-NOTICES.txt"))
}
