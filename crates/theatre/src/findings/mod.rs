//! What the runs say of the claims that are made about such wars, and what it hangs on.
//!
//! Each finding is a sentence that is true or false in a run; its probability is over the draws of the assumptions
//! and the chances of war together. Where it fails is told by the assumptions on which it hangs most
//! (its first-order indices): the third of an assumption's range in which it holds least often.

mod indices;
mod marks;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use marks::Marks;

use crate::scenario::Kind;
use crate::summary::Chance;
use crate::summary::cluster::{Clusters, Sums};
use crate::world::{Side, World};
use indices::{by_chance, first_order, order};

/// Months after which the middle of a run is read.
pub(crate) const MIDWAY: u32 = 24;
/// Gain of state rule, as a share of the people, that counts as one.
const GAIN: f64 = 0.05;
/// Points, as a share, by which a claim must hold less often somewhere for that to be a weakness.
const LESS: f64 = 0.03;
/// Runs that findings are told from, at most: the first ones.
pub(crate) const MOST_RUNS: u64 = 20_000;
/// Assumptions that are named.
const NAMED: usize = 3;

/// A sentence that a run bears out or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// Status quo: the main challenger reaches more people midway than at the start.
    ReachGrows,
    /// Status quo: its overt rule has grown by less than half of what its reach has, or not at all.
    RuleStalls,
    /// Status quo: both at once.
    ReachGrowsRuleStalls,
    /// Status quo: nobody takes the capital, the state does not collapse, and it rules fewer than all: it goes on.
    StateGoesOn,
    /// Status quo where a movement holds the capital at the start: it does at the end.
    HolderStays,
    /// Leaders overthrown: midway the state rules three quarters or more of the people that it did.
    StateLeft,
    /// Collapse: midway two factions or more rule, a placeholder is recognised, and the main challenger does not
    /// hold the capital with half of the people under its overt rule.
    Fragments,
    /// Collapse: midway the main challenger holds the capital and rules half of the people openly.
    Crowned,
    /// A bid: midway the bidder does not hold the capital.
    BidFails,
    /// More force: more deaths at the end than under the status quo.
    MoreDeaths,
    /// More force, or clearing and holding: at the end the state does not rule five hundredths more of the people than under the
    /// status quo.
    NoMoreState,
    /// A deal: fewer deaths at the end than under the status quo.
    SavesLives,
}

/// A claim and how often runs bear it out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The claim.
    pub claim: Claim,
    /// Key of the scenario.
    pub scenario: String,
    /// Months since the start at which it is read.
    pub month: u32,
    /// Key of the main challenger, where the claim is about it.
    pub challenger: Option<String>,
    /// Share of the runs that bear it out.
    pub holds: Chance,
    /// Of the three assumptions on which it hangs most beyond chance, those in a third of which it holds less often by three
    /// points or more.
    pub fails: Vec<Weakness>,
}

/// Where a claim holds least.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Weakness {
    /// Key of the assumption.
    pub assumption: String,
    /// What it says.
    pub name: String,
    /// Share of the claim's variance that hangs on it alone, 0 to 1.
    pub index: f64,
    /// Third of its draws, by value, in which the claim holds least.
    pub third: Third,
    /// Least and greatest value there.
    pub values: [f64; 2],
    /// Share of the runs there that bear it out.
    pub there: Chance,
}

/// A third of the draws of an assumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Third {
    /// The lowest values.
    Lowest,
    /// Those between.
    Middle,
    /// The highest values.
    Highest,
}

/// What an outcome at the end of the runs hangs on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HangsOn {
    /// Key of the scenario.
    pub scenario: String,
    /// The outcome.
    pub outcome: Outcome,
    /// Assumptions beyond chance, most first, three at most.
    pub assumptions: Vec<Influence>,
}

/// An outcome whose assumptions are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Deaths since the start; their logarithm is taken.
    Deaths,
    /// People displaced; their logarithm is taken.
    Displaced,
    /// People under state rule.
    State,
    /// People under overt rule by all movements.
    Overt,
    /// People under nobody's rule.
    Nobody,
    /// Who holds the capital at the start does not hold it.
    CapitalLost,
    /// The state has collapsed.
    Collapsed,
}

/// An assumption and how far it decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Influence {
    /// Its key.
    pub assumption: String,
    /// What it says.
    pub name: String,
    /// First-order index, 0 to 1.
    pub index: f64,
    /// The outcome is higher in the highest third of its values than in the lowest.
    pub rises: bool,
}

/// Runs of one scenario, in their order.
pub(crate) struct Played<'a> {
    pub(crate) key: &'a str,
    pub(crate) kind: Kind,
    pub(crate) runs: Vec<Marks>,
    /// Which of them share a draw.
    pub(crate) clusters: Clusters,
}

impl Played<'_> {
    /// The share of some runs that bear a claim out.
    fn chance(&self, runs: impl IntoIterator<Item = usize>, holds: &[bool]) -> Chance {
        let mut sums = Sums::new(1);
        for run in runs {
            sums.add(self.clusters.at(run), [f64::from(u8::from(holds[run]))]);
        }
        sums.chance(0)
    }
}

