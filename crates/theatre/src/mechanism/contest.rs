//! Contests with a draw.
//!
//! ```text
//! P[k,i] = f[k,i]^m / (s[i] + sum over j of f[j,i]^m)
//! s[i]   = draw (mean of the forces at i)^m
//! ```
//!
//! The draw is the stalemate. In units of the mean force the weight of a draw is the same for a company and for an
//! army. Sources: G. Tullock, *Efficient rent seeking*, 1980; S. Skaperdas, *Contest success functions*, Economic
//! Theory 7, 1996; H. Jia, *Contests with the probability of a draw*, Economic Record 88, 2012.

use crate::power::power;

/// Probability that each of the forces at one place prevails; the rest to 1 is a draw.
pub fn success(forces: &[f64], decisiveness: f64, draw: f64) -> Vec<f64> {
    let mut p = forces.to_vec();
    contest(&mut p, decisiveness, draw);
    p
}

/// The same in place: forces become probabilities.
pub fn contest(forces: &mut [f64], decisiveness: f64, draw: f64) {
    let present = || forces.iter().filter(|f| **f > 0.0);
    let number = present().count();
    if number == 0 {
        forces.fill(0.0);
        return;
    }
    let mean = present().sum::<f64>() / number as f64;
    let unit = mean.recip();
    for force in forces.iter_mut() {
        *force = if *force > 0.0 {
            power(*force * unit, decisiveness)
        } else {
            0.0
        };
    }
    let total = draw + forces.iter().sum::<f64>();
    let share = total.recip();
    for weight in forces {
        *weight *= share;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_forces_share_what_the_draw_leaves() {
        for (number, draw) in [(2, 0.0), (3, 1.5), (5, 0.4)] {
            let p = success(&vec![700.0; number], 1.3, draw);
            let expected = 1.0 / (draw + number as f64);
            assert!(p.iter().all(|p| (p - expected).abs() < 1e-12));
        }
        assert_eq!(success(&[0.0, 0.0], 1.0, 1.0), [0.0, 0.0]);
    }

    proptest! {
        #[test]
        fn shares_of_a_contest(
            forces in proptest::collection::vec(0.0..1e5_f64, 1..6),
            m in 0.2..4.0_f64,
            draw in 0.0..20.0_f64,
            more in 1.0..1e4_f64,
        ) {
            let p = success(&forces, m, draw);
            prop_assert!(p.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!(p.iter().sum::<f64>() <= 1.0 + 1e-12);
            // The unit in which force is counted is nothing.
            let scaled: Vec<f64> = forces.iter().map(|f| f * 37.0).collect();
            for (a, b) in p.iter().zip(success(&scaled, m, draw)) {
                prop_assert!((a - b).abs() < 1e-9);
            }
            // Those who swap forces swap chances.
            let mut back = forces.clone();
            back.reverse();
            let mut q = success(&back, m, draw);
            q.reverse();
            for (a, b) in p.iter().zip(q) {
                prop_assert!((a - b).abs() < 1e-12);
            }
            // More force never beats one's own chance down against rivals who have some.
            let mut stronger = forces.clone();
            stronger[0] += more;
            let r = success(&stronger, m, draw);
            let odds = |p: &[f64]| p[0] / p.iter().skip(1).sum::<f64>().max(1e-300);
            prop_assert!(odds(&r) >= odds(&p) * (1.0 - 1e-9));
        }
    }
}
