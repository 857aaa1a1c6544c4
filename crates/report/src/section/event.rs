//! The event: its deaths, its rank, how often one like it comes.

use assessment::{Assessment, Basis, Comparison, EventSection, Scope};
use maud::{Markup, html};

use super::Section;
use crate::clean::clean;
use crate::figure::intervals::{self, Row};
use crate::figure::{Size, both, peers};
use crate::number::{self, capital_first};
use crate::page::{figure, linked, source_line, together};
use crate::prose::event as say;
use crate::terminal::{Look, Page};

/// The event and how it compares.
#[derive(Debug)]
pub(crate) struct Event;

impl Section for Event {
    fn key(&self) -> &'static str {
        "event"
    }

    fn heading(&self) -> &'static str {
        "The event"
    }

    fn html(&self, of: &Assessment) -> Markup {
        let event = &of.event;
        html! {
            (facts(event))
            div.prose {
                p { (say::deaths(event).html()) }
                @for comparison in in_order(event) {
                    p {
                        (say::rank(event, comparison).html())
                        @if let Some(pace) = say::comes_back(event, comparison) { " " (pace.html()) }
                    }
                }
                @if !say::has_rank(event) { p { (say::no_rank().html()) } }
                p { (say::in_record(event).html()) }
            }
            (rivals(event))
            (returns(event))
            (sources(event))
        }
    }

    fn terminal(&self, of: &Assessment, page: &mut Page) {
        let event = &of.event;
        page.paragraph(&say::deaths(event).plain(), Look::Plain);
        for comparison in in_order(event) {
            let mut sentence = say::rank(event, comparison);
            if let Some(pace) = say::comes_back(event, comparison) {
                sentence = sentence.say(" ").join(pace);
            }
            page.paragraph(&sentence.plain(), Look::Plain);
        }
        if !say::has_rank(event) {
            page.paragraph(&say::no_rank().plain(), Look::Plain);
        }
        page.paragraph(&say::in_record(event).plain(), Look::Plain);
    }
}

/// The capital's comparisons first, as the narrower; none of an event without deaths.
fn in_order(event: &EventSection) -> Vec<&Comparison> {
    if !say::has_rank(event) {
        return Vec::new();
    }
    let mut out: Vec<&Comparison> = event.comparisons.iter().collect();
    out.sort_by_key(|comparison| comparison.scope == Scope::Country);
    out
}

/// The few figures that the first screen is for.
fn facts(event: &EventSection) -> Markup {
    html! {
        dl.facts {
            div {
                dt { "Deaths" }
                dd { (say::toll(event, "").html()) }
                dd.less { (number::day(event.date)) }
            }
            @for comparison in in_order(event) {
                div {
                    dt { "In " (clean(&say::place(event, comparison))) }
                    dd { (say::rank_in_short(comparison).html()) }
                    @if let Some(years) = &comparison.counted {
                        dd.less { "one as deadly " (say::pace(years).html()) ", counted" }
                    }
                    @if let Some(years) = &comparison.modelled {
                        dd.less { "at the pace of the last five years " (say::pace(years).html()) ", modelled" }
                    }
                }
            }
        }
    }
}

/// The event among the deadliest, one drawing a comparison.
fn rivals(event: &EventSection) -> Markup {
    const WIDTH: f64 = 348.0;
    html! {
        div.pair {
            @for (place, of) in in_order(event).into_iter().enumerate() {
                @if let Some(drawing) = peers::draw(of, &say::place(event, of), event.deaths, WIDTH, Size::Wide) {
                    (figure(
                        &format!("The deadliest in {}", say::place(event, of)),
                        match of.basis {
                            Basis::MonthlyDeadliest => "Deaths in the deadliest event of a month, logarithmic scale; the line is the event's range",
                            Basis::Events => "Deaths, logarithmic scale; the line is the event's range",
                            Basis::Landmarks => "Deaths in attacks that were chosen, not sampled, logarithmic scale; the line is the event's range",
                        },
                        &drawing.element(&format!("peers-{place}")),
                        &source_line(&of.source),
                    ))
                }
            }
        }
    }
}

/// How often one as deadly comes, by every way of telling.
fn returns(event: &EventSection) -> Markup {
    let mut rows = Vec::new();
    let mut sources = Vec::new();
    for of in in_order(event) {
        let place = say::place(event, of);
        for (estimate, how) in [
            (&of.counted, "counted"),
            (&of.counted_lately, "counted, last five years"),
            (&of.modelled, "modelled"),
        ] {
            if let Some(estimate) = estimate {
                sources.push(&estimate.source);
                rows.push(Row {
                    label: capital_first(&format!("{place}, {how}")),
                    value: number::years(estimate.median),
                    estimate,
                    strong: how == "counted",
                });
            }
        }
    }
    let Some(first) = rows.first() else {
        return html! {};
    };
    let below = format!(
        "Time between events at least as deadly: median and {} interval, logarithmic scale. Counted: by \
         the events themselves. Modelled: by the tail of event sizes, at the pace of the last five years",
        number::level(first.estimate)
    );
    let title = "How often one as deadly comes";
    let drawing = both("returns", |size| {
        intervals::draw(&rows, &intervals::years(), title, size)
    });
    html! {
        @if let Some(drawing) = drawing { (figure(title, &below, &drawing, &source_line(&together(&sources)))) }
    }
}

fn sources(event: &EventSection) -> Markup {
    html! {
        div.small #sources {
            @if !event.attacker.trim().is_empty() { p { b { "Attacker" } " " (clean(&event.attacker)) } }
            @if !event.targets.is_empty() { p { b { "Hit" } " " (clean(&event.targets.join(", "))) } }
            p {
                b { "Sources" } " "
                @if event.sources.is_empty() { "none given" } @else { (linked(&event.sources.join("; "))) }
            }
        }
    }
}
