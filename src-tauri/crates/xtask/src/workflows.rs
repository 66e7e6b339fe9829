//! The linter of the hosted workflows: has it where the tests run, and runs it without a network. Does
//! not know the house's own rules about them; those are among the house tests.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Lack};
use crate::packages::{self, Consent};
use crate::places;
use crate::run::Run;

/// Which version, and what its file must be.
const WANTED: &str = ".github/zizmor.txt";

/// The linter over all workflows; what it finds, however small, is a failure.
///
/// # Errors
/// When it could not be installed.
pub(crate) fn linter(consent: Consent) -> Result<Run, Failure> {
    let program = provided(consent)?;
    Ok(Run::new(
        &program.to_string_lossy(),
        [
            "--offline",
            "--pedantic",
            "--no-progress",
            "--no-config",
            ".github/workflows",
        ],
    ))
}

/// Installs it into a folder of its own, unless it is there as it is wanted.
fn provided(consent: Consent) -> Result<PathBuf, Failure> {
    let folder = places::target().join("zizmor");
    let program = folder.join("bin/zizmor");
    let wanted = places::root().join(WANTED);
    let installed = folder.join("installed.txt");
    if program.is_file() && same(&wanted, &installed) {
        return Ok(program);
    }
    if packages::are_known_here() && !has_environments() {
        packages::provide_these(&["python3-venv"], consent)?;
    }
    if !has_environments() {
        return Err(Failure::Lacks(vec![Lack {
            what: "Python 3 with its venv module".to_owned(),
            remedy: "Install it; the linter of the workflows comes by it".to_owned(),
        }]));
    }
    Run::new("python3", ["-m", "venv", "--clear"])
        .argument(&folder)
        .pass()?;
    Run::new(
        &folder.join("bin/pip").to_string_lossy(),
        ["install", "--quiet", "--disable-pip-version-check"],
    )
    .argument("--only-binary=:all:")
    .argument("--require-hashes")
    .argument("--requirement")
    .argument(&wanted)
    .pass()?;
    fs::copy(&wanted, &installed).map_err(|source| Failure::File {
        what: format!("{} could not be written", installed.display()),
        source,
    })?;
    Ok(program)
}

fn has_environments() -> bool {
    // The module alone is there on Debian without the package that makes it work.
    Run::new("python3", ["-c", "import ensurepip, venv"])
        .answer()
        .is_some_and(|answer| answer.passed)
}

fn same(one: &Path, other: &Path) -> bool {
    fs::read(one).is_ok_and(|wanted| fs::read(other).is_ok_and(|there| there == wanted))
}
