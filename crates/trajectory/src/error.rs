//! What can go wrong, with a remedy.

/// Why a trajectory could not be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrajectoryError {
    /// Input of the occupancy model that does not hold together.
    #[error("reach cannot be fitted to {what}: {remedy}")]
    Reach {
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// A series of which phases cannot be told.
    #[error("no phases of {what}: {remedy}")]
    Phases {
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// More hindsight than is answered for.
    #[error("{asked} months of hindsight: ask with 0 to 24")]
    Hindsight {
        /// Months asked for.
        asked: u32,
    },
    /// The record does not hold the months that a question needs.
    #[error(
        "{iso3}, {month} with {hindsight} months of hindsight: the record holds the months {held}; ask about \
         a month after its first and with no more hindsight than it reaches, or give a longer record"
    )]
    Uncovered {
        /// Country.
        iso3: String,
        /// Month asked about.
        month: calendar::Month,
        /// Months of hindsight asked for.
        hindsight: u32,
        /// What the record holds: `1989-01 to 2024-12`, or `none`.
        held: String,
    },
}

impl TrajectoryError {
    pub(crate) fn phases(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Phases {
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    pub(crate) fn reach(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Reach {
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}
