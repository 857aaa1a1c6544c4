//! Months held out: runs calibrated to what was known, against the months that followed.
#![allow(clippy::unwrap_used)] // The lints know tests, not what tests call.
#![allow(clippy::print_stderr)] // These say figures for docs/validation.md.

mod record;

use std::fmt::Write;

use calendar::Month;
use case::Case;
use theatre::calibration::{Effort, Observed};
use theatre::{Calibration, Plan, Stage};

use record::{as_of, figures};

fn status_quo(case: &Case) -> Stage {
    let scenario = case.scenarios.iter().find(|s| s.is_status_quo()).unwrap();
    Stage::new(case, scenario).unwrap()
}

/// A month that was held out.
#[derive(Debug, Clone, Copy)]
struct Foretold {
    ahead: usize,
    month: Month,
    /// Of events and of deaths: what came, and 5, 50 and 95 % of the runs.
    seen: [f64; 2],
    bands: [[f64; 3]; 2],
}

/// Months held out, how many of events and of deaths lay within the 90 % band and below the median.
#[derive(Debug, Default, Clone, Copy)]
struct Held {
    months: u32,
    within: [u32; 2],
    below: [u32; 2],
}

/// The year after a month, by months ahead.
fn year_after(case: &Case, last: Month, held: &mut [Held; 12], told: &mut Vec<Foretold>) -> String {
    let (known, observed) = as_of(case, last);
    let found = Calibration::of_case(&known, &observed, Effort::default()).unwrap();
    let mut said = format!(
        "{} {last}: tolerance {:.2}, different {:.2}, {} runs\n",
        case.about.country, found.tolerance, found.unique, found.runs
    );
    let plan = Plan {
        months: 12,
        first: 0,
        runs: 4000,
        seed: 11,
        every: 0,
    };
    let stage = status_quo(&known).from(found.openings(&known).unwrap());
    let runs = stage.ensemble(&plan);
    let all = figures(case);
    for (ahead, held) in held.iter_mut().enumerate() {
        let month = last + (ahead as i32 + 1);
        let Some(row) = all.iter().find(|row| row.0 == month) else {
            continue;
        };
        held.months += 1;
        write!(said, "  {month}").unwrap();
        let mut bands = [[0.0; 3]; 2];
        for (which, seen) in [row.1, row.2].into_iter().enumerate() {
            let of = |run: &Vec<theatre::Month>| match which {
                0 => f64::from(run[ahead].events),
                _ => run[ahead].deaths,
            };
            let mut values: Vec<f64> = runs.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            let [low, middle, high] =
                [0.05, 0.5, 0.95].map(|p| values[(p * values.len() as f64) as usize]);
            bands[which] = [low, middle, high];
            let within = (low..=high).contains(&seen);
            held.within[which] += u32::from(within);
            held.below[which] += u32::from(seen < middle);
            let mark = if within { ' ' } else { '*' };
            write!(said, "  {seen:5} ({low:4} {middle:4} {high:5}){mark}").unwrap();
        }
        said.push('\n');
        told.push(Foretold {
            ahead,
            month,
            seen: [row.1, row.2],
            bands,
        });
    }
    said
}

/// Bands of the three months ahead and what came, on a scale of roots, events above deaths.
fn figure(all: &[Foretold]) -> String {
    let (width, height, left) = (880.0, 200.0, 44.0);
    let near: Vec<&Foretold> = all.iter().filter(|one| one.ahead < 3).collect();
    let step = (width - left - 10.0) / near.len() as f64;
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {}' font-family='sans-serif' font-size='12'>\n",
        2.0 * height + 40.0
    );
    for (which, name) in ["Events a month", "Deaths a month"].into_iter().enumerate() {
        let top = 24.0 + which as f64 * (height + 10.0);
        let most = near
            .iter()
            .map(|one| one.bands[which][2].max(one.seen[which]));
        let most = most.fold(1.0, f64::max);
        let y = |value: f64| top + (height - 40.0) * (1.0 - (value / most).sqrt());
        let rounded = [0.05, 0.25, 1.0].map(|share| (most * share).round());
        writeln!(svg, "<text x='0' y='{}'>{name}</text>", top - 10.0).unwrap();
        for value in rounded {
            let at = y(value);
            writeln!(
                svg,
                "<text x='0' y='{:.1}' fill='#666'>{value}</text><path d='M{left} {at:.1}H{width}' stroke='#ddd'/>",
                at + 4.0
            )
            .unwrap();
        }
        for (at, one) in near.iter().enumerate() {
            let x = left + step * (at as f64 + 0.5);
            let [low, middle, high] = one.bands[which].map(y);
            let seen = one.seen[which];
            let out = !(one.bands[which][0]..=one.bands[which][2]).contains(&seen);
            writeln!(
                svg,
                "<path d='M{x:.1} {low:.1}V{high:.1}' stroke='#a9c4dc' stroke-width='7'/>\
                 <path d='M{:.1} {middle:.1}h7' stroke='#3b6ea0'/>\
                 <circle cx='{x:.1}' cy='{:.1}' r='2.6' fill='{}'/>",
                x - 3.5,
                y(seen),
                if out { "#c33" } else { "#111" }
            )
            .unwrap();
            if one.month.month() == 1 {
                let foot = top + height - 24.0;
                writeln!(
                    svg,
                    "<text x='{x:.1}' y='{foot:.1}' fill='#666'>{}</text>",
                    one.month.year()
                )
                .unwrap();
            }
        }
    }
    svg + "</svg>\n"
}

