//! What goes wrong with a boundary file, where, and what to do about it.

use std::fmt;
use std::path::PathBuf;

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    /// A file could not be read.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file, or with `strict` one feature of it, is not what it should be.
    #[error("{0}")]
    Defect(Defect),
    /// An outline was asked for of a country without regions.
    #[error(
        "no region of {iso3} among the boundaries. Read a file that has the country's admin-1 polygons"
    )]
    NoRegions {
        /// ISO 3166-1 alpha-3 code asked for.
        iso3: String,
    },
    /// An outline was asked for of regions a few metres across.
    #[error("the regions of {iso3} are too small to draw. Check that coordinates are in degrees")]
    TooSmall {
        /// ISO 3166-1 alpha-3 code asked for.
        iso3: String,
    },
}

/// One thing wrong with a boundary file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// File name as given.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// Column from 1, in bytes.
    pub column: usize,
    /// What is wrong.
    pub reason: String,
    /// What the user can do.
    pub remedy: String,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            reason,
            remedy,
        } = self;
        write!(f, "{file}:{line}:{column}: {reason}. {remedy}")
    }
}
