//! The vertices of a best-reply polytope, by the double description method in whole numbers.

use dashu_int::ops::{Abs, Gcd};
use dashu_int::{IBig, UBig};

use crate::StrategyError;
use crate::game::{Game, Rational};

/// Most vertices that are kept at once.
const MOST_VERTICES: usize = 30_000;

/// Most strategies of both players: their labels are the bits of one number, and one bit is needed besides.
pub(super) const MOST_LABELS: usize = 127;

/// Bit of the constraint that keeps scale at 0 or more.
const SCALE: u128 = 1 << MOST_LABELS;

/// A vertex: a mixed strategy of one player at which enough is binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Vertex {
    /// The probability of each strategy.
    pub(super) probabilities: Vec<Rational>,
    /// The payoff of the other player's best replies to it.
    pub(super) concedes: Rational,
    /// Bits of the player's own strategies that are not played and of the other's that are best replies. The
    /// first player's strategies come first.
    pub(super) labels: u128,
}

/// The vertices of the polytope of one player's mixed strategies cut up by the other's best replies,
///
/// ```text
/// { w >= 0 : sum_s w_s u(s, r) <= 1 for each reply r },   x = w / sum(w),   u > 0
/// ```
///
/// without the point 0. The double description method (T. S. Motzkin et al., *The double description method*,
/// 1953) adds one reply after the other to the cone over it; rays that are adjacent (no third ray has all that
/// binds both: K. Fukuda & A. Prodon, *Double description method revisited*, 1996) are joined where the new
/// plane cuts between them. Degenerate games need no other treatment.
pub(super) fn vertices(game: &Game, owner: usize) -> Result<Vec<Vertex>, StrategyError> {
    let counts = game.counts();
    let (own, replies) = (counts[owner], counts[1 - owner]);
    let scaled = Scaled::new(game, 1 - owner);
    let mut rays = orthant(own);
    for reply in 0..replies {
        let payoffs = scaled.against(game, owner, reply);
        rays = cut(rays, &payoffs, 1 << (own + reply), own)?;
    }
    // The bits have the owner's strategies first.
    let own_bits = (1_u128 << own) - 1;
    let found = rays.into_iter().filter_map(|ray| {
        let (scale, weights) = ray.at.split_last()?;
        let sum: IBig = weights.iter().sum();
        if sum == IBig::ZERO {
            return None;
        }
        let labels = match owner {
            0 => ray.binding,
            _ => (ray.binding & own_bits) << replies | (ray.binding >> own) & ((1 << replies) - 1),
        };
        let sum = Rational::from(sum);
        Some(Vertex {
            probabilities: weights
                .iter()
                .map(|w| Rational::from(w.clone()) / &sum)
                .collect(),
            concedes: scaled.back(&(Rational::from(scale.clone()) / &sum)),
            labels,
        })
    });
    let mut found: Vec<Vertex> = found.collect();
    // Pure strategies first, in their order.
    found.sort_by(|a, b| b.probabilities.cmp(&a.probabilities));
    Ok(found)
}

/// A player's payoffs as whole numbers from 1: u = (n - 1) step + least.
struct Scaled {
    whole: Vec<IBig>,
    step: Rational,
    least: Rational,
}

impl Scaled {
    fn new(game: &Game, player: usize) -> Self {
        let payoffs: Vec<Rational> = (0..game.profile_count())
            .map(|at| game.exact_payoff(player, at))
            .collect();
        let least = payoffs.iter().min().cloned().unwrap_or(Rational::ZERO);
        let above: Vec<Rational> = payoffs.iter().map(|payoff| payoff - &least).collect();
        // The greatest step that all differences are multiples of: gcd of numerators over lcm of denominators.
        let mut gcd = UBig::ZERO;
        let mut lcm = UBig::ONE;
        for value in above.iter().filter(|value| **value != Rational::ZERO) {
            let numerator: UBig = value.numerator().abs().try_into().unwrap_or(UBig::ONE);
            gcd = if gcd == UBig::ZERO {
                numerator
            } else {
                gcd.gcd(numerator)
            };
            let shared = (&lcm).gcd(value.denominator());
            lcm = lcm / shared * value.denominator();
        }
        let step = if gcd == UBig::ZERO {
            Rational::ONE
        } else {
            Rational::from_parts(gcd.into(), lcm)
        };
        let whole = above
            .iter()
            .map(|value| (value / &step).numerator() + IBig::ONE)
            .collect();
        Self { whole, step, least }
    }

