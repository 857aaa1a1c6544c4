//! Where the runs of a job begin.

use assessment::{AssessmentError, Inputs};
use case::Case;
use theatre::{Openings, TheatreError};

use crate::cli::SimulateOptions;
use crate::draws::Draws;
use crate::failure::Result;
use crate::output;
use crate::progress::Rounds;

/// Where runs begin, and what is said of it.
pub(super) struct Start {
    pub(super) openings: Openings,
    /// What sets it apart from every other: `priors`, or `draws` with their digest.
    pub(super) name: String,
    /// In words, after "begun from".
    pub(super) told: String,
}

impl Start {
    /// From draws that were read; from the priors, when asked for or when there is no record to go by, which is then said;
    /// else from draws that go with the record, as an assessment finds them.
    pub(super) fn of(case: &Case, options: &SimulateOptions, given: Option<Draws>) -> Result<Self> {
        if let Some(draws) = given {
            return Self::draws(case, &draws);
        }
        if options.from_priors {
            return Ok(Self::priors());
        }
        let inputs = Inputs {
            seed: options.seed,
            runs: options.runs,
            ..Inputs::new(case)
        };
        let rounds = Rounds::new();
        let found = assessment::calibrate_telling(&inputs, |round| rounds.hear(&round));
        drop(rounds);
        match found {
            Ok(found) => Self::draws(case, &Draws::new(case, options.seed, found)),
            Err(
                why @ (AssessmentError::NoRecord { .. }
                | AssessmentError::NothingYet { .. }
                | AssessmentError::Theatre(TheatreError::ShortRecord { .. })),
            ) => {
                output::note(&format!("Not calibrated: {why}."));
                Ok(Self::priors())
            }
            Err(other) => Err(other.into()),
        }
    }

    fn priors() -> Self {
        Self {
            openings: Openings::Priors,
            name: "priors".to_owned(),
            told: "the priors, not calibrated".to_owned(),
        }
    }

    fn draws(case: &Case, draws: &Draws) -> Result<Self> {
        Ok(Self {
            openings: draws.openings(case)?,
            name: format!("draws {}", draws.digest()),
            told: format!(
                "{} that go with the record of {} to {}",
                output::of(draws.len() as u64, "draw", "draws"),
                draws.about.from,
                draws.about.to
            ),
        })
    }
}
