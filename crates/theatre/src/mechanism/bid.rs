//! A bid for the capital.
//!
//! ```text
//! attacker      f[k,c]
//! defender      f[state,c] + its militias there + rescue + urban (1 - h[k,c]) p[c] / 500
//! P(taken)      f^m / (s + f^m + d^m) a month, a contest with a draw like any other
//! P(repelled)   d^m / (...): the attacker loses a tenth of what it sent
//! held          needs ratio (1 - h[k,c]) p[c] / 1,000 to hold the unwilling; what it lacks, as a share, times
//!               a fifth is the hazard a month that the capital is lost again
//! ```
//!
//! Whoever takes the capital of a state that stands inherits it, with the probability of succession: half of what is left of the
//! army goes over, half goes home, and the winner has the state's reach and rule besides its own. What it rules beyond its
//! affinity and its garrisons it loses again ([`rule`](super::rule)). Armies, officials and rivals side with who has
//! won (F. Christia, *Alliance Formation in Civil Wars*, 2012); so went Rwanda in 1994 and Afghanistan in 2021 (C.
//! Malkasian, *The American War in Afghanistan*, 2021). Otherwise the army falls apart by
//! place ([`politics`](super::politics)).
//!
//! A rescue comes, if it does, in the first month of a bid. Source of the contest: see
//! [`contest`](super::contest).

use case::{Posture, Remnant};

use super::contest::contest;
use super::politics::collapses;
use crate::dice::Dice;
use crate::setting::Setting;
use crate::state::{Government, State};
use crate::world::{Side, World};

/// One of so many of the capital's hostile people counts as a defender.
const URBAN: f64 = 500.0;
/// Share of what was sent that a repelled bid costs.
const COST: f64 = 0.1;
/// Hazard a month that a capital held without any garrison is lost.
const UNHELD: f64 = 0.2;
/// Share of the army that goes over to who inherits the state.
const WENT_OVER: f64 = 0.5;

/// Draws a month of bids and of holding what was taken; `force` is that of each fighter in the capital.
pub fn bid(
    world: &World,
    setting: &Setting,
    state: &mut State,
    force: impl Fn(usize) -> f64,
    postures: &[Posture],
    dice: &mut Dice,
) {
    let c = world.capital;
    let chances = [dice.share(), dice.share(), dice.share(), dice.share()];
    let holder = state.capital;
    if let Some(holder) = holder
        && world.fighters[holder].side == Side::Insurgent
    {
        let hostile = (1.0 - setting.affinity(world, holder, c)) * state.people[c];
        let needed = setting.garrison * hostile / 1000.0;
        let lacking = (1.0 - force(holder) / needed.max(1.0)).max(0.0);
        if chances[2] < UNHELD * lacking {
            let gone = state.collapsed || state.inherited;
            state.capital = if gone && state.strength[0] <= 0.0 {
                None
            } else {
                Some(0)
            };
            if let Government::Movement(_) = state.government {
                state.government = if gone {
                    Government::None
                } else {
                    Government::Regime
                };
            }
        }
        return;
    }
    let bidders = (0..world.fighters.len())
        .filter(|k| world.fighters[*k].side == Side::Insurgent && postures[*k] == Posture::Bid);
    // The strongest there bids, the rest wait.
    let Some(one) = bidders
        .filter(|_| setting.bids)
        .max_by(|a, b| force(*a).total_cmp(&force(*b)))
    else {
        return;
    };
    if !state.rescued && !state.collapsed && chances[0] < setting.rescue {
        state.rescued = true;
    }
    let defends = |k: usize| {
        Some(k) == holder || world.fighters[k].backs == holder || (holder.is_none() && k == 0)
    };
    let own: f64 = (0..world.fighters.len())
        .filter(|k| defends(*k))
        .map(&force)
        .sum();
    let rescue = if state.rescued {
        setting.rescue_strength
    } else {
        0.0
    };
    let people = setting.urban * (1.0 - setting.affinity(world, one, c)) * state.people[c] / URBAN;
    let sides = [force(one), own + rescue + people];
    let mut p = sides;
    contest(&mut p, setting.decisiveness, setting.draw);
    if chances[1] < p[0] {
        take(world, state, one);
        if !state.collapsed {
            state.overthrows += 1;
            state.regime_age = 0;
            if !state.inherited && chances[3] < setting.succession {
                inherit(world, state, one);
            }
        }
    } else if chances[1] < p[0] + p[1] {
        state.strength[one] -= (COST * sides[0]).min(state.strength[one]);
    }
}

/// Where another than the state holds the capital before the first month, it has taken it, and what is left of the state
/// is left.
pub(crate) fn fallen(world: &World, setting: &Setting, state: &mut State) {
    let Some(held) = world.held else {
        return;
    };
    take(world, state, held.by);
    match held.state {
        Remnant::Standing => {}
        Remnant::Inherited => inherit(world, state, held.by),
        Remnant::Collapsed | Remnant::Placeholder => {
            let postures = vec![Posture::HoldTowns; world.fighters.len()];
            let stays = held.state == Remnant::Placeholder;
            collapses(world, setting, state, &postures, stays);
            // As local commands have elsewhere.
            pass(world, state, held.by, world.capital, 0.5);
        }
    }
}

/// A movement takes the capital and is dealt with as the government.
fn take(world: &World, state: &mut State, one: usize) {
    state.capital = Some(one);
    state.set_reach(world, one, world.capital, 1.0);
    state.government = Government::Movement(one);
}

