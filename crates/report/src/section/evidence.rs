//! What the event tells between the readings of the war, which claims say nothing, what to watch.

mod claims;
mod items;

use assessment::Assessment;
use evidence::Weighed;
use maud::{Markup, html};
use stats::Source;

use super::Section;
use crate::clean::clean;
use crate::figure::{both, odds};
use crate::number;
use crate::page::{figure, source_line, table};
use crate::prose::{Sentence, evidence as say};
use crate::standing::Detail;
use crate::terminal::{Look, Page, Side};

/// What the event tells.
#[derive(Debug)]
pub(crate) struct Tells {
    /// How much a terminal is told: in full, or without what the record has and the items one by one.
    pub(crate) detail: Detail,
}

impl Section for Tells {
    fn key(&self) -> &'static str {
        "evidence"
    }

    fn heading(&self) -> &'static str {
        "What it tells"
    }

    fn html(&self, of: &Assessment) -> Markup {
        let Some(weighed) = &of.evidence.weighed else {
            return html! { div.prose { p { (say::not_weighed(&of.evidence).html()) } } };
        };
        html! {
            div.prose { p { (say::intro(of, weighed).html()) } }
            (readings(of, weighed))
            (course(of, weighed))
            div.prose.after {
                @if let Some(flips) = say::flips(&of.evidence, weighed) { p { (flips.html()) } }
                @if let Some(both) = say::two_answers(of, weighed) { p { (both.html()) } }
            }
            (event_itself(weighed))
            (claims::html(of, weighed))
            (claims::watch(of, weighed))
            (items::html(of, weighed))
        }
    }

    fn terminal(&self, of: &Assessment, page: &mut Page) {
        let Some(weighed) = &of.evidence.weighed else {
            page.paragraph(&say::not_weighed(&of.evidence).plain(), Look::Plain);
            return;
        };
        lines(of, weighed, page);
        let full = self.detail == Detail::Full;
        if let Some(event) = say::event_itself(weighed, full) {
            page.paragraph(&event.plain(), Look::Plain);
        }
        if let Some(flips) = say::flips(&of.evidence, weighed) {
            page.paragraph(&flips.plain(), Look::Plain);
        }
        claims::terminal(of, weighed, full, page);
        items::terminal(of, weighed, full, page);
    }
}

/// The readings, one a line: prior, now, and what moved them.
fn lines(of: &Assessment, weighed: &Weighed, page: &mut Page) {
    let now = say::now(&of.evidence, weighed);
    let event = weighed.event.as_ref();
    let head = ["", "prior", "now", "decibans", "of the event"].map(str::to_owned);
    let readings = weighed.hypotheses.iter().enumerate().map(|(at, reading)| {
        let own = event.and_then(|event| event.decibans.get(at));
        [
            clean(&reading.name),
            number::percent(reading.prior),
            number::percent(now.get(at).copied().unwrap_or(f64::NAN)),
            number::weight(reading.decibans),
            own.map(|own| number::weight(*own)).unwrap_or_default(),
        ]
    });
    let columns = if event.is_some() { 5 } else { 4 };
    let rows: Vec<Vec<String>> = std::iter::once(head)
        .chain(readings)
        .map(|row| row.into_iter().take(columns).collect())
        .collect();
    let sides = [
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
    ];
    page.table(sides.get(..columns).unwrap_or(&sides), &rows);
}

