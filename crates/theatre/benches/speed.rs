//! Runs of 60 months: Mali's eleven places, grids of more, and the plain mechanisms beside the fast ones.

use calendar::Month;
use case::Case;
use divan::Bencher;
use divan::counter::ItemsCount;
use theatre::calibration::{Effort, Observed};
use theatre::{Calibration, Openings, Place, Plan, Run, Stage, World};

fn main() {
    divan::main();
}

fn mali() -> (Case, World) {
    let case = Case::builtin("mali-2024").expect("a case that comes with the program");
    let world = World::of_case(&case).expect("regions with people and towns");
    (case, world)
}

fn stage(scenario: &str) -> Stage {
    let (case, world) = mali();
    let scenario = case.scenario(scenario).expect("a scenario of the case");
    Stage::in_world(&case, world, scenario).expect("a scenario that can be played")
}

/// The case's fighters in a grid of alike places, 50 km apart.
fn grid(rows: usize, columns: usize) -> Stage {
    let (case, mut world) = mali();
    let n = rows * columns;
    let at = |place: usize| (place / columns, place % columns);
    let apart = |a: usize, b: usize| {
        let ((ra, ca), (rb, cb)) = (at(a), at(b));
        (ra.abs_diff(rb), ca.abs_diff(cb))
    };
    world.places = (0..n)
        .map(|place| Place {
            name: format!("cell {place}"),
            people: 22e6 / n as f64,
            area: None,
            neighbours: (0..n)
                .filter(|other| matches!(apart(place, *other), (0, 1) | (1, 0)))
                .collect(),
        })
        .collect();
    world.distances = (0..n * n)
        .map(|pair| {
            let (r, c) = apart(pair / n, pair % n);
            0.5 * (r as f64).hypot(c as f64)
        })
        .collect();
    world.capital = 0;
    Stage::in_world(&case, world, &case.scenarios[0]).expect("a scenario that can be played")
}

fn deaths(stage: &Stage, runs: u64) -> f64 {
    let plan = Plan {
        months: 60,
        first: 0,
        runs,
        seed: 1,
        every: 0,
    };
    let mut sum = 0.0;
    let of = |run: &Run<'_>| run.months.iter().map(|month| month.deaths).sum::<f64>();
    stage.each(&plan, of, |_, deaths| sum += deaths);
    sum
}

/// What runs of Mali begin from in an assessment: draws that go with the two years before its day.
fn openings(case: &Case) -> Openings {
    let rows: Vec<[f64; 2]> = case
        .figures()
        .expect("figures that come with the program")
        .lines()
        .filter(|line| line.starts_with("MLI") && line[4..11] <= *"2024-09")
        .map(|line| {
            let cells: Vec<f64> = line
                .split(',')
                .skip(2)
                .take(2)
                .flat_map(str::parse)
                .collect();
            [cells[0], cells[1]]
        })
        .collect();
    let observed = Observed {
        last: Month::new(2024, 9).expect("a month"),
        events: rows.iter().map(|row| row[0]).collect(),
        deaths: rows.iter().map(|row| row[1]).collect(),
    };
    let found = Calibration::of_case(case, &observed, Effort::default());
    found
        .and_then(|found| found.openings(case))
        .expect("a record of two years")
}

#[divan::bench(args = ["status-quo", "collapse", "partition"], sample_count = 1, sample_size = 1)]
fn mali_100_000_runs_from_calibrated_draws(bencher: Bencher<'_, '_>, scenario: &str) {
    let (case, _) = mali();
    let stage = stage(scenario).from(openings(&case));
    bencher
        .counter(ItemsCount::new(100_000_u32))
        .bench_local(|| deaths(&stage, 100_000));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn calibration_of_mali(bencher: Bencher<'_, '_>) {
    let (case, _) = mali();
    bencher.bench_local(|| openings(&case));
}

#[divan::bench(args = ["status-quo", "collapse", "partition"], sample_count = 1, sample_size = 1)]
fn mali_100_000_runs(bencher: Bencher<'_, '_>, scenario: &str) {
    let stage = stage(scenario);
    bencher
        .counter(ItemsCount::new(100_000_u32))
        .bench_local(|| deaths(&stage, 100_000));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn mali_2000_runs(bencher: Bencher<'_, '_>) {
    let stage = stage("status-quo");
    bencher
        .counter(ItemsCount::new(2000_u32))
        .bench_local(|| deaths(&stage, 2000));
}

#[divan::bench(args = [(3, 4), (5, 10), (10, 15), (18, 25)], sample_count = 3, sample_size = 1)]
fn grid_1000_runs(bencher: Bencher<'_, '_>, (rows, columns): (usize, usize)) {
    let stage = grid(rows, columns);
    bencher
        .counter(ItemsCount::new(rows * columns * 1000))
        .bench_local(|| deaths(&stage, 1000));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn mali_200_runs_plain(bencher: Bencher<'_, '_>) {
    let stage = stage("status-quo");
    let plan = Plan {
        months: 60,
        first: 0,
        runs: 200,
        seed: 1,
        every: 0,
    };
    bencher.counter(ItemsCount::new(200_u32)).bench_local(|| {
        (0..plan.runs)
            .map(|run| stage.reference_run(&plan, run).len())
            .sum::<usize>()
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_deck_of_mali(bencher: Bencher<'_, '_>) {
    let (case, world) = mali();
    bencher.bench_local(|| theatre::Deck::new(&case, &world, &std::collections::BTreeMap::new()));
}
