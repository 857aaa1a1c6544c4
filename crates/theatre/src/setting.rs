//! The numbers of one run: every parameter drawn, and the state of things at the start.

use std::collections::BTreeMap;

use calendar::Month;
use case::{Case, LandmarkKind, Prior};

use crate::dice::{Dice, Mechanism};
use crate::parameters::{Key, Quantiles};
use crate::state::State;
use crate::world::{Side, World};

/// The drawn parameters of a run; units as in [`crate::parameters`].
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Exponent of contests.
    pub decisiveness: f64,
    /// Weight of a draw.
    pub draw: f64,
    /// Growth, spill and fading of reach, per month.
    pub growth: f64,
    /// See [`Setting::growth`].
    pub spill: f64,
    /// See [`Setting::growth`].
    pub fade: f64,
    /// Relaxation of rule, per month.
    pub relaxation: f64,
    /// Soldiers per 1,000 people who hold them against their will.
    pub garrison: f64,
    /// Decay and repair of state rule, per month.
    pub decay: f64,
    /// See [`Setting::decay`].
    pub repair: f64,
    /// Skeletal capacity at the start.
    pub capacity: f64,
    /// Share of it kept in a coup.
    pub kept_in_coup: f64,
    /// Revenue without rule.
    pub revenue: f64,
    /// Clashes per month and place at full reach of two enemies.
    pub clashes: f64,
    /// Attacks on civilians per month and place at their worst.
    pub one_sided: f64,
    /// Exponent of the tail of deaths.
    pub tail: f64,
    /// Size of the negative binomial of counts.
    pub size: f64,
    /// Share of events reported.
    pub reporting: f64,
    /// Recruits per 100,000 ruled and month.
    pub recruits: f64,
    /// Recruits per civilian killed by an enemy.
    pub wronged: f64,
    /// Income per tenth of the country ruled, in shares of cost.
    pub income: f64,
    /// People who flee for each death.
    pub flight: f64,
    /// Share of the displaced who return in a quiet month.
    pub return_home: f64,
    /// Coups a year, and the factor on it after a shock.
    pub coup: f64,
    /// See [`Setting::coup`].
    pub coup_shock: f64,
    /// Capacity and cohesion under which the state can collapse.
    pub collapse_capacity: f64,
    /// See [`Setting::collapse_capacity`].
    pub collapse_cohesion: f64,
    /// Probability of a placeholder after a collapse.
    pub placeholder: f64,
    /// Probability and strength of a rescue of the capital.
    pub rescue: f64,
    /// See [`Setting::rescue`].
    pub rescue_strength: f64,
    /// Share of the capital's people outside an attacker's affinity who count against it.
    pub urban: f64,
    /// Share of the army always in the capital.
    pub capital_garrison: f64,
    /// Share of a party's force that does not keep a deal.
    pub spoilers: f64,
    /// Violence under a deal over violence without.
    pub under_deal: f64,
    /// Share of a deal's hazard that guarantors take away.
    pub guarantee: f64,
    /// Hazard that a deal breaks, a year.
    pub deal_breaks: f64,
    /// By fighter: strength at the start, loss per 100 km, share fit to fight, cohesion, predation, splits a year.
    pub strength: Vec<f64>,
    /// See [`Setting::strength`].
    pub loss: Vec<f64>,
    /// See [`Setting::strength`].
    pub useful: Vec<f64>,
    /// See [`Setting::strength`].
    pub cohesion: Vec<f64>,
    /// See [`Setting::strength`].
    pub predation: Vec<f64>,
    /// See [`Setting::strength`].
    pub splits: Vec<f64>,
    /// Affinity, fighter by fighter, place by place.
    pub affinity: Vec<f64>,
    /// Whether two fighters are enemies, row by row; symmetric, nobody his own.
    pub enemies: Vec<bool>,
    /// By backer: strength, predation, hazard of leaving a year.
    pub backing: Vec<[f64; 3]>,
    /// Base of each fighter, by place.
    pub base: Vec<usize>,
}

