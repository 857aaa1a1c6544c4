//! What was wrong with a row, where, and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What became of a row that was not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The row was left out.
    Rejected,
    /// The row was kept as it stands after a stated repair or with a doubt worth knowing.
    Kept,
}

/// One thing wrong with one row of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// File name as given, with `!member` for a file inside an archive.
    pub file: String,
    /// Line the record begins on, from 1 (GeoJSON: line the feature begins on).
    pub line: u64,
    /// Name of the column, when one is to blame.
    pub column: Option<String>,
    /// Stable short name of the kind of trouble, such as `bad-date`.
    pub kind: String,
    /// What became of the row.
    pub outcome: Outcome,
    /// What is wrong, with the offending value (shortened to 40 characters, control characters escaped).
    pub reason: String,
    /// What the user can do.
    pub remedy: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if let Some(column) = &self.column {
            write!(f, " [{column}]")?;
        }
        write!(f, " {}. {}", self.reason, self.remedy)
    }
}
