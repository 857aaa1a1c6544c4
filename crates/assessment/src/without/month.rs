//! A month of monthly figures without an event.

use calendar::Month;
use case::{Event, Target};
use events::{EventRow, Violence};

use super::deadliest::imputed;
use crate::MonthRow;
use crate::data::thousands;

/// What a month loses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Loss {
    events: u32,
    best: u32,
    low: u32,
    high: u32,
    civilians: u32,
    events_by_type: [u32; 3],
    deaths_by_type: [u32; 3],
    /// The deadliest event left, where the deadliest is lost.
    deadliest: Option<u32>,
}

impl Loss {
    /// The month without it; nothing falls below zero, and no figure contradicts another.
    fn from(&self, row: &MonthRow) -> MonthRow {
        let events = row.events.saturating_sub(self.events);
        let some = |n: u32| if events == 0 { 0 } else { n };
        let best = some(row.best.saturating_sub(self.best));
        let less = |all: [u32; 3], lost: [u32; 3]| {
            [0, 1, 2].map(|i: usize| some(all[i].saturating_sub(lost[i])))
        };
        MonthRow {
            month: row.month,
            events,
            best,
            low: row.low.map(|low| low.saturating_sub(self.low).min(best)),
            high: some(row.high.saturating_sub(self.high)).max(best),
            civilians: row.civilians.saturating_sub(self.civilians).min(best),
            deadliest: self.deadliest.unwrap_or(row.deadliest).min(best),
            events_by_type: less(row.events_by_type, self.events_by_type),
            deaths_by_type: row
                .deaths_by_type
                .map(|deaths| less(deaths, self.deaths_by_type)),
        }
    }
}

