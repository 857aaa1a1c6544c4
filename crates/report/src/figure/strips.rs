//! Rows of marked spans on one axis of months: one row a region.

use calendar::Month;
use maud::html;

use super::scale::Time;
use super::{Anchor, Size, Svg, fit, line, n, text, text_width};
use crate::clean::clean;
use crate::number;

/// Height of a row.
const ROW: f64 = 20.0;

/// A span of a row.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// First month.
    pub(crate) from: Month,
    /// Last month.
    pub(crate) to: Month,
    /// Class, which gives the colour.
    pub(crate) class: String,
    /// What it says.
    pub(crate) title: String,
    /// A number to write into it, where it has room.
    pub(crate) number: Option<u32>,
}

/// A row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Its name.
    pub(crate) label: String,
    /// Its spans.
    pub(crate) marks: Vec<Mark>,
}

/// The figure from one month to another; none without rows.
pub(crate) fn draw(
    rows: &[Row],
    span: (Month, Month),
    event: Option<Month>,
    title: &str,
    size: Size,
) -> Option<Svg> {
    let width = size.width();
    let longest = rows
        .iter()
        .map(|row| text_width(&row.label))
        .fold(0.0, f64::max);
    let left = (longest + 12.0).min(width * 0.34);
    let time = Time::new(span.0, span.1, left, width - 8.0);
    let top = 8.0;
    let bottom = top + ROW * rows.len() as f64;
    let body = html! {
        @for january in time.years(if size == Size::Wide { 44.0 } else { 40.0 }) {
            @let at = time.start(january);
            (line("grid", (at, top), (at, bottom)))
            (text("t", (at, bottom + 16.0), Anchor::Middle, &january.year().to_string()))
        }
        @for (place, row) in rows.iter().enumerate() {
            @let y = top + ROW * place as f64;
            (line("grid", (left, y + ROW), (width - 8.0, y + ROW)))
            (text("place", (left - 8.0, y + ROW * 0.7), Anchor::End, &fit(&row.label, left - 8.0)))
            @for mark in row.marks.iter().filter(|mark| mark.to >= span.0 && mark.from <= span.1) {
                @let from = time.start(mark.from.max(span.0));
                @let to = time.start(mark.to.min(span.1)) + time.slot();
                rect class=(mark.class) x=(n(from)) y=(n(y + 3.0)) width=(n((to - from).max(2.0))) height=(n(ROW - 6.0)) {
                    title { (clean(&row.label)) ", " (mark.title) }
                }
                @if let Some(count) = mark.number {
                    @let words = number::count(count);
                    @if text_width(&words) + 2.0 <= to - from {
                        (text(&format!("mark-n {}", mark.class), (f64::midpoint(from, to), y + ROW * 0.7), Anchor::Middle, &words))
                    }
                }
            }
        }
        @if let Some(month) = event.filter(|month| time.holds(*month)) {
            @let x = time.middle(month);
            (line("event", (x, top - 4.0), (x, bottom)))
        }
    };
    (!rows.is_empty()).then(|| Svg {
        width,
        height: bottom + 24.0,
        title: title.to_owned(),
        description: format!(
            "{} from {} to {}.",
            number::of(rows.len() as u64, "row", "rows"),
            number::month(span.0),
            number::month(span.1)
        ),
        body,
    })
}
