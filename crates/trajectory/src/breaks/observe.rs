//! How likely a month's count is at every level.

use std::collections::BTreeMap;

use statrs::function::gamma::ln_gamma;

use super::level::{Levels, POINTS, log_level};

/// Dispersion of the second component: months that report next to nothing, or one burst.
pub(super) const LOOSE: f64 = 0.04;

/// `(1 - odd) NB(m, r) + odd NB(m + burst, 0.04)` with `m = unit exp(level)`: the count's probability
/// at every level.
///
/// NB has mean `m` and variance `m + m^2 / r`. The second component is so dispersed that it stands
/// for gaps of reporting and for a massacre, which are no new level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Counting {
    /// Dispersion `r` of an ordinary month.
    pub(crate) dispersion: f64,
    /// Share of months that are not ordinary, 0 to 1.
    pub(crate) odd: f64,
    /// What a month that is not ordinary adds to the mean.
    pub(crate) burst: f64,
    /// What is counted at a level of one: 1 for events.
    pub(crate) unit: f64,
}

/// Likelihoods of a series: for each month the row of its count, scaled to a maximum of 1.
#[derive(Debug)]
pub(crate) struct Likelihoods {
    pub(crate) rows: Vec<(Levels, f64)>,
    pub(crate) of_month: Vec<usize>,
}

impl Likelihoods {
    /// The scaled likelihoods of a month.
    pub(crate) fn month(&self, t: usize) -> &Levels {
        &self.rows[self.of_month[t]].0
    }

    /// Logarithm of what a month's likelihoods were divided by.
    pub(crate) fn scale(&self, t: usize) -> f64 {
        self.rows[self.of_month[t]].1
    }

    /// Sum of [`Likelihoods::scale`] over all months.
    pub(crate) fn total_scale(&self) -> f64 {
        self.of_month.iter().map(|row| self.rows[*row].1).sum()
    }

    /// Months.
    pub(crate) fn len(&self) -> usize {
        self.of_month.len()
    }
}

impl Counting {
    /// Of events, with a dispersion and a share of months that are not ordinary.
    pub(crate) fn of_events(dispersion: f64, odd: f64) -> Self {
        Self {
            dispersion,
            odd,
            burst: 0.0,
            unit: 1.0,
        }
    }

    /// The same at so many times the mean; what is added in a month that is not ordinary stays.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self {
            unit: self.unit * factor,
            ..self
        }
    }

    /// Of every month of a series. Equal counts share one row.
    pub(crate) fn likelihoods(self, counts: &[u32]) -> Likelihoods {
        self.exposed(counts, &[])
    }

    /// Of every month of a series, the mean of each multiplied by its exposure (1 where there is none);
    /// a month without exposure tells nothing. Equal counts at equal exposures share one row.
    pub(crate) fn exposed(self, counts: &[u32], exposures: &[f64]) -> Likelihoods {
        let mut components: BTreeMap<u64, Option<[Option<Component>; 2]>> = BTreeMap::new();
        let mut index = BTreeMap::new();
        let mut rows = Vec::new();
        let of_month = counts
            .iter()
            .enumerate()
            .map(|(month, &count)| {
                let exposure = exposures.get(month).copied().unwrap_or(1.0);
                let bits = exposure.to_bits();
                *index.entry((count, bits)).or_insert_with(|| {
                    let mixture = components
                        .entry(bits)
                        .or_insert_with(|| (exposure > 0.0).then(|| self.mixture(exposure)));
                    rows.push(
                        mixture
                            .as_ref()
                            .map_or(([1.0; POINTS], 0.0), |mixture| scaled(mixture, count)),
                    );
                    rows.len() - 1
                })
            })
            .collect();
        Likelihoods { rows, of_month }
    }

    /// The ordinary component and, where there are months that are not, the other.
    fn mixture(self, exposure: f64) -> [Option<Component>; 2] {
        let unit = self.unit * exposure;
        [
            Some(Component::new(self.dispersion, 1.0 - self.odd, unit, 0.0)),
            (self.odd > 0.0).then(|| Component::new(LOOSE, self.odd, unit, self.burst)),
        ]
    }
}

/// A count's probability at every level, scaled to a maximum of 1, and the logarithm of the scale.
fn scaled(mixture: &[Option<Component>; 2], count: u32) -> (Levels, f64) {
    let mut parts = mixture.iter().flatten();
    let mut row = parts
        .next()
        .map_or([0.0; POINTS], |component| component.log_row(count));
    for other in parts {
        for (a, b) in row.iter_mut().zip(other.log_row(count)) {
            let top = a.max(b);
            *a = top + (-(*a - b).abs()).exp().ln_1p();
        }
    }
    let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (row.map(|x| (x - top).exp()), top)
}

/// One negative binomial with what does not depend on the count worked out beforehand.
struct Component {
    dispersion: f64,
    log_share: f64,
    /// `r ln(r / (r + m))` and `ln(m / (r + m))` by level.
    parts: [(f64, f64); POINTS],
}

impl Component {
    fn new(dispersion: f64, share: f64, unit: f64, burst: f64) -> Self {
        Self {
            dispersion,
            log_share: share.ln(),
            parts: std::array::from_fn(|i| {
                let mean = unit * log_level(i).exp() + burst;
                let total = dispersion + mean;
                (dispersion * (dispersion / total).ln(), (mean / total).ln())
            }),
        }
    }

    fn log_row(&self, count: u32) -> Levels {
        let y = f64::from(count);
        let r = self.dispersion;
        let constant = self.log_share + ln_gamma(y + r) - ln_gamma(r) - ln_gamma(y + 1.0);
        self.parts.map(|(none, each)| constant + none + y * each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_of_all_counts_sum_to_one() {
        let counting = Counting::of_events(3.0, 0.05);
        let counts: Vec<u32> = (0..3000).collect();
        let likelihoods = counting.likelihoods(&counts);
        for level in [0, 10, 30] {
            let total: f64 = (0..counts.len())
                .map(|t| likelihoods.month(t)[level] * likelihoods.scale(t).exp())
                .sum();
            assert!((total - 1.0).abs() < 1e-6, "{level}: {total}");
        }
        assert_eq!(likelihoods.len(), 3000);
    }
}
