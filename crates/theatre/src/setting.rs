//! The numbers of one run: every parameter drawn, and the state of things at the start.

use calendar::{Date, Month};
use case::{Case, LandmarkKind};

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
    /// Deaths at which it begins.
    pub scale: f64,
    /// Size of the negative binomial of counts.
    pub size: f64,
    /// Spread and persistence of the tempo of the war.
    pub tempo_spread: f64,
    /// See [`Setting::tempo_spread`].
    pub tempo_persistence: f64,
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
    /// Chance of a collapse in a month in which both are lower.
    pub collapse_hazard: f64,
    /// Probability of a placeholder after a collapse.
    pub placeholder: f64,
    /// Probability that whoever takes the capital inherits the state.
    pub succession: f64,
    /// Probability and strength of a rescue of the capital.
    pub rescue: f64,
    /// See [`Setting::rescue`].
    pub rescue_strength: f64,
    /// Anyone may bid for the capital.
    pub bids: bool,
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
    /// Affinity of a fighter in a place.
    pub fn affinity(&self, world: &World, fighter: usize, place: usize) -> f64 {
        self.affinity[fighter * world.places.len() + place]
    }

    /// Whether two fighters are enemies.
    pub fn are_enemies(&self, world: &World, a: usize, b: usize) -> bool {
        self.enemies[a * world.fighters.len() + b]
    }
}

/// What a case tells of acts before the first month: how many each fighter did in each place in the last two years.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Acts, fighter by fighter, place by place.
    acts: Vec<f64>,
}

impl Record {
    /// Of the case's sourced facts, as known on its day.
    pub fn of_case(case: &Case, world: &World) -> Self {
        Self::until(case, world, case.data.as_of)
    }

    /// Of those known on a day.
    pub fn until(case: &Case, world: &World, day: Date) -> Self {
        let until = Month::of(day);
        let rows: Vec<_> = case
            .landmarks_as_of(day)
            .into_iter()
            .filter(|row| (0..24).contains(&(until - Month::of(row.date_start))))
            .filter(|row| row.kind != LandmarkKind::Arrest)
            .filter_map(|row| {
                let region = case.region(&row.region)?.name.as_str();
                Some((row, region))
            })
            .collect();
        let lineage = |key: &str| case.actor(key).and_then(|actor| actor.lineage.as_deref());
        let mut acts = Vec::new();
        for fighter in &world.fighters {
            let line = lineage(&fighter.key);
            let own =
                |key: &String| *key == fighter.key || (line.is_some() && lineage(key) == line);
            for place in &world.places {
                let here = rows.iter().filter(|(row, region)| {
                    *region == place.name && row.initiators.iter().any(own)
                });
                acts.push(here.count() as f64);
            }
        }
        Self { acts }
    }

    /// Reach of movements at the start of a run, fighter by fighter, place by place: 1 - (1 - h) exp(-n / 2) with n
    /// the acts; where there are none, affinity.
    pub fn reach(&self, setting: &Setting) -> Vec<f64> {
        let n = setting.affinity.len() / setting.strength.len().max(1);
        let mut reach = vec![0.0; setting.affinity.len()];
        for (at, reach) in reach.iter_mut().enumerate() {
            if setting.strength[at / n] > 0.0 {
                *reach = shown(setting.affinity[at], self.acts[at]);
            }
        }
        reach
    }
}

impl Record {
    /// Mean difference, over movements and people, of how things stand from the reach that the record shows; 0 when it
    /// shows no act.
    pub(crate) fn distance(&self, world: &World, setting: &Setting, state: &State) -> f64 {
        if self.acts.iter().all(|acts| *acts == 0.0) {
            return 0.0;
        }
        let n = world.places.len();
        let people: f64 = world.places.iter().map(|place| place.people).sum();
        let (mut sum, mut movements) = (0.0, 0.0);
        for (one, fighter) in world.fighters.iter().enumerate() {
            if setting.strength[one] <= 0.0 || fighter.side != Side::Insurgent {
                continue;
            }
            movements += 1.0;
            for (place, here) in world.places.iter().enumerate() {
                let at = one * n + place;
                let shown = shown(setting.affinity[at], self.acts[at]);
                sum += here.people * (state.reach(world, one, place) - shown).abs();
            }
        }
        sum / (people * f64::max(movements, 1.0)).max(1.0)
    }
}

/// Reach that so many acts show among people of an affinity.
fn shown(affinity: f64, acts: f64) -> f64 {
    1.0 - (1.0 - affinity) * (-acts / 2.0).exp()
}

impl State {
    /// Things as they stand at the start of a run: reach of movements by the record, reach of the state everywhere as far
    /// as force and people let it, h + (1 - h) times its share of contests. Rule then settles for two years at this
    /// reach.
    pub fn start(record: &Record, world: &World, setting: &Setting) -> Self {
        Self::new(world, setting, &record.reach(setting))
    }
}
