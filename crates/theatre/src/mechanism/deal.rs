//! A deal in force: does it hold?
//!
//! ```text
//! breaks   (hazard / 12) (1 - guarantee if guaranteed) (1 + spoilers)       a month
//! ```
//!
//! While it holds, its parties press one another little and leave one another's zones (see
//! [`violence`](super::violence) and [`rule`](super::rule)). Spoilers never signed (S. Stedman, *Spoiler problems in
//! peace processes*, International Security 22, 1997).

use crate::dice::Dice;
use crate::setting::Setting;
use crate::state::State;

/// Draws whether the deal breaks this month.
pub fn deal(setting: &Setting, state: &mut State, dice: &mut Dice) {
    let chance = dice.share();
    if let Some(deal) = &mut state.deal
        && deal.in_force
    {
        let guard = if deal.guaranteed {
            1.0 - setting.guarantee
        } else {
            1.0
        };
        let hazard = setting.deal_breaks / 12.0 * guard * (1.0 + setting.spoilers);
        deal.in_force = chance >= hazard;
    }
}
