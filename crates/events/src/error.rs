//! What stops a whole file or store, with what to do about it.

use std::path::PathBuf;

/// An error that stops a reader, the store or a download. Row-level trouble is an
/// [`Issue`](crate::Issue) instead and stops nothing unless asked to.
#[derive(Debug, thiserror::Error)]
pub enum EventsError {
    /// A file could not be opened, read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// `--strict`: the first bad row.
    #[error("{0}")]
    Strict(crate::Issue),
}
