//! The curve on which the branch lies, followed by its arc.

use nalgebra::{DMatrix, DVector};

use super::{BranchEnd, BranchOptions, QuantalResponse};
use crate::game::normal_form::{Game, MixedProfile};

/// Log-probabilities of all strategies, player by player, then lambda in units of 1 over the greatest span of payoffs.
pub(super) type State = DVector<f64>;

/// First step, and the shortest.
const FIRST_STEP: f64 = 0.03;
const SHORTEST_STEP: f64 = 1e-11;

/// Part of a step that its correction may be, before it is tried again half as long; and below which the next may
/// be longer.
const FAR: f64 = 0.2;
const CLOSE: f64 = 0.04;
const LONGER: f64 = 1.6;

/// Least cosine of the angle between tangents of one step and the next.
const STRAIGHT: f64 = 0.9;

/// A side that changes within so short a step changes because curves cross.
const CROSSING_STEP: f64 = 1e-6;

/// Rounds of Newton's method.
const ROUNDS: usize = 8;

/// What was followed of a curve.
pub(super) struct Path {
    pub(super) states: Vec<State>,
    pub(super) end: BranchEnd,
    pub(super) forks: Vec<f64>,
}

/// The curve of a game.
pub(super) struct Curve<'a> {
    game: &'a Game,
    /// First strategy of each player, then the number of all.
    starts: Vec<usize>,
    pub(super) n: usize,
    /// Greatest span of payoffs.
    pub(super) unit: f64,
}

impl<'a> Curve<'a> {
    pub(super) fn new(game: &'a Game) -> Self {
        let mut starts = vec![0];
        for count in game.counts() {
            starts.push(starts[starts.len() - 1] + count);
        }
        let span = (0..game.players().len())
            .map(|player| game.span(player))
            .fold(0.0, f64::max);
        Self {
            game,
            n: starts[starts.len() - 1],
            starts,
            unit: if span > 0.0 { span } else { 1.0 },
        }
    }

    /// Everybody plays everything alike.
    pub(super) fn start(&self) -> State {
        let mut state = State::zeros(self.n + 1);
        for ends in self.starts.windows(2) {
            state
                .rows_mut(ends[0], ends[1] - ends[0])
                .fill(-((ends[1] - ends[0]) as f64).ln());
        }
        state
    }

    pub(super) fn follow(&self, options: &BranchOptions) -> Path {
        let target = options.lambda * self.unit;
        let mut path = Path {
            states: vec![self.start()],
            end: BranchEnd::Lost,
            forks: Vec::new(),
        };
        let mut step = FIRST_STEP;
        let mut state = self.start();
        let mut ahead = State::zeros(self.n + 1);
        ahead[self.n] = 1.0;
        let Some(mut tangent) = self.tangent(&state, &ahead) else {
            return path;
        };
        let mut on = self.side(&state, &tangent);
        for _ in 0..options.steps {
            if self.relative_regret(&state) <= options.regret {
                path.end = BranchEnd::Regret;
                return path;
            }
            if step < SHORTEST_STEP {
                return path;
            }
            let predicted = &state + &tangent * step;
            let found = self.correct(predicted.clone(), &tangent).filter(|found| {
                // Below 0 the branch would go back beyond its beginning.
                (found - &predicted).norm() <= FAR * step && found[self.n] >= 0.0
            });
            let Some(found) = found else {
                step *= 0.5;
                continue;
            };
            if found[self.n] >= target {
                if let Some(last) = self.crossing(&state, &found, target) {
                    path.states.push(last);
                    path.end = BranchEnd::Lambda;
                    return path;
                }
                step *= 0.5;
                continue;
            }
            let Some(next) = self.tangent(&found, &tangent) else {
                step *= 0.5;
                continue;
            };
            // Across a hairpin the side of the curve changes; so it does where curves cross, however short the step.
            let side = self.side(&found, &next);
            if tangent.dot(&next) < STRAIGHT || side != on && step > CROSSING_STEP {
                step *= 0.5;
                continue;
            }
            if tangent[self.n] * next[self.n] < 0.0 {
                // So that lambda goes one way between points.
                path.states.extend(self.turn(&state, &tangent, step));
            }
            if side != on {
                path.forks.push(found[self.n] / self.unit);
            }
            on = side;
            if (&found - &predicted).norm() < CLOSE * step {
                step *= LONGER;
            }
            (state, tangent) = (found, next);
            path.states.push(state.clone());
        }
        path.end = BranchEnd::Steps;
        path
    }

    /// The point, within a step along a tangent, where lambda turns.
    fn turn(&self, from: &State, tangent: &State, step: f64) -> Option<State> {
        let (mut before, mut after) = (0.0, step);
        let mut turn = None;
        for _ in 0..50 {
            let middle = 0.5 * (before + after);
            let found = self.correct(from + tangent * middle, tangent)?;
            if self.tangent(&found, tangent)?[self.n] * tangent[self.n] > 0.0 {
                before = middle;
            } else {
                after = middle;
            }
            turn = Some(found);
        }
        turn
    }

    /// The unit tangent that goes the way of another direction.
    fn tangent(&self, at: &State, along: &State) -> Option<State> {
        let mut right = State::zeros(self.n + 1);
        right[self.n] = 1.0;
        let tangent = self.bordered(at, along).lu().solve(&right)?;
        let length = tangent.norm();
        (length.is_finite() && length > 0.0).then(|| tangent / length)
    }

    /// The sign of the determinant of the slopes with the tangent below them: the same all along a curve.
    fn side(&self, at: &State, tangent: &State) -> bool {
        let lu = self.bordered(at, tangent).lu();
        let negative = lu
            .u()
            .diagonal()
            .iter()
            .filter(|factor| **factor < 0.0)
            .count();
        let swapped = lu.p().determinant::<f64>() < 0.0;
        (negative % 2 == 1) != swapped
    }

