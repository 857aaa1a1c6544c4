//! Sentences on phases: of the country, of its regions and of its areas.

use stats::Source;
use trajectory::phases::{AreaBasis, AreaPath, Linearity, PhaseMonth, PhasePath, Rest, Turn};
use trajectory::reach::Phase;
use trajectory::reading::Break;

use super::{Sentence, list};
use crate::number::{self, NBSP};

/// Turning points that a sentence names.
const TURNS: usize = 3;
/// Decibans from which evidence counts as for or against.
const TELLING: f64 = 5.0;

/// A phase as a noun.
pub(crate) fn phase(of: Phase) -> &'static str {
    match of {
        Phase::Expansion => "expansion",
        Phase::Plateau => "plateau",
        Phase::Contraction => "contraction",
    }
}

/// Probabilities of the phases of a month: `expansion 61 %, plateau 30 % and contraction 9 %`.
pub(crate) fn phases(of: &[f64; 3], source: &Source) -> Sentence {
    let mut rows: Vec<(Phase, f64)> = Phase::ALL.into_iter().zip(*of).collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    list(
        rows.into_iter()
            .map(|(name, p)| {
                Sentence::new(format!("{} ", phase(name))).figure(number::percent(p), source)
            })
            .collect(),
    )
}

/// Where the last month stands.
pub(crate) fn now(what: &str, of: &PhaseMonth, source: &Source) -> Sentence {
    Sentence::new(format!("{what}, {}: ", number::month(of.month)))
        .join(phases(&of.phases, source))
        .say(".")
}

/// A turning point: `from plateau to expansion in Mar 2012 (90 %: Jan 2012 to Apr 2012)`.
pub(crate) fn turn(of: &Turn, source: &Source) -> Sentence {
    let interval = if of.earliest == of.latest {
        String::new()
    } else {
        format!(
            " (90{NBSP}%: {} to {})",
            number::short_month(of.earliest),
            number::short_month(of.latest)
        )
    };
    Sentence::new(format!("from {} to {} in ", phase(of.from), phase(of.to)))
        .figure(number::short_month(of.month), source)
        .say(interval)
}

/// The last turning points.
pub(crate) fn turns(of: &[Turn], source: &Source) -> Sentence {
    if of.is_empty() {
        return Sentence::new("No turning point is told apart from chance.");
    }
    let shown = of.get(of.len().saturating_sub(TURNS)..).unwrap_or_default();
    let opening = match (of.len(), shown.len()) {
        (1, _) => "One turning point: ".to_owned(),
        (all, few) if all > few => format!("The last {few} of {all} turning points: "),
        (all, _) => format!("{} turning points: ", number::capital_first(&words(all))),
    };
    Sentence::new(opening)
        .join(list(shown.iter().map(|t| turn(t, source)).collect()))
        .say(".")
}

fn words(n: usize) -> String {
    match n {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        n => n.to_string(),
    }
}

/// Whether one steady trend is enough.
pub(crate) fn linear(of: &Linearity, source: &Source) -> Sentence {
    let decibans = of.decibans_against_linear;
    let weight = format!("{}{NBSP}decibans", number::two_digits(decibans.abs()));
    let sentence = Sentence::new("Is it linear? ");
    let sentence = if decibans >= TELLING {
        sentence
            .say("No: a path of several phases is favoured over one steady trend by ")
            .figure(weight, source)
    } else if decibans <= -TELLING {
        sentence
            .say("Yes: one steady trend is favoured over several phases by ")
            .figure(weight, source)
    } else {
        sentence
            .say("Not told: one steady trend and several phases lie within ")
            .figure(weight, source)
    };
    sentence
        .say(" (probability of one steady trend ")
        .figure(number::percent(of.p_linear), source)
        .say(").")
}

/// Breaks of the record of state-based events, the last ones.
pub(crate) fn breaks(of: &[Break], source: &Source) -> Option<Sentence> {
    const NAMED: usize = 4;
    let shown = of.get(of.len().saturating_sub(NAMED)..)?;
    if shown.is_empty() {
        return None;
    }
    let parts = shown
        .iter()
        .map(|found| {
            Sentence::default()
                .figure(number::short_month(found.month), source)
                .say(format!(" (level × {})", number::ratio(found.factor)))
        })
        .collect();
    let opening = if of.len() > shown.len() {
        "The latest breaks of the level of state-based events: "
    } else {
        "Breaks of the level of state-based events: "
    };
    Some(Sentence::new(opening).join(list(parts)).say("."))
}

