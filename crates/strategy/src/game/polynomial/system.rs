//! What an equilibrium on a support solves: payoffs of all strategies played are equal, and none beats them.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use super::cell::{Cell, Layout, Range};
use crate::game::Game;

/// A multilinear function of some players' probabilities.
#[derive(Debug)]
struct Form {
    players: Vec<usize>,
    values: Vec<f64>,
}

/// What an entry of an expanded form stands for.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// The value at the centre.
    Value,
    /// The slope in an unknown.
    Slope(usize),
    /// The coefficient of a product of unknowns of two players or more.
    Product(usize),
}

/// The equations about a profile c, exactly: with d how far the unknowns are from c,
///
/// ```text
/// f(c + d) = values + slopes d + higher p(d)
/// ```
///
/// where p(d) are the products of unknowns of two players or more, one of each. There is nothing beyond them, for
/// payoffs are linear in the probabilities of each player.
#[derive(Debug)]
pub(super) struct Expansion {
    pub(super) values: DVector<f64>,
    pub(super) slopes: DMatrix<f64>,
    pub(super) higher: DMatrix<f64>,
}

/// The polynomial system of a support. Unknowns are all probabilities but each player's first, whose probability
/// is what is left to 1.
#[derive(Debug)]
pub(super) struct System {
    pub(super) support: Vec<Vec<usize>>,
    pub(super) layout: Layout,
    /// Payoff of each strategy that is played less that of the player's first: zero in equilibrium.
    equations: Vec<Form>,
    /// The same for the other pairs.
    pairs: Vec<Form>,
    /// Payoff of each strategy that is not played less that of the first: not above zero in equilibrium.
    outside: Vec<Form>,
    /// By player, what the entries of its equations stand for once they are expanded.
    places: Vec<Vec<Place>>,
    /// The player of each equation.
    owners: Vec<usize>,
    /// The products of unknowns that occur, as numbers of unknowns.
    pub(super) products: Vec<Vec<usize>>,
    /// The unknowns among all probabilities.
    pub(super) unknowns: Vec<usize>,
    /// More than any error of rounding in the value of a form. Payoffs are in units of each player's span.
    pub(super) pad: f64,
}

impl System {
    /// The system of a support; `None` where no equilibrium can be: a strategy of it is strictly dominated as long
    /// as the others stay within it.
    pub(super) fn new(game: &Game, spans: &[f64], support: Vec<Vec<usize>>) -> Option<Self> {
        let layout = Layout::new(support.iter().map(Vec::len));
        let whole = Cell::whole(&layout);
        let mut range = Range::default();
        let pad = f64::EPSILON * 8.0 * (game.profile_count() + 8) as f64;
        let (mut equations, mut pairs, mut outside) = (Vec::new(), Vec::new(), Vec::new());

        for (player, span) in spans.iter().enumerate() {
            let own = &support[player];
            let payoffs = Payoffs::new(game, &support, player);
            let mut keep = |better: usize, worse: usize, to: &mut Vec<Form>, equal: bool| {
                let form = payoffs.difference(better, worse, *span);
                let (low, high) = range.of(&form.values, &form.players, &whole, &layout);
                let possible = low <= pad && (high >= -pad || !equal);
                to.push(form);
                possible
            };
            for (at, strategy) in own.iter().enumerate().skip(1) {
                if !keep(*strategy, own[0], &mut equations, true) {
                    return None;
                }
                for other in &own[1..at] {
                    if !keep(*strategy, *other, &mut pairs, true) {
                        return None;
                    }
                }
            }
            for strategy in
                (0..game.players()[player].strategies.len()).filter(|s| !own.contains(s))
            {
                if !own
                    .iter()
                    .skip(1)
                    .all(|played| keep(strategy, *played, &mut outside, false))
                    || !keep(strategy, own[0], &mut outside, false)
                {
                    return None;
                }
            }
        }
        let unknowns: Vec<usize> = (0..layout.players())
            .flat_map(|player| layout.of(player).skip(1))
            .collect();
        let mut owners = Vec::new();
        for player in 0..layout.players() {
            owners.extend(std::iter::repeat_n(player, layout.size(player) - 1));
        }
        let mut products = BTreeMap::new();
        let places = (0..layout.players())
            .map(|player| places(&layout, player, &mut products))
            .collect();
        let mut listed = vec![Vec::new(); products.len()];
        for (product, at) in products {
            listed[at] = product;
        }
        Some(Self {
            support,
            layout,
            equations,
            pairs,
            outside,
            places,
            owners,
            products: listed,
            unknowns,
            pad,
        })
    }

