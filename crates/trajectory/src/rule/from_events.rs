//! Signs of rule among events, as far as their layout has any: ACLED's sub-event types.

use calendar::{Date, Month};
use case::{Case, Lineage};
use events::{ActorMatcher, EventRow, EventTable, RegionMatcher};

use super::{Sign, SignKind, SignOrigin};

/// What events tell of rule.
pub(super) struct Told {
    pub(super) signs: Vec<Sign>,
    /// Events of the country up to the day.
    pub(super) events: u64,
    /// Of these, those whose layout has a sub-event type.
    pub(super) telling: u64,
}

pub(super) fn signs(case: &Case, lineage: &Lineage, table: &EventTable, as_of: Date) -> Told {
    let regions = RegionMatcher::new(&case.regions);
    let matcher = ActorMatcher::new(std::slice::from_ref(lineage));
    let mut told = Told {
        signs: Vec::new(),
        events: 0,
        telling: 0,
    };
    for row in table.iter() {
        if row.iso3 != case.about.iso3 || row.date_start > as_of {
            continue;
        }
        told.events += 1;
        told.telling += u64::from(!row.kind.is_empty());
        let Some(kind) = kind(row.kind, |side| belongs(&matcher, &row, side)) else {
            continue;
        };
        if let Some(region) = regions.region(&row) {
            told.signs.push(Sign {
                id: row.id.to_owned(),
                origin: SignOrigin::Events,
                kind,
                region: region.to_owned(),
                from: row.date_start,
                until: None,
                place: row.adm2.to_owned(),
                what: row.kind.rsplit(" / ").next().unwrap_or(row.kind).to_owned(),
                brief: false,
            });
        }
    }
    told
}

/// The two sides of an event, as the data name them.
#[derive(Clone, Copy)]
enum Side {
    First,
    Second,
}

fn belongs(matcher: &ActorMatcher, row: &EventRow<'_>, side: Side) -> bool {
    let month = Month::of(row.date_start);
    let (name, id) = match side {
        Side::First => (row.side_a, row.side_a_id),
        Side::Second => (row.side_b, row.side_b_id),
    };
    let belongs = matcher.side(name, id, month);
    !belongs.lineages.is_empty() && !belongs.ambiguous
}

/// What ACLED's event type and sub-event type say of the lineage's rule.
///
/// Source: ACLED, *Codebook*, 2023, sub-event types.
fn kind(kind: &str, belongs: impl Fn(Side) -> bool) -> Option<SignKind> {
    let either = || belongs(Side::First) || belongs(Side::Second);
    match kind.rsplit(" / ").next()? {
        "Non-state actor overtakes territory" | "Non-violent transfer of territory"
            if belongs(Side::First) =>
        {
            Some(SignKind::Overt)
        }
        // The state takes over what the lineage gives up.
        "Non-violent transfer of territory" | "Government regains territory"
            if belongs(Side::Second) =>
        {
            Some(SignKind::End)
        }
        "Headquarters or base established" if belongs(Side::First) => Some(SignKind::Shadow),
        "Agreement" if either() => Some(SignKind::Accord),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sub_event_types_are_read_with_who_did_it() {
        let of = |text: &str, first: bool| kind(text, |side| matches!(side, Side::First) == first);
        let overtakes = "Battles / Non-state actor overtakes territory";
        assert_eq!(of(overtakes, true), Some(SignKind::Overt));
        assert_eq!(of(overtakes, false), None);
        let regains = "Battles / Government regains territory";
        assert_eq!(of(regains, false), Some(SignKind::End));
        assert_eq!(of(regains, true), None);
        assert_eq!(
            of("Strategic developments / Agreement", false),
            Some(SignKind::Accord)
        );
        assert_eq!(of("Battles / Armed clash", true), None);
        assert_eq!(of("", true), None);
    }
}
