//! Cases drawn from the hypotheses: is a probability right as often as it says?
//!
//! The past of each case is a country's record up to some month; what follows is drawn from a hypothesis
//! with the prior's probability: the course by its share, the events and the deaths along it, and of the
//! event itself the place, whether it was held, and the class of its deaths.

use std::fmt::Write as _;

use case::{Case, Hypothesis};
use events::figures::{FiguresTable, MonthlyFigures};
use rand::{Rng, RngExt};
use rayon::prelude::*;
use stats::pick;
use stats::severity::Block;
use trajectory::breaks::{Account, Counts, Origin, Prior, other_events};

use crate::own::{self, Feature, Part, Sizes};
use crate::reading::{YEAR, courses};
use crate::readings::Readings;
use crate::shared_tests::shared;
use crate::weigh::posterior;

/// One simulated case.
struct Simulated {
    truth: usize,
    posterior: Vec<f64>,
    /// Events a month since the event over those of the year before it.
    ratio: f64,
}

fn simulate(
    hypotheses: &[Hypothesis],
    series: &[MonthlyFigures],
    after: usize,
    random: &mut impl Rng,
) -> Option<Simulated> {
    let breaks = Prior::default();
    let since = series.len();
    let first = series.first()?.month;
    let event = first + (since + YEAR) as i32;
    let state_based: Vec<u32> = series.iter().map(|row| row.events_by_type[0]).collect();
    let all: Vec<u32> = series.iter().map(|row| row.events).collect();
    let beyond: Vec<u32> = series
        .iter()
        .map(MonthlyFigures::beyond_deadliest)
        .collect();
    let others = other_events(&all);
    let level = Origin::new(&breaks, Account::Events, Counts::plain(&state_based))?;
    let deaths = Counts {
        counts: &beyond,
        exposures: &others,
    };
    let lethality = Origin::new(&breaks, Account::Lethality, deaths)?;
    let blocks: Vec<Block> = series
        .iter()
        .map(|row| Block {
            events: row.events,
            largest: row.deadliest,
        })
        .collect();
    let sizes = Sizes::of(&blocks);
    // Attacks of the past by region.
    let places: Vec<u32> = (0..8)
        .map(|place| random.random_range(0..=place * place))
        .collect();
    let held: Vec<u32> = places
        .iter()
        .map(|n| random.random_range(0..=n / 4))
        .collect();
    let share = |renewed: bool| if renewed { 12.0 / 150.0 } else { 1.0 };

    let months = YEAR + 1 + after;
    let truth = pick(hypotheses.iter().map(|h| h.prior), random);
    let courses = courses(&hypotheses[truth], &breaks, after);
    let course = &courses[pick(courses.iter().map(|c| c.weight), random)];
    let none = Counts::plain(&[]);
    let ones = vec![1.0; months];
    let events = level
        .follow(none, &course.level)
        .draw(&course.level, &ones, random);
    // Other types of violence as in the record's last year, month by month.
    let totals: Vec<u32> = events
        .iter()
        .enumerate()
        .map(|(month, events)| {
            let past = &series[since - 12 + month % 12];
            events + past.events - past.events_by_type[0].min(past.events)
        })
        .collect();
    let more = lethality.follow(none, &course.lethality).draw(
        &course.lethality,
        &other_events(&totals),
        random,
    );
    let mut whole = series.to_vec();
    whole.extend((0..months).map(|month| MonthlyFigures {
        events: totals[month],
        events_by_type: [events[month], totals[month] - events[month], 0],
        best: u64::from(more[month]),
        high: u64::from(more[month]),
        ..MonthlyFigures::quiet(first + (since + month) as i32)
    }));
    let all = places.iter().sum();
    let place = |n: u32, s: f64| own::share_of_places(n, all, places.len(), s);
    let s = share(course.renewed);
    let here = pick(places.iter().map(|n| place(*n, s)), random);
    let (n, held) = (places[here], held[here]);
    let is_held = random.random::<f64>() < own::share_held(held, n, true, s);
    let part = |feature, of: &dyn Fn(f64) -> f64| Part {
        feature,
        record: String::new(),
        data: "drawn",
        usual: of(share(false)).ln(),
        renewed: of(share(true)).ln(),
    };
    let mut parts = vec![
        part(Feature::Place, &|s| place(n, s)),
        part(Feature::Held, &|s| own::share_held(held, n, is_held, s)),
    ];
    if let Some(sizes) = &sizes {
        parts.extend(size(sizes, totals[YEAR].max(1), course.renewed, random));
    }
    let readings = Readings::of(hypotheses, &breaks, &whole, event, &parts)?;
    let logs = readings.log_evidence(readings.months() - 1);
    let mean = |rows: &[u32]| rows.iter().map(|n| f64::from(*n)).sum::<f64>() / rows.len() as f64;
    Some(Simulated {
        truth,
        posterior: posterior(&readings.priors(), &logs),
        ratio: (mean(&events[YEAR..]) + 0.5) / (mean(&state_based[since - 12..]) + 0.5),
    })
}

