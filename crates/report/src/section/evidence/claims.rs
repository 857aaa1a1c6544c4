//! What is said about the event, weighed, and what would be worth watching.

use assessment::Assessment;
use evidence::{ClaimWeight, Finding, Odds, WatchTold, WatchWeight, Weighed};
use maud::{Markup, html};

use crate::clean::clean;
use crate::number;
use crate::page::table;
use crate::prose::{Sentence, claim as say};
use crate::terminal::{Look, Page};

use super::per_reading;

/// Things to watch that a terminal names.
const WATCHED: usize = 3;

/// The claims with what they need to be seen, under every reading.
pub(super) fn html(of: &Assessment, weighed: &Weighed) -> Markup {
    let claims = &of.evidence.claims;
    if claims.is_empty() {
        return html! {};
    }
    html! {
        h3 { "What is said about it" }
        div.prose { p { (say::how(&of.evidence).html()) } }
        (per_reading(
            "Claims, and the probability of what they need to be seen: now, and on the eve of the event",
            &["Claim"],
            weighed,
            &html! { @for (at, claim) in claims.iter().enumerate() { (row(of, weighed, at, claim)) } },
        ))
    }
}

fn row(of: &Assessment, weighed: &Weighed, at: usize, claim: &ClaimWeight) -> Markup {
    html! {
        tr id=(format!("claim-{at}")) {
            th scope="row" {
                b { (clean(&claim.sentence)) }
                span.less { (say::must_be_seen(claim, &of.event.capital).html()) }
                span.finding { (say::finding(claim, weighed).html()) }
                @if let Some(speaks) = say::speaks(claim, weighed) { span.less { (speaks.html()) } }
                @if let Some(odds) = &claim.after { (record(odds)) }
            }
            @for reading in 0..weighed.hypotheses.len() {
                td {
                    (chance(claim.after.as_ref(), reading).html())
                    @if let Some(error) = error(claim.after.as_ref(), reading) { span.less { (error) } }
                    span.less { "eve " (chance(claim.before.as_ref(), reading).plain()) }
                }
            }
        }
    }
}

/// What the record has of it.
fn record(of: &Odds) -> Markup {
    html! {
        @if !of.record.trim().is_empty() { span.less { "In the record: " (clean(&of.record)) } }
    }
}

/// The probability under a reading.
fn chance(of: Option<&Odds>, reading: usize) -> Sentence {
    match of.and_then(|odds| Some((odds, odds.chances.get(reading)?))) {
        Some((odds, chance)) => {
            Sentence::default().figure(number::percent(chance.value), &odds.source)
        }
        None => Sentence::new("–"),
    }
}

/// Its Monte-Carlo standard error in points, where it has one.
fn error(of: Option<&Odds>, reading: usize) -> Option<String> {
    let error = of?.chances.get(reading)?.error?;
    (error.is_finite() && error > 0.0)
        .then(|| format!("±{}{}", number::NBSP, number::two_digits(100.0 * error)))
}

/// What would tell the readings apart best.
pub(super) fn watch(of: &Assessment, weighed: &Weighed) -> Markup {
    let watch = &of.evidence.watch;
    if watch.is_empty() {
        return html! {};
    }
    html! {
        h3 { "What to watch" }
        (table(
            "By the weight of evidence that it can be expected to bring",
            &["What would be seen", "Expected", "Likely", "If seen", "If not seen"],
            &html! {
                @for (at, one) in watch.iter().enumerate() { (watched(at, one, weighed)) }
            },
        ))
    }
}

fn watched(at: usize, one: &WatchWeight, weighed: &Weighed) -> Markup {
    html! {
        tr id=(format!("watch-{at}")) {
            th scope="row" {
                b { (clean(&one.sentence)) }
                @match &one.told {
                    Some(told) => (record(&told.odds)),
                    None => span.less { (say::not_known(one)) },
                }
            }
            @match &one.told {
                Some(told) => (worth(one, told, weighed)),
                None => @for _ in 0..4 { td { "–" } },
            }
        }
    }
}

fn worth(one: &WatchWeight, told: &WatchTold, weighed: &Weighed) -> Markup {
    let source = &told.odds.source;
    let error = told
        .expected_error
        .filter(|error| error.is_finite() && *error >= 0.005);
    html! {
        td {
            (Sentence::default().figure(number::decibans(told.expected), source).html())
            @if let Some(error) = error { span.less { "±" (number::NBSP) (format!("{error:.2}")) } }
        }
        td {
            (Sentence::default().figure(number::percent(told.odds.overall.value), source).html())
            span.less { "within " (number::of(one.observable.horizon(), "month", "months")) }
        }
        td { (say::would_mean(&told.if_seen, weighed, source).html()) }
        td { (say::would_mean(&told.if_not_seen, weighed, source).html()) }
    }
}

/// Claims in two lines each, and the first few things to watch.
pub(super) fn terminal(of: &Assessment, weighed: &Weighed, full: bool, page: &mut Page) {
    for claim in &of.evidence.claims {
        let sentence = Sentence::new(format!("“{}” ", clean(claim.sentence.trim())))
            .join(say::finding(claim, weighed));
        let speaks = say::speaks(claim, weighed)
            .filter(|_| full && claim.finding == Finding::Diagnostic)
            .map(|speaks| Sentence::new(" ").join(speaks));
        let sentence = sentence.join(speaks.unwrap_or_default());
        page.paragraph(&sentence.plain(), Look::Plain);
    }
    let told = of.evidence.watch.iter().filter(|one| one.told.is_some());
    for (at, one) in told.take(WATCHED).enumerate() {
        if at == 0 {
            page.paragraph("To watch", Look::Bold);
        }
        page.paragraph(&say::watch(one, weighed, full).plain(), Look::Plain);
    }
}
