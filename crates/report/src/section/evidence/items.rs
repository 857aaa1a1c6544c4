//! The analyst's own items.

use assessment::Assessment;
use evidence::Weighed;
use maud::{Markup, html};

use crate::clean::clean;
use crate::number;
use crate::prose::evidence as say;
use crate::terminal::{Look, Page};

use super::per_reading;

/// The items one by one, with what the verdict hangs on and what to look at again.
pub(super) fn html(of: &Assessment, weighed: &Weighed) -> Markup {
    let (Some(items), Some(together)) = (&of.evidence.items, say::items(&of.evidence, weighed))
    else {
        return html! {};
    };
    html! {
        h3 { "The analyst's own items" }
        div.prose { p { (together.html()) } }
        @if !items.items.is_empty() {
            (per_reading("What each item adds to the others, in decibans; without it, the probability", &["Item"], weighed, &html! {
                @for item in &items.items {
                    tr.moved[item.verdict_hangs_on_it] {
                        th scope="row" {
                            (clean(&item.statement))
                            span.less {
                                (number::day(item.date))
                                @if let Some(group) = &item.group { ", counted once with group " (clean(group)) }
                                @if item.verdict_hangs_on_it { "; without it another reading leads" }
                            }
                        }
                        @for reading in 0..weighed.hypotheses.len() {
                            td {
                                @if let Some(adds) = item.adds.get(reading) { (number::weight(*adds)) }
                                @if let Some(p) = item.posterior_without.get(reading) { span.less { (number::percent(*p)) } }
                            }
                        }
                    }
                }
            }))
        }
        @if !items.doubts.is_empty() {
            ul.caution { @for doubt in &items.doubts { li { (clean(doubt)) } } }
        }
    }
}

/// The items together, then each in a line, then what to look at again.
pub(super) fn terminal(of: &Assessment, weighed: &Weighed, full: bool, page: &mut Page) {
    let (Some(items), Some(together)) = (&of.evidence.items, say::items(&of.evidence, weighed))
    else {
        return;
    };
    page.paragraph(&together.plain(), Look::Plain);
    if !full {
        return;
    }
    for item in &items.items {
        page.paragraph(&say::item(item, weighed).plain(), Look::Plain);
    }
    for doubt in &items.doubts {
        page.paragraph(&format!("Look again at {}", clean(doubt)), Look::Dim);
    }
}
