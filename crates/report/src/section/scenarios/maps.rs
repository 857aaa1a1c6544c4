//! Who rules most where: a map for a choice of scenario and month, and a table of it.

use assessment::ScenarioSection;
use calendar::Month;
use maud::{Markup, html};
use theatre::Scenarios;

use crate::clean::clean;
use crate::figure::both;
use crate::figure::rulers::{Ruler, Rulers};
use crate::number;
use crate::page::{source_line, table};

/// The map, where the country has an outline, and the table.
pub(super) fn rulers(section: &ScenarioSection, of: &Scenarios, iso3: &str) -> Markup {
    let rulers = Rulers::new(of);
    html! {
        (map(section, of, iso3, &rulers))
        (places(of, &rulers))
    }
}

fn map(section: &ScenarioSection, of: &Scenarios, iso3: &str, rulers: &Rulers<'_>) -> Markup {
    let (Some(outline), Some(first)) = (places::outline(iso3), of.scenarios.first()) else {
        return html! {};
    };
    let Some(last) = first.places.len().checked_sub(1) else {
        return html! {};
    };
    let months: Vec<String> = first
        .places
        .iter()
        .map(|at| moment(section.from, at.month))
        .collect();
    let title = "Who rules most of each region's people";
    let drawing = both("rulers", |size| {
        rulers.draw(&outline, (0, last), title, size.width().min(560.0))
    });
    html! {
        @if let Some(svg) = drawing {
            figure.rulers data-months=(months.join(";")) {
                figcaption {
                    b { (title) }
                    span { "Colour: who rules most, by the mean over runs. The more solid, the larger the share of the people." }
                }
                div.control hidden="hidden" {
                    label for="rulers-scenario" { "Scenario" }
                    select #rulers-scenario {
                        @for (number, one) in of.scenarios.iter().enumerate() {
                            option value=(number) { (clean(&one.name)) }
                        }
                    }
                    label for="rulers-month" { "Month" }
                    input #rulers-month type="range" min="0" max=(last) value=(last) step="1";
                }
                p.moment { (clean(&first.name)) ", " (months[last]) }
                (svg)
                ul.who {
                    @for (who, name) in rulers.names().iter().enumerate() {
                        li data-colour=(rulers.colour(who)) {
                            svg width="12" height="12" aria-hidden="true" {
                                rect class=(rulers.colour(who)) width="12" height="12" {}
                            }
                            (clean(name))
                        }
                    }
                }
                p.source { (source_line(&section.source)) " Boundaries: " (clean(&outline.source)) "." }
            }
        }
    }
}

/// `September 2029, month 60`.
fn moment(from: Month, months: u32) -> String {
    match i32::try_from(months) {
        Ok(after) if after > 0 => format!("{}, month {after}", number::month(from + (after - 1))),
        _ => format!("before {}", number::month(from)),
    }
}

/// Who rules most of every place at the start, midway and at the end of every scenario, for those without a script.
fn places(of: &Scenarios, rulers: &Rulers<'_>) -> Markup {
    let views = of.scenarios.first().map_or(0, |one| one.places.len());
    let Some(last) = views.checked_sub(1) else {
        return html! {};
    };
    let months: Vec<u32> = of.scenarios[0].places.iter().map(|at| at.month).collect();
    let midway = months
        .iter()
        .position(|month| *month == 24)
        .filter(|at| *at < last);
    let told: Vec<usize> = [Some(0), midway, Some(last).filter(|at| *at > 0)]
        .into_iter()
        .flatten()
        .collect();
    let names = rulers.names();
    let say = |ruler: Option<Ruler>| match ruler {
        Some((who, share)) => format!(
            "{} {}",
            names.get(who).map_or("nobody", String::as_str),
            number::percent(share)
        ),
        None => "–".to_owned(),
    };
    let headings: Vec<String> = told
        .iter()
        .map(|at| match months[*at] {
            0 => "At the start".to_owned(),
            month => format!("Month {month}"),
        })
        .collect();
    let columns: Vec<&str> = std::iter::once("Place")
        .chain(headings.iter().map(String::as_str))
        .chain(["Deaths, median"])
        .collect();
    html! {
        details {
            summary { "Every place, scenario by scenario" }
            (table("Who rules most of each place's people, and their share", &columns, &html! {
                @for (scenario, one) in of.scenarios.iter().enumerate() {
                    tr.part { th colspan=(columns.len()) scope="colgroup" { (clean(&one.name)) } }
                    @for (place, name) in of.places.iter().enumerate() {
                        tr {
                            th scope="row" { (clean(name)) }
                            @for at in &told { td { (clean(&say(rulers.ruler(scenario, *at, &[place])))) } }
                            td {
                                @match one.places.get(last).and_then(|at| at.places.get(place)) {
                                    Some(at) => (number::two_digits(at.deaths)),
                                    None => "–",
                                }
                            }
                        }
                    }
                }
            }))
        }
    }
}
