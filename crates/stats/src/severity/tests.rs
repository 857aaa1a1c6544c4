use super::*;
use crate::stream;
use rand::RngExt;
use rand_distr::{Distribution, Gamma, Poisson};

/// A record drawn from the model: months of overdispersed counts, generalised Pareto tail.
struct World {
    share: f64,
    sigma: f64,
    xi: f64,
    pace: f64,
}

impl World {
    fn draw(random: &mut crate::Stream) -> Self {
        let xi = loop {
            let normal: f64 = (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
            let xi = 0.7 + 0.3 * normal;
            if (-0.1..1.8).contains(&xi) {
                break xi;
            }
        };
        Self {
            // At least some 100 months of 240 reach the level 10, so that the threshold lies above it.
            share: 0.1 + 0.2 * random.random::<f64>(),
            sigma: 4.0 * 8_f64.powf(random.random::<f64>()),
            xi,
            pace: 5.0 * 8_f64.powf(random.random::<f64>()),
        }
    }

    /// Sizes start at 1 up to the level 10, where the tail begins.
    fn size(&self, random: &mut crate::Stream) -> u32 {
        if random.random::<f64>() >= self.share {
            return (random.random::<f64>() * 10.0) as u32;
        }
        let u: f64 = random.random();
        let over = self.sigma / self.xi * (u.powf(-self.xi) - 1.0);
        10 + over.min(1e8) as u32
    }

    fn month(&self, random: &mut crate::Stream) -> Block {
        let mean: f64 = Gamma::new(4.0, self.pace / 4.0).unwrap().sample(random);
        let events = Poisson::new(mean.max(1e-9)).unwrap().sample(random) as u32;
        Block {
            events,
            largest: (0..events).map(|_| self.size(random)).max().unwrap_or(0),
        }
    }

    fn years_between(&self, deaths: f64) -> f64 {
        let s = self.share * (1.0 + self.xi * (deaths - 10.0) / self.sigma).powf(-1.0 / self.xi);
        1.0 / (12.0 * self.pace * s)
    }
}

/// Share of worlds in which the 90 % interval holds the true return period of an event twice as
/// deadly as the threshold, and the median error of its logarithm.
fn coverage(runs: u64) -> (f64, f64) {
    let (mut held, mut log_error) = (0_u64, Vec::new());
    for run in 0..runs {
        let mut random = stream(21, "severity", run);
        let world = World::draw(&mut random);
        let blocks: Vec<Block> = (0..240).map(|_| world.month(&mut random)).collect();
        let counts: Vec<f64> = blocks.iter().map(|b| f64::from(b.events)).collect();
        let tail = Tail::fit(&blocks).unwrap();
        assert!(
            tail.threshold >= 10,
            "the tail begins at 10 in these worlds"
        );
        let deaths = 2.0 * f64::from(tail.threshold);
        let period = tail
            .return_period(&[deaths], &Pace::new(&counts).unwrap())
            .unwrap();
        let truth = world.years_between(deaths);
        held += u64::from(period.low <= truth && truth <= period.high);
        log_error.push((period.median / truth).ln().abs());
    }
    log_error.sort_by(f64::total_cmp);
    (held as f64 / runs as f64, log_error[log_error.len() / 2])
}

#[test]
fn return_periods_are_recovered_in_twenty_worlds() {
    let (held, error) = coverage(20);
    assert!(held >= 0.75, "{held}");
    assert!(error < 0.35, "{error}");
}

/// The figure of docs/validation.md: `just validate-severity`.
#[test]
#[ignore = "a minute; run by `just validate`"]
fn return_periods_cover_in_a_thousand_worlds() {
    let (held, error) = coverage(1000);
    println!(
        "return period of twice the threshold: 90 % intervals hold the truth in {held:.3}; median error of the log {error:.3}"
    );
    assert!((0.87..=0.93).contains(&held), "{held}");
}

#[test]
fn single_events_and_months_tell_the_same_tail() {
    let mut random = stream(22, "severity", 0);
    let world = World {
        share: 0.1,
        sigma: 12.0,
        xi: 0.6,
        pace: 30.0,
    };
    let sizes: Vec<u32> = (0..9000).map(|_| world.size(&mut random)).collect();
    let single: Vec<Block> = sizes
        .iter()
        .map(|&x| Block {
            events: 1,
            largest: x,
        })
        .collect();
    let months: Vec<Block> = sizes
        .chunks(30)
        .map(|c| Block {
            events: 30,
            largest: c.iter().copied().max().unwrap(),
        })
        .collect();
    let a = Tail::fit(&single).unwrap().exceedance(120);
    let b = Tail::fit(&months).unwrap().exceedance(120);
    assert!(a.low < b.high && b.low < a.high, "{a:?} {b:?}");
    let truth = 0.1 * (1.0 + 0.6 * 110.0 / 12.0_f64).powf(-1.0 / 0.6);
    assert!(a.low < truth && truth < a.high, "{truth} {a:?}");
}

#[test]
fn quadrature_agrees_with_random_walk_on_one_record() {
    // The plain slow version: Metropolis on the same posterior.
    let mut random = stream(23, "severity", 0);
    let world = World {
        share: 0.08,
        sigma: 15.0,
        xi: 0.7,
        pace: 20.0,
    };
    let blocks: Vec<Block> = (0..200).map(|_| world.month(&mut random)).collect();
    let tail = Tail::fit(&blocks).unwrap();
    let walk = super::grid::walk(&blocks, tail.threshold, 60_000, &mut random);
    let mut survivals: Vec<f64> = walk
        .iter()
        .map(|p| p.survival(tail.threshold, 100.0).ln())
        .collect();
    survivals.sort_by(f64::total_cmp);
    let grid = tail.exceedance(100);
    for (share, value) in [(0.05, grid.low), (0.5, grid.median), (0.95, grid.high)] {
        let slow = survivals[(share * survivals.len() as f64) as usize];
        assert!(
            (slow - value.ln()).abs() < 0.06,
            "{share}: {slow} {}",
            value.ln()
        );
    }
}

#[test]
fn too_short_a_record_says_so() {
    let blocks = vec![
        Block {
            events: 3,
            largest: 9
        };
        12
    ];
    assert!(matches!(
        Tail::fit(&blocks),
        Err(SeverityError::TooFew { found: 12, .. })
    ));
}

#[test]
fn odd_records_give_no_nonsense() {
    // All equal; one giant; huge numbers.
    for blocks in [
        vec![
            Block {
                events: 1,
                largest: 5
            };
            50
        ],
        (0..60)
            .map(|i| Block {
                events: 2,
                largest: if i == 7 { 4_000_000_000 } else { i % 9 + 1 },
            })
            .collect(),
        (0..400)
            .map(|i| Block {
                events: i % 3,
                largest: 1 + i * 1_000_000,
            })
            .collect::<Vec<_>>(),
    ] {
        let tail = Tail::fit(&blocks).unwrap();
        let e = tail.exceedance(tail.threshold + 50);
        assert!(
            e.low >= 0.0 && e.high <= 1.0 && e.low <= e.median && e.median <= e.high,
            "{e:?}"
        );
    }
}

#[test]
fn the_deadliest_is_within_some_range_for_certain_and_a_discount_spreads_it() {
    let mut random = stream(5, "deadliest", 0);
    let world = World::draw(&mut random);
    let blocks: Vec<Block> = (0..240).map(|_| world.month(&mut random)).collect();
    let tail = Tail::fit(&blocks).unwrap();
    let least = tail.threshold;
    let all = |tail: &Tail| -> f64 {
        let cuts = [least, least + 5, least * 2, least * 10, u32::MAX - 1];
        cuts.windows(2)
            .map(|w| tail.log_deadliest(20, w[0], w[1] - 1).unwrap().exp())
            .sum()
    };
    // What is left is that none of the twenty reaches the threshold.
    let reach: f64 = tail
        .points
        .iter()
        .map(|p| p.weight * (1.0 - (1.0 - p.p).powi(20)))
        .sum();
    assert!((all(&tail) - reach).abs() < 1e-4, "{} {reach}", all(&tail));
    let loose = tail.discounted(&blocks, 0.05);
    let far = |tail: &Tail| tail.log_deadliest(20, least * 60, least * 80).unwrap();
    assert!(far(&loose) > far(&tail), "{} {}", far(&loose), far(&tail));
    assert!((far(&tail.discounted(&blocks, 1.0)) - far(&tail)).abs() < 1e-9);
    assert!(tail.log_deadliest(20, least - 1, least).is_none());
    assert!(tail.log_deadliest(20, least + 1, least).is_none());
    assert!(tail.log_deadliest(0, least, least).is_none());
}
