//! The deadliest event of a month whose deadliest was taken out, which monthly figures do not name.

use calendar::Month;

use crate::MonthRow;

/// Months whose shares are looked at, those with the nearest number of events.
const NEAREST: usize = 25;

/// How deadly the deadliest event left is put at, and by what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Imputed {
    pub(super) deaths: u32,
    /// Median share of the deadliest event in a month's deaths, and the number of months looked at; none
    /// where there is no such month.
    pub(super) share: Option<(f64, usize)>,
}

/// The deadliest of `events` events with `deaths` deaths together, none of them with more than `most`.
///
/// The median share of the deadliest event in the deaths of the 25 other months with the nearest number of
/// events, by ratio, of equals the nearest in time; but not less than an equal part of the deaths, and
/// not more than `most` or all of them. Without another month with deaths it is the equal part.
pub(super) fn imputed(
    months: &[MonthRow],
    of: Month,
    (events, deaths): (u32, u32),
    most: u32,
) -> Imputed {
    let least = deaths.div_ceil(events.max(1));
    let mut near: Vec<(f64, i32, f64)> = months
        .iter()
        .filter(|row| row.month != of && row.events > 0 && row.best > 0)
        .map(|row| {
            let apart = (f64::from(row.events) / f64::from(events.max(1)))
                .ln()
                .abs();
            let share = f64::from(row.deadliest) / f64::from(row.best);
            (apart, (row.month - of).abs(), share.min(1.0))
        })
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    near.truncate(NEAREST);
    let mut shares: Vec<f64> = near.into_iter().map(|(_, _, share)| share).collect();
    shares.sort_by(f64::total_cmp);
    let median = shares.get(shares.len() / 2).copied();
    let usual = median.map_or(least, |share| (share * f64::from(deaths)).round() as u32);
    Imputed {
        deaths: usual.max(least).min(most.min(deaths)),
        share: median.map(|share| (share, shares.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[(u32, u32, u32)]) -> Vec<MonthRow> {
        let first: Month = "2019-01".parse().unwrap();
        of.iter()
            .enumerate()
            .map(|(i, (events, best, deadliest))| MonthRow {
                month: first + i as i32,
                events: *events,
                best: *best,
                low: None,
                high: *best,
                civilians: 0,
                deadliest: *deadliest,
                events_by_type: [*events, 0, 0],
                deaths_by_type: None,
            })
            .collect()
    }

    #[test]
    fn the_share_of_months_alike_is_taken_within_what_can_be() {
        // Busy months have a share of a quarter, quiet ones of a half.
        let mut months = rows(&[(20, 100, 25)].repeat(25));
        months.extend(rows(&[(2, 10, 5)].repeat(25)));
        let of: Month = "1990-01".parse().unwrap();
        assert_eq!(
            imputed(&months, of, (19, 40), 90),
            Imputed {
                deaths: 10,
                share: Some((0.25, 25)),
            }
        );
        assert_eq!(imputed(&months, of, (3, 40), 90).deaths, 20);
        assert_eq!(imputed(&months, of, (19, 40), 7).deaths, 7);
        assert_eq!(imputed(&months, of, (2, 40), 90).deaths, 20);
        assert_eq!(imputed(&months, of, (1, 40), 90).deaths, 40);
        assert_eq!(
            imputed(&[], of, (4, 41), 90),
            Imputed {
                deaths: 11,
                share: None,
            }
        );
    }
}
