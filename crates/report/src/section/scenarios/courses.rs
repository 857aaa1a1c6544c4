//! Courses of scenarios as fans, side by side on the same scales.

use maud::{Markup, html};
use stats::Source;
use theatre::summary::{Bands, Course, PartyKind};
use theatre::{Scenarios, Summary};

use crate::clean::clean;
use crate::figure::fan::Fan;
use crate::number::{self, NBSP};
use crate::page::source_line;

/// The series of a column, if the course has it.
type Series = Box<dyn Fn(&Course) -> Option<&Bands>>;

/// One column of fans.
struct Column {
    heading: String,
    times: f64,
    of: Series,
}

/// The movement that rules most at the start, openly or not, under the first scenario.
fn challenger(of: &Scenarios) -> Option<usize> {
    let course = &of.scenarios.first()?.course;
    let ruled = |one: &usize| {
        let party = course.fighters.get(*one);
        party.map_or(0.0, |party| {
            let first = |bands: &Bands| bands.mean.first().copied().unwrap_or(0.0);
            first(&party.shadow) + first(&party.overt)
        })
    };
    (0..of.fighters.len())
        .filter(|one| of.fighters[*one].kind == PartyKind::Movement)
        .max_by(|a, b| ruled(a).total_cmp(&ruled(b)))
}

fn columns(of: &Scenarios) -> Vec<Column> {
    let mut all = vec![
        Column {
            heading: "Deaths a month".to_owned(),
            times: 1.0,
            of: Box::new(|course| Some(&course.deaths)),
        },
        Column {
            heading: "State rule".to_owned(),
            times: 100.0,
            of: Box::new(|course| Some(&course.state)),
        },
    ];
    if let Some(one) = challenger(of) {
        let name = number::short_name(&of.fighters[one].name);
        all.push(Column {
            heading: format!("{name}: shadow rule"),
            times: 100.0,
            of: Box::new(move |course| Some(&course.fighters.get(one)?.shadow)),
        });
        all.push(Column {
            heading: format!("{name}: overt rule"),
            times: 100.0,
            of: Box::new(move |course| Some(&course.fighters.get(one)?.overt)),
        });
    }
    all
}

/// Fans of every scenario.
pub(super) fn fans(of: &Scenarios, source: &Source) -> Markup {
    let Some(first) = of.scenarios.first() else {
        return html! {};
    };
    let columns = columns(of);
    let largest = |column: &Column| {
        let each = of
            .scenarios
            .iter()
            .filter_map(|one| (column.of)(&one.course));
        each.flat_map(|bands| &bands.p95)
            .copied()
            .fold(0.0, f64::max)
    };
    let largest: Vec<f64> = columns.iter().map(largest).collect();
    let fan = |one: &Summary, number: usize, at: usize| {
        let column = &columns[at];
        let drawing = Fan {
            bands: (column.of)(&one.course)?,
            beside: (number > 0).then(|| (column.of)(&first.course)).flatten(),
            times: column.times,
            largest: largest[at],
            title: format!("{}, {}", one.name, column.heading),
        };
        Some(drawing.draw()?.element(&format!("fan-{number}-{at}")))
    };
    html! {
        figure {
            figcaption {
                b { "Courses month by month" }
                span {
                    "Line: median of the runs. Dark band: half of them; pale band: 90" (NBSP) "%. Dashed: median under "
                    (clean(&first.name)) ". A column has one scale; rule in shares of the people."
                }
            }
            div.fans {
                @for (number, one) in of.scenarios.iter().enumerate() {
                    p.of { (clean(&one.name)) }
                    @for (at, column) in columns.iter().enumerate() {
                        div {
                            p.less { (clean(&column.heading)) }
                            @if let Some(svg) = fan(one, number, at) { (svg) }
                        }
                    }
                }
            }
            p.source { (source_line(source)) }
        }
    }
}
