//! The event among the deadliest of a record: a dot a row on a logarithmic axis.

use assessment::{Comparison, Deaths, Peer, Scope};
use maud::html;

use super::scale::Log;
use super::{Anchor, Size, Svg, fit, line, n, text, text_width};
use crate::number;

/// Height of a row.
const ROW: f64 = 19.0;

/// The figure, `width` units wide; nothing without peers.
pub(crate) fn draw(
    of: &Comparison,
    place: &str,
    deaths: Deaths,
    width: f64,
    size: Size,
) -> Option<Svg> {
    let largest = of.deadliest.iter().map(|peer| peer.deaths).max()?;
    let smallest = of.deadliest.iter().map(|peer| peer.deaths).min()?;
    // The capital's division need not be named in every row of its own record.
    let regions = of.scope == Scope::Country;
    let labels: Vec<String> = of
        .deadliest
        .iter()
        .map(|peer| label(peer, regions, size))
        .collect();
    let widest = labels
        .iter()
        .map(|label| text_width(label))
        .fold(0.0, f64::max);
    let left = (widest + 12.0).min(width * 0.5);
    let right = width - 34.0;
    let scale = Log::new(
        f64::from(smallest.min(deaths.low).max(1)) * 0.85,
        f64::from(largest.max(deaths.high)) * 1.1,
        left,
        right,
    );
    let gap_after = gap_after(of);
    let top = 22.0;
    let y = |place: usize| {
        let gap = if gap_after.is_some_and(|after| place > after) {
            0.6 * ROW
        } else {
            0.0
        };
        top + ROW * (place as f64 + 0.5) + gap
    };
    let bottom = y(of.deadliest.len().saturating_sub(1)) + ROW * 0.5;

    let body = html! {
        @for tick in room(&scale) {
            @let x = scale.at(tick);
            (line("grid", (x, top), (x, bottom)))
            (text("t", (x, top - 7.0), Anchor::Middle, &number::count(tick.round() as u64)))
        }
        @for (row, (peer, label)) in of.deadliest.iter().zip(&labels).enumerate() {
            @let (x, y) = (scale.at(f64::from(peer.deaths)), y(row));
            @let class = if peer.is_the_event { "event" } else { "peer" };
            (text(if peer.is_the_event { "event-t" } else { "t" }, (left - 10.0, y + 4.0), Anchor::End,
                &fit(label, left - 10.0)))
            @if peer.is_the_event && deaths.low < deaths.high {
                (line("event wide-line", (scale.at(f64::from(deaths.low)), y), (scale.at(f64::from(deaths.high)), y)))
            }
            @if peer.deaths > 0 {
                circle class=(class) cx=(n(x)) cy=(n(y)) r=(if peer.is_the_event { "5" } else { "4" }) {}
            }
            @let value_at = if peer.is_the_event { scale.at(f64::from(deaths.high)).max(x) } else { x };
            (text(if peer.is_the_event { "event-t" } else { "v" }, (value_at + 9.0, y + 4.0), Anchor::Start,
                &number::count(peer.deaths)))
        }
        @if let Some(after) = gap_after {
            (text("t", (left - 10.0, y(after) + ROW * 0.95), Anchor::End, "⋮"))
        }
    };
    Some(Svg {
        width,
        height: bottom + 4.0,
        title: format!("The deadliest events in {place}"),
        description: of
            .deadliest
            .iter()
            .map(|peer| {
                let own = if peer.is_the_event {
                    " (this event)"
                } else {
                    ""
                };
                format!(
                    "{}: {}{own}",
                    label(peer, regions, Size::Wide),
                    number::count(peer.deaths)
                )
            })
            .collect::<Vec<_>>()
            .join("; "),
        body,
    })
}

/// The row after which events are left out: the event is not among the deadliest shown, but below.
fn gap_after(of: &Comparison) -> Option<usize> {
    let place = of.deadliest.iter().position(|peer| peer.is_the_event)?;
    (place > 0 && of.rank.best as usize > place + 1).then(|| place - 1)
}

fn label(peer: &Peer, regions: bool, size: Size) -> String {
    let month = number::short_month(peer.month);
    match peer
        .region
        .as_deref()
        .filter(|region| regions && !region.trim().is_empty())
    {
        Some(region) if size == Size::Wide || region.chars().count() < 14 => {
            format!("{region}, {month}")
        }
        _ => month,
    }
}

/// Ticks with room for their numbers.
fn room(scale: &Log) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::new();
    for tick in scale.ticks() {
        let fits = out
            .last()
            .is_none_or(|last| scale.at(tick) - scale.at(*last) >= 30.0);
        if fits {
            out.push(tick);
        }
    }
    out
}