/// The table of readings.
fn readings(of: &Assessment, weighed: &Weighed) -> Markup {
    let now = say::now(&of.evidence, weighed);
    let source = say::source(of, "prior of the case, months and event weighed");
    let weights = say::source(of, "weight of evidence against the other readings");
    let own = of
        .evidence
        .items
        .as_ref()
        .filter(|items| !items.items.is_empty());
    let event = weighed.event.as_ref();
    let mut columns = vec!["Reading", "Prior", "Now"];
    if event.is_some() {
        columns.push("Without the event itself");
    }
    columns.push("Decibans in all");
    if event.is_some() {
        columns.push("Of the event itself");
    }
    if own.is_some() {
        columns.push("Of own items");
    }
    let cell = |text: Option<String>, source: &Source| match text {
        Some(text) => Sentence::default().figure(text, source),
        None => Sentence::new("–"),
    };
    let percent = |of: &[f64], at: usize| cell(of.get(at).map(|p| number::percent(*p)), &source);
    let weight = |of: &[f64], at: usize| cell(of.get(at).map(|w| number::weight(*w)), &weights);
    table(
        "The readings of the war",
        &columns,
        &html! {
            @for (at, reading) in weighed.hypotheses.iter().enumerate() {
                tr {
                    th scope="row" {
                        b { (clean(&reading.name)) }
                        span.less { (clean(&reading.statement)) }
                    }
                    td id=(format!("prior-{at}")) title="prior of the case file" { (number::percent(reading.prior)) }
                    td { b { (percent(&now, at).html()) } }
                    @if let Some(event) = event { td { (percent(&event.before, at).html()) } }
                    td { (weight(&[reading.decibans], 0).html()) }
                    @if let Some(event) = event { td { (weight(&event.decibans, at).html()) } }
                    @if let Some(own) = own { td { (weight(&own.decibans, at).html()) } }
                }
            }
        },
    )
}

/// The figure of the readings by month.
fn course(of: &Assessment, weighed: &Weighed) -> Markup {
    let drawing = both("odds", |size| odds::draw(of, weighed, size));
    let Some(svg) = drawing else { return html! {} };
    let without = if weighed.event.is_some() {
        " Circles: in the event's month, by its counts without the event itself."
    } else {
        ""
    };
    figure(
        "The readings by month",
        &format!(
            "Probability as known at each month's end, from the prior. Equal heights are equal weights of evidence.{without}"
        ),
        &html! {
            (svg)
            p.readout aria-hidden="true" hidden="hidden" { "Point at a month to read it." }
        },
        &source_line(&say::source(
            of,
            "prior of the case, months and event weighed",
        )),
    )
}

/// What each thing about the event is worth.
fn event_itself(weighed: &Weighed) -> Markup {
    let Some(event) = weighed
        .event
        .as_ref()
        .filter(|event| !event.parts.is_empty())
    else {
        return html! {};
    };
    html! {
        h3 { "The event itself" }
        (per_reading("The event itself, by reading: probability, and weight in decibans", &["Looked at"], weighed, &html! {
            @for part in &event.parts {
                tr {
                    th scope="row" {
                        b { (say::feature(part.feature)) }
                        span.less { "In the record: " (clean(&part.record)) }
                    }
                    @for at in 0..weighed.hypotheses.len() {
                        td {
                            @if let Some(p) = part.probability.get(at) {
                                (Sentence::default().figure(chance(*p), &part.source).html())
                            }
                            @if let Some(weight) = part.decibans.get(at) { span.less { (number::weight(*weight)) } }
                        }
                    }
                }
            }
            tr.moved {
                th scope="row" { "Together, decibans" }
                @for weight in &event.decibans { td { (number::weight(*weight)) } }
            }
        }))
    }
}

/// A small probability needs its digits: the range of deaths is one of very many.
fn chance(p: f64) -> String {
    if p > 0.0 && p < 0.01 {
        format!("{}{}%", number::two_digits(100.0 * p), number::NBSP)
    } else {
        number::percent(p)
    }
}

/// A table with a column for each reading, after those named.
fn per_reading(caption: &str, first: &[&str], weighed: &Weighed, rows: &Markup) -> Markup {
    let names: Vec<String> = weighed.hypotheses.iter().map(|h| clean(&h.name)).collect();
    let columns: Vec<&str> = first
        .iter()
        .copied()
        .chain(names.iter().map(String::as_str))
        .collect();
    table(caption, &columns, rows)
}
