//! The codebook's outcomes, as a run of 36 months shows them: see [`crate::codebook`] for the rules.

use crate::outcome::Month;
use crate::state::Government;
use crate::world::{Side, World};

/// Months of the codebook's window.
pub const WINDOW: u32 = 36;
/// Months that rule, fragments or a placeholder last.
const LASTING: usize = 6;
/// Months at the end in which fragments are looked for.
const LATE: usize = 12;
/// Months that make a collapse.
const COLLAPSE: usize = 12;

/// An outcome of the codebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Challengers held the seat of government.
    CapitalFell,
    /// One movement governed the capital and most of the people for six months.
    RebelsRuled,
    /// No single authority ran capital and country for twelve months.
    Collapsed,
    /// At least two armed powers other than the government governed sizeable territory.
    Fragmented,
    /// A recognised government had little effective authority for six months.
    Placeholder,
    /// The institutional government of the moment still stood.
    Survived,
    /// A successful coup.
    Coup,
}

impl Outcome {
    /// How many there are.
    pub const NUMBER: usize = 7;

    /// All of them, in the order of the codebook.
    pub const ALL: [Self; Self::NUMBER] = [
        Self::CapitalFell,
        Self::RebelsRuled,
        Self::Collapsed,
        Self::Fragmented,
        Self::Placeholder,
        Self::Survived,
        Self::Coup,
    ];

    /// Its column in a table.
    pub fn column(self) -> &'static str {
        match self {
            Self::CapitalFell => "capital_fell_to_rebels",
            Self::RebelsRuled => "rebels_ruled_country",
            Self::Collapsed => "central_state_collapsed",
            Self::Fragmented => "fragmented_rule",
            Self::Placeholder => "placeholder_government",
            Self::Survived => "regime_survived",
            Self::Coup => "coup",
        }
    }
}

/// What came of a run, by number of the outcome. `sizeable` and `zone` are shares of the people.
pub(crate) fn outcomes(
    world: &World,
    months: &[Month],
    sizeable: f64,
    zone: f64,
) -> [bool; Outcome::NUMBER] {
    let local = world.local_commands();
    let is_movement = |one: usize| world.fighters[one].side == Side::Insurgent;
    let mut ruled = vec![0; world.fighters.len()];
    let (mut fell, mut coup) = (false, false);
    let (mut headless, mut fragmented, mut in_name) = (0, 0, 0);
    let (mut holder, mut overthrows, mut collapsed) = (Some(0), 0, false);
    let late = months.len().saturating_sub(LATE);
    for (number, month) in months.iter().enumerate() {
        let share = |one: usize| match one {
            0 => month.state,
            _ => month.shadow[one] + month.overt[one],
        };
        let whole: f64 = (0..=local).map(share).sum();
        let has_most = |one: usize| share(one) > whole / 2.0;
        let taken = month.capital != holder && month.capital.is_some_and(is_movement);
        fell |= month.capital.is_some_and(is_movement);
        coup |= month.overthrows > overthrows + u32::from(taken && !collapsed);
        match month.capital {
            Some(one) if has_most(one) => ruled[one] += 1,
            Some(0) if !month.collapsed && month.state >= zone => {}
            _ => headless += 1,
        }
        let governs = |one: usize| month.government == Government::Movement(one);
        let powers = (1..local)
            .filter(|one| !governs(*one) && share(*one) >= sizeable)
            .count();
        let commands = ((share(local) / sizeable) as usize).min(2);
        fragmented += usize::from(number >= late && powers + commands >= 2);
        in_name += usize::from(match month.government {
            Government::Regime => month.state < zone,
            Government::Placeholder => true,
            Government::Movement(one) => share(one) < zone,
            Government::None => false,
        });
        (holder, overthrows, collapsed) = (month.capital, month.overthrows, month.collapsed);
    }
    // Who inherits the state leaves it no army.
    let stands = months
        .last()
        .is_some_and(|last| !last.collapsed && last.strength[0] > 0.0);
    let rebels = (1..local).any(|one| is_movement(one) && ruled[one] >= LASTING);
    [
        fell,
        rebels,
        headless >= COLLAPSE,
        fragmented >= LASTING,
        in_name >= LASTING,
        stands && !coup,
        coup,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::country;

    /// 36 months, all as given.
    fn months(of: impl Fn(usize, &mut Month)) -> [bool; Outcome::NUMBER] {
        let world = country::world(0.1, 4.0);
        let all: Vec<Month> = (0..WINDOW as usize)
            .map(|number| {
                let mut month = Month::empty(world.fighters.len());
                (month.state, month.capital) = (0.5, Some(0));
                month.government = Government::Regime;
                month.strength[0] = 1.0;
                of(number, &mut month);
                month
            })
            .collect();
        outcomes(&world, &all, 0.05, 0.2)
    }

    #[test]
    fn a_quiet_country_survives() {
        let quiet = months(|_, _| {});
        assert_eq!(quiet, [false, false, false, false, false, true, false]);
    }

    #[test]
    fn a_coup_is_not_the_fall_of_the_capital() {
        let coup = months(|number, month| month.overthrows = u32::from(number > 3));
        assert_eq!(coup, [false, false, false, false, false, false, true]);
        let victory = months(|number, month| {
            if number > 3 {
                (month.overthrows, month.capital) = (1, Some(1));
                month.government = Government::Movement(1);
                (month.state, month.overt[1], month.strength[0]) = (0.0, 0.5, 0.0);
            }
        });
        assert_eq!(victory, [true, true, false, false, false, false, false]);
    }

    #[test]
    fn pieces_and_a_name() {
        let pieces = |lasting: usize| {
            months(move |number, month| {
                let late = number + lasting >= WINDOW as usize;
                if late {
                    (month.state, month.overt[1], month.overt[2]) = (0.1, 0.1, 0.1);
                }
                month.collapsed = true;
                month.government = if late {
                    Government::Placeholder
                } else {
                    Government::None
                };
            })
        };
        assert_eq!(pieces(12)[2..5], [true, true, true]);
        assert_eq!(pieces(11)[2..5], [false, true, true]);
        assert_eq!(pieces(5)[2..5], [false, false, false]);
        assert!(!pieces(12)[5]);
    }
}
