//! How the event compares with the events of a record: rank and return period.

use calendar::Month;
use stats::severity::{Block, Tail};
use stats::{Estimate, Pace, Source, rate};

use crate::{Basis, Comparison, Deaths, Peer, Rank, Scope};

/// Interval level of every estimate of this section.
const LEVEL: f64 = 0.9;
/// Months of the pace at which the modelled return period is reckoned.
const PACE_MONTHS: i32 = 60;
/// Deadliest events shown.
const SHOWN: usize = 10;

/// An event of the record, or the deadliest event of a month.
#[derive(Debug, Clone)]
pub(crate) struct Sized {
    pub(crate) month: Month,
    pub(crate) deaths: u32,
    pub(crate) region: Option<String>,
}

/// A record to compare an event with.
pub(crate) struct Record<'a> {
    pub(crate) scope: Scope,
    pub(crate) basis: Basis,
    pub(crate) from: Month,
    pub(crate) to: Month,
    /// Every other event with a known number of deaths, the event under study left out.
    pub(crate) others: Vec<Sized>,
    /// Months before the event's with their number of events and the largest, or events as blocks
    /// of one; `None` when the record is no sample, so that no tail can be fitted.
    pub(crate) sample: Option<Sample>,
    /// Key of the data set.
    pub(crate) data: &'a str,
}

/// What a tail and a pace can be fitted to: the record before the event's month.
pub(crate) struct Sample {
    pub(crate) blocks: Vec<Block>,
    /// Events by month, every month of the record before the event's, in order.
    pub(crate) monthly: Vec<f64>,
}

/// Compares an event of so many deaths in `month` with a record.
pub(crate) fn compare(
    record: &Record<'_>,
    deaths: Deaths,
    month: Month,
    region: &str,
) -> Comparison {
    let deadlier = |than: u32| {
        1 + record
            .others
            .iter()
            .filter(|other| other.deaths > than)
            .count() as u32
    };
    let rank = Rank {
        first: deadlier(deaths.high),
        best: deadlier(deaths.best),
        last: deadlier(deaths.low),
    };
    let source = |method: &str| Source::data(record.data, method);

    let years_between = |from: Month, to: Month, method: &str| {
        let as_deadly = record
            .others
            .iter()
            .filter(|other| other.deaths >= deaths.best && other.month >= from && other.month <= to)
            .count() as u32;
        let years = f64::from(to - from + 1) / 12.0;
        rate::rare(as_deadly, years, LEVEL, source(method)).map(|a_year| a_year.map(f64::recip))
    };
    let counted = years_between(
        record.from,
        record.to,
        "events at least as deadly, the event left out, over the years of the record; Jeffreys' prior",
    );
    let lately = (month - PACE_MONTHS).max(record.from);
    let counted_lately = (record.sample.is_some() && lately > record.from)
        .then(|| {
            years_between(
                lately,
                month - 1,
                "events at least as deadly in the five years before the event; Jeffreys' prior",
            )
        })
        .flatten();

    let (modelled, not_modelled) = match &record.sample {
        None => (
            None,
            Some("no tail can be fitted to chosen facts".to_owned()),
        ),
        Some(sample) => match model(sample, deaths, source) {
            Ok(estimate) => (Some(estimate), None),
            Err(why) => (None, Some(why)),
        },
    };

    let mut deadliest: Vec<Peer> = record
        .others
        .iter()
        .map(|other| Peer {
            month: other.month,
            deaths: other.deaths,
            region: other.region.clone(),
            is_the_event: false,
        })
        .collect();
    deadliest.push(Peer {
        month,
        deaths: deaths.best,
        region: Some(region.to_owned()),
        is_the_event: true,
    });
    deadliest.sort_by(|a, b| {
        (b.deaths, a.is_the_event, a.month).cmp(&(a.deaths, b.is_the_event, b.month))
    });
    let position = deadliest.iter().position(|peer| peer.is_the_event);
    if let Some(position) = position.filter(|&position| position >= SHOWN) {
        deadliest.swap(SHOWN - 1, position);
    }
    deadliest.truncate(SHOWN);

    Comparison {
        scope: record.scope,
        basis: record.basis,
        from: record.from,
        to: record.to,
        events: record.others.len() as u32 + 1,
        rank,
        deadliest,
        counted,
        counted_lately,
        modelled,
        not_modelled,
        source: source("rank by deaths"),
    }
}