/// Draws how deadly the event was, in classes, and gives the part that goes with it; none below the
/// threshold of the tail.
fn size(sizes: &Sizes, events: u32, renewed: bool, random: &mut impl Rng) -> Option<Part> {
    let least = sizes.least();
    let cuts = [1, 2, 3, 5, 10, 30, 100, 1000].map(|times| least.saturating_mul(times));
    let parts: Vec<Option<Part>> = cuts
        .windows(2)
        .map(|cut| sizes.part(events, (cut[0], cut[1] - 1), "drawn"))
        .collect();
    let shares: Vec<f64> = parts
        .iter()
        .map(|part| part.as_ref().map_or(0.0, |part| part.log(renewed).exp()))
        .collect();
    if random.random::<f64>() >= shares.iter().sum::<f64>() {
        return None;
    }
    parts.into_iter().nth(pick(shares.into_iter(), random))?
}

/// The four hypotheses, each as probable as another, so that every decile is filled.
fn four() -> Vec<Hypothesis> {
    let mut hypotheses = Case::builtin("mali-2024").unwrap().hypotheses;
    for hypothesis in &mut hypotheses {
        hypothesis.prior = 0.25;
    }
    hypotheses
}

fn cases(number: usize, name: &'static str) -> Option<Vec<Simulated>> {
    let figures = FiguresTable::read(&shared("ged/country_month_ged25_1.csv")?).unwrap();
    let hypotheses = four();
    let countries: Vec<&Vec<MonthlyFigures>> = figures
        .countries
        .values()
        .filter(|series| series.iter().map(|row| row.events_by_type[0]).sum::<u32>() >= 60)
        .collect();
    Some(
        (0..number)
            .into_par_iter()
            .filter_map(|index| {
                let mut random = stats::stream(1, name, index as u64);
                let series = countries[random.random_range(0..countries.len())];
                let until = random.random_range(60..series.len());
                let after = [0, 3, 6, 12][random.random_range(0..4)];
                simulate(&hypotheses, &series[..until], after, &mut random)
            })
            .collect(),
    )
}

/// Share of truths against mean probability, by decile, over all hypotheses of all cases.
fn reliability(cases: &[Simulated]) -> Vec<(usize, f64, f64)> {
    (0..10)
        .map(|decile| {
            let (mut n, mut said, mut right) = (0, 0.0, 0.0);
            for case in cases {
                for (number, p) in case.posterior.iter().enumerate() {
                    if ((p * 10.0) as usize).min(9) == decile {
                        n += 1;
                        said += p;
                        right += f64::from(u8::from(number == case.truth));
                    }
                }
            }
            let n_or_one = f64::from(n.max(1));
            (n as usize, said / n_or_one, right / n_or_one)
        })
        .collect()
}

fn score(cases: &[Simulated], of: impl Fn(&Simulated) -> Vec<f64>) -> f64 {
    cases
        .iter()
        .map(|case| -of(case)[case.truth].max(1e-12).ln())
        .sum::<f64>()
        / cases.len() as f64
}

/// The nearest simple rule: how much more violence since than in the year before, in twenty classes, with
/// the shares of truths in each among other cases.
fn rule(learned: &[Simulated]) -> impl Fn(&Simulated) -> Vec<f64> {
    let mut ratios: Vec<f64> = learned.iter().map(|case| case.ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let cuts: Vec<f64> = (1..20).map(|i| ratios[i * ratios.len() / 20]).collect();
    let class = move |case: &Simulated| cuts.partition_point(|cut| *cut <= case.ratio);
    let mut counts = vec![vec![0.5; 4]; 20];
    for case in learned {
        counts[class(case)][case.truth] += 1.0;
    }
    move |case| {
        let row = &counts[class(case)];
        let sum: f64 = row.iter().sum();
        row.iter().map(|n| n / sum).collect()
    }
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn probabilities_are_right_as_often_as_they_say() {
    let started = std::time::Instant::now();
    let number = std::env::var("CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(8000);
    let Some(cases) = cases(number, "evidence-cases") else {
        return;
    };
    let (learned, judged) = cases.split_at(cases.len() / 2);
    let hypotheses = four();
    let mut text = String::new();
    let mut worst = 0.0_f64;
    for (decile, (n, said, right)) in reliability(&cases).into_iter().enumerate() {
        writeln!(text, "{decile}: {n:6} said {said:.3} right {right:.3}").unwrap();
        if n > 0 {
            worst = worst.max((said - right).abs());
        }
    }
    let rule = rule(learned);
    let priors: Vec<f64> = hypotheses.iter().map(|h| h.prior).collect();
    println!(
        "{} cases in {:?}\n{text}worst {worst:.3}",
        cases.len(),
        started.elapsed()
    );
    let scores = [
        score(judged, |case| case.posterior.clone()),
        score(judged, |_| priors.clone()),
        score(judged, &rule),
    ];
    println!(
        "log score {:.4}, prior {:.4}, rule {:.4}",
        scores[0], scores[1], scores[2]
    );
    let shares: Vec<f64> = (0..4)
        .map(|truth| cases.iter().filter(|c| c.truth == truth).count() as f64 / cases.len() as f64)
        .collect();
    println!("truths {shares:.3?}");
    assert!(worst <= 0.05 && scores[0] < scores[1] && scores[0] < scores[2]);
}