    /// Whether it is certain that a cell holds no equilibrium of this support.
    pub(super) fn excludes(&self, cell: &Cell, range: &mut Range) -> bool {
        let mut of = |form: &Form| range.of(&form.values, &form.players, cell, &self.layout);
        let unequal = |(low, high): (f64, f64)| low > self.pad || high < -self.pad;
        self.equations
            .iter()
            .chain(&self.pairs)
            .any(|form| unequal(of(form)))
            || self.outside.iter().any(|form| of(form).0 > self.pad)
    }

    /// How much better than those played the best strategy is that is not; below 0 when it is worse. The least
    /// number when all are played.
    pub(super) fn temptation(&self, at: &[f64]) -> f64 {
        let gains = self.outside.iter().map(|form| form.value(at, &self.layout));
        gains.fold(f64::MIN, f64::max)
    }

    /// The equations about a profile.
    pub(super) fn expand(&self, at: &[f64]) -> Expansion {
        let n = self.unknowns.len();
        let mut expansion = Expansion {
            values: DVector::zeros(n),
            slopes: DMatrix::zeros(n, n),
            higher: DMatrix::zeros(n, self.products.len()),
        };
        let mut entries = Vec::new();
        for (row, form) in self.equations.iter().enumerate() {
            form.expand(at, &self.layout, &mut entries);
            for (entry, place) in entries.iter().zip(&self.places[self.owners[row]]) {
                match place {
                    Place::Value => expansion.values[row] = *entry,
                    Place::Slope(column) => expansion.slopes[(row, *column)] = *entry,
                    Place::Product(column) => expansion.higher[(row, *column)] = *entry,
                }
            }
        }
        expansion
    }
}

/// What the entries of a player's equations stand for once they are expanded. Products get numbers as they occur.
fn places(
    layout: &Layout,
    player: usize,
    products: &mut BTreeMap<Vec<usize>, usize>,
) -> Vec<Place> {
    let mut entries = vec![Vec::new()];
    for other in (0..layout.players()).filter(|other| *other != player) {
        // Every player before has one unknown fewer than strategies.
        let first = layout.starts[other] - other;
        entries = entries
            .into_iter()
            .flat_map(|entry: Vec<usize>| {
                (0..layout.size(other)).map(move |strategy| {
                    let mut entry = entry.clone();
                    entry.extend(strategy.checked_sub(1).map(|unknown| first + unknown));
                    entry
                })
            })
            .collect();
    }
    let mut place = |entry: Vec<usize>| match entry.as_slice() {
        [] => Place::Value,
        [unknown] => Place::Slope(*unknown),
        _ => {
            let next = products.len();
            Place::Product(*products.entry(entry).or_insert(next))
        }
    };
    entries.into_iter().map(&mut place).collect()
}

/// Payoffs of one player on a support of the others.
struct Payoffs<'a> {
    game: &'a Game,
    player: usize,
    others: Vec<usize>,
    /// Profiles of the others, the last one's strategy changing fastest, by number of a whole profile.
    profiles: Vec<usize>,
}

impl<'a> Payoffs<'a> {
    fn new(game: &'a Game, support: &[Vec<usize>], player: usize) -> Self {
        let others: Vec<usize> = (0..support.len())
            .filter(|other| *other != player)
            .collect();
        let mut profiles = vec![0];
        for other in &others {
            profiles = profiles
                .iter()
                .flat_map(|index| {
                    support[*other]
                        .iter()
                        .map(|strategy| game.with(*index, *other, *strategy))
                })
                .collect();
        }
        Self {
            game,
            player,
            others,
            profiles,
        }
    }