/// The state's army and administration go over to a movement.
fn inherit(world: &World, state: &mut State, heir: usize) {
    state.inherited = true;
    state.strength[heir] += WENT_OVER * state.strength[0];
    state.strength[0] = 0.0;
    for place in 0..world.places.len() {
        pass(world, state, heir, place, 1.0);
    }
}

/// The state's reach in a place, and a share of its rule there, pass to an heir.
fn pass(world: &World, state: &mut State, heir: usize, place: usize, share: f64) {
    let reach = state.reach(world, heir, place);
    let rule = state.rule(world, heir, place) + share * state.rule(world, 0, place);
    state.set_reach(world, heir, place, reach.max(state.reach(world, 0, place)));
    state.set_rule(world, heir, place, rule);
    state.set_reach(world, 0, place, 0.0);
    state.set_rule(world, 0, place, 0.0);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use case::{Case, Holder};

    use super::*;
    use crate::calibration::openings;
    use crate::setting::Record;
    use crate::step::Chances;
    use crate::{Deck, Openings, Plan, Stage};

    const REMNANTS: [Remnant; 4] = [
        Remnant::Standing,
        Remnant::Inherited,
        Remnant::Collapsed,
        Remnant::Placeholder,
    ];

    /// Mali, had JNIM taken the capital.
    fn fallen(state: Remnant) -> Case {
        let mut case = Case::builtin("mali-2024").unwrap();
        case.about.capital.held = Some(Holder {
            by: "jnim".to_owned(),
            since: case.data.as_of,
            state,
        });
        case
    }

    #[test]
    fn what_is_left_of_the_state_is_left() {
        for left in REMNANTS {
            let case = fallen(left);
            let world = World::of_case(&case).unwrap();
            let deck = Deck::new(&case, &world, &BTreeMap::new());
            let record = Record::of_case(&case, &world);
            let (one, c) = (world.held.unwrap().by, world.capital);
            assert_eq!(world.fighters[one].key, "jnim");
            for run in 0..20 {
                let setting = deck.draw(&world, 1, run);
                let state = State::start(&record, &world, &setting);
                let stood = World {
                    held: None,
                    ..world.clone()
                };
                let before = State::start(&record, &stood, &setting);
                assert_eq!(before.capital, Some(0));
                assert_eq!(state.capital, Some(one));
                assert!((state.reach(&world, one, c) - 1.0).abs() < 1e-12);
                let armies = [&before, &state].map(|s| s.strength[0]);
                let commands = state.strength[world.local_commands()];
                let collapsed = [Remnant::Collapsed, Remnant::Placeholder].contains(&left);
                let (government, army) = match left {
                    Remnant::Standing => (Government::Movement(one), armies[0]),
                    Remnant::Inherited | Remnant::Collapsed => (Government::Movement(one), 0.0),
                    Remnant::Placeholder => (Government::Placeholder, 0.0),
                };
                assert_eq!(state.government, government);
                assert!((armies[1] - army).abs() < 1e-9);
                assert_eq!(state.inherited, left == Remnant::Inherited);
                assert_eq!(state.collapsed, collapsed);
                // All but the garrison of the capital.
                assert_eq!(collapsed, commands > 0.0);
                assert!(commands < armies[0]);
                let won = state.strength[one] - before.strength[one];
                let expected = if state.inherited {
                    0.5 * armies[0]
                } else {
                    0.0
                };
                assert!((won - expected).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_capital_falls_after_the_past_is_replayed_or_before_the_first_month() {
        let case = fallen(Remnant::Inherited);
        let scenario = &case.scenarios[0];
        let stage = Stage::new(&case, scenario).unwrap();
        let one = stage.world().held.unwrap().by;
        let plan = Plan {
            months: 1,
            first: 0,
            runs: 8,
            seed: 3,
            every: 1,
        };
        let draws = || {
            let each = (0..8).map(|run| Chances { seed: 3, run });
            each.map(|chances| (stage.deck().levels(chances.seed, chances.run), chances))
                .collect()
        };
        let keys: Vec<String> = stage.deck().keys().map(str::to_owned).collect();
        let last = calendar::Month::of(case.data.as_of);
        let open = |case: &Case| match openings(case, last, &keys, draws()).unwrap() {
            Openings::Of(all) => all,
            Openings::Priors => unreachable!("draws were given"),
        };
        let mut stood = case.clone();
        stood.about.capital.held = None;
        // The past is the same, whoever holds the capital at its end.
        for (fell, stood) in open(&case).iter().zip(open(&stood).iter()) {
            assert_eq!(
                (fell.state.capital, stood.state.capital),
                (Some(one), Some(0))
            );
            assert_eq!(fell.state.people, stood.state.people);
            assert_eq!(fell.state.killed.to_bits(), stood.state.killed.to_bits());
            assert!(fell.state.inherited && !stood.state.inherited);
        }
        let calibrated = stage.clone().from(Openings::Of(open(&case)));
        for stage in [&stage, &calibrated] {
            let mut held = 0;
            let of = |run: &crate::Run<'_>| (run.months[0].clone(), run.views[0].clone());
            stage.each(&plan, of, |_, (month, view)| {
                // Nobody has been overthrown since the start.
                assert_eq!(month.overthrows, 0);
                held += u32::from(month.capital == Some(one));
                let places = view.rule.len() / stage.world().fighters.len();
                assert!(view.rule[..places].iter().all(|rule| *rule == 0.0));
            });
            assert!(held >= 4, "{held} of 8");
        }
        // Before the day on which it fell, the state holds it.
        stood = case.clone();
        stood.data.as_of = calendar::parse_date("2024-09-01").unwrap();
        assert!(World::of_case(&stood).unwrap().held.is_none());
    }
}
