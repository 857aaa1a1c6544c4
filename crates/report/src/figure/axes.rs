//! The axes that figures of counts over time share.

use maud::{Markup, html};

use super::scale::{Linear, Time};
use super::{Anchor, Size, line, text};
use crate::number;

/// Lines at round counts, and Januaries along the foot.
pub(crate) fn axes(counts: &Linear, time: &Time, size: Size) -> Markup {
    let (left, right) = time.ends();
    let foot = counts.zero();
    let room = if size == Size::Wide { 44.0 } else { 40.0 };
    html! {
        @for tick in counts.ticks() {
            @let at = counts.at(tick as f64);
            (line(if tick == 0 { "axis" } else { "grid" }, (left, at), (right, at)))
            (text("t", (left - 6.0, at + 4.0), Anchor::End, &number::count(tick)))
        }
        @for january in time.years(room) {
            @let at = time.start(january);
            (line("axis", (at, foot), (at, foot + 5.0)))
            (text("t", (at, foot + 19.0), Anchor::Middle, &january.year().to_string()))
        }
    }
}
