//! Newton's method, and the proof that a cell holds one root or none.

use nalgebra::{DMatrix, DVector};

use super::cell::Cell;
use super::system::System;

/// What came of a step on a cell.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// The cell holds no root.
    Empty,
    /// This is the only root in the cell or about it.
    Root(Vec<f64>),
    /// All roots of the cell are in what is left of it, which is much less.
    Shrunk,
    /// Little was gained. The unknown whose width is most to blame, if that can be told.
    Stuck(Option<usize>),
}

/// Part of a cell's width that must go for a step to count.
const GAIN: f64 = 0.3;

/// Where the terms of higher order are this much of the cell, a root is looked for.
const NEAR: f64 = 1.5;

/// Times that the terms of higher order are bounded anew.
const SWEEPS: usize = 3;

/// Krawczyk's step on a cell about a profile c. With the equations f(c + d) = f(c) + J d + H p(d), p the products of
/// unknowns, and Y about the inverse of J, a root is where
///
/// ```text
/// d = -Y f(c) - (Y H) p(d).
/// ```
///
/// Bounds on the right-hand side over the cell hold every root; when they are apart from it there is none; when they
/// are inside it and its slopes are below 1 there is one (R. Krawczyk, *Newton-Algorithmen zur Bestimmung von
/// Nullstellen mit Fehlerschranken*, 1969; R. E. Moore, *A test for existence of solutions to nonlinear systems*,
/// 1977). Y H is formed before it is bounded, so that equations may cancel.
pub(super) fn step(system: &System, cell: &mut Cell) -> Step {
    let centre = cell.centre(&system.layout);
    if system.unknowns.is_empty() {
        // A pure profile.
        return Step::Root(centre);
    }
    let Some(fixed) = FixedPoint::new(system, &centre) else {
        return Step::Stuck(None);
    };
    let mut box_ = fixed.deviations(system, cell, &centre);
    let spread = fixed.spread(system, &box_);
    let (_, before) = cell.widest();
    for _ in 0..SWEEPS {
        let Some(smaller) = fixed.contract(system, &box_) else {
            return Step::Empty;
        };
        box_ = smaller;
    }
    for (unknown, (low, high)) in system.unknowns.iter().zip(&box_) {
        cell.low[*unknown] = cell.low[*unknown].max(centre[*unknown] + low);
        cell.high[*unknown] = cell.high[*unknown].min(centre[*unknown] + high);
    }
    if !cell.tighten(&system.layout) {
        return Step::Empty;
    }
    if spread < NEAR
        && let Some(root) = polish(system, cell.centre(&system.layout))
    {
        let ends = cell.low.iter().zip(&cell.high).zip(&root);
        let off = ends
            .map(|((low, high), at)| (low - at).max(at - high))
            .fold(f64::MIN, f64::max);
        if off <= before && only_root_about(system, cell, &root) {
            return Step::Root(root);
        }
    }
    let (_, after) = cell.widest();
    if after < (1.0 - GAIN) * before {
        return Step::Shrunk;
    }
    Step::Stuck(
        fixed
            .blamed(system, &box_)
            .map(|unknown| system.unknowns[unknown]),
    )
}

/// Whether a root, known to rounding, is the only one in a box about it and a cell.
pub(super) fn only_root_about(system: &System, cell: &Cell, root: &[f64]) -> bool {
    let Some(fixed) = FixedPoint::new(system, root) else {
        return false;
    };
    let box_: Vec<(f64, f64)> = fixed
        .deviations(system, cell, root)
        .into_iter()
        .map(|(low, high)| {
            let reach = 1.05 * low.abs().max(high.abs()) + LEAST;
            (-reach, reach)
        })
        .collect();
    let bounds =
        (0..box_.len()).map(|row| fixed.image(system, row, &fixed.products(system, &box_)));
    let inside = bounds
        .zip(&box_)
        .all(|(image, of)| image.0 > of.0 && image.1 < of.1);
    inside && fixed.spread(system, &box_) < 1.0
}

/// Every box about a root reaches so far at least.
const LEAST: f64 = 1e-11;

/// The equations as a fixed point about a profile.
struct FixedPoint {
    /// -Y f(c).
    newton: DVector<f64>,
    /// Y H.
    higher: DMatrix<f64>,
    /// More than the errors of rounding in a row.
    errors: Vec<f64>,
}

impl FixedPoint {
    fn new(system: &System, at: &[f64]) -> Option<Self> {
        let about = system.expand(at);
        let n = system.unknowns.len();
        let inverse = about.slopes.try_inverse()?;
        let newton = -(&inverse * &about.values);
        let weight = |row: usize| {
            1.0 + inverse
                .row(row)
                .iter()
                .map(|factor| factor.abs())
                .sum::<f64>()
        };
        let errors = (0..n)
            .map(|row| 4.0 * (1 + n) as f64 * system.pad * weight(row))
            .collect();
        Some(Self {
            newton,
            higher: inverse * about.higher,
            errors,
        })
    }

    /// How far the unknowns of a cell are from a profile.
    fn deviations(&self, system: &System, cell: &Cell, at: &[f64]) -> Vec<(f64, f64)> {
        debug_assert_eq!(self.errors.len(), system.unknowns.len());
        system
            .unknowns
            .iter()
            .map(|unknown| {
                (
                    cell.low[*unknown] - at[*unknown],
                    cell.high[*unknown] - at[*unknown],
                )
            })
            .collect()
    }

