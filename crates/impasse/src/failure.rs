//! What can go wrong, with what to do about it, and what the process then says by its exit code.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::process::ExitCode;

use assessment::AssessmentError;
use case::CaseError;
use events::EventsError;
use miette::{Diagnostic, LabeledSpan, SourceCode};
use parquet::errors::ParquetError;
use places::PlacesError;
use strategy::StrategyError;
use theatre::TheatreError;
use trajectory::TrajectoryError;

/// Faults of a case that are shown at once.
const FAULTS: usize = 20;

/// The result of a command.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// An error that ends the program.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A case with faults, or none of that name.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// An event file, the store or a download.
    #[error(transparent)]
    Events(#[from] EventsError),
    /// A boundary file.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// The analysis itself.
    #[error(transparent)]
    Assessment(AssessmentError),
    /// A trajectory that cannot be told.
    #[error(transparent)]
    Trajectory(#[from] TrajectoryError),
    /// A case that cannot be simulated.
    #[error(transparent)]
    Theatre(#[from] TheatreError),
    /// A game that cannot be read or solved.
    #[error(transparent)]
    Strategy(#[from] StrategyError),
    /// The command line or its files are at fault.
    #[error("{message}")]
    BadInput {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// A table of runs could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the reader or the writer said.
        source: ParquetError,
    },
    /// The user or the system asked to stop.
    #[error("stopped: {kept}")]
    Stopped {
        /// What is done and what is not.
        kept: String,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
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

impl Diagnostic for Failure {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        match self {
            Self::Case(CaseError::Invalid { problems, .. }) if problems.len() > FAULTS => {
                let rest = problems.len() - FAULTS;
                Some(Box::new(format!(
                    "the first {FAULTS} are shown; put them right and check again for the other {rest}"
                )))
            }
            Self::Case(error) => error.help(),
            Self::Events(EventsError::Io { source, .. })
            | Self::Assessment(AssessmentError::Events(EventsError::Io { source, .. }))
            | Self::Places(PlacesError::Io { source, .. })
            | Self::Strategy(StrategyError::Io { source, .. })
            | Self::Write { source, .. } => Some(Box::new(remedy(source))),
            Self::Strategy(error) => error.help(),
            Self::BadInput { help, .. } => Some(Box::new(help)),
            Self::Parquet { .. } => Some(Box::new(
                "check the room on the disk; a file that cannot be read has to be made again",
            )),
            Self::Stopped { .. } => Some(Box::new("the same command goes on from there")),
            Self::Output(_) => Some(Box::new("check that its disk has room, or name a file")),
            Self::Threads(_) => Some(Box::new("give fewer --threads")),
            // Their messages end with what to do.
            Self::Events(_)
            | Self::Places(_)
            | Self::Assessment(_)
            | Self::Trajectory(_)
            | Self::Theatre(_) => None,
        }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        match self {
            Self::Strategy(error) => error.source_code(),
            _ => None,
        }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        match self {
            Self::Strategy(error) => error.labels(),
            _ => None,
        }
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match self {
            Self::Case(error) => Some(Box::new(error.related()?.take(FAULTS))),
            _ => None,
        }
    }
}

impl From<AssessmentError> for Failure {
    fn from(error: AssessmentError) -> Self {
        match error {
            AssessmentError::Theatre(TheatreError::Stopped) => Self::Stopped {
                kept: "nothing is written".to_owned(),
            },
            other => Self::Assessment(other),
        }
    }
}

/// What to do about a file that the system does not let one read or write.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "check that the path is right",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "check that you have the right to read or write there, or name another place"
        }
        ErrorKind::IsADirectory => "this is a folder; name a file",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "a file stands where a folder is needed; name another folder"
        }
        _ => "check the path, your rights to it and the room on the disk",
    }
}

/// Input at fault, in words.
pub(crate) fn bad_input(message: impl Into<String>, help: impl Into<String>) -> Failure {
    Failure::BadInput {
        message: message.into(),
        help: help.into(),
    }
}

/// Exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All done, or the reader of the output went away, as `head` does.
    Success = 0,
    /// Something failed: a file, the network, the store.
    Failure = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The input is at fault: a case with errors, a file that is no event data, `--strict`.
    BadInput = 3,
}

impl Exit {
    /// The code of an error.
    pub(crate) fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Output(error) if error.kind() == ErrorKind::BrokenPipe => Self::Success,
            Failure::Case(CaseError::Io { .. })
            | Failure::Strategy(StrategyError::Io { .. })
            | Failure::Places(PlacesError::Io { .. })
            | Failure::Write { .. }
            | Failure::Parquet { .. }
            | Failure::Stopped { .. }
            | Failure::Output(_)
            | Failure::Threads(_) => Self::Failure,
            Failure::Events(error) | Failure::Assessment(AssessmentError::Events(error)) => {
                match error {
                    EventsError::Strict(_)
                    | EventsError::Figures(_)
                    | EventsError::Unreadable { .. }
                    | EventsError::UnknownCountry { .. }
                    | EventsError::Key { .. }
                    | EventsError::MixedPublishers
                    | EventsError::TooManyMonths { .. } => Self::BadInput,
                    _ => Self::Failure,
                }
            }
            Failure::Case(_)
            | Failure::Places(_)
            | Failure::Assessment(_)
            | Failure::Trajectory(_)
            | Failure::Theatre(_)
            | Failure::Strategy(_)
            | Failure::BadInput { .. } => Self::BadInput,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
