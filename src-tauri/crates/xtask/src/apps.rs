//! The two builds of the app that tests drive. Does not know the tests.

use std::path::PathBuf;

use crate::cargo::{TESTED, sealed};
use crate::failure::Failure;
use crate::places;
use crate::run::Run;

/// The profile of the app as people get it: a release, without what makes one slow to build.
pub(crate) const SHIPPED: &str = "shipped";

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
        // The package alone: the tests' own features must not be in what people get.
        sealed(["build", "-p", "keapsake", "--profile", SHIPPED]).pass()?;
        // The test is named so that the build and the run share their dependencies.
        let test = format!("--test={test}");
        let arguments = ["build", "--workspace", "--bin=keapsake", &test];
        sealed(arguments.into_iter().chain(["--features", TESTED])).pass()?;
        Ok(Self {
            tested: places::built("keapsake"),
            as_shipped: places::target().join(SHIPPED).join("keapsake"),
        })
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
