//! Claims with where they fail, what outcomes hang on, and what the record told.

use maud::{Markup, html};
use stats::Source;
use theatre::Scenarios;
use theatre::calibration::Learned;

use crate::clean::clean;
use crate::figure::{both, replays};
use crate::number::{self, NBSP};
use crate::page::{figure, source_line, table};
use crate::prose::findings as say;

/// Assumptions of which the record told most that are listed.
const LISTED: usize = 12;

/// Every claim, how often it holds, and where it holds least.
pub(super) fn claims(of: &Scenarios) -> Markup {
    if of.findings.is_empty() {
        return html! {};
    }
    let body = table(
        "Claims: shares of runs that bear them out, and where they hold least",
        &[
            "Scenario",
            "Claim",
            "After months",
            "Holds in",
            "Holds least where",
        ],
        &html! {
            @for one in &of.findings {
                tr {
                    th scope="row" { (name(of, &one.scenario)) }
                    td { (clean(&say::claim(of, one))) }
                    td { (one.month) }
                    td {
                        (number::percent(one.holds.probability))
                        span.less { "error " (number::two_digits(100.0 * one.holds.error)) }
                    }
                    td {
                        @if one.fails.is_empty() { "in no third of an assumption by three points less" }
                        @for weakness in &one.fails {
                            span.less { (clean(&say::weakness(weakness))) }
                        }
                    }
                }
            }
        },
    );
    html! { div.words { (body) } }
}

/// The three assumptions that each outcome hangs on.
pub(super) fn hangs_on(of: &Scenarios) -> Markup {
    let told: Vec<_> = of
        .hangs_on
        .iter()
        .filter(|one| !one.assumptions.is_empty())
        .collect();
    if told.is_empty() {
        return html! {};
    }
    let body = table(
        &format!(
            "What outcomes after {} months hang on: first-order index, share of the variance that one assumption alone \
             accounts for; + where the outcome rises with it",
            of.months
        ),
        &["Scenario", "Outcome", "Assumptions that decide most"],
        &html! {
            @for one in told {
                tr {
                    th scope="row" { (name(of, &one.scenario)) }
                    td { (say::outcome(of, one.outcome)) }
                    td {
                        @for part in &one.assumptions {
                            span.less {
                                (clean(&part.name)) " " (if part.rises { "+" } else { "-" })
                                (number::percent(part.index))
                            }
                        }
                    }
                }
            }
        },
    );
    html! { details { summary { "What outcomes hang on" } div.words { (body) } } }
}

/// The months of the record beside their replays.
pub(super) fn replays(of: &Learned, source: &Source) -> Markup {
    let Some(drawing) = both("replays", |size| replays::draw(&of.months, size)) else {
        return html! {};
    };
    let outside =
        replays::outside(&of.months).map_or_else(String::new, |out| format!(" Outside: {out}."));
    let source = Source {
        method: format!(
            "{} of the months, of which {} are kept",
            number::of(of.replays, "replay", "replays"),
            number::count(of.draws)
        ),
        ..source.clone()
    };
    figure(
        &format!(
            "The record beside its replays: {} lie within the 90{NBSP}% band",
            replays::within(&of.months)
        ),
        &format!(
            "Dots: the record, large and orange where it lies outside. Band: 90{NBSP}% of the replays that runs begin \
             from; line: their median. Square-root axes.{outside}"
        ),
        &html! {
            (drawing)
            p.readout aria-hidden="true" hidden="hidden" { "Point at a month to read it." }
        },
        &source_line(&source),
    )
}

/// What the record told of the assumptions.
pub(super) fn learned(of: &Learned) -> Markup {
    let three = |of: [f64; 3]| {
        let [low, middle, high] = of.map(number::two_digits);
        html! { (middle) span.less { (low) " to " (high) } }
    };
    let moved = of.assumptions.iter().take(LISTED);
    let body = table(
        &format!(
            "Assumptions of which the last {} months of the record told most: median and 90{NBSP}% before and after",
            of.months.len()
        ),
        &["Assumption", "Before", "After"],
        &html! {
            @for one in moved {
                tr {
                    th scope="row" { (clean(&one.name)) }
                    td { (three(one.before)) }
                    td { (three(one.after)) }
                }
            }
        },
    );
    html! { details { summary { "What the record told of the assumptions" } (body) } }
}

fn name(of: &Scenarios, key: &str) -> String {
    clean(of.by_key(key).map_or(key, |one| one.name.as_str()))
}
