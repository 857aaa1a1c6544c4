//! Sentences on the country's record.

use assessment::{Assessment, RecordSection};

use super::Sentence;
use crate::number;

/// The whole record in one sentence.
pub(crate) fn whole(of: &Assessment) -> Sentence {
    let record = &of.record;
    let country = number::the(&of.event.country);
    let (Some(first), Some(last)) = (record.months.first(), record.months.last()) else {
        return Sentence::new(format!("The record of {country} has no months."));
    };
    let sum = |part: fn(&assessment::MonthRow) -> u32| -> u64 {
        record.months.iter().map(|row| u64::from(part(row))).sum()
    };
    let (events, deaths) = (sum(|row| row.events), sum(|row| row.best));
    if events == 0 {
        return Sentence::new(format!(
            "The record of {country} has no event from {} to {}.",
            number::month(first.month),
            number::month(last.month)
        ));
    }
    Sentence::new(format!(
        "From {} to {} the record of {country} has ",
        number::month(first.month),
        number::month(last.month)
    ))
    .figure(number::of(deaths, "death", "deaths"), &record.source)
    .say(" in ")
    .figure(number::of(events, "event", "events"), &record.source)
    .say(".")
}

/// How much of a year's deaths one event made up: in the last year, and at most.
pub(crate) fn deadliest_share(record: &RecordSection) -> Option<Sentence> {
    let source = &record.source;
    let last = record.years.last().filter(|year| year.best > 0)?;
    let so_far = if last.months < 12 { " so far" } else { "" };
    let sentence = Sentence::new("The deadliest event made up ")
        .figure(number::percent(last.deadliest_share), source)
        .say(format!(" of the deaths of {}{so_far}", last.year));
    // Years with few deaths say nothing about concentration: half of ten dead is five.
    let most = record
        .years
        .iter()
        .filter(|year| year.year != last.year && year.best >= MANY_DEATHS)
        .max_by(|a, b| a.deadliest_share.total_cmp(&b.deadliest_share));
    Some(match most {
        Some(most) => sentence
            .say("; the most in any other year with ")
            .say(format!(
                "{} deaths or more was ",
                number::count(MANY_DEATHS)
            ))
            .figure(number::percent(most.deadliest_share), source)
            .say(format!(", in {}.", most.year)),
        None => sentence.say("."),
    })
}

/// Years with fewer deaths are left out when shares of one event are compared.
const MANY_DEATHS: u32 = 100;
