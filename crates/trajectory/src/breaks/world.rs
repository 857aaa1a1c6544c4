//! How large the breaks of all countries' records are.
//!
//! Computed from the state-based events of GED 25.1 country-months (Davies, Pettersson, Sollenberg &
//! Öberg 2025; Sundberg & Melander 2013), every country with 20 events or more: all breaks that
//! [`turning_points`](super::turning_points) finds, sized by the mean log level of the six months from
//! the end of a break's span on over that of the six months before it. The validation computes the
//! table again.

use rand::{Rng, RngExt};

use super::level::LEAST_JUMP;

/// Quantiles of the factor of upward breaks at 5 %, 10 %, ... 95 %.
const UP: [f64; 19] = [
    2.76, 3.81, 4.89, 5.79, 6.91, 8.09, 10.74, 11.74, 13.50, 17.50, 21.07, 26.05, 31.29, 40.20,
    57.73, 68.13, 77.93, 114.36, 191.27,
];
/// Quantiles of one over the factor of downward breaks, the same.
const DOWN: [f64; 19] = [
    2.92, 3.95, 5.33, 6.42, 8.01, 8.76, 9.94, 12.03, 13.46, 17.88, 19.97, 22.15, 27.20, 29.33,
    38.78, 47.12, 73.85, 124.45, 226.72,
];

/// How often breaks come from a level of state-based events a month, and how large they are.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Hazard {
    /// Levels under this one, and at or over that of the row before.
    under: f64,
    /// Breaks upwards a month, and the mean of the logarithm of their factor.
    up: [f64; 2],
    /// The same downwards, of one over the factor.
    down: [f64; 2],
}

/// By level, the same breaks as above. Wars that are under way end more often than they double.
const HAZARDS: [Hazard; 4] = [
    hazard(0.3, [0.0051, 3.52], [0.0002, 1.37]),
    hazard(1.5, [0.0057, 2.29], [0.0070, 2.42]),
    hazard(5.0, [0.0042, 1.82], [0.0112, 3.28]),
    hazard(f64::INFINITY, [0.0022, 1.53], [0.0081, 3.09]),
];

const fn hazard(under: f64, up: [f64; 2], down: [f64; 2]) -> Hazard {
    Hazard { under, up, down }
}

/// Draws whether a break comes in a month at a level of state-based events a month, and the logarithm of
/// its factor: 0 when none does. Its size beyond a factor of two is exponential. Three draws are taken.
pub(crate) fn break_to_come(level: f64, random: &mut impl Rng) -> f64 {
    let [chance, size]: [f64; 2] = [random.random(), random.random()];
    let Some(hazard) = HAZARDS.iter().find(|hazard| level < hazard.under) else {
        return 0.0;
    };
    let beyond = |mean: f64| LEAST_JUMP - (mean - LEAST_JUMP) * (1.0 - size).ln();
    if chance < hazard.up[0] {
        beyond(hazard.up[1])
    } else if chance < hazard.up[0] + hazard.down[0] {
        -beyond(hazard.down[1])
    } else {
        0.0
    }
}

/// Share of the breaks in the same direction that are smaller than a factor, 0 to 1, by the nearest
/// quantiles.
pub fn smaller_breaks(factor: f64) -> f64 {
    let (table, size) = if factor >= 1.0 {
        (&UP, factor)
    } else {
        (&DOWN, 1.0 / factor)
    };
    let below = table.partition_point(|quantile| *quantile < size);
    match (below.checked_sub(1), table.get(below)) {
        (Some(lower), Some(upper)) => {
            let from = table[lower].ln();
            let part = (size.ln() - from) / (upper.ln() - from);
            0.05 * (lower as f64 + 1.0 + part)
        }
        (None, _) => 0.05 * (size.ln() / table[0].ln()).clamp(0.0, 1.0),
        (Some(_), None) => 0.975,
    }
}

/// The factor that a share of the breaks upwards, or downwards, is smaller than: over 1 for those upwards,
/// under 1 for those downwards. Beyond the outermost quantiles it is that of 5 % or 95 %.
pub fn break_factor(share: f64, upwards: bool) -> f64 {
    let table = if upwards { &UP } else { &DOWN };
    let at = (share / 0.05 - 1.0).clamp(0.0, 18.0);
    let (lower, part) = (at.floor() as usize, at.fract());
    let (from, to) = (table[lower].ln(), table[(lower + 1).min(18)].ln());
    let size = (from + part * (to - from)).exp();
    if upwards { size } else { size.recip() }
}

#[cfg(test)]
mod tests {
    use calendar::Month;
    use events::figures::{FiguresTable, MonthlyFigures};

    use super::super::{MonthPosterior, Prior, scan, turning_points};
    use super::*;

    const HALF_YEAR: usize = 6;

    /// Mean log level after a break over that before it.
    fn log_size(months: &[MonthPosterior], from: usize, to: usize) -> f64 {
        let mean = |part: &[MonthPosterior]| {
            part.iter().map(|m| m.log_level).sum::<f64>() / part.len().max(1) as f64
        };
        let after = &months[to..(to + HALF_YEAR).min(months.len())];
        mean(after) - mean(&months[from.saturating_sub(HALF_YEAR)..from])
    }

