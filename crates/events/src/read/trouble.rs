//! What is wrong with a row, before it is known where the row stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::text::shown;
use crate::{EventsError, Issue, Outcome};

/// What is wrong with a row or file, without its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Stable short name of the kind.
    pub(crate) kind: &'static str,
    /// Column to blame.
    pub(crate) column: Option<&'static str>,
    /// What becomes of the row.
    pub(crate) outcome: Outcome,
    /// A clause with the value.
    pub(crate) reason: String,
    /// An imperative sentence.
    pub(crate) remedy: &'static str,
}

impl Trouble {
    /// A reason to leave the row out.
    pub(crate) fn rejected(kind: &'static str, reason: String, remedy: &'static str) -> Self {
        Self {
            kind,
            column: None,
            outcome: Outcome::Rejected,
            reason,
            remedy,
        }
    }

    /// A doubt about a row that is kept.
    pub(crate) fn kept(kind: &'static str, reason: String, remedy: &'static str) -> Self {
        Self {
            outcome: Outcome::Kept,
            ..Self::rejected(kind, reason, remedy)
        }
    }

    /// The same, blaming a column.
    pub(crate) fn at(mut self, column: &'static str) -> Self {
        self.column = Some(column);
        self
    }

    /// A required field that is empty.
    pub(crate) fn missing(column: &'static str, what: &str) -> Self {
        Self::rejected(
            "missing-value",
            format!("The {what} is missing"),
            "Fill the field, or take the row from the original release",
        )
        .at(column)
    }

    /// A value that is not what its column holds.
    pub(crate) fn bad(
        kind: &'static str,
        column: &'static str,
        value: &str,
        is_not: &str,
        remedy: &'static str,
    ) -> Self {
        Self::rejected(kind, format!("{} {is_not}", shown(value)), remedy).at(column)
    }
}

/// How many rows had one kind of issue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueCount {
    /// Rows left out.
    pub rejected: u64,
    /// Rows kept.
    pub kept: u64,
}

/// Issues found so far: counted by kind, and listed up to a number of each kind.
#[derive(Debug)]
pub(crate) struct Findings {
    pub(crate) listed: Vec<Issue>,
    pub(crate) counts: BTreeMap<String, IssueCount>,
    per_kind: u64,
    strict: bool,
}

impl Findings {
    pub(crate) fn new(per_kind: usize, strict: bool) -> Self {
        Self {
            listed: Vec::new(),
            counts: BTreeMap::new(),
            per_kind: per_kind as u64,
            strict,
        }
    }

    /// Notes an issue; the first rejection is an error when strict.
    pub(crate) fn note(
        &mut self,
        file: &str,
        line: u64,
        trouble: Trouble,
    ) -> Result<(), EventsError> {
        let rejected = trouble.outcome == Outcome::Rejected;
        let count = self.counts.entry(trouble.kind.to_owned()).or_default();
        let before = count.rejected + count.kept;
        if rejected {
            count.rejected += 1;
        } else {
            count.kept += 1;
        }
        let stops = self.strict && rejected;
        if before >= self.per_kind && !stops {
            return Ok(());
        }
        let issue = Issue {
            file: file.to_owned(),
            line,
            column: trouble.column.map(str::to_owned),
            kind: trouble.kind.to_owned(),
            outcome: trouble.outcome,
            reason: trouble.reason,
            remedy: trouble.remedy.to_owned(),
        };
        if stops {
            return Err(EventsError::Strict(Box::new(issue)));
        }
        self.listed.push(issue);
        Ok(())
    }

    /// Issues that were counted but not listed.
    pub(crate) fn unlisted(&self) -> u64 {
        let all: u64 = self.counts.values().map(|c| c.rejected + c.kept).sum();
        all - self.listed.len() as u64
    }
}
