//! About an event a month: is a fall between two episodes found, and is it there as often as said?

use rand::RngExt;
use rand_distr::{Distribution, Poisson};
use stats::Stream;

use super::simulated::{Law, Reliability, falls, first, normal, series};
use super::*;

/// Months of a series; those between its two episodes.
const MONTHS: usize = 153;
const BETWEEN: (usize, usize) = (48, 113);

fn random(name: &str, run: u64) -> Stream {
    stats::stream(47, name, run)
}

fn asked(counts: &[u32]) -> Contraction {
    let fit = Posterior::of_counts(counts, first(), &PhaseOptions::default());
    let (after, before) = (first() + (BETWEEN.0 as i32 - 1), first() + BETWEEN.1 as i32);
    fit.contraction(after, before, 6).unwrap()
}

/// Events by month from totals by year, in clusters of at most so many within a month.
fn clustered(yearly: &[u32], most: u32, random: &mut Stream) -> Vec<u32> {
    let mut counts = vec![0; 12 * yearly.len()];
    for (year, &events) in yearly.iter().enumerate() {
        let mut left = events;
        while left > 0 {
            let size = random.random_range(1..=left.min(most));
            counts[12 * year + random.random_range(0..12)] += size;
            left -= size;
        }
    }
    counts.truncate(MONTHS);
    counts
}

/// Means over made-up series of one design: probability of the fall, weights of evidence for it and against a
/// straight rise, probability of the phase.
fn mean(yearly: &[u32], most: u32, runs: u64) -> [f64; 4] {
    let answers: Vec<[f64; 4]> = (0..runs)
        .into_par_iter()
        .map(|run| {
            let it = asked(&clustered(yearly, most, &mut random("designs", run)));
            let fall = &it.fall;
            let straight = fall.decibans_against_straight_rise;
            [fall.probability, fall.decibans, straight, it.probability]
        })
        .collect();
    let mean = |i: usize| answers.iter().map(|a| a[i]).sum::<f64>() / runs as f64;
    std::array::from_fn(mean)
}

const RISE: [u32; 13] = [1, 1, 2, 3, 4, 6, 9, 13, 20, 30, 45, 67, 100];

/// An episode in the fourth year, three quiet years, a rise.
fn fallen(episode: u32, quiet: [u32; 3]) -> [u32; 13] {
    let [a, b, c] = quiet;
    [0, 1, 3, episode, a, b, c, 8, 15, 30, 60, 100, 130]
}

#[test]
fn a_fall_is_found_where_it_is_there_and_not_in_a_rise() {
    for most in [1, 3] {
        let [fall, decibans, straight, _] = mean(&fallen(20, [3, 2, 4]), most, 12);
        assert!(fall > 0.9, "{most}: {fall}");
        assert!(decibans > 13.0 && straight > 20.0, "{decibans} {straight}");
        let [fall, decibans, straight, _] = mean(&RISE, most, 12);
        assert!(fall < 0.1, "{most}: {fall}");
        assert!(decibans < -5.0 && straight < -10.0, "{decibans} {straight}");
    }
}

