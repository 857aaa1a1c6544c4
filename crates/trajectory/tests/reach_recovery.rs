//! Simulate, recover: coverage of reach and phases, from sparse to dense detection.

#![allow(clippy::unwrap_used, clippy::print_stderr)] // A test may stop and may talk.

use rayon::prelude::*;
use trajectory::reach::{Phase, Reach, ReachOptions, Simulation};

/// Mean events a month in a held place, sparse to dense.
const INTENSITIES: [f64; 5] = [0.03, 0.08, 0.2, 0.5, 1.5];

#[derive(Debug, Clone, Copy, Default)]
struct Score {
    months: f64,
    covered: f64,
    below: f64,
    above: f64,
    growing: f64,
    right: f64,
    said: f64,
}

impl Score {
    fn add(self, other: Self) -> Self {
        Self {
            months: self.months + other.months,
            covered: self.covered + other.covered,
            below: self.below + other.below,
            above: self.above + other.above,
            growing: self.growing + other.growing,
            right: self.right + other.right,
            said: self.said + other.said,
        }
    }

    fn coverage(&self) -> f64 {
        self.covered / self.months
    }

    fn phases(&self) -> f64 {
        self.right / self.growing
    }

    fn print(&self, what: &str) {
        eprintln!(
            "{what}: 90 % intervals of reach cover {:.3} (truth below {:.3}, above {:.3}); phase right in {:.3} of {} months, said {:.3}",
            self.coverage(),
            self.below / self.months,
            self.above / self.months,
            self.phases(),
            self.growing,
            self.said / self.growing,
        );
    }
}

/// Draws a record, fits it and compares with the truth: reach every sixth month, phases in months in
/// which `fewest` places or more were held and expected to change by more than 3 %.
fn score(design: &Simulation, fewest: u32, set: u64, options: &ReachOptions) -> Score {
    let (input, truth) = design.draw(&mut stats::stream(11, "record", set));
    let reach = Reach::fit(&input, options).unwrap();
    let mut score = Score::default();
    for (t, month) in reach.months.iter().enumerate() {
        if t % 6 == 5 {
            score.months += 1.0;
            let (km2, slack) = (truth.km2[t], 1.0);
            if km2 < month.km2.low - slack {
                score.below += 1.0;
            } else if km2 > month.km2.high + slack {
                score.above += 1.0;
            } else {
                score.covered += 1.0;
            }
        }
        if t > 0 && truth.growth[t].abs() > 0.03 && truth.places[t - 1] >= fewest {
            let best = (0..3).max_by(|a, b| month.phases[*a].total_cmp(&month.phases[*b]));
            let best = best.unwrap();
            score.growing += 1.0;
            score.right += f64::from(u8::from(Phase::ALL[best] == truth.phases[t]));
            score.said += month.phases[best];
        }
    }
    score
}

fn scores(design: &Simulation, fewest: u32, sets: u64, options: &ReachOptions) -> Score {
    let all: Vec<Score> = (0..sets)
        .into_par_iter()
        .map(|set| score(design, fewest, set, options))
        .collect();
    all.into_iter().fold(Score::default(), Score::add)
}

#[test]
fn intervals_cover_and_phases_are_found() {
    let options = ReachOptions {
        sweeps: 200,
        burn_in: 100,
        ..ReachOptions::default()
    };
    let design = Simulation {
        rows: 12,
        columns: 12,
        months: 72,
        intensity: 0.5,
        ..Simulation::default()
    };
    let score = scores(&design, 5, 24, &options);
    score.print("24 small records");
    assert!((0.80..=0.98).contains(&score.coverage()));
    assert!(score.phases() > 0.75);
}

#[test]
#[ignore = "minutes: 5 x 80 records"]
fn coverage_over_four_hundred_records() {
    let options = ReachOptions::default();
    let mut all = Score::default();
    for intensity in INTENSITIES {
        let score = scores(
            &Simulation {
                intensity,
                ..Simulation::default()
            },
            5,
            80,
            &options,
        );
        score.print(&format!("{intensity} events a month in a held place"));
        all = all.add(score);
    }
    all.print("all 400");
    assert!(
        (0.87..=0.93).contains(&all.coverage()),
        "{}",
        all.coverage()
    );
}

/// Phases are found where there is something to see: 20 places or more, 0.2 events a month in each.
/// With less the probabilities are lower and stay honest. Once with months of offensives and of rest,
/// once with rates that the phase alone sets.
#[test]
#[ignore = "minutes: 20 x 40 records"]
fn phases_over_eight_hundred_records() {
    let options = ReachOptions::default();
    for (fewest, clumping) in [(5, 0.58), (20, 0.58), (5, 0.0), (20, 0.0)] {
        let (mut all, mut seen) = (Score::default(), Score::default());
        for intensity in INTENSITIES {
            let design = Simulation {
                intensity,
                clumping,
                ..Simulation::default()
            };
            let score = scores(&design, fewest, 40, &options);
            score.print(&format!(
                "{intensity} events, at least {fewest} places, clumping {clumping}"
            ));
            all = all.add(score);
            if intensity >= 0.2 {
                seen = seen.add(score);
            }
        }
        all.print(&format!(
            "all, at least {fewest} places, clumping {clumping}"
        ));
        assert!((all.phases() - all.said / all.growing).abs() < 0.05);
        if fewest == 20 {
            assert!(seen.phases() >= 0.9, "{}", seen.phases());
        }
    }
}
