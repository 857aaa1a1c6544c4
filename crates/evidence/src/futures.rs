//! Months to come, as a hypothesis has them.
//!
//! # Method
//! One run draws, for each month t after the last one known,
//!
//! ```text
//! course       of the hypothesis, given all that is known
//! e0[t]        state-based events: level, factor and dispersion of that course; on the way breaks may come, as
//!              often and as large as in all countries' records from such a level
//! e1[t], e2[t] non-state and one-sided events: level as it stands now, wandering on as it did,
//!              times the course's factor and that of the breaks
//! n[t]         e0[t] + e1[t] + e2[t]
//! largest[t]   deadliest of n[t] events, P(largest <= x) = G(x)^n[t], times the course's factor on deaths an event
//! beyond[t]    deaths outside it, of n[t] - 1 events
//! best[t]      largest[t] + beyond[t]
//! civilians, high   in their proportions to best of a month drawn from the last 36 known
//! ```
//!
//! Factors are over what they are in the last month known. The levels of non-state and one-sided events are
//! followed by the same filter as that of state-based events ([`trajectory::breaks`]), so that a run goes on from
//! where each type stands now. G is the distribution of event sizes, its tail included
//! ([`stats::severity::Sizes`]), of the last 60 months, each month's deadliest event at the deadliness of now: times
//! m over that month's own m,
//!
//! ```text
//! m[t]  =  (1 + deaths outside the deadliest events) / (1 + other events)     over the twelve months around t
//! ```
//!
//! On a course of a new phase its tail is that of a record that counts for a year. Every hypothesis and run has a
//! stream of its own. How years to come lie among runs in the records of all countries is in `docs/validation.md`.

#[cfg(test)]
mod calibration_tests;

use calendar::Month;
use events::Violence;
use events::figures::MonthlyFigures;
use rand::{Rng, RngExt};
use stats::severity::{Block, Sizes, Tail};
use trajectory::breaks::{Account, Counts, Followed, Origin, Prior};

use crate::incidents::A_YEAR;
use crate::readings::Readings;

/// Months of the record whose proportions are drawn from.
const RECENT: usize = 36;
/// Months of the record whose deadliest events tell sizes: sizes have changed over the decades.
const SIZED: usize = 60;
/// Half of the months over which the mean number of deaths an event is taken.
const HALF: usize = 6;

/// What runs are drawn from.
pub(crate) struct Futures<'a> {
    readings: &'a Readings,
    /// Non-state and one-sided events, as they stand in the last month known.
    others: [Followed; 2],
    /// Sizes of events as they were, and under a new phase.
    usual: Sizes,
    renewed: Sizes,
    /// Civilians and high estimate over the best one, by month with deaths.
    proportions: Vec<(f64, f64)>,
    last: Month,
}

impl<'a> Futures<'a> {
    /// From what is known up to the last month of a record; none without a month.
    pub(crate) fn new(
        readings: &'a Readings,
        breaks: &Prior,
        record: &[MonthlyFigures],
    ) -> Option<Self> {
        let last = record.last()?.month;
        let standing = |violence: Violence| -> Option<Followed> {
            let counts: Vec<u32> = record.iter().map(|row| row.events_of(violence)).collect();
            let origin = Origin::new(breaks, Account::Events, Counts::plain(&counts))?;
            Some(origin.follow(Counts::plain(&[]), &[]))
        };
        let blocks = blocks(record);
        let sizes = || {
            let tail = Tail::fit(&blocks).ok();
            let with_violence = blocks.iter().filter(|block| block.events > 0).count();
            let renewed = tail
                .as_ref()
                .map(|tail| tail.discounted(&blocks, A_YEAR / with_violence as f64));
            [tail, renewed].map(|tail| Sizes::new(&blocks, tail.as_ref()))
        };
        let others = || Some([standing(Violence::NonState)?, standing(Violence::OneSided)?]);
        let (others, [usual, renewed]) = rayon::join(others, sizes);
        let recent = &record[record.len().saturating_sub(RECENT)..];
        let proportions = recent
            .iter()
            .filter(|row| row.best > 0)
            .map(|row| {
                let of_best = |x: u64| x as f64 / row.best as f64;
                (of_best(row.civilians).min(1.0), of_best(row.high).max(1.0))
            })
            .collect();
        Some(Self {
            readings,
            others: others?,
            usual,
            renewed,
            proportions,
            last,
        })
    }

