//! A made-up record: months, years and parts.

use assessment::{BreakdownRow, MonthRow, Peer, Period, YearRow};
use calendar::{Month, months};

use super::month;

/// A war that grows in waves, from the first month to the last.
pub(crate) fn rows(first: Month, last: Month) -> Vec<MonthRow> {
    months(first, last)
        .map(|month| {
            let step = (month - first) as u32;
            let events = step / 6 + step * step % 7;
            let best = events * 5 + step * 7 % 31;
            MonthRow {
                month,
                events,
                best,
                low: None,
                high: best + best / 3,
                civilians: best / 4,
                deadliest: best / 2,
                events_by_type: [events / 2, events / 6, events - events / 2 - events / 6],
                deaths_by_type: None,
            }
        })
        .collect()
}

pub(crate) fn years(rows: &[MonthRow]) -> Vec<YearRow> {
    let mut out: Vec<YearRow> = Vec::new();
    for row in rows {
        if out.last().is_none_or(|year| year.year != row.month.year()) {
            out.push(YearRow {
                year: row.month.year(),
                months: 0,
                events: 0,
                best: 0,
                high: 0,
                civilians: 0,
                events_by_type: [0; 3],
                deadliest_share: 0.0,
            });
        }
        let year = out.last_mut().unwrap();
        let deadliest = (year.deadliest_share * f64::from(year.best)).max(f64::from(row.deadliest));
        year.months += 1;
        year.events += row.events;
        year.best += row.best;
        year.high += row.high;
        year.civilians += row.civilians;
        for (sum, n) in year.events_by_type.iter_mut().zip(row.events_by_type) {
            *sum += n;
        }
        year.deadliest_share = if year.best == 0 {
            0.0
        } else {
            deadliest / f64::from(year.best)
        };
    }
    out
}

pub(super) fn period(rows: &[MonthRow]) -> Period {
    let sum = |part: fn(&MonthRow) -> u32| rows.iter().map(part).sum::<u32>();
    Period {
        from: rows[0].month,
        to: rows[rows.len() - 1].month,
        events: sum(|row| row.events),
        best: sum(|row| row.best),
        high: sum(|row| row.high),
        civilians: sum(|row| row.civilians),
        events_by_type: [
            sum(|row| row.events_by_type[0]),
            sum(|row| row.events_by_type[1]),
            sum(|row| row.events_by_type[2]),
        ],
    }
}

pub(super) fn part(name: &str, events: u32, deaths: u32, lately: (u32, u32)) -> BreakdownRow {
    BreakdownRow {
        name: name.to_owned(),
        events,
        deaths,
        events_lately: lately.0,
        deaths_lately: lately.1,
        first: Some(month("2013-02")),
        last: Some(month("2024-08")),
    }
}

pub(super) fn peer(at: &str, deaths: u32, region: Option<&str>, is_the_event: bool) -> Peer {
    Peer {
        month: month(at),
        deaths,
        region: region.map(str::to_owned),
        is_the_event,
    }
}
