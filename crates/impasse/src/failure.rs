//! What can go wrong, with what to do about it, and what the process then says by its exit code.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use assessment::AssessmentError;
use case::CaseError;
use events::EventsError;
use places::PlacesError;

/// The result of a command.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// An error that ends the program.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(crate) enum Failure {
    /// A case with faults, or none of that name.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Case(#[from] CaseError),
    /// An event file, the store or a download.
    #[error(transparent)]
    Events(#[from] EventsError),
    /// A boundary file.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// The analysis itself.
    #[error(transparent)]
    Assessment(#[from] AssessmentError),
    /// The command line or its files are at fault.
    #[error("{message}")]
    BadInput {
        /// What is wrong.
        message: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// A file could not be written.
    #[error("{path}: {source}", path = path.display())]
    #[diagnostic(help("check that the folder may be written to and that the disk has room"))]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Standard output could not be written to.
    #[error("standard output: {0}")]
    Output(io::Error),
    /// The threads could not be started.
    #[error("the threads could not be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Input at fault, in words.
pub(crate) fn bad_input(message: impl Into<String>, help: impl Into<String>) -> Failure {
    Failure::BadInput {
        message: message.into(),
        help: help.into(),
    }
}

/// Exit codes. Usage errors exit with 2, which `clap` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All done, or the reader of the output went away, as `head` does.
    Success = 0,
    /// Something failed: a file, the network, the store.
    Failure = 1,
    /// The input is at fault: a case with errors, a file that is no event data, `--strict`.
    BadInput = 3,
}

impl Exit {
    /// The code of an error.
    pub(crate) fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Self::Success,
            Failure::Case(CaseError::Io { .. })
            | Failure::Places(PlacesError::Io { .. })
            | Failure::Write { .. }
            | Failure::Output(_)
            | Failure::Threads(_) => Self::Failure,
            Failure::Events(error) | Failure::Assessment(AssessmentError::Events(error)) => {
                match error {
                    EventsError::Strict(_)
                    | EventsError::Figures(_)
                    | EventsError::Unreadable { .. }
                    | EventsError::UnknownCountry { .. } => Self::BadInput,
                    _ => Self::Failure,
                }
            }
            Failure::Case(_) | Failure::Places(_) | Failure::Assessment(_) | Failure::BadInput { .. } => {
                Self::BadInput
            }
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