    /// Bounds on the products of unknowns.
    #[allow(clippy::unused_self)] // Reads as one of its family.
    fn products(&self, system: &System, box_: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let product = |of: &Vec<usize>| {
            of.iter()
                .map(|unknown| box_[*unknown])
                .reduce(times)
                .unwrap_or((1.0, 1.0))
        };
        system.products.iter().map(product).collect()
    }

    /// Bounds on one unknown at the right-hand side.
    fn image(&self, system: &System, row: usize, products: &[(f64, f64)]) -> (f64, f64) {
        debug_assert_eq!(products.len(), system.products.len());
        let (mut low, mut high) = (
            self.newton[row] - self.errors[row],
            self.newton[row] + self.errors[row],
        );
        for (column, (least, most)) in products.iter().enumerate() {
            let factor = self.higher[(row, column)];
            let (one, other) = (factor * least, factor * most);
            low -= one.max(other);
            high -= one.min(other);
        }
        (low, high)
    }

    /// The part of a box that its image leaves; `None` when they are apart.
    fn contract(&self, system: &System, box_: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
        let products = self.products(system, box_);
        box_.iter()
            .enumerate()
            .map(|(row, (low, high))| {
                let image = self.image(system, row, &products);
                let (low, high) = (low.max(image.0), high.min(image.1));
                (low <= high).then_some((low, high))
            })
            .collect()
    }

    /// The unknown that adds most to the terms of higher order.
    fn blamed(&self, system: &System, box_: &[(f64, f64)]) -> Option<usize> {
        let reach: Vec<f64> = box_
            .iter()
            .map(|(low, high)| low.abs().max(high.abs()))
            .collect();
        let mut blame = vec![0.0; reach.len()];
        for (column, of) in system.products.iter().enumerate() {
            let product: f64 = of.iter().map(|unknown| reach[*unknown]).product();
            let size: f64 = (0..reach.len())
                .map(|row| self.higher[(row, column)].abs() * product / reach[row].max(LEAST))
                .sum();
            for unknown in of {
                blame[*unknown] += size;
            }
        }
        (0..reach.len()).max_by(|a, b| blame[*a].total_cmp(&blame[*b]))
    }

    /// The most that the right-hand side moves an unknown, in widths of the box, when all unknowns move by theirs:
    /// below 1 it is a contraction.
    fn spread(&self, system: &System, box_: &[(f64, f64)]) -> f64 {
        let reach: Vec<f64> = box_
            .iter()
            .map(|(low, high)| low.abs().max(high.abs()))
            .collect();
        let products: Vec<f64> = system
            .products
            .iter()
            .map(|of| of.len() as f64 * of.iter().map(|unknown| reach[*unknown]).product::<f64>())
            .collect();
        let row = |row: usize| {
            let moved: f64 = products
                .iter()
                .enumerate()
                .map(|(column, product)| self.higher[(row, column)].abs() * product)
                .sum();
            (moved + self.errors[row]) / reach[row].max(LEAST)
        };
        (0..reach.len()).map(row).fold(0.0, f64::max)
    }
}

fn times((a, b): (f64, f64), (c, d): (f64, f64)) -> (f64, f64) {
    let corners = [a * c, a * d, b * c, b * d];
    let fold = |start: f64, pick: fn(f64, f64) -> f64| corners.into_iter().fold(start, pick);
    (
        fold(f64::INFINITY, f64::min),
        fold(f64::NEG_INFINITY, f64::max),
    )
}

/// Newton's method from a profile; `None` when it does not settle.
pub(super) fn polish(system: &System, mut at: Vec<f64>) -> Option<Vec<f64>> {
    for _ in 0..12 {
        let about = system.expand(&at);
        let left = about.values.amax();
        let change = about.slopes.lu().solve(&about.values)?;
        let size = change.amax();
        move_by(system, &mut at, &change);
        if size < 1e-14 || left == 0.0 {
            return Some(at);
        }
        if !(0.0..2.0).contains(&size) {
            return None;
        }
    }
    // The last digits may swing.
    (system.expand(&at).values.amax() < system.pad).then_some(at)
}

/// A profile near by at which the equations hold, where there may be many: Gauss and Newton's method with the
/// shortest step. `None` when it does not settle.
pub(super) fn nearest_root(system: &System, mut at: Vec<f64>) -> Option<Vec<f64>> {
    for _ in 0..40 {
        let about = system.expand(&at);
        if about.values.iter().all(|value| value.abs() < system.pad) {
            return Some(at);
        }
        let change = about
            .slopes
            .svd(true, true)
            .solve(&about.values, 1e-9)
            .ok()?;
        if !(0.0..2.0).contains(&change.amax()) {
            return None;
        }
        move_by(system, &mut at, &change);
    }
    None
}

/// Takes a change off the unknowns; each player's first probability takes up the difference.
fn move_by(system: &System, at: &mut [f64], change: &DVector<f64>) {
    for (unknown, change) in system.unknowns.iter().zip(change.iter()) {
        at[*unknown] -= change;
    }
    for player in 0..system.layout.players() {
        let of = system.layout.of(player);
        at[of.start] = 1.0 - at[of.start + 1..of.end].iter().sum::<f64>();
    }
}
