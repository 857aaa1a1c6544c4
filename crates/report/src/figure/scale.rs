//! Scales and the round numbers on their axes.

use calendar::Month;

/// A linear scale from zero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Linear {
    step: f64,
    top: f64,
    from: f64,
    to: f64,
}

impl Linear {
    /// Zero at `from`, at least `largest` at `to`, rounded up to a tick. What is no number, or beyond all
    /// counts, is taken for 1 or the most there can be.
    pub(crate) fn new(largest: f64, from: f64, to: f64) -> Self {
        const MOST: f64 = 1e15;
        let largest = if largest.is_nan() {
            1.0
        } else {
            largest.clamp(1.0, MOST)
        };
        let step = step(largest, 4.0);
        Self {
            step,
            top: (largest / step).ceil() * step,
            from,
            to,
        }
    }

    /// Where zero lies.
    pub(crate) fn zero(&self) -> f64 {
        self.from
    }

    /// Where a value lies.
    pub(crate) fn at(&self, value: f64) -> f64 {
        self.from + (self.to - self.from) * value / self.top
    }

    /// Round values from zero to the top.
    pub(crate) fn ticks(&self) -> Vec<u64> {
        let count = (self.top / self.step).round() as u64;
        (0..=count)
            .map(|k| (k as f64 * self.step).round() as u64)
            .collect()
    }
}

/// A step of 1, 2 or 5 times a power of ten, at least 1, that divides a length into about `parts`.
fn step(length: f64, parts: f64) -> f64 {
    let rough = (length / parts).max(1.0);
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(10.0 * power);
    step.max(1.0)
}

/// A scale of square roots from zero: small counts stay legible beside large ones, and chance is as wide everywhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Root {
    top: f64,
    from: f64,
    to: f64,
}

impl Root {
    /// Zero at `from`, `largest` at `to`. What is no number, or beyond all counts, is taken for 1 or the most there can be.
    pub(crate) fn new(largest: f64, from: f64, to: f64) -> Self {
        const MOST: f64 = 1e15;
        let top = if largest.is_nan() {
            1.0
        } else {
            largest.clamp(1.0, MOST)
        };
        Self { top, from, to }
    }

    /// Where a value lies; values off the scale lie at its ends.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let part = (value / self.top).clamp(0.0, 1.0);
        let part = if part.is_nan() { 0.0 } else { part.sqrt() };
        self.from + (self.to - self.from) * part
    }

    /// Zero, a fifth of a round step, and its multiples up to the top, those that are `room` units apart at least from those
    /// above and from zero.
    pub(crate) fn ticks(&self, room: f64) -> Vec<u64> {
        let step = step(self.top, 6.0) as u64;
        let steps = (1..=self.top as u64 / step).rev().map(|k| k * step);
        let mut ticks: Vec<u64> = Vec::new();
        for tick in steps.chain([step / 5]).filter(|tick| *tick > 0) {
            let apart = |other: f64| (self.at(tick as f64) - other).abs() >= room;
            let above = ticks.last().is_none_or(|last| apart(self.at(*last as f64)));
            if above && apart(self.from) {
                ticks.push(tick);
            }
        }
        ticks.push(0);
        ticks.reverse();
        ticks
    }
}

/// A logarithmic scale.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Log {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Log {
    /// From `low` at `from` to `high` at `to`; both are made positive and kept apart.
    pub(crate) fn new(low: f64, high: f64, from: f64, to: f64) -> Self {
        let low = if low.is_finite() { low.max(1e-6) } else { 1.0 };
        let high = if high.is_finite() {
            high.max(low * 1.5)
        } else {
            low * 10.0
        };
        Self {
            low,
            high,
            from,
            to,
        }
    }

    /// Where a value lies; values off the scale lie at its ends.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let value = if value.is_nan() {
            self.low
        } else {
            value.clamp(self.low, self.high)
        };
        let part = (value / self.low).ln() / (self.high / self.low).ln();
        self.from + (self.to - self.from) * part
    }

    /// Round values between the ends: 1, 2 and 5 times powers of ten when there is room for them, else
    /// the powers alone.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let decades = (self.high / self.low).log10();
        let factors: &[f64] = if decades <= 2.2 {
            &[1.0, 2.0, 5.0]
        } else {
            &[1.0]
        };
        let first = self.low.log10().floor() as i32;
        let last = self.high.log10().ceil() as i32;
        (first..=last)
            .flat_map(|power| factors.iter().map(move |factor| factor * 10f64.powi(power)))
            .filter(|value| (self.low * 0.999..=self.high * 1.001).contains(value))
            .collect()
    }
}

