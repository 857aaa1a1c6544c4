//! The user's store: one Parquet file for every event file added, and a manifest.

mod add;
mod atomic;
mod citation;
mod load;
mod manifest;
mod vintage;
mod writer;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

pub use add::Added;
pub(crate) use atomic::{io, make_directory, write_whole};
pub use citation::citation;
pub use load::{AsKnown, Loaded, Publisher, Query};
pub use manifest::{Entry, Source};
pub use vintage::Overlap;
pub(crate) use writer::properties;

use atomic::sync_directory;
use manifest::Manifest;

use crate::EventsError;

/// Environment variable that names the store's directory.
pub const DATA_VARIABLE: &str = "IMPASSE_DATA";

/// A directory of event data.
///
/// Under it lie `manifest.json`, one Parquet file (zstd) for every file added, by series and
/// version, `downloads/`, and nothing else that lasts. Nothing is written outside it. Files are
/// written whole and renamed into place, the manifest last: a crash at any point leaves the store as
/// it was. What it holds depends on the bytes added alone, not on when or in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// The store in `directory`, or else where the environment says (`IMPASSE_DATA`), or else in the
    /// user's data directory (`$XDG_DATA_HOME/impasse`, `~/.local/share/impasse`).
    ///
    /// Creates nothing. Fails when there is neither and no home directory.
    pub fn open(directory: Option<&Path>) -> Result<Self, EventsError> {
        Self::locate(
            directory,
            std::env::var_os(DATA_VARIABLE).map(PathBuf::from),
        )
    }

    fn locate(directory: Option<&Path>, variable: Option<PathBuf>) -> Result<Self, EventsError> {
        let named = directory
            .map(Path::to_owned)
            .or(variable)
            .filter(|path| !path.as_os_str().is_empty());
        let root = if let Some(path) = named {
            path
        } else {
            use etcetera::BaseStrategy;
            let directories = etcetera::choose_base_strategy();
            directories
                .map_err(|_| EventsError::NoDataDirectory)?
                .data_dir()
                .join("impasse")
        };
        Ok(Self { root })
    }

    /// The directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where downloads lie until they are added; created by the first of them.
    pub fn downloads(&self) -> PathBuf {
        self.root.join("downloads")
    }

    /// What the store holds, sorted by key. Empty when it does not exist yet.
    pub fn list(&self) -> Result<Vec<Entry>, EventsError> {
        Ok(Manifest::read(&self.root)?.entries)
    }

    /// The entry that `key` names: a whole key, the beginning of one, or at least four digits of the
    /// beginning of the added file's SHA-256.
    pub fn describe(&self, key: &str) -> Result<Entry, EventsError> {
        let entries = self.list()?;
        let whole = entries.iter().find(|entry| entry.key == key);
        let mut matching = entries.iter().filter(|entry| {
            !key.is_empty()
                && (entry.key.starts_with(key)
                    || (key.len() >= 4 && entry.source.sha256.starts_with(key)))
        });
        match (whole, matching.next(), matching.next()) {
            (Some(entry), ..) | (None, Some(entry), None) => Ok(entry.clone()),
            (None, first, _) => Err(EventsError::Key {
                key: key.to_owned(),
                many: first.is_some(),
                known: entries
                    .iter()
                    .map(|entry| entry.key.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            }),
        }
    }

    /// Takes an entry out of the store and says which it was. Keys as in [`describe`](Self::describe).
    pub fn remove(&self, key: &str) -> Result<Entry, EventsError> {
        let entry = self.describe(key)?;
        let _lock = self.lock()?;
        let mut manifest = Manifest::read(&self.root)?;
        manifest.entries.retain(|other| other.key != entry.key);
        manifest.write(&self.root)?;
        self.delete(&entry)?;
        Ok(entry)
    }

    fn partial(&self) -> PathBuf {
        self.root.join(".partial")
    }

    /// Keeps other writers out until dropped, by a lock that the system lifts when a process dies,
    /// and clears away what such a process left half written.
    fn lock(&self) -> Result<File, EventsError> {
        make_directory(&self.root)?;
        let path = self.root.join(".lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(io(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(EventsError::Locked { path }),
            Err(TryLockError::Error(error)) => return Err(io(&path)(error)),
        }
        let partial = self.partial();
        if partial.is_dir() {
            fs::remove_dir_all(&partial).map_err(io(&partial))?;
        }
        make_directory(&partial)?;
        sync_directory(&self.root)?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests;