impl Setting {
    /// Draws the numbers of a run. `changed` are a scenario's own priors by key of the assumption.
    pub fn draw(
        case: &Case,
        world: &World,
        changed: &BTreeMap<String, Prior>,
        seed: u64,
        run: u64,
    ) -> Self {
        let quantiles = Quantiles::new(seed, run);
        let of = |key: Key, actor: Option<&str>, place: Option<usize>| {
            let region = place.map(|place| world.places[place].name.as_str());
            quantiles.draw(case, key, actor, region, |a| changed.get(&a.key).copied())
        };
        let country = |key| of(key, None, None);
        let by_fighter = |key| -> Vec<f64> {
            let fighters = world.fighters.iter();
            fighters.map(|f| of(key, Some(&f.key), None)).collect()
        };
        let mut strength = by_fighter(Key::Strength);
        for (number, fighter) in world.fighters.iter().enumerate() {
            // Splinters and local commands come to be later.
            if fighter.splinter_of.is_some() || fighter.side == Side::LocalCommand {
                strength[number] = 0.0;
            }
        }
        let affinity: Vec<f64> = world
            .fighters
            .iter()
            .flat_map(|fighter| {
                (0..world.places.len())
                    .map(|place| of(Key::Affinity, Some(&fighter.key), Some(place)))
                    .collect::<Vec<f64>>()
            })
            .collect();
        let base = (0..world.fighters.len())
            .map(|fighter| base(world, &affinity, fighter))
            .collect();
        Self {
            decisiveness: country(Key::ContestDecisiveness),
            draw: country(Key::ContestDraw),
            growth: country(Key::ReachGrowth),
            spill: country(Key::ReachSpill),
            fade: country(Key::ReachFade),
            relaxation: country(Key::RuleRelaxation),
            garrison: country(Key::GarrisonRatio),
            decay: country(Key::StateRuleDecay),
            repair: country(Key::StateRuleRepair),
            capacity: country(Key::SkeletalCapacity),
            kept_in_coup: country(Key::CapacityKeptInCoup),
            revenue: country(Key::RevenueBase),
            clashes: country(Key::ClashRate),
            one_sided: country(Key::OneSidedRate),
            tail: country(Key::DeathTail),
            size: country(Key::CountDispersion),
            reporting: country(Key::Reporting),
            recruits: country(Key::RecruitsFromRule),
            wronged: country(Key::RecruitsFromWrongs),
            income: country(Key::IncomeFromRule),
            flight: country(Key::DisplacedPerDeath),
            return_home: country(Key::DisplacedReturn),
            coup: country(Key::CoupHazard),
            coup_shock: country(Key::CoupAfterShock),
            collapse_capacity: country(Key::CollapseCapacity),
            collapse_cohesion: country(Key::CollapseCohesion),
            placeholder: country(Key::Placeholder),
            rescue: country(Key::Rescue),
            rescue_strength: country(Key::RescueStrength),
            urban: country(Key::UrbanHostility),
            capital_garrison: country(Key::CapitalGarrison),
            spoilers: country(Key::Spoilers),
            under_deal: country(Key::ViolenceUnderDeal),
            guarantee: country(Key::Guarantee),
            deal_breaks: country(Key::DealRecurrence),
            loss: by_fighter(Key::LossOfStrength),
            useful: by_fighter(Key::UsefulForce),
            cohesion: by_fighter(Key::Cohesion),
            predation: by_fighter(Key::Predation),
            splits: by_fighter(Key::SplitHazard),
            enemies: enemies(case, world, changed, seed, run),
            backing: world
                .backers
                .iter()
                .map(|backer| {
                    [Key::Strength, Key::Predation, Key::BackerLeaves]
                        .map(|key| of(key, Some(&backer.key), None))
                })
                .collect(),
            strength,
            affinity,
            base,
        }
    }

