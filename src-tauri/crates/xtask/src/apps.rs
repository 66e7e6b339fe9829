//! The two builds of the app that tests drive. Does not know the tests.

use std::path::{Path, PathBuf};

use crate::cargo::{TESTED, sealed};
use crate::failure::Failure;
use crate::places;
use crate::run::Run;

/// The app as people get it, and the app that can be pointed at another Keap, are two programs.
pub(crate) struct Apps {
    tested: PathBuf,
    as_shipped: PathBuf,
}

impl Apps {
    /// Builds both, and with them the test program that is to drive them.
    ///
    /// # Errors
    /// When something does not build, or cannot be kept.
    pub(crate) fn build(test: &str) -> Result<Self, Failure> {
        let tested = places::built("keapsake");
        let as_shipped = places::target().join("desktop").join("keapsake");
        let test = format!("--test={test}");
        let build = |features: &[&'static str]| {
            // The test is named so that both builds and the run share their dependencies.
            let mut arguments = vec!["build", "--workspace", "--bin=keapsake", test.as_str()];
            arguments.extend(features);
            sealed(arguments).pass()
        };
        build(&[])?;
        keep(&tested, &as_shipped)?;
        build(&["--features", TESTED])?;
        Ok(Self { tested, as_shipped })
    }

    /// The run of a test program that drives them, one test at a time.
    pub(crate) fn test(&self, test: &str) -> Run {
        sealed([
            "test",
            "--workspace",
            &format!("--test={test}"),
            "--features",
            TESTED,
            "--no-fail-fast",
            "--",
            "--test-threads=1",
        ])
        .with("KEAPSAKE_APP", &self.tested)
        .with("KEAPSAKE_APP_AS_SHIPPED", &self.as_shipped)
    }
}

fn keep(program: &Path, as_file: &Path) -> Result<(), Failure> {
    let in_words = |source| Failure::File {
        what: format!("copying {} to {}", program.display(), as_file.display()),
        source,
    };
    if let Some(folder) = as_file.parent() {
        std::fs::create_dir_all(folder).map_err(in_words)?;
    }
    std::fs::copy(program, as_file).map_err(in_words)?;
    Ok(())
}
