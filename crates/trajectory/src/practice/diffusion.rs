//! Escalation and relocation.

use std::collections::{BTreeMap, BTreeSet};

use places::Gid;
use rand::seq::SliceRandom;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A count of cells with what chance would give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiffusionCount {
    /// Cells.
    pub cells: usize,
    /// Mean over the permutations.
    pub expected: f64,
    /// Share of permutations (the record counted among them) with at least as many: a one-sided
    /// p-value.
    pub p_value: f64,
}

/// How violence moved from one period to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Diffusion {
    /// Number of the later period.
    pub period: usize,
    /// Cells active in the period before, and in this one.
    pub active: (usize, usize),
    /// Newly active cells beside one that was active and stays so.
    pub escalation: DiffusionCount,
    /// Newly active cells beside cells that were active, all of which fell quiet.
    pub relocation: DiffusionCount,
    /// Newly active cells with no active neighbour before.
    pub apart: usize,
}

/// Counts escalation and relocation between consecutive periods.
///
/// `study` are the cells in which violence could be; `active` the cells with events of each period
/// (cells outside the study area are added to it). Each permutation keeps the earlier period and deals
/// the later period's cells out anew over the study area. Deterministic given the seed.
///
/// ```
/// use places::Gid;
/// use trajectory::practice::diffusion;
/// let cell = |row: u32, column: u32| Gid::new(row * 720 + column + 1).unwrap();
/// let study: Vec<Gid> = (100..110).flat_map(|r| (100..110).map(move |c| cell(r, c))).collect();
/// let periods = [vec![cell(105, 105)], vec![cell(105, 106)]];
/// let moved = diffusion(&study, &periods, 99, 1);
/// assert_eq!((moved[0].relocation.cells, moved[0].escalation.cells), (1, 0));
/// ```
pub fn diffusion(
    study: &[Gid],
    active: &[Vec<Gid>],
    permutations: u32,
    seed: u64,
) -> Vec<Diffusion> {
    let area: BTreeSet<Gid> = study
        .iter()
        .chain(active.iter().flatten())
        .copied()
        .collect();
    let area: Vec<Gid> = area.into_iter().collect();
    let numbers: BTreeMap<Gid, usize> = area.iter().enumerate().map(|(n, gid)| (*gid, n)).collect();
    let touching: Vec<Vec<usize>> = area
        .iter()
        .map(|gid| {
            let around: BTreeSet<Gid> = gid.queen().filter(|other| other != gid).collect();
            around
                .iter()
                .filter_map(|other| numbers.get(other).copied())
                .collect()
        })
        .collect();
    let marks = |cells: &Vec<Gid>| {
        let mut marks = vec![false; area.len()];
        for number in cells.iter().filter_map(|gid| numbers.get(gid)) {
            marks[*number] = true;
        }
        marks
    };
    let periods: Vec<Vec<bool>> = active.iter().map(marks).collect();
    let step = |(before, pair): (usize, &[Vec<bool>])| {
        compare(
            &touching,
            &pair[0],
            &pair[1],
            before + 1,
            permutations,
            seed,
        )
    };
    periods.windows(2).enumerate().map(step).collect()
}

fn compare(
    touching: &[Vec<usize>],
    before: &[bool],
    after: &[bool],
    period: usize,
    permutations: u32,
    seed: u64,
) -> Diffusion {
    let [escalation, relocation, apart] = count(touching, before, after);
    let mut rng = stats::stream(seed, "diffusion", period as u64);
    let mut dealt = after.to_vec();
    let (mut sums, mut as_many) = ([0_usize; 2], [1_u32; 2]);
    for _ in 0..permutations {
        dealt.shuffle(&mut rng);
        let drawn = count(touching, before, &dealt);
        for (i, observed) in [escalation, relocation].into_iter().enumerate() {
            sums[i] += drawn[i];
            as_many[i] += u32::from(drawn[i] >= observed);
        }
    }
    let held_against = |i: usize, cells: usize| DiffusionCount {
        cells,
        expected: sums[i] as f64 / f64::from(permutations.max(1)),
        p_value: f64::from(as_many[i]) / f64::from(permutations.saturating_add(1)),
    };
    let number = |marks: &[bool]| marks.iter().filter(|m| **m).count();
    Diffusion {
        period,
        active: (number(before), number(after)),
        escalation: held_against(0, escalation),
        relocation: held_against(1, relocation),
        apart,
    }
}

/// Newly active cells: by escalation, by relocation, apart.
fn count(touching: &[Vec<usize>], before: &[bool], after: &[bool]) -> [usize; 3] {
    let mut counts = [0; 3];
    for (cell, near) in touching.iter().enumerate() {
        if before[cell] || !after[cell] {
            continue;
        }
        let stays = near.iter().any(|&j| before[j] && after[j]);
        let was = near.iter().any(|&j| before[j]);
        counts[if stays {
            0
        } else if was {
            1
        } else {
            2
        }] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u32, column: u32) -> Gid {
        Gid::new((150 + row) * places::COLUMNS + 150 + column + 1).unwrap()
    }

    fn study() -> Vec<Gid> {
        (0..20)
            .flat_map(|r| (0..20).map(move |c| cell(r, c)))
            .collect()
    }

    #[test]
    fn a_growing_patch_escalates() {
        let patch = |n: u32| {
            (5..5 + n)
                .flat_map(|r| (5..5 + n).map(move |c| cell(r, c)))
                .collect()
        };
        let moved = &diffusion(&study(), &[patch(3), patch(4)], 199, 1)[0];
        assert_eq!(moved.active, (9, 16));
        assert_eq!(
            (moved.escalation.cells, moved.relocation.cells, moved.apart),
            (7, 0, 0)
        );
        assert!(moved.escalation.p_value <= 0.01, "{moved:?}");
        assert!(moved.escalation.expected < 2.0);
        assert!((moved.relocation.p_value - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_wandering_column_relocates() {
        let column = |c: u32| (2..12).map(|r| cell(r, c)).collect::<Vec<_>>();
        let moved = diffusion(&study(), &[column(4), column(5), column(9)], 199, 1);
        assert_eq!(
            (moved[0].relocation.cells, moved[0].escalation.cells),
            (10, 0)
        );
        assert!(moved[0].relocation.p_value <= 0.01);
        assert_eq!((moved[1].apart, moved[1].relocation.cells), (10, 0));
        assert_eq!(
            moved,
            diffusion(&study(), &[column(4), column(5), column(9)], 199, 1)
        );
    }

    #[test]
    fn under_chance_the_p_value_is_level() {
        let mut rng = stats::stream(3, "test", 0);
        let mut cells = study();
        let mut small = 0;
        for run in 0..200 {
            cells.shuffle(&mut rng);
            let before = cells[..30].to_vec();
            cells.shuffle(&mut rng);
            let after = cells[..30].to_vec();
            let moved = diffusion(&study(), &[before, after], 99, run);
            small += usize::from(moved[0].escalation.p_value <= 0.2);
        }
        // At most a fifth are expected; ties make the test conservative.
        assert!((10..=60).contains(&small), "{small}");
    }

    #[test]
    fn fewer_than_two_periods_tell_nothing() {
        assert!(diffusion(&study(), &[vec![cell(1, 1)]], 9, 1).is_empty());
        assert!(diffusion(&[], &[], 9, 1).is_empty());
    }
}
