//! Reach and rule: where a lineage can operate, and, apart from it, signs that it governs.

use assessment::Assessment;
use calendar::Month;
use maud::{Markup, html};
use stats::Source;
use trajectory::rule::{Rule, RuleState, SignKind};
use trajectory::whole::{LineageReach, Placed};

use super::Section;
use crate::clean::clean;
use crate::figure::reach::{self as map, key};
use crate::figure::strips::{self, Mark, Row};
use crate::figure::{Size, both};
use crate::number;
use crate::page::{figure, source_line, table};
use crate::prose::{Sentence, reach as say, rule as say_rule};
use crate::standing::{Detail, Standing};
use crate::terminal::{Look, Page};

pub(crate) const HEADING: &str = "Reach and rule";

/// Width of a small map.
const SMALL: f64 = 170.0;

/// Reach and rule.
#[derive(Debug)]
pub(crate) struct ReachAndRule;

impl Section for ReachAndRule {
    fn key(&self) -> &'static str {
        "reach"
    }

    fn heading(&self) -> &'static str {
        HEADING
    }

    fn html(&self, of: &Assessment) -> Markup {
        html(&Standing::of(of))
    }

    fn terminal(&self, of: &Assessment, page: &mut Page) {
        terminal(&Standing::of(of), page, Detail::Brief);
    }
}

fn facts_source() -> Source {
    Source::data("landmarks", "facts by region and year")
}

