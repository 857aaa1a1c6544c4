//! All isolated equilibria of games of any number of players, and the continua that there are.

mod answer;
mod cell;
mod newton;
mod regions;
mod search;
mod supports;
mod system;

use std::cmp::Ordering;

pub use answer::{Bounds, Continuum, Equilibria, Equilibrium};
use cell::{Cell, Layout};
use regions::{Region, gather, in_full, point_in_full, same, sample};
use search::{Found, Root, index, is_equilibrium, search};
use supports::supports;
use system::System;

use super::dominance::{By, Strength, eliminate};
use super::normal_form::{Game, MixedProfile};
use crate::StrategyError;

/// Most equilibria that are kept of a continuum.
const SAMPLES: usize = 64;

/// How far the search goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchOptions {
    /// Cells of this width in probability are cut no further, 1e-9 to 0.5.
    pub width: f64,
    /// Most cells of a support that are looked at, 1 or more.
    pub cells: usize,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            width: 1.0 / 512.0,
            cells: 200_000,
        }
    }
}

/// All equilibria of a game, of any number of players.
///
/// An equilibrium with a given support (the strategies that are played) solves the polynomial system
///
/// ```text
/// u_i(s, x) = u_i(t, x)   for s, t played by i,      u_i(s, x) <= u_i(t, x)   for s not played,
/// ```
///
/// with u_i multilinear in the others' probabilities. Every support is searched after what dominance rules out
/// (R. Porter, E. Nudelman & Y. Shoham, *Simple search methods for finding a Nash equilibrium*, 2008): a cell of
/// profiles is thrown away when bounds on these differences, or Krawczyk's operator, show that it holds no
/// solution; it is done with when the operator shows that it holds exactly one; else it is cut in two.
///
/// *What is guaranteed.* The search is exhaustive: every equilibrium that plays each of its strategies with more
/// than 1e-9 is among `isolated`, in one of `continua`, or within `undecided`. Errors of rounding are bounded, not
/// guessed. Isolated equilibria with `certified` exist; so a game with nothing uncertified, no continuum and
/// nothing undecided has exactly the equilibria listed. What is called a continuum has several equilibria in
/// cells that touch, `width` wide: that they are connected is not proved.
///
/// Fails when more than 20 strategies of a player are left by strict dominance, or 5 million supports, or when
/// an option is out of its range.
///
/// ```
/// use strategy::game::{Game, SearchOptions, all_equilibria};
/// // Nau, Gomez Canovas & Hansen (2004), section 4: one equilibrium, irrational.
/// let text = r#"NFG 1 R "" { "A" "B" "C" } { 2 2 2 }
///     3 0 2 0 1 0 0 2 0 1 0 0 1 0 0 0 3 0 0 1 0 2 0 3"#;
/// let found = all_equilibria(&Game::parse("", text)?, &SearchOptions::default())?;
/// assert!(found.continua.is_empty() && found.undecided.is_empty());
/// assert_eq!(found.isolated.len(), 1);
/// assert!(found.isolated[0].certified && (found.isolated[0].profile[0][0] - 0.619_232_579).abs() < 1e-9);
/// # Ok::<(), strategy::StrategyError>(())
/// ```
pub fn all_equilibria(game: &Game, options: &SearchOptions) -> Result<Equilibria, StrategyError> {
    if !(1e-9..=0.5).contains(&options.width) {
        return Err(StrategyError::Range {
            name: "width of cells",
            range: "from 1e-9 to 0.5",
            value: options.width,
        });
    }
    let left = eliminate(game, Strength::Strict, By::Mixed).left;
    let supports = supports(&left)?;
    let spans: Vec<f64> = (0..left.len())
        .map(|player| game.span(player))
        .map(|span| if span > 0.0 { span } else { 1.0 })
        .collect();
    let mut all = Collected::new(Layout::new(game.counts()));
    for support in supports {
        if let Some(system) = System::new(game, &spans, support) {
            let found = search(&system, options.width, options.cells.max(1));
            all.add(&system, found);
        }
    }
    Ok(all.answer(game))
}

/// What was found on all supports so far, over all strategies of the game.
struct Collected {
    full: Layout,
    roots: Vec<Root>,
    /// Cells that were left, with an equilibrium in each if there is one.
    left: Vec<(Cell, Option<Vec<f64>>)>,
    /// Cells that were not looked at for want of time.
    unseen: Vec<(Cell, Option<Vec<f64>>)>,
    supports: usize,
    cells: usize,
}

impl Collected {
    fn new(full: Layout) -> Self {
        Self {
            full,
            roots: Vec::new(),
            left: Vec::new(),
            unseen: Vec::new(),
            supports: 0,
            cells: 0,
        }
    }

