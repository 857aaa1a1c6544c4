//! What the assessment rests on, and what that lacks.

use calendar::{Date, Month};
use case::{Case, Confidence, Landmark};
use events::{Series, citation};

use crate::from_events::CountryEvents;
use crate::{DataSection, DataSet, Deaths, EventSource, Gap, MonthRow, from_events, landmarks};

/// Key of the case's figures.
pub(crate) const FIGURES: &str = "figures";

/// The case's own figures, as far as they are used.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub(crate) citation: Vec<String>,
    /// Last month of the file, used or not.
    pub(crate) reaches: Month,
}

/// What the section is made from.
pub(crate) struct Inputs<'a> {
    pub(crate) case: &'a Case,
    pub(crate) as_of: Date,
    /// Months of the record, whatever they come from.
    pub(crate) months: &'a [MonthRow],
    pub(crate) figures: Option<&'a Figures>,
    pub(crate) landmarks: &'a [Landmark],
    pub(crate) events: Option<&'a CountryEvents<'a>>,
    pub(crate) sources: &'a [EventSource],
    /// Deaths of the event in the record, if told apart.
    pub(crate) recorded: Option<u32>,
}

/// The section.
pub(crate) fn section(inputs: &Inputs<'_>) -> DataSection {
    DataSection {
        sets: sets(inputs),
        gaps: gaps(inputs),
    }
}

fn sets(inputs: &Inputs<'_>) -> Vec<DataSet> {
    let mut sets = Vec::new();
    if let Some(figures) = inputs.figures {
        sets.push(DataSet {
            key: FIGURES.to_owned(),
            title: format!("Monthly figures: {}", inputs.case.about.country),
            citation: join(figures.citation.iter().chain(&inputs.case.data.citation)),
            licence: "CC BY 4.0 where they are UCDP's".to_owned(),
            rows: inputs.months.len() as u32,
            left_out: Month::of(inputs.as_of).lt(&figures.reaches).then(|| {
                let after = figures.reaches - Month::of(inputs.as_of);
                format!("{after} months after the day of the assessment")
            }),
            from: inputs.months.first().map(|row| row.month),
            to: inputs.months.last().map(|row| row.month),
        });
    }
    if let Some(events) = inputs.events {
        let rows: u64 = inputs.sources.iter().map(|source| source.rows).sum();
        let rejected: u64 = inputs.sources.iter().map(EventSource::rejected_rows).sum();
        let used = events.len() as u64;
        let mut citations: Vec<String> = Vec::new();
        let mut licences: Vec<String> = Vec::new();
        for source in inputs.sources {
            let (cited, licence) = citation(source.series, source.version);
            if !citations.contains(&cited) {
                citations.push(cited);
            }
            if !licences.iter().any(|known| known == licence) {
                licences.push(licence.to_owned());
            }
        }
        let other = rows.saturating_sub(rejected + used);
        sets.push(DataSet {
            key: from_events::DATA.to_owned(),
            title: format!("Event data: {}", inputs.case.about.country),
            citation: citations.join(" "),
            licence: licences.join("; "),
            rows: used as u32,
            left_out: (rejected + other > 0).then(|| {
                format!(
                    "{rejected} rows with faults; {other} of other countries, without organised \
                     violence, or after the day of the assessment"
                )
            }),
            from: Some(events.from),
            to: Some(events.to),
        });
    }
    if !inputs.case.landmarks.is_empty() {
        let month = |row: &Landmark| Month::of(row.date_start);
        let later = inputs.case.landmarks.len() - inputs.landmarks.len();
        sets.push(DataSet {
            key: landmarks::DATA.to_owned(),
            title: format!("Sourced facts: {}", inputs.case.about.country),
            citation: "Each row of the case's landmarks cites its own source.".to_owned(),
            licence: "facts, in the case's own words".to_owned(),
            rows: inputs.landmarks.len() as u32,
            left_out: (later > 0).then(|| format!("{later} after the day of the assessment")),
            from: inputs.landmarks.iter().map(month).min(),
            to: inputs.landmarks.iter().map(month).max(),
        });
    }
    sets
}

fn join<'a>(lines: impl Iterator<Item = &'a String>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for line in lines {
        if !seen.contains(&line.as_str()) {
            seen.push(line);
        }
    }
    seen.join(" ")
}

fn gap(kind: &str, what: String, so: &str) -> Gap {
    Gap {
        kind: kind.to_owned(),
        what,
        so: so.to_owned(),
    }
}

