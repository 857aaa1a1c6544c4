//! The record beside replays of it: events and deaths by month, each in a panel of its own.

use calendar::Month;
use maud::{Markup, html};
use theatre::calibration::Replayed;

use super::scale::{Root, Time};
use super::{Anchor, Size, Svg, line, n, path, text};
use crate::number::{self, NBSP};

/// Room between panels, above a panel for its name, and below it for the years.
const GAP: f64 = 24.0;
const ABOVE: f64 = 26.0;
const BELOW: f64 = 26.0;
/// Room between two marks of an axis.
const ROOM: f64 = 16.0;

/// A month of one panel.
struct Point {
    month: Month,
    seen: f64,
    /// 5, 50 and 95 % of the replays.
    replayed: [f64; 3],
    within: bool,
}

struct Panel {
    /// What its axis counts.
    name: &'static str,
    one: &'static str,
    many: &'static str,
    points: Vec<Point>,
}

fn panels(months: &[Replayed]) -> [Panel; 2] {
    let points = |of: fn(&Replayed) -> (f64, [f64; 3]), which: usize| {
        let point = |one: &Replayed| {
            let (seen, replayed) = of(one);
            Point {
                month: one.month,
                seen,
                replayed,
                within: one.within()[which],
            }
        };
        months.iter().map(point).collect()
    };
    [
        Panel {
            name: "Events a month",
            one: "event",
            many: "events",
            points: points(|one| (one.events, one.replayed_events), 0),
        },
        Panel {
            name: "Deaths a month",
            one: "death",
            many: "deaths",
            points: points(|one| (one.deaths, one.replayed_deaths), 1),
        },
    ]
}

/// In how many months the record lies within the band: `22 of 24 months of events and 23 of deaths`.
pub(crate) fn within(months: &[Replayed]) -> String {
    let [events, deaths] = Replayed::within_in_all(months);
    let all = months.len();
    format!("{events} of {all} months of events and {deaths} of deaths")
}

