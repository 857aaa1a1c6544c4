//! Drawing the deadliest of a month's events, given how many there are.

use std::collections::BTreeMap;

use rand::{Rng, RngExt};

use super::grid::Point;
use super::{Block, Tail};

/// The distribution of event sizes, as far as the deadliest event of each block tells it.
///
/// With `G(x)` the share of events that have at most x deaths and independent sizes,
///
/// ```text
/// P(largest <= x | n)  =  G(x)^n
/// G(x)                 =  (1 - p) product over y from x + 1 to u - 1 of q[y]                x < u
/// 1 - G(x - 1)         =  p (1 + xi (x - u) / sigma)^(-1/xi)                                x >= u
/// ```
///
/// `q[y] = G(y - 1) / G(y)` is where blocks with at most y are most likely as they were: those of n events
/// with the largest at y have probability `1 - q^n`, those below it `q^n`. From the threshold u up it is the
/// tail's posterior. Without a tail the estimate reaches up to the largest size of the record and ends there.
///
/// *Assumption*: sizes do not depend on the number of events or on the year.
///
/// Source: under the threshold it is the product-limit estimate for values known only to be no larger than
/// something, J. H. Ware & D. L. DeMets, *Reanalysis of some baboon descent data*, Biometrics 32, 1976, with
/// ties taken as they are.
///
/// ```
/// use stats::severity::{Block, Sizes};
/// let blocks = [Block { events: 1, largest: 0 }, Block { events: 1, largest: 4 }];
/// let mut random = stats::stream(1, "sizes", 0);
/// let largest = Sizes::new(&blocks, None).draw(&mut random).largest(3, &mut random);
/// assert!(largest == 0 || largest == 4);
/// ```
#[derive(Debug, Clone)]
pub struct Sizes {
    /// Sizes under the threshold in rising order, each with the share of events under the threshold that
    /// have at most as many.
    below: Vec<(u32, f64)>,
    threshold: u32,
    /// Points of the tail's posterior with the weight of all up to and including each; empty without one.
    points: Vec<(f64, Point)>,
}

/// The distribution at one draw of the tail's parameters.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    sizes: &'a Sizes,
    point: Option<Point>,
}

impl Sizes {
    /// From blocks and the tail that was fitted to them, if there is one.
    pub fn new(blocks: &[Block], tail: Option<&Tail>) -> Self {
        let threshold = tail.map_or(u32::MAX, |tail| tail.threshold);
        let mut sum = 0.0;
        let points = tail
            .map(|tail| tail.points.as_slice())
            .unwrap_or_default()
            .iter()
            .map(|point| {
                sum += point.weight;
                (sum, *point)
            })
            .collect();
        Self {
            below: product_limit(blocks, threshold),
            threshold,
            points,
        }
    }

    /// Draws the tail's parameters.
    pub fn draw(&self, random: &mut impl Rng) -> Drawn<'_> {
        let whole = self.points.last().map_or(0.0, |last| last.0);
        let at = random.random::<f64>() * whole;
        let number = self.points.partition_point(|point| point.0 <= at);
        let point = self.points.get(number).or(self.points.last());
        Drawn {
            sizes: self,
            point: point.map(|(_, point)| *point),
        }
    }
}

impl Drawn<'_> {
    /// Draws the deaths of the deadliest of so many events; 0 without events.
    pub fn largest(&self, events: u32, random: &mut impl Rng) -> u32 {
        if events == 0 {
            return 0;
        }
        let uniform = 1.0 - random.random::<f64>();
        let log = uniform.ln() / f64::from(events);
        let Some(point) = self.point else {
            return self.under(log.exp());
        };
        let survival = -log.exp_m1();
        if survival < point.p {
            let share = survival / point.p;
            let excess = if point.xi.abs() < 1e-6 {
                -share.ln()
            } else {
                (share.powf(-point.xi) - 1.0) / point.xi
            };
            let over = (excess * point.sigma).min(f64::from(u32::MAX)) as u32;
            self.sizes.threshold.saturating_add(over)
        } else {
            self.under(log.exp() / (1.0 - point.p))
        }
    }

    fn under(&self, share: f64) -> u32 {
        let below = &self.sizes.below;
        let number = below.partition_point(|size| size.1 < share);
        below.get(number).or(below.last()).map_or(0, |size| size.0)
    }
}