/// The assumptions of all runs: orders of the runs by each.
pub(crate) struct Assumptions<'a> {
    keys: Vec<[&'a str; 2]>,
    orders: Vec<Vec<usize>>,
    values: Vec<Vec<f64>>,
    by_chance: f64,
}

impl<'a> Assumptions<'a> {
    /// Of keys and names, levels run by run, and the values at them.
    pub(crate) fn new(
        keys: Vec<[&'a str; 2]>,
        levels: &[Vec<f64>],
        value: impl Fn(usize, f64) -> f64,
    ) -> Self {
        let of = |card: usize| -> Vec<f64> { levels.iter().map(|run| run[card]).collect() };
        let orders = (0..keys.len()).map(|card| order(&of(card))).collect();
        let values = (0..keys.len())
            .map(|card| {
                of(card)
                    .into_iter()
                    .map(|level| value(card, level))
                    .collect()
            })
            .collect();
        Self {
            by_chance: by_chance(levels.len(), keys.len()),
            keys,
            orders,
            values,
        }
    }

    /// Assumptions on which an outcome hangs beyond chance, most first.
    fn decisive(&self, outcome: &[f64]) -> Vec<(usize, f64)> {
        let mut all: Vec<(usize, f64)> = self
            .orders
            .iter()
            .map(|order| first_order(order, outcome))
            .enumerate()
            .filter(|(_, index)| *index > self.by_chance)
            .collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(NAMED);
        all
    }

    fn thirds(&self, card: usize) -> [&[usize]; 3] {
        let order = &self.orders[card];
        let n = order.len();
        [0, 1, 2].map(|third| &order[third * n / 3..(third + 1) * n / 3])
    }

    fn weakness(
        &self,
        card: usize,
        index: f64,
        played: &Played<'_>,
        holds: &[bool],
    ) -> Option<Weakness> {
        let thirds = self.thirds(card);
        let chance = |runs: &[usize]| played.chance(runs.iter().copied(), holds);
        let names = [Third::Lowest, Third::Middle, Third::Highest];
        let worst = (0..3).min_by(|a, b| {
            let share = |third: usize| chance(thirds[third]).probability;
            share(*a).total_cmp(&share(*b))
        })?;
        let runs = thirds[worst];
        let all = holds.iter().filter(|holds| **holds).count() as f64 / holds.len().max(1) as f64;
        if chance(runs).probability > all - LESS {
            return None;
        }
        let value = |at: Option<&usize>| at.map(|run| self.values[card][*run]);
        Some(Weakness {
            assumption: self.keys[card][0].to_owned(),
            name: self.keys[card][1].to_owned(),
            index,
            third: names[worst],
            values: [value(runs.first())?, value(runs.last())?],
            there: chance(runs),
        })
    }
}

/// The movement that holds the capital at the start, or else the one that reaches most people in the first month of the
/// first scenario's runs.
fn challenger(world: &World, first: &Played<'_>) -> Option<usize> {
    if let Some(held) = world.held {
        return Some(held.by);
    }
    let mean = |one: usize| -> f64 { first.runs.iter().map(|run| run.start.reach[one]).sum() };
    (0..world.fighters.len())
        .filter(|one| {
            let fighter = &world.fighters[*one];
            fighter.side == Side::Insurgent && fighter.splinter_of.is_none()
        })
        .max_by(|a, b| mean(*a).total_cmp(&mean(*b)))
}

fn reach_grows(run: &Marks, one: usize) -> bool {
    run.midway.reach[one] > run.start.reach[one]
}

fn rule_stalls(run: &Marks, one: usize) -> bool {
    let gain = (run.midway.reach[one] - run.start.reach[one]).max(0.0);
    run.midway.overt[one] - run.start.overt[one] < gain / 2.0
        || run.midway.overt[one] <= run.start.overt[one]
}

fn crowned(run: &Marks, one: usize) -> bool {
    run.midway.capital == Some(one) && run.midway.overt[one] >= 0.5
}

/// Whether a run bears a claim out; `first` is the run of the same number under the status quo.
fn bears_out(claim: Claim, run: &Marks, first: &Marks, one: usize) -> bool {
    match claim {
        Claim::ReachGrows => reach_grows(run, one),
        Claim::RuleStalls => rule_stalls(run, one),
        Claim::ReachGrowsRuleStalls => reach_grows(run, one) && rule_stalls(run, one),
        Claim::StateGoesOn => {
            run.end.capital == Some(0) && !run.end.collapsed && run.end.state < 1.0 - GAIN
        }
        Claim::HolderStays => run.end.capital == Some(one),
        Claim::StateLeft => run.midway.state >= 0.75 * run.start.state,
        Claim::Fragments => {
            run.midway.factions >= 2 && run.midway.placeholder && !crowned(run, one)
        }
        Claim::Crowned => crowned(run, one),
        Claim::BidFails => run.midway.capital != Some(one),
        Claim::MoreDeaths => run.end.deaths > first.end.deaths,
        Claim::NoMoreState => run.end.state < first.end.state + GAIN,
        Claim::SavesLives => run.end.deaths < first.end.deaths,
    }
}

/// Claims about a kind of scenario, and whether they are read at the end.
fn claims(kind: Kind, is_first: bool, is_held: bool) -> &'static [(Claim, bool)] {
    match kind {
        _ if is_first && is_held => &[
            (Claim::ReachGrowsRuleStalls, false),
            (Claim::ReachGrows, false),
            (Claim::RuleStalls, false),
            (Claim::HolderStays, true),
        ],
        _ if is_first => &[
            (Claim::ReachGrowsRuleStalls, false),
            (Claim::ReachGrows, false),
            (Claim::RuleStalls, false),
            (Claim::StateGoesOn, true),
        ],
        Kind::Overthrow => &[(Claim::StateLeft, false)],
        Kind::Collapse => &[(Claim::Fragments, false), (Claim::Crowned, false)],
        Kind::Bid => &[(Claim::BidFails, false)],
        Kind::MoreForce => &[(Claim::MoreDeaths, true), (Claim::NoMoreState, true)],
        Kind::ClearAndHold => &[(Claim::NoMoreState, true), (Claim::SavesLives, true)],
        Kind::Deal => &[(Claim::SavesLives, true)],
        Kind::Other => &[],
    }
}

