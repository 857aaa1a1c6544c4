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
}

impl TrajectoryError {
    pub(crate) fn reach(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Reach {
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}
