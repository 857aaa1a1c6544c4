//! The simulated records: rates and intensities as fits of real lineages have them.

use trajectory::reach::Simulation;

/// Events a month in a held cell: 5, 25, 50, 75 and 95 % of the lineages that `reach_survey.rs` fits.
pub(crate) const INTENSITIES: [f64; 5] = [0.044, 0.072, 0.173, 0.313, 1.04];
/// What expansion adds to contagion, and contraction to exit: such that fits of the simulated records
/// find rates and a pace like those found in fits of real ones, rather lower than higher.
const SURGES: [f64; 3] = [0.25, 0.35, 0.52];
const RETREATS: [f64; 3] = [0.095, 0.14, 0.225];

/// The design of a record: every level of detection with every surge and retreat in 45 records. On
/// 10 x 10 cells with five held at first, reach is about as large as in the fits.
pub(crate) fn design(set: u64) -> Simulation {
    let set = set as usize;
    Simulation {
        rows: 10,
        columns: 10,
        start: 5,
        intensity: INTENSITIES[set % 5],
        surge: SURGES[set / 5 % 3],
        retreat: RETREATS[set / 15 % 3],
        sweeping: 0.05,
        ..Simulation::default()
    }
}

/// The same on 7 x 7 cells, so that about as many cells are held as in fits of real lineages.
#[allow(dead_code)] // One of the two tests that share this design has no use for it.
pub(crate) fn small(set: u64) -> Simulation {
    Simulation {
        rows: 7,
        columns: 7,
        ..design(set)
    }
}
