//! Outcomes of scenarios and their differences as tables.

use maud::{Markup, html};
use theatre::summary::{Difference, Mean, Measure};
use theatre::{Scenarios, Summary};

use super::{moments, switch};
use crate::clean::clean;
use crate::number::{self, NBSP};
use crate::page::table;
use crate::prose::scenarios as say;

/// Who governs, and what it means for people, at each moment.
pub(super) fn outcomes(of: &Scenarios) -> Markup {
    switch("outcomes", &moments(of), |month| {
        html! {
            (who_governs(of, month))
            (people(of, month))
        }
    })
}

fn who_governs(of: &Scenarios, month: u32) -> Markup {
    table(
        &format!("Who governs after {month} months, in shares of runs"),
        &[
            "Scenario",
            "Capital held by",
            "Regime survived",
            "Replaced",
            "Collapsed",
            "Placeholder",
            "Ruling armed factions",
        ],
        &html! {
            @for one in &of.scenarios {
                @if let Some(at) = one.at(month) {
                    tr {
                        th scope="row" { (clean(&one.name)) }
                        td {
                            @for (place, (who, p)) in say::holders(of, at).iter().enumerate() {
                                @if place == 0 { (clean(who)) " " (number::percent(*p)) }
                                @else { span.less { (clean(who)) " " (number::percent(*p)) } }
                            }
                        }
                        td { (number::percent(at.regime.survived.probability)) }
                        td { (number::percent(at.regime.replaced.probability)) }
                        td { (number::percent(at.regime.collapsed.probability)) }
                        td { (number::percent(at.placeholder.probability)) }
                        td {
                            (number::two_digits(at.factions.mean))
                            span.less { "3 or more: " (number::percent(at.three_factions.probability)) }
                        }
                    }
                }
            }
        },
    )
}

fn people(of: &Scenarios, month: u32) -> Markup {
    let share = |of: Mean| {
        html! {
            (number::percent(of.mean))
            span.less { (number::percents(of.low, of.high)) }
        }
    };
    let amount = |of: Mean| {
        html! {
            (say::amount(of.mean))
            span.less { (say::amount(of.low)) " to " (say::amount(of.high)) }
        }
    };
    table(
        &format!(
            "People after {month} months: mean, and the interval that holds 90{NBSP}% of runs; rule in shares of the people"
        ),
        &[
            "Scenario",
            "State rule",
            "Shadow rule",
            "Overt rule",
            "Nobody's",
            "Deaths so far",
            "Displaced",
        ],
        &html! {
            @for one in &of.scenarios {
                @if let Some(at) = one.at(month) {
                    tr {
                        th scope="row" { (clean(&one.name)) }
                        @for rule in [at.state, at.shadow, at.overt, at.nobody] { td { (share(rule)) } }
                        @for many in [at.deaths, at.displaced] { td { (amount(many)) } }
                    }
                }
            }
        },
    )
}

/// Differences from the first scenario at each moment.
pub(super) fn differences(of: &Scenarios) -> Markup {
    let Some((first, others)) = of.scenarios.split_first() else {
        return html! {};
    };
    let told: Vec<u32> = moments(of)
        .into_iter()
        .filter(|month| {
            others
                .iter()
                .any(|one| one.less_first(*month, Measure::Deaths).is_some())
        })
        .collect();
    if told.is_empty() {
        return html! {};
    }
    html! {
        (switch("differences", &told, |month| of_month(first, others, month)))
        p.caution {
            "Each run is set against the run of " (clean(&first.name)) " with the same number and the same chances. Below a mean: \
             the interval that holds 90" (NBSP) "% of the differences. Pale: no more than chance, within twice the \
             Monte-Carlo error."
        }
    }
}

fn of_month(first: &Summary, others: &[Summary], month: u32) -> Markup {
    table(
        &format!(
            "Difference from {} after {month} months; rule in points of the people",
            first.name
        ),
        &[
            "Scenario",
            "Deaths",
            "Displaced",
            "State rule",
            "Movements' overt rule",
            "Nobody's rule",
        ],
        &html! {
            @for one in others {
                tr {
                    th scope="row" { (clean(&one.name)) }
                    @for measure in Measure::ALL {
                        @match one.less_first(month, measure) {
                            Some(less) => (cell(less)),
                            None => td { "–" },
                        }
                    }
                }
            }
        },
    )
}

fn cell(of: &Difference) -> Markup {
    let write = match of.measure {
        Measure::Deaths | Measure::Displaced => say::signed,
        _ => say::points,
    };
    let Mean {
        mean, low, high, ..
    } = of.difference;
    html! {
        td.faint[!say::tells(of)] {
            (write(mean))
            span.less { (write(low)) " to " (write(high)) }
        }
    }
}
