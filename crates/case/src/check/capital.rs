//! Who may hold the capital, and since when.

use super::Checker;
use crate::actor::ActorKind;
use crate::error::shown;

impl Checker<'_> {
    pub(super) fn capital(&mut self) {
        let case = self.case;
        let Some(held) = &case.about.capital.held else {
            return;
        };
        let at = |key: &'static str| ["case".into(), "capital".into(), "held".into(), key.into()];
        if held.since > case.data.as_of {
            let message = format!(
                "the capital is to have fallen after the day of the case ({})",
                case.data.as_of
            );
            let help = "correct the day, or take `held` out: the state then holds the capital";
            self.fault(&at("since"), message, "too late", help);
        }
        let Some(holder) = case.actor(&held.by) else {
            return;
        };
        let (reason, help) = match holder.kind {
            ActorKind::Insurgent | ActorKind::Militia if case.has_part(&held.by) => return,
            ActorKind::Insurgent | ActorKind::Militia => (
                "has neither options nor a strength, so that no model knows it",
                "give it an option in [[options]], or declare its strength in [[assumptions]]",
            ),
            ActorKind::State => (
                "holds its capital unless `held` says otherwise",
                "take `held` out",
            ),
            _ => (
                "does not fight for rule itself, and cannot hold the capital",
                "name an actor of kind insurgent or militia",
            ),
        };
        let message = format!("`{}` {reason}", shown(&held.by));
        self.fault(&at("by"), message, "this actor", help);
    }
}
