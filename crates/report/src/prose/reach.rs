//! Sentences on reach, on practitioners' measures and on where facts place a lineage.

use calendar::Month;
use stats::{Estimate, Source};
use trajectory::practice::ConflictType;
use trajectory::reach::{PhaseRun, Reach, ReachMonth};
use trajectory::whole::{LineageReach, Placed};

use super::standing::{phase, phases};
use super::{Sentence, list};
use crate::number::{self, NBSP};

fn figure_of(estimate: &Estimate, unit: &str) -> Sentence {
    let number = number::two_digits(estimate.median);
    let sentence = Sentence::default().figure(format!("{number}{unit}"), &estimate.source);
    let [low, high] = [estimate.low, estimate.high].map(number::two_digits);
    if low == number && high == number {
        return sentence;
    }
    sentence
        .say(" (")
        .figure(interval(estimate), &estimate.source)
        .say(")")
}

/// `90 %: 12,000 to 15,000`.
pub(crate) fn interval(estimate: &Estimate) -> String {
    format!(
        "{}: {} to {}",
        number::level(estimate),
        number::two_digits(estimate.low),
        number::two_digits(estimate.high)
    )
}

/// Where the lineage can operate at the end.
pub(crate) fn now(of: &LineageReach) -> Option<Sentence> {
    let last = of.reach.months.last()?;
    let month = number::month(last.month);
    if last.nowhere > 0.5 {
        return Some(
            Sentence::new(format!(
                "In {month} most likely nothing was within reach of {} (",
                of.name
            ))
            .figure(number::percent(last.nowhere), &last.km2.source)
            .say(")."),
        );
    }
    let sentence = Sentence::new(format!("In {month} {} could operate in ", of.name))
        .join(figure_of(&last.km2, &format!("{NBSP}km²")));
    let sentence = match &last.people {
        Some(people) => sentence
            .say(", where ")
            .join(figure_of(people, ""))
            .say(" people live"),
        None => sentence,
    };
    if of.reach.regions.is_empty() {
        return Some(sentence.say("."));
    }
    let regions = number::two_digits(last.regions.median);
    Some(
        sentence
            .say(", in ")
            .figure(&regions, &last.regions.source)
            .say(if regions == "1" {
                " region."
            } else {
                " regions."
            }),
    )
}

/// The same a year before, and the widest it ever was.
pub(crate) fn before(of: &Reach) -> Option<Sentence> {
    let last = of.months.last()?;
    let widest = of
        .months
        .iter()
        .max_by(|a, b| a.km2.median.total_cmp(&b.km2.median))?;
    let year_before = of.at(last.month + -12);
    let part = |month: &ReachMonth| {
        Sentence::default().figure(
            format!("{}{NBSP}km²", number::two_digits(month.km2.median)),
            &month.km2.source,
        )
    };
    let sentence = match year_before {
        Some(month) => Sentence::new("A year before: ").join(part(month)).say("; "),
        None => Sentence::default(),
    };
    Some(
        sentence
            .say(format!("widest in {}: ", number::month(widest.month)))
            .join(part(widest))
            .say("."),
    )
}

/// Cells entered and left over the last twelve months, and how near the front is.
pub(crate) fn movement(of: &LineageReach) -> Option<Sentence> {
    let months = &of.reach.months;
    let last = months.last()?;
    let lately = months.get(months.len().saturating_sub(12)..)?;
    let sum = |part: fn(&ReachMonth) -> f64| lately.iter().map(part).sum::<f64>();
    let source = &last.km2.source;
    let sentence = Sentence::new(format!(
        "Over the last {} it is expected to have entered ",
        number::of(lately.len() as u32, "month", "months")
    ))
    .figure(number::two_digits(sum(|m| m.entered)), source)
    .say(" cells and left ")
    .figure(number::two_digits(sum(|m| m.left)), source)
    .say(".");
    Some(match (&last.front_km, &of.capital) {
        (Some(front), Some(capital)) => sentence
            .say(" The nearest cell within reach lies ")
            .join(figure_of(front, &format!("{NBSP}km")))
            .say(format!(" from {}.", capital.name)),
        _ => sentence,
    })
}

/// Phases of reach: where it stands, and since when.
pub(crate) fn course(of: &Reach) -> Option<Sentence> {
    let last = of.months.last()?;
    let source = &last.km2.source;
    let sentence = Sentence::new("Phase of its reach: ")
        .join(phases(&last.phases, source))
        .say(".");
    let runs: Vec<Sentence> = of
        .phases
        .iter()
        .rev()
        .take(4)
        .rev()
        .map(|run: &PhaseRun| {
            Sentence::new(format!("{} ", phase(run.phase)))
                .figure(span(run.first, run.last), source)
                .say(format!(" ({})", number::percent(run.probability)))
        })
        .collect();
    if runs.is_empty() {
        return Some(sentence);
    }
    Some(
        sentence
            .say(" Likeliest phases: ")
            .join(list(runs))
            .say("."),
    )
}

