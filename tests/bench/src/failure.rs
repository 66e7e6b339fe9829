//! Why the bench stopped. A row that misses its aim is no failure: it is a result.

use std::path::PathBuf;

/// Why the bench stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line.
    #[error(
        "usage: bench [--quick] [--only NAME]… --app FILE --as-shipped FILE --empty FILE \
         --empty-hand-over FILE --package FILE --page FOLDER --out FOLDER"
    )]
    Usage,
    /// The desktop.
    #[error("{0}")]
    Desktop(#[from] support::desktop::BenchError),
    /// The practice Keap.
    #[error("the practice Keap did not start: {0}")]
    Keap(#[from] practice_keap::StartError),
    /// Our client, or the bare one.
    #[error("a call to the practice Keap failed: {0}")]
    Call(String),
    /// A file, or the system's own figures.
    #[error("{what}: {source}")]
    File {
        /// Which one.
        what: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The screen did not come to rest, or showed nothing.
    #[error("{0} never came to rest on the screen")]
    NoPicture(String),
    /// A figure's own condition did not hold, so that it would be of something else.
    #[error("{0}")]
    NotMeasured(String),
}

impl Failure {
    /// For `map_err` beside a path.
    pub(crate) fn file(what: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::File { what, source }
    }
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        Self::Call(error.without_url().to_string())
    }
}

impl From<keap_client::Error> for Failure {
    fn from(error: keap_client::Error) -> Self {
        Self::Call(error.to_string())
    }
}
