//! Logit quantal responses: the principal branch.

mod curve;

use curve::{Curve, State};

use super::normal_form::{Game, MixedProfile};
use crate::StrategyError;

/// A quantal response equilibrium.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantalResponse {
    /// How sharply players tell better from worse: 0 or more, per unit of payoff.
    pub lambda: f64,
    /// The probabilities, all above 0 but for rounding.
    pub profile: MixedProfile,
}

/// How far the branch is followed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BranchOptions {
    /// It ends at this lambda, above 0, infinite for none.
    pub lambda: f64,
    /// It ends when no player's regret exceeds this part of its span of payoffs, 0 or more.
    pub regret: f64,
    /// Most steps.
    pub steps: usize,
}

impl Default for BranchOptions {
    fn default() -> Self {
        Self {
            lambda: f64::INFINITY,
            regret: 1e-8,
            steps: 5_000,
        }
    }
}

/// Why a branch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BranchEnd {
    /// At the lambda asked for.
    Lambda,
    /// Near enough to an equilibrium of the game.
    Regret,
    /// After all steps.
    Steps,
    /// Where no step, however small, could be corrected.
    Lost,
}

/// The principal branch of a game: from all strategies alike at lambda 0 to an equilibrium.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Its points, in order. Lambda may go back for a while.
    pub points: Vec<QuantalResponse>,
    /// Why it ended.
    pub end: BranchEnd,
    /// Lambdas at which another branch crosses it; it goes straight on. Games without symmetries have none.
    pub forks: Vec<f64>,
    states: Vec<State>,
}

impl Branch {
    /// The points of the branch at a lambda of 0 or more, in its order: one, or three and more where it goes back and
    /// forth.
    pub fn at(&self, game: &Game, lambda: f64) -> Vec<QuantalResponse> {
        let curve = Curve::new(game);
        let wanted = lambda * curve.unit;
        let between = |pair: &[State]| {
            let (from, to) = (&pair[0], &pair[1]);
            let reached = (from[curve.n] < wanted) != (to[curve.n] < wanted);
            reached.then(|| curve.crossing(from, to, wanted)).flatten()
        };
        // The beginning is on one side of no lambda.
        let first = (wanted <= 0.0).then(|| curve.start());
        let found = first
            .into_iter()
            .chain(self.states.windows(2).filter_map(between));
        found
            .map(|state| curve.response_at(&state, lambda))
            .collect()
    }
}

/// Follows the principal branch of logit quantal responses,
///
/// ```text
/// x_i(s) = exp(lambda u_i(s, x)) / sum_t exp(lambda u_i(t, x)).
/// ```
///
/// (R. D. McKelvey & T. R. Palfrey, *Quantal response equilibria for normal form games*, 1995.) In log-probabilities
/// l the branch is the curve that begins at lambda = 0 and solves, for each player,
///
/// ```text
/// l_s - l_1 - lambda (u_s - u_1) = 0  for s > 1,      sum_s exp(l_s) - 1 = 0;
/// ```
///
/// it is followed by its arc, so that lambda may turn back (T. L. Turocy, *A dynamic homotopy interpretation of the
/// logistic quantal response equilibrium correspondence*, 2005): a step along the tangent, then Newton's method
/// across it, to rounding.
///
/// Fails when an option is out of its range.
///
/// ```
/// use strategy::game::{BranchEnd, BranchOptions, Game, logit_branch};
/// let game = Game::parse("", r#"NFG 1 R "Stag hunt" { "A" "B" } { 2 2 } 9 9 8 0 0 8 7 7"#)?;
/// let branch = logit_branch(&game, &BranchOptions::default())?;
/// assert_eq!(branch.end, BranchEnd::Regret);
/// // It leads to the equilibrium of less risk, not to that of more for all.
/// assert!(branch.points.last().unwrap().profile[0][1] > 0.999_999);
/// # Ok::<(), strategy::StrategyError>(())
/// ```
pub fn logit_branch(game: &Game, options: &BranchOptions) -> Result<Branch, StrategyError> {
    check("lambda", "above 0", options.lambda, options.lambda > 0.0)?;
    check("regret", "0 or more", options.regret, options.regret >= 0.0)?;
    let curve = Curve::new(game);
    let path = curve.follow(options);
    Ok(Branch {
        points: path
            .states
            .iter()
            .map(|state| curve.response(state))
            .collect(),
        end: path.end,
        forks: path.forks,
        states: path.states,
    })
}

/// The first point of the principal branch at a lambda of 0 or more, in parts per unit of payoff. `None` when the
/// branch does not reach it in 5,000 steps. Fails when lambda is negative or not finite.
pub fn logit_response(game: &Game, lambda: f64) -> Result<Option<QuantalResponse>, StrategyError> {
    check(
        "lambda",
        "0 or more, and finite",
        lambda,
        lambda >= 0.0 && lambda.is_finite(),
    )?;
    let curve = Curve::new(game);
    if lambda == 0.0 {
        return Ok(Some(curve.response(&curve.start())));
    }
    let options = BranchOptions {
        lambda,
        // Never near enough.
        regret: -1.0,
        ..BranchOptions::default()
    };
    let path = curve.follow(&options);
    let reached = path.states.last().filter(|_| path.end == BranchEnd::Lambda);
    Ok(reached.map(|state| curve.response_at(state, lambda)))
}

fn check(
    name: &'static str,
    range: &'static str,
    value: f64,
    fits: bool,
) -> Result<(), StrategyError> {
    if fits {
        return Ok(());
    }
    Err(StrategyError::Range { name, range, value })
}