    /// Draws so many months under a hypothesis.
    pub(crate) fn draw(
        &self,
        hypothesis: usize,
        months: usize,
        random: &mut impl Rng,
    ) -> Vec<MonthlyFigures> {
        let ahead = self.readings.draw(hypothesis, months, random);
        let factor: Vec<f64> = ahead.factor.iter().map(|factor| factor.ln()).collect();
        let every_month = vec![1.0; months];
        let [non_state, one_sided] = self
            .others
            .each_ref()
            .map(|standing| standing.draw(&factor, &every_month, random));
        let by_type = |month: usize| [ahead.state_based[month], non_state[month], one_sided[month]];
        let events: Vec<u32> = (0..months)
            .map(|month| {
                by_type(month)
                    .iter()
                    .fold(0_u32, |sum, n| sum.saturating_add(*n))
            })
            .collect();
        let beyond = self.readings.draw_deaths(&ahead, &events, random);
        let sizes = if ahead.renewed {
            &self.renewed
        } else {
            &self.usual
        };
        let sizes = sizes.draw(random);
        (0..months)
            .map(|month| {
                let largest = f64::from(sizes.largest(events[month], random));
                let deadliest = (largest * ahead.lethality[month]).round() as u32;
                let best = u64::from(deadliest) + u64::from(beyond[month]);
                let (civilians, high) = self.proportion(random);
                let times = |share: f64| (best as f64 * share).round() as u64;
                MonthlyFigures {
                    month: self.last + month as i32 + 1,
                    events: events[month],
                    best,
                    low: None,
                    high: times(high),
                    civilians: times(civilians),
                    deadliest,
                    events_by_type: by_type(month),
                    deaths_by_type: None,
                }
            })
            .collect()
    }

    /// Civilians and high estimate over the best one, of some month.
    fn proportion(&self, random: &mut impl Rng) -> (f64, f64) {
        if self.proportions.is_empty() {
            return (0.0, 1.0);
        }
        self.proportions[random.random_range(0..self.proportions.len())]
    }
}

/// The deadliest events of the last years at the deadliness of now.
fn blocks(record: &[MonthlyFigures]) -> Vec<Block> {
    let mean = |at: usize| -> f64 {
        let around = &record[at.saturating_sub(HALF)..(at + HALF).min(record.len())];
        let (deaths, others) = around.iter().fold((1.0, 1.0), |(deaths, others), row| {
            (
                deaths + f64::from(row.beyond_deadliest()),
                others + f64::from(row.events.saturating_sub(1)),
            )
        });
        deaths / others
    };
    let now = mean(record.len().saturating_sub(HALF));
    record
        .iter()
        .enumerate()
        .skip(record.len().saturating_sub(SIZED))
        .map(|(at, row)| Block {
            events: row.events,
            largest: (f64::from(row.deadliest) * now / mean(at)).round() as u32,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use case::Case;
    use events::figures::FiguresTable;

    use super::*;

    fn mali() -> (Case, Vec<MonthlyFigures>) {
        let case = Case::builtin("mali-2024").unwrap();
        let table = FiguresTable::parse(case.figures().unwrap().as_bytes(), "figures.csv").unwrap();
        let last = Month::of(case.event.date);
        let series = table.country("MLI").unwrap();
        let record = series
            .iter()
            .filter(|row| row.month <= last)
            .copied()
            .collect();
        (case, record)
    }

    type Figure = fn(&MonthlyFigures) -> f64;

    fn quantiles(mut values: Vec<f64>) -> [f64; 5] {
        values.sort_by(f64::total_cmp);
        [0.1, 0.25, 0.5, 0.75, 0.9].map(|p| values[(p * (values.len() - 1) as f64) as usize])
    }

    #[test]
    fn runs_of_the_status_quo_look_like_the_last_three_years() {
        let (case, record) = mali();
        let breaks = Prior::default();
        let event = Month::of(case.event.date);
        let readings = Readings::of(&case.hypotheses, &breaks, &record, event, &[]).unwrap();
        let futures = Futures::new(&readings, &breaks, &record).unwrap();
        let drawn: Vec<MonthlyFigures> = (0..1500)
            .flat_map(|run| futures.draw(0, 12, &mut stats::stream(1, "runs", run)))
            .collect();
        let known = &record[record.len() - RECENT..];
        let figures: [(&str, Figure); 6] = [
            ("deaths", |row| row.best as f64),
            ("events", |row| f64::from(row.events)),
            ("deadliest", |row| f64::from(row.deadliest)),
            ("civilians", |row| row.civilians as f64),
            ("one-sided", |row| f64::from(row.events_by_type[2])),
            ("non-state", |row| f64::from(row.events_by_type[1])),
        ];
        for (name, of) in figures {
            let [runs, past] =
                [&drawn[..], known].map(|rows| quantiles(rows.iter().map(of).collect()));
            println!("{name}: runs {runs:?} record {past:?}");
            if !name.ends_with("ed") && name != "non-state" {
                for (run, past) in runs.iter().zip(past).skip(1).take(3) {
                    // Breaks that may come make the runs wider than the years that had none.
                    assert!((run / past).ln().abs() < 0.45, "{name} {run} {past}");
                }
            }
        }
        assert!(drawn.iter().all(|row| {
            row.best >= u64::from(row.deadliest)
                && row.high >= row.best
                && row.civilians <= row.best
                && row.events == row.events_by_type.iter().sum::<u32>()
                && (row.events > 0 || row.best == 0)
        }));
        assert_eq!(drawn[0].month, event + 1);
    }
}
