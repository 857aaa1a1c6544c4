//! Deaths by region, with maps, and by perpetrator.

use assessment::{Assessment, Breakdown, BreakdownRow};
use maud::{Markup, html};
use places::Outline;

use crate::clean::clean;
use crate::figure::map::{self, RegionDeaths};
use crate::figure::spark::bar;
use crate::number::{self, capital_first};
use crate::page::{figure, source_line};
use crate::prose::breakdown as say;

/// Deaths by region.
pub(super) fn regions(of: &Assessment) -> Markup {
    let regions = &of.record.regions;
    html! {
        h3 { "By region" }
        div.prose {
            p { (say::leading(regions, "region").html()) }
            p.caution { (say::caution(regions).html()) }
        }
        @if let Some(outline) = places::outline(&of.event.iso3) { (maps(&outline, of)) }
        (rows(regions, "Deaths and events by region", "Region"))
    }
}

/// Deaths by perpetrator.
pub(super) fn perpetrators(of: &Assessment) -> Markup {
    let perpetrators = &of.record.perpetrators;
    html! {
        h3 { "By perpetrator" }
        div.prose {
            p { (say::leading(perpetrators, "perpetrator").html()) }
            @if say::caution(perpetrators) == say::caution(&of.record.regions) {
                p.caution { "What is said of regions above holds here too." }
            } @else {
                p.caution { (say::caution(perpetrators).html()) }
            }
        }
        (rows(perpetrators, "Deaths and events by perpetrator", "Perpetrator"))
    }
}

/// Two maps side by side: the last twelve months, and the whole span.
fn maps(outline: &Outline, of: &Assessment) -> Markup {
    const WIDTH: f64 = 348.0;
    let regions = &of.record.regions;
    let country = &of.event.country;
    let lately = RegionDeaths::new(outline, regions, &of.event.region, |row| row.deaths_lately);
    let whole = RegionDeaths::new(outline, regions, &of.event.region, |row| row.deaths);
    if whole.is_empty() {
        return html! {};
    }
    let mut notes: Vec<String> = whole
        .drawn_with
        .iter()
        .map(|(part, host)| format!("{part} is drawn as part of {host}."))
        .collect();
    if !whole.off_map.is_empty() {
        notes.push(format!("Not on the map: {}.", whole.off_map.join(", ")));
    }
    let notes = notes.join(" ");
    let spans = [
        ("map-lately", "last 12 months".to_owned(), lately),
        ("map-whole", short_span(regions), whole),
    ];
    html! {
        div.pair {
            @for (id, when, deaths) in spans.iter().filter(|(_, _, deaths)| !deaths.is_empty()) {
                (figure(
                    &format!("Deaths, {when}"),
                    &format!("{}; the region of the event is outlined.", capital_first(say::basis(regions.basis))),
                    &map::draw(outline, deaths, &format!("Deaths by region in {country}, {when}"), WIDTH).element(id),
                    &html! {
                        (source_line(&regions.source))
                        " Boundaries: " (outline.source) ". " (clean(&notes))
                    },
                ))
            }
        }
    }
}

/// The whole breakdown as a table.
fn rows(of: &Breakdown, caption: &str, first: &str) -> Markup {
    if of.rows.is_empty() {
        return html! {};
    }
    let rows = say::in_order(of);
    let lately = say::lately(of);
    let largest = rows
        .iter()
        .map(|row| say::shown(row, lately).0)
        .max()
        .unwrap_or(0);
    let whole = short_span(of);
    html! {
        div.scroll role="region" tabindex="0" aria-label=(caption) {
            table {
                caption { (caption) }
                thead {
                    tr {
                        td {}
                        td.bar-cell {}
                        th colspan="2" scope="colgroup" { "Last 12 months" }
                        th colspan="2" scope="colgroup" { (whole) }
                        td.seen {}
                    }
                    tr {
                        th scope="col" { (first) }
                        td.bar-cell {}
                        th scope="col" { "Deaths" }
                        th scope="col" { "Events" }
                        th scope="col" { "Deaths" }
                        th scope="col" { "Events" }
                        th.seen scope="col" { "Seen" }
                    }
                }
                tbody { @for row in rows { (line(row, lately, largest)) } }
            }
        }
    }
}

fn line(row: &BreakdownRow, lately: bool, largest: u32) -> Markup {
    html! {
        tr {
            th scope="row" { (clean(&row.name)) }
            td.bar-cell { (bar(say::shown(row, lately).0, largest)) }
            td { (number::count(row.deaths_lately)) }
            td { (number::count(row.events_lately)) }
            td { (number::count(row.deaths)) }
            td { (number::count(row.events)) }
            td.seen {
                @match (row.first, row.last) {
                    (Some(first), Some(last)) if first != last => (format!("{}–{}", first.year(), last.year())),
                    (Some(only), _) | (None, Some(only)) => (number::short_month(only)),
                    (None, None) => "–",
                }
            }
        }
    }
}

fn short_span(of: &Breakdown) -> String {
    let (from, to) = (number::short_month(of.from), number::short_month(of.to));
    format!("{from} to {to}")
}