#[test]
fn a_decline_that_does_not_recover_leaves_no_low_between() {
    let yearly = [130, 110, 90, 70, 50, 35, 25, 18, 12, 8, 4, 2, 1];
    let it = asked(&clustered(&yearly, 3, &mut random("decline", 0)));
    assert!(it.probability > 0.6 && it.halved > 0.9, "{it:?}");
    assert!(
        it.fall.probability < 0.1 && it.fall.decibans < -5.0,
        "{it:?}"
    );
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn designs() {
    let quiet = [4, 3, 5];
    let designs = [
        ("rise", RISE),
        (
            "level, then rise",
            [0, 1, 3, 5, 5, 5, 5, 8, 15, 30, 60, 100, 130],
        ),
        ("8, then 4", fallen(8, quiet)),
        ("12, then 4", fallen(12, quiet)),
        ("16, then 4", fallen(16, quiet)),
        ("24, then 4", fallen(24, quiet)),
        ("8, then 2", fallen(8, [2, 2, 2])),
        ("12, then 2", fallen(12, [2, 2, 2])),
        ("16, then 2", fallen(16, [2, 2, 2])),
        ("12, then 0", fallen(12, [0, 0, 0])),
    ];
    let before = asked(&[0; MONTHS]);
    println!(
        "before the data: fall {:.3}, phase {:.3}",
        before.fall.prior, before.prior
    );
    for (name, yearly) in designs {
        for most in [1, 3] {
            let [fall, decibans, straight, phase] = mean(&yearly, most, 100);
            println!(
                "{name}, clusters to {most}: fall {fall:.2}, {decibans:+.1} dB, against a straight rise \
                 {straight:+.1} dB; phase {phase:.2}"
            );
        }
    }
}

/// A quiet land, an episode, a lull that may be none, a rise, events in clusters, effort that drifts:
/// nothing of it is a phase, a pace or a step of the model. Counts and logarithms of the level.
fn episodes(run: u64) -> (Vec<u32>, Vec<f64>) {
    let random = &mut random("episodes", run);
    let quiet: f64 = random.random_range(0.03..0.3);
    let episode: f64 = random.random_range(0.3..2.0);
    let lull = episode * random.random_range(0.1_f64.ln()..0.4).exp();
    let begins = random.random_range(24.0..44.0);
    let ends = random.random_range(46.0..60.0);
    let rises = random.random_range(80.0..105.0);
    let growth: f64 = random.random_range(0.02..0.08);
    // From one level to the next within months, some slowly, some at once.
    let pace: f64 = random.random_range(0.5..4.0);
    let past = |t: f64, at: f64| 1.0 / (1.0 + (-(t - at) / pace).exp());
    let levels: Vec<f64> = (0..MONTHS)
        .map(|month| {
            let t = month as f64;
            quiet.ln()
                + (episode / quiet).ln() * past(t, begins)
                + (lull / episode).ln() * past(t, ends)
                + growth * (t - rises).max(0.0)
        })
        .collect();
    let mut effort = 0.0;
    let counts = levels
        .iter()
        .map(|level| {
            effort = 0.8 * effort + normal(0.0, 0.12, random);
            let clusters: f64 = Poisson::new((level + effort).exp() / 1.5)
                .unwrap()
                .sample(random);
            (0..clusters as u32)
                .map(|_| random.random_range(1..=2))
                .sum()
        })
        .collect();
    (counts, levels)
}

/// About an event a month: few over the whole of the time asked about.
fn is_sparse(counts: &[u32]) -> bool {
    (20..200).contains(&counts[..BETWEEN.1 + 12].iter().sum::<u32>())
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn falls_are_there_as_often_as_said() {
    let (from, to) = BETWEEN;
    let of_law = |law: Law| -> Vec<(Vec<u32>, bool)> {
        let all = (0..20_000)
            .into_par_iter()
            .map(|run| series(law, MONTHS, run));
        all.filter(|it| !it.steady && is_sparse(&it.counts))
            .map(|it| (it.counts.clone(), it.falls(from, to)))
            .collect()
    };
    let designed = (0..2000).into_par_iter().map(episodes);
    let designed = designed.filter(|it| is_sparse(&it.0));
    for (name, series) in [
        ("model", of_law(Law::Model)),
        ("other", of_law(Law::Other)),
        (
            "episodes",
            designed.map(|it| (it.0, falls(&it.1, from, to))).collect(),
        ),
    ] {
        let said: Vec<f64> = series
            .par_iter()
            .map(|(counts, _)| asked(counts).fall.probability)
            .collect();
        let mut reliability = Reliability::default();
        for (said, (_, was)) in said.into_iter().zip(series) {
            reliability.add(said, was);
        }
        reliability.print(&format!("sparse, {name}: fall"), 50.0);
    }
}
