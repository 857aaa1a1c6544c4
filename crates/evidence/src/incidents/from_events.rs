//! Incidents of an event file.

use calendar::Month;
use case::{ActorKind, Case, LandmarkKind};
use events::{ActorMatcher, EventRow, EventTable, RegionMatcher, Violence};
use places::fold;

use super::{Incident, Incidents};

/// Key of an event file.
pub const EVENTS: &str = "events";
/// What the names of a state's forces begin with, folded: UCDP's and ACLED's.
const STATES: [&str; 3] = ["government of ", "military forces of ", "police forces of "];

impl Incidents {
    /// Organised violence of the case's country over the months that a file covers; none when it has no
    /// such event in them.
    ///
    /// Data do not say who began. State-based and non-state violence always has a challenger on one side at
    /// least and counts as an attack; one-sided violence counts as a massacre, and as a challenger's unless
    /// the state or a foreign force did it. Places held or cut off are not known.
    pub fn of_events(case: &Case, table: &EventTable, (from, to): (Month, Month)) -> Option<Self> {
        let matcher = ActorMatcher::new(&case.lineages);
        let regions = RegionMatcher::new(&case.regions);
        let mut rows: Vec<Incident> = table
            .iter()
            .filter(|row| row.iso3 == case.about.iso3 && row.violence != Violence::Other)
            .filter(|row| (from..=to).contains(&Month::of(row.date_start)))
            .map(|row| Incident {
                id: row.id.to_owned(),
                date: row.date_start,
                region: regions.region(&row).map(str::to_owned),
                kind: match row.violence {
                    Violence::OneSided => LandmarkKind::Massacre,
                    _ => LandmarkKind::Attack,
                },
                deaths: Some(row.best),
                days: None,
                by_challenger: row.violence != Violence::OneSided || !is_state(case, &row),
                by_lineage: by_lineage(case, &matcher, &row),
            })
            .collect();
        rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        (!rows.is_empty()).then_some(Self {
            rows,
            from,
            to,
            data: EVENTS,
        })
    }
}

/// Whether its first side is the state, or a force from outside.
fn is_state(case: &Case, row: &EventRow<'_>) -> bool {
    let name = fold(row.side_a);
    if STATES.iter().any(|state| name.starts_with(state)) {
        return true;
    }
    case.actors.iter().any(|actor| {
        !matches!(actor.kind, ActorKind::Insurgent | ActorKind::Militia)
            && (row.side_a_id.is_some_and(|id| actor.ucdp_ids.contains(&id))
                || actor.names.iter().any(|known| fold(known) == name))
    })
}

/// Whether the lineage under study took part; in one-sided violence, did it.
fn by_lineage(case: &Case, matcher: &ActorMatcher, row: &EventRow<'_>) -> bool {
    let Some(lineage) = case.event.lineage.as_deref() else {
        return false;
    };
    let actors = matcher.event(row);
    let b = (row.violence != Violence::OneSided).then_some(&actors.b);
    std::iter::once(&actors.a)
        .chain(b)
        .any(|side| side.lineages.contains(&lineage))
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::shared_tests::car_events;

    #[test]
    fn a_file_tells_attacks_and_nothing_of_places_held() {
        let Some(table) = car_events() else {
            return;
        };
        let case = Case::builtin("central-african-republic-2013").unwrap();
        let span = ("1989-01".parse().unwrap(), "2013-03".parse().unwrap());
        let all = Incidents::of_events(&case, &table, span).unwrap();
        assert!(all.rows.iter().all(|row| Month::of(row.date) <= span.1));
        assert!(all.rows.iter().all(|row| row.days.is_none()));
        let by = |of: &dyn Fn(&Incident) -> bool| all.rows.iter().filter(|row| of(row)).count();
        let lineage = by(&|row| row.by_lineage);
        let challengers = by(&|row| row.by_challenger);
        println!(
            "{} events, {challengers} by challengers, {lineage} by the lineage",
            all.rows.len()
        );
        assert!(lineage > 0 && lineage < challengers && challengers < all.rows.len());
        let bangui = by(&|row| row.region.as_deref() == Some("Bangui"));
        assert!(bangui > 0 && bangui < all.rows.len());
        // A country that the file has nothing of.
        let mali = Case::builtin("mali-2024").unwrap();
        assert!(Incidents::of_events(&mali, &table, span).is_none());
    }
}
