//! A summary against the runs themselves.

use std::sync::Arc;

use case::Case;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::*;
use crate::outcome::Month;
use crate::state::Government;
use crate::{Chances, Opening, Openings, Record, State};

const PLAN: Plan = Plan {
    months: 30,
    first: 0,
    runs: 60,
    seed: 7,
    every: 6,
};

fn stages(case: &Case) -> Vec<(&str, &str, Stage)> {
    let each = case.scenarios.iter();
    each.map(|one| {
        (
            one.key.as_str(),
            one.name.as_str(),
            Stage::new(case, one).unwrap(),
        )
    })
    .collect()
}

fn close(a: f64, b: f64, by: f64) {
    assert!((a - b).abs() <= by, "{a} is not {b}");
}

#[test]
fn a_summary_says_what_the_runs_say() {
    let case = Case::builtin("mali-2024").unwrap();
    let stages = stages(&case);
    let mut heard = 0;
    let found = Scenarios::of(&stages, &PLAN, || heard += 1);
    assert_eq!(heard, PLAN.runs * stages.len() as u64);
    let n = PLAN.runs as f64;
    let months: Vec<u32> = found.scenarios[0]
        .horizons
        .iter()
        .map(|one| one.month)
        .collect();
    assert_eq!(months, [12, 24, 30]);
    for (summary, (key, _, stage)) in found.scenarios.iter().zip(&stages) {
        assert_eq!(summary.key, *key);
        let runs = stage.ensemble(&PLAN);
        let share = |which: &dyn Fn(&Month) -> bool| {
            runs.iter().filter(|run| which(&run[29])).count() as f64 / n
        };
        let mean = |of: &dyn Fn(&[Month]) -> f64| runs.iter().map(|run| of(run)).sum::<f64>() / n;
        let end = summary.at(30).unwrap();
        close(
            end.capital[0].probability,
            share(&|m| m.capital == Some(0)),
            1e-12,
        );
        close(
            end.capital_nobody.probability,
            share(&|m| m.capital.is_none()),
            1e-12,
        );
        close(
            end.placeholder.probability,
            share(&|m| m.government == Government::Placeholder),
            1e-12,
        );
        close(
            end.three_factions.probability,
            share(&|m| m.factions >= 3),
            1e-12,
        );
        let regime = &end.regime;
        close(
            regime.survived.probability
                + regime.replaced.probability
                + regime.collapsed.probability,
            1.0,
            1e-12,
        );
        let holders: f64 = end.capital.iter().map(|one| one.probability).sum();
        close(holders + end.capital_nobody.probability, 1.0, 1e-12);
        let rules = [end.state, end.shadow, end.overt, end.nobody];
        close(rules.iter().map(|one| one.mean).sum(), 1.0, 1e-9);
        close(
            end.deaths.mean,
            mean(&|run| run.iter().map(|m| m.deaths).sum()),
            1e-6,
        );
        close(end.overt_by[1].mean, mean(&|run| run[29].overt[1]), 1e-9);
        close(
            summary.course.events.mean[3],
            mean(&|run| f64::from(run[3].events)),
            1e-9,
        );
        close(
            summary.course.fighters[0].reach.mean[29],
            mean(&|run| run[29].reach[0]),
            1e-9,
        );
        let mut state: Vec<f64> = runs.iter().map(|run| run[29].state).collect();
        state.sort_by(f64::total_cmp);
        close(summary.course.state.p50[29], state[29], 0.000_501);
        close(summary.course.state.p05[29], state[2], 0.000_501);
        assert!(end.deaths.low <= end.deaths.high && end.deaths.error > 0.0);
    }
}

#[test]
fn places_add_up_to_the_country() {
    let case = Case::builtin("mali-2024").unwrap();
    let stages = &stages(&case)[..1];
    let found = Scenarios::of(stages, &PLAN, || ());
    let views = &found.scenarios[0].places;
    let months: Vec<u32> = views.iter().map(|view| view.month).collect();
    assert_eq!(months, [0, 6, 12, 18, 24, 30]);
    let k = found.fighters.len();
    let all: f64 = views[0].places.iter().map(|place| place.people).sum();
    let world: f64 = stages[0]
        .2
        .world()
        .places
        .iter()
        .map(|place| place.people)
        .sum();
    close(all, world, 1e-3);
    let mut rule = vec![0.0; k];
    stages[0].2.each(
        &PLAN,
        |run| {
            run.views[5]
                .rule
                .iter()
                .step_by(11)
                .copied()
                .collect::<Vec<f64>>()
        },
        |_, first| {
            for (sum, x) in rule.iter_mut().zip(first) {
                *sum += x / 60.0;
            }
        },
    );
    for (one, rule) in rule.iter().enumerate() {
        close(views[5].places[0].rule[one], *rule, 1e-9);
    }
    for place in views.iter().flat_map(|view| &view.places) {
        assert!(place.rule.iter().sum::<f64>() <= 1.0 + 1e-9);
        assert!(place.reach.iter().all(|reach| (0.0..=1.0).contains(reach)));
    }
    assert!(views[0].places.iter().all(|place| place.deaths == 0.0));
    assert!(views[5].places.iter().any(|place| place.deaths > 0.0));
}

