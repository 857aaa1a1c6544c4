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
    Strict(Box<crate::Issue>),
    /// The first bad line of a file of figures, which is read whole or not at all.
    #[error("{0}")]
    Figures(Box<crate::Issue>),
    /// A file as a whole is not what can be read.
    #[error("{file}: {reason}. {remedy}")]
    Unreadable {
        /// File name as given, with `!member` for a file inside an archive.
        file: String,
        /// What is wrong, with what the file seems to be.
        reason: String,
        /// What the user can do.
        remedy: &'static str,
    },
    /// A country was asked for by a name that is not known.
    #[error(
        "{name} is not a country that is known here. Give its ISO 3166-1 alpha-3 code, such as MLI"
    )]
    UnknownCountry {
        /// The name, quoted.
        name: String,
    },

    /// A Parquet file could not be written or read.
    #[error("{path}: {source}. If the file is the store's, remove it with `data rm` and add its source again", path = path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the Parquet library said.
        source: parquet::errors::ParquetError,
    },
    /// A table's columns are not those of an event table.
    #[error("{path}: {reason}", path = path.display())]
    Columns {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// There is no home directory to keep the store under.
    #[error("no data directory: neither XDG_DATA_HOME nor HOME is set; name one with IMPASSE_DATA")]
    NoDataDirectory,
    /// Another process writes to the store.
    #[error("{path}: another process is writing to the store; try again when it has finished", path = path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// The store's list of contents does not parse.
    #[error("{path}: not a manifest this version reads: {reason}. Move the directory away and add the files again", path = path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file of the store is not the one that was written.
    #[error("{path}: the file was changed after it was stored (its SHA-256 differs); remove it with `data rm` and add its source again", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The file changed while it was read.
    #[error("{path}: the file changed while it was being read; add it again when its writer has finished", path = path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Nothing in the store goes by that key, or more than one thing.
    #[error(
        "`{key}` names {count} of the store{choice}",
        count = if *.many { "several entries" } else { "no entry" },
        choice = if known.is_empty() {
            ", which is empty; `data add` fills it".to_owned()
        } else {
            format!("; name one of: {known}")
        }
    )]
    Key {
        /// The key asked for.
        key: String,
        /// Several entries match.
        many: bool,
        /// Keys that exist.
        known: String,
    },
    /// Events of UCDP and of ACLED would be counted together.
    #[error(
        "events of both UCDP and ACLED: they record the same violence by different rules and must not be added up; choose one source, or ask for both by name"
    )]
    MixedPublishers,
    /// A panel would be too long.
    #[error(
        "a panel from {first} to {last} is longer than 500 years; check the dates or name the months"
    )]
    TooManyMonths {
        /// First month.
        first: calendar::Month,
        /// Last month.
        last: calendar::Month,
    },
    /// A server answered with an error.
    #[error("{url}: the server answered {status}{detail}. {remedy}")]
    Http {
        /// Address, without its query.
        url: String,
        /// HTTP status code.
        status: u16,
        /// What the server said, shortened; empty or beginning with `: `.
        detail: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A server could not be reached, or the connection broke more often than it was tried again.
    #[error(
        "{url}: {reason}. Check the connection and try again; a download goes on where it stopped"
    )]
    Network {
        /// Address, without its query.
        url: String,
        /// What went wrong.
        reason: String,
    },
    /// A server's answer is not what it should be.
    #[error("{url}: {reason}")]
    Answer {
        /// Address, without its query.
        url: String,
        /// What is wrong with it, and what to do.
        reason: String,
    },
    /// ACLED's credentials are missing or were refused.
    #[error("ACLED: {0}")]
    Credentials(String),
}

impl EventsError {
    /// A file that as a whole is not what can be read.
    pub(crate) fn unreadable(file: &str, reason: impl Into<String>, remedy: &'static str) -> Self {
        Self::Unreadable {
            file: file.to_owned(),
            reason: reason.into(),
            remedy,
        }
    }
}
