//! What can go wrong with the bench itself, in words that name the part.

use std::io;
use std::time::Duration;

/// A failure of the bench, or of what a test asked it to wait for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BenchError {
    /// A program the bench needs did not start; most often it is not installed.
    #[error("{program} did not start: {source}")]
    NotStarted {
        /// The program's name.
        program: String,
        /// What the system said.
        source: io::Error,
    },
    /// A program ended with a failure.
    #[error("{program} failed: {said}")]
    Failed {
        /// The program's name.
        program: String,
        /// What it wrote.
        said: String,
    },
    /// Something did not happen in time.
    #[error("waited {limit:?} in vain for {what}")]
    TimedOut {
        /// What was waited for.
        what: String,
        /// For how long.
        limit: Duration,
    },
    /// A driver refused to open a session.
    #[error("the driver opened no session: {0}")]
    NoDriverSession(#[source] Box<fantoccini::error::NewSessionError>),
    /// A driver's command failed.
    #[error("the driver failed at {at}: {source}")]
    Driver {
        /// What was asked of it.
        at: String,
        /// What it answered.
        source: Box<fantoccini::error::CmdError>,
    },
    /// A file or socket of the bench failed.
    #[error("the bench's files failed: {0}")]
    Files(#[from] io::Error),
}
