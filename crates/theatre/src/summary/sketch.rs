//! Mean and quantiles of many values in little memory, whatever their number.

/// What the values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    /// Shares, 0 to 1: quantiles are right to 0.0005.
    Share,
    /// Counts and other amounts from 0 to 2^40: exact up to 256 where they are whole, then right to 0.4 %.
    Amount,
}

/// Cells of a share.
const SHARES: f64 = 1000.0;
/// Amounts up to here have a cell each; then every doubling has so many.
const CELLS: f64 = 128.0;
/// Doublings beyond that.
const DOUBLINGS: f64 = 33.0;

impl Grain {
    fn cell(self, value: f64) -> usize {
        // What is not a number goes to 0.
        (match self {
            Self::Share => (value.clamp(0.0, 1.0) * SHARES).round(),
            Self::Amount if value < CELLS => value.max(0.0).round(),
            Self::Amount => {
                let power = (value / CELLS).log2().floor().min(DOUBLINGS - 1.0);
                let part = (value / (CELLS * power.exp2()) - 1.0).min(1.0);
                CELLS * (1.0 + power) + (part * CELLS).round()
            }
        }) as usize
    }

    fn value(self, cell: usize) -> f64 {
        let cell = cell as f64;
        match self {
            Self::Share => cell / SHARES,
            Self::Amount if cell < CELLS => cell,
            Self::Amount => {
                let power = (cell / CELLS).floor() - 1.0;
                let part = cell % CELLS / CELLS;
                CELLS * power.exp2() * (1.0 + part)
            }
        }
    }
}

/// Values as counts by cell, with their sum.
#[derive(Debug, Clone)]
pub(super) struct Sketch {
    grain: Grain,
    number: u64,
    sum: f64,
    cells: Vec<u64>,
}

impl Sketch {
    /// Of no values yet.
    pub(super) fn new(grain: Grain) -> Self {
        Self {
            grain,
            number: 0,
            sum: 0.0,
            cells: Vec::new(),
        }
    }

    /// Adds a value.
    pub(super) fn add(&mut self, value: f64) {
        self.number += 1;
        self.sum += value;
        let cell = self.grain.cell(value);
        if cell >= self.cells.len() {
            self.cells.resize(cell + 1, 0);
        }
        self.cells[cell] += 1;
    }

    /// Mean; 0 of nothing.
    pub(super) fn mean(&self) -> f64 {
        self.sum / self.number.max(1) as f64
    }

    /// The least values that shares of all values do not exceed; the shares rise.
    pub(super) fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [f64; N] {
        let mut cells = self.cells.iter().enumerate();
        let (mut so_far, mut at) = (0, 0);
        shares.map(|share| {
            let rank = ((share * self.number as f64).ceil() as u64).max(1);
            while so_far < rank {
                let Some((cell, number)) = cells.next() else {
                    break;
                };
                so_far += number;
                at = cell;
            }
            self.grain.value(at)
        })
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(grain: Grain, values: &[f64]) -> Sketch {
        let mut sketch = Sketch::new(grain);
        for value in values {
            sketch.add(*value);
        }
        sketch
    }

    #[test]
    fn small_counts_are_exact() {
        let all: Vec<f64> = (0..=256).map(f64::from).collect();
        let sketch = of(Grain::Amount, &all);
        assert_eq!(
            sketch.quantiles([0.0, 0.25, 0.5, 1.0]),
            [0.0, 64.0, 128.0, 256.0]
        );
        assert_eq!(sketch.mean(), 128.0);
    }

    #[test]
    fn nothing_and_what_is_no_number_do_no_harm() {
        assert_eq!(of(Grain::Share, &[]).quantiles([0.5]), [0.0]);
        let strange = of(Grain::Amount, &[f64::NAN, f64::INFINITY, -1.0]);
        assert!(strange.quantiles([0.05, 0.5, 0.95])[2] > 1e12);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn quantiles_are_those_of_the_sorted_values(
            mut values in proptest::collection::vec(0.0..1e9_f64, 1..60),
            share in 0.0..1.0_f64,
        ) {
            let [found] = of(Grain::Amount, &values).quantiles([share]);
            let shares: Vec<f64> = values.iter().map(|value| value / 1e9).collect();
            let [of_shares] = of(Grain::Share, &shares).quantiles([share]);
            values.sort_by(f64::total_cmp);
            let rank = ((share * values.len() as f64).ceil() as usize).max(1);
            let exact = values[rank - 1];
            prop_assert!((found - exact).abs() <= 0.5 + exact / 256.0, "{found} for {exact}");
            prop_assert!((of_shares - exact / 1e9).abs() <= 0.000_51);
        }
    }
}
