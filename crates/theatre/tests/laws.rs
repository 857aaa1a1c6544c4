//! What must hold whatever the numbers.
#![allow(clippy::unwrap_used)] // The lints know tests, not what tests call.
#![allow(clippy::float_cmp)] // What is switched off is 0 to the bit.

use std::collections::BTreeMap;

use case::{Case, Posture};
use theatre::mechanism::{contest, force, reach, violence};
use theatre::step::step;
use theatre::{
    Chances, Deck, Month, Plan, Play, Process, Record, Run, Setting, Stage, State, World, ensemble,
};

fn mali() -> (Case, World) {
    let case = Case::builtin("mali-2024").unwrap();
    let world = World::of_case(&case).unwrap();
    (case, world)
}

fn start(case: &Case, world: &World, run: u64) -> (Setting, State) {
    let setting = Deck::new(case, world, &BTreeMap::new()).draw(world, 1, run);
    let state = State::start(&Record::of_case(case, world), world, &setting);
    (setting, state)
}

/// Two movements and a state in three places in a row, all alike, by hand.
fn twins() -> (World, Setting, State) {
    let (case, mut world) = mali();
    let keep = |key: &str| ["state", "jnim", "issp"].contains(&key);
    let local = world.fighters.pop().unwrap();
    world
        .fighters
        .retain(|f| keep(&f.key) && f.splinter_of.is_none());
    world.fighters.push(local);
    world.backers.clear();
    world.places.truncate(3);
    world.capital = 0;
    world.distances = vec![0.0, 1.0, 2.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0];
    for (number, place) in world.places.iter_mut().enumerate() {
        place.people = 1e6;
        place.neighbours = (0..3_usize)
            .filter(|other| other.abs_diff(number) == 1)
            .collect();
    }
    let mut setting = Deck::new(&case, &world, &BTreeMap::new()).draw(&world, 1, 0);
    setting.strength = vec![10_000.0, 3000.0, 3000.0, 0.0];
    setting.loss = vec![0.0; 4];
    setting.useful = vec![1.0; 4];
    setting.cohesion = vec![0.5; 4];
    setting.predation = vec![0.2; 4];
    setting.splits = vec![0.0; 4];
    setting.affinity = [[0.5; 3], [0.1; 3], [0.1; 3], [0.0; 3]].concat();
    setting.base = vec![0, 1, 1, 0];
    setting.backing.clear();
    setting.enemies = vec![false; 16];
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        setting.enemies[a * 4 + b] = true;
        setting.enemies[b * 4 + a] = true;
    }
    let state = State::new(
        &world,
        &setting,
        &[[0.0; 3], [0.4; 3], [0.4; 3], [0.0; 3]].concat(),
    );
    (world, setting, state)
}

#[test]
fn people_are_conserved_and_shares_stay_shares() {
    let (case, world) = mali();
    let whole: f64 = world.places.iter().map(|place| place.people).sum();
    for scenario in &case.scenarios {
        let play = Play::new(&case, &world, scenario).unwrap();
        for run in 0..6 {
            let (setting, mut state) = start(&case, &world, run);
            for _ in 0..60 {
                play.begin(&world, &setting, &mut state, 0.3);
                let postures = play.postures(&world, &state);
                step(
                    &world,
                    &setting,
                    &mut state,
                    &postures,
                    Chances { seed: 1, run },
                );
                let sum = state.people.iter().sum::<f64>() + state.displaced + state.killed;
                assert!(
                    (sum / whole - 1.0).abs() < 1e-9,
                    "{}: {sum} {whole}",
                    scenario.key
                );
                assert!(state.people.iter().all(|people| *people >= 0.0));
                for place in 0..world.places.len() {
                    let mut rule = 0.0;
                    for one in 0..world.fighters.len() {
                        let (r, u) = (
                            state.reach(&world, one, place),
                            state.rule(&world, one, place),
                        );
                        assert!((0.0..=1.0).contains(&r) && (0.0..=1.0).contains(&u));
                        rule += u;
                    }
                    assert!(rule <= 1.0 + 1e-9, "{}: {rule}", scenario.key);
                }
                assert!(state.strength.iter().all(|f| f.is_finite() && *f >= 0.0));
                assert!((0.0..=1.0).contains(&state.capacity));
            }
        }
    }
}