    /// Newton's method across a direction.
    fn correct(&self, mut state: State, across: &State) -> Option<State> {
        for _ in 0..ROUNDS {
            let values = self.values(&state);
            // Solved to rounding: where the curve hardly bends, steps go on without end.
            if values.amax() <= 1e-15 * (1.0 + state.amax()) {
                return Some(state);
            }
            let mut left = State::zeros(self.n + 1);
            left.rows_mut(0, self.n).copy_from(&values);
            let change = self.bordered(&state, across).lu().solve(&left)?;
            state -= &change;
            let size = change.amax();
            if !size.is_finite() {
                return None;
            }
            if size <= 1e-13 * (1.0 + state.amax()) {
                return Some(state);
            }
        }
        None
    }

    /// The point between two at which lambda has a value, if lambda goes one way between them. Found across the chord
    /// and not at fixed lambda: near a turn that would be hopeless.
    pub(super) fn crossing(&self, from: &State, to: &State, lambda: f64) -> Option<State> {
        let chord = to - from;
        let up = from[self.n] < lambda;
        let (mut before, mut after) = (0.0, 1.0);
        let mut found = to.clone();
        for _ in 0..60 {
            let off = (found[self.n] - lambda).abs();
            if off <= 1e-15 * (1.0 + lambda.abs()) {
                break;
            }
            let middle = 0.5 * (before + after);
            found = self.correct(from + &chord * middle, &chord)?;
            if (found[self.n] < lambda) == up {
                before = middle;
            } else {
                after = middle;
            }
        }
        Some(found)
    }

    /// The equations.
    fn values(&self, state: &State) -> DVector<f64> {
        let played = self.probabilities(state);
        let mut values = DVector::zeros(self.n);
        for (player, ends) in self.starts.windows(2).enumerate() {
            let first = ends[0];
            let payoffs = self.game.strategy_payoffs(player, &played);
            values[first] = played[player].iter().sum::<f64>() - 1.0;
            for (strategy, payoff) in payoffs.iter().enumerate().skip(1) {
                let gain = state[self.n] * (payoff - payoffs[0]) / self.unit;
                values[first + strategy] = state[first + strategy] - state[first] - gain;
            }
        }
        values
    }

    /// Slopes of the equations, and a direction below them.
    fn bordered(&self, state: &State, last: &State) -> DMatrix<f64> {
        let played = self.probabilities(state);
        let mut matrix = DMatrix::zeros(self.n + 1, self.n + 1);
        matrix.row_mut(self.n).copy_from(&last.transpose());
        for player in 0..self.starts.len() - 1 {
            let first = self.starts[player];
            for (strategy, p) in played[player].iter().enumerate() {
                matrix[(first, first + strategy)] = *p;
                if strategy > 0 {
                    matrix[(first + strategy, first + strategy)] += 1.0;
                    matrix[(first + strategy, first)] -= 1.0;
                }
            }
            let payoffs = self.game.strategy_payoffs(player, &played);
            for (strategy, payoff) in payoffs.iter().enumerate().skip(1) {
                matrix[(first + strategy, self.n)] = -(payoff - payoffs[0]) / self.unit;
            }
            self.add_slopes(&mut matrix, state[self.n], player, &played);
        }
        matrix
    }

    /// Slopes of a player's payoffs in the others' log-probabilities.
    fn add_slopes(
        &self,
        matrix: &mut DMatrix<f64>,
        lambda: f64,
        player: usize,
        played: &MixedProfile,
    ) {
        let first = self.starts[player];
        let strategies = played[player].len();
        for (index, payoff) in self.game.payoffs(player).iter().enumerate() {
            let at = |of: usize| self.game.strategy_in(index, of);
            let others = (0..played.len()).filter(|other| *other != player);
            let chance: f64 = others
                .clone()
                .map(|other| played[other][at(other)])
                .product();
            let weight = lambda * chance * payoff / self.unit;
            if weight == 0.0 {
                continue;
            }
            // d p / d l = p: each factor's slope is the product itself.
            for column in others.map(|other| self.starts[other] + at(other)) {
                if at(player) == 0 {
                    for row in first + 1..first + strategies {
                        matrix[(row, column)] += weight;
                    }
                } else {
                    matrix[(first + at(player), column)] -= weight;
                }
            }
        }
    }

    fn probabilities(&self, state: &State) -> MixedProfile {
        self.starts
            .windows(2)
            .map(|ends| (ends[0]..ends[1]).map(|at| state[at].exp()).collect())
            .collect()
    }

    pub(super) fn response(&self, state: &State) -> QuantalResponse {
        let mut profile = self.probabilities(state);
        for of in &mut profile {
            let sum: f64 = of.iter().sum();
            for p in of {
                *p /= sum;
            }
        }
        QuantalResponse {
            lambda: state[self.n] / self.unit,
            profile,
        }
    }

    /// The same at a lambda that it has but for rounding.
    pub(super) fn response_at(&self, state: &State, lambda: f64) -> QuantalResponse {
        QuantalResponse {
            lambda,
            ..self.response(state)
        }
    }

    /// The greatest regret, in spans of the player's payoffs.
    fn relative_regret(&self, state: &State) -> f64 {
        let regrets = self.game.regrets(&self.probabilities(state));
        let parts =
            regrets
                .iter()
                .enumerate()
                .map(|(player, regret)| match self.game.span(player) {
                    span if span > 0.0 => regret / span,
                    _ => 0.0,
                });
        parts.fold(0.0, f64::max)
    }
}
