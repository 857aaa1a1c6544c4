//! Parts of the space of mixed profiles, and what a multilinear function does on them.

/// For each strategy of a support an interval of probability; the probabilities of a player sum to 1. Players
/// stand one after the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) low: Vec<f64>,
    pub(super) high: Vec<f64>,
}

/// Where each player's strategies stand among all.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The first strategy of each player, and behind the last player the number of all.
    pub(super) starts: Vec<usize>,
}

impl Layout {
    pub(super) fn new(sizes: impl IntoIterator<Item = usize>) -> Self {
        let mut starts = vec![0];
        for size in sizes {
            starts.push(starts[starts.len() - 1] + size);
        }
        Self { starts }
    }

    pub(super) fn players(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn of(&self, player: usize) -> std::ops::Range<usize> {
        self.starts[player]..self.starts[player + 1]
    }

    pub(super) fn size(&self, player: usize) -> usize {
        self.of(player).len()
    }

    pub(super) fn len(&self) -> usize {
        self.starts[self.players()]
    }
}

impl Cell {
    /// All mixed profiles.
    pub(super) fn whole(layout: &Layout) -> Self {
        Self {
            low: vec![0.0; layout.len()],
            high: vec![1.0; layout.len()],
        }
    }

    /// Draws the limits in to what sums of 1 allow; false when nothing is left.
    pub(super) fn tighten(&mut self, layout: &Layout) -> bool {
        for player in 0..layout.players() {
            let of = layout.of(player);
            let (low, high) = (&mut self.low[of.clone()], &mut self.high[of]);
            let (sum_low, sum_high) = (low.iter().sum::<f64>(), high.iter().sum::<f64>());
            if sum_low > 1.0 + SLACK || sum_high < 1.0 - SLACK {
                return false;
            }
            for (low, high) in low.iter_mut().zip(high) {
                let (was_low, was_high) = (*low, *high);
                *high = was_high.min(1.0 - (sum_low - was_low) + SLACK);
                *low = was_low.max(1.0 - (sum_high - was_high) - SLACK);
                if *low > *high {
                    return false;
                }
            }
        }
        true
    }

    /// A profile in the middle.
    pub(super) fn centre(&self, layout: &Layout) -> Vec<f64> {
        let mut centre = self.low.clone();
        for player in 0..layout.players() {
            let of = layout.of(player);
            let left = 1.0 - self.low[of.clone()].iter().sum::<f64>();
            let room: f64 = of.clone().map(|at| self.high[at] - self.low[at]).sum();
            let share = if room > 0.0 {
                (left / room).clamp(0.0, 1.0)
            } else {
                0.0
            };
            for at in of {
                centre[at] += share * (self.high[at] - self.low[at]);
            }
        }
        centre
    }

    /// The strategy with the widest interval, and how wide that is.
    pub(super) fn widest(&self) -> (usize, f64) {
        let widths = self
            .low
            .iter()
            .zip(&self.high)
            .map(|(low, high)| high - low);
        widths
            .enumerate()
            .fold((0, f64::NEG_INFINITY), |best, (at, width)| {
                if width > best.1 { (at, width) } else { best }
            })
    }

    /// Two halves, cut across the interval of a strategy.
    pub(super) fn halves(self, at: usize) -> [Self; 2] {
        let middle = 0.5 * (self.low[at] + self.high[at]);
        let (mut below, mut above) = (self.clone(), self);
        below.high[at] = middle;
        above.low[at] = middle;
        [below, above]
    }

