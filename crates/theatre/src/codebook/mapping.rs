//! From features to numbers of the model: one mapping for all cases, its coefficients and what they may be.

use crate::dice::Dice;

macro_rules! coefficients {
    ($($name:ident $low:literal $high:literal $scale:ident $meaning:literal)*) => {
        /// The coefficients of the mapping; see [`crate::codebook`] for the equations.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Mapping {
            $(#[doc = $meaning] pub $name: f64,)*
        }

        impl Mapping {
            /// Names, ranges and meanings of the coefficients, and whether a range is even in the logarithm.
            pub const TABLE: &'static [(&'static str, [f64; 2], bool, &'static str)] =
                &[$((stringify!($name), [$low, $high], coefficients!($scale), $meaning)),*];

            /// Of the coefficients in the order of the table.
            pub const fn new([$($name),*]: [f64; Self::NUMBER]) -> Self {
                Self { $($name),* }
            }

            /// The coefficients in the order of the table.
            pub fn values(&self) -> [f64; Self::NUMBER] {
                [$(self.$name),*]
            }
        }
    };
    (even) => { false };
    (log) => { true };
}

coefficients! {
    challengers 1000.0 20000.0 log "Fighters of all challengers without help from abroad, beside an army of 10,000 to 30,000."
    help 1.0 8.0 log "Factor on them by a state sponsor; a sanctuary alone gives its cube root."
    discipline 0.3 2.0 even "Exponent: the army's share fit to fight goes with cohesion to this power."
    backing 0.05 1.0 log "Foreign troops in units of 20,000 soldiers; a peace force is half of them."
    boldness 0.2 3.0 log "Force before the capital, over that of army and backers, from which a movement bids for it."
    sympathy 0.2 1.0 even "Share of the sympathisers in the capital who would be ruled by the challenger."
    acceptance 0.05 0.8 even "Affinity of a wholly unified challenger outside its heartland where factions are not communal."
    alliance 0.0 0.8 even "Probability that two movements are allied where factions are not communal."
    coups 0.05 0.6 log "Coups a year at a cohesion of 0.5 and a revenue of 0.4."
    poverty 0.0 6.0 even "Fall of the logarithm of that rate by unit of revenue."
    falling 0.02 0.6 log "Monthly chance that a weak state collapses; twice that when it has lost its capital."
    succession 0.3 4.0 log "Exponent: a victor inherits the state with a probability of its unity to this power."
    zone 0.02 0.2 even "Share of the people under which a government is one of a small zone."
    sizeable 0.01 0.2 log "Share of the people from which an armed power's territory is sizeable."
}

impl Mapping {
    /// How many coefficients there are.
    pub const NUMBER: usize = 14;

    /// Drawn at random from the ranges.
    pub fn draw(seed: u64, number: u64) -> Self {
        let mut dice = Dice::named(seed, number, Dice::name("mapping"));
        let mut values = [0.0; Self::NUMBER];
        for (value, (_, [low, high], log, _)) in values.iter_mut().zip(Self::TABLE) {
            *value = if *log {
                low * (high / low).powf(dice.share())
            } else {
                low + (high - low) * dice.share()
            };
        }
        Self::new(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_stay_in_the_ranges_and_fill_them() {
        assert_eq!(Mapping::TABLE.len(), Mapping::NUMBER);
        let draws: Vec<_> = (0..400).map(|n| Mapping::draw(1, n).values()).collect();
        for (at, (name, [low, high], _, _)) in Mapping::TABLE.iter().enumerate() {
            let of = || draws.iter().map(|values| values[at]);
            assert!(of().all(|x| (*low..=*high).contains(&x)), "{name}");
            assert!(of().any(|x| x > high - (high - low) / 5.0), "{name}");
            assert!(of().any(|x| x < low + (high - low) / 5.0), "{name}");
        }
    }
}
