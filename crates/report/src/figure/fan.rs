//! A fan: median and bands of runs by month, small, to be read beside others on the same scale.

use maud::html;
use theatre::summary::Bands;

use super::scale::Linear;
use super::{Anchor, Svg, line, path, text, text_width};
use crate::number;

const WIDTH: f64 = 166.0;
const HEIGHT: f64 = 96.0;
/// Months from one point to the next.
const STEP: usize = 3;

/// What is drawn; values are multiplied by `times`.
#[derive(Debug)]
pub(crate) struct Fan<'a> {
    /// The bands.
    pub(crate) bands: &'a Bands,
    /// Median of the scenario that it is compared with.
    pub(crate) beside: Option<&'a Bands>,
    /// 100 for shares, to be read in per cent.
    pub(crate) times: f64,
    /// The largest value of all fans beside it, so that they share a scale.
    pub(crate) largest: f64,
    /// What it is.
    pub(crate) title: String,
}

impl Fan<'_> {
    /// The figure; none of no months.
    pub(crate) fn draw(&self) -> Option<Svg> {
        let months = self.bands.p50.len();
        let last = months.checked_sub(1)?;
        let scale = Linear::new(self.largest * self.times, HEIGHT - 18.0, 8.0);
        let top = scale.ticks().last().copied().unwrap_or(1);
        let unit = if (self.times - 100.0).abs() < 1e-9 {
            format!("{}%", number::NBSP)
        } else {
            String::new()
        };
        let label = format!("{}{unit}", number::count(top));
        let left = text_width(&label) + 4.0;
        let x = |month: usize| left + (WIDTH - 4.0 - left) * month as f64 / last.max(1) as f64;
        let y = |value: f64| scale.at((value * self.times).clamp(0.0, top as f64));
        let drawn: Vec<usize> = (0..last).step_by(STEP).chain([last]).collect();
        let points = |of: &[f64]| -> Vec<(f64, f64)> {
            drawn
                .iter()
                .filter_map(|month| Some((x(*month), y(*of.get(*month)?))))
                .collect()
        };
        let band = |low: &[f64], high: &[f64]| {
            let back = points(low).into_iter().rev();
            format!("{}Z", path(points(high).into_iter().chain(back)))
        };
        let of = self.bands;
        let written = |of: &[f64]| {
            let value = of.last().copied().unwrap_or(0.0) * self.times;
            format!("{}{unit}", number::two_digits(value))
        };
        let body = html! {
            (line("grid", (left, y(top as f64 / self.times)), (WIDTH - 4.0, y(top as f64 / self.times))))
            path.band.faint-band d=(band(&of.p05, &of.p95)) {}
            path.band d=(band(&of.p25, &of.p75)) {}
            @if let Some(beside) = self.beside { path.beside d=(path(points(&beside.p50))) {} }
            path.best d=(path(points(&of.p50))) {}
            (line("axis", (left, scale.zero()), (WIDTH - 4.0, scale.zero())))
            (text("t", (left - 4.0, 12.0), Anchor::End, &label))
            (text("t", (left - 4.0, scale.zero() + 4.0), Anchor::End, "0"))
            (text("t", (WIDTH - 4.0, HEIGHT - 4.0), Anchor::End, &format!("month {months}")))
        };
        Some(Svg {
            width: WIDTH,
            height: HEIGHT,
            title: self.title.clone(),
            description: format!(
                "In month {months}: median {}, 90 % of runs from {} to {}.",
                written(&of.p50),
                written(&of.p05),
                written(&of.p95)
            ),
            body,
        })
    }
}
