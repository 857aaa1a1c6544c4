//! What the event shows, what it does not show and what would tell more, in under 150 words.

mod budget;

use assessment::{Assessment, Basis, Comparison, EventSection, Scope};
use evidence::ablation::{LEAST, Moved, Row};
use evidence::{ClaimWeight, Finding, Weighed};

use super::claim as claim_words;
use super::evidence::{self as told, TELLING};
use super::observable::observable;
use super::{Sentence, ablation, event as say};
use budget::{Candidate, Part, within};

use crate::clean::cut;
use crate::number::{self, NBSP, capital_first};

/// Decibans that something to watch must be expected to bring to be named: an eighth more or less on the odds.
const TELLS: f64 = 0.5;
/// Words that it never exceeds.
const WORDS: usize = 149;

/// The opening, sentence by sentence; a part may be empty.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    /// What the event shows.
    pub(crate) shows: Vec<Sentence>,
    /// What it does not show.
    pub(crate) shows_not: Vec<Sentence>,
    /// What would tell more.
    pub(crate) would_tell: Vec<Sentence>,
}

/// The opening of an assessment.
pub(crate) fn opening(of: &Assessment) -> Opening {
    let mut all: Vec<Candidate> = vec![toll(&of.event)];
    all.extend(claims(of));
    all.extend(weighed(of));
    all.extend(moved(of));
    all.extend(watch(of));
    let sentences = within(&all, WORDS);
    let of_part = |part| {
        let of_it = sentences.iter().filter(|(of, _)| *of == part);
        of_it.map(|(_, sentence)| sentence.clone()).collect()
    };
    Opening {
        shows: of_part(Part::Shows),
        shows_not: of_part(Part::ShowsNot),
        would_tell: of_part(Part::WouldTell),
    }
}

/// How many it killed, and how rare that is.
fn toll(event: &EventSection) -> Candidate {
    let sentence = if event.deaths.high == 0 {
        Sentence::new("No deaths are counted: what it shows is not in its toll")
    } else if event.deaths.best == 0 {
        Sentence::new("By the best estimate it killed no one (")
            .join(say::toll_range(event))
            .say(")")
    } else {
        let people = match event.deaths {
            deaths if deaths.low == 1 && deaths.high == 1 => " person",
            _ => " people",
        };
        Sentence::new("It killed ").join(say::toll(event, people))
    };
    let bare = sentence.clone().say(".");
    let rare = |with_interval| {
        rarity(event, with_interval)
            .into_iter()
            .fold(sentence.clone(), Sentence::join)
            .say(".")
    };
    if say::has_rank(event) {
        Candidate::new(Part::Shows, rare(true)).or(7, rare(false))
    } else {
        Candidate::new(Part::Shows, bare)
    }
}

/// Its rank in the capital if it was there, and its pace in the country.
fn rarity(event: &EventSection, with_interval: bool) -> Vec<Sentence> {
    let of = |scope| event.comparisons.iter().find(move |c| c.scope == scope);
    let capital = of(Scope::Capital).filter(|_| event.in_capital);
    let country = of(Scope::Country).map(|country| match pace(event, country, with_interval) {
        Some(pace) => Sentence::new("; ").join(pace),
        None => Sentence::new(", ").join(rank(event, country)),
    });
    capital
        .map(|capital| Sentence::new(", ").join(rank(event, capital)))
        .into_iter()
        .chain(country)
        .collect()
}

/// `the deadliest of 5 known attacks in Bamako since 2015`.
fn rank(event: &EventSection, of: &Comparison) -> Sentence {
    let place = cut(&say::place(event, of), 4);
    let since = format!(" in {place} since {:04}", of.from.year());
    let deadliest = number::deadliest(of.rank.best);
    let of_all = |one: &str, many: &str| {
        Sentence::new("the ")
            .figure(&deadliest, &of.source)
            .say(" of ")
            .figure(number::of(of.events, one, many), &of.source)
            .say(&since)
    };
    match of.basis {
        Basis::MonthlyDeadliest => Sentence::new("at best the ")
            .figure(&deadliest, &of.source)
            .say(format!(" event{since}")),
        Basis::Events | Basis::Landmarks if of.events <= 1 => {
            Sentence::new(format!("the only one with a known toll{since}"))
        }
        Basis::Events => of_all("event", "events"),
        Basis::Landmarks => of_all("known attack", "known attacks"),
    }
}

