//! Postures: where force goes, how hard it presses, what it does to people.
//!
//! The numbers of the table are the model's reading of the words in [`case::Posture`], the same for every case;
//! what differs between cases are the postures that their options name.

use case::Posture;

use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// What a posture means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traits {
    /// How hard it presses its enemies, 0 to 1.
    pub pressure: f64,
    /// How much of the rule that it could have it seeks, 0 to 1.
    pub rule: f64,
    /// Factor on its violence against civilians.
    pub harm: f64,
}

/// The table.
pub fn traits(posture: Posture) -> Traits {
    let of = |pressure, rule, harm| Traits {
        pressure,
        rule,
        harm,
    };
    match posture {
        Posture::Harass => of(0.6, 0.3, 1.0),
        Posture::ConsolidateRule => of(0.5, 1.0, 1.0),
        Posture::Blockade => of(0.6, 0.7, 1.1),
        Posture::Bid => of(1.0, 0.4, 1.0),
        Posture::HoldTowns => of(0.3, 0.7, 0.7),
        Posture::ClearAndHold => of(1.0, 1.0, 0.8),
        Posture::RaidWithPartner => of(0.9, 0.5, 1.5),
        Posture::WithdrawToCore => of(0.3, 0.8, 0.7),
        Posture::FightRivals => of(0.8, 0.7, 1.2),
        Posture::Talk => of(0.25, 0.8, 0.6),
        Posture::AbideByDeal => of(0.1, 1.0, 0.3),
        Posture::BreakDeal => of(0.8, 0.7, 1.0),
        // Those who are outside or merely there press no one.
        Posture::Stay | Posture::Leave | Posture::Return | Posture::StayOut | Posture::Mediate => {
            of(0.5, 0.7, 1.0)
        }
    }
}

/// Shares of a fighter's force by place: 0 or more, together 1; none where it can go nowhere.
///
/// Weights by posture, with r own reach, u own rule, h affinity, x the place's people over the mean place's, e the
/// highest reach of an enemy there:
///
/// ```text
/// harass, break a deal           r
/// consolidate, talk, abide       r (0.2 + max(0, h - u))          a state: as hold towns
/// blockade                       r, five times so in the capital and beside it
/// bid                            r exp(-distance to the capital), ten times so in it
/// hold towns                     x (0.2 + u) r
/// clear and hold                 x (0.2 + e) r
/// raid with a partner            (0.1 + e) r
/// withdraw to the core           x u^2 r
/// fight rivals                   (0.1 + highest reach of an enemy movement) r
/// ```
pub fn allocation(
    world: &World,
    setting: &Setting,
    state: &State,
    fighter: usize,
    posture: Posture,
) -> Vec<f64> {
    let n = world.places.len();
    let people: f64 = state.people.iter().sum();
    let mean = (people / n as f64).max(1.0).recip();
    let is_state = world.fighters[fighter].side == crate::world::Side::State;
    let mut weights: Vec<f64> = (0..n)
        .map(|place| {
            let r = state.reach(world, fighter, place);
            let u = state.rule(world, fighter, place);
            let h = setting.affinity(world, fighter, place);
            let x = state.people[place] * mean;
            let highest = |of: &dyn Fn(usize) -> bool| {
                (0..world.fighters.len())
                    .filter(|other| setting.are_enemies(world, fighter, *other) && of(*other))
                    .map(|other| state.reach(world, other, place))
                    .fold(0.0, f64::max)
            };
            let enemy = || highest(&|_| true);
            let towns = x * (0.2 + u) * r;
            match posture {
                Posture::Harass | Posture::BreakDeal => r,
                Posture::ConsolidateRule | Posture::Talk | Posture::AbideByDeal if !is_state => {
                    r * (0.2 + (h - u).max(0.0))
                }
                Posture::Blockade => {
                    let near = place == world.capital
                        || world.places[world.capital].neighbours.contains(&place);
                    r * if near { 5.0 } else { 1.0 }
                }
                Posture::Bid => {
                    let near = (-world.distance(world.capital, place)).exp();
                    r * near * if place == world.capital { 10.0 } else { 1.0 }
                }
                Posture::ClearAndHold => x * (0.2 + enemy()) * r,
                Posture::RaidWithPartner => (0.1 + enemy()) * r,
                Posture::WithdrawToCore => x * u * u * r,
                Posture::FightRivals => {
                    let rival =
                        |other: usize| world.fighters[other].side == crate::world::Side::Insurgent;
                    (0.1 + highest(&rival)) * r
                }
                _ => towns,
            }
        })
        .collect();
    let total: f64 = weights.iter().sum();
    if total > 0.0 {
        let share = total.recip();
        for weight in &mut weights {
            *weight *= share;
        }
    }
    if is_state && total > 0.0 {
        let kept = setting.capital_garrison.min(1.0);
        for weight in &mut weights {
            *weight *= 1.0 - kept;
        }
        weights[world.capital] += kept;
    }
    weights
}