/// Takes out what an event file counts for the event, month by month; `next` is the deadliest of the file's
/// other events of a month.
pub(super) fn as_in_file(
    months: &mut [MonthRow],
    rows: &[EventRow<'_>],
    next: impl Fn(Month) -> u32,
) -> Vec<String> {
    let mut found: Vec<Month> = rows.iter().map(|row| Month::of(row.date_start)).collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .map(|month| {
            let Some(row) = months.iter_mut().find(|row| row.month == month) else {
                return not_covered(month);
            };
            let mut loss = Loss::default();
            let mut largest = 0;
            for event in rows.iter().filter(|row| Month::of(row.date_start) == month) {
                loss.events += 1;
                loss.best = loss.best.saturating_add(event.best);
                loss.low = loss.low.saturating_add(event.low);
                loss.high = loss.high.saturating_add(event.high);
                loss.civilians = loss.civilians.saturating_add(event.deaths_civilians);
                largest = largest.max(event.best);
                if let Some(kind) = number(event.violence) {
                    loss.events_by_type[kind] += 1;
                    loss.deaths_by_type[kind] =
                        loss.deaths_by_type[kind].saturating_add(event.best);
                }
            }
            loss.deadliest = (largest >= row.deadliest).then(|| next(month));
            let said = format!(
                "Monthly figures, {month}: {} and {} are taken out, as the event file counts them; the \
                 deadliest event left has {}.",
                part(loss.events, row.events, "events"),
                part(loss.best, row.best, "deaths"),
                deaths(loss.from(row).deadliest),
            );
            *row = loss.from(row);
            said
        })
        .collect()
}

/// Takes the event out of its month where nothing but monthly figures is known, and says by which rule.
///
/// - The deadliest event of the month has a number of deaths within the event's range: it is the event, and
///   goes. The deadliest event left is imputed.
/// - It has fewer: the figures do not have the event, or in parts. Nothing goes.
/// - It has more: the event is one of the others, which cannot be told apart. One goes, with the event's best
///   deaths, or with all beyond the deadliest where they are fewer.
/// - The event killed nobody, or the month is not there or empty: nothing goes.
///
/// The month is the first of the event's whose deadliest event has a number of deaths within its range, else that
/// of its first day: a record may have an event of several weeks in any of its months.
pub(super) fn as_in_figures(months: &mut [MonthRow], event: &Event) -> Vec<String> {
    let range = event.deaths.low.max(1)..=event.deaths.high;
    let (first, last) = (Month::of(event.date), Month::of(event.last_day()));
    let Some(at) = months
        .iter()
        .position(|row| (first..=last).contains(&row.month) && range.contains(&row.deadliest))
        .or_else(|| months.iter().position(|row| row.month == first))
    else {
        return vec![not_covered(first)];
    };
    let row = &months[at];
    let month = row.month;
    let nothing = |why: String| {
        vec![format!(
            "Monthly figures, {month}: nothing is taken out. {why}"
        )]
    };
    if event.deaths.high == 0 {
        return nothing("A record of killing has no event without deaths.".to_owned());
    }
    if row.events == 0 || row.deadliest < *range.start() {
        return nothing(format!(
            "No event of the month has as many deaths as this one ({}): the record does not have it, or in \
             parts.",
            span(event),
        ));
    }
    let (loss, said) = if range.contains(&row.deadliest) {
        deadliest(months, row, event)
    } else if row.events == 1 || row.best <= row.deadliest {
        return nothing(format!(
            "Its one event with deaths has {}, more than this one ({}).",
            thousands(row.deadliest),
            span(event),
        ));
    } else {
        one_of_many(row, event)
    };
    months[at] = loss.from(row);
    said
}

/// The month's deadliest event is the event.
fn deadliest(months: &[MonthRow], row: &MonthRow, event: &Event) -> (Loss, Vec<String>) {
    let mut loss = of_figures(row, event, row.deadliest);
    let bare = loss.from(row);
    let first = format!(
        "Monthly figures, {}: the deadliest event is taken out, as its deaths lie within the event's range \
         ({}): {} and {}. It counts as {}.",
        row.month,
        span(event),
        part(loss.events, row.events, "events"),
        part(loss.best, row.best, "deaths"),
        kind_name(&loss),
    );
    let mut said = vec![first];
    if bare.events > 0 {
        let put = imputed(months, row.month, (bare.events, bare.best), row.deadliest);
        loss.deadliest = Some(put.deaths);
        said.push(if bare.events == 1 {
            format!("The one event left has {}.", deaths(bare.best))
        } else {
            let by = put.share.map_or_else(
                || "an equal part, as no other month has deaths".to_owned(),
                |(share, months)| {
                    format!(
                        "by the median share of the deadliest event, {:.0} %, in the {months} months with the \
                         nearest number of events, within what the month's deaths allow",
                        100.0 * share
                    )
                },
            );
            format!(
                "The deadliest of the {} events left is not known. It is put at {} of {}, {by}.",
                thousands(bare.events),
                thousands(put.deaths),
                deaths(bare.best),
            )
        });
    }
    (loss, said)
}

/// The event is one of those that are less deadly than the deadliest.
fn one_of_many(row: &MonthRow, event: &Event) -> (Loss, Vec<String>) {
    let beyond = row.best.saturating_sub(row.deadliest);
    let loss = of_figures(row, event, event.deaths.best.min(beyond));
    let said = format!(
        "Monthly figures, {}: the event cannot be told apart, as the deadliest of the month has {}, more than \
         this one ({}). {} and {} are taken out, counted as {}.",
        row.month,
        deaths(row.deadliest),
        span(event),
        part(loss.events, row.events, "events"),
        part(loss.best, row.best, "deaths"),
        kind_name(&loss),
    );
    (loss, vec![said])
}

/// One event with so many deaths, its low and high estimate as the case has them, its type by what it hit.
/// Where it is one-sided all its deaths are of civilians, else none.
fn of_figures(row: &MonthRow, event: &Event, best: u32) -> Loss {
    let kind = kind(row, event, best);
    let mut loss = Loss {
        events: 1,
        best,
        low: event.deaths.low.min(best),
        high: event.deaths.high.max(best),
        civilians: if Violence::ORGANISED[kind] == Violence::OneSided {
            best
        } else {
            0
        },
        ..Loss::default()
    };
    loss.events_by_type[kind] = 1;
    loss.deaths_by_type[kind] = best;
    loss
}

/// Number of the event's type: state-based where soldiers, police or officials were hit, else non-state where
/// an armed group was, else one-sided; of the types that have such an event in the month, or else the
/// commonest of them.
fn kind(row: &MonthRow, event: &Event, best: u32) -> usize {
    let hit = |targets: &[Target]| targets.iter().any(|target| event.targets.contains(target));
    let by_target = if hit(&[Target::Military, Target::Police, Target::Officials]) {
        0
    } else if hit(&[Target::ArmedGroup]) {
        1
    } else {
        2
    };
    let can = |kind: &usize| {
        row.events_by_type[*kind] > 0
            && row
                .deaths_by_type
                .is_none_or(|deaths| deaths[*kind] >= best)
    };
    let commonest = || {
        (0..3)
            .filter(can)
            .max_by_key(|kind| row.events_by_type[*kind])
    };
    if can(&by_target) {
        by_target
    } else {
        commonest().unwrap_or(by_target)
    }
}

fn number(violence: Violence) -> Option<usize> {
    Violence::ORGANISED
        .iter()
        .position(|kind| *kind == violence)
}

fn kind_name(loss: &Loss) -> &'static str {
    let kind = loss.events_by_type.iter().position(|n| *n > 0);
    kind.map_or("of no type", |kind| Violence::ORGANISED[kind].name())
}

fn not_covered(month: Month) -> String {
    format!("Monthly figures: nothing is taken out, as they do not reach {month}.")
}

