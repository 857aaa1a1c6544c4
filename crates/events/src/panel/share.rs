use calendar::{Month, months};

use super::{Measures, Sharing};
use crate::EventRow;

/// What an event adds to each month.
pub(super) fn share(row: &EventRow<'_>, sharing: Sharing) -> Vec<(Month, Measures)> {
    let first = Month::of(row.date_start);
    let last = Month::of(row.date_end).max(first);
    if sharing == Sharing::FirstDay || first == last {
        let deaths = [row.low, row.best, row.high, row.deaths_civilians].map(u64::from);
        return vec![(first, Measures::of(row.violence, 1, deaths))];
    }
    let days: Vec<u64> = months(first, last)
        .map(|month| {
            let from = if month == first {
                row.date_start.day()
            } else {
                1
            };
            let to = if month == last {
                row.date_end.day()
            } else {
                month.days() as i8
            };
            u64::try_from(to - from + 1).unwrap_or(0)
        })
        .collect();
    // Low, best and high are shared by their differences, so that they keep their order in every
    // month: by themselves, a larger total can round to a smaller share.
    let [low, best, high] = [row.low, row.best.max(row.low), row.high.max(row.best)].map(u64::from);
    let low_parts = largest_remainder(low, &days);
    let best_parts = largest_remainder(best - low, &days);
    let high_parts = largest_remainder(high.saturating_sub(best), &days);
    let civilians = largest_remainder(row.deaths_civilians.into(), &days);
    let most = days.iter().copied().max().unwrap_or(0);
    let home = days.iter().position(|&number| number == most).unwrap_or(0);
    months(first, last)
        .enumerate()
        .map(|(at, month)| {
            let best = low_parts[at] + best_parts[at];
            let deaths = [low_parts[at], best, best + high_parts[at], civilians[at]];
            (
                month,
                Measures::of(row.violence, u64::from(at == home), deaths),
            )
        })
        .collect()
}

/// Parts of `total` in proportion to `weights`, whole and with that sum: every part its quota rounded
/// down, what is left to the largest remainders, of equals to the first (Hamilton's method).
fn largest_remainder(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum = u128::from(weights.iter().sum::<u64>().max(1));
    let quota = |weight: u64| u128::from(total) * u128::from(weight);
    let mut parts: Vec<u64> = weights
        .iter()
        .map(|&weight| (quota(weight) / sum) as u64)
        .collect();
    let left = total.saturating_sub(parts.iter().sum());
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(quota(weights[at]) % sum));
    for &at in order.iter().take(left as usize) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use calendar::date;
    use proptest::prelude::*;

    use super::*;
    use crate::{Violence, sample};

    fn spanning(start: (i16, i8, i8), end: (i16, i8, i8), deaths: [u32; 4]) -> EventRow<'static> {
        let [low, best, high, deaths_civilians] = deaths;
        EventRow {
            date_start: date(start.0, start.1, start.2).unwrap(),
            date_end: date(end.0, end.1, end.2).unwrap(),
            low,
            best,
            high,
            deaths_civilians,
            ..sample::rows()[0]
        }
    }

    #[test]
    fn deaths_follow_the_days() {
        // Two days of January, three of February.
        let row = spanning((2024, 1, 30), (2024, 2, 3), [10, 10, 11, 3]);
        let parts = share(&row, Sharing::ByDay);
        let column =
            |pick: fn(&Measures) -> u64| parts.iter().map(|(_, m)| pick(m)).collect::<Vec<_>>();
        assert_eq!(column(|m| m.best), [4, 6]);
        assert_eq!(column(|m| m.high), [4, 7]);
        assert_eq!(column(|m| m.civilians), [1, 2]);
        assert_eq!(column(|m| m.events), [0, 1]);
        assert_eq!(column(|m| m.deadliest), [4, 6]);
        let whole = share(&row, Sharing::FirstDay);
        assert_eq!(whole.len(), 1);
        assert_eq!(
            (whole[0].0, whole[0].1.best),
            ("2024-01".parse().unwrap(), 10)
        );
    }

    #[test]
    fn of_months_with_equal_days_the_first_has_the_event() {
        let parts = share(
            &spanning((2023, 7, 1), (2023, 8, 31), [1, 1, 1, 0]),
            Sharing::ByDay,
        );
        assert_eq!(
            parts.iter().map(|(_, m)| m.events).collect::<Vec<_>>(),
            [1, 0]
        );
        assert_eq!(
            parts.iter().map(|(_, m)| m.best).collect::<Vec<_>>(),
            [1, 0]
        );
    }

    proptest! {
        #[test]
        fn totals_are_conserved_and_ordered(
            start in 0i64..20_000, length in 0i64..900, low in 0u32..5_000, more in 0u32..5_000,
            most in 0u32..5_000, civilians in 0u32..5_000, by_day in any::<bool>(),
        ) {
            let day = |days: i64| date(1980, 1, 1).unwrap()
                .checked_add(calendar_span(days)).unwrap();
            let row = EventRow {
                date_start: day(start), date_end: day(start + length), low, best: low + more,
                high: low + more + most, deaths_civilians: civilians, violence: Violence::NonState,
                ..sample::rows()[0]
            };
            let sharing = if by_day { Sharing::ByDay } else { Sharing::FirstDay };
            let parts = share(&row, sharing);
            let sum = |pick: fn(&Measures) -> u64| parts.iter().map(|(_, m)| pick(m)).sum::<u64>();
            prop_assert_eq!(sum(|m| m.events), 1);
            prop_assert_eq!(sum(|m| m.low), u64::from(row.low));
            prop_assert_eq!(sum(|m| m.best), u64::from(row.best));
            prop_assert_eq!(sum(|m| m.high), u64::from(row.high));
            prop_assert_eq!(sum(|m| m.civilians), u64::from(civilians));
            for (_, m) in &parts {
                prop_assert!(m.low <= m.best && m.best <= m.high);
                prop_assert_eq!(m.by_type(Violence::NonState).best, m.best);
            }
            prop_assert!(parts.windows(2).all(|pair| pair[1].0 - pair[0].0 == 1));
        }

        #[test]
        fn parts_are_within_one_of_their_quota(
            total in 0u64..1_000_000, weights in proptest::collection::vec(1u64..32, 1..40),
        ) {
            let sum: u64 = weights.iter().sum();
            let parts = largest_remainder(total, &weights);
            prop_assert_eq!(parts.iter().sum::<u64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                let quota = total as f64 * *weight as f64 / sum as f64;
                prop_assert!((*part as f64 - quota).abs() < 1.0 + 1e-6);
            }
        }
    }

    fn calendar_span(days: i64) -> jiff::SignedDuration {
        jiff::SignedDuration::from_hours(24 * days)
    }
}