fn sum(all: &[Held]) -> Held {
    let mut whole = Held::default();
    for held in all {
        whole.months += held.months;
        for which in 0..2 {
            whole.within[which] += held.within[which];
            whole.below[which] += held.below[which];
        }
    }
    whole
}

fn report(name: &str, held: &Held) {
    let share = |n: u32| f64::from(n) / f64::from(held.months.max(1));
    let [events, deaths] = held.within.map(share);
    let [low, lower] = held.below.map(share);
    eprintln!(
        "{name}: {} months; within the band events {events:.3}, deaths {deaths:.3}; under the median {low:.2}, {lower:.2}",
        held.months
    );
}

#[test]
#[ignore = "a minute; what the summaries and priors were tried on"]
fn other_years_and_another_country() {
    let mut whole = Vec::new();
    for (name, years) in [("mali-2024", 2013..2018), ("burkina-faso-2022", 2017..2024)] {
        let case = Case::builtin(name).unwrap();
        let mut held = [Held::default(); 12];
        for before in years {
            let last = Month::new(before, 12).unwrap();
            eprint!("{}", year_after(&case, last, &mut held, &mut Vec::new()));
        }
        report(name, &sum(&held));
        whole.extend(held);
    }
    report("all", &sum(&whole));
}

#[test]
#[ignore = "two minutes"]
fn mali_from_2019_to_2024() {
    let case = Case::builtin("mali-2024").unwrap();
    let mut held = [Held::default(); 12];
    let mut told = Vec::new();
    for quarter in 0..24 {
        let last = Month::new(2018, 12).unwrap() + 3 * quarter;
        eprint!("{}", year_after(&case, last, &mut held, &mut told));
    }
    if std::env::var_os("IMPASSE_UPDATE").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rolling.svg");
        std::fs::write(file, figure(&told)).unwrap();
    }
    for first in [0, 3, 6, 9] {
        let name = format!("months {} to {} ahead", first + 1, first + 3);
        report(&name, &sum(&held[first..first + 3]));
    }
    report("Mali, 2019 to 2024", &sum(&held));
    let all = sum(&held);
    assert_eq!((sum(&held[..3]).months, all.months), (72, 270));
    let share = |n: &u32| f64::from(*n) / f64::from(all.months);
    assert!(
        all.within
            .iter()
            .map(share)
            .all(|p| (0.85..=0.95).contains(&p))
    );
}

#[test]
fn draws_go_with_the_record_and_runs_go_on_from_them() {
    let case = Case::builtin("mali-2024").unwrap();
    let (known, observed) = as_of(&case, Month::new(2024, 9).unwrap());
    let effort = Effort { draws: 60, seed: 1 };
    let found = Calibration::of_case(&known, &observed, effort).unwrap();
    assert_eq!(found.draws.len(), 60);
    assert!(
        found
            .draws
            .iter()
            .all(|draw| draw.distance <= found.tolerance)
    );
    assert!(found.tolerance < 2.5, "{}", found.tolerance);
    // The same again, to the bit.
    assert_eq!(
        found,
        Calibration::of_case(&known, &observed, effort).unwrap()
    );
    let plan = Plan {
        months: 3,
        first: 0,
        runs: 300,
        seed: 1,
        every: 0,
    };
    let events = |stage: &Stage| {
        let mut sum = 0.0;
        stage.each(
            &plan,
            |run| f64::from(run.months[0].events),
            |_, n| sum += n / 300.0,
        );
        sum
    };
    let next = events(&status_quo(&known).from(found.openings(&known).unwrap()));
    // The last year had 33 a month.
    assert!((22.0..45.0).contains(&next), "{next}");
    let mut changed = known.clone();
    changed.assumptions.truncate(20);
    assert!(found.openings(&changed).is_err());
    let short = Observed {
        events: observed.events[..10].to_vec(),
        deaths: observed.deaths[..10].to_vec(),
        ..observed
    };
    assert!(Calibration::of_case(&known, &short, effort).is_err());
}
