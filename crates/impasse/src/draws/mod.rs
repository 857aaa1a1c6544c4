//! Draws of a case's assumptions that go with its record, and the Parquet file that holds them.
//!
//! A row for each draw: `draw` its number from 0, `distance` of its replay from the record (1 is alike), `chances.seed`
//! and `chances.run` of the course that its past took, then `level.KEY` of each assumption, 0 to 1, and `value.KEY`, its
//! quantile there. The footer tells under `impasse-draws` what it was made from ([`About`]). Levels and chances are all
//! that runs need: how things stand is replayed from them.

mod reader;
mod writer;

use calendar::{Date, Month};
use case::Case;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use theatre::calibration::{self, Calibration};
use theatre::{Chances, Openings};

use crate::failure::Result;

/// Where [`About`] stands in the footer of a file.
const FOOTER: &str = "impasse-draws";

/// What draws were made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct About {
    /// Version of the program.
    version: String,
    /// Key of the case.
    case: String,
    /// SHA-256 of the case with the files beside it.
    case_sha256: String,
    /// Last day whose facts were used; runs go on from there.
    pub(crate) as_of: Date,
    /// First month that was replayed.
    pub(crate) from: Month,
    /// The last.
    pub(crate) to: Month,
    /// Seed.
    seed: u64,
    /// Distance from the record that a replay may have.
    tolerance: f64,
    /// Share of the draws that are not copies of another.
    different: f64,
    /// Replays that it took.
    replays: u64,
}

/// A draw.
#[derive(Debug, Clone, PartialEq)]
struct Draw {
    levels: Vec<f64>,
    chances: Chances,
    distance: f64,
}

/// Draws that runs begin from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draws {
    pub(crate) about: About,
    /// Keys of the assumptions.
    keys: Vec<String>,
    all: Vec<Draw>,
}

impl Draws {
    /// What a calibration of a case, as known on its day, found.
    pub(crate) fn new(case: &Case, seed: u64, found: Calibration) -> Self {
        let about = About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            case: case.about.key.clone(),
            case_sha256: case.sha256(),
            as_of: case.data.as_of,
            from: found.first,
            to: found.first + (calibration::MONTHS as i32 - 1),
            seed,
            tolerance: found.tolerance,
            different: found.unique,
            replays: found.runs,
        };
        let draw = |draw: calibration::Draw| Draw {
            levels: draw.levels,
            chances: draw.chances,
            distance: draw.distance,
        };
        Self {
            about,
            keys: found.keys,
            all: found.draws.into_iter().map(draw).collect(),
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Where runs of the case begin.
    pub(crate) fn openings(&self, case: &Case) -> Result<Openings> {
        let past = |draw: &Draw| (draw.levels.clone(), draw.chances);
        let draws = self.all.iter().map(past).collect();
        Ok(calibration::openings(
            case,
            self.about.to,
            &self.keys,
            draws,
        )?)
    }

    /// SHA-256 in hexadecimal of all that runs take from them.
    pub(crate) fn digest(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(format!("{} {}\n", self.about.as_of, self.about.to));
        for key in &self.keys {
            digest.update(format!("{key}\n"));
        }
        for draw in &self.all {
            for level in &draw.levels {
                digest.update(level.to_le_bytes());
            }
            digest.update(draw.chances.seed.to_le_bytes());
            digest.update(draw.chances.run.to_le_bytes());
        }
        events::hexadecimal(&digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use case::Case;
    use theatre::calibration::Calibration;

    use super::*;

    fn found() -> (Case, Calibration) {
        let case = Case::builtin("mali-2024").unwrap();
        let inputs = assessment::Inputs {
            draws: 3,
            ..assessment::Inputs::new(&case)
        };
        let found = assessment::calibrate(&inputs).unwrap();
        (case, found)
    }

    #[test]
    fn a_file_gives_back_what_was_written_to_the_bit() {
        let (case, found) = found();
        let draws = Draws::new(&case, 1, found.clone());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("draws.parquet");
        draws.write(&path, &case).unwrap();
        let back = Draws::read(&path, &case).unwrap();
        assert_eq!(back, draws);
        assert_eq!(back.digest(), draws.digest());
        let (Openings::Of(one), Openings::Of(other)) = (
            found.openings(&case).unwrap(),
            back.openings(&case).unwrap(),
        ) else {
            panic!("priors");
        };
        assert_eq!(one, other);
    }

    #[test]
    fn a_digest_tells_draws_apart() {
        let (case, found) = found();
        let draws = Draws::new(&case, 1, found);
        let mut other = draws.clone();
        let level = &mut other.all[2].levels[0];
        *level = f64::from_bits(level.to_bits() ^ 1);
        assert_ne!(other.digest(), draws.digest());
        let mut later = draws.clone();
        later.about.to = later.about.to + 1;
        assert_ne!(later.digest(), draws.digest());
        // What runs do not take from them does not count.
        let mut further = draws.clone();
        further.all[0].distance += 1.0;
        assert_eq!(further.digest(), draws.digest());
    }
}