    /// Affinity of a fighter in a place.
    pub fn affinity(&self, world: &World, fighter: usize, place: usize) -> f64 {
        self.affinity[fighter * world.places.len() + place]
    }

    /// Whether two fighters are enemies.
    pub fn are_enemies(&self, world: &World, a: usize, b: usize) -> bool {
        self.enemies[a * world.fighters.len() + b]
    }
}

/// The state's base is the capital, everyone else's the place where most of the people are who would have him.
fn base(world: &World, affinity: &[f64], fighter: usize) -> usize {
    if world.fighters[fighter].side == Side::State {
        return world.capital;
    }
    let n = world.places.len();
    (0..n).fold(0, |best, place| {
        let of = |place: usize| affinity[fighter * n + place];
        if of(place) > of(best) { place } else { best }
    })
}

/// Movements fight the state, its militias and one another; two that are allied by the draw do not, nor do a fighter and the one it
/// backs, nor two who back the same. Local commands fight movements.
fn enemies(
    case: &Case,
    world: &World,
    changed: &BTreeMap<String, Prior>,
    seed: u64,
    run: u64,
) -> Vec<bool> {
    let k = world.fighters.len();
    let quantiles = Quantiles::new(seed, run);
    let mut all = vec![false; k * k];
    for a in 0..k {
        for b in 0..a {
            let (one, other) = (&world.fighters[a], &world.fighters[b]);
            let both = |sides: [Side; 2]| {
                [one.side, other.side] == sides || [other.side, one.side] == sides
            };
            let friends = one.backs == Some(b)
                || other.backs == Some(a)
                || (one.backs.is_some() && one.backs == other.backs);
            let hostile = one.side == Side::Insurgent || other.side == Side::Insurgent;
            let allied = both([Side::Insurgent, Side::Insurgent]) && {
                let pair = quantiles.pair(case, &one.key, &other.key, changed);
                let mut dice = Dice::new(seed, run, (a * k + b) as u32, Mechanism::Start);
                // A splinter is a rival of what it left.
                one.key != other.key && dice.happens(pair)
            };
            let enemies = hostile && !friends && !allied;
            all[a * k + b] = enemies;
            all[b * k + a] = enemies;
        }
    }
    all
}

impl State {
    /// Things as they stand at the start of a run.
    ///
    /// Reach of a movement: by the case's sourced facts, 1 - (1 - h) exp(-n / 2) with n its acts in the place in the last two
    /// years; where the case has none, its affinity. Of the state: everywhere as far as force and people let it,
    /// h + (1 - h) times its share of contests. Rule then settles for two years at this reach.
    pub fn start(case: &Case, world: &World, setting: &Setting) -> Self {
        let (k, n) = (world.fighters.len(), world.places.len());
        let mut reach = vec![0.0; k * n];
        let until = Month::of(case.data.as_of);
        let known = case.landmarks_as_of(case.data.as_of);
        for (number, fighter) in world.fighters.iter().enumerate() {
            if setting.strength[number] <= 0.0 {
                continue;
            }
            let own = |key: &String| {
                let lineage =
                    |key: &str| case.actor(key).and_then(|actor| actor.lineage.as_deref());
                *key == fighter.key
                    || (lineage(key).is_some() && lineage(key) == lineage(&fighter.key))
            };
            let acts = |place: usize| {
                known
                    .iter()
                    .filter(|row| until - Month::of(row.date_start) < 24)
                    .filter(|row| row.kind != LandmarkKind::Arrest)
                    .filter(|row| {
                        case.region(&row.region)
                            .is_some_and(|r| r.name == world.places[place].name)
                    })
                    .filter(|row| row.initiators.iter().any(own))
                    .count() as f64
            };
            for place in 0..n {
                let h = setting.affinity(world, number, place);
                reach[number * n + place] = 1.0 - (1.0 - h) * (-acts(place) / 2.0).exp();
            }
        }
        Self::new(world, setting, reach)
    }
}