/// Findings of all scenarios, of which the first is the status quo.
pub(crate) fn findings(
    world: &World,
    months: u32,
    played: &[Played<'_>],
    assumptions: &Assumptions<'_>,
) -> Vec<Finding> {
    let Some(first) = played.first() else {
        return Vec::new();
    };
    let Some(one) = challenger(world, first) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (number, scenario) in played.iter().enumerate() {
        for (claim, at_end) in claims(scenario.kind, number == 0, world.held.is_some()) {
            let pairs = scenario.runs.iter().zip(&first.runs);
            let holds: Vec<bool> = pairs
                .map(|(run, first)| bears_out(*claim, run, first, one))
                .collect();
            let outcome: Vec<f64> = holds.iter().map(|holds| f64::from(*holds)).collect();
            let about = !matches!(
                claim,
                Claim::StateGoesOn
                    | Claim::StateLeft
                    | Claim::MoreDeaths
                    | Claim::NoMoreState
                    | Claim::SavesLives
            );
            all.push(Finding {
                claim: *claim,
                scenario: scenario.key.to_owned(),
                month: if *at_end { months } else { months.min(MIDWAY) },
                challenger: about.then(|| world.fighters[one].key.clone()),
                holds: scenario.chance(0..holds.len(), &holds),
                fails: assumptions
                    .decisive(&outcome)
                    .into_iter()
                    .filter_map(|(card, index)| assumptions.weakness(card, index, scenario, &holds))
                    .collect(),
            });
        }
    }
    all
}

/// What the outcomes of each scenario hang on.
pub(crate) fn hangs_on(
    world: &World,
    played: &[Played<'_>],
    assumptions: &Assumptions<'_>,
) -> Vec<HangsOn> {
    type Of<'a> = &'a dyn Fn(&Marks) -> f64;
    let movements: Vec<usize> = (0..world.fighters.len())
        .filter(|one| world.fighters[*one].side == Side::Insurgent)
        .collect();
    let outcomes: [(Outcome, Of<'_>); 7] = [
        (Outcome::Deaths, &|run| (run.end.deaths + 1.0).ln()),
        (Outcome::Displaced, &|run| (run.end.displaced + 1.0).ln()),
        (Outcome::State, &|run| run.end.state),
        (Outcome::Overt, &|run| {
            movements.iter().map(|one| run.end.overt[*one]).sum()
        }),
        (Outcome::Nobody, &|run| run.end.nobody),
        (Outcome::CapitalLost, &|run| {
            f64::from(run.end.capital != Some(world.holder()))
        }),
        (Outcome::Collapsed, &|run| f64::from(run.end.collapsed)),
    ];
    let mut all = Vec::new();
    for scenario in played {
        for (outcome, of) in &outcomes {
            let values: Vec<f64> = scenario.runs.iter().map(of).collect();
            let influence = |(card, index): (usize, f64)| {
                let [low, _, high] = assumptions.thirds(card);
                let mean = |runs: &[usize]| {
                    runs.iter().map(|run| values[*run]).sum::<f64>() / runs.len().max(1) as f64
                };
                Influence {
                    assumption: assumptions.keys[card][0].to_owned(),
                    name: assumptions.keys[card][1].to_owned(),
                    index,
                    rises: mean(high) > mean(low),
                }
            };
            let decisive = assumptions.decisive(&values);
            all.push(HangsOn {
                scenario: scenario.key.to_owned(),
                outcome: *outcome,
                assumptions: decisive.into_iter().map(influence).collect(),
            });
        }
    }
    all
}