/// `Mali has one as deadly every 11 months (90 %: 8 to 18 months)`.
fn pace(event: &EventSection, of: &Comparison, with_interval: bool) -> Option<Sentence> {
    let years = of.counted.as_ref().or(of.modelled.as_ref())?;
    let place = cut(&say::place(event, of), 4);
    let sentence = Sentence::new(format!("{place} has one as deadly "));
    Some(if with_interval {
        sentence.join(say::pace(years))
    } else {
        sentence.figure(number::every(years.median), &years.source)
    })
}

/// Whether the table of conclusions is about the event.
fn is_ablated(of: &Assessment) -> bool {
    of.ablation.found && of.ablation.date == of.event.date
}

/// What moves without the event.
fn moved(of: &Assessment) -> Option<Candidate> {
    let all = &of.ablation;
    if all.rows.is_empty() || all.date != of.event.date {
        return None;
    }
    if !all.found {
        let sentence = Sentence::new("The data do not have it: without it nothing could move.");
        return Some(Candidate::new(Part::ShowsNot, sentence).or_nothing(1));
    }
    let target = "ablation";
    let count = Sentence::default().link(
        number::of(all.rows.len() as u64, "conclusion", "conclusions"),
        target,
        "conclusions with the event and without it",
    );
    if all.moved == 0 {
        let sentence =
            Sentence::new("Without it nothing moved: ")
                .join(count)
                .say(if all.rows.len() == 1 {
                    " stays."
                } else {
                    " stay."
                });
        return Some(Candidate::new(Part::ShowsNot, sentence).or_nothing(1));
    }
    let begin = Sentence::new("Without it ")
        .link(
            number::count(all.moved),
            target,
            "conclusions that move by more than counts and more than chance",
        )
        .say(" of ")
        .join(count)
        .say(" move");
    let moved: Vec<&Row> = all
        .rows
        .iter()
        .filter(|row| row.moved == Moved::Yes)
        .collect();
    let of_breaks = |row: &&&Row| row.key.starts_with("breaks.");
    let of_reading = |row: &&Row| told::is_reading(of, row);
    let short = begin.clone().say(".");
    // Of the reading that leads another sentence speaks.
    let mut others = moved.iter().filter(|row| !of_reading(row));
    let first = moved.iter().find(of_breaks).or_else(|| others.next());
    let Some(first) = first else {
        return Some(Candidate::new(Part::Shows, short).or_nothing(1));
    };
    let value = |value| cut(&ablation::value(value), 5);
    let long = begin
        .say(format!(", among them {}: ", cut(&first.label, 10)))
        .link(value(first.with.as_ref()), target, "with the event")
        .say(", without it ")
        .link(value(first.without.as_ref()), target, "without the event")
        .say(".");
    let candidate = Candidate::new(Part::Shows, long);
    Some(candidate.or(5, short).or_nothing(1))
}

/// The reading that leads, and what the event says of a new phase.
fn weighed(of: &Assessment) -> Vec<Candidate> {
    let Some(weighed) = &of.evidence.weighed else {
        let why = of.evidence.not_weighed.as_deref().unwrap_or_default();
        let why = cut(why.trim().trim_end_matches('.'), 24);
        let sentence = if why.is_empty() {
            Sentence::new("The rival readings are not weighed.")
        } else {
            Sentence::new(format!("The rival readings are not weighed: {why}."))
        };
        return vec![Candidate::new(Part::ShowsNot, sentence)];
    };
    [new_phase(of, weighed), leads(of, weighed)]
        .into_iter()
        .flatten()
        .collect()
}

