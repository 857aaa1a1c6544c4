//! Cells that were left: continua of equilibria, single ones that are not regular, or nothing that is known.

use super::cell::{Cell, Layout};
use super::newton::{nearest_root, only_root_about};
use super::search::{NOTHING, Root};
use super::system::System;

/// Equilibria this close, in probability, are not told apart.
const SAME: f64 = 1e-6;

/// Cells that touch, over all strategies of the game, with the equilibria found in them.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) cells: Vec<Cell>,
    /// Different equilibria in or about the cells.
    pub(super) points: Vec<Vec<f64>>,
    /// Those of them that are the only ones of their support about them.
    pub(super) roots: Vec<Root>,
}

/// A cell of a support as one of the whole game: strategies that are not played have probability 0.
pub(super) fn in_full(system: &System, cell: &Cell, full: &Layout) -> Cell {
    Cell {
        low: point_in_full(system, &cell.low, full),
        high: point_in_full(system, &cell.high, full),
    }
}

/// A profile of a support as one of the whole game.
pub(super) fn point_in_full(system: &System, at: &[f64], full: &Layout) -> Vec<f64> {
    let mut point = vec![0.0; full.len()];
    for (player, strategies) in system.support.iter().enumerate() {
        for (place, strategy) in system.layout.of(player).zip(strategies) {
            point[full.starts[player] + strategy] = at[place];
        }
    }
    point
}

/// An equilibrium in or about a cell that was left.
pub(super) struct Sample {
    pub(super) at: Vec<f64>,
    /// Whether it is the only one about itself.
    pub(super) single: bool,
}

/// Looks for an equilibrium in or about a cell that was left.
pub(super) fn sample(system: &System, cell: &Cell) -> Option<Sample> {
    let root = nearest_root(system, cell.centre(&system.layout))?;
    let (_, width) = cell.widest();
    let near = |at: usize| root[at] >= cell.low[at] - width && root[at] <= cell.high[at] + width;
    let played = root.iter().all(|p| *p >= -NOTHING);
    if !played || !(0..root.len()).all(near) || system.temptation(&root) > NOTHING {
        return None;
    }
    let point = Cell {
        low: root.iter().map(|p| p - SAME).collect(),
        high: root.iter().map(|p| p + SAME).collect(),
    };
    Some(Sample {
        single: only_root_about(system, &point, &root),
        at: root.iter().map(|p| p.max(0.0)).collect(),
    })
}

/// Puts cells that touch together. Each comes with the equilibrium found in it, if any.
pub(super) fn gather(mut cells: Vec<(Cell, Option<Vec<f64>>)>) -> Vec<Region> {
    // In the order of their lower limits in the strategy that tells most apart: what cannot touch need not be asked.
    let axis = telling_axis(&cells);
    cells.sort_by(|a, b| a.0.low[axis].total_cmp(&b.0.low[axis]));
    let mut parent: Vec<usize> = (0..cells.len()).collect();
    for one in 0..cells.len() {
        for other in one + 1..cells.len() {
            if cells[other].0.low[axis] > cells[one].0.high[axis] + SAME {
                break;
            }
            if cells[one].0.touches(&cells[other].0, SAME) {
                let (a, b) = (top(&mut parent, one), top(&mut parent, other));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let mut regions: Vec<Region> = Vec::new();
    let mut number = vec![usize::MAX; cells.len()];
    for (at, (cell, point)) in cells.into_iter().enumerate() {
        let first = top(&mut parent, at);
        if number[first] == usize::MAX {
            number[first] = regions.len();
            regions.push(Region {
                cells: Vec::new(),
                points: Vec::new(),
                roots: Vec::new(),
            });
        }
        let region = &mut regions[number[first]];
        region.cells.push(cell);
        if let Some(point) = point {
            region.add(point);
        }
    }
    regions
}

/// The strategy in which cells have the most different lower limits.
fn telling_axis(cells: &[(Cell, Option<Vec<f64>>)]) -> usize {
    let different = |axis: usize| {
        let mut limits: Vec<u64> = cells
            .iter()
            .map(|(cell, _)| cell.low[axis].to_bits())
            .collect();
        limits.sort_unstable();
        limits.dedup();
        limits.len()
    };
    let axes = cells.first().map_or(0, |(cell, _)| cell.low.len());
    (0..axes)
        .rev()
        .max_by_key(|axis| different(*axis))
        .unwrap_or(0)
}

fn top(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

impl Region {
    /// Adds an equilibrium unless it is known.
    pub(super) fn add(&mut self, point: Vec<f64>) {
        if !self.points.iter().any(|known| same(known, &point)) {
            self.points.push(point);
        }
    }

    /// Adds an equilibrium that is the only one of its support about it.
    pub(super) fn add_root(&mut self, root: Root) {
        self.add(root.at.clone());
        self.roots.push(root);
    }

    /// Whether an equilibrium is in a cell or at its edge.
    pub(super) fn holds(&self, point: &[f64]) -> bool {
        let point = Cell {
            low: point.to_vec(),
            high: point.to_vec(),
        };
        self.cells.iter().any(|cell| cell.touches(&point, SAME))
    }

    /// The box about all cells.
    pub(super) fn hull(&self) -> Cell {
        Cell {
            low: fold(self.cells.iter().map(|cell| &cell.low), f64::min),
            high: fold(self.cells.iter().map(|cell| &cell.high), f64::max),
        }
    }

    /// The box about all equilibria found.
    pub(super) fn extent(&self) -> Cell {
        Cell {
            low: fold(self.points.iter(), f64::min),
            high: fold(self.points.iter(), f64::max),
        }
    }
}

fn fold<'a>(of: impl Iterator<Item = &'a Vec<f64>>, pick: fn(f64, f64) -> f64) -> Vec<f64> {
    of.cloned()
        .reduce(|a, b| a.iter().zip(&b).map(|(a, b)| pick(*a, *b)).collect())
        .unwrap_or_default()
}

pub(super) fn same(one: &[f64], other: &[f64]) -> bool {
    one.iter()
        .zip(other)
        .all(|(one, other)| (one - other).abs() <= SAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_touch_are_one_region() {
        let cell = |low: f64, high: f64| Cell {
            low: vec![low, 1.0 - high],
            high: vec![high, 1.0 - low],
        };
        let cells = [
            (0.5, 0.6),
            (0.0, 0.1),
            (0.1, 0.2),
            (0.6, 0.7),
            (0.9, 1.0),
            (0.2, 0.3),
        ];
        let regions = gather(
            cells
                .iter()
                .map(|(low, high)| (cell(*low, *high), Some(vec![*low, 1.0 - low])))
                .collect(),
        );
        let hulls: Vec<_> = regions
            .iter()
            .map(|region| (region.hull().low[0], region.hull().high[0]))
            .collect();
        assert_eq!(hulls, [(0.0, 0.3), (0.5, 0.7), (0.9, 1.0)]);
        assert_eq!(regions[0].points.len(), 3);
        assert!(regions[0].holds(&[0.15, 0.85]) && !regions[0].holds(&[0.4, 0.6]));
    }
}