/// Months in which the record lies outside, in words; none where there is no such month.
pub(crate) fn outside(months: &[Replayed]) -> Option<String> {
    let parts: Vec<String> = panels(months)
        .iter()
        .filter_map(|panel| {
            let out = panel.points.iter().filter(|point| !point.within);
            let out: Vec<String> = out.map(|point| number::short_month(point.month)).collect();
            (!out.is_empty()).then(|| format!("{} in {}", panel.many, out.join(", ")))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The figure: panels side by side, or one below the other; none without months.
pub(crate) fn draw(months: &[Replayed], size: Size) -> Option<Svg> {
    let (first, last) = (months.first()?.month, months.last()?.month);
    let width = size.width();
    let (wide, high) = match size {
        Size::Wide => ((width - GAP) / 2.0, 170.0),
        Size::Narrow => (width, 150.0),
    };
    let one = ABOVE + high + BELOW;
    let (across, down, height) = match size {
        Size::Wide => (wide + GAP, 0.0, one),
        Size::Narrow => (0.0, one + GAP / 2.0, 2.0 * one + GAP / 2.0),
    };
    let body = html! {
        @for (at, panel) in [0.0, 1.0].into_iter().zip(panels(months)) {
            @let (left, top) = (across * at, down * at + ABOVE);
            (panel.draw(first, last, [left, left + wide], [top, top + high]))
        }
    };
    let outside = outside(months).map_or_else(String::new, |out| format!(" Outside: {out}."));
    Some(Svg {
        width,
        height,
        title: "The record beside its replays, by month".to_owned(),
        description: format!(
            "{} to {}: {} lie within the band that holds 90{NBSP}% of the replays.{outside}",
            number::month(first),
            number::month(last),
            within(months)
        ),
        body,
    })
}

impl Panel {
    fn largest(&self) -> f64 {
        let values = self
            .points
            .iter()
            .flat_map(|point| [point.seen, point.replayed[2]]);
        values.filter(|x| x.is_finite()).fold(1.0, f64::max)
    }

    fn draw(&self, first: Month, last: Month, across: [f64; 2], down: [f64; 2]) -> Markup {
        let ([left, right], [top, bottom]) = (across, down);
        let scale = Root::new(self.largest(), bottom, top);
        let ticks = scale.ticks(ROOM);
        let widest = ticks
            .iter()
            .map(|tick| super::text_width(&number::count(*tick)));
        let axis = left + widest.fold(0.0, f64::max) + 6.0;
        let time = Time::new(first, last, axis, right - 4.0);
        let points = |of: fn(&Point) -> f64| -> Vec<(f64, f64)> {
            let point = |point: &Point| (time.middle(point.month), scale.at(of(point)));
            self.points.iter().map(point).collect()
        };
        let back = points(|point| point.replayed[0]).into_iter().rev();
        let band = points(|point| point.replayed[2]).into_iter().chain(back);
        let from_months = self.points.iter().zip(points(|point| point.seen));
        html! {
            (text("v", (left, top - 12.0), Anchor::Start, self.name))
            @for tick in ticks {
                @let y = scale.at(tick as f64);
                (line(if tick == 0 { "axis" } else { "grid" }, (axis, y), (right - 4.0, y)))
                (text("t", (axis - 6.0, y + 4.0), Anchor::End, &number::count(tick)))
            }
            @for january in time.years(40.0) {
                @let x = time.start(january);
                (line("axis", (x, bottom), (x, bottom + 5.0)))
                (text("t", (x, bottom + 19.0), Anchor::Middle, &january.year().to_string()))
            }
            path.band d=(format!("{}Z", path(band))) {}
            path.best d=(path(points(|point| point.replayed[1]))) {}
            @for (point, (x, y)) in from_months {
                @if point.within { circle.seen-dot cx=(n(x)) cy=(n(y)) r="2.4" {} }
                @else { circle.event cx=(n(x)) cy=(n(y)) r="4" {} }
            }
            g.hover {
                @for point in &self.points {
                    rect x=(n(time.start(point.month))) y=(n(top)) width=(n(time.slot()))
                        height=(n(bottom - top)) { title { (self.in_words(point)) } }
                }
            }
        }
    }

    /// A month in one line.
    fn in_words(&self, point: &Point) -> String {
        let whole = |x: f64| x.round().max(0.0) as u64;
        let [low, middle, high] = point.replayed.map(|x| number::count(whole(x)));
        format!(
            "{}: {}, {}; replays {middle} ({low} to {high})",
            number::month(point.month),
            number::of(whole(point.seen), self.one, self.many),
            if point.within { "within" } else { "outside" },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(at: &str, events: f64, deaths: f64) -> Replayed {
        Replayed {
            month: at.parse().unwrap(),
            events,
            replayed_events: [10.0, 20.0, 40.0],
            deaths,
            replayed_deaths: [50.0, 120.0, 900.0],
        }
    }

    #[test]
    fn months_outside_are_counted_named_and_marked() {
        let months = [
            month("2023-12", 20.0, 901.0),
            month("2024-01", 41.0, 900.0),
            month("2024-02", 10.0, 10.0),
        ];
        assert_eq!(within(&months), "2 of 3 months of events and 1 of deaths");
        assert_eq!(
            outside(&months).unwrap(),
            "events in Jan\u{a0}2024; deaths in Dec\u{a0}2023, Feb\u{a0}2024"
        );
        assert!(outside(&months[..0]).is_none() && draw(&[], Size::Wide).is_none());
        for size in [Size::Wide, Size::Narrow] {
            let drawn = draw(&months, size).unwrap().body.into_string();
            assert_eq!(drawn.matches("class=\"event\"").count(), 3);
            assert_eq!(drawn.matches("class=\"seen-dot\"").count(), 3);
            assert!(
                drawn.contains("January\u{a0}2024: 41\u{a0}events, outside; replays 20 (10 to 40)")
            );
        }
    }

    #[test]
    fn dots_within_lie_on_the_band_and_those_outside_beside_it() {
        let months = [month("2024-01", 41.0, 900.0)];
        let [events, deaths] = panels(&months);
        for (panel, beyond) in [(events, true), (deaths, false)] {
            let scale = Root::new(panel.largest(), 200.0, 0.0);
            let point = &panel.points[0];
            let above = scale.at(point.seen) < scale.at(point.replayed[2]) - 0.5;
            assert_eq!((above, point.within), (beyond, !beyond), "{}", panel.name);
        }
    }
}
