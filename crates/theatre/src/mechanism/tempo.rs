//! The tempo of the war: offensives, rains and lulls that quicken or slow all violence for some months.
//!
//! ```text
//! x[t]   = persistence x[t - 1] + spread sqrt(1 - persistence^2) z[t]        z normal; x is 0 at the start
//! pace   = exp(x - spread^2 / 2)                                             1 on average in the long run
//! ```
//!
//! The log intensity of a war is well described by such a process: A. Zammit-Mangion, M. Dewar, V. Kadirkamanathan & G.
//! Sanguinetti, *Point process modelling of the Afghan War Diary*, PNAS 109, 2012.

use std::f64::consts::LOG2_E;

use crate::dice::Dice;
use crate::power::exp2;
use crate::setting::Setting;
use crate::state::State;

/// Moves the tempo by a month.
pub fn tempo(setting: &Setting, state: &mut State, dice: &mut Dice) {
    let rho = setting.tempo_persistence.clamp(0.0, 1.0);
    let push = setting.tempo_spread * (1.0 - rho * rho).sqrt();
    state.tempo = rho * state.tempo + push * dice.normal();
}

/// Factor on the rates of all violence.
pub fn pace(setting: &Setting, state: &State) -> f64 {
    let spread = setting.tempo_spread;
    exp2((state.tempo - spread * spread / 2.0) * LOG2_E)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use case::Case;

    use super::*;
    use crate::deck::Deck;
    use crate::dice::Mechanism;
    use crate::setting::Record;
    use crate::world::World;

    #[test]
    fn it_is_one_on_average_and_lasts_as_long_as_it_says() {
        let case = Case::builtin("mali-2024").expect("a case that comes with the program");
        let world = World::of_case(&case).expect("regions with people and towns");
        let mut setting = Deck::new(&case, &world, &BTreeMap::new()).draw(&world, 1, 1);
        let mut state = State::start(&Record::of_case(&case, &world), &world, &setting);
        (setting.tempo_spread, setting.tempo_persistence) = (0.5, 0.8);
        let mut dice = Dice::new(1, 2, 3, Mechanism::Tempo);
        let months = 400_000;
        let (mut mean, mut square, mut lagged, mut last) = (0.0, 0.0, 0.0, 0.0);
        for _ in 0..months {
            tempo(&setting, &mut state, &mut dice);
            mean += pace(&setting, &state) / f64::from(months);
            square += state.tempo * state.tempo / f64::from(months);
            lagged += state.tempo * last / f64::from(months);
            last = state.tempo;
        }
        assert!((mean - 1.0).abs() < 0.02, "{mean}");
        assert!((square.sqrt() - 0.5).abs() < 0.02, "{square}");
        assert!((lagged / square - 0.8).abs() < 0.02, "{lagged}");
    }
}