/// `70 to 100 deaths`.
fn span(event: &Event) -> String {
    let (low, high) = (event.deaths.low, event.deaths.high);
    if low == high {
        deaths(high)
    } else {
        format!("{} to {} deaths", thousands(low), thousands(high))
    }
}

fn deaths(count: u32) -> String {
    let noun = if count == 1 { "death" } else { "deaths" };
    format!("{} {noun}", thousands(count))
}

/// `1 of 27 events`.
pub(super) fn part(some: u32, all: u32, noun: &str) -> String {
    format!("{} of {} {noun}", thousands(some), thousands(all))
}

#[cfg(test)]
mod tests {
    use case::Case;
    use proptest::prelude::*;

    use super::*;

    fn event(deaths: [u32; 3], targets: &[Target]) -> Event {
        let mut event = Case::builtin("mali-2024").unwrap().event;
        let [low, best, high] = deaths;
        event.deaths = case::Deaths { low, best, high };
        event.targets = targets.to_vec();
        event
    }

    fn row(events: [u32; 3], best: u32, deadliest: u32) -> MonthRow {
        MonthRow {
            month: "2024-09".parse().unwrap(),
            events: events.iter().sum(),
            best,
            low: Some(best / 2),
            high: best + best / 3,
            civilians: best / 4,
            deadliest,
            events_by_type: events,
            deaths_by_type: None,
        }
    }

    /// The month after the event is taken out, and whether anything was.
    fn bare(row: MonthRow, event: &Event) -> (MonthRow, bool) {
        let mut months = vec![row];
        let said = as_in_figures(&mut months, event);
        let nothing = said
            .iter()
            .any(|said| said.contains("nothing is taken out"));
        (months.remove(0), !nothing)
    }

    #[test]
    fn the_type_is_told_by_what_was_hit_and_by_what_the_month_has() {
        let left = |targets: &[Target], events| {
            bare(row(events, 100, 20), &event([15, 20, 25], targets))
                .0
                .events_by_type
        };
        assert_eq!(left(&[Target::Police], [3, 3, 3]), [2, 3, 3]);
        assert_eq!(left(&[Target::ArmedGroup], [3, 3, 3]), [3, 2, 3]);
        assert_eq!(left(&[Target::Civilians], [3, 3, 3]), [3, 3, 2]);
        assert_eq!(
            left(&[Target::Foreign, Target::CapitalSymbol], [3, 2, 0]),
            [2, 2, 0]
        );
    }

    #[test]
    fn the_dead_of_one_sided_violence_are_civilians() {
        let event = event([30, 40, 40], &[Target::Civilians]);
        let mut before = row([1, 0, 4], 100, 40);
        before.civilians = 60;
        let (after, _) = bare(before, &event);
        assert_eq!((after.best, after.civilians, after.events), (60, 20, 4));
        assert_eq!(
            after.deadliest, 15,
            "an equal part, for want of other months"
        );
    }

    #[test]
    fn what_the_month_does_not_have_is_not_taken_out() {
        let soldiers = [Target::Military];
        let none = |row, event| !bare(row, &event).1;
        assert!(none(
            row([9, 0, 0], 100, 69),
            event([70, 77, 100], &soldiers)
        ));
        assert!(none(
            row([1, 0, 0], 120, 120),
            event([70, 77, 100], &soldiers)
        ));
        assert!(none(row([0, 0, 0], 0, 0), event([0, 5, 9], &soldiers)));
        assert!(none(row([9, 0, 0], 100, 69), event([0, 0, 0], &soldiers)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_left_holds_together(
            events in proptest::array::uniform3(0_u32..30),
            shares in proptest::array::uniform2(0.0..1.0_f64),
            best in 0_u32..2000,
            deaths in proptest::array::uniform3(0_u32..300),
            armed in any::<bool>(),
        ) {
            let total: u32 = events.iter().sum();
            let best = if total == 0 { 0 } else { best };
            let least = best.div_ceil(total.max(1));
            let deadliest = least + (f64::from(best - least) * shares[0]) as u32;
            let mut before = row(events, best, if total == 1 { best } else { deadliest });
            before.civilians = (f64::from(best) * shares[1]) as u32;
            let mut deaths = deaths;
            deaths.sort_unstable();
            let target = if armed { Target::Military } else { Target::Civilians };
            let (after, some) = bare(before.clone(), &event(deaths, &[target]));
            prop_assert_eq!(before.events - after.events, u32::from(some));
            prop_assert_eq!(after.events_by_type.iter().sum::<u32>(), after.events);
            prop_assert!(after.best <= before.best && after.best <= after.high);
            prop_assert!(after.low.unwrap() <= after.best && after.civilians <= after.best);
            prop_assert!(after.deadliest <= after.best && after.deadliest <= before.deadliest);
            // The events left can hold the deaths left, none of them above the deadliest.
            prop_assert!(u64::from(after.deadliest) * u64::from(after.events) >= u64::from(after.best));
        }
    }
}
