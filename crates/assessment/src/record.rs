//! Sums of the monthly record: by year, and the last twelve months against the twelve before.

use std::collections::BTreeMap;

use calendar::Month;
use stats::{Pace, Source};

use crate::{Change, MonthRow, Period, YearRow};

const LEVEL: f64 = 0.9;

/// Calendar years of a record.
pub(crate) fn years(months: &[MonthRow]) -> Vec<YearRow> {
    let mut years: BTreeMap<i32, (YearRow, u32)> = BTreeMap::new();
    for row in months {
        let (year, deadliest) = years.entry(row.month.year()).or_insert_with(|| {
            (
                YearRow {
                    year: row.month.year(),
                    months: 0,
                    events: 0,
                    best: 0,
                    high: 0,
                    civilians: 0,
                    events_by_type: [0; 3],
                    deadliest_share: 0.0,
                },
                0,
            )
        });
        year.months += 1;
        year.events = year.events.saturating_add(row.events);
        year.best = year.best.saturating_add(row.best);
        year.high = year.high.saturating_add(row.high);
        year.civilians = year.civilians.saturating_add(row.civilians);
        for (sum, n) in year.events_by_type.iter_mut().zip(row.events_by_type) {
            *sum = sum.saturating_add(n);
        }
        *deadliest = (*deadliest).max(row.deadliest);
    }
    years
        .into_values()
        .map(|(mut year, deadliest)| {
            if year.best > 0 {
                year.deadliest_share = f64::from(deadliest) / f64::from(year.best);
            }
            year
        })
        .collect()
}

/// The twelve months to the end of the record against the twelve before.
///
/// `event` is the month of the event and its deaths in this record, to tell the ratio without it.
/// `None` for a record of fewer than 24 months.
pub(crate) fn change(
    months: &[MonthRow],
    event: Option<(Month, u32)>,
    data: &str,
) -> Option<Change> {
    let now = months.len().checked_sub(12)?;
    let before = now.checked_sub(12)?;
    let (before, now) = (&months[before..now], &months[now..]);
    let pace = |rows: &[MonthRow], of: &dyn Fn(&MonthRow) -> f64| {
        Pace::new(&rows.iter().map(of).collect::<Vec<f64>>())
    };
    let ratio = |of: &dyn Fn(&MonthRow) -> f64, method: &str| {
        pace(now, of)?.ratio(&pace(before, of)?, LEVEL, Source::data(data, method))
    };
    let without = |row: &MonthRow| match event {
        Some((month, deaths)) if month == row.month => f64::from(row.best.saturating_sub(deaths)),
        _ => f64::from(row.best),
    };
    Some(Change {
        events_ratio: ratio(
            &|row| f64::from(row.events),
            "ratio of mean events a month, twelve months against the twelve before; quasi-Poisson",
        )?,
        deaths_ratio: ratio(
            &|row| f64::from(row.best),
            "ratio of mean deaths a month, twelve months against the twelve before; quasi-Poisson",
        )?,
        deaths_ratio_without: match event {
            Some((month, _)) if now.iter().any(|row| row.month == month) => {
                Some(ratio(&without, "the same without the event under study")?)
            }
            _ => None,
        },
        now: period(now)?,
        before: period(before)?,
    })
}

fn period(rows: &[MonthRow]) -> Option<Period> {
    let sum = |of: &dyn Fn(&MonthRow) -> u32| {
        rows.iter()
            .fold(0_u32, |sum, row| sum.saturating_add(of(row)))
    };
    Some(Period {
        from: rows.first()?.month,
        to: rows.last()?.month,
        events: sum(&|row| row.events),
        best: sum(&|row| row.best),
        high: sum(&|row| row.high),
        civilians: sum(&|row| row.civilians),
        events_by_type: [0, 1, 2].map(|i| sum(&|row| row.events_by_type[i])),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: i32, best: impl Fn(i32) -> u32) -> Vec<MonthRow> {
        let first: Month = "2019-03".parse().unwrap();
        (0..n)
            .map(|i| MonthRow {
                month: first + i,
                events: 3,
                best: best(i),
                low: None,
                high: best(i) + 1,
                civilians: 1,
                deadliest: best(i) / 2,
                events_by_type: [1, 0, 2],
                deaths_by_type: None,
            })
            .collect()
    }

    #[test]
    fn years_add_up_to_the_record() {
        let rows = rows(30, |i| i as u32);
        let years = years(&rows);
        assert_eq!(
            years.iter().map(|y| y.months).collect::<Vec<_>>(),
            [10, 12, 8]
        );
        assert_eq!(
            years.iter().map(|y| y.best).sum::<u32>(),
            rows.iter().map(|r| r.best).sum::<u32>()
        );
        assert_eq!(years[0].events_by_type, [10, 0, 20]);
        assert!((years[0].deadliest_share - 4.0 / 45.0).abs() < 1e-12);
    }

    #[test]
    fn one_massacre_moves_the_ratio_only_with_it() {
        let rows = rows(24, |i| if i == 20 { 400 } else { 20 });
        let change = change(&rows, Some((rows[20].month, 380)), "figures").unwrap();
        let without = change.deaths_ratio_without.unwrap();
        assert!((without.median - 1.0).abs() < 0.05, "{without:?}");
        assert!(
            change.deaths_ratio.median > 1.5,
            "{:?}",
            change.deaths_ratio
        );
        assert!(
            change.deaths_ratio.low < 1.0,
            "one month cannot prove a change"
        );
        assert_eq!(change.now.best, 220 + 400);
    }

    #[test]
    fn an_event_outside_the_last_year_has_no_ratio_without() {
        let rows = rows(36, |_| 10);
        assert!(
            change(&rows, Some((rows[3].month, 5)), "f")
                .unwrap()
                .deaths_ratio_without
                .is_none()
        );
        assert!(change(&rows[..23], None, "f").is_none());
    }
}
