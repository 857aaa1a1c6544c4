//! Sentences on what moves when an event is taken out.

use assessment::Ablation;
use evidence::ablation::{LEAST, Moved, Row, Value};

use super::Sentence;
use crate::number::{self, NBSP};

/// Which event was taken out: `Taken out: Attack on Bamako, 17 September 2024.`
pub(crate) fn what(of: &Ablation) -> Sentence {
    Sentence::new("Taken out: ")
        .say(of.label.trim())
        .say(format!(", {}.", number::day(of.date)))
}

/// How many conclusions moved; where none did, `nothing moved` in these words.
pub(crate) fn verdict(of: &Ablation) -> Sentence {
    let all = of.rows.len() as u64;
    Sentence::new(match (of.moved, all) {
        (_, 0) => "There is no conclusion to compare.".to_owned(),
        _ if !of.found => "The data do not have the event: nothing could be taken out, so that nothing moved. That \
                           shows nothing."
            .to_owned(),
        (0, _) => format!("Without the event nothing moved: {}.", stay(of)),
        (moved, all) if u64::from(moved) >= all => format!(
            "Without the event {} moved, all there are.",
            number::of(moved, "conclusion", "conclusions")
        ),
        (moved, _) => format!(
            "Without the event {} of {} moved.",
            number::count(moved),
            number::of(all, "conclusion", "conclusions")
        ),
    })
}

/// What did not move, after the rows that did; none where nothing or everything did.
pub(crate) fn rest(of: &Ablation) -> Option<Sentence> {
    let rest = (of.rows.len() as u64).checked_sub(of.moved.into())?;
    (of.moved > 0 && rest > 0).then(|| Sentence::new(format!("Nothing else moved: {}.", stay(of))))
}

/// `34 conclusions stay within 5 points or 5 %`; where a change is larger but may be chance, that is said.
fn stay(of: &Ablation) -> String {
    let same = || of.rows.iter().filter(|row| row.moved == Moved::Not);
    let all = same().count() as u64;
    let verb = if all == 1 { "stays" } else { "stay" };
    let least = format!("{:.0}", LEAST * 100.0);
    let larger = |row: &Row| row.change.is_some_and(|change| change.abs() >= LEAST);
    let chance = if same().any(larger) {
        ", or within twice the Monte-Carlo error"
    } else {
        ""
    };
    format!(
        "{} {verb} within {least} points or {least}{NBSP}%{chance}",
        number::of(all, "conclusion", "conclusions")
    )
}

/// The largest change among the conclusions that did not move, those within twice their Monte-Carlo error left
/// out; none where no figure changed by a point or one in a hundred.
pub(crate) fn largest(of: &Ablation) -> Option<Sentence> {
    let size = |row: &&Row| row.change.map_or(0.0, f64::abs);
    let worth = |row: &Row| (2.0 * row.error.unwrap_or(0.0)).max(0.01);
    let row = of
        .rows
        .iter()
        .filter(|row| row.moved == Moved::Not && size(row) > worth(row))
        .max_by(|a, b| size(a).total_cmp(&size(b)))?;
    Some(Sentence::new("The largest change among them: ").join(self::row(row)))
}

/// What counts as moving.
pub(crate) fn rule() -> Sentence {
    let least = format!("{:.0}", LEAST * 100.0);
    Sentence::new(format!(
        "A probability moves by {least} points or more, a quantity by {least}{NBSP}% or more, both by more than \
         twice their Monte-Carlo error; a verdict by its words, of several likely ones only if the lead changes by \
         {least} points."
    ))
}

/// A row in words: what it is a conclusion on, with the event, without it, and the change.
pub(crate) fn row(of: &Row) -> Sentence {
    let sentence = Sentence::new(of.label.trim()).say(format!(
        ": {} with the event, {} without",
        value(of.with.as_ref()),
        value(of.without.as_ref())
    ));
    match change(of) {
        Some(change) => sentence.say(format!(" ({change}).")),
        None => sentence.say("."),
    }
}

/// A conclusion's value: `17 %`, `0.93 times`, `status quo`; `not to be had` where there is none.
pub(crate) fn value(of: Option<&Value>) -> String {
    match of {
        Some(Value::Probability { value, .. }) => number::percent(*value),
        Some(Value::Quantity { value, unit, .. }) if unit == "times" => {
            format!("{} times", number::ratio(*value))
        }
        Some(Value::Quantity { value, unit, error }) => {
            // What is counted is exact.
            let counted = error.is_none() && value.fract() == 0.0 && (0.0..1e15).contains(value);
            let figure = if counted {
                number::count(*value as u64)
            } else {
                number::two_digits(*value)
            };
            format!("{figure}{NBSP}{unit}")
        }
        Some(Value::Verdict { words, .. }) => words.clone(),
        None => "not to be had".to_owned(),
    }
}