    /// Whether another cell comes within so much of this one.
    pub(super) fn touches(&self, other: &Self, within: f64) -> bool {
        let limits = self
            .low
            .iter()
            .zip(&self.high)
            .zip(other.low.iter().zip(&other.high));
        limits
            .into_iter()
            .all(|((low, high), (its_low, its_high))| {
                *low <= its_high + within && *its_low <= high + within
            })
    }
}

/// Rounding in sums of probabilities.
const SLACK: f64 = 1e-15;

/// The least and the greatest value of a multilinear function on a cell. Both are bounds; with one or two players
/// they are taken.
///
/// The function is given by its values at pure profiles of some players, the last one's strategy changing fastest.
/// One player after the other is taken out: a linear function on an interval of each probability with sum 1 is
/// greatest where what is left over the lower limits goes to the greatest values first.
#[derive(Debug, Default)]
pub(super) struct Range {
    low: Vec<f64>,
    high: Vec<f64>,
}

impl Range {
    pub(super) fn of(
        &mut self,
        values: &[f64],
        players: &[usize],
        cell: &Cell,
        layout: &Layout,
    ) -> (f64, f64) {
        self.low.clear();
        self.low.extend_from_slice(values);
        self.high.clear();
        self.high.extend_from_slice(values);
        let mut length = values.len();
        for player in players.iter().rev() {
            let of = layout.of(*player);
            let size = of.len();
            let (low, high) = (&cell.low[of.clone()], &cell.high[of]);
            length /= size;
            for at in 0..length {
                let line = at * size..(at + 1) * size;
                let (least, most) = (&self.low[line.clone()], &self.high[line]);
                let bounds = (
                    extreme(least, most, low, high, -1.0),
                    extreme(most, least, low, high, 1.0),
                );
                (self.low[at], self.high[at]) = bounds;
            }
        }
        (self.low[0], self.high[0])
    }
}

/// The greatest value of a linear function, or with a negative sign the least, whose coefficients are between two
/// bounds: `values` bound it where a probability counts upwards, `others` where it is below 0, as it may be in a
/// cell grown over the edge.
fn extreme(values: &[f64], others: &[f64], low: &[f64], high: &[f64], sign: f64) -> f64 {
    let mut left = 1.0;
    let mut value = 0.0;
    for (at, low) in low.iter().enumerate() {
        left -= low;
        value += low * if *low < 0.0 { others[at] } else { values[at] };
    }
    let mut taken = 0_u32;
    while left > 0.0 && taken.count_ones() < values.len() as u32 {
        let mut best = usize::MAX;
        for at in (0..values.len()).filter(|at| taken >> at & 1 == 0) {
            if best == usize::MAX || sign * values[at] > sign * values[best] {
                best = at;
            }
        }
        taken |= 1 << best;
        let share = left.min(high[best] - low[best]);
        value += share * values[best];
        left -= share;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(weights: &[f64]) -> Vec<f64> {
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / sum).collect()
    }

    proptest! {
        #[test]
        fn values_in_a_cell_are_within_its_range(
            values in prop::collection::vec(-1.0..1.0_f64, 6),
            (first, second) in (prop::collection::vec(0.01..1.0_f64, 2), prop::collection::vec(0.01..1.0_f64, 3)),
            grow in prop::collection::vec(0.0..0.5_f64, 10),
        ) {
            let layout = Layout::new([2, 3]);
            let at: Vec<f64> = [share(&first), share(&second)].concat();
            let mut cell = Cell {
                low: at.iter().zip(&grow).map(|(at, by)| at - by).collect(),
                high: at.iter().zip(&grow[5..]).map(|(at, by)| at + by).collect(),
            };
            prop_assert!(cell.tighten(&layout));
            prop_assert!(at.iter().zip(&cell.low).all(|(at, low)| at >= &(low - 1e-12)));
            let (low, high) = Range::default().of(&values, &[0, 1], &cell, &layout);
            let value = |at: &[f64]| -> f64 { (0..6).map(|n| at[n / 3] * at[2 + n % 3] * values[n]).sum() };
            prop_assert!(low - 1e-12 <= value(&at) && value(&at) <= high + 1e-12);
            let centre = cell.centre(&layout);
            prop_assert!((centre[0] + centre[1] - 1.0).abs() < 1e-12);
            let [below, above] = cell.clone().halves(0);
            prop_assert!(below.touches(&above, 0.0));
            for mut part in [below, above] {
                if part.tighten(&layout) {
                    let inside = value(&part.centre(&layout));
                    prop_assert!(low - 1e-12 <= inside && inside <= high + 1e-12);
                }
            }
        }
    }

    #[test]
    fn on_the_whole_the_range_is_that_of_the_pure_profiles() {
        let layout = Layout::new([3, 2]);
        let values = [3.0, -1.0, 0.0, 4.0, 1.0, -5.0];
        let range = Range::default().of(&values, &[0, 1], &Cell::whole(&layout), &layout);
        assert_eq!(range, (-5.0, 4.0));
    }

    #[test]
    fn a_cell_off_the_simplex_is_empty() {
        let layout = Layout::new([2]);
        let mut cell = Cell {
            low: vec![0.6, 0.6],
            high: vec![1.0, 1.0],
        };
        assert!(!cell.tighten(&layout));
    }
}
