//! The quantile function of a prior, quick enough to be asked a hundred million times.
//!
//! Points, uniform, triangular, normal and lognormal priors have closed forms. Beta and gamma priors are tabulated once:
//!
//! ```text
//! s = ln(p / (1 - p))     256 steps from p = 1e-9 to 1 - 1e-9
//! y = ln(x / (1 - x))     beta            y = ln(x / scale)     gamma
//! ```
//!
//! In these units both ends of the curve are nearly straight. Nodes are found by Newton's method from the median
//! outwards, slopes are exact, and between nodes goes the cubic of values and slopes (C. de Boor, *A Practical Guide to
//! Splines*, 1978). Relative error under 2e-6 for shapes from 0.3 to 200. Outside the table, and where a shape is so small
//! that numbers run out, the exact quantile is asked.

use case::Prior;
use statrs::distribution::{Beta, ContinuousCDF, Gamma};
use statrs::function::{beta::ln_beta, gamma::ln_gamma};

const STEPS: usize = 256;
/// Smallest share in the table; the largest is 1 less it.
const EDGE: f64 = 1e-9;

/// Quantile function of a prior, cut off at a range.
#[derive(Debug, Clone)]
pub struct Curve {
    prior: Prior,
    range: Option<[f64; 2]>,
    /// Shares of the prior's mass below the range's ends.
    cut: [f64; 2],
    /// Value and slope at each node; empty where the exact quantile serves.
    nodes: Vec<[f64; 2]>,
}

impl Curve {
    /// Of a prior and the range at which it is cut off.
    pub fn new(prior: Prior, range: Option<[f64; 2]>) -> Self {
        let cut = range.map_or([0.0, 1.0], |range| range.map(|end| prior.cdf(end)));
        let nodes = Shape::of(&prior).and_then(Shape::nodes).unwrap_or_default();
        Self {
            prior,
            range,
            cut,
            nodes,
        }
    }

    /// The value below which a share `p` of the mass lies, `p` from 0 to 1; else not a number.
    pub fn at(&self, p: f64) -> f64 {
        let Some([low, high]) = self.range else {
            return self.whole(p);
        };
        if let Prior::Point { value } = self.prior {
            return value.clamp(low, high);
        }
        let [from, to] = self.cut;
        self.whole((from + p * (to - from)).clamp(0.0, 1.0))
            .clamp(low, high)
    }

    fn whole(&self, p: f64) -> f64 {
        if self.nodes.is_empty() || !(EDGE..=1.0 - EDGE).contains(&p) {
            return self.prior.quantile(p);
        }
        let along = (logit(p) + span()) / step();
        let node = (along.max(0.0) as usize).min(STEPS - 1);
        let t = along - node as f64;
        let ([y0, d0], [y1, d1]) = (self.nodes[node], self.nodes[node + 1]);
        let (d0, d1, rise) = (d0 * step(), d1 * step(), y1 - y0);
        let y = y0 + t * (d0 + t * (3.0 * rise - 2.0 * d0 - d1 + t * (d0 + d1 - 2.0 * rise)));
        match self.prior {
            Prior::Gamma { scale, .. } => scale * y.exp(),
            _ => 1.0 / (1.0 + (-y).exp()),
        }
    }
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

fn span() -> f64 {
    // ln((1 - 1e-9) / 1e-9)
    20.723_265_835_946_414
}

fn step() -> f64 {
    2.0 * span() / STEPS as f64
}

/// A distribution in the units of the table.
#[derive(Debug, Clone, Copy)]
enum Shape {
    Beta { a: f64, b: f64, ln_beta: f64 },
    Gamma { shape: f64, ln_gamma: f64 },
}

impl Shape {
    fn of(prior: &Prior) -> Option<Self> {
        if prior.fault().is_some() {
            return None;
        }
        match *prior {
            Prior::Beta { a, b } => Some(Self::Beta {
                a,
                b,
                ln_beta: ln_beta(a, b),
            }),
            Prior::Gamma { shape, .. } => Some(Self::Gamma {
                shape,
                ln_gamma: ln_gamma(shape),
            }),
            _ => None,
        }
    }

    /// The value y at the median.
    fn middle(self) -> f64 {
        match self {
            Self::Beta { a, b, .. } => logit(Prior::Beta { a, b }.quantile(0.5)),
            Self::Gamma { shape, .. } => Prior::Gamma { shape, scale: 1.0 }.quantile(0.5).ln(),
        }
    }

