//! Estimates as dots in their intervals on one logarithmic axis: return periods, ratios.

use maud::html;
use stats::Estimate;

use super::scale::Log;
use super::{Anchor, Size, Svg, fit, line, n, text, text_width};

/// An estimate with its name and its value in words.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// What it is.
    pub(crate) label: String,
    /// Its value in words.
    pub(crate) value: String,
    /// The estimate.
    pub(crate) estimate: &'a Estimate,
    /// Whether to set it off as the event's own.
    pub(crate) strong: bool,
}

/// An axis: its marks, the value that stands out on it, and what lies to its sides.
#[derive(Debug)]
pub(crate) struct Axis {
    /// Marks and their words.
    pub(crate) ticks: Vec<(f64, &'static str)>,
    /// A value to draw a firm line at.
    pub(crate) zero: Option<f64>,
}

/// Return periods in years.
pub(crate) fn years() -> Axis {
    Axis {
        ticks: vec![
            (1.0 / 12.0, "1 month"),
            (1.0, "1 year"),
            (10.0, "10 years"),
            (100.0, "100"),
            (1000.0, "1,000"),
        ],
        zero: None,
    }
}

/// Ratios of a later to an earlier period.
pub(crate) fn ratios() -> Axis {
    Axis {
        ticks: vec![
            (0.1, "a tenth"),
            (0.25, "a quarter"),
            (0.5, "half"),
            (1.0, "same"),
            (2.0, "twice"),
            (4.0, "4 times"),
            (10.0, "10 times"),
        ],
        zero: Some(1.0),
    }
}

/// Height of a row.
const ROW: f64 = 24.0;

/// The figure; nothing without rows.
pub(crate) fn draw(rows: &[Row<'_>], axis: &Axis, title: &str, size: Size) -> Option<Svg> {
    let rows: Vec<&Row<'_>> = rows
        .iter()
        .filter(|row| row.estimate.median.is_finite())
        .collect();
    if rows.is_empty() {
        return None;
    }
    let width = size.width();
    let widest = |texts: Vec<&String>| {
        texts
            .into_iter()
            .map(|text| text_width(text))
            .fold(0.0, f64::max)
    };
    let label_width = widest(rows.iter().map(|row| &row.label).collect());
    let value_width = widest(rows.iter().map(|row| &row.value).collect());
    // On a narrow screen the names stand above their lines.
    let above = size == Size::Narrow;
    let left = if above {
        6.0
    } else {
        (label_width + 14.0).min(width * 0.4)
    };
    let right = width - (value_width + 14.0).min(width * 0.4);
    let row_height = if above { ROW * 1.75 } else { ROW };
    let finite = |pick: fn(&Estimate) -> f64| {
        rows.iter()
            .map(move |row| pick(row.estimate))
            .filter(|x| x.is_finite() && *x > 0.0)
    };
    let zero = axis.zero.into_iter();
    let low = finite(|e| e.low)
        .chain(zero.clone())
        .fold(f64::INFINITY, f64::min);
    let high = finite(|e| e.high)
        .chain(finite(|e| e.median))
        .chain(zero)
        .fold(0.0, f64::max);
    // The axis ends at marks, so that every interval can be read against one on either side.
    let first = axis
        .ticks
        .iter()
        .rev()
        .find(|(at, _)| *at <= low * 1.001)
        .map_or(low, |tick| tick.0);
    let last = axis
        .ticks
        .iter()
        .find(|(at, _)| *at >= high * 0.999)
        .map_or(high, |tick| tick.0);
    let scale = Log::new(first, last, left + 6.0, right - 20.0);
    let (top, bottom) = (22.0, 22.0 + row_height * rows.len() as f64);

    let body = html! {
        @for (at, words) in axis.ticks.iter().filter(|(at, _)| (first * 0.999..=last * 1.001).contains(at)) {
            @let x = scale.at(*at);
            (line(if axis.zero == Some(*at) { "axis" } else { "grid" }, (x, top), (x, bottom)))
            (text("t", (x.max(text_width(words) / 2.0), top - 7.0), Anchor::Middle, words))
        }
        @for (place, row) in rows.iter().enumerate() {
            @let y = top + row_height * (place as f64 + if above { 0.7 } else { 0.5 });
            @let class = if row.strong { "event" } else { "best" };
            @let (a, b) = (scale.at(row.estimate.low), scale.at(row.estimate.high));
            @if above {
                (text("t", (left, y - 12.0), Anchor::Start, &fit(&row.label, width - 20.0)))
            } @else {
                (text("t", (left - 10.0, y + 4.0), Anchor::End, &fit(&row.label, left - 10.0)))
            }
            (line(&format!("{class} wide-line"), (a, y), (b, y)))
            circle class=(class) cx=(n(scale.at(row.estimate.median))) cy=(n(y)) r="4.5" {}
            (text("v", (right, y + 4.0), Anchor::Start, &row.value))
        }
    };
    Some(Svg {
        width,
        height: bottom + 4.0,
        title: title.to_owned(),
        description: rows
            .iter()
            .map(|row| format!("{}: {}", row.label, row.value))
            .collect::<Vec<_>>()
            .join("; "),
        body,
    })
}
