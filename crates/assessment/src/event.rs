//! The event, how the record shows it and how it compares.

use calendar::Month;
use case::{Case, Landmark, Target};
use stats::Source;
use stats::severity::Block;

use crate::compare::{Record, Sample, Sized, compare};
use crate::from_events::CountryEvents;
use crate::{Basis, Deaths, EventSection, InRecord, MonthRow, Scope, landmarks};

/// What the section is made from.
pub(crate) struct Inputs<'a> {
    pub(crate) case: &'a Case,
    pub(crate) months: &'a [MonthRow],
    /// Key of the data set the months come from.
    pub(crate) data: &'a str,
    pub(crate) landmarks: &'a [Landmark],
    pub(crate) events: Option<&'a CountryEvents<'a>>,
}

/// The section.
pub(crate) fn section(inputs: &Inputs<'_>) -> EventSection {
    let case = inputs.case;
    let event = &case.event;
    let deaths = Deaths {
        low: event.deaths.low,
        best: event.deaths.best,
        high: event.deaths.high,
    };
    let records = [country_record(inputs), capital_record(inputs)];
    let month = Month::of(event.date);
    let comparisons = records
        .into_iter()
        .flatten()
        .map(|record| compare(&record, deaths, month, &event.region))
        .collect();
    EventSection {
        label: event.label.clone(),
        date: event.date,
        country: case.about.country.clone(),
        iso3: case.about.iso3.clone(),
        region: event.region.clone(),
        capital: case.about.capital.name.clone(),
        in_capital: event.region == case.about.capital.region,
        attacker: attacker(case),
        targets: event
            .targets
            .iter()
            .map(|target| target_name(*target).to_owned())
            .collect(),
        deaths,
        sources: event
            .sources
            .iter()
            .filter_map(|key| case.source(key))
            .map(cite)
            .collect(),
        in_record: in_record(inputs, deaths),
        comparisons,
    }
}

/// A source in one line: publisher, title, year, address.
fn cite(source: &case::Source) -> String {
    let year = source
        .year
        .map(|year| format!(", {year}"))
        .unwrap_or_default();
    let url = source
        .url
        .as_ref()
        .map(|url| format!(". {url}"))
        .unwrap_or_default();
    format!("{}: {}{year}{url}", source.publisher, source.title)
}

/// The organisation as it was on the day: after a merger what came out of it, else the one member of
/// the lineage that existed then, else the lineage by its name.
fn attacker(case: &Case) -> String {
    let Some(lineage) = case
        .event
        .lineage
        .as_deref()
        .and_then(|key| case.lineage(key))
    else {
        return "not known".to_owned();
    };
    let month = Month::of(case.event.date);
    let merged = lineage.merged.filter(|merged| *merged <= month);
    let mut then = lineage.members.iter().filter(|member| match merged {
        Some(_) => member.from == merged,
        None => {
            member.from.is_none_or(|from| from <= month)
                && member.until.is_none_or(|until| month <= until)
        }
    });
    match (then.next(), then.next()) {
        (Some(member), None) => member.name.clone(),
        _ => lineage.name.clone(),
    }
}

fn target_name(target: Target) -> &'static str {
    match target {
        Target::Military => "army",
        Target::Police => "gendarmes and police",
        Target::ArmedGroup => "armed group",
        Target::Civilians => "civilians",
        Target::Officials => "officials",
        Target::Foreign => "foreigners",
        Target::Un => "United Nations",
        Target::Convoy => "convoy",
        Target::Infrastructure => "infrastructure",
        Target::CapitalSymbol => "symbol of central power",
    }
}

/// The event's month in the record; the deadliest event of the month is taken for the event when
/// its deaths lie in the event's range, or when an event file identifies it.
fn in_record(inputs: &Inputs<'_>, deaths: Deaths) -> InRecord {
    let month = Month::of(inputs.case.event.date);
    let row = inputs.months.iter().find(|row| row.month == month);
    let (events, best, deadliest) =
        row.map_or((0, 0, 0), |row| (row.events, row.best, row.deadliest));
    let recorded = inputs.events.and_then(CountryEvents::event_deaths);
    let is_deadliest = match recorded {
        Some(recorded) => recorded.best == deadliest,
        None => (deaths.low.max(1)..=deaths.high).contains(&deadliest),
    };
    let own = recorded.map_or(deadliest, |recorded| recorded.best);
    InRecord {
        month,
        covered: row.is_some(),
        events,
        deaths: best,
        deadliest,
        is_deadliest,
        deaths_without: (row.is_some() && (is_deadliest || recorded.is_some()))
            .then(|| best.saturating_sub(own)),
        source: Source::data(inputs.data, "the event's month in the record"),
    }
}

/// Deaths of the event in the months of the record, if it is told apart there.
pub(crate) fn deaths_in_record(inputs: &Inputs<'_>) -> Option<(Month, u32)> {
    let deaths = inputs.case.event.deaths;
    let shown = in_record(
        inputs,
        Deaths {
            low: deaths.low,
            best: deaths.best,
            high: deaths.high,
        },
    );
    shown
        .deaths_without
        .map(|without| (shown.month, shown.deaths - without))
}

fn country_record<'a>(inputs: &Inputs<'a>) -> Option<Record<'a>> {
    if let Some(events) = inputs
        .events
        .filter(|_| inputs.data == crate::from_events::DATA)
    {
        return Some(events.record(Scope::Country));
    }
    let event_month = Month::of(inputs.case.event.date);
    let (first, last) = (inputs.months.first()?.month, inputs.months.last()?.month);
    let before = || inputs.months.iter().filter(|row| row.month < event_month);
    Some(Record {
        scope: Scope::Country,
        basis: Basis::MonthlyDeadliest,
        from: first,
        to: last,
        others: inputs
            .months
            .iter()
            .filter(|row| row.month != event_month && row.deadliest > 0)
            .map(|row| Sized {
                month: row.month,
                deaths: row.deadliest,
                region: None,
            })
            .collect(),
        sample: Some(Sample {
            blocks: before()
                .map(|row| Block {
                    events: row.events,
                    largest: row.deadliest,
                })
                .collect(),
            monthly: before().map(|row| f64::from(row.events)).collect(),
        }),
        data: inputs.data,
    })
}

/// Only when the event took place there: otherwise there is nothing to compare.
fn capital_record<'a>(inputs: &Inputs<'a>) -> Option<Record<'a>> {
    let case = inputs.case;
    if case.event.region != case.about.capital.region {
        return None;
    }
    if let Some(events) = inputs.events {
        let record = events.record(Scope::Capital);
        return (!record.others.is_empty()).then_some(record);
    }
    let to = inputs.months.last()?.month;
    landmarks::capital_record(case, inputs.landmarks, to)
}