#[test]
fn differences_come_from_the_same_run_numbers() {
    let case = Case::builtin("mali-2024").unwrap();
    let all = stages(&case);
    let same = [all[0].clone(), all[0].clone(), all[1].clone()];
    let found = Scenarios::of(&same, &PLAN, || ());
    assert!(found.scenarios[0].differences.is_empty());
    let twin = &found.scenarios[1];
    assert_eq!(twin.differences.len(), 2 * Measure::ALL.len());
    assert!(
        twin.differences
            .iter()
            .all(|one| one.difference.high == 0.0)
    );
    let other = &found.scenarios[2];
    let less = other.less_first(30, Measure::Deaths).unwrap();
    let of_means = other.at(30).unwrap().deaths.mean - twin.at(30).unwrap().deaths.mean;
    close(less.difference.mean, of_means, 1e-6);
}

#[test]
fn threads_change_no_bit() {
    let case = Case::builtin("mali-2024").unwrap();
    let stages = stages(&case);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let found = pool.install(|| Scenarios::of(&stages[..2], &PLAN, || ()));
        format!("{found:?}")
    };
    assert_eq!(on(1), on(2));
}

#[test]
fn no_runs_and_no_months_come_to_nothing() {
    let case = Case::builtin("mali-2024").unwrap();
    let stages = &stages(&case)[..2];
    let none = Scenarios::of(stages, &Plan { runs: 0, ..PLAN }, || ());
    assert_eq!(none.scenarios[1].horizons[0].deaths.mean, 0.0);
    let short = Scenarios::of(stages, &Plan { months: 0, ..PLAN }, || ());
    assert!(short.scenarios[0].horizons.is_empty());
    assert!(Scenarios::of(&[], &PLAN, || ()).scenarios.is_empty());
}

/// Runs from few draws of the priors, again and again: intervals of 90 % hold the mean over all draws as often as they say,
/// which those of independent runs do not.
#[test]
fn errors_cover_the_draws_that_runs_share() {
    const DRAWS: u64 = 30;
    const TRIALS: u64 = 200;
    let case = Case::builtin("mali-2024").unwrap();
    let [(key, name, stage), ..] = &stages(&case)[..] else {
        panic!("no scenario");
    };
    let plan = |runs, seed| Plan {
        months: 6,
        runs,
        seed,
        every: 0,
        ..PLAN
    };
    let state = |stage: Stage, plan: &Plan| {
        let found = Scenarios::of(&[(key, name, stage)], plan, || ());
        found.scenarios[0].horizons[0].state
    };
    let truth = state(stage.clone(), &plan(10_000, 900));
    let world = stage.world();
    let record = Record::of_case(&case, world);
    let draw = |seed: u64, run: u64| Opening {
        levels: stage.levels(seed, run),
        chances: Chances { seed, run },
        state: State::start(&record, world, &stage.deck().draw(world, seed, run)),
    };
    let t = StudentsT::new(0.0, 1.0, DRAWS as f64 - 1.0).unwrap();
    let wide = t.inverse_cdf(0.95);
    let [mut held, mut held_alone] = [0.0; 2];
    for seed in 0..TRIALS {
        let openings = Openings::Of(Arc::new((0..DRAWS).map(|run| draw(seed, run)).collect()));
        let plan = plan(6 * DRAWS, 1000 + seed);
        let found = state(stage.clone().from(openings.clone()), &plan);
        let runs = stage.clone().from(openings).ensemble(&plan);
        let apart = runs.iter().map(|run| (run[5].state - found.mean).powi(2));
        let alone = apart.sum::<f64>().sqrt() / runs.len() as f64;
        let off = (found.mean - truth.mean).abs();
        held += f64::from(u8::from(off <= wide * found.error)) / TRIALS as f64;
        held_alone += f64::from(u8::from(off <= wide * alone)) / TRIALS as f64;
    }
    // Three standard errors of a share of 200 trials are 0.06.
    assert!((0.84..=0.96).contains(&held), "{held}");
    assert!(held_alone < 0.7, "{held_alone}");
}
