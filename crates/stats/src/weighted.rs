/// Values with weights, for quantiles of a posterior held as points.
#[derive(Debug, Clone)]
pub struct Weighted {
    /// Values in rising order with the weight of all up to and including each, summing to 1.
    points: Vec<(f64, f64)>,
}

impl Weighted {
    /// From values and weights (not negative, not all zero); pairs with a value that is not finite
    /// or no weight are left out. `None` when nothing is left.
    pub fn new(pairs: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        let mut points: Vec<(f64, f64)> = pairs
            .into_iter()
            .filter(|(value, weight)| value.is_finite() && *weight > 0.0)
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = points.iter().map(|p| p.1).sum();
        if points.is_empty() || !total.is_finite() {
            return None;
        }
        let mut sum = 0.0;
        for point in &mut points {
            sum += point.1 / total;
            point.1 = sum;
        }
        Some(Self { points })
    }

    /// Weight of the values above a limit, 0 to 1.
    pub fn share_above(&self, limit: f64) -> f64 {
        let at = self.points.partition_point(|p| p.0 <= limit);
        1.0 - if at == 0 { 0.0 } else { self.points[at - 1].1 }
    }

    /// The value at a probability in [0, 1]: the mid-point rule with linear interpolation.
    pub fn quantile(&self, probability: f64) -> f64 {
        let middle = |i: usize| {
            let before = if i == 0 { 0.0 } else { self.points[i - 1].1 };
            f64::midpoint(before, self.points[i].1)
        };
        let after = self.points.partition_point(|p| p.1 < probability);
        let after = after.min(self.points.len() - 1);
        let at = middle(after);
        let (left, right) = if at < probability {
            (after, (after + 1).min(self.points.len() - 1))
        } else {
            (after.saturating_sub(1), after)
        };
        let (a, b) = (middle(left), middle(right));
        let share = if b > a {
            ((probability - a) / (b - a)).clamp(0.0, 1.0)
        } else {
            0.0
        };
        self.points[left].0 + share * (self.points[right].0 - self.points[left].0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn many_equal_points_give_the_plain_quantiles() {
        let w = Weighted::new((0..=1000).map(|i| (f64::from(i), 1.0))).unwrap();
        assert!((w.quantile(0.5) - 500.0).abs() < 1e-9);
        assert!((w.quantile(0.05) - 49.55).abs() < 0.1);
        assert!(w.quantile(0.0) < 1e-9 && w.quantile(1.0) > 999.999);
    }

    proptest! {
        #[test]
        fn quantiles_rise(values in proptest::collection::vec((-1e6..1e6_f64, 0.01..5.0_f64), 1..40)) {
            let w = Weighted::new(values.clone()).unwrap();
            let q: Vec<f64> = (0..=20).map(|i| w.quantile(f64::from(i) / 20.0)).collect();
            prop_assert!(q.windows(2).all(|p| p[0] <= p[1] + 1e-9));
            let low = values.iter().map(|v| v.0).fold(f64::INFINITY, f64::min);
            let high = values.iter().map(|v| v.0).fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(q[0] >= low && q[20] <= high);
        }
    }
}
