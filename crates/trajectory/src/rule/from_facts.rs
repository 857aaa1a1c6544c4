//! Signs of rule among the case's landmarks and timeline.

use calendar::Date;
use case::{Case, Landmark, LandmarkKind, RuleIndicator, TimelineEntry};

use super::{Sign, SignKind, SignOrigin};

/// The signs, and among how many facts they were looked for.
pub(super) fn signs(
    case: &Case,
    declared: &RuleIndicator,
    lineage: &str,
    as_of: Date,
) -> (Vec<Sign>, u32) {
    let landmarks = case.landmarks_as_of(as_of);
    let local: Vec<&TimelineEntry> = case
        .timeline_as_of(as_of)
        .filter(|entry| case.region(&entry.region).is_some())
        .collect();
    let facts = landmarks.len() + local.len();
    let of_landmarks = landmarks
        .iter()
        .filter_map(|row| of_landmark(case, declared, lineage, row));
    let of_timeline = local
        .iter()
        .filter(|entry| declared.accords.contains(&entry.kind))
        .map(|entry| Sign {
            id: entry.id.clone(),
            origin: SignOrigin::Timeline,
            kind: SignKind::Accord,
            region: region(case, &entry.region),
            // An entry known to the month or year is known once that has passed.
            from: entry.date.last_day(),
            until: None,
            place: String::new(),
            what: entry.what.clone(),
            brief: false,
        });
    (of_landmarks.chain(of_timeline).collect(), facts as u32)
}

/// The case's own name of a region that is spelt in one of the ways it knows.
fn region(case: &Case, name: &str) -> String {
    case.region(name)
        .map_or_else(|| name.to_owned(), |region| region.name.clone())
}

fn of_landmark(
    case: &Case,
    declared: &RuleIndicator,
    lineage: &str,
    row: &Landmark,
) -> Option<Sign> {
    let member = |key: &String| {
        case.actor(key)
            .is_some_and(|actor| actor.lineage.as_deref() == Some(lineage))
    };
    let own = row.initiators.iter().any(member);
    let kind = if own && declared.overt.contains(&row.kind) {
        SignKind::Overt
    } else if own && declared.shadow.contains(&row.kind) {
        SignKind::Shadow
    } else if !own && !row.initiators.is_empty() && declared.ends.contains(&row.kind) {
        SignKind::End
    } else {
        return None;
    };
    Some(Sign {
        id: row.id.clone(),
        origin: SignOrigin::Landmarks,
        kind,
        region: region(case, &row.region),
        from: row.date_start,
        until: row.date_end,
        place: row.place.clone(),
        what: name(row.kind).to_owned(),
        brief: false,
    })
}

fn name(kind: LandmarkKind) -> &'static str {
    match kind {
        LandmarkKind::Attack => "attack",
        LandmarkKind::Battle => "battle",
        LandmarkKind::Massacre => "massacre",
        LandmarkKind::AirStrike => "air strike",
        LandmarkKind::Capture => "capture",
        LandmarkKind::Withdrawal => "withdrawal",
        LandmarkKind::Blockade => "blockade",
        LandmarkKind::Arrest => "arrest",
    }
}
