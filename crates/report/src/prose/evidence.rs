//! Sentences on what the event tells between the readings, and on the analyst's own items.

use assessment::Assessment;
use calendar::Month;
use case::Model;
use evidence::ablation::{Row, Value};
use evidence::{Evidence, Feature, Flip, ItemWeight, Weighed};
use stats::Source;
use trajectory::reading::Reading;

use super::{Sentence, claim, list};
use crate::clean::{clean, cut};
use crate::number::{self, capital_first};

/// Decibans from which evidence is said to speak for or against: twice as likely.
pub(crate) const TELLING: f64 = 3.0;

/// What decibans are.
pub(crate) const DECIBANS: &str = "Ten decibans: tenfold odds.";

/// The month of the event.
pub(crate) fn month(of: &Assessment) -> Month {
    Month::of(of.event.date)
}

/// Where a weight or a probability of the readings comes from.
pub(crate) fn source(of: &Assessment, method: &str) -> Source {
    Source {
        data: of.record.source.data.clone(),
        assumptions: Vec::new(),
        method: method.to_owned(),
    }
}

/// Probability of each reading with all that is known, the analyst's own items included.
pub(crate) fn now(of: &Evidence, weighed: &Weighed) -> Vec<f64> {
    match &of.verdict {
        Some(verdict) => verdict.posterior.clone(),
        None => weighed.hypotheses.iter().map(|h| h.posterior).collect(),
    }
}

/// Place of the most probable, the first of equals; none of none.
pub(crate) fn leading(p: &[f64]) -> Option<usize> {
    let mut places = 0..p.len();
    let first = places.next()?;
    Some(places.fold(first, |top, at| if p[at] > p[top] { at } else { top }))
}

/// Place of the reading that says that a new phase has begun.
pub(crate) fn new_phase(of: &Weighed) -> Option<usize> {
    of.hypotheses
        .iter()
        .position(|h| h.model == Model::NewPhase)
}

/// Probability of each reading with everything but the event, by the table of conclusions; none where one
/// is not on it.
pub(crate) fn without_event(of: &Assessment, weighed: &Weighed) -> Option<Vec<f64>> {
    let without = |key: &str| {
        let key = format!("{READING}{key}");
        let row = of.ablation.rows.iter().find(|row| row.key == key)?;
        match row.without {
            Some(Value::Probability { value, .. }) => Some(value),
            _ => None,
        }
    };
    weighed.hypotheses.iter().map(|h| without(&h.key)).collect()
}

/// Keys of conclusions on readings begin so.
const READING: &str = "evidence.";

/// Whether a conclusion is the probability of a reading, or the reading that leads.
pub(crate) fn is_reading(of: &Assessment, row: &Row) -> bool {
    let Some(key) = row.key.strip_prefix(READING) else {
        return false;
    };
    let readings = of
        .evidence
        .weighed
        .iter()
        .flat_map(|weighed| &weighed.hypotheses);
    key == "leading" || readings.into_iter().any(|reading| reading.key == key)
}

/// A reading's prior, which the table of readings has.
pub(crate) fn prior(of: &Weighed, at: usize) -> Sentence {
    let p = of.hypotheses.get(at).map_or(f64::NAN, |h| h.prior);
    Sentence::default().link(
        number::percent(p),
        &format!("prior-{at}"),
        "prior of the case file",
    )
}

/// The name of a reading as it stands within a sentence: `new phase`, `‘status quo, degrading’`.
pub(crate) fn name(of: &Weighed, at: usize) -> String {
    let name = of.hypotheses.get(at).map_or("", |h| h.name.as_str());
    quoted(&lower(&cut(name, 4)))
}

/// The same of a key; the key itself where no reading has it.
pub(crate) fn name_of(of: &Weighed, key: &str) -> String {
    match of.hypotheses.iter().position(|h| h.key == key) {
        Some(at) => name(of, at),
        None => cut(key, 4),
    }
}

fn quoted(name: &str) -> String {
    if name.contains(',') {
        format!("‘{name}’")
    } else {
        name.to_owned()
    }
}

