//! The fast month against the plain one, run by run, on worlds made by chance.

use case::{Posture, Remnant};

use super::Workspace;
use crate::dice::Dice;
use crate::opening::{Drawn, Start};
use crate::run::{Plan, reference};
use crate::scenario::Play;
use crate::setting::Setting;
use crate::state::Deal;
use crate::step::Chances;
use crate::world::{Backer, Fighter, Held, Place, Side, World};

const POSTURES: [Posture; 17] = [
    Posture::Harass,
    Posture::ConsolidateRule,
    Posture::Blockade,
    Posture::Bid,
    Posture::HoldTowns,
    Posture::ClearAndHold,
    Posture::RaidWithPartner,
    Posture::WithdrawToCore,
    Posture::FightRivals,
    Posture::Talk,
    Posture::AbideByDeal,
    Posture::BreakDeal,
    Posture::Stay,
    Posture::Leave,
    Posture::Return,
    Posture::StayOut,
    Posture::Mediate,
];

/// A case by chance.
struct Chance(Dice);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        (self.0.share() * most as f64) as usize
    }

    fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.share()
    }

    /// Often 0, often 1: where the special cases are.
    fn share(&mut self) -> f64 {
        match self.below(8) {
            0 => 0.0,
            1 => 1.0,
            _ => self.0.share(),
        }
    }

    fn many(&mut self, number: usize, mut of: impl FnMut(&mut Self) -> f64) -> Vec<f64> {
        (0..number).map(|_| of(self)).collect()
    }

    fn world(&mut self) -> World {
        let n = 1 + self.below(6);
        let mut places: Vec<Place> = (0..n)
            .map(|number| Place {
                name: format!("place {number}"),
                people: self.within(1e4, 3e6).round(),
                area: None,
                neighbours: Vec::new(),
            })
            .collect();
        let mut distances = vec![0.0; n * n];
        for a in 0..n {
            for b in 0..a {
                distances[a * n + b] = self.within(0.2, 12.0);
                distances[b * n + a] = distances[a * n + b];
                if self.0.happens(0.5) {
                    places[a].neighbours.push(b);
                    places[b].neighbours.push(a);
                }
            }
        }
        let named = |side, number: usize| Fighter {
            key: format!("fighter-{number}"),
            name: format!("Fighter {number}"),
            side,
            backs: None,
            splinter_of: None,
        };
        let mut fighters = vec![named(Side::State, 0)];
        for number in 1..=self.below(3) {
            fighters.push(named(Side::Insurgent, number));
        }
        if self.0.happens(0.4) {
            let backs = self.0.happens(0.7).then_some(0);
            fighters.push(Fighter {
                backs,
                ..named(Side::Militia, fighters.len())
            });
        }
        for number in 1..fighters.len() {
            if fighters[number].side == Side::Insurgent && fighters.len() < 5 {
                fighters.push(Fighter {
                    splinter_of: Some(number),
                    ..fighters[number].clone()
                });
            }
        }
        fighters.push(named(Side::LocalCommand, fighters.len()));
        let backers = (0..self.below(3))
            .map(|number| Backer {
                key: format!("backer-{number}"),
                name: format!("Backer {number}"),
                backs: self.below(fighters.len() - 1),
                present: self.0.happens(0.7),
            })
            .collect();
        let others = fighters.len() - 1;
        let begun = (1..others).filter(|one| fighters[*one].splinter_of.is_none());
        let begun: Vec<usize> = begun.collect();
        let remnants = [
            Remnant::Standing,
            Remnant::Inherited,
            Remnant::Collapsed,
            Remnant::Placeholder,
        ];
        let held = (!begun.is_empty() && self.0.happens(0.4)).then(|| Held {
            by: begun[self.below(begun.len())],
            state: remnants[self.below(4)],
        });
        World {
            held,
            capital: self.below(n),
            places,
            distances,
            fighters,
            backers,
        }
    }

    fn setting(&mut self, world: &World) -> Setting {
        let (k, n) = (world.fighters.len(), world.places.len());
        let mut enemies = vec![false; k * k];
        for a in 0..k {
            for b in 0..a {
                enemies[a * k + b] = self.0.happens(0.7);
                enemies[b * k + a] = enemies[a * k + b];
            }
        }
        let later = |f: &Fighter| f.splinter_of.is_some() || f.side == Side::LocalCommand;
        let started: Vec<bool> = world.fighters.iter().map(|f| !later(f)).collect();
        Setting {
            decisiveness: [1.0, self.within(0.3, 3.0)][self.below(2)],
            draw: self.share() * 3.0,
            growth: self.within(0.0, 0.3),
            spill: self.share() * 0.1,
            fade: self.within(0.0, 0.2),
            relaxation: self.within(0.0, 0.5),
            garrison: self.within(1.0, 40.0),
            decay: self.within(0.0, 0.05),
            repair: self.within(0.0, 0.05),
            capacity: self.share(),
            kept_in_coup: self.share(),
            revenue: self.share(),
            clashes: self.within(0.0, 20.0),
            one_sided: self.within(0.0, 8.0),
            tail: self.within(1.6, 3.5),
            scale: self.within(0.3, 8.0),
            size: self.within(0.2, 10.0),
            tempo_spread: self.share(),
            tempo_persistence: self.share(),
            collapse_hazard: self.share(),
            bids: self.0.happens(0.8),
            recruits: self.within(0.0, 20.0),
            wronged: self.within(0.0, 2.0),
            income: self.within(0.0, 1.0),
            flight: self.within(0.0, 500.0),
            return_home: self.share() * 0.1,
            coup: self.share(),
            coup_shock: self.within(1.0, 4.0),
            collapse_capacity: self.share(),
            collapse_cohesion: self.share(),
            placeholder: self.share(),
            succession: self.share(),
            rescue: self.share(),
            rescue_strength: self.within(0.0, 5000.0),
            urban: self.share(),
            capital_garrison: self.share() * 0.8,
            spoilers: self.share(),
            under_deal: self.share(),
            guarantee: self.share(),
            deal_breaks: self.share() * 2.0,
            strength: started
                .iter()
                .map(|started| f64::from(*started) * self.share() * 20_000.0)
                .collect(),
            loss: self.many(k, |c| c.within(0.0, 0.6)),
            useful: self.many(k, Self::share),
            cohesion: self.many(k, Self::share),
            predation: self.many(k, Self::share),
            splits: self.many(k, |c| c.share() * 2.0),
            affinity: self.many(k * n, Self::share),
            backing: world
                .backers
                .iter()
                .map(|_| [self.share() * 3000.0, self.share(), self.share()])
                .collect(),
            base: (0..k).map(|_| self.below(n)).collect(),
            enemies,
        }
    }

    fn drawn(&mut self, world: &World) -> Drawn<'static> {
        let before = self.setting(world);
        let places = world.places.len();
        let reach = before
            .strength
            .iter()
            .flat_map(|f| vec![*f > 0.0; places])
            .map(|has| if has { self.share() } else { 0.0 })
            .collect();
        // A scenario changes some numbers, not who is an enemy of whom.
        let after = self.0.happens(0.5).then(|| Setting {
            enemies: before.enemies.clone(),
            strength: before.strength.clone(),
            ..self.setting(world)
        });
        Drawn {
            before,
            after,
            start: Start::Reach(reach),
            placeholder: self.0.share(),
        }
    }

    fn play(&mut self, world: &World) -> Play {
        let k = world.fighters.len();
        let mut postures = || -> Vec<Posture> {
            (0..k)
                .map(|_| POSTURES[self.below(POSTURES.len())])
                .collect()
        };
        let (before, after, later) = (postures(), postures(), postures());
        let shocks: Vec<usize> = (0..self.below(3)).map(|_| self.below(4)).collect();
        let zone = |chance: &mut Self| chance.0.happens(0.5).then(|| chance.below(k));
        let deal = self.0.happens(0.4).then(|| Deal {
            parties: (0..k).filter(|_| self.0.happens(0.6)).collect(),
            zones: world.places.iter().map(|_| zone(self)).collect(),
            guaranteed: self.0.happens(0.5),
            in_force: true,
        });
        let from = self.below(8) as u32;
        Play::by_hand(world, from, [&before, &after, &later], &shocks, deal)
    }
}

