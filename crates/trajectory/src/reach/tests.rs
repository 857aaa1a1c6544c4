//! The sampler against the equations, against enumeration, and against itself.

use calendar::Month;
use proptest::prelude::*;

use super::chain::Chain;
use super::detection::Detection;
use super::plain;
use super::problem::{Field, Problem};
use super::rates::Rates;
use super::shocks::Shocks;
use super::sweep::{Drivers, Kernel};
use super::*;

fn small(seed: u64) -> ReachInput {
    let design = Simulation {
        rows: 6,
        columns: 6,
        months: 30,
        start: 6,
        ..Simulation::default()
    };
    design.draw(&mut stats::stream(seed, "test", 0)).0
}

/// A small group in a large country: most places are empty for good.
fn lonely(seed: u64) -> ReachInput {
    let design = Simulation {
        rows: 12,
        columns: 12,
        months: 30,
        start: 2,
        surge: 0.05,
        ..Simulation::default()
    };
    design.draw(&mut stats::stream(seed, "test", 0)).0
}

/// Both kernels draw the same fields from the same random numbers, through whole chains.
#[test]
fn the_fast_kernel_is_the_plain_one() {
    for seed in 0..6 {
        let input = if seed < 4 { small(seed) } else { lonely(seed) };
        let problem = Problem::new(&input);
        let mut chains = [KernelKind::Fast, KernelKind::Plain].map(|kind| {
            let mut chain = Chain::new(&problem, kind);
            let mut rng = stats::stream(seed, "test", 1);
            (0..25).for_each(|_| chain.step(true, &mut rng));
            chain
        });
        assert_eq!(chains[0].field, chains[1].field, "seed {seed}");
        assert_eq!(chains[0].phases, chains[1].phases);
        // Not for want of anything held.
        chains[0].field.row_mut(0).fill(1);
        assert_ne!(
            chains[0].field,
            Field::empty(problem.places, problem.months)
        );
    }
}

/// Three places in a row over four months, with fixed rates, phases and shocks.
fn three_places() -> (ReachInput, Rates, Shocks, [u8; 4]) {
    let input = ReachInput {
        months: 4,
        places: small(0).places[..3].to_vec(),
        neighbours: vec![vec![1], vec![0, 2], vec![1]],
        contacts: 2.0,
        tallies: vec![
            Tally {
                place: 0,
                month: 1,
                events: 2,
            },
            Tally {
                place: 2,
                month: 3,
                events: 1,
            },
        ],
        ..small(0)
    };
    let rates = Rates {
        contagion: 0.3,
        surge: 0.6,
        jump: 0.2,
        exit: 0.1,
        retreat: 0.5,
        start: 0.3,
        ..Rates::start()
    };
    let shocks = Shocks {
        gain: vec![1.0, 0.7, 1.5, 1.2],
        loss: vec![1.0, 1.3, 0.6, 1.1],
    };
    (input, rates, shocks, [1, 0, 1, 2])
}

/// P(held) by place and month: all 4,096 fields weighed one by one, from the page's equations.
fn by_enumeration(problem: &Problem, state: &Drivers<'_>) -> Vec<f64> {
    let Drivers {
        rates,
        detection,
        phases,
        shocks,
    } = state;
    let (places, months) = (problem.places, problem.months);
    let mut sums = vec![0.0; places * months];
    let mut total = 0.0;
    for bits in 0..1_u32 << (places * months) {
        let held = |place: usize, t: usize| bits >> (place * months + t) & 1 == 1;
        let mut weight = 1.0;
        for (place, t) in (0..places).flat_map(|p| (0..months).map(move |t| (p, t))) {
            let seen = problem.events(place).iter().find(|e| e.0 == t);
            if held(place, t) {
                weight *= seen.map_or(detection.silence(2, 2), |e| detection.sight(2, 2, e.1));
            }
            let to_held = if t == 0 {
                rates.start
            } else if held(place, t - 1) {
                (-rates.exit_in(phases[t]) * shocks.loss[t]).exp()
            } else {
                let near = problem.neighbours(place).iter();
                let near = near.filter(|&&j| held(j, t - 1)).count();
                let contact = near as f64 / 2.0 + rates.jump;
                1.0 - (-rates.contagion_in(phases[t]) * shocks.gain[t] * contact).exp()
            };
            weight *= if held(place, t) {
                to_held
            } else {
                1.0 - to_held
            };
        }
        total += weight;
        for (at, sum) in sums.iter_mut().enumerate() {
            *sum += weight * f64::from(bits >> at & 1);
        }
    }
    sums.into_iter().map(|sum| sum / total).collect()
}

#[test]
fn sweeps_reach_the_law_that_enumeration_gives() {
    let (input, rates, shocks, phases) = three_places();
    let problem = Problem::new(&input);
    let detection = Detection::new(&problem);
    let state = Drivers {
        rates: &rates,
        detection: &detection,
        phases: &phases,
        shocks: &shocks,
    };
    let exact = by_enumeration(&problem, &state);
    for fast in [true, false] {
        let mut kernel = Kernel::new(&problem);
        let mut field = Field::between_events(&problem);
        let mut rng = stats::stream(5, "test", u64::from(fast));
        let mut sums = vec![0.0; exact.len()];
        let sweeps = 20_000;
        for _ in 0..sweeps {
            if fast {
                kernel.sweep(&problem, &state, &mut field, &mut rng);
            } else {
                plain::sweep(&problem, &state, &mut field, &mut rng);
            }
            for (sum, held) in sums.iter_mut().zip(field.bytes()) {
                *sum += f64::from(*held);
            }
        }
        for (at, (sum, exact)) in sums.iter().zip(&exact).enumerate() {
            let sampled = sum / f64::from(sweeps);
            assert!(
                (sampled - exact).abs() < 0.015,
                "{at}: {sampled} is not {exact}"
            );
        }
    }
}

