//! Events by type of violence as stacked columns, by quarter or year.

use assessment::MonthRow;
use calendar::Month;
use maud::html;

use super::axes::axes;
use super::scale::{Linear, Time};
use super::{Anchor, Size, Svg, n, text};
use crate::number;
use crate::section::TYPES;

/// A column: months from the first to the last, and events by type.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    first: Month,
    months: i32,
    events: [u32; 3],
}

/// The columns' length in months: quarters where there are at most sixteen years of them.
pub(crate) fn length(months: &[MonthRow]) -> i32 {
    if months.len() <= 16 * 12 { 3 } else { 12 }
}

/// Whether the first or last column is shorter than the others.
pub(crate) fn has_parts(months: &[MonthRow]) -> bool {
    let length = length(months);
    columns(months, length)
        .iter()
        .any(|column| column.months < length)
}

/// The figure; nothing without months.
pub(crate) fn draw(months: &[MonthRow], country: &str, size: Size) -> Option<Svg> {
    let (first, last) = (months.first()?.month, months.last()?.month);
    let length = length(months);
    let columns = columns(months, length);
    let width = size.width();
    let total = |column: &Column| column.events.iter().map(|n| f64::from(*n)).sum::<f64>();
    let largest = columns.iter().map(total).fold(0.0, f64::max);
    let (left, right) = (super::margin(largest as u32), width - 92.0);
    let (top, height) = (10.0, if size == Size::Wide { 220.0 } else { 190.0 });
    let bottom = height - 24.0;
    let time = Time::new(first, last, left, right);
    let scale = Linear::new(largest, bottom, top);
    let gap = if time.slot() * f64::from(length) > 5.0 {
        1.0
    } else {
        0.3
    };

    let body = html! {
        (axes(&scale, &time, size))
        @for column in &columns {
            @let x = time.start(column.first);
            @let wide = time.slot() * f64::from(column.months) - gap;
            g class=(if column.months < length { "part" } else { "whole" }) {
                title { (in_words(column)) }
                @for (kind, below, events) in stacked(&column.events) {
                    @let (low, high) = (scale.at(f64::from(below)), scale.at(f64::from(below) + f64::from(events)));
                    rect class=(format!("k{kind}")) x=(n(x)) y=(n(high)) width=(n(wide.max(0.5)))
                        height=(n(low - high)) {}
                }
            }
        }
        @for (kind, y) in labels(&columns, &scale) {
            (text(&format!("k{kind}-t"), (right + 8.0, y), Anchor::Start, TYPES[kind]))
        }
    };
    Some(Svg {
        width,
        height,
        title: format!(
            "Events by type of violence in {country}, by {}",
            if length == 3 { "quarter" } else { "year" }
        ),
        description: format!(
            "{} to {}; at most {} events in one {}.",
            number::month(first),
            number::month(last),
            number::count(largest as u64),
            if length == 3 { "quarter" } else { "year" }
        ),
        body,
    })
}

/// Months gathered by calendar quarter or year.
fn columns(months: &[MonthRow], length: i32) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for row in months {
        let within = (i32::from(row.month.month()) - 1) % length;
        match columns.last_mut() {
            Some(column) if within > 0 => {
                column.months += 1;
                for (sum, n) in column.events.iter_mut().zip(row.events_by_type) {
                    *sum = sum.saturating_add(n);
                }
            }
            _ => columns.push(Column {
                first: row.month,
                months: 1,
                events: row.events_by_type,
            }),
        }
    }
    columns
}

/// Each type that has events, with the events below it in the column.
fn stacked(events: &[u32; 3]) -> Vec<(usize, u32, u32)> {
    let mut below = 0u32;
    let mut out = Vec::new();
    for (kind, n) in events.iter().enumerate() {
        if *n > 0 {
            out.push((kind, below, *n));
        }
        below = below.saturating_add(*n);
    }
    out
}

/// Where the types are named: beside the last whole column, kept a line apart.
fn labels(columns: &[Column], scale: &Linear) -> Vec<(usize, f64)> {
    const LINE: f64 = 15.0;
    let seen: Vec<usize> = (0..3)
        .filter(|kind| columns.iter().any(|column| column.events[*kind] > 0))
        .collect();
    let last = columns.iter().rev().find(|column| column.events != [0; 3]);
    let Some(last) = last else { return Vec::new() };
    let mut out = Vec::new();
    let mut floor = f64::INFINITY;
    for kind in seen {
        let below: f64 = last.events[..kind].iter().map(|n| f64::from(*n)).sum();
        let middle = scale.at(below + f64::from(last.events[kind]) / 2.0) + 4.0;
        let y = middle.min(floor - LINE);
        floor = y;
        out.push((kind, y));
    }
    out
}

fn in_words(column: &Column) -> String {
    let kinds: Vec<String> = TYPES
        .iter()
        .zip(column.events)
        .map(|(kind, n)| format!("{kind} {}", number::count(n)))
        .collect();
    format!(
        "{}: {}",
        crate::prose::change::span(column.first, column.first + (column.months - 1)),
        kinds.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_begin_in_january_and_lose_no_event() {
        let rows: Vec<MonthRow> = (0..14)
            .map(|place| MonthRow {
                month: Month::new(2020, 2).unwrap() + place,
                events: 3,
                best: 0,
                low: None,
                high: 0,
                civilians: 0,
                deadliest: 0,
                events_by_type: [1, 0, 2],
                deaths_by_type: None,
            })
            .collect();
        let columns = columns(&rows, 3);
        let lengths: Vec<i32> = columns.iter().map(|column| column.months).collect();
        assert_eq!(lengths, [2, 3, 3, 3, 3]);
        let events: u32 = columns.iter().flat_map(|column| column.events).sum();
        assert_eq!(events, 42);
        assert_eq!(stacked(&[1, 0, 2]), [(0, 0, 1), (2, 1, 2)]);
    }
}
