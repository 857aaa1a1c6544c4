//! All that is told of a game, as JSON has it.

use serde::Serialize;
use strategy::StrategyError;
use strategy::game::{
    BimatrixEquilibria, Bounds, Branch, BranchEnd, BranchOptions, By, Dominated, Equilibria, Game,
    MixedProfile, PureProfile, Rational, SearchOptions, Strength, all_equilibria,
    bimatrix_equilibria, dominated, eliminate, logit_branch, logit_response, to_f64,
};

use crate::cli::GameOptions;

/// Lambdas that are shown unless others are asked for, per greatest span of payoffs.
const LAMBDAS: [f64; 4] = [1.0, 3.0, 10.0, 30.0];

#[derive(Debug, Serialize)]
pub(super) struct Answer {
    pub(super) title: String,
    pub(super) comment: String,
    pub(super) players: Vec<PlayerNames>,
    pub(super) dominance: Dominance,
    /// Pure profiles without regret.
    pub(super) pure_equilibria: Vec<Pure>,
    /// Pure profiles with no regret above epsilon, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) epsilon: Option<Epsilon>,
    pub(super) equilibria: Found,
    pub(super) quantal_responses: Quantal,
}

#[derive(Debug, Serialize)]
pub(super) struct PlayerNames {
    pub(super) name: String,
    pub(super) strategies: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Dominance {
    /// Rounds of strict elimination.
    pub(super) strict: Vec<Vec<Worse>>,
    /// Weakly dominated in the whole game, and not strictly.
    pub(super) weak: Vec<Worse>,
    /// What strict elimination leaves of each player's strategies.
    pub(super) left: Vec<Vec<String>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Worse {
    pub(super) player: String,
    pub(super) strategy: String,
    pub(super) by: Vec<Share>,
}

#[derive(Debug, Serialize)]
pub(super) struct Share {
    pub(super) strategy: String,
    pub(super) probability: f64,
    pub(super) exact: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Pure {
    pub(super) strategies: Vec<String>,
    pub(super) payoffs: Vec<f64>,
    pub(super) regrets: Vec<f64>,
}

#[derive(Debug, Serialize)]
pub(super) struct Epsilon {
    pub(super) epsilon: f64,
    pub(super) profiles: Vec<Pure>,
}

/// All equilibria, or why they were not found.
#[derive(Debug, Serialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
pub(super) enum Found {
    /// Two players, without rounding.
    ExtremePoints {
        extreme: Vec<Point>,
        components: Vec<Component>,
    },
    /// Any number of players.
    BranchAndPrune {
        isolated: Vec<Point>,
        continua: Vec<Connected>,
        undecided: Vec<Limits>,
        index_sum: Option<i64>,
    },
    None {
        reason: String,
    },
}

#[derive(Debug, Serialize)]
pub(super) struct Point {
    pub(super) profile: MixedProfile,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exact: Option<Vec<Vec<String>>>,
    pub(super) payoffs: Vec<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exact_payoffs: Option<Vec<String>>,
    pub(super) regrets: Vec<f64>,
    pub(super) certified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<i8>,
}

#[derive(Debug, Serialize)]
pub(super) struct Component {
    pub(super) isolated: bool,
    pub(super) subsets: Vec<Subset>,
}

/// A maximal Nash subset: all mixtures of so many strategies of one player and so many of the other.
#[derive(Debug, Serialize)]
pub(super) struct Subset {
    pub(super) first: usize,
    pub(super) second: usize,
    /// Numbers, from 1, of the extreme equilibria that span it.
    pub(super) equilibria: Vec<usize>,
}

#[derive(Debug, Serialize)]
pub(super) struct Connected {
    pub(super) found: Limits,
    pub(super) within: Limits,
    pub(super) samples: Vec<MixedProfile>,
}

#[derive(Debug, Serialize)]
pub(super) struct Limits {
    pub(super) low: MixedProfile,
    pub(super) high: MixedProfile,
}

#[derive(Debug, Serialize)]
pub(super) struct Quantal {
    /// First points of the principal branch at these lambdas.
    pub(super) points: Vec<Response>,
    /// Lambdas that the branch does not reach.
    pub(super) out_of_reach: Vec<f64>,
    /// Where the branch ends.
    pub(super) end: Response,
    pub(super) ended: &'static str,
    /// Lambdas at which another branch crosses it.
    pub(super) forks: Vec<f64>,
}

#[derive(Debug, Serialize)]
pub(super) struct Response {
    pub(super) lambda: f64,
    pub(super) profile: MixedProfile,
    pub(super) regrets: Vec<f64>,
}

impl Answer {
    pub(super) fn new(game: &Game, options: &GameOptions) -> Result<Self, StrategyError> {
        let epsilon = options.epsilon.map(|epsilon| {
            Ok::<_, StrategyError>(Epsilon {
                epsilon,
                profiles: pure(game, &game.pure_equilibria(epsilon)?),
            })
        });
        let players = game.players().iter().map(|player| PlayerNames {
            name: player.name.clone(),
            strategies: player.strategies.clone(),
        });
        Ok(Self {
            title: game.title.clone(),
            comment: game.comment.clone(),
            players: players.collect(),
            dominance: Dominance::new(game),
            pure_equilibria: pure(game, &game.pure_equilibria(0.0)?),
            epsilon: epsilon.transpose()?,
            equilibria: Found::new(game)?,
            quantal_responses: Quantal::new(game, &options.lambda)?,
        })
    }
}

impl Dominance {
    fn new(game: &Game) -> Self {
        let strict = eliminate(game, Strength::Strict, By::Mixed);
        let first = strict.rounds.first().map_or(&[][..], Vec::as_slice);
        let strictly = |of: &Dominated| {
            first
                .iter()
                .any(|other| (other.player, other.strategy) == (of.player, of.strategy))
        };
        let mut weak = dominated(game, Strength::Weak, By::Mixed);
        weak.retain(|of| !strictly(of));
        let worse = |of: &Dominated| Worse::new(game, of);
        let named = |(player, left): (usize, &Vec<usize>)| {
            left.iter()
                .map(|strategy| name(game, player, *strategy))
                .collect()
        };
        Self {
            strict: strict
                .rounds
                .iter()
                .map(|round| round.iter().map(worse).collect())
                .collect(),
            weak: weak.iter().map(worse).collect(),
            left: strict.left.iter().enumerate().map(named).collect(),
        }
    }
}

impl Worse {
    fn new(game: &Game, of: &Dominated) -> Self {
        let share = |(strategy, p): &(usize, Rational)| Share {
            strategy: name(game, of.player, *strategy),
            probability: to_f64(p),
            exact: p.to_string(),
        };
        Self {
            player: game.players()[of.player].name.clone(),
            strategy: name(game, of.player, of.strategy),
            by: of.by.iter().map(share).collect(),
        }
    }
}

impl Found {
    fn new(game: &Game) -> Result<Self, StrategyError> {
        let found = if game.players().len() == 2 {
            bimatrix_equilibria(game).map(|found| Self::exact(game, &found))
        } else {
            all_equilibria(game, &SearchOptions::default()).map(|found| Self::searched(game, found))
        };
        match found {
            Err(error @ StrategyError::TooLarge { .. }) => Ok(Self::None {
                reason: error.to_string(),
            }),
            found => found,
        }
    }

    fn exact(game: &Game, found: &BimatrixEquilibria) -> Self {
        let words = |values: &[Rational]| values.iter().map(ToString::to_string).collect();
        let extreme = found.extreme.iter().map(|of| {
            let profile = found.profile(*of);
            let (first, second) = (&found.first[of.first], &found.second[of.second]);
            let payoffs = found.payoffs(*of);
            Point {
                regrets: game.regrets(&profile),
                profile,
                exact: Some(vec![
                    words(&first.probabilities),
                    words(&second.probabilities),
                ]),
                payoffs: payoffs.map(to_f64).to_vec(),
                exact_payoffs: Some(payoffs.map(ToString::to_string).to_vec()),
                certified: true,
                index: None,
            }
        });
        let component = |subsets: &Vec<strategy::game::NashSubset>| Component {
            isolated: subsets.len() == 1 && subsets[0].is_point(),
            subsets: subsets
                .iter()
                .map(|of| {
                    let spans = |at: &strategy::game::ExtremeEquilibrium| {
                        of.first.contains(&at.first) && of.second.contains(&at.second)
                    };
                    let numbers = found.extreme.iter().enumerate().filter(|(_, at)| spans(at));
                    Subset {
                        first: of.first.len(),
                        second: of.second.len(),
                        equilibria: numbers.map(|(number, _)| number + 1).collect(),
                    }
                })
                .collect(),
        };
        Self::ExtremePoints {
            extreme: extreme.collect(),
            components: found.components.iter().map(component).collect(),
        }
    }

    fn searched(game: &Game, found: Equilibria) -> Self {
        let index_sum = found.index_sum();
        let point = |of: strategy::game::Equilibrium| Point {
            payoffs: (0..game.players().len())
                .map(|player| game.expected(player, &of.profile))
                .collect(),
            profile: of.profile,
            exact: None,
            exact_payoffs: None,
            regrets: of.regrets,
            certified: of.certified,
            index: of.index,
        };
        let connected = |of: strategy::game::Continuum| Connected {
            found: of.found.into(),
            within: of.within.into(),
            samples: of.samples,
        };
        Self::BranchAndPrune {
            isolated: found.isolated.into_iter().map(point).collect(),
            continua: found.continua.into_iter().map(connected).collect(),
            undecided: found.undecided.into_iter().map(Limits::from).collect(),
            index_sum,
        }
    }
}

impl From<Bounds> for Limits {
    fn from(bounds: Bounds) -> Self {
        Self {
            low: bounds.low,
            high: bounds.high,
        }
    }
}

impl Quantal {
    fn new(game: &Game, lambdas: &[f64]) -> Result<Self, StrategyError> {
        let span = (0..game.players().len())
            .map(|player| game.span(player))
            .fold(0.0, f64::max);
        let unit = if span > 0.0 { span } else { 1.0 };
        let lambdas: Vec<f64> = match lambdas {
            [] => LAMBDAS.iter().map(|lambda| lambda / unit).collect(),
            asked => asked.to_vec(),
        };
        let branch = logit_branch(game, &BranchOptions::default())?;
        let (mut points, mut out_of_reach) = (Vec::new(), Vec::new());
        for lambda in lambdas {
            match logit_response(game, lambda)? {
                Some(of) => points.push(Response::new(game, of.lambda, of.profile)),
                None => out_of_reach.push(lambda),
            }
        }
        Ok(Self {
            points,
            out_of_reach,
            end: last(game, &branch),
            ended: match branch.end {
                BranchEnd::Regret => "equilibrium",
                BranchEnd::Lambda => "lambda",
                BranchEnd::Steps => "steps",
                BranchEnd::Lost => "lost",
            },
            forks: branch.forks,
        })
    }
}

fn last(game: &Game, branch: &Branch) -> Response {
    // A branch has its beginning at least.
    branch.points.last().map_or_else(
        || Response::new(game, 0.0, Vec::new()),
        |of| Response::new(game, of.lambda, of.profile.clone()),
    )
}

impl Response {
    fn new(game: &Game, lambda: f64, profile: MixedProfile) -> Self {
        Self {
            lambda,
            regrets: game.regrets(&profile),
            profile,
        }
    }
}

fn pure(game: &Game, profiles: &[PureProfile]) -> Vec<Pure> {
    let of = |profile: &PureProfile| {
        let strategies = game.profile(profile.index);
        let named = strategies
            .iter()
            .enumerate()
            .map(|(player, strategy)| name(game, player, *strategy));
        Pure {
            strategies: named.collect(),
            payoffs: (0..strategies.len())
                .map(|player| game.payoff(player, profile.index))
                .collect(),
            regrets: profile.regrets.clone(),
        }
    };
    profiles.iter().map(of).collect()
}

fn name(game: &Game, player: usize, strategy: usize) -> String {
    game.players()[player].strategies[strategy].clone()
}
