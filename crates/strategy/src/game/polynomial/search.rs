//! Branch and prune: every equilibrium of a support.

use std::collections::VecDeque;

use super::cell::{Cell, Range};
use super::newton::{Step, nearest_root, step};
use super::system::System;

/// Probabilities and gains up to this, in units of a player's span of payoffs, count as nothing.
pub(super) const NOTHING: f64 = 1e-9;

/// From so many cells on it is asked whether they follow a continuum, and again whenever they have doubled.
const MANY: usize = 1024;

/// Cells that are asked.
const ASKED: usize = 64;

/// Of an unknown's width against the widest: less is not worth cutting.
const WORTH: f64 = 0.25;

/// An equilibrium that is the only one about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Root {
    pub(super) at: Vec<f64>,
    pub(super) index: Option<i8>,
}

/// Cells of a support with what was found in them.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) roots: Vec<Root>,
    /// Cells that could be neither emptied nor settled.
    pub(super) left: Vec<Cell>,
    /// Those that were not looked at further for want of time.
    pub(super) unseen: Vec<Cell>,
    /// How many cells were looked at.
    pub(super) cells: usize,
}

/// Looks at the whole of a support, in cells of ever smaller width down to `width`, `most` cells at most.
pub(super) fn search(system: &System, width: f64, most: usize) -> Found {
    let mut found = Found::default();
    let mut range = Range::default();
    let mut queue = VecDeque::from([Cell::whole(&system.layout)]);
    let mut ask_at = MANY;
    let mut continuum = false;
    while let Some(mut cell) = queue.pop_front() {
        found.cells += 1;
        let cut = match settle(system, &mut cell, &mut range) {
            Step::Empty => continue,
            Step::Root(root) => {
                keep(system, root, &mut found.roots);
                continue;
            }
            Step::Shrunk => None,
            Step::Stuck(blamed) => blamed,
        };
        let (widest, extent) = cell.widest();
        if extent <= width || continuum && follows_continuum(system, &cell, 0.0) {
            found.left.push(cell);
            continue;
        }
        if found.cells + queue.len() >= most {
            found.unseen.push(cell);
            continue;
        }
        let worth = cut.filter(|at| cell.high[*at] - cell.low[*at] > WORTH * extent);
        queue.extend(cell.halves(worth.unwrap_or(widest)));
        if queue.len() >= ask_at {
            continuum = continuum || many_follow_continuum(system, &queue);
            ask_at *= 2;
        }
    }
    found
}

/// Does what can be done about a cell without cutting it.
fn settle(system: &System, cell: &mut Cell, range: &mut Range) -> Step {
    if !cell.tighten(&system.layout) {
        return Step::Empty;
    }
    loop {
        if system.excludes(cell, range) {
            return Step::Empty;
        }
        match step(system, cell) {
            Step::Shrunk => {}
            settled => return settled,
        }
    }
}

/// Whether a quarter of the cells or more follow a continuum: cutting them on would only make more.
fn many_follow_continuum(system: &System, queue: &VecDeque<Cell>) -> bool {
    let asked = queue.iter().step_by((queue.len() / ASKED).max(1));
    let follow = |cell: &Cell| follows_continuum(system, cell, cell.widest().1);
    let (all, held) = asked.fold((0, 0), |(all, held), cell| {
        (all + 1, held + usize::from(follow(cell)))
    });
    4 * held >= all
}

/// Whether a cell, or what is within so much of it, has a root at which the equations do not cross.
fn follows_continuum(system: &System, cell: &Cell, about: f64) -> bool {
    nearest_root(system, cell.centre(&system.layout)).is_some_and(|root| {
        let within =
            |at: usize| root[at] >= cell.low[at] - about && root[at] <= cell.high[at] + about;
        (0..root.len()).all(within) && !is_regular(system, &root)
    })
}

/// Whether the equations cross at a root.
fn is_regular(system: &System, root: &[f64]) -> bool {
    let values = system.expand(root).slopes.singular_values();
    values.min() > 1e-7 * values.max()
}

/// Keeps a root that is an equilibrium of this very support and not known yet.
fn keep(system: &System, at: Vec<f64>, roots: &mut Vec<Root>) {
    let known = |other: &Root| {
        other
            .at
            .iter()
            .zip(&at)
            .all(|(one, other)| (one - other).abs() <= NOTHING)
    };
    if is_equilibrium(system, &at) && !roots.iter().any(known) {
        let index = index(system, &at);
        roots.push(Root { at, index });
    }
}

/// Whether a root of the equations is an equilibrium that plays every strategy of the support.
pub(super) fn is_equilibrium(system: &System, root: &[f64]) -> bool {
    root.iter().all(|p| *p > NOTHING) && system.temptation(root) <= NOTHING
}

/// The sign of the determinant of minus the slopes; `None` where a strategy that is not played is as good.
pub(super) fn index(system: &System, root: &[f64]) -> Option<i8> {
    let determinant = (-system.expand(root).slopes).determinant();
    (system.temptation(root) < -NOTHING).then_some(if determinant > 0.0 { 1 } else { -1 })
}
