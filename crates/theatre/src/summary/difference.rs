//! A scenario less another on the same run numbers.

use super::shape::{Chance, Difference, Mean, Measure};

/// Differences by month and measure of runs in the same order; none where there is nothing to compare with.
pub(super) fn differences(
    months: &[u32],
    baseline: &[Vec<[f64; 5]>],
    runs: &[Vec<[f64; 5]>],
) -> Vec<Difference> {
    let mut all = Vec::new();
    if baseline.is_empty() {
        return all;
    }
    for (at, month) in months.iter().enumerate() {
        for (which, measure) in Measure::ALL.into_iter().enumerate() {
            let pairs = runs.iter().zip(baseline);
            let less = pairs.map(|(run, first)| run[at][which] - first[at][which]);
            all.push(of(*month, measure, less.collect()));
        }
    }
    all
}

fn of(month: u32, measure: Measure, mut less: Vec<f64>) -> Difference {
    let number = less.len();
    let n = number.max(1) as f64;
    let mean = less.iter().sum::<f64>() / n;
    let square = less.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    let count = |which: &dyn Fn(&f64) -> bool| {
        let runs = less.iter().filter(|x| which(x)).count();
        Chance::of(runs as u64, number as u64)
    };
    let (higher, lower) = (count(&|x| *x > 0.0), count(&|x| *x < 0.0));
    less.sort_unstable_by(f64::total_cmp);
    let quantile = |share: f64| {
        let rank = ((share * n).ceil() as usize).max(1);
        less.get(rank - 1).copied().unwrap_or(0.0)
    };
    Difference {
        month,
        measure,
        difference: Mean {
            mean,
            error: (square / n).sqrt(),
            low: quantile(0.05),
            high: quantile(0.95),
        },
        higher,
        lower,
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use super::*;

    #[test]
    fn runs_are_paired_by_their_number() {
        let runs = |of: &[f64]| -> Vec<Vec<[f64; 5]>> {
            of.iter().map(|x| vec![[*x, 0.0, 0.5, 0.0, *x]]).collect()
        };
        let all = differences(&[60], &runs(&[1.0, 5.0, 9.0]), &runs(&[2.0, 6.0, 7.0]));
        let deaths = all[0];
        assert_eq!(
            (all.len(), deaths.month, deaths.measure),
            (5, 60, Measure::Deaths)
        );
        let Mean {
            mean,
            error,
            low,
            high,
        } = deaths.difference;
        assert_eq!((mean, low, high), (0.0, -2.0, 1.0));
        assert!((error - 2.0_f64.sqrt() / 3.0_f64.sqrt()).abs() < 1e-12);
        assert!((deaths.higher.probability - 2.0 / 3.0).abs() < 1e-12);
        assert!((deaths.lower.probability - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(all[2].higher.probability + all[2].lower.probability, 0.0);
        assert!(differences(&[60], &[], &runs(&[1.0])).is_empty());
    }
}