/// What the event adds: `+8 points`, `+4.5 %`; none for words and one-sided rows.
pub(crate) fn change(of: &Row) -> Option<String> {
    let change = of.change.filter(|change| change.is_finite())?;
    match of.with {
        Some(Value::Probability { .. }) => Some(points(change)),
        Some(Value::Quantity { .. }) => Some(per_cent(change)),
        _ => None,
    }
}

/// The Monte-Carlo standard error of the change; none where both sides are exact.
pub(crate) fn error(of: &Row) -> Option<String> {
    let error = of.error.filter(|error| error.is_finite())?;
    match of.with {
        Some(Value::Probability { .. }) => {
            Some(format!("{} points", number::two_digits(100.0 * error)))
        }
        Some(Value::Quantity { .. }) => {
            Some(format!("{}{NBSP}%", number::two_digits(100.0 * error)))
        }
        _ => None,
    }
}

fn points(change: f64) -> String {
    match signed(100.0 * change) {
        None => "none".to_owned(),
        Some(one) if one == "+1" || one == "-1" => format!("{one} point"),
        Some(more) => format!("{more} points"),
    }
}

/// Of the logarithm of a ratio.
fn per_cent(change: f64) -> String {
    let share = 100.0 * change.exp_m1();
    if share >= 1000.0 {
        return format!("× {}", number::two_digits(change.exp()));
    }
    signed(share).map_or_else(|| "none".to_owned(), |share| format!("{share}{NBSP}%"))
}

/// With its sign and two digits, or that it is less than a tenth; none of nothing.
fn signed(x: f64) -> Option<String> {
    if x != 0.0 && x.abs() < 0.1 {
        return Some("under 0.1".to_owned());
    }
    let figure = number::two_digits(x.abs());
    let sign = if x < 0.0 { '-' } else { '+' };
    (figure != "0").then(|| format!("{sign}{figure}"))
}

/// Whether a row moved, in a word.
pub(crate) fn moved(of: &Row) -> &'static str {
    match of.moved {
        Moved::Yes => "moved",
        Moved::Not => "same",
        Moved::OneSided => "on one side only",
    }
}

/// Heading of the section that a conclusion is of, by its key.
pub(crate) fn part(key: &str) -> String {
    let part = key.split_once('.').map_or(key, |(part, _)| part);
    match part {
        "breaks" => "A new phase around the event under study".to_owned(),
        "phases" => "Phases of the country's record".to_owned(),
        "areas" => "Areas asked about".to_owned(),
        "regions" => "Regions".to_owned(),
        "reach" => "Reach".to_owned(),
        "rule" => "Signs of rule".to_owned(),
        "record" => "The record".to_owned(),
        other => number::capital_first(other),
    }
}

#[cfg(test)]
mod tests {
    use evidence::ablation::{Conclusion, compare};

    use super::*;

    fn changes(with: Value, without: Value) -> Row {
        let said = |value| vec![Conclusion::new("s.c", "Deaths", value)];
        compare(&said(with), &said(without)).remove(0)
    }

    #[test]
    fn changes_have_a_sign_and_a_unit() {
        let p = |a, b| change(&changes(Value::probability(a), Value::probability(b)));
        assert_eq!(p(0.25, 0.17).as_deref(), Some("+8 points"));
        assert_eq!(p(0.17, 0.18).as_deref(), Some("-1 point"));
        assert_eq!(p(0.17, 0.174).as_deref(), Some("-0.4 points"));
        assert_eq!(p(0.17, 0.170_01).as_deref(), Some("under 0.1 points"));
        assert_eq!(p(0.17, 0.17).as_deref(), Some("none"));
        let q = |a, b| {
            change(&changes(
                Value::quantity(a, "times"),
                Value::quantity(b, "times"),
            ))
        };
        assert_eq!(q(0.93, 0.89).as_deref(), Some("+4.5\u{a0}%"));
        assert_eq!(q(0.5, 1.0).as_deref(), Some("-50\u{a0}%"));
        assert_eq!(q(40.0, 1.0).as_deref(), Some("× 40"));
        assert_eq!(q(40.0, 0.0), None);
    }

    #[test]
    fn a_row_reads_as_a_sentence() {
        let of = changes(Value::verdict("a rise"), Value::verdict("a fall"));
        assert_eq!(
            row(&of).plain(),
            "Deaths: a rise with the event, a fall without."
        );
        let of = changes(
            Value::quantity(1200.0, "km²"),
            Value::quantity(1100.0, "km²"),
        );
        assert_eq!(
            row(&of).plain(),
            "Deaths: 1,200\u{a0}km² with the event, 1,100\u{a0}km² without (+9.1\u{a0}%)."
        );
    }
}
