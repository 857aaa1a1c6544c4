//! The odds of the readings by month, with the event marked.

use assessment::Assessment;
use calendar::Month;
use evidence::Weighed;
use maud::{Markup, html};

use super::scale::Time;
use super::{Anchor, Size, Svg, fit, line, n, path, text, text_width};
use crate::number;
use crate::prose::evidence as say;

/// Readings that are told apart by their line; more begin again with the first.
const LINES: usize = 6;
/// Probabilities off this range are drawn at its ends.
const ENDS: (f64, f64) = (0.002, 0.998);
/// Probabilities that the axis may name, those to be named first coming first.
const TICKS: [f64; 11] = [0.5, 0.1, 0.9, 0.01, 0.99, 0.05, 0.95, 0.2, 0.8, 0.02, 0.98];
/// Room between two labels.
const LINE: f64 = 15.0;

/// The logarithm of the odds, in decibans.
fn decibans(p: f64) -> f64 {
    let p = if p.is_nan() {
        0.5
    } else {
        p.clamp(ENDS.0, ENDS.1)
    };
    10.0 * (p / (1.0 - p)).log10()
}

/// The figure; none without months.
pub(crate) fn draw(of: &Assessment, weighed: &Weighed, size: Size) -> Option<Svg> {
    let (first, last) = (weighed.months.first()?.month, weighed.months.last()?.month);
    let event = say::month(of);
    let readings = weighed.hypotheses.len();
    let width = size.width();
    let labels: Vec<String> = (0..readings).map(|at| label(weighed, at, size)).collect();
    let room = labels
        .iter()
        .map(|label| text_width(label))
        .fold(0.0, f64::max);
    let (left, right) = (46.0, width - room - 12.0);
    let (top, height) = (36.0, if size == Size::Wide { 290.0 } else { 270.0 });
    let bottom = height - 26.0;
    // The month before the first holds the priors.
    let time = Time::new(first + -1, last, left, right);
    let paths: Vec<Vec<(Month, f64)>> =
        (0..readings).map(|at| course(weighed, at, first)).collect();
    let all = paths.iter().flatten().map(|(_, p)| decibans(*p));
    let (low, high) = all.fold((-10.0_f64, 0.0_f64), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    let (low, high) = (low - 1.0, high + 1.0);
    let y = |p: f64| bottom + (top - bottom) * (decibans(p).clamp(low, high) - low) / (high - low);
    let point = |(month, p): &(Month, f64)| (time.middle(*month), y(*p));
    let ends: Vec<f64> = paths
        .iter()
        .map(|path| path.last().map_or(bottom, |(_, p)| y(*p)))
        .collect();
    let body = html! {
        @for tick in ticks(low, high, y) {
            (line(if (tick - 0.5).abs() < 1e-9 { "axis" } else { "grid" }, (left, y(tick)), (right, y(tick))))
            (text("t", (left - 6.0, y(tick) + 4.0), Anchor::End, &tick_label(tick)))
        }
        (months(&time, first, last, bottom, size))
        (mark(of, event, &time, (top, bottom), width))
        @for (at, path_of) in paths.iter().enumerate() {
            path class=(format!("odds o{}", at % LINES)) d=(path(path_of.iter().map(point))) {}
            @if let Some(without) = without_event(weighed, at).filter(|_| time.holds(event)) {
                circle class=(format!("without o{}", at % LINES)) cx=(n(time.middle(event))) cy=(n(y(without))) r="3.5" {
                    title { (say::name_first(weighed, at)) ", without the event itself: " (number::percent(without)) }
                }
            }
        }
        @for (at, y) in apart(&ends, top, bottom).into_iter().enumerate() {
            (text(&format!("o{}-t", at % LINES), (right + 8.0, y + 4.0), Anchor::Start, &labels[at]))
        }
        (hover(weighed, &time, top, bottom))
    };
    Some(Svg {
        width,
        height,
        title: "Probability of each reading by month".to_owned(),
        description: format!(
            "{} to {}; at the end {}.",
            number::month(first),
            number::month(last),
            labels.join(", ")
        ),
        body,
    })
}

/// Probabilities to name, those that lie too close to an earlier one left out.
fn ticks(low: f64, high: f64, y: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::new();
    for p in TICKS {
        let clear = out
            .iter()
            .all(|other| (y(*other) - y(p)).abs() >= 1.4 * LINE);
        if clear && (low..=high).contains(&decibans(p)) {
            out.push(p);
        }
    }
    out
}

fn label(weighed: &Weighed, at: usize, size: Size) -> String {
    let last = weighed
        .months
        .last()
        .and_then(|month| month.posterior.get(at));
    let p = number::percent(last.copied().unwrap_or(f64::NAN));
    let room = if size == Size::Wide { 150.0 } else { 108.0 };
    let name = weighed.hypotheses.get(at).map_or("", |h| h.name.as_str());
    format!("{} {p}", fit(name, room))
}

/// The prior, then the probability as known at each month's end.
fn course(weighed: &Weighed, at: usize, first: Month) -> Vec<(Month, f64)> {
    let prior = weighed.hypotheses.get(at).map(|h| (first + -1, h.prior));
    let months = weighed
        .months
        .iter()
        .filter_map(|month| Some((month.month, *month.posterior.get(at)?)));
    prior.into_iter().chain(months).collect()
}

fn without_event(weighed: &Weighed, at: usize) -> Option<f64> {
    weighed.event.as_ref()?.before.get(at).copied()
}

fn tick_label(p: f64) -> String {
    format!(
        "{}{}%",
        number::trimmed(&format!("{:.1}", 100.0 * p)),
        number::NBSP
    )
}

/// Months along the foot: the priors, then every third or so.
fn months(time: &Time, first: Month, last: Month, bottom: f64, size: Size) -> Markup {
    let room = if size == Size::Wide { 66.0 } else { 62.0 };
    let every = (room / time.slot()).ceil().clamp(1.0, 1200.0) as i32;
    let named = (0..=(last - first) / every).map(|step| last + -(step * every));
    // The first label stands where the priors are.
    let named = named.filter(|month| f64::from(*month - first + 1) * time.slot() >= room * 0.8);
    html! {
        (line("axis", (time.ends().0, bottom), (time.ends().1, bottom)))
        (text("t", (time.middle(first + -1), bottom + 19.0), Anchor::Middle, "prior"))
        @for month in named {
            (line("axis", (time.middle(month), bottom), (time.middle(month), bottom + 5.0)))
            (text("t", (time.middle(month), bottom + 19.0), Anchor::Middle, &number::short_month(month)))
        }
    }
}

fn mark(
    of: &Assessment,
    event: Month,
    time: &Time,
    (top, bottom): (f64, f64),
    width: f64,
) -> Markup {
    if !time.holds(event) {
        return html! {};
    }
    let x = time.middle(event);
    let words = fit(
        &format!(
            "{}, {}",
            number::capital_first(&of.event.label),
            number::short_month(event)
        ),
        width - 20.0,
    );
    let half = text_width(&words) / 2.0;
    let at = x.clamp(half.min(width / 2.0), (width - half).max(width / 2.0));
    html! {
        (line("event", (x, top - 12.0), (x, bottom)))
        (text("event-t", (at, top - 18.0), Anchor::Middle, &words))
    }
}

/// Heights moved so that no two lie closer than a line of letters, in the order of the ends.
fn apart(ends: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by(|a, b| ends[*a].total_cmp(&ends[*b]));
    let mut out = vec![top; ends.len()];
    let mut above = f64::NEG_INFINITY;
    for at in &order {
        above = ends[*at].max(above + LINE);
        out[*at] = above;
    }
    // What was pushed below the foot is pushed back up.
    let mut below = bottom + LINE;
    for at in order.iter().rev() {
        below = out[*at].min(below - LINE);
        out[*at] = below;
    }
    out
}

fn hover(weighed: &Weighed, time: &Time, top: f64, bottom: f64) -> Markup {
    html! {
        g.hover {
            @for month in &weighed.months {
                rect x=(n(time.start(month.month))) y=(n(top)) width=(n(time.slot())) height=(n(bottom - top)) {
                    title {
                        (number::month(month.month)) ": "
                        @for (at, p) in month.posterior.iter().enumerate() {
                            @if at > 0 { "; " }
                            (say::name(weighed, at)) " " (number::percent(*p))
                            @if let Some(weight) = month.decibans.get(at) { " (counts " (number::weight(*weight)) ")" }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_are_equal_distances() {
        let step = decibans(0.5) - decibans(1.0 / 11.0);
        assert!((step - 10.0).abs() < 1e-9);
        assert!((decibans(10.0 / 11.0) - 10.0).abs() < 1e-9);
        assert!(decibans(0.0).is_finite() && decibans(1.0).is_finite());
        assert!(decibans(f64::NAN).abs() < 1e-9);
    }

    #[test]
    fn labels_keep_apart_and_in_order() {
        let placed = apart(&[200.0, 198.0, 50.0, 203.0], 30.0, 204.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(
            sorted
                .windows(2)
                .all(|pair| pair[1] - pair[0] >= LINE - 1e-9),
            "{placed:?}"
        );
        assert!(placed[1] < placed[0] && placed[0] < placed[3]);
        assert!(placed.iter().all(|y| *y <= 204.0 + 1e-9));
    }
}