/// What has been met on the way, so that agreement is known to be about something.
#[derive(Debug, Default)]
struct Met {
    collapsed: usize,
    overthrown: usize,
    inherited: usize,
    taken: usize,
    /// Held by another than the state from the start, by what is left of the state.
    held: [usize; 4],
    split: usize,
    deals: usize,
    broken: usize,
}

fn agree(cases: u64, months: u32) -> Met {
    let mut met = Met::default();
    for seed in 0..cases {
        let mut chance = Chance(Dice::named(seed, 0, Dice::name("agreement")));
        let world = chance.world();
        let play = chance.play(&world);
        let mut workspace = Workspace::new(&world);
        // The second run meets what the first has left in the workspace.
        for run in 0..2 {
            let drawn = chance.drawn(&world);
            let chances = Chances { seed, run };
            let plan = Plan {
                months,
                first: run,
                runs: 1,
                seed,
                every: 5,
            };
            let (plain, views) = reference(&world, &play, &drawn, &plan, chances);
            workspace.run(&play, &drawn, &plan, chances);
            let fast = workspace.months();
            for (month, (plain, fast)) in plain.iter().zip(fast).enumerate() {
                assert_eq!(plain, fast, "case {seed}, run {run}, month {month}");
            }
            assert_eq!(plain.len(), fast.len());
            assert_eq!(views, workspace.views(), "case {seed}, run {run}");
            // On from where that ended, as from an opening.
            let mut state = workspace.state().clone();
            state.month = 0;
            let on = Drawn {
                start: Start::State(&state),
                ..drawn.clone()
            };
            let (further, _) = reference(&world, &play, &on, &plan, chances);
            Workspace::run(&mut workspace, &play, &on, &plan, chances);
            for (month, (plain, fast)) in further.iter().zip(workspace.months()).enumerate() {
                assert_eq!(plain, fast, "case {seed}, run {run}, on, month {month}");
            }
            let Some(last) = plain.last() else {
                continue;
            };
            if let Some(held) = world.held {
                met.held[held.state as usize] += 1;
            }
            met.collapsed += usize::from(last.collapsed);
            met.overthrown += usize::from(last.overthrows > 0);
            met.inherited += usize::from(workspace.state().inherited);
            met.taken += usize::from(plain.iter().any(|m| m.capital.is_some_and(|one| one != 0)));
            let splinter =
                |one: usize| world.fighters[one].splinter_of.is_some() && last.strength[one] > 0.0;
            met.split += usize::from((0..world.fighters.len()).any(splinter));
            let kept = plain.iter().any(|month| month.deal);
            met.deals += usize::from(kept);
            met.broken += usize::from(kept && !last.deal);
        }
    }
    met
}

#[test]
fn a_thousand_small_cases_agree_to_the_bit() {
    let met = agree(1000, 30);
    let all = [
        met.held[0],
        met.held[1],
        met.held[2],
        met.held[3],
        met.collapsed,
        met.overthrown,
        met.inherited,
        met.taken,
        met.split,
        met.deals,
        met.broken,
    ];
    assert!(all.iter().all(|number| *number >= 30), "{met:?}");
}

#[test]
#[ignore = "a minute"]
fn twenty_thousand_small_cases_agree_to_the_bit() {
    agree(20_000, 90);
}
