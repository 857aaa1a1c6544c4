//! Who is killed where, by whom.
//!
//! ```text
//! clashes at i     ~  NB(pace rate sum over enemy pairs of r[k] r[j] max(g[k], g[j]), size)
//! one-sided by k   ~  NB(pace rate r[k] (predation[k] / 0.2) harm[k] 27/4 x^2 (1 - x), size)
//! x                =  P[k] / sum of P
//! deaths an event  ~  P(X >= x) = (1 + (x - 1) / scale)^-(tail - 1), at most 3,000
//! ```
//!
//! Violence against civilians is most likely where one side dominates without full control (S. Kalyvas, *The Logic
//! of Violence in Civil War*, 2006): 27/4 x^2 (1 - x) is highest, 1, at two thirds of the control. Of the dead of clashes
//! a fifth are civilians; the rest fall on the sides by the success of their enemies. Sizes: L. F. Richardson, *Statistics of
//! Deadly Quarrels*, 1960; A. Clauset, M. Young & K. S. Gleditsch, *On the frequency of severe terrorist
//! events*, Journal of Conflict Resolution 51, 2007.

use case::Posture;

use super::force::lent;
use super::tempo::pace;
use crate::dice::{Dice, Mechanism, Tail};
use crate::posture::traits;
use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// Deaths that one event has at most.
pub const MOST_DEATHS: u32 = 3000;
/// Share of civilians among the dead of clashes.
pub(crate) const CROSSFIRE: f64 = 0.2;
/// Predation at which the rate of attacks on civilians is as it stands.
pub(crate) const USUAL_PREDATION: f64 = 0.2;

/// What a month of violence did.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Violence {
    /// Clashes by place.
    pub clashes: Vec<u32>,
    /// Deaths in them by place.
    pub battle_deaths: Vec<f64>,
    /// Attacks on civilians, fighter by fighter.
    pub one_sided: Vec<u32>,
    /// Deaths in them.
    pub civilian_deaths: Vec<f64>,
    /// Civilians killed in clashes, by place.
    pub crossfire: Vec<f64>,
    /// Fighters lost, fighter by fighter, place by place.
    pub lost: Vec<f64>,
}

/// Chance in a month's violence: counts and deaths apart, so that one event more never shifts another place's number.
#[derive(Debug, Clone)]
pub struct ViolenceDice {
    pub(crate) clashes: Dice,
    pub(crate) attacks: Dice,
    pub(crate) clash_deaths: Dice,
    pub(crate) attack_deaths: Dice,
}

impl ViolenceDice {
    /// Of a month of a run.
    pub fn new(seed: u64, run: u64, month: u32) -> Self {
        let dice = |mechanism| Dice::new(seed, run, month, mechanism);
        Self {
            clashes: dice(Mechanism::Clashes),
            attacks: dice(Mechanism::OneSided),
            clash_deaths: dice(Mechanism::ClashDeaths),
            attack_deaths: dice(Mechanism::OneSidedDeaths),
        }
    }
}

/// How hard a fighter presses an enemy: its posture, or what a deal that is kept leaves of it, plus the spoilers.
pub fn pressure(
    setting: &Setting,
    state: &State,
    postures: &[Posture],
    from: usize,
    on: usize,
) -> f64 {
    let g = traits(postures[from]).pressure;
    if state.at_peace(from, on) {
        g * (setting.under_deal * (1.0 - setting.spoilers) + setting.spoilers)
    } else {
        g
    }
}

/// Draws a month's violence.
pub fn violence(
    world: &World,
    setting: &Setting,
    state: &State,
    success: &[f64],
    postures: &[Posture],
    dice: &mut ViolenceDice,
) -> Violence {
    let (k, n) = (world.fighters.len(), world.places.len());
    let mut done = Violence {
        clashes: vec![0; n],
        battle_deaths: vec![0.0; n],
        one_sided: vec![0; k * n],
        civilian_deaths: vec![0.0; k * n],
        crossfire: vec![0.0; n],
        lost: vec![0.0; k * n],
    };
    let tail = Tail::new(setting.tail, setting.scale);
    let pace = pace(setting, state);
    let (clash_rate, attack_rate) = (setting.clashes * pace, setting.one_sided * pace);
    for place in 0..n {
        let r = |one: usize| state.reach(world, one, place);
        // How much of the fighting each bears.
        let mut borne = vec![0.0; k];
        let mut fights = 0.0;
        for a in 0..k {
            for b in 0..a {
                if !setting.are_enemies(world, a, b) {
                    continue;
                }
                let g = pressure(setting, state, postures, a, b)
                    .max(pressure(setting, state, postures, b, a));
                let meets = r(a) * r(b) * g;
                fights += meets;
                borne[a] += meets * success[b * n + place];
                borne[b] += meets * success[a * n + place];
            }
        }
        let number = dice.clashes.count(clash_rate * fights, setting.size);
        let dead: f64 = (0..number)
            .map(|_| f64::from(dice.clash_deaths.deaths(&tail, MOST_DEATHS)))
            .sum();
        done.clashes[place] = number;
        done.battle_deaths[place] = dead;
        let whole: f64 = borne.iter().sum();
        // Without anyone to fight them off all of the dead are bystanders.
        let civilian = if whole > 0.0 { CROSSFIRE } else { 1.0 };
        done.crossfire[place] = civilian * dead;
        for (one, borne) in borne.iter().enumerate() {
            if whole > 0.0 {
                done.lost[one * n + place] = (1.0 - civilian) * dead * borne / whole;
            }
        }
        let control: f64 = (0..k).map(|one| success[one * n + place]).sum();
        for one in 0..k {
            let x = if control > 0.0 {
                success[one * n + place] * control.recip()
            } else {
                0.0
            };
            let dominates = 6.75 * x * x * (1.0 - x);
            let rate = attack_rate
                * r(one)
                * (preys(world, setting, state, one) / USUAL_PREDATION)
                * traits(postures[one]).harm
                * dominates;
            let number = dice.attacks.count(rate, setting.size);
            done.one_sided[one * n + place] = number;
            done.civilian_deaths[one * n + place] = (0..number)
                .map(|_| f64::from(dice.attack_deaths.deaths(&tail, MOST_DEATHS)))
                .sum();
        }
    }
    done
}

/// Predation of a fighter with that of the backers beside it, by strength.
pub fn preys(world: &World, setting: &Setting, state: &State, fighter: usize) -> f64 {
    let own = state.strength[fighter].max(1.0);
    let (mut weight, mut sum) = (own, own * setting.predation[fighter]);
    for (strength, predation) in lent(world, setting, state, fighter) {
        weight += strength;
        sum += strength * predation;
    }
    sum / weight
}
