//! The record by month: a line for the best estimate in its band, the event, and numbered markers.

use assessment::{Marker, MonthRow};
use calendar::Month;
use maud::{Markup, html};

use super::axes::axes;
use super::scale::{Linear, Time};
use super::{Anchor, Size, Svg, line, n, path, text, text_width};
use crate::number;

/// What is drawn.
#[derive(Debug)]
pub(crate) struct Series<'a> {
    /// Months in order, none left out.
    pub(crate) months: &'a [MonthRow],
    /// Month of the event.
    pub(crate) event: Month,
    /// What the event is called.
    pub(crate) label: &'a str,
    /// Political events by month, numbered from 1 in this order.
    pub(crate) markers: &'a [(Month, Vec<&'a Marker>)],
    /// Name of the country.
    pub(crate) country: &'a str,
}

/// Calendar years that are drawn: more would leave a month less than three units.
const YEARS: i32 = 15;

/// The months to draw, those of the last fifteen calendar years, and the deaths before them.
pub(crate) fn drawn(months: &[MonthRow]) -> (&[MonthRow], u64) {
    let first_year = months.last().map_or(0, |row| row.month.year() - YEARS + 1);
    let start = months.partition_point(|row| row.month.year() < first_year);
    let (before, drawn) = months.split_at(start);
    (drawn, before.iter().map(|row| u64::from(row.best)).sum())
}

impl Series<'_> {
    /// The figure.
    pub(crate) fn draw(&self, size: Size) -> Option<Svg> {
        let (first, last) = (self.months.first()?, self.months.last()?);
        let width = size.width();
        let largest = self.months.iter().map(|row| row.high.max(row.best)).max()?;
        let (left, right) = (super::margin(largest), width - 8.0);
        let time = Time::new(first.month, last.month, left, right);
        let lanes = lanes(self.markers, &time);
        let deepest = lanes.iter().map(|lane| lane + 1).max().unwrap_or(0);
        let top = 30.0 + 15.0 * deepest as f64;
        let height = top + if size == Size::Wide { 230.0 } else { 200.0 };
        let bottom = height - 24.0;
        let scale = Linear::new(f64::from(largest), bottom, top);

        let y = |value: u32| scale.at(f64::from(value));
        let upper = self
            .months
            .iter()
            .map(|row| (time.middle(row.month), y(row.high)));
        let lower = self
            .months
            .iter()
            .rev()
            .map(|row| (time.middle(row.month), y(row.low.unwrap_or(row.best))));
        let best = self
            .months
            .iter()
            .map(|row| (time.middle(row.month), y(row.best)));
        let body = html! {
            (axes(&scale, &time, size))
            (self.flags(&lanes, &time, bottom))
            path.band d=(format!("{}Z", path(upper.chain(lower)))) {}
            path.best d=(path(best)) {}
            (self.event(&time, &scale, top, right))
            (self.months_to_hover(&time, top, bottom))
        };
        Some(Svg {
            width,
            height,
            title: format!("Deaths by month in {}", self.country),
            description: format!(
                "{} to {}; the highest month has {} deaths by its high estimate.",
                number::month(first.month),
                number::month(last.month),
                number::count(largest)
            ),
            body,
        })
    }

    /// Numbers above the figure, with lines that lead down to their months.
    fn flags(&self, lanes: &[usize], time: &Time, bottom: f64) -> Markup {
        html! {
            @for (place, ((month, _), lane)) in self.markers.iter().zip(lanes).enumerate() {
                @if time.holds(*month) {
                    @let (x, y) = (time.middle(*month), 12.0 + 15.0 * *lane as f64);
                    (line("flag", (x, y + 3.0), (x, bottom)))
                    (text("flag-n", (x, y), Anchor::Middle, &(place + 1).to_string()))
                }
            }
        }
    }

    fn event(&self, time: &Time, scale: &Linear, top: f64, right: f64) -> Markup {
        let Some(row) = self.months.iter().find(|row| row.month == self.event) else {
            return html! {};
        };
        let x = time.middle(row.month);
        let y = scale.at(f64::from(row.best));
        let words = super::fit(
            &format!("{}, {}", self.label, number::short_month(row.month)),
            right - 60.0,
        );
        let half = text_width(&words) / 2.0;
        let (at, anchor) = if x + half > right {
            (right, Anchor::End)
        } else if x < half + 40.0 {
            (x, Anchor::Start)
        } else {
            (x, Anchor::Middle)
        };
        html! {
            (line("event", (x, top - 6.0), (x, y)))
            circle.event cx=(n(x)) cy=(n(y)) r="3.5" {}
            (text("event-t", (at, top - 10.0), anchor, &words))
        }
    }

    /// An unseen strip for every month, which says its figures.
    fn months_to_hover(&self, time: &Time, top: f64, bottom: f64) -> Markup {
        html! {
            g.hover {
                @for row in self.months {
                    rect x=(n(time.start(row.month))) y=(n(top)) width=(n(time.slot()))
                        height=(n(bottom - top)) { title { (in_words(row)) } }
                }
            }
        }
    }
}

/// A month in one line.
fn in_words(row: &MonthRow) -> String {
    let range = match row.low {
        Some(low) => format!("{} to {}", number::count(low), number::count(row.high)),
        None => format!("up to {}", number::count(row.high)),
    };
    format!(
        "{}: {} ({range}) in {}, deadliest {}",
        number::month(row.month),
        number::of(row.best, "death", "deaths"),
        number::of(row.events, "event", "events"),
        number::count(row.deadliest)
    )
}

/// The lane of each marker's number, so that neighbours do not cover each other where five lanes can
/// keep them apart.
fn lanes(markers: &[(Month, Vec<&Marker>)], time: &Time) -> Vec<usize> {
    const LANES: usize = 5;
    const ROOM: f64 = 15.0;
    let mut ends = [f64::NEG_INFINITY; LANES];
    markers
        .iter()
        .map(|(month, _)| {
            let x = time.middle(*month);
            let lane = (0..LANES)
                .find(|lane| x - ends[*lane] >= ROOM)
                .unwrap_or_else(|| {
                    // All taken: the one whose last number lies farthest away.
                    (0..LANES)
                        .min_by(|a, b| ends[*a].total_cmp(&ends[*b]))
                        .unwrap_or(0)
                });
            ends[lane] = x;
            lane
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(deaths: &[u32]) -> Vec<MonthRow> {
        deaths
            .iter()
            .enumerate()
            .map(|(place, best)| MonthRow {
                month: Month::new(2000, 1).unwrap() + place as i32,
                events: *best,
                best: *best,
                low: None,
                high: *best,
                civilians: 0,
                deadliest: 0,
                events_by_type: [0; 3],
                deaths_by_type: None,
            })
            .collect()
    }

    #[test]
    fn fifteen_years_are_drawn_and_the_deaths_before_counted() {
        let months = months(&[2; 12 * 17 + 5]);
        let (shown, before) = drawn(&months);
        assert_eq!(shown[0].month.to_string(), "2003-01");
        assert_eq!((shown.len(), before), (12 * 14 + 5, 72));
        assert_eq!(drawn(&months[..30]).1, 0);
        assert!(drawn(&[]).0.is_empty());
    }
}