/// A name at the beginning of a sentence.
pub(crate) fn name_first(of: &Weighed, at: usize) -> String {
    let name = of.hypotheses.get(at).map_or("", |h| h.name.as_str());
    quoted(&capital_first(&cut(name, 4)))
}

/// Text with its first letter small, unless it may be a proper name.
fn lower(text: &str) -> String {
    const COMMON: [&str; 9] = [
        "a",
        "an",
        "another",
        "degrading",
        "new",
        "receding",
        "same",
        "status",
        "the",
    ];
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    if !COMMON.contains(&first.trim_end_matches(',')) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters
        .next()
        .map(|c| c.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// What is weighed against what.
pub(crate) fn intro(of: &Assessment, weighed: &Weighed) -> Sentence {
    let readings = match weighed.hypotheses.len() {
        1 => "One reading".to_owned(),
        2 => "Two readings".to_owned(),
        3 => "Three readings".to_owned(),
        4 => "Four readings".to_owned(),
        n => number::of(n as u64, "reading", "readings"),
    };
    let months = match (weighed.months.first(), weighed.months.last()) {
        (Some(first), Some(last)) => format!(
            " by the months from {} to {}",
            number::month(first.month),
            number::month(last.month)
        ),
        _ => String::new(),
    };
    let event = if weighed.event.is_some() {
        " and by the event itself: where it was, what was held, how deadly it was"
    } else {
        ""
    };
    let sentence = Sentence::new(format!(
        "{readings} of the war, each with the prior of the case, weighed{months}{event}. "
    ));
    let items = of
        .evidence
        .items
        .as_ref()
        .map_or(0, |items| items.items.len());
    let sentence = match items {
        0 => sentence,
        1 => sentence.say("One item of the analyst's own comes on top. "),
        n => sentence.say(format!("{n} items of the analyst's own come on top. ")),
    };
    sentence.say(DECIBANS)
}

/// Why nothing is weighed.
pub(crate) fn not_weighed(of: &Evidence) -> Sentence {
    match of
        .not_weighed
        .as_deref()
        .map(str::trim)
        .filter(|why| !why.is_empty())
    {
        Some(why) => Sentence::new(why),
        None => Sentence::new("The rival readings are not weighed."),
    }
}

/// Why the answer differs from that of the breaks, where both are there.
pub(crate) fn two_answers(of: &Assessment, weighed: &Weighed) -> Option<Sentence> {
    let at = new_phase(weighed)?;
    let reading = latest(of)?;
    let now = now(&of.evidence, weighed);
    Some(
        Sentence::new("A new phase by the counts alone, with a prior learned from the records of all countries: ")
            .figure(number::percent(reading.p_new_phase), &reading.source)
            .say(". Here it is ")
            .figure(
                number::percent(now.get(at).copied()?),
                &source(of, "prior of the case, months and event weighed"),
            )
            .say(": the prior is that of the case (")
            .join(prior(weighed, at))
            .say("), and a new phase that changes places or the kind of violence need not show in counts."),
    )
}

/// The answer on the event's month that knows as much as the weights do.
fn latest(of: &Assessment) -> Option<&Reading> {
    of.trajectory
        .readings
        .iter()
        .filter(|reading| reading.month == month(of))
        .max_by_key(|reading| reading.hindsight)
}

/// What is looked at in the event.
pub(crate) fn feature(of: Feature) -> &'static str {
    match of {
        Feature::Place => "Where it was",
        Feature::Held => "What was held",
        Feature::Deaths => "How deadly it was",
    }
}

/// Whether the event itself moves a reading; in full with what the record before it has of such things.
pub(crate) fn event_itself(weighed: &Weighed, full: bool) -> Option<Sentence> {
    let event = weighed.event.as_ref()?;
    let most = event
        .decibans
        .iter()
        .fold(0.0_f64, |most, x| most.max(x.abs()));
    let verdict = Sentence::new(if most < TELLING {
        "The event itself moves no reading by 3 decibans."
    } else {
        "The event itself moves a reading by 3 decibans or more."
    });
    if !full || event.parts.is_empty() {
        return Some(verdict);
    }
    let records = event.parts.iter().enumerate().map(|(at, part)| {
        let separator = if at == 0 { "" } else { "; " };
        Sentence::new(separator).figure(&part.record, &part.source)
    });
    let begin = verdict.say(" In the record: ");
    Some(records.fold(begin, Sentence::join).say("."))
}

/// What would make another reading lead: the nearest, and a new phase if that is another.
pub(crate) fn flips(of: &Evidence, weighed: &Weighed) -> Option<Sentence> {
    let verdict = of.verdict.as_ref()?;
    let place = |key: &str| weighed.hypotheses.iter().position(|h| h.key == key);
    let lead = place(&verdict.leads)?;
    let nearest = verdict
        .flips
        .iter()
        .min_by(|a, b| a.decibans_short.total_cmp(&b.decibans_short))?;
    let new = new_phase(weighed).and_then(|at| {
        let key = &weighed.hypotheses.get(at)?.key;
        verdict
            .flips
            .iter()
            .find(|flip| flip.to == *key && flip.to != nearest.to)
    });
    let sentence = Sentence::new(format!("{} leads with ", name_first(weighed, lead)))
        .figure(
            number::percent(verdict.probability),
            &Source {
                method: "prior of the case and all that is known".to_owned(),
                ..Source::default()
            },
        )
        .say(". ")
        .join(flip(nearest, weighed, true)?);
    let sentence = match new.and_then(|new| flip(new, weighed, false)) {
        Some(new) => sentence.say("; ").join(new),
        None => sentence,
    };
    Some(sentence.say("."))
}

/// `Status quo would lead from a prior of 48 % (the case has 35 %), or with 1.2 decibans more`.
fn flip(of: &Flip, weighed: &Weighed, first: bool) -> Option<Sentence> {
    let at = weighed.hypotheses.iter().position(|h| h.key == of.to)?;
    let source = Source {
        method: "weight of evidence against the leading reading".to_owned(),
        ..Source::default()
    };
    let name = if first {
        name_first(weighed, at)
    } else {
        name(weighed, at)
    };
    let sentence = Sentence::new(format!("{name} would lead "));
    let sentence = match of.flip_prior {
        Some(p) => sentence
            .say("from a prior of ")
            .figure(number::percent(p), &source)
            .say(" on (the case has ")
            .join(prior(weighed, at))
            .say("), or "),
        None => sentence.say("from no prior, only "),
    };
    Some(
        sentence
            .say("with ")
            .figure(number::decibans(of.decibans_short), &source)
            .say(" more"),
    )
}

/// What the analyst's own items add together.
pub(crate) fn items(of: &Evidence, weighed: &Weighed) -> Option<Sentence> {
    let items = of.items.as_ref()?;
    let source = Source {
        method: "likelihoods and credibility as the case states them; items of a group averaged"
            .to_owned(),
        ..Source::default()
    };
    let each = items
        .decibans
        .iter()
        .enumerate()
        .map(|(at, weight)| {
            Sentence::new(format!("{} ", name(weighed, at)))
                .figure(number::weight(*weight), &source)
        })
        .collect();
    let later = match items.later.len() {
        0 => String::new(),
        n => format!(
            " {} of later date {} left out.",
            capital_first(&number::of(n as u64, "item", "items")),
            if n == 1 { "is" } else { "are" }
        ),
    };
    if items.items.is_empty() {
        return Some(Sentence::new("No item was known by then.").say(later));
    }
    Some(
        Sentence::new("The analyst's own items together, in decibans: ")
            .join(list(each))
            .say(".")
            .say(later),
    )
}

/// What an item adds, and whether the verdict hangs on it.
pub(crate) fn item(of: &ItemWeight, weighed: &Weighed) -> Sentence {
    let source = Source {
        method: "likelihoods and credibility as the case states them".to_owned(),
        ..Source::default()
    };
    let sentence = Sentence::new(clean(&of.statement).trim_end_matches('.'))
        .say(": ")
        .join(claim::would_mean(&of.adds, weighed, &source));
    sentence.say(if of.verdict_hangs_on_it {
        ". Without it another reading leads."
    } else {
        "."
    })
}