/// Did the level fall between the two episodes?
pub(crate) fn fall(of: &AreaPath) -> Option<Sentence> {
    let asked = of.contraction.as_ref()?;
    let fall = &asked.fall;
    let source = &of.path.source;
    Some(
        Sentence::new(format!(
            "A contraction between {} and {}, to less than half of both for {} or more: probability ",
            number::month(asked.after),
            number::month(asked.before),
            number::of(asked.months, "month", "months")
        ))
        .figure(number::percent(fall.probability), source)
        .say(" (")
        .figure(number::percent(fall.prior), source)
        .say(" before the data are seen; ")
        .figure(decibans(fall.decibans), source)
        .say(", and ")
        .figure(decibans(fall.decibans_against_straight_rise), source)
        .say(" against one straight rise)."),
    )
}

/// How low it fell, and whether there was a phase of contraction at all.
pub(crate) fn contraction(of: &AreaPath) -> Option<Sentence> {
    let asked = of.contraction.as_ref()?;
    let lowest = &asked.fall.lowest;
    let source = &of.path.source;
    Some(
        Sentence::new("Lowest level between the two over that of the lower episode: ")
            .figure(number::ratio(lowest.median), &lowest.source)
            .say(" (")
            .figure(number::ratio_interval(lowest), &lowest.source)
            .say("). A phase of contraction, however small: ")
            .figure(number::percent(asked.probability), source)
            .say(" (")
            .figure(number::percent(asked.prior), source)
            .say(" before)."),
    )
}

fn decibans(weight: f64) -> String {
    format!("{}{NBSP}decibans", signed(weight))
}

/// Against a steady rise.
pub(crate) fn against_rise(of: &PhasePath) -> Sentence {
    let decibans = of.linear.decibans_against_rise;
    let sentence = Sentence::new("Against a linear expansion: ").figure(
        format!("{}{NBSP}decibans for several phases", signed(decibans)),
        &of.source,
    );
    sentence.say(if decibans.abs() < TELLING {
        ", which decides nothing."
    } else {
        "."
    })
}

fn signed(decibans: f64) -> String {
    if decibans.abs() < 0.05 {
        "0".to_owned()
    } else {
        number::two_digits(decibans)
    }
}

/// What the course of an area rests on, and what that cannot carry.
pub(crate) fn basis(of: &AreaPath) -> Sentence {
    let source = &of.path.source;
    match &of.basis {
        AreaBasis::Events {
            events, left_out, ..
        } => {
            let sentence = Sentence::new("From ")
                .figure(number::of(*events, "event", "events"), source)
                .say(" in the area");
            if *left_out == 0 {
                sentence.say(".")
            } else {
                sentence
                    .say("; ")
                    .figure(number::count(*left_out), source)
                    .say(" of the country could not be placed.")
            }
        }
        AreaBasis::Landmarks(basis) => {
            let effort = &basis.unequal_effort;
            let sentence = Sentence::new("These facts were chosen, not sampled: ")
                .figure(number::of(basis.facts, "fact", "facts"), source)
                .say(" of violence, ")
                .figure(number::count(basis.in_area), source)
                .say(" of them in the area, in ")
                .figure(number::count(basis.half_years), source)
                .say(" half-years. Effort on the area is taken to differ between half-years by a factor of ")
                .figure(number::ratio(effort.median), &effort.source)
                .say(" (")
                .figure(number::ratio_interval(effort), &effort.source)
                .say("); a lasting drift of attention would look the same as a trend.");
            let sentence = match basis.rest {
                Rest::Record => sentence,
                Rest::Unknown => sentence.say(
                    " The level is relative to the rest of the country, for want of a record of it.",
                ),
            };
            sentence.say(" An event file (--events) counts what is sampled; where it has few events in the area, it leaves this open too.")
        }
    }
}