/// `Status quo stays likeliest: 55 % (prior 45 %), without it 54 %.`
fn leads(of: &Assessment, weighed: &Weighed) -> Option<Candidate> {
    let now = told::now(&of.evidence, weighed);
    let lead = told::leading(&now)?;
    let p = *now.get(lead)?;
    let source = told::source(of, "prior of the case, months and event weighed");
    let figure = |p: f64| Sentence::default().figure(number::percent(p), &source);
    let stands = figure(p)
        .say(" (prior ")
        .join(told::prior(weighed, lead))
        .say(")");
    let name = |at| told::name(weighed, at);
    let Some(without) = told::without_event(of, weighed).filter(|_| is_ablated(of)) else {
        let sentence = Sentence::new(format!("The likeliest reading is {}: ", name(lead)));
        let sentence = sentence.join(stands).say(".");
        return Some(Candidate::new(Part::ShowsNot, sentence));
    };
    let before = told::leading(&without)?;
    let same = *without.get(lead)?;
    let of_row = |p: f64| {
        Sentence::default().link(
            number::percent(p),
            "ablation",
            "the analysis without the event",
        )
    };
    let ends = |sentence: Sentence, p| sentence.join(of_row(p)).say(".");
    Some(if before != lead && p - same >= LEAST {
        let sentence = Sentence::new(format!("The likeliest reading is {}: ", name(lead)))
            .join(stands)
            .say(format!("; without it it was {}, ", name(before)));
        Candidate::new(Part::Shows, ends(sentence, *without.get(before)?))
    } else if (p - same).abs() >= LEAST {
        let sentence = Sentence::new(format!(
            "It {} the likeliest reading, {}: ",
            if p > same { "raises" } else { "lowers" },
            name(lead)
        ))
        .join(stands)
        .say(", without it ");
        Candidate::new(Part::Shows, ends(sentence, same))
    } else if number::percent(p) == number::percent(same) {
        let sentence = Sentence::new(format!("Likeliest with or without it: {}, ", name(lead)));
        Candidate::new(Part::ShowsNot, sentence.join(stands).say("."))
    } else {
        let sentence = Sentence::new(format!(
            "{} stays likeliest: ",
            told::name_first(weighed, lead)
        ))
        .join(stands)
        .say(", without it ");
        Candidate::new(Part::ShowsNot, ends(sentence, same))
    })
}

/// What the event itself and its month's counts weigh for a new phase.
fn new_phase(of: &Assessment, weighed: &Weighed) -> Option<Candidate> {
    let at = told::new_phase(weighed)?;
    let now = told::now(&of.evidence, weighed);
    let month = told::month(of);
    let of_it = |decibans: &[f64]| decibans.get(at).copied();
    let own = weighed
        .event
        .as_ref()
        .and_then(|event| of_it(&event.decibans));
    let counts = weighed.months.iter().find(|one| one.month == month);
    let counts = counts.and_then(|one| of_it(&one.decibans));
    let telling = own.or(counts)?;
    let source = told::source(of, "weight of evidence against the other readings");
    let weighs = |what: &str, weight: f64| {
        let figure = format!("{}{NBSP}decibans", number::weight(weight));
        Sentence::new(what).figure(figure, &source)
    };
    let name = number::month_name(month.month());
    let weights = match (own, counts) {
        (Some(own), counts) => {
            let sentence = weighs("the event itself weighs ", own);
            match counts {
                Some(counts) => sentence
                    .say(format!(", {name}'s counts "))
                    .figure(number::weight(counts), &source),
                None => sentence,
            }
        }
        (None, _) => weighs(&format!("{name}'s counts weigh "), telling),
    };
    let sentence = if told::leading(&now) == Some(at) {
        Sentence::new("For a new phase ").join(weights)
    } else {
        Sentence::new("A new phase is ")
            .figure(
                number::percent(now.get(at).copied()?),
                &told::source(of, "prior of the case, months and event weighed"),
            )
            .say(" probable (prior ")
            .join(told::prior(weighed, at))
            .say("): ")
            .join(weights)
    };
    let part = if telling >= TELLING {
        Part::Shows
    } else {
        Part::ShowsNot
    };
    let candidate = Candidate::new(part, sentence.say("."));
    Some(candidate.of_weight().or_nothing(1))
}

