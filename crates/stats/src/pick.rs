//! Drawing one of several.

use rand::{Rng, RngExt};

/// Number of the weight drawn, each with a probability in proportion to it; the last of those above
/// nothing when rounding leaves none, 0 when none is above nothing. One uniform draw is taken.
pub fn pick(weights: impl Iterator<Item = f64> + Clone, random: &mut impl Rng) -> usize {
    let mut left = random.random::<f64>() * weights.clone().sum::<f64>();
    let mut drawn = 0;
    for (i, weight) in weights.enumerate() {
        if weight > 0.0 {
            drawn = i;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_drawn_as_often_as_it_weighs() {
        let mut random = crate::stream(1, "pick", 0);
        let weights = [1.0, 0.0, 3.0];
        let mut counts = [0_u32; 3];
        for _ in 0..40_000 {
            counts[pick(weights.into_iter(), &mut random)] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((f64::from(counts[0]) / 40_000.0 - 0.25).abs() < 0.01);
    }
}