    fn difference(&self, one: usize, other: usize, span: f64) -> Form {
        let payoff = |index: usize, strategy| {
            self.game
                .payoff(self.player, self.game.with(index, self.player, strategy))
        };
        let values = self
            .profiles
            .iter()
            .map(|index| (payoff(*index, one) - payoff(*index, other)) / span);
        Form {
            players: self.others.clone(),
            values: values.collect(),
        }
    }
}

impl Form {
    fn value(&self, at: &[f64], layout: &Layout) -> f64 {
        let mut values = self.values.clone();
        let mut length = values.len();
        for player in self.players.iter().rev() {
            let chances = &at[layout.of(*player)];
            length /= chances.len();
            for line in 0..length {
                let of = &values[line * chances.len()..(line + 1) * chances.len()];
                values[line] = of.iter().zip(chances).map(|(value, p)| value * p).sum();
            }
        }
        values[0]
    }

    /// The same about a profile: along each player the value at the profile, then the slope in each unknown, the
    /// player's first probability giving way.
    fn expand(&self, at: &[f64], layout: &Layout, entries: &mut Vec<f64>) {
        entries.clear();
        entries.extend_from_slice(&self.values);
        let mut step = 1;
        for player in self.players.iter().rev() {
            let chances = &at[layout.of(*player)];
            let stretch = step * chances.len();
            for start in (0..entries.len())
                .step_by(stretch)
                .flat_map(|block| block..block + step)
            {
                let first = entries[start];
                let mut value = chances[0] * first;
                for (strategy, p) in chances.iter().enumerate().skip(1) {
                    let entry = &mut entries[start + strategy * step];
                    value += p * *entry;
                    *entry -= first;
                }
                entries[start] = value;
            }
            step = stretch;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Player;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_expansion_is_exact(
            payoffs in prop::collection::vec(-1.0..1.0_f64, 4 * 24),
            shares in prop::collection::vec((0.05..1.0_f64, 0.05..1.0_f64), 9),
        ) {
            let counts = [2, 3, 2, 2];
            let players = counts.map(|n| Player::numbered("", n)).to_vec();
            let game = Game::new("", players, payoffs.chunks(24).map(<[f64]>::to_vec).collect()).unwrap();
            let support = counts.map(|n| (0..n).collect()).to_vec();
            let Some(system) = System::new(&game, &[1.0; 4], support) else { return Ok(()) };
            let share = |pick: fn(&(f64, f64)) -> f64| -> Vec<f64> {
                (0..4)
                    .flat_map(|player| {
                        let of = &shares[system.layout.of(player)];
                        let sum: f64 = of.iter().map(pick).sum();
                        of.iter().map(|pair| pick(pair) / sum).collect::<Vec<_>>()
                    })
                    .collect()
            };
            let (at, to) = (share(|pair| pair.0), share(|pair| pair.1));
            let about = system.expand(&at);
            let d = DVector::from_iterator(5, system.unknowns.iter().map(|place| to[*place] - at[*place]));
            let p = DVector::from_iterator(
                system.products.len(),
                system.products.iter().map(|of| of.iter().map(|unknown| d[*unknown]).product::<f64>()),
            );
            let told = &about.values + &about.slopes * &d + &about.higher * &p;
            let wanted = system.expand(&to).values;
            prop_assert!((told - &wanted).amax() < 1e-12);
            // And they are the differences of payoffs.
            let mixed: Vec<Vec<f64>> = (0..4).map(|player| to[system.layout.of(player)].to_vec()).collect();
            let payoffs = game.strategy_payoffs(1, &mixed);
            prop_assert!((wanted[1] - (payoffs[1] - payoffs[0])).abs() < 1e-12);
            prop_assert!((wanted[2] - (payoffs[2] - payoffs[0])).abs() < 1e-12);
        }
    }
}