/// A claim that says nothing, and one that would.
fn claims(of: &Assessment) -> Vec<Candidate> {
    let claims = &of.evidence.claims;
    let empty: Vec<(usize, &ClaimWeight)> = claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.finding == Finding::Tautological)
        .collect();
    let mut out = Vec::new();
    if let Some((at, claim)) = empty.first() {
        out.extend(tautology(of, *at, claim));
        let (same, others) = (empty.len() - 1, claims.len() - 1);
        if same > 0 {
            let others = match others {
                1 => "the other claim".to_owned(),
                n if n == same => format!("all {n} other claims"),
                n => format!("{same} of {n} other claims"),
            };
            let verb = if same == 1 { "is" } else { "are" };
            let sentence = Sentence::new(format!("So {verb} "))
                .link(others, "evidence", "claims, weighed")
                .say(".");
            out.push(Candidate::new(Part::ShowsNot, sentence).or_nothing(9));
        }
    }
    let best = claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.finding == Finding::Diagnostic)
        .max_by(|(_, a), (_, b)| claim_words::most(a).total_cmp(&claim_words::most(b)));
    if let Some(candidate) = best.and_then(|(at, claim)| diagnostic(of, at, claim)) {
        out.push(candidate);
    } else if best.is_none() && empty.len() == claims.len() && !claims.is_empty() {
        let sentence = Sentence::new("No claim that was weighed would tell the readings apart.");
        out.push(Candidate::new(Part::WouldTell, sentence).or_nothing(9));
    }
    out
}

fn quote(claim: &ClaimWeight) -> String {
    let sentence = claim.sentence.trim();
    let cut = cut(sentence.trim_end_matches('.'), 12);
    format!("“{}”", capital_first(&cut))
}

/// The claim that is tautological here, with the sentence why.
fn tautology(of: &Assessment, at: usize, claim: &ClaimWeight) -> Option<Candidate> {
    let odds = claim.after.as_ref()?;
    let (low, high) = claim_words::extremes(odds);
    let short = Sentence::new(format!("{} is tautological here: ", quote(claim)))
        .join(read_as(of, at, claim))
        .say(" is about as likely under every reading, ")
        .figure(number::percents(low, high), &odds.source)
        .say(".");
    let long = short.clone().say(" It would be said whatever the truth.");
    Some(Candidate::new(Part::ShowsNot, long).or(6, short))
}

/// The claim that would say most, and what would have to be seen.
fn diagnostic(of: &Assessment, at: usize, claim: &ClaimWeight) -> Option<Candidate> {
    let weighed = of.evidence.weighed.as_ref()?;
    let odds = claim.after.as_ref()?;
    let found = claim.diagnosticity.as_ref()?;
    let [(likely, high), (unlikely, low)] = claim_words::between(found, odds, weighed)?;
    let short = Sentence::new(format!("{} would tell: ", quote(claim)))
        .join(read_as(of, at, claim))
        .say(", ")
        .figure(number::percent(high), &odds.source)
        .say(format!(" under {likely}, "))
        .figure(number::percent(low), &odds.source)
        .say(format!(" under {unlikely}"));
    let long = short
        .clone()
        .say(" (")
        .figure(number::decibans(found.decibans), &odds.source)
        .say(").");
    let candidate = Candidate::new(Part::WouldTell, long);
    Some(candidate.of_weight().or(8, short.say(".")).or_nothing(2))
}

/// What a claim needs to be seen, which the table of claims has.
fn read_as(of: &Assessment, at: usize, claim: &ClaimWeight) -> Sentence {
    Sentence::default().link(
        observable(&claim.observable, &of.event.capital),
        &format!("claim-{at}"),
        "how the claim is read",
    )
}

fn watch(of: &Assessment) -> Option<Candidate> {
    let mut watch = of.evidence.watch.iter().enumerate();
    let (at, first, told) = watch.find_map(|(at, one)| Some((at, one, one.told.as_ref()?)))?;
    let expected = Sentence::default().figure(number::decibans(told.expected), &told.odds.source);
    if told.expected < TELLS {
        let sentence = Sentence::new("Nothing on the ")
            .link("watch list", "evidence", "what to watch")
            .say(" is expected to tell much: at most ")
            .join(expected)
            .say(".");
        let candidate = Candidate::new(Part::WouldTell, sentence).of_weight();
        return Some(candidate.or_nothing(3));
    }
    let sentence = cut(first.sentence.trim().trim_end_matches('.'), 14);
    let short =
        Sentence::new("Watch first: ").link(sentence, &format!("watch-{at}"), "what to watch");
    let long = short.clone().say(" (").join(expected).say(" expected).");
    let candidate = Candidate::new(Part::WouldTell, long).of_weight();
    Some(candidate.or(4, short.say(".")).or_nothing(3))
}