fn span(from: Month, to: Month) -> String {
    format!(
        "{} to {}",
        number::short_month(from),
        number::short_month(to)
    )
}

/// The ellipse of what is within reach.
pub(crate) fn ellipse(of: &Reach) -> Option<Sentence> {
    let last = of.months.last()?;
    let ellipse = last.ellipse.as_ref()?;
    let source = &last.km2.source;
    Some(
        Sentence::new("Its standard deviational ellipse is centred on ")
            .figure(
                format!("{:.1}°, {:.1}°", ellipse.latitude, ellipse.longitude),
                source,
            )
            .say(", with half-axes of ")
            .figure(number::two_digits(ellipse.major_km), source)
            .say(" and ")
            .figure(
                format!("{}{NBSP}km", number::two_digits(ellipse.minor_km)),
                source,
            )
            .say(" and the longer one pointing ")
            .figure(format!("{:.0}°", ellipse.bearing), source)
            .say(" from north."),
    )
}

/// OECD's types of the last year with events.
pub(crate) fn dynamics(of: &LineageReach, source: &Source) -> Option<Sentence> {
    let year = of.dynamics.last()?;
    let kinds = [
        (ConflictType::ClusteredHigh, "clustered and intense"),
        (ConflictType::DispersedHigh, "dispersed and intense"),
        (ConflictType::ClusteredLow, "clustered, of low intensity"),
        (ConflictType::DispersedLow, "dispersed, of low intensity"),
    ];
    let parts: Vec<Sentence> = kinds
        .iter()
        .map(|(kind, name)| (year.count(*kind), name))
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| {
            Sentence::default()
                .figure(number::count(n as u64), source)
                .say(format!(" {name}"))
        })
        .collect();
    let sentence = Sentence::new(format!(
        "By the OECD's indicator, squares of 50{NBSP}km in {}: ",
        year.year
    ));
    Some(if parts.is_empty() {
        sentence.say("none with two events or more.")
    } else {
        sentence.join(list(parts)).say(".")
    })
}

/// Escalation against relocation, over the last pair of years with newly active cells.
pub(crate) fn diffusion(of: &LineageReach, source: &Source) -> Option<Sentence> {
    let (year, moved) = of
        .years
        .iter()
        .zip(&of.diffusion)
        .rev()
        .find(|(_, moved)| moved.active.0 > 0 && moved.active.1 > 0)?;
    let part = |name: &str, count: &trajectory::practice::DiffusionCount| {
        Sentence::new(format!("by {name} "))
            .figure(number::count(count.cells as u64), source)
            .say(" (chance ")
            .figure(number::two_digits(count.expected), source)
            .say(", p = ")
            .figure(number::two_digits(count.p_value), source)
            .say(")")
    };
    Some(
        Sentence::new(format!("Newly active cells in {year}: "))
            .join(part("escalation beside active ones", &moved.escalation))
            .say(", ")
            .join(part(
                "relocation from ones that fell quiet",
                &moved.relocation,
            ))
            .say(", apart from either ")
            .figure(number::count(moved.apart as u64), source)
            .say("."),
    )
}

/// Events behind the estimate.
pub(crate) fn rests_on(of: &Reach) -> Option<Sentence> {
    let source = &of.months.last()?.km2.source;
    let sentence = Sentence::new("From ")
        .figure(number::of(of.events, "event", "events"), source)
        .say(" in cells");
    Some(if of.left_out == 0 {
        sentence.say(".")
    } else {
        sentence
            .say("; ")
            .figure(number::count(of.left_out), source)
            .say(" left out, known to no cell or of an open side.")
    })
}

/// Why there is no estimate, and what would give one.
pub(crate) fn none(why: &str) -> Sentence {
    Sentence::new(format!(
        "No estimate of reach: {why}. With the lineage's events (--events) it gives km², people, regions, \
         cells entered and left and the distance of the front by month, with intervals."
    ))
}

/// Where the facts place the lineage.
pub(crate) fn placed(of: &Placed, source: &Source) -> Sentence {
    let count = |years: usize| {
        of.regions
            .iter()
            .filter(|region| region.facts.iter().rev().take(years).any(|n| *n > 0))
            .count()
    };
    let all = of.regions.len();
    Sentence::new(format!("{} place {} in ", facts(of), of.lineage))
        .figure(number::count(count(usize::MAX) as u64), source)
        .say(" of ")
        .figure(number::of(all as u64, "region", "regions"), source)
        .say(format!(" since {}, in ", of.from))
        .figure(number::count(count(2) as u64), source)
        .say(format!(
            " of them since {}. They were chosen, not sampled: they show where it was, not how much.",
            of.to - 1
        ))
}

fn facts(of: &Placed) -> String {
    number::capital_first(&number::of(of.facts, "sourced fact", "sourced facts"))
}
