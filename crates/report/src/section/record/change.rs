//! The last twelve months beside the twelve before.

use assessment::{Assessment, Change};
use maud::{Markup, html};
use stats::Source;

use crate::figure::both;
use crate::figure::intervals::{self, Row};
use crate::number;
use crate::page::{figure, source_line, table, together};
use crate::prose::change as say;
use crate::section::TYPES;
use crate::terminal::{Look, Page, Side};

/// Sentences, ratios and the table.
pub(super) fn html(of: &Assessment) -> Markup {
    let Some(change) = &of.record.change else {
        return html! {};
    };
    let source = &of.record.source;
    html! {
        h3 { "The last " (number::of(say::length(&change.now), "month", "months")) }
        div.prose {
            p {
                (say::events(change, source).html()) " " (say::deaths(change, source).html())
                @if let Some(without) = say::without(change) { " " (without.html()) }
            }
            p {
                @if let Some(kinds) = say::by_type(change, source) { (kinds.html()) " " }
                @if let Some(civilians) = say::civilians(change, source) { (civilians.html()) }
            }
        }
        (ratios(change))
        (periods(change))
    }
}

fn ratios(change: &Change) -> Markup {
    let mut rows = vec![
        ("Events", &change.events_ratio),
        ("Deaths", &change.deaths_ratio),
    ];
    if let Some(without) = &change.deaths_ratio_without {
        rows.push(("Deaths without the event", without));
    }
    let rows: Vec<Row<'_>> = rows
        .into_iter()
        .map(|(label, estimate)| Row {
            label: label.to_owned(),
            value: number::ratio(estimate.median),
            estimate,
            strong: false,
        })
        .collect();
    let title = "The later period as a multiple of the earlier";
    let draw = |size| intervals::draw(&rows, &intervals::ratios(), title, size);
    let Some(drawing) = both("change", draw) else {
        return html! {};
    };
    let below = format!(
        "{} against {}: median and {} interval, logarithmic scale",
        say::span(change.now.from, change.now.to),
        say::span(change.before.from, change.before.to),
        number::level(&change.events_ratio)
    );
    let sources: Vec<&Source> = rows.iter().map(|row| &row.estimate.source).collect();
    figure(title, &below, &drawing, &source_line(&together(&sources)))
}

fn periods(change: &Change) -> Markup {
    let (now, before) = (&change.now, &change.before);
    let mut rows: Vec<(String, u32, u32)> = vec![("Events".to_owned(), now.events, before.events)];
    for (kind, (n, b)) in TYPES
        .iter()
        .zip(now.events_by_type.into_iter().zip(before.events_by_type))
    {
        rows.push((format!("of them {kind}"), n, b));
    }
    rows.extend([
        ("Deaths, best estimate".to_owned(), now.best, before.best),
        ("Deaths, high estimate".to_owned(), now.high, before.high),
        (
            "Deaths of civilians".to_owned(),
            now.civilians,
            before.civilians,
        ),
    ]);
    let now_is = say::span(now.from, now.to);
    let before_is = say::span(before.from, before.to);
    table(
        "The two periods side by side",
        &["", &now_is, &before_is],
        &html! {
            @for (name, n, b) in rows {
                tr {
                    th scope="row" { (name) }
                    td { (number::count(n)) }
                    td { (number::count(b)) }
                }
            }
        },
    )
}

/// The comparison as a table of a few lines.
pub(super) fn terminal(change: &Change, page: &mut Page) {
    let heading = format!(
        "{} to {}, the {} before, ratio ({})",
        number::of(say::length(&change.now), "month", "months"),
        number::short_month(change.now.to),
        number::count(say::length(&change.before)),
        number::level(&change.events_ratio)
    );
    page.paragraph(&heading, Look::Bold);
    let mut rows = vec![
        (
            "Events",
            change.now.events,
            Some(change.before.events),
            &change.events_ratio,
        ),
        (
            "Deaths",
            change.now.best,
            Some(change.before.best),
            &change.deaths_ratio,
        ),
    ];
    if let Some(without) = &change.deaths_ratio_without {
        rows.push(("without the event", 0, None, without));
    }
    let table: Vec<Vec<String>> = rows
        .into_iter()
        .map(|(name, now, before, ratio)| {
            vec![
                name.to_owned(),
                before.map(|_| number::count(now)).unwrap_or_default(),
                before.map(number::count).unwrap_or_default(),
                format!("x {}", number::ratio(ratio.median)),
                format!(
                    "({} to {})",
                    number::ratio(ratio.low),
                    number::ratio(ratio.high)
                ),
            ]
        })
        .collect();
    page.table(
        &[
            Side::Left,
            Side::Right,
            Side::Right,
            Side::Right,
            Side::Left,
        ],
        &table,
    );
    page.paragraph(&say::verdicts(change).plain(), Look::Plain);
}
