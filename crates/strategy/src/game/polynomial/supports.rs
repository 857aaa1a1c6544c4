//! Which strategies may be played together.

use crate::StrategyError;

/// Most supports that are looked at.
const MOST_SUPPORTS: usize = 5_000_000;

/// Most strategies of one player that are left by dominance.
const MOST_STRATEGIES: usize = 20;

/// Every choice of strategies, one or more a player, out of those that are left.
pub(super) fn supports(
    left: &[Vec<usize>],
) -> Result<impl Iterator<Item = Vec<Vec<usize>>>, StrategyError> {
    let counts: Vec<usize> = left
        .iter()
        .map(|of| 1_usize.checked_shl(of.len() as u32).unwrap_or(0))
        .collect();
    let all = counts.iter().try_fold(1_usize, |all, count| {
        all.checked_mul(count.saturating_sub(1))
    });
    let wide = left.iter().any(|of| of.len() > MOST_STRATEGIES);
    if wide || all.is_none_or(|all| all > MOST_SUPPORTS) {
        return Err(StrategyError::TooLarge {
            method: "all equilibria",
            reason: format!(
                "more than {MOST_SUPPORTS} choices of strategies to play, or {MOST_STRATEGIES} strategies of a player"
            ),
            remedy: "Take strategies out, or follow quantal responses to one equilibrium",
        });
    }
    let left = left.to_vec();
    Ok((0..all.unwrap_or(0)).map(move |mut number| {
        let choose = |(of, count): (&Vec<usize>, &usize)| {
            let mask = number % (count - 1) + 1;
            number /= count - 1;
            of.iter()
                .enumerate()
                .filter(|(bit, _)| mask >> bit & 1 == 1)
                .map(|(_, strategy)| *strategy)
                .collect()
        };
        left.iter().zip(&counts).map(choose).collect()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_support_is_looked_at_once() {
        let all: Vec<_> = supports(&[vec![0, 2], vec![1], vec![0, 1, 2]])
            .unwrap()
            .collect();
        assert_eq!(all.len(), 3 * 7);
        assert!((1..all.len()).all(|at| !all[..at].contains(&all[at])));
        assert!(
            supports(&[(0..21).collect()]).is_err()
                && supports(&vec![(0..10).collect(); 3]).is_err()
        );
    }
}
