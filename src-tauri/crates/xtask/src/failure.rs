//! Why a command stopped, in words for the person in front of the terminal.

use std::fmt;
use std::io;
use std::time::Duration;

/// Something that this machine lacks, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lack {
    /// What is missing.
    pub(crate) what: String,
    /// What to do.
    pub(crate) remedy: String,
}

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A program could not be started.
    NotStarted {
        /// The program.
        program: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A program ended with another status than 0.
    Exit {
        /// The command line.
        what: String,
        /// The status; none if a signal ended it.
        code: Option<i32>,
    },
    /// A program was ended because it took too long.
    TooLong {
        /// The command line.
        what: String,
        /// How long it was given.
        limit: Duration,
    },
    /// A file could not be read or written.
    File {
        /// The file, and what was to be done with it.
        what: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// This machine lacks something that a person has to install.
    Lacks(Vec<Lack>),
    /// The person said no to an installation.
    Declined,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted { program, source } => {
                write!(f, "{program} could not be started: {source}.")
            }
            Self::Exit {
                what,
                code: Some(code),
            } => write!(f, "`{what}` ended with status {code}."),
            Self::Exit { what, code: None } => write!(f, "`{what}` was ended by a signal."),
            Self::TooLong { what, limit } => write!(
                f,
                "`{what}` was ended: it took longer than {} minutes.",
                limit.as_secs() / 60
            ),
            Self::File { what, source } => write!(f, "{what}: {source}."),
            Self::Lacks(lacks) => {
                write!(f, "This machine lacks:")?;
                for lack in lacks {
                    write!(f, "\n  {}. {}", lack.what, lack.remedy)?;
                }
                Ok(())
            }
            Self::Declined => write!(f, "Nothing was installed, and nothing else was done."),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotStarted { source, .. } | Self::File { source, .. } => Some(source),
            Self::Exit { .. } | Self::TooLong { .. } | Self::Lacks(_) | Self::Declined => None,
        }
    }
}
