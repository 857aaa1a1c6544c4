//! Sums and differences of probabilities kept as logarithms.

/// `ln(sum(exp(x)))` without overflow; negative infinity for no terms.
///
/// ```
/// let x = stats::logspace::log_sum_exp(&[-1000.0, -1000.0]);
/// assert!((x - (-1000.0 + 2_f64.ln())).abs() < 1e-12);
/// ```
pub fn log_sum_exp(terms: &[f64]) -> f64 {
    let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top.is_infinite() {
        return top;
    }
    top + terms.iter().map(|x| (x - top).exp()).sum::<f64>().ln()
}

/// `ln(exp(a) - exp(b))` for `a >= b`; negative infinity when they are equal.
///
/// Source: M. Mächler, *Accurately Computing log(1 - exp(-|a|))*, 2012.
pub fn log_diff_exp(a: f64, b: f64) -> f64 {
    let gap = b - a;
    if gap >= 0.0 {
        return f64::NEG_INFINITY;
    }
    a + if gap > -std::f64::consts::LN_2 {
        (-gap.exp_m1()).ln()
    } else {
        (-gap.exp()).ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn difference_of_close_terms_keeps_its_digits() {
        let (a, b) = (-1e-10_f64, -2e-10_f64);
        let exact = (1e-10_f64).ln();
        assert!((log_diff_exp(a, b) - exact).abs() < 1e-6);
        assert!((log_diff_exp(0.0, -50.0)).abs() < 1e-20);
        assert!(log_diff_exp(-3.0, -3.0).is_infinite());
    }
}
