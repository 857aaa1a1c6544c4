//! The record of events by month with its phases shaded, its turning points and the event.

use calendar::Month;
use maud::{Markup, html};
use trajectory::phases::PhasePath;
use trajectory::reach::Phase;

use super::axes::axes;
use super::scale::{Linear, Time};
use super::{Anchor, Size, Svg, fit, line, n, path, text, text_width};
use crate::number;
use crate::prose::standing::phase;

/// Calendar years that are drawn: more would leave a month less than three units.
const YEARS: i32 = 15;

/// What is drawn.
#[derive(Debug)]
pub(crate) struct Phases<'a> {
    /// The path.
    pub(crate) path: &'a PhasePath,
    /// Events by month, from the path's first month; empty where the level has no such unit.
    pub(crate) counts: &'a [u32],
    /// Month and label of the event.
    pub(crate) event: Option<(Month, &'a str)>,
    /// What the axis counts: `Events a month in Mali`.
    pub(crate) title: String,
}

/// How surely a month is in its likeliest phase, in three shades.
fn shade(probability: f64) -> u8 {
    match probability {
        p if p >= 0.9 => 3,
        p if p >= 0.6 => 2,
        _ => 1,
    }
}

fn class(of: Phase, shade: u8) -> Option<String> {
    let name = match of {
        Phase::Expansion => "expansion",
        Phase::Contraction => "contraction",
        Phase::Plateau => return None,
    };
    Some(format!("{name} s{shade}"))
}

impl Phases<'_> {
    /// Index of the first month that is drawn.
    fn start(&self) -> usize {
        let months = &self.path.months;
        let first = months.last().map_or(0, |m| m.month.year() - YEARS + 1);
        months.partition_point(|m| m.month.year() < first)
    }

    /// The figure; none without months.
    pub(crate) fn draw(&self, size: Size) -> Option<Svg> {
        let start = self.start();
        let months = self.path.months.get(start..)?;
        let (first, last) = (months.first()?, months.last()?);
        let counts = self.counts.get(start..).unwrap_or_default();
        let width = size.width();
        let level = months.iter().map(|m| m.level.high).fold(0.0, f64::max);
        let most = counts.iter().copied().max().unwrap_or(0);
        // A band that opens wide would press the record flat.
        let median = months.iter().map(|m| m.level.median).fold(0.0, f64::max);
        let largest = level.min(2.0 * median).max(f64::from(most));
        let (left, right) = (super::margin(largest.ceil() as u32), width - 8.0);
        let time = Time::new(first.month, last.month, left, right);
        let top = 34.0;
        let height = top + if size == Size::Wide { 190.0 } else { 170.0 };
        let bottom = height - 24.0;
        let scale = Linear::new(largest, bottom, top);
        let y = |value: f64| scale.at(value.min(largest));
        let upper = months
            .iter()
            .map(|m| (time.middle(m.month), y(m.level.high)));
        let lower = months
            .iter()
            .rev()
            .map(|m| (time.middle(m.month), y(m.level.low)));
        let middle = months
            .iter()
            .map(|m| (time.middle(m.month), y(m.level.median)));
        let bars: String = counts
            .iter()
            .zip(months)
            .filter(|(count, _)| **count > 0)
            .map(|(count, m)| {
                path([
                    (time.middle(m.month), bottom),
                    (time.middle(m.month), y(f64::from(*count))),
                ])
            })
            .collect();
        let body = html! {
            (self.shading(start, &time, top, bottom))
            (axes(&scale, &time, size))
            @if !bars.is_empty() { path.counts d=(bars) {} }
            path.band.see-through d=(format!("{}Z", path(upper.chain(lower)))) {}
            path.best d=(path(middle)) {}
            (self.turns(&time, top, bottom))
            (self.mark(&time, top, bottom, right))
            (self.hover(start, &time, top, bottom))
        };
        Some(Svg {
            width,
            height,
            title: self.title.clone(),
            description: format!(
                "{} to {}; last month most likely in {}.",
                number::month(first.month),
                number::month(last.month),
                phase(last.likeliest())
            ),
            body,
        })
    }

    fn shading(&self, start: usize, time: &Time, top: f64, bottom: f64) -> Markup {
        let mut runs: Vec<(Month, Month, String)> = Vec::new();
        for month in self.path.months.iter().skip(start) {
            let likeliest = month.likeliest();
            let p = month.phases.iter().copied().fold(0.0, f64::max);
            let Some(class) = class(likeliest, shade(p)) else {
                continue;
            };
            match runs.last_mut() {
                Some((_, to, known)) if *known == class && month.month - *to == 1 => {
                    *to = month.month;
                }
                _ => runs.push((month.month, month.month, class)),
            }
        }
        html! {
            @for (from, to, class) in &runs {
                rect class=(class) x=(n(time.start(*from))) y=(n(top))
                    width=(n(time.start(*to) + time.slot() - time.start(*from))) height=(n(bottom - top)) {}
            }
        }
    }

    /// A mark at each turning point, with its interval.
    fn turns(&self, time: &Time, top: f64, bottom: f64) -> Markup {
        html! {
            @for turn in self.path.turns.iter().filter(|turn| time.holds(turn.month)) {
                @let x = time.start(turn.month);
                @let ends = [turn.earliest, turn.latest].map(|m| time.start(m).max(time.start(time.first())));
                (line("turn", (x, top), (x, bottom)))
                (line("turn-range", (ends[0], top - 4.0), (ends[1], top - 4.0)))
                circle.turn cx=(n(x)) cy=(n(top - 4.0)) r="2.5" {
                    title { "Turning point: " (crate::prose::standing::turn(turn, &self.path.source).plain()) }
                }
            }
        }
    }

    fn mark(&self, time: &Time, top: f64, bottom: f64, right: f64) -> Markup {
        let Some((month, label)) = self.event.filter(|(month, _)| time.holds(*month)) else {
            return html! {};
        };
        let x = time.middle(month);
        let words = fit(
            &format!("{label}, {}", number::short_month(month)),
            right - 60.0,
        );
        let half = text_width(&words) / 2.0;
        let (at, anchor) = if x + half > right {
            (right, Anchor::End)
        } else {
            (x.max(half), Anchor::Middle)
        };
        html! {
            (line("event", (x, top - 14.0), (x, bottom)))
            (text("event-t", (at, top - 18.0), anchor, &words))
        }
    }

    fn hover(&self, start: usize, time: &Time, top: f64, bottom: f64) -> Markup {
        html! {
            g.hover {
                @for (place, month) in self.path.months.iter().enumerate().skip(start) {
                    rect x=(n(time.start(month.month))) y=(n(top)) width=(n(time.slot())) height=(n(bottom - top)) {
                        title {
                            (number::month(month.month)) ": "
                            @if let Some(count) = self.counts.get(place) {
                                (number::of(*count, "event", "events")) "; "
                            }
                            (crate::prose::standing::phases(&month.phases, &self.path.source).plain())
                        }
                    }
                }
            }
        }
    }
}
