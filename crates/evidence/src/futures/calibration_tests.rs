//! Years to come in the records of all countries.

use case::{Case, Hypothesis, Model};
use events::figures::FiguresTable;
use rayon::prelude::*;

use super::*;
use crate::shared_tests::shared;
use crate::weigh::posterior;
use stats::pick;

type Figure = fn(&MonthlyFigures) -> f64;

const FIGURES: [(&str, Figure); 5] = [
    ("state-based events", |row| f64::from(row.events_by_type[0])),
    ("one-sided events", |row| f64::from(row.events_by_type[2])),
    ("events", |row| f64::from(row.events)),
    ("deaths", |row| row.best as f64),
    ("deadliest events", |row| f64::from(row.deadliest)),
];

type Holds = fn(&[MonthlyFigures], &[MonthlyFigures]) -> bool;

fn sum(rows: &[MonthlyFigures], of: Figure) -> f64 {
    rows.iter().map(of).sum()
}

/// The year before and the year to come.
const QUESTIONS: [(&str, Holds); 4] = [
    ("a quarter more events", |before, after| {
        sum(after, FIGURES[2].1) >= 1.25 * sum(before, FIGURES[2].1)
    }),
    ("twice as many deaths", |before, after| {
        sum(after, FIGURES[3].1) >= 2.0 * sum(before, FIGURES[3].1)
    }),
    (
        "four months of 1.75 times the mean deaths",
        |before, after| {
            let level = 1.75 * sum(before, FIGURES[3].1) / 12.0;
            after.iter().filter(|row| row.best as f64 >= level).count() >= 4
        },
    ),
    ("an event deadlier than any of the year", |before, after| {
        let most = |rows: &[MonthlyFigures]| rows.iter().map(|row| row.deadliest).max();
        most(after) > most(before)
    }),
];

/// Where the year that came lies among the runs, by figure, and for each question how probable it was and
/// whether it was so.
struct Year {
    ranks: [f64; 5],
    answers: [(f64, bool); 4],
}

fn year(hypotheses: &[Hypothesis], series: &[MonthlyFigures], origin: usize) -> Option<Year> {
    let (runs, record) = (300_u64, &series[..=origin]);
    let breaks = Prior::default();
    let last = record.last()?.month;
    let readings = Readings::of(hypotheses, &breaks, record, last, &[])?;
    let futures = Futures::new(&readings, &breaks, record)?;
    let logs = readings.log_evidence(readings.months() - 1);
    let known = posterior(&readings.priors(), &logs);
    let drawn: Vec<Vec<MonthlyFigures>> = (0..runs)
        .map(|run| {
            let mut random = stats::stream(1, "rank", run);
            let hypothesis = pick(known.iter().copied(), &mut random);
            futures.draw(hypothesis, 12, &mut random)
        })
        .collect();
    let share =
        |of: &dyn Fn(&Vec<MonthlyFigures>) -> f64| drawn.iter().map(of).sum::<f64>() / runs as f64;
    let (before, came) = (
        &series[origin - 11..=origin],
        &series[origin + 1..origin + 13],
    );
    Some(Year {
        ranks: FIGURES.map(|(_, of)| {
            let truth = sum(came, of);
            let below = share(&|run| f64::from(u8::from(sum(run, of) < truth)));
            let at_most = share(&|run| f64::from(u8::from(sum(run, of) <= truth)));
            f64::midpoint(below, at_most)
        }),
        answers: QUESTIONS.map(|(_, holds)| {
            let probable = share(&|run| f64::from(u8::from(holds(before, run))));
            (probable, holds(before, came))
        }),
    })
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn years_to_come_lie_where_runs_say() {
    // By the readings together, as far as the months tell between them, and by the status quo alone: among the
    // years of all countries are some in which a war ended or began.
    for models in [
        &[
            Model::StatusQuo,
            Model::Degrading,
            Model::NewPhase,
            Model::Receding,
        ][..],
        &[Model::StatusQuo],
    ] {
        println!("{models:?}");
        judge(models);
    }
}

fn judge(models: &[Model]) {
    let Some(path) = shared("ged/country_month_ged25_1.csv") else {
        return;
    };
    let figures = FiguresTable::read(&path).unwrap();
    let mut hypotheses = Case::builtin("mali-2024").unwrap().hypotheses;
    hypotheses.retain(|hypothesis| models.contains(&hypothesis.model));
    // Every 17th month with 60 events or more in the year up to it.
    let origins: Vec<(&[MonthlyFigures], usize)> = figures
        .countries
        .values()
        .flat_map(|series| {
            (48..series.len().saturating_sub(13))
                .step_by(17)
                .filter(|at| sum(&series[at - 11..=*at], FIGURES[2].1) >= 60.0)
                .map(|at| (series.as_slice(), at))
        })
        .collect();
    let years: Vec<Year> = origins
        .par_iter()
        .filter_map(|(series, at)| year(&hypotheses, series, *at))
        .collect();
    println!("{} years", years.len());
    for (number, (name, _)) in FIGURES.iter().enumerate() {
        let mut tenths = [0_u32; 10];
        for year in &years {
            tenths[((year.ranks[number] * 10.0) as usize).min(9)] += 1;
        }
        println!("{name:20} {tenths:?}");
        let above = f64::from(tenths[9]) / years.len() as f64;
        // The readings together have Mali's priors, which are not those of all countries.
        if models.len() == 1 {
            assert!((0.06..0.16).contains(&above), "{name}: {above}");
        }
    }
    for (number, (name, _)) in QUESTIONS.iter().enumerate() {
        for (low, high) in [(0.0, 0.1), (0.1, 0.2), (0.2, 0.35), (0.35, 1.01)] {
            let within = |year: &&Year| (low..high).contains(&year.answers[number].0);
            let of: Vec<&Year> = years.iter().filter(within).collect();
            let mean = of.iter().map(|y| y.answers[number].0).sum::<f64>() / of.len() as f64;
            let came = of.iter().filter(|y| y.answers[number].1).count();
            println!(
                "{name:44} said {mean:.2}, came {:.2} of {}",
                came as f64 / of.len() as f64,
                of.len()
            );
        }
    }
}