    /// Logit of the distribution function at y, and dy / ds there; none where numbers run out.
    fn at(self, y: f64) -> Option<(f64, f64)> {
        let (below, above, density) = match self {
            Self::Beta { a, b, ln_beta } => {
                let (x, rest) = (1.0 / (1.0 + (-y).exp()), 1.0 / (1.0 + y.exp()));
                let density = (a * x.ln() + b * rest.ln() - ln_beta).exp();
                // Whichever is small is asked for: the other loses its last figures to it.
                let below = Beta::new(a, b).ok()?.cdf(x);
                if below < 0.5 {
                    (below, 1.0 - below, density)
                } else {
                    let above = Beta::new(b, a).ok()?.cdf(rest);
                    (1.0 - above, above, density)
                }
            }
            Self::Gamma { shape, ln_gamma } => {
                let x = y.exp();
                let gamma = Gamma::new(shape, 1.0).ok()?;
                let density = (shape * y - x - ln_gamma).exp();
                (gamma.cdf(x), gamma.sf(x), density)
            }
        };
        let found = (below.ln() - above.ln(), below * above / density);
        (found.0.is_finite() && found.1.is_finite() && found.1 > 0.0).then_some(found)
    }

    fn nodes(self) -> Option<Vec<[f64; 2]>> {
        let mut nodes = vec![[0.0; 2]; STEPS + 1];
        let middle = self.solve(self.middle(), 0.0)?;
        nodes[STEPS / 2] = middle;
        for (way, turn) in [(1.0, 1), (-1.0, -1)] {
            let mut last = middle;
            for away in 1..=STEPS / 2 {
                let s = way * away as f64 * step();
                last = self.solve(last[0] + way * step() * last[1], s)?;
                nodes[(STEPS / 2).wrapping_add_signed(turn * away as isize)] = last;
            }
        }
        Some(nodes)
    }

    /// The y at which the logit is s, by Newton's method, and the slope there.
    fn solve(self, mut y: f64, s: f64) -> Option<[f64; 2]> {
        for _ in 0..40 {
            let (found, slope) = self.at(y)?;
            let change = (s - found) * slope;
            y += change;
            if change.abs() <= 1e-10 * (1.0 + y.abs()) {
                return Some([y, slope]);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use case::truncated_quantile;
    use proptest::prelude::*;

    use super::*;

    fn any_prior() -> impl Strategy<Value = Prior> {
        let shape = || (0.3_f64.ln()..200.0_f64.ln()).prop_map(f64::exp);
        prop_oneof![
            (shape(), shape()).prop_map(|(a, b)| Prior::Beta { a, b }),
            (shape(), 0.01..50.0_f64).prop_map(|(shape, scale)| Prior::Gamma { shape, scale }),
            (0.05..50.0_f64, 1.01..4.0_f64)
                .prop_map(|(median, spread)| Prior::Lognormal { median, spread }),
            (-9.0..9.0_f64, 0.1..9.0_f64).prop_map(|(mean, sd)| Prior::Normal { mean, sd }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_curve_is_the_quantile_function_and_rises(
            prior in any_prior(),
            all in proptest::collection::vec(-20.0..20.0_f64, 24),
        ) {
            let curve = Curve::new(prior, None);
            let closed = matches!(prior, Prior::Normal { .. } | Prior::Lognormal { .. });
            prop_assert!(closed || !curve.nodes.is_empty(), "{prior:?}");
            let mut shares: Vec<f64> = all.iter().map(|s| 1.0 / (1.0 + (-s).exp())).collect();
            shares.sort_by(f64::total_cmp);
            let mut last = f64::NEG_INFINITY;
            for p in shares {
                let (found, exact) = (curve.at(p), prior.quantile(p));
                prop_assert!((found - exact).abs() <= 2e-6 * exact.abs(), "{prior:?} {p}: {found} {exact}");
                prop_assert!(found >= last);
                last = found;
            }
        }

        #[test]
        fn a_range_cuts_it(a in 0.5..20.0_f64, b in 0.5..20.0_f64, low in 0.0..0.5_f64, p in 0.0..=1.0_f64) {
            let prior = Prior::Beta { a, b };
            let range = Some([low, low + 0.4]);
            let found = Curve::new(prior, range).at(p);
            let exact = truncated_quantile(&prior, range, p);
            prop_assert!((found - exact).abs() <= 1e-6 * exact.abs() + 1e-12, "{found} {exact}");
        }
    }

    #[test]
    fn what_cannot_be_tabulated_is_asked_exactly() {
        let prior = Prior::Beta { a: 0.01, b: 3.0 };
        let curve = Curve::new(prior, None);
        assert_eq!(curve.at(0.7).to_bits(), prior.quantile(0.7).to_bits());
        assert!(
            Curve::new(Prior::Beta { a: -1.0, b: 3.0 }, None)
                .at(0.5)
                .is_nan()
        );
    }
}