#[test]
fn threads_do_not_matter_and_the_seed_does() {
    let input = small(1);
    let options = ReachOptions {
        sweeps: 40,
        burn_in: 10,
        ..ReachOptions::default()
    };
    let alone = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let here = Reach::fit(&input, &options).unwrap();
    assert_eq!(
        alone.install(|| Reach::fit(&input, &options)).unwrap(),
        here
    );
    assert_ne!(
        Reach::fit(&input, &ReachOptions { seed: 2, ..options }).unwrap(),
        here
    );
}

#[test]
fn nothing_seen_is_nothing_held() {
    let input = ReachInput {
        tallies: vec![],
        ..small(2)
    };
    let reach = Reach::fit(&input, &ReachOptions::default()).unwrap();
    assert_eq!(reach.months.len(), 30);
    // Without a single event the group may be anywhere unseen, but most likely nowhere.
    assert!(
        reach.months.iter().all(|m| m.places.median <= 1.0),
        "{:?}",
        reach.months[15].places
    );
    assert!(reach.phases.iter().all(|run| run.first <= run.last));
}

#[test]
fn a_place_with_events_in_every_month_is_held_and_mapped() {
    let always = (0..30).map(|month| Tally {
        place: 14,
        month,
        events: 3,
    });
    let input = ReachInput {
        tallies: always.collect(),
        regions: vec!["A".into()],
        ..small(3)
    };
    let places = input.places.iter().cloned().map(|place| ReachPlace {
        regions: vec![(0, 1.0)],
        people: Some(1000.0),
        ..place
    });
    let input = ReachInput {
        places: places.collect(),
        capital: Some(input.places[14].centre),
        ..input
    };
    let reach = Reach::fit(&input, &ReachOptions::default()).unwrap();
    let gid = input.places[14].gid.unwrap().get();
    let place = reach.map.place_of(gid).unwrap();
    for (t, month) in reach.months.iter().enumerate() {
        assert!(reach.map.probability(place, t) > 0.98);
        assert!(month.people.as_ref().unwrap().low >= 1000.0);
        assert!(month.front_km.as_ref().unwrap().median < 1e-3);
        assert!((month.phases.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(reach.regions[0].share[t].high <= 1.0 && reach.regions[0].share[t].low > 0.0);
    }
    assert_eq!(reach.months[0].entered_places, [14]);
    let json = serde_json::to_string(&reach).unwrap();
    let back: Reach = serde_json::from_str(&json).unwrap();
    assert_eq!(
        back.map.places[place].percent,
        reach.map.places[place].percent
    );
}

#[test]
fn what_was_known_then_does_not_see_what_came_later() {
    let input = small(4);
    let then = input.until(input.first + 11).unwrap();
    assert_eq!((then.months, then.last()), (12, input.first + 11));
    let mut other = input.clone();
    other.tallies.retain(|t| t.month < 12);
    other.tallies.push(Tally {
        place: 0,
        month: 20,
        events: 400,
    });
    assert_eq!(other.until(input.first + 11).unwrap(), then);
    assert!(input.until(input.first).is_none());
}

#[test]
fn input_that_does_not_hold_together_is_refused_with_a_remedy() {
    let good = small(5);
    let options = ReachOptions {
        sweeps: 20,
        burn_in: 0,
        ..ReachOptions::default()
    };
    let broken: [ReachInput; 7] = [
        ReachInput {
            places: vec![],
            ..good.clone()
        },
        ReachInput {
            months: 1,
            ..good.clone()
        },
        ReachInput {
            neighbours: vec![],
            ..good.clone()
        },
        ReachInput {
            neighbours: vec![vec![0]; 36],
            ..good.clone()
        },
        ReachInput {
            contacts: 0.0,
            ..good.clone()
        },
        ReachInput {
            tallies: vec![Tally {
                place: 36,
                month: 0,
                events: 1,
            }],
            ..good.clone()
        },
        ReachInput {
            months: usize::MAX / 2,
            ..good.clone()
        },
    ];
    for input in broken {
        let error = Reach::fit(&input, &options).unwrap_err().to_string();
        assert!(
            error.starts_with("reach cannot be fitted to ") && error.contains(": "),
            "{error}"
        );
    }
    assert!(
        Reach::fit(
            &good,
            &ReachOptions {
                chains: 0,
                ..options.clone()
            }
        )
        .is_err()
    );
    assert!(Reach::fit(&good, &options).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn no_counts_break_it(
        counts in proptest::collection::vec((0_usize..36, 0_usize..30, 1_u32..u32::MAX), 0..40),
        first in -2000..2000_i32,
    ) {
        let tallies = counts.into_iter().map(|(place, month, events)| Tally { place, month, events });
        let base = small(6);
        let first: Month = base.first + first;
        let input = ReachInput { tallies: tallies.collect(), first, ..base };
        let options = ReachOptions { sweeps: 20, burn_in: 5, ..ReachOptions::default() };
        let reach = Reach::fit(&input, &options).unwrap();
        for month in &reach.months {
            let e = &month.km2;
            prop_assert!(0.0 <= e.low && e.low <= e.median && e.median <= e.high);
            prop_assert!(month.nowhere >= 0.0 && month.nowhere <= 1.0);
            prop_assert!(month.phases.iter().all(|p| p.is_finite()));
        }
    }
}
