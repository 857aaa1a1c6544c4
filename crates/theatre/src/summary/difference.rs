//! A scenario less another on the same run numbers.

use super::cluster::{Clusters, Sums};
use super::shape::{Difference, Mean, Measure};

/// Differences by month and measure of runs in the same order; none where there is nothing to compare with.
pub(super) fn differences(
    months: &[u32],
    baseline: &[Vec<[f64; 5]>],
    runs: &[Vec<[f64; 5]>],
    clusters: &Clusters,
) -> Vec<Difference> {
    let mut all = Vec::new();
    if baseline.is_empty() {
        return all;
    }
    for (at, month) in months.iter().enumerate() {
        for (which, measure) in Measure::ALL.into_iter().enumerate() {
            let pairs = runs.iter().zip(baseline);
            let less = pairs.map(|(run, first)| run[at][which] - first[at][which]);
            all.push(of(*month, measure, less.collect(), clusters));
        }
    }
    all
}

fn of(month: u32, measure: Measure, mut less: Vec<f64>, clusters: &Clusters) -> Difference {
    let mut sums = Sums::new(3);
    for (place, less) in less.iter().enumerate() {
        let [higher, lower] = [*less > 0.0, *less < 0.0].map(|is| f64::from(u8::from(is)));
        sums.add(clusters.at(place), [*less, higher, lower]);
    }
    less.sort_unstable_by(f64::total_cmp);
    let quantile = |share: f64| {
        let rank = ((share * less.len() as f64).ceil() as usize).max(1);
        less.get(rank - 1).copied().unwrap_or(0.0)
    };
    Difference {
        month,
        measure,
        difference: Mean {
            mean: sums.mean(0),
            error: sums.error(0),
            low: quantile(0.05),
            high: quantile(0.95),
        },
        higher: sums.chance(1),
        lower: sums.chance(2),
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use super::*;
    use crate::Openings;

    #[test]
    fn runs_are_paired_by_their_number() {
        let runs = |of: &[f64]| -> Vec<Vec<[f64; 5]>> {
            of.iter().map(|x| vec![[*x, 0.0, 0.5, 0.0, *x]]).collect()
        };
        let clusters = Clusters::new(&Openings::Priors, 0);
        let (first, other) = (runs(&[1.0, 5.0, 9.0]), runs(&[2.0, 6.0, 7.0]));
        let all = differences(&[60], &first, &other, &clusters);
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
        // 1, 1 and -2: variance 3.
        assert!((error - 1.0).abs() < 1e-12);
        assert!((deaths.higher.probability - 2.0 / 3.0).abs() < 1e-12);
        assert!((deaths.lower.probability - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(all[2].higher.probability + all[2].lower.probability, 0.0);
        assert!(differences(&[60], &[], &runs(&[1.0]), &clusters).is_empty());
    }
}