    #[test]
    #[ignore = "the figures of docs/validation.md: just validate"]
    fn table_is_what_the_record_gives() {
        let Some(path) = super::super::tests::shared("ged/country_month_ged25_1.csv") else {
            return;
        };
        let figures = FiguresTable::read(&path).unwrap();
        let end: Month = "2021-12".parse().unwrap();
        let prior = Prior::default();
        let (mut up, mut down) = (Vec::new(), Vec::new());
        let (mut at, mut levels) = (Vec::new(), Vec::new());
        for series in figures.countries.values() {
            let counts: Vec<u32> = series
                .iter()
                .filter(|row| row.month <= end)
                .map(|row: &MonthlyFigures| row.events_by_type[0])
                .collect();
            if counts.iter().sum::<u32>() < 20 {
                continue;
            }
            let months = scan(&prior, &counts);
            levels.extend(months.iter().map(|m| m.log_level));
            for (span, _) in turning_points(&months) {
                let size = log_size(&months, span.from, span.to);
                let before = &months[span.from.saturating_sub(HALF_YEAR)..span.from];
                let mean = before.iter().map(|m| m.log_level).sum::<f64>();
                at.push((mean / before.len().max(1) as f64, size));
                if size > 0.0 {
                    up.push(size.exp());
                } else {
                    down.push((-size).exp());
                }
            }
        }
        println!("{} upward, {} downward breaks", up.len(), down.len());
        let mut hazards_off = 0.0_f64;
        let mut from = 0.0;
        for row in HAZARDS {
            let within = |log: &f64| (from..row.under).contains(&log.exp());
            let months = levels.iter().filter(|log| within(log)).count() as f64;
            let found = |up: bool| -> [f64; 2] {
                let sizes: Vec<f64> = at
                    .iter()
                    .filter(|(before, size)| within(before) && (*size > 0.0) == up)
                    .map(|(_, size)| size.abs())
                    .collect();
                let mean = sizes.iter().sum::<f64>() / sizes.len().max(1) as f64;
                [sizes.len() as f64 / months, mean]
            };
            let (up, down) = (found(true), found(false));
            println!(
                "under {}: up {up:.4?}, down {down:.4?}, {months} months",
                row.under
            );
            for (found, table) in up.iter().chain(&down).zip(row.up.iter().chain(&row.down)) {
                hazards_off = hazards_off.max((found - table).abs());
            }
            from = row.under;
        }
        assert!(
            hazards_off < 0.01,
            "the hazards are not what the record gives: {hazards_off}"
        );
        let mut off = 0.0_f64;
        for (sizes, table) in [(&mut up, &UP), (&mut down, &DOWN)] {
            sizes.sort_by(f64::total_cmp);
            let quantiles: Vec<f64> = (1..20)
                .map(|i| sizes[(f64::from(i) * 0.05 * (sizes.len() - 1) as f64).round() as usize])
                .collect();
            println!("{quantiles:.2?}");
            for (a, b) in quantiles.iter().zip(table) {
                off = off.max((a - b).abs());
            }
        }
        assert!(off < 0.01, "the table is not what the record gives: {off}");
    }

    #[test]
    fn breaks_to_come_are_as_many_and_as_large_as_the_table_says() {
        let mut random = stats::stream(1, "breaks to come", 0);
        let draws = 200_000;
        for level in [0.1, 1.0, 3.0, 30.0] {
            let drawn: Vec<f64> = (0..draws)
                .map(|_| break_to_come(level, &mut random))
                .collect();
            let row = HAZARDS.iter().find(|row| level < row.under).unwrap();
            for (up, [rate, mean]) in [(true, row.up), (false, row.down)] {
                let of = |x: &&f64| **x != 0.0 && (**x > 0.0) == up;
                let sizes: Vec<f64> = drawn.iter().filter(of).map(|x| x.abs()).collect();
                let expected = rate * f64::from(draws);
                let n = sizes.len() as f64;
                assert!((n - expected).abs() < 5.0 * expected.sqrt(), "{level} {n}");
                assert!(sizes.iter().all(|size| *size >= LEAST_JUMP));
                if n > 300.0 {
                    let found = sizes.iter().sum::<f64>() / n;
                    let error = (mean - LEAST_JUMP) / n.sqrt();
                    assert!(
                        (found - mean).abs() < 5.0 * error,
                        "{level}: {found} {mean}"
                    );
                }
            }
        }
    }

    #[test]
    fn larger_breaks_are_rarer_in_both_directions() {
        let mut last = 0.0;
        for factor in [1.1, 1.5, 2.5, 4.0, 8.0, 16.0, 64.0, 1e4] {
            let share = smaller_breaks(factor);
            assert!(share >= last && share <= 1.0, "{factor}: {share}");
            last = share;
            assert!((0.0..=1.0).contains(&smaller_breaks(1.0 / factor)));
        }
        for share in [0.07, 0.3, 0.5, 0.93] {
            for upwards in [true, false] {
                let back = smaller_breaks(break_factor(share, upwards));
                assert!((back - share).abs() < 1e-9, "{share}: {back}");
            }
        }
        assert!(smaller_breaks(UP[9]) > 0.45 && smaller_breaks(UP[9]) < 0.55);
    }
}