fn gaps(inputs: &Inputs<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let as_of = Month::of(inputs.as_of);
    if let Some(last) = inputs.months.last().map(|row| row.month)
        && last < as_of
    {
        gaps.push(gap(
            "record-ends-early",
            format!("The record ends with {last}, {} months before the day of the assessment.", as_of - last),
            "The event's own month and what came since are not in the record; add a Candidate release.",
        ));
    }
    if let Some(figures) = inputs.figures
        && figures.reaches > as_of
    {
        gaps.push(gap(
            "hindsight",
            format!(
                "The figures are of a later release: it reaches to {}.",
                figures.reaches
            ),
            "No later month is used, but the counts are later and fuller than those that could be read \
             on that day.",
        ));
    }
    if inputs.events.is_none() {
        gaps.push(gap(
            "no-places",
            "The figures name no region, cell or actor.".to_owned(),
            "By region and by perpetrator there are only chosen facts; give an event file (--events) for \
             counts.",
        ));
    }
    if inputs.months.iter().all(|row| row.low.is_none()) && !inputs.months.is_empty() {
        gaps.push(gap(
            "no-low",
            "No low estimates of deaths.".to_owned(),
            "The band of the figure runs from the best estimate to the high one.",
        ));
    }
    if inputs.months.iter().all(|row| row.deaths_by_type.is_none()) && !inputs.months.is_empty() {
        gaps.push(gap(
            "no-deaths-by-type",
            "No deaths by type of violence.".to_owned(),
            "A change in the type of violence is read from events alone.",
        ));
    }
    chosen_facts(inputs, &mut gaps);
    event_count(inputs, &mut gaps);
    event_file(inputs, &mut gaps);
    if inputs
        .sources
        .iter()
        .all(|source| source.series != Series::Acled)
    {
        gaps.push(gap(
            "definition",
            "UCDP records killing by organised actors (Sundberg & Melander 2013), not rule."
                .to_owned(),
            "An event needs at least one death, a conflict 25 in some year. Threats, blockades, taxes, \
             abductions and courts leave no trace.",
        ));
    }
    gaps
}

fn chosen_facts(inputs: &Inputs<'_>, gaps: &mut Vec<Gap>) {
    let all = inputs.landmarks.len();
    if all == 0 {
        return;
    }
    let weak = inputs
        .landmarks
        .iter()
        .filter(|row| row.confidence != Confidence::High)
        .count();
    let no_toll = inputs
        .landmarks
        .iter()
        .filter(|row| row.deaths_best.is_none() && row.deaths_low.is_none())
        .count();
    gaps.push(gap(
        "chosen",
        format!(
            "Of {all} chosen facts {weak} rest on one source or a weak detail, {no_toll} have no toll."
        ),
        "An attack that is not on the list may have happened; ranks and counts from it are of the list.",
    ));
}

fn event_count(inputs: &Inputs<'_>, gaps: &mut Vec<Gap>) {
    let deaths = inputs.case.event.deaths;
    let deaths = Deaths {
        low: deaths.low,
        best: deaths.best,
        high: deaths.high,
    };
    if deaths.low < deaths.high {
        gaps.push(gap(
            "toll-disputed",
            format!(
                "Counts of the event's deaths run from {} to {}.",
                thousands(deaths.low),
                thousands(deaths.high)
            ),
            "Ranks and return periods are given over that range.",
        ));
    }
    if let Some(recorded) = inputs.recorded
        && recorded != deaths.best
    {
        gaps.push(gap(
            "two-counts",
            format!(
                "The record counts {} deaths for the event, the case {}.",
                thousands(recorded),
                thousands(deaths.best)
            ),
            "Ranks use the case's count; months and years keep the record's.",
        ));
    }
}

fn event_file(inputs: &Inputs<'_>, gaps: &mut Vec<Gap>) {
    let Some(events) = inputs.events else {
        return;
    };
    if events.the_event.is_none() {
        gaps.push(gap(
            "event-not-found",
            "No event of the file matches the event's day, region and range of deaths.".to_owned(),
            "It is compared with the file's events, none of them left out.",
        ));
    }
    let unknown = events.unknown_regions();
    if !unknown.is_empty() {
        let count: u32 = unknown.values().sum();
        let names: Vec<&str> = unknown.keys().map(String::as_str).take(5).collect();
        gaps.push(gap(
            "unknown-regions",
            format!(
                "{count} events lie in divisions that the case does not name ({}{}).",
                names.join(", "),
                if unknown.len() > names.len() { ", ..." } else { "" }
            ),
            "They count for the country and for no region; add the spellings to also_named in the case.",
        ));
    }
    let rejected: u64 = inputs.sources.iter().map(EventSource::rejected_rows).sum();
    if rejected > 0 {
        let kinds: Vec<String> = inputs
            .sources
            .iter()
            .flat_map(|source| &source.rejected)
            .map(|(kind, count)| format!("{kind} {count}"))
            .collect();
        gaps.push(gap(
            "rows-rejected",
            format!(
                "{rejected} rows of the event file were left out ({}).",
                kinds.join(", ")
            ),
            "`impasse data add` names each with its line and remedy.",
        ));
    }
}

/// A count with its thousands set apart: `12,000`.
pub(crate) fn thousands(count: u32) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
