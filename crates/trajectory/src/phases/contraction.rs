//! Was there a contraction between two episodes?

use std::ops::Range;

use calendar::Month;
use stats::{Estimate, Source, Weighted};

use super::outcome::{Contraction, Fall};
use super::paths::{Path, levels};
use crate::breaks::level::Levels;
use crate::reach::Phase;

/// Months that a contraction lasts at least where the question does not say.
pub const CONTRACTION_MONTHS: u32 = 6;
/// Months of an episode, whose highest quarter gives the episode's level.
///
/// Not the mean over its last half-year: drawn paths begin to fall before the quiet shows, so that such a mean
/// is drawn down by the very fall that is asked about. Nor the highest month, which is the height
/// of the wander.
const EPISODE: usize = 12;
/// Months of a quarter.
const QUARTER: usize = 3;
/// A level below this part of both episodes' levels is a fall.
const FALLEN: f64 = 0.5;

/// What is asked, and what the answer rests on.
pub(super) struct Question<'a> {
    pub(super) after: Month,
    pub(super) before: Month,
    pub(super) months: u32,
    /// Months of the series between the two.
    pub(super) between: Range<usize>,
    /// Paths given the series.
    pub(super) seen: &'a [Path],
    /// Paths of the model before the series is seen.
    pub(super) unseen: &'a [Path],
    /// Weight of evidence for the model as a whole against one straight rise, in decibans.
    pub(super) against_straight_rise: f64,
    pub(super) source: &'a Source,
}

/// Months of a series of so many, from the first, that lie between the two; none when there are none.
pub(super) fn between(
    first: Month,
    length: usize,
    after: Month,
    before: Month,
) -> Option<Range<usize>> {
    let start = (after + 1 - first).clamp(0, length as i32);
    let end = (before - first).clamp(start, length as i32);
    (start < end).then_some(start as usize..end as usize)
}

/// Months between two episodes with those of the episodes.
pub(super) fn with_episodes(between: &Range<usize>, length: usize) -> Range<usize> {
    between.start.saturating_sub(EPISODE)..(between.end + EPISODE).min(length)
}

/// Answers from drawn paths; none without any.
pub(super) fn answer(asked: &Question<'_>) -> Option<Contraction> {
    let Question { after, before, .. } = *asked;
    let source = asked.source;
    let (start, end) = (asked.between.start, asked.between.end);
    let from = start.saturating_sub(1);
    let troughs: Vec<f64> = asked
        .seen
        .iter()
        .map(|path| {
            let lowest = (start..end).map(|t| path.log_level(t));
            lowest.fold(f64::INFINITY, f64::min) - path.log_level(from)
        })
        .collect();
    let halved = count(&troughs, |fall| *fall < -std::f64::consts::LN_2);
    let falls = Weighted::new(troughs.iter().map(|fall| (*fall, 1.0)))?;
    let phase = Share::of(asked, |path| contracts(path, start, end, asked.months));
    let n = asked.seen.len() as f64;
    Some(Contraction {
        after,
        before,
        months: asked.months,
        fall: asked.fall()?,
        probability: phase.probability,
        monte_carlo_error: phase.error,
        prior: phase.prior,
        decibans: phase.decibans(),
        halved: halved / n,
        trough: Estimate::from_quantiles(0.9, |p| falls.quantile(p).exp(), source.clone()),
    })
}

impl Question<'_> {
    fn fall(&self) -> Option<Fall> {
        let levels = levels();
        let months = self.months as usize;
        let lowest = |path: &Path| held(path, &levels, &self.between, months);
        let share = Share::of(self, |path| lowest(path) < FALLEN);
        let held = Weighted::new(self.seen.iter().map(|path| (lowest(path), 1.0)))?;
        Some(Fall {
            probability: share.probability,
            monte_carlo_error: share.error,
            prior: share.prior,
            decibans: share.decibans(),
            decibans_against_straight_rise: self.against_straight_rise
                + 10.0 * (share.held / share.prior).log10(),
            lowest: Estimate::from_quantiles(0.9, |p| held.quantile(p), self.source.clone()),
        })
    }
}

/// How many paths have something, before and after the series is seen.
struct Share {
    probability: f64,
    error: f64,
    /// The probability with half a path more on either side, so that weights of evidence stay finite.
    held: f64,
    prior: f64,
}

impl Share {
    fn of(asked: &Question<'_>, has: impl Fn(&Path) -> bool) -> Self {
        let n = asked.seen.len() as f64;
        let seen = count(asked.seen, &has);
        let held = (seen + 0.5) / (n + 1.0);
        Self {
            probability: seen / n,
            error: (held * (1.0 - held) / n).sqrt(),
            held,
            prior: (count(asked.unseen, &has) + 0.5) / (asked.unseen.len() as f64 + 1.0),
        }
    }

    fn decibans(&self) -> f64 {
        let odds = |p: f64| p / (1.0 - p);
        10.0 * (odds(self.held) / odds(self.prior)).log10()
    }
}

fn count<T>(all: &[T], has: impl Fn(&T) -> bool) -> f64 {
    all.iter().filter(|one| has(one)).count() as f64
}

/// Lowest level that held for so many months in a row between the episodes, over that of the lower
/// episode; for all months between, if they are fewer.
fn held(path: &Path, levels: &Levels, between: &Range<usize>, months: usize) -> f64 {
    let Range { start, end } = *between;
    let points = &path.points;
    // The first or last months stand for an episode that the series does not cover.
    let earlier = highest(&points[start.saturating_sub(EPISODE)..start.max(1)], levels);
    let later = highest(
        &points[end.min(points.len() - 1)..(end + EPISODE).min(points.len())],
        levels,
    );
    let runs = points[start..end].windows(months.clamp(1, end - start));
    let lowest = runs.filter_map(|run| run.iter().max()).min();
    lowest.map_or(0.0, |point| levels[usize::from(*point)]) / earlier.min(later)
}

/// Highest mean level of a quarter.
fn highest(points: &[u8], levels: &Levels) -> f64 {
    let quarter = QUARTER.min(points.len());
    points
        .windows(quarter.max(1))
        .map(|run| {
            run.iter()
                .map(|point| levels[usize::from(*point)])
                .sum::<f64>()
        })
        .fold(0.0, f64::max)
        / quarter as f64
}

fn contracts(path: &Path, start: usize, end: usize, months: u32) -> bool {
    let mut run = 0;
    (start..end).any(|t| {
        run = if path.phases[t] == Phase::Contraction {
            run + 1
        } else {
            0
        };
        run >= months.max(1) || path.step(t).is_some_and(|step| step < 0.0)
    })
}