#[test]
fn without_a_rival_reach_grows_as_a_logistic_curve() {
    let (world, mut setting, _) = twins();
    setting.growth = 0.04;
    (setting.spill, setting.fade, setting.draw) = (0.0, 0.0, 0.0);
    setting.enemies = vec![false; 16];
    let mut state = State::new(
        &world,
        &setting,
        &[[0.0; 3], [0.02; 3], [0.0; 3], [0.0; 3]].concat(),
    );
    let success = [[0.0; 3], [1.0; 3], [0.0; 3], [0.0; 3]].concat();
    let nobody = vec![0.0; 12];
    let postures = [Posture::Harass; 4];
    let mut exact: f64 = 0.02;
    for month in 0..300 {
        reach::reach(&world, &setting, &mut state, &nobody, &success, &postures);
        // The curve r / (1 - r) = r0 / (1 - r0) exp(growth t), met up to the error of monthly steps.
        exact += 0.04 * exact * (1.0 - exact);
        assert!((state.reach(&world, 1, 1) - exact).abs() < 1e-12);
        let t = f64::from(month + 1);
        let smooth = 1.0 / (1.0 + (0.98 / 0.02) * (-0.04 * t).exp());
        assert!((exact - smooth).abs() < 0.02, "{month}: {exact} {smooth}");
    }
    assert!(state.reach(&world, 1, 1) > 0.99);
}

#[test]
fn who_are_alike_fare_alike() {
    let (world, setting, state) = twins();
    let postures = [
        Posture::HoldTowns,
        Posture::Harass,
        Posture::Harass,
        Posture::HoldTowns,
    ];
    let forces = force::force(&world, &setting, &state, &postures);
    for place in 0..3 {
        assert!((forces[3 + place] - forces[6 + place]).abs() < 1e-9);
    }
    // Over many months of chance neither is ahead.
    let (mut one, mut other) = (0.0, 0.0);
    for run in 0..400 {
        let mut state = state.clone();
        for _ in 0..24 {
            step(
                &world,
                &setting,
                &mut state,
                &postures,
                Chances { seed: 3, run },
            );
        }
        one += state.strength[1];
        other += state.strength[2];
    }
    assert!((one / other - 1.0).abs() < 0.02, "{one} {other}");
}

#[test]
fn more_force_never_lowers_the_chance_to_prevail() {
    let (world, setting, state) = twins();
    let postures = [
        Posture::HoldTowns,
        Posture::Harass,
        Posture::Harass,
        Posture::HoldTowns,
    ];
    let mut last = [0.0; 3];
    for strength in [500.0, 1000.0, 3000.0, 9000.0, 40_000.0] {
        let mut state = state.clone();
        state.strength[1] = strength;
        let forces = force::force(&world, &setting, &state, &postures);
        for (place, last) in last.iter_mut().enumerate() {
            let there: Vec<f64> = (0..4).map(|one| forces[one * 3 + place]).collect();
            let p = contest::success(&there, setting.decisiveness, setting.draw);
            let odds = p[1] / (p[0] + p[2]).max(1e-300);
            assert!(odds >= *last);
            *last = odds;
        }
    }
}

#[test]
fn clashes_tend_to_a_poisson_count_and_have_their_mean() {
    let (world, mut setting, state) = twins();
    setting.size = 1e9;
    setting.clashes = 4.0;
    setting.tempo_spread = 0.0;
    let postures = [
        Posture::HoldTowns,
        Posture::Harass,
        Posture::Harass,
        Posture::HoldTowns,
    ];
    let success = vec![0.2; 12];
    let r = |one| state.reach(&world, one, 1);
    // Both movements press harder than the state, 0.6.
    let mean = 4.0 * 0.6 * (r(0) * r(1) + r(0) * r(2) + r(1) * r(2));
    let draws = 20_000;
    let counts: Vec<f64> = (0..draws)
        .map(|run| {
            let found = violence::violence(
                &world,
                &setting,
                &state,
                &success,
                &postures,
                &mut violence::ViolenceDice::new(7, run, 0),
            );
            f64::from(found.clashes[1])
        })
        .collect();
    let average = counts.iter().sum::<f64>() / draws as f64;
    let variance = counts.iter().map(|n| (n - average).powi(2)).sum::<f64>() / draws as f64;
    let error = (mean / draws as f64).sqrt();
    assert!((average - mean).abs() < 4.0 * error, "{average} {mean}");
    assert!((variance / mean - 1.0).abs() < 0.05, "{variance} {mean}");
}

#[test]
fn runs_do_not_hang_on_how_they_are_split() {
    let (case, _) = mali();
    let plan = Plan {
        months: 24,
        first: 0,
        runs: 12,
        seed: 5,
        every: 0,
    };
    let whole = ensemble(&case, &case.scenarios[0], &plan).unwrap();
    let parts: Vec<Vec<Month>> = [(0, 5), (5, 4), (9, 3)]
        .into_iter()
        .flat_map(|(first, runs)| {
            ensemble(
                &case,
                &case.scenarios[0],
                &Plan {
                    first,
                    runs,
                    ..plan
                },
            )
            .unwrap()
        })
        .collect();
    assert_eq!(whole, parts);
    let other = ensemble(&case, &case.scenarios[0], &Plan { seed: 6, ..plan }).unwrap();
    assert_ne!(whole, other);
}

