//! The record by month and by type.

use assessment::{Assessment, Marker};
use calendar::Month;
use maud::{Markup, html};

use crate::clean::clean;
use crate::figure::series::{self, Series};
use crate::figure::{both, stack};
use crate::number;
use crate::page::{figure, source_line, table};

/// Figures by month and by type of violence, and the table by year.
pub(super) fn html(of: &Assessment) -> Markup {
    let record = &of.record;
    let (months, before) = series::drawn(&record.months);
    let Some(first) = months.first() else {
        return html! {};
    };
    let last_month = months.last().map_or(first.month, |row| row.month);
    let mut markers: Vec<(Month, Vec<&Marker>)> = Vec::new();
    for marker in &record.timeline {
        if !(first.month..=last_month).contains(&marker.month) {
            continue;
        }
        match markers
            .last_mut()
            .filter(|(month, _)| *month == marker.month)
        {
            Some((_, same)) => same.push(marker),
            None => markers.push((marker.month, vec![marker])),
        }
    }
    let drawing = Series {
        months,
        event: of.event.in_record.month,
        label: &of.event.label,
        markers: &markers,
        country: &of.event.country,
    };
    let band = if months.iter().all(|row| row.low.is_some()) {
        "line: best estimate; band: low to high estimate"
    } else {
        "line: best estimate; band: up to the high estimate"
    };
    let note = if before > 0 {
        format!(
            " {} before {} are in the figures by year.",
            number::of(before, "death", "deaths"),
            number::month(first.month)
        )
    } else {
        String::new()
    };
    let source = source_line(&record.source);
    html! {
        h3 { "Over time" }
        @if let Some(drawing) = both("series", |size| drawing.draw(size)) {
            (figure(
                "Deaths by month",
                &format!("{}; {band}.{note}", of.event.country),
                &html! {
                    (drawing)
                    p.readout aria-hidden="true" hidden="hidden" { "Point at a month to read it." }
                },
                &source,
            ))
            (list(&markers))
        }
        @if let Some(drawing) = both("types", |size| stack::draw(months, &of.event.country, size)) {
            (figure(
                "Events by type of violence",
                &format!(
                    "{}, by {}, to {}{}",
                    of.event.country,
                    if stack::length(months) == 3 { "quarter" } else { "year" },
                    number::month(last_month),
                    if stack::has_parts(months) { "; paler where months are missing" } else { "" }
                ),
                &html! {
                    (drawing)
                    p.readout aria-hidden="true" hidden="hidden" { "Point at a column to read it." }
                },
                &source,
            ))
        }
        (years(of))
    }
}

/// What the numbers above the figure stand for.
fn list(markers: &[(Month, Vec<&Marker>)]) -> Markup {
    html! {
        @if !markers.is_empty() {
            ol.markers {
                @for (month, same) in markers {
                    li {
                        b { (number::short_month(*month)) } " "
                        @for (place, marker) in same.iter().enumerate() {
                            @if place > 0 { "; " }
                            (clean(&marker.text))
                        }
                    }
                }
            }
        }
    }
}

/// The figures by year, for those who want numbers.
fn years(of: &Assessment) -> Markup {
    let years = &of.record.years;
    if years.is_empty() {
        return html! {};
    }
    html! {
        details {
            summary { "Figures by year" }
            (table(
                "Events and deaths by year",
                &["Year", "Events", "State-based", "Non-state", "One-sided", "Deaths", "High", "Civilians", "Deadliest event"],
                &html! {
                    @for year in years.iter().rev() {
                        tr {
                            th scope="row" {
                                (year.year)
                                @if year.months < 12 { " (" (number::of(year.months, "month", "months")) ")" }
                            }
                            td { (number::count(year.events)) }
                            @for n in year.events_by_type { td { (number::count(n)) } }
                            td { (number::count(year.best)) }
                            td { (number::count(year.high)) }
                            td { (number::count(year.civilians)) }
                            td { @if year.best > 0 { (number::percent(year.deadliest_share)) } @else { "–" } }
                        }
                    }
                },
            ))
        }
    }
}