/// Sentences on reach, the main ones first.
fn sentences(of: &LineageReach) -> Vec<Sentence> {
    let reach = &of.reach;
    [
        say::now(of),
        say::before(reach),
        say::movement(of),
        say::course(reach),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Practitioners' measures, and what the estimate rests on.
fn measures(of: &LineageReach) -> Vec<Sentence> {
    let source = of
        .reach
        .months
        .last()
        .map(|month| Source::data(month.km2.source.data.join(", "), "counted"))
        .unwrap_or_default();
    [
        say::ellipse(&of.reach),
        say::dynamics(of, &source),
        say::diffusion(of, &source),
        say::rests_on(&of.reach),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// On a terminal.
pub(crate) fn terminal(of: &Standing<'_>, page: &mut Page, detail: Detail) {
    let whole = of.trajectory;
    if let Some(reach) = &whole.reach {
        let measures = match detail {
            Detail::Full => measures(reach),
            Detail::Brief => Vec::new(),
        };
        for sentence in sentences(reach).into_iter().chain(measures) {
            page.paragraph(&sentence.plain(), Look::Plain);
        }
    } else if let Some(why) = &whole.no_reach {
        page.paragraph(&say::none(why).plain(), Look::Plain);
    }
    if let Some(placed) = &whole.placed {
        page.paragraph(&say::placed(placed, &facts_source()).plain(), Look::Plain);
    }
    match &whole.rule {
        Some(rule) => {
            page.paragraph(&say_rule::known(rule).plain(), Look::Plain);
            if let Some(lately) = say_rule::lately(rule) {
                page.paragraph(&lately.plain(), Look::Plain);
            }
        }
        None => page.paragraph(NO_RULE, Look::Plain),
    }
}

const NO_RULE: &str = "Rule: no signs of governing are declared, so nothing is said of it.";

/// On the page.
pub(crate) fn html(of: &Standing<'_>) -> Markup {
    let whole = of.trajectory;
    html! {
        h3 { "Reach: where it can strike" }
        @if let Some(reach) = &whole.reach {
            div.prose { @for sentence in sentences(reach) { p { (sentence.html()) } } }
            (maps(reach, of))
            (by_region(reach))
            h3 { "What practitioners measure on the same events" }
            div.prose { @for sentence in measures(reach) { p { (sentence.html()) } } }
        } @else if let Some(why) = &whole.no_reach {
            div.prose { p { (say::none(why).html()) } }
        }
        @if let Some(placed) = &whole.placed { (placed_figure(placed, of)) }
        h3 { "Rule: where it governs" }
        @match &whole.rule {
            Some(rule) => (rule_html(rule, of)),
            None => div.prose { p { (NO_RULE) } },
        }
    }
}

/// The map with its slider, and months side by side.
fn maps(of: &LineageReach, standing: &Standing<'_>) -> Markup {
    let outline = places::outline(&standing.trajectory.iso3);
    let outline = outline.as_ref();
    let reach = &of.reach;
    let (Some(last), Some(end)) = (reach.months.last(), reach.map.months.checked_sub(1)) else {
        return html! {};
    };
    let title = format!("Reach of {}", of.name);
    let draw = |size: Size| map::slider(of, outline, &title, size.width().min(560.0));
    let areas: Vec<String> = reach
        .months
        .iter()
        .map(|m| number::two_digits(m.km2.median))
        .collect();
    let credit = outline.map_or_else(
        || " No outline of the country is built in: the lines are degrees.".to_owned(),
        |outline| format!(" Boundaries: {}.", outline.source),
    );
    html! {
        @if let Some(svg) = both("reach", draw) {
            figure.slider data-first=(reach.map.first.to_string()) data-areas=(areas.join(";")) {
                figcaption {
                    b { (clean(&title)) }
                    span { "Probability that a cell of half a degree is within reach, by month; blank under 5 %." }
                }
                div.control hidden="hidden" {
                    label for="reach-month" { "Month" }
                    input #reach-month type="range" min="0" max=(end) value=(end) step="1";
                }
                p.moment { (moment_line(last.month, &last.km2)) }
                (svg)
                (key().element("reach-key"))
                p.source { (source_line(&last.km2.source)) (credit) }
            }
        }
        figure {
            figcaption { b { "The same at six moments" } span { "Shades as above." } }
            div.multiples {
                @for (place, month) in map::moments(reach).into_iter().enumerate() {
                    @if let Some(svg) = map::moment(of, outline, month, SMALL) {
                        div {
                            p { (number::short_month(month)) }
                            (svg.element(&format!("moment-{place}")))
                        }
                    }
                }
            }
        }
    }
}

fn moment_line(month: Month, km2: &stats::Estimate) -> String {
    format!(
        "{}: {}{}km²",
        number::month(month),
        number::two_digits(km2.median),
        number::NBSP
    )
}

/// Share of each region within reach.
fn by_region(of: &LineageReach) -> Markup {
    let rows: Vec<(&str, f64, Option<f64>, f64, String)> = of
        .reach
        .regions
        .iter()
        .filter_map(|region| {
            let now = region.share.last()?;
            let before = region.share.len().checked_sub(13);
            let most = region.share.iter().map(|s| s.median).fold(0.0, f64::max);
            let range = format!(
                "{} to {}",
                number::percent(now.low),
                number::percent(now.high)
            );
            let then = before.map(|at| region.share[at].median);
            Some((region.region.as_str(), now.median, then, most, range))
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            (table(
                "Share of each region's area within reach",
                &["Region", "Last month", "90 % interval", "A year before", "At most"],
                &html! {
                    @for (region, now, before, most, range) in &rows {
                        tr {
                            th scope="row" { (clean(region)) }
                            td { (number::percent(*now)) }
                            td { (range) }
                            td { @if let Some(before) = before { (number::percent(*before)) } @else { "–" } }
                            td { (number::percent(*most)) }
                        }
                    }
                },
            ))
        }
    }
}

/// Facts by region and year.
fn placed_figure(of: &Placed, standing: &Standing<'_>) -> Markup {
    let source = facts_source();
    let (Some(first), Some(last)) = (Month::new(of.from, 1), Month::new(of.to, 12)) else {
        return html! {};
    };
    let most = of
        .regions
        .iter()
        .flat_map(|r| &r.facts)
        .copied()
        .max()
        .unwrap_or(0);
    let rows: Vec<Row> = of
        .regions
        .iter()
        .map(|region| Row {
            label: region.region.clone(),
            marks: region
                .facts
                .iter()
                .enumerate()
                .filter(|(_, facts)| **facts > 0)
                .map(|(at, facts)| Mark {
                    from: first + 12 * at as i32,
                    to: first + (12 * at as i32 + 11),
                    class: format!("r{}", shade(*facts, most)),
                    title: format!(
                        "{}: {}",
                        of.from + at as i32,
                        number::of(*facts, "fact", "facts")
                    ),
                    number: Some(*facts),
                })
                .collect(),
        })
        .collect();
    let title = format!("Where the facts place {}", of.lineage);
    let event = standing.event.map(|(month, _)| month);
    html! {
        div.prose { p { (say::placed(of, &source).html()) } }
        @if let Some(svg) = both("placed", |size| strips::draw(&rows, (first, last), event, &title, size)) {
            (figure(
                &title,
                "Sourced facts by region and year, chosen, not sampled: no estimate of reach. An empty field \
                 says that no fact was collected, not that the group was away.",
                &svg,
                &source_line(&source),
            ))
        }
    }
}

fn shade(facts: u32, most: u32) -> u32 {
    let part = (f64::from(facts) / f64::from(most.max(1))).sqrt();
    ((part * 5.0).ceil() as u32).clamp(1, 5)
}

/// Signs of rule by region and month.
fn rule_html(of: &Rule, standing: &Standing<'_>) -> Markup {
    let source = say_rule::source(of);
    let first = of.signs.iter().map(|sign| Month::of(sign.from)).min();
    let rows: Vec<Row> = of.regions.iter().map(rule_row).collect();
    let title = format!("Signs of rule by {}", of.name);
    let event = standing.event.map(|(month, _)| month);
    let drawing = first.filter(|_| !of.says_nothing()).and_then(|first| {
        both("rule", |size| {
            strips::draw(&rows, (first, of.to), event, &title, size)
        })
    });
    html! {
        div.prose {
            p {
                (say_rule::known(of).html())
                @if let Some(lately) = say_rule::lately(of) { " " (lately.html()) }
            }
            @if let Some(note) = &of.note { p.caution { (clean(note)) } }
        }
        @if let Some(svg) = drawing {
            (figure(
                &title,
                "Dark: overt rule, a place taken. Middle: shadow rule, a blockade or a local accord; pale where no \
                 end is recorded. Outlined: looked for, none seen. Blank: nothing known.",
                &svg,
                &source_line(&source),
            ))
        }
        @if !of.signs.is_empty() { (signs(of)) }
    }
}

fn rule_row(of: &trajectory::rule::RegionRule) -> Row {
    Row {
        label: of.region.clone(),
        marks: of
            .spans
            .iter()
            .map(|span| Mark {
                from: span.from,
                to: span.to,
                class: match (span.state, span.open) {
                    (RuleState::Overt, _) => "overt",
                    (RuleState::Shadow, false) => "shadow",
                    (RuleState::Shadow, true) => "shadow-open",
                    _ => "none-seen",
                }
                .to_owned(),
                title: format!(
                    "{} to {}: {}{}",
                    number::short_month(span.from),
                    number::short_month(span.to),
                    say_rule::state(span.state),
                    if span.open { ", no end recorded" } else { "" }
                ),
                number: None,
            })
            .collect(),
    }
}

/// The signs themselves, for those who want to check.
fn signs(of: &Rule) -> Markup {
    html! {
        details {
            summary { "The signs" }
            (table(
                "Facts that speak of rule",
                &["Fact", "From", "Until", "Region", "What", "Sign of"],
                &html! {
                    @for sign in of.signs.iter().rev() {
                        tr {
                            th scope="row" { (clean(&sign.id)) }
                            td { (number::day(sign.from)) }
                            td { @if let Some(until) = sign.until { (number::day(until)) } @else { "–" } }
                            td { (clean(&sign.region)) }
                            td {
                                @if !sign.place.trim().is_empty() { (clean(&sign.place)) ": " }
                                (clean(&sign.what))
                            }
                            td {
                                (match sign.kind {
                                    SignKind::Overt => "overt",
                                    SignKind::Shadow | SignKind::Accord => "shadow",
                                    SignKind::End => "its end",
                                })
                                @if sign.brief { " (brief, not counted)" }
                            }
                        }
                    }
                },
            ))
        }
    }
}