/// Sizes under a limit in rising order, each with the share that have at most as many, which is 1 at the
/// last.
fn product_limit(blocks: &[Block], limit: u32) -> Vec<(u32, f64)> {
    let mut by_size: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for block in blocks.iter().filter(|b| b.events > 0 && b.largest < limit) {
        let events = by_size.entry(block.largest).or_default();
        events.push(f64::from(block.events));
    }
    let mut smaller: f64 = by_size.values().flatten().sum();
    let mut share = 1.0;
    let mut below = Vec::with_capacity(by_size.len());
    for (size, events) in by_size.iter().rev() {
        smaller -= events.iter().sum::<f64>();
        below.push((*size, share));
        share *= smaller_of_at_most(events, smaller);
    }
    below.reverse();
    below
}

/// Share of the events of at most a size that are smaller: blocks of so many `events` have it as their
/// largest, and so many events are in blocks whose largest is smaller.
///
/// The root of `sum of n q^n / (1 - q^n) = smaller`, which rises with q.
fn smaller_of_at_most(events: &[f64], smaller: f64) -> f64 {
    if smaller < 0.5 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..50 {
        let q = f64::midpoint(low, high);
        let expected: f64 = events
            .iter()
            .map(|n| {
                let all = q.powf(*n);
                n * all / (1.0 - all)
            })
            .sum();
        if expected < smaller {
            low = q;
        } else {
            high = q;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(of: impl Fn(u32) -> Block) -> Vec<Block> {
        (0..400).map(of).collect()
    }

    #[test]
    fn single_events_give_their_own_distribution() {
        let blocks = blocks(|i| Block {
            events: 1,
            largest: i % 4,
        });
        let below = product_limit(&blocks, u32::MAX);
        let expected = [(0, 0.25), (1, 0.5), (2, 0.75), (3, 1.0)];
        for ((size, share), (other, known)) in below.iter().zip(expected) {
            assert!(*size == other && (share - known).abs() < 1e-12);
        }
    }

    #[test]
    fn sizes_are_had_back_from_the_largest_of_each_month() {
        // Sizes 0 to 9 alike, in months of one to six events.
        let mut random = crate::stream(1, "sizes", 0);
        let blocks: Vec<Block> = (0..20_000)
            .map(|i| {
                let events = 1 + i % 6;
                let sizes = (0..events).map(|_| random.random_range(0..10));
                Block {
                    events,
                    largest: sizes.max().unwrap(),
                }
            })
            .collect();
        for (size, share) in product_limit(&blocks, u32::MAX) {
            let expected = f64::from(size + 1) / 10.0;
            assert!((share - expected).abs() < 0.01, "{size} {share}");
        }
    }

    #[test]
    fn drawn_largest_are_as_likely_as_the_tail_says() {
        let blocks = blocks(|i| Block {
            events: 3,
            largest: 400 / (1 + i % 200),
        });
        let tail = Tail::fit(&blocks).unwrap();
        let sizes = Sizes::new(&blocks, Some(&tail));
        let mut random = crate::stream(1, "drawn", 0);
        let draws = 40_000;
        let drawn: Vec<u32> = (0..draws)
            .map(|_| sizes.draw(&mut random).largest(3, &mut random))
            .collect();
        let u = tail.threshold;
        for (low, high) in [(u, u + 3), (u + 4, 60), (61, 400), (401, u32::MAX - 1)] {
            let expected = tail.log_deadliest(3, low, high).unwrap().exp();
            let within = drawn.iter().filter(|x| (low..=high).contains(x)).count();
            let found = within as f64 / f64::from(draws);
            let error = (expected * (1.0 - expected) / f64::from(draws)).sqrt();
            assert!(
                (found - expected).abs() < 5.0 * error,
                "{low}: {found} {expected}"
            );
        }
        // Under the threshold: as often as in the record.
        for limit in [2, 4] {
            let record = blocks.iter().filter(|b| b.largest <= limit).count() as f64 / 400.0;
            let found = drawn.iter().filter(|x| **x <= limit).count() as f64 / f64::from(draws);
            assert!((found - record).abs() < 0.03, "{limit}: {found} {record}");
        }
    }

    #[test]
    fn without_events_or_blocks_nothing_dies() {
        let mut random = crate::stream(1, "none", 0);
        let none = Sizes::new(&[], None);
        assert_eq!(none.draw(&mut random).largest(5, &mut random), 0);
        let some = Sizes::new(
            &[Block {
                events: 2,
                largest: 7,
            }],
            None,
        );
        assert_eq!(some.draw(&mut random).largest(0, &mut random), 0);
        assert_eq!(some.draw(&mut random).largest(1, &mut random), 7);
    }
}