    fn add(&mut self, system: &System, found: Found) {
        self.supports += 1;
        self.cells += found.cells;
        for root in found.roots {
            let at = point_in_full(system, &root.at, &self.full);
            self.roots.push(Root { at, ..root });
        }
        for cell in &found.left {
            let point = self.sample(system, cell).map(|(point, _)| point);
            self.left.push((in_full(system, cell, &self.full), point));
        }
        for cell in &found.unseen {
            let whole = in_full(system, cell, &self.full);
            match self.sample(system, cell) {
                Some((point, false)) => self.left.push((whole, Some(point))),
                // This says nothing of a continuum.
                _ => self.unseen.push((whole, None)),
            }
        }
    }

    /// An equilibrium in or about a cell, and whether it is the only one about itself; then it is kept as well.
    fn sample(&mut self, system: &System, cell: &Cell) -> Option<(Vec<f64>, bool)> {
        let sample = sample(system, cell)?;
        let at = point_in_full(system, &sample.at, &self.full);
        let known = self.roots.iter().any(|known| same(&known.at, &at));
        if sample.single && !known && is_equilibrium(system, &sample.at) {
            let index = index(system, &sample.at);
            self.roots.push(Root {
                at: at.clone(),
                index,
            });
        }
        Some((at, sample.single))
    }

    fn answer(self, game: &Game) -> Equilibria {
        let mut found = Equilibria {
            isolated: Vec::new(),
            continua: Vec::new(),
            undecided: Vec::new(),
            supports: self.supports,
            cells: self.cells,
        };
        let split = |point: &[f64]| -> MixedProfile {
            (0..self.full.players())
                .map(|player| point[self.full.of(player)].to_vec())
                .collect()
        };
        let alone = |at: &[f64], certified, index| Equilibrium {
            regrets: game.regrets(&split(at)),
            profile: split(at),
            certified,
            index,
        };
        let mut regions = gather(self.left);
        // An equilibrium of a smaller support at the end of a continuum is part of it.
        for root in self.roots {
            match regions.iter_mut().find(|region| region.holds(&root.at)) {
                Some(region) => region.add_root(root),
                None => found.isolated.push(alone(&root.at, true, root.index)),
            }
        }
        regions.extend(gather(self.unseen));
        for region in &mut regions {
            region.points.sort_by(|a, b| descending(a, b));
            match region.points.as_slice() {
                [] => found.undecided.push(bounds(&region.hull(), &split)),
                [point] => {
                    let index = region.roots.first().and_then(|root| root.index);
                    found
                        .isolated
                        .push(alone(point, !region.roots.is_empty(), index));
                }
                _ => found.continua.push(continuum(region, &split)),
            }
        }
        found
            .isolated
            .sort_by(|a, b| descending(&a.profile, &b.profile));
        found
    }
}

/// Earlier strategies first.
fn descending<T: PartialOrd>(one: &[T], other: &[T]) -> Ordering {
    other.partial_cmp(one).unwrap_or(Ordering::Equal)
}

fn bounds(cell: &Cell, split: &dyn Fn(&[f64]) -> MixedProfile) -> Bounds {
    Bounds {
        low: split(&cell.low),
        high: split(&cell.high),
    }
}

fn continuum(region: &Region, split: &dyn Fn(&[f64]) -> MixedProfile) -> Continuum {
    let points = &region.points;
    let kept = SAMPLES.min(points.len());
    let spread = (0..kept).map(|n| &points[n * (points.len() - 1) / (kept - 1).max(1)]);
    Continuum {
        found: bounds(&region.extent(), split),
        within: bounds(&region.hull(), split),
        samples: spread.map(|point| split(point)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Player;

    #[test]
    fn a_player_alone_takes_the_best() {
        let game = |payoffs: &[f64]| {
            Game::new(
                "",
                vec![Player::numbered("a", payoffs.len())],
                vec![payoffs.to_vec()],
            )
            .unwrap()
        };
        let found = all_equilibria(&game(&[1.0, 3.0, 2.0]), &SearchOptions::default()).unwrap();
        assert_eq!(found.isolated[0].profile, [[0.0, 1.0, 0.0]]);
        // Two are as good: a continuum from one to the other.
        let found = all_equilibria(&game(&[3.0, 3.0, 2.0]), &SearchOptions::default()).unwrap();
        assert!(found.isolated.is_empty() && found.undecided.is_empty());
        assert_eq!(
            (&found.continua[0].found.low, &found.continua[0].found.high),
            (&vec![vec![0.0, 0.0, 0.0]], &vec![vec![1.0, 1.0, 0.0]])
        );
    }
}