#[test]
fn sums_over_runs_do_not_hang_on_threads_or_shards() {
    let (case, _) = mali();
    let stage = Stage::new(&case, &case.scenarios[0]).unwrap();
    let sum = |threads: usize, shards: &[(u64, u64)]| -> u64 {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let mut sum = 0.0;
        pool.build().unwrap().install(|| {
            for (first, runs) in shards {
                let plan = Plan {
                    months: 12,
                    first: *first,
                    runs: *runs,
                    seed: 2,
                    every: 0,
                };
                let of = |run: &Run<'_>| run.months[11].state + run.months[11].displaced;
                stage.each(&plan, of, |_, found| sum += found);
            }
        });
        sum.to_bits()
    };
    let whole = sum(1, &[(0, 1500)]);
    assert_eq!(whole, sum(2, &[(0, 1500)]));
    assert_eq!(whole, sum(2, &[(0, 7), (7, 1100), (1107, 393)]));
}

#[test]
fn a_run_of_mali_is_that_of_the_plain_mechanisms() {
    let (case, _) = mali();
    for scenario in &case.scenarios {
        let stage = Stage::new(&case, scenario).unwrap();
        let plan = Plan {
            months: 36,
            first: 0,
            runs: 6,
            seed: 4,
            every: 0,
        };
        for run in 0..plan.runs {
            assert_eq!(
                stage.run(&plan, run),
                stage.reference_run(&plan, run),
                "{}",
                scenario.key
            );
        }
    }
}

#[test]
fn scenarios_share_their_chances_until_they_differ() {
    let (case, _) = mali();
    let plan = Plan {
        months: 12,
        first: 0,
        runs: 4,
        seed: 1,
        every: 0,
    };
    let runs = |key: &str| ensemble(&case, case.scenario(key).unwrap(), &plan).unwrap();
    let (now, later) = (runs("status-quo"), runs("partition"));
    for (a, b) in now.iter().zip(&later) {
        assert_eq!(a[..6], b[..6]);
        assert_ne!(a[6..], b[6..]);
    }
}

#[test]
fn what_is_switched_off_does_not_happen() {
    let (case, _) = mali();
    let plan = Plan {
        months: 60,
        first: 0,
        runs: 60,
        seed: 3,
        every: 0,
    };
    let runs = |scenario: &str, off: &[Process]| {
        // The capital is seldom taken.
        let plan = Plan {
            runs: if scenario == "bid" { 600 } else { 60 },
            ..plan
        };
        let stage = Stage::new(&case, case.scenario(scenario).unwrap()).unwrap();
        stage.without(off).ensemble(&plan)
    };
    for process in Process::ALL {
        let scenario = match process {
            Process::Rescue | Process::Bids | Process::Succession => "bid",
            Process::DealsBreak => "partition",
            // Status quo, but with the mercenaries staying no backer leaves.
            _ => "status-quo",
        };
        let (with, without) = (runs(scenario, &[]), runs(scenario, &[*process]));
        assert_ne!(with, without, "{}", process.key());
        let any = |of: &dyn Fn(&theatre::Month) -> bool| without.iter().flatten().any(of);
        let every = |of: &dyn Fn(&theatre::Month) -> bool| without.iter().flatten().all(of);
        match process {
            Process::HeavyTails => assert!(every(&|m| m.deaths == f64::from(m.events))),
            Process::OneSided => assert!(every(&|m| m.killed_by.iter().all(|dead| *dead == 0.0))),
            Process::Displacement => assert!(every(&|m| m.displaced == 0.0)),
            Process::Coups => assert!(!any(&|m| m.overthrows > 0)),
            Process::Collapse => assert!(!any(&|m| m.collapsed)),
            // Who inherits the state leaves it no army.
            Process::Succession => assert!(!any(&|m| !m.collapsed && m.strength[0] <= 0.0)),
            Process::Bids => assert!(every(&|m| m.capital == Some(0))),
            Process::DealsBreak => assert!(without.iter().all(|run| run[59].deal)),
            _ => {}
        }
        assert_eq!(Process::by_key(process.key()), Some(*process));
    }
    let silent = runs("status-quo", &[Process::Clashes, Process::OneSided]);
    assert!(silent.iter().flatten().all(|month| month.events == 0));
}

#[test]
fn every_built_in_case_can_be_played_or_says_what_it_lacks() {
    for name in case::builtin_names() {
        let case = Case::builtin(name).unwrap();
        for scenario in &case.scenarios {
            let plan = Plan {
                months: 3,
                first: 0,
                runs: 2,
                seed: 1,
                every: 0,
            };
            match ensemble(&case, scenario, &plan) {
                Ok(runs) => assert!(runs.iter().all(|run| run.len() == 3)),
                Err(error) => {
                    // Some cases do not say enough of their regions yet.
                    assert_ne!(name, "mali-2024", "{error}");
                    let told = error.to_string();
                    let says = told.contains(" has no ") && told.contains("; add it to");
                    assert!(says, "{told}");
                }
            }
        }
    }
}