    /// What a reply yields against each strategy of the owner.
    fn against(&self, game: &Game, owner: usize, reply: usize) -> Vec<IBig> {
        let mut profile = [reply; 2];
        let strategies = 0..game.counts()[owner];
        strategies
            .map(|strategy| {
                profile[owner] = strategy;
                self.whole[game.index(&profile)].clone()
            })
            .collect()
    }

    fn back(&self, value: &Rational) -> Rational {
        (value - Rational::ONE) * &self.step + &self.least
    }
}

/// A ray of the cone: a weight for each strategy, then the scale; and a bit for each constraint that binds.
struct Ray {
    at: Vec<IBig>,
    binding: u128,
}

/// The rays of { w >= 0, scale >= 0 }.
fn orthant(own: usize) -> Vec<Ray> {
    let all = ((1_u128 << own) - 1) | SCALE;
    (0..=own)
        .map(|axis| Ray {
            at: (0..=own)
                .map(|at| IBig::from(u8::from(at == axis)))
                .collect(),
            binding: all & !(if axis == own { SCALE } else { 1 << axis }),
        })
        .collect()
}

/// Cuts the cone with scale - sum_s w_s payoff_s >= 0.
fn cut(rays: Vec<Ray>, payoffs: &[IBig], bit: u128, own: usize) -> Result<Vec<Ray>, StrategyError> {
    let slack = |ray: &Ray| {
        let spent: IBig = ray
            .at
            .iter()
            .zip(payoffs)
            .map(|(weight, payoff)| weight * payoff)
            .sum();
        &ray.at[own] - spent
    };
    let slacks: Vec<IBig> = rays.iter().map(slack).collect();
    let zero = IBig::ZERO;
    let mut joined = Vec::new();
    for (one, above) in slacks
        .iter()
        .enumerate()
        .filter(|(_, slack)| **slack > zero)
    {
        for (other, below) in slacks
            .iter()
            .enumerate()
            .filter(|(_, slack)| **slack < zero)
        {
            let both = rays[one].binding & rays[other].binding;
            // Two rays of a cone of own + 1 dimensions share a face of two: own - 1 constraints bind.
            if (both.count_ones() as usize) + 1 < own {
                continue;
            }
            let third =
                |(at, ray): (usize, &Ray)| at != one && at != other && ray.binding & both == both;
            if rays.iter().enumerate().any(third) {
                continue;
            }
            let at = rays[one]
                .at
                .iter()
                .zip(&rays[other].at)
                .map(|(one, other)| above * other - below * one);
            joined.push(Ray {
                at: shortened(at.collect()),
                binding: both | bit,
            });
            if rays.len() + joined.len() > MOST_VERTICES {
                return Err(StrategyError::TooLarge {
                    method: "all equilibria of a game of two",
                    reason: format!("a best-reply polytope has more than {MOST_VERTICES} vertices"),
                    remedy: "Take dominated strategies out, or follow quantal responses to one equilibrium",
                });
            }
        }
    }
    let kept = rays
        .into_iter()
        .zip(slacks)
        .filter(|(_, slack)| *slack >= zero)
        .map(|(mut ray, slack)| {
            if slack == zero {
                ray.binding |= bit;
            }
            ray
        });
    Ok(kept.chain(joined).collect())
}

/// Divided by what all have in common.
fn shortened(mut at: Vec<IBig>) -> Vec<IBig> {
    let mut gcd = UBig::ZERO;
    for value in at.iter().filter(|value| **value != IBig::ZERO) {
        gcd = if gcd == UBig::ZERO {
            UBig::try_from(value.abs()).unwrap_or(UBig::ONE)
        } else {
            gcd.gcd(value)
        };
        if gcd == UBig::ONE {
            return at;
        }
    }
    if gcd > UBig::ONE {
        for value in &mut at {
            *value /= &gcd;
        }
    }
    at
}