fn model(
    sample: &Sample,
    deaths: Deaths,
    source: impl Fn(&str) -> Source,
) -> Result<Estimate, String> {
    let tail = Tail::fit(&sample.blocks).map_err(|error| error.to_string())?;
    let least = tail.threshold;
    if deaths.low < least {
        return Err(format!(
            "the event is not among the largest: the tail begins at {least} deaths"
        ));
    }
    let lately = sample.monthly.len().saturating_sub(PACE_MONTHS as usize);
    let pace = Pace::new(&sample.monthly[lately..])
        .ok_or_else(|| "the record before the event is shorter than two months".to_owned())?;
    let mut estimate = tail
        .return_period(&triangular_points(deaths), &pace)
        .ok_or_else(|| "the tail of event sizes has no mass".to_owned())?;
    estimate.source = source(
        "generalised Pareto tail of event sizes before the event, at the pace of the last five years",
    );
    Ok(estimate)
}

/// Equally likely points of the triangular distribution of (low, best, high).
fn triangular_points(deaths: Deaths) -> Vec<f64> {
    let (low, best, high) = (
        f64::from(deaths.low),
        f64::from(deaths.best),
        f64::from(deaths.high),
    );
    if high <= low {
        return vec![best];
    }
    let split = (best - low) / (high - low);
    (0..11)
        .map(|i| {
            let p = (f64::from(i) + 0.5) / 11.0;
            if p < split {
                low + (p * (high - low) * (best - low)).sqrt()
            } else {
                high - ((1.0 - p) * (high - low) * (high - best)).sqrt()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn record(sizes: &[u32], sample: bool) -> Record<'static> {
        let from = month("2000-01");
        let others: Vec<Sized> = sizes
            .iter()
            .enumerate()
            .map(|(i, &deaths)| Sized {
                month: from + i as i32,
                deaths,
                region: None,
            })
            .collect();
        let blocks = others
            .iter()
            .map(|o| Block {
                events: 4,
                largest: o.deaths,
            })
            .collect();
        Record {
            scope: Scope::Country,
            basis: Basis::MonthlyDeadliest,
            from,
            to: from + sizes.len() as i32 - 1,
            sample: sample.then(|| Sample {
                blocks,
                monthly: vec![4.0; sizes.len()],
            }),
            others,
            data: "figures",
        }
    }

    const DEATHS: Deaths = Deaths {
        low: 70,
        best: 77,
        high: 100,
    };

    #[test]
    fn rank_follows_the_range_of_deaths_and_ties_are_shared() {
        let c = compare(
            &record(&[120, 90, 77, 75, 3], false),
            DEATHS,
            month("2000-06"),
            "Capital",
        );
        assert_eq!((c.rank.first, c.rank.best, c.rank.last), (2, 3, 5));
        assert_eq!(c.events, 6);
        assert!(c.modelled.is_none() && c.not_modelled.is_some());
        assert!(c.deadliest.iter().any(|p| p.is_the_event));
    }

    #[test]
    fn the_event_is_shown_even_when_it_is_small() {
        let sizes: Vec<u32> = (0..30).map(|i| 500 + i).collect();
        let c = compare(&record(&sizes, false), DEATHS, month("2003-01"), "Capital");
        assert_eq!(c.deadliest.len(), SHOWN);
        assert!(c.deadliest[SHOWN - 1].is_the_event);
    }

    #[test]
    fn more_events_as_deadly_shorten_the_return_period() {
        let quiet: Vec<u32> = (0..240).map(|i| 1 + (i * 7) % 40).collect();
        let mut bloody = quiet.clone();
        for i in (0..240).step_by(12) {
            bloody[i] = 150;
        }
        let year = month("2020-01");
        let a = compare(&record(&quiet, true), DEATHS, year, "Capital");
        let b = compare(&record(&bloody, true), DEATHS, year, "Capital");
        let (a_years, b_years) = (a.counted.unwrap(), b.counted.unwrap());
        assert!(
            a_years.median > 5.0 * b_years.median,
            "{a_years:?} {b_years:?}"
        );
        // Twenty in twenty years: the count must say about one a year.
        assert!((b_years.low..b_years.high).contains(&1.0), "{b_years:?}");
        let (a_years, b_years) = (a.modelled.unwrap(), b.modelled.unwrap());
        assert!(
            a_years.median > 3.0 * b_years.median,
            "{a_years:?} {b_years:?}"
        );
    }

    #[test]
    fn points_of_the_triangle_keep_its_mean() {
        let points = triangular_points(DEATHS);
        let mean = points.iter().sum::<f64>() / points.len() as f64;
        assert!((mean - (70.0 + 77.0 + 100.0) / 3.0).abs() < 0.6, "{mean}");
        assert_eq!(
            triangular_points(Deaths {
                low: 5,
                best: 5,
                high: 5
            }),
            vec![5.0]
        );
    }
}
