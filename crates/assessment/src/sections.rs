//! The sections that stand or fall with an event: run with it and without it.

use calendar::{Date, Month};
use case::{Case, TimelineKind};
use events::figures::MonthlyFigures;
use evidence::Evidence;
use stats::Source;
use trajectory::Trajectory;
use trajectory::whole::CaseInputs;

use crate::from_events::CountryEvents;
use crate::ground::Ground;
use crate::{
    Basis, Breakdown, Marker, MonthRow, RecordSection, ScenarioSection, landmarks, record,
    scenarios,
};

/// What is concluded from a ground. The event's own section is not among them: without the event there
/// is nothing to compare.
pub(crate) struct Sections {
    pub(crate) record: RecordSection,
    pub(crate) trajectory: Trajectory,
    pub(crate) evidence: Evidence,
    pub(crate) scenarios: ScenarioSection,
}

impl Sections {
    /// Of a ground; `event` is the month of the event under study and its deaths in the record, where it
    /// is told apart there.
    pub(crate) fn of(ground: &Ground<'_>, event: Option<(Month, u32)>) -> Self {
        let figures = figures(ground);
        let inputs = inputs(ground, &figures);
        let (trajectory, evidence) = rayon::join(
            || Trajectory::of_case(&inputs),
            || Evidence::of_case(&inputs, ground.with_event),
        );
        Self {
            scenarios: scenarios::section(ground),
            record: record(ground, event),
            trajectory,
            evidence,
        }
    }
}

fn record(ground: &Ground<'_>, event: Option<(Month, u32)>) -> RecordSection {
    let case = &ground.case;
    let (months, known) = (&ground.months, &ground.landmarks);
    let to = Month::of(ground.as_of);
    let events = ground.events.as_ref();
    RecordSection {
        years: record::years(months),
        change: record::change(months, event, ground.data),
        // Events tell better than chosen facts, where there are any.
        regions: events
            .map(CountryEvents::by_region)
            .or_else(|| landmarks::by_region(case, known, to))
            .unwrap_or_else(|| no_facts(case, to)),
        perpetrators: events
            .map(CountryEvents::by_perpetrator)
            .or_else(|| landmarks::by_perpetrator(case, known, to))
            .unwrap_or_else(|| no_facts(case, to)),
        timeline: timeline(case, ground.as_of),
        source: Source::data(ground.data, "sums of events by month of their first day"),
        months: months.clone(),
    }
}

/// Where the war stands.
pub(crate) fn trajectory(ground: &Ground<'_>) -> Trajectory {
    Trajectory::of_case(&inputs(ground, &figures(ground)))
}

/// The months as the analyses take them.
fn figures(ground: &Ground<'_>) -> Vec<MonthlyFigures> {
    ground.months.iter().map(monthly_figures).collect()
}

/// What the analyses of a case are made from.
fn inputs<'a>(ground: &'a Ground<'_>, record: &'a [MonthlyFigures]) -> CaseInputs<'a> {
    CaseInputs {
        case: &ground.case,
        as_of: ground.as_of,
        record,
        record_data: ground.data,
        events: ground
            .table
            .as_deref()
            .zip(ground.events.as_ref().map(|events| events.to)),
        seed: ground.seed,
    }
}

fn monthly_figures(row: &MonthRow) -> MonthlyFigures {
    MonthlyFigures {
        month: row.month,
        events: row.events,
        best: row.best.into(),
        low: row.low.map(u64::from),
        high: row.high.into(),
        civilians: row.civilians.into(),
        deadliest: row.deadliest,
        events_by_type: row.events_by_type,
        deaths_by_type: row.deaths_by_type.map(|deaths| deaths.map(u64::from)),
    }
}

fn no_facts(case: &Case, to: Month) -> Breakdown {
    Breakdown {
        basis: Basis::Landmarks,
        from: case.data.record_from,
        to,
        rows: Vec::new(),
        unplaced: 0,
        caveat: "The case has no facts by region or actor; give an event file (--events)."
            .to_owned(),
        source: Source::default(),
    }
}

/// Coups, arrivals and departures of foreign forces, and agreements: what a figure of the record can
/// bear. Local ones, which name a region, are left out.
pub(crate) fn timeline(case: &Case, as_of: Date) -> Vec<Marker> {
    case.timeline_as_of(as_of)
        .filter(|entry| entry.region.is_empty())
        .filter(|entry| {
            matches!(
                entry.kind,
                TimelineKind::Coup
                    | TimelineKind::ForceArrives
                    | TimelineKind::ForceLeaves
                    | TimelineKind::Agreement
                    | TimelineKind::AgreementEnded
            )
        })
        .map(|entry| Marker {
            month: Month::of(entry.date.last_day()),
            kind: kind_name(entry.kind).to_owned(),
            text: entry.what.clone(),
        })
        .collect()
}

fn kind_name(kind: TimelineKind) -> &'static str {
    match kind {
        TimelineKind::Coup => "coup",
        TimelineKind::ForceArrives => "foreign force arrives",
        TimelineKind::ForceLeaves => "foreign force leaves",
        TimelineKind::Agreement => "agreement",
        TimelineKind::AgreementEnded => "agreement ended",
        TimelineKind::Election => "election",
        TimelineKind::Alliance => "alliance",
        TimelineKind::Talks => "talks",
        TimelineKind::CallForTalks => "call for talks",
        TimelineKind::Leadership => "leadership",
        TimelineKind::Sanctions => "sanctions",
    }
}
