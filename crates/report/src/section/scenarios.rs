//! What happens under each scenario: outcomes, differences, courses, maps.

mod courses;
mod findings;
mod maps;
mod tables;

use assessment::Assessment;
use maud::{Markup, html};
use theatre::Scenarios;
use theatre::summary::Horizon;

use super::Section;
use crate::clean::clean;
use crate::number;
use crate::prose::findings as found;
use crate::prose::scenarios as say;
use crate::terminal::{Look, Page, Side};

/// What if.
#[derive(Debug)]
pub(crate) struct WhatIf;

impl Section for WhatIf {
    fn key(&self) -> &'static str {
        "scenarios"
    }

    fn heading(&self) -> &'static str {
        "What if"
    }

    fn html(&self, of: &Assessment) -> Markup {
        let section = &of.scenarios;
        let Some(played) = &section.played else {
            return html! { div.prose { p { (say::none(section).html()) } } };
        };
        html! {
            div.prose {
                @for sentence in say::sentences(played, &section.source) { p { (sentence.html()) } }
                @for sentence in found::sentences(played, &section.source) { p { (sentence.html()) } }
                p.caution { (say::caveat(section, played).html()) }
            }
            (tables::outcomes(played))
            (tables::differences(played))
            (findings::claims(played))
            (courses::fans(played, &section.source))
            (maps::rulers(section, played, &of.event.iso3))
            @if let Some(learned) = &section.calibration { (findings::replays(learned, &section.source)) }
            (findings::hangs_on(played))
            @if let Some(learned) = &section.calibration { (findings::learned(learned)) }
        }
    }

    fn terminal(&self, of: &Assessment, page: &mut Page) {
        let section = &of.scenarios;
        let Some(played) = &section.played else {
            page.paragraph(&say::none(section).plain(), Look::Plain);
            return;
        };
        // What falls apart is among the claims below.
        for sentence in say::sentences(played, &section.source).into_iter().take(3) {
            page.paragraph(&sentence.plain(), Look::Plain);
        }
        claims(played, page);
        outcomes(played, page);
        page.paragraph(&say::caveat(section, played).plain(), Look::Dim);
    }
}

/// What the runs say of claims, on a terminal.
fn claims(of: &Scenarios, page: &mut Page) {
    let rows: Vec<Vec<String>> = of
        .findings
        .iter()
        .map(|one| {
            vec![
                format!(
                    "{}: {}",
                    clean(&one.scenario),
                    clean(&found::claim(of, one))
                ),
                number::percent(one.holds.probability),
            ]
        })
        .collect();
    if !rows.is_empty() {
        page.table(&[Side::Left, Side::Right], &rows);
    }
}

/// How each scenario ends, on a terminal.
fn outcomes(of: &Scenarios, page: &mut Page) {
    let held = |end: &Horizon| end.capital.get(of.holder).map_or(0.0, |at| at.probability);
    let bare = |share: f64| number::percent(share).replace([number::NBSP, '%'], "");
    let head = [
        format!("{} months, %", of.months),
        "capital".to_owned(),
        "state".to_owned(),
        "overt".to_owned(),
        "nobody".to_owned(),
        "deaths".to_owned(),
    ];
    let rows = of.scenarios.iter().filter_map(|one| {
        let end = one.horizons.last()?;
        Some(vec![
            // Keys are short, and what a command takes.
            clean(&one.key),
            bare(held(end)),
            bare(end.state.mean),
            bare(end.overt.mean),
            bare(end.nobody.mean),
            say::amount(end.deaths.mean),
        ])
    });
    let rows: Vec<Vec<String>> = std::iter::once(head.to_vec()).chain(rows).collect();
    let mut sides = [Side::Right; 6];
    sides[0] = Side::Left;
    page.table(&sides, &rows);
    page.paragraph(
        &format!(
            "capital: runs in which {} holds it; state, overt, nobody: people under such rule; means.",
            clean(&say::holder(of))
        ),
        Look::Dim,
    );
}

/// Months of which tables tell: 24 where that is not the end, and the end.
fn moments(of: &Scenarios) -> Vec<u32> {
    let told = of
        .scenarios
        .first()
        .map_or(&[][..], |one| one.horizons.as_slice());
    let last = told.last().map(|at| at.month);
    told.iter()
        .map(|at| at.month)
        .filter(|month| *month == 24 || Some(*month) == last)
        .collect()
}

/// The same for each moment, of which the page shows one, the last at first; it needs no script.
fn switch(name: &str, moments: &[u32], of: impl Fn(u32) -> Markup) -> Markup {
    html! {
        div.switch {
            @for month in moments {
                @let id = format!("{name}-{month}");
                input id=(id) type="radio" name=(name) checked=[(Some(month) == moments.last()).then_some("checked")];
                label for=(id) { "After " (month) " months" }
            }
            @for month in moments { div { (of(*month)) } }
        }
    }
}