/// A scale of months: each has a slot of the same width.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Time {
    first: Month,
    last: Month,
    from: f64,
    to: f64,
}

impl Time {
    /// From the beginning of `first` to the end of `last`.
    pub(crate) fn new(first: Month, last: Month, from: f64, to: f64) -> Self {
        Self {
            first,
            last: last.max(first),
            from,
            to,
        }
    }

    /// Where it begins and where it ends.
    pub(crate) fn ends(&self) -> (f64, f64) {
        (self.from, self.to)
    }

    /// First month.
    pub(crate) fn first(&self) -> Month {
        self.first
    }

    /// Width of a month.
    pub(crate) fn slot(&self) -> f64 {
        (self.to - self.from) / f64::from(self.last - self.first + 1)
    }

    /// Where a month begins.
    pub(crate) fn start(&self, month: Month) -> f64 {
        self.from + self.slot() * f64::from(month - self.first)
    }

    /// The middle of a month.
    pub(crate) fn middle(&self, month: Month) -> f64 {
        self.start(month) + self.slot() / 2.0
    }

    /// Whether a month lies on the scale.
    pub(crate) fn holds(&self, month: Month) -> bool {
        (self.first..=self.last).contains(&month)
    }

    /// Januaries to mark, `room` units apart at least.
    pub(crate) fn years(&self, room: f64) -> Vec<Month> {
        let year = self.slot() * 12.0;
        let every = [1, 2, 5, 10, 20, 50, 100]
            .into_iter()
            .find(|every| f64::from(*every) * year >= room)
            .unwrap_or(200);
        (self.first.year()..=self.last.year())
            .filter(|y| y % every == 0)
            .filter_map(|y| Month::new(y, 1))
            .filter(|january| self.holds(*january))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(
            Linear::new(347.0, 0.0, 1.0).ticks(),
            [0, 100, 200, 300, 400]
        );
        assert_eq!(Linear::new(0.0, 0.0, 1.0).ticks(), [0, 1]);
        assert_eq!(Linear::new(3.0, 0.0, 1.0).ticks(), [0, 1, 2, 3]);
        assert_eq!(
            Root::new(1_900.0, 170.0, 0.0).ticks(20.0),
            [0, 100, 500, 1000, 1500]
        );
        assert_eq!(
            Root::new(52.0, 170.0, 0.0).ticks(16.0),
            [0, 2, 10, 20, 30, 40, 50]
        );
        assert_eq!(Root::new(f64::NAN, 160.0, 0.0).ticks(20.0), [0, 1]);
        assert_eq!(
            Log::new(8.0, 600.0, 0.0, 1.0).ticks(),
            [10.0, 20.0, 50.0, 100.0, 200.0, 500.0]
        );
    }

    #[test]
    fn years_keep_their_distance() {
        let scale = Time::new(
            "2012-03".parse().unwrap(),
            "2024-09".parse().unwrap(),
            0.0,
            302.0,
        );
        let years: Vec<i32> = scale.years(40.0).iter().map(|m| m.year()).collect();
        assert_eq!(years, [2014, 2016, 2018, 2020, 2022, 2024]);
        assert!((scale.slot() - 2.0).abs() < 1e-9);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn few_ticks_and_the_largest_below_the_top(largest in 0.0f64..1e9) {
            let scale = Linear::new(largest, 100.0, 0.0);
            let ticks = scale.ticks();
            prop_assert!((2..=6).contains(&ticks.len()), "{ticks:?}");
            prop_assert!(scale.at(largest) >= -1e-6);
            prop_assert!(*ticks.last().unwrap() as f64 >= largest.floor());
        }

        #[test]
        fn roots_stay_on_the_page_and_rise(largest in proptest::num::f64::ANY, value in proptest::num::f64::ANY) {
            let scale = Root::new(largest, 100.0, 0.0);
            prop_assert!((0.0..=100.0).contains(&scale.at(value)));
            let ticks = scale.ticks(20.0);
            prop_assert!((1..=7).contains(&ticks.len()) && ticks[0] == 0, "{ticks:?}");
            let apart = ticks.windows(2).map(|two| scale.at(two[0] as f64) - scale.at(two[1] as f64));
            prop_assert!(apart.min_by(f64::total_cmp).is_none_or(|least| least >= 20.0));
        }

        #[test]
        fn logs_stay_on_the_page(low in -1.0f64..1e5, high in -1.0f64..1e9, value in proptest::num::f64::ANY) {
            let at = Log::new(low, high, 10.0, 20.0).at(value);
            prop_assert!((9.999..=20.001).contains(&at), "{at}");
        }
    }
}
