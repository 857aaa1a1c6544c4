//! As many sentences as a number of words allows.

use crate::prose::Sentence;
use crate::prose::evidence::DECIBANS;

/// A part of the opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What the event shows.
    Shows,
    /// What it does not show.
    ShowsNot,
    /// What would tell more.
    WouldTell,
}

/// A sentence that may have its place. Where words are short, what has the highest number gives way first.
#[derive(Debug)]
pub(super) struct Candidate {
    part: Part,
    sentence: Sentence,
    /// The same in fewer words.
    short: Option<(u8, Sentence)>,
    /// It may be left out altogether.
    droppable: Option<u8>,
    /// Speaks of decibans, which the first such sentence explains.
    of_weight: bool,
}

impl Candidate {
    /// A sentence that stays.
    pub(super) fn new(part: Part, sentence: Sentence) -> Self {
        Self {
            part,
            sentence,
            short: None,
            droppable: None,
            of_weight: false,
        }
    }

    /// It speaks of decibans.
    pub(super) fn of_weight(self) -> Self {
        Self {
            of_weight: true,
            ..self
        }
    }

    /// It can be said in fewer words.
    pub(super) fn or(self, order: u8, short: Sentence) -> Self {
        Self {
            short: Some((order, short)),
            ..self
        }
    }

    /// It can be left out.
    pub(super) fn or_nothing(self, order: u8) -> Self {
        Self {
            droppable: Some(order),
            ..self
        }
    }

    /// The number of what gives way first in it.
    fn order(&self) -> Option<u8> {
        let short = self.short.as_ref().map(|(order, _)| *order);
        short.max(self.droppable)
    }
}

/// Sentences of at most so many words, in the order of their parts. Those that must stay do, whatever they
/// take.
pub(super) fn within(mut all: Vec<Candidate>, most: usize) -> Vec<(Part, Sentence)> {
    loop {
        let sentences = explained(&all);
        let count: usize = sentences.iter().map(|(_, s)| words(&s.plain())).sum();
        if count <= most || !give_way(&mut all) {
            return sentences;
        }
    }
}

/// Words as one counts them: what stands between spaces, no-break spaces included.
fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Says one sentence in fewer words or leaves one out; false when all that is left must stay.
fn give_way(all: &mut Vec<Candidate>) -> bool {
    let Some(at) = (0..all.len()).max_by_key(|at| all[*at].order()) else {
        return false;
    };
    let one = &mut all[at];
    match one.short.take() {
        Some((order, short)) if one.droppable <= Some(order) => {
            one.sentence = short;
            true
        }
        _ if one.droppable.is_some() => {
            all.remove(at);
            true
        }
        _ => false,
    }
}

/// The sentences in order of their parts; the first that speaks of decibans says what they are.
fn explained(all: &[Candidate]) -> Vec<(Part, Sentence)> {
    let mut known = false;
    [Part::Shows, Part::ShowsNot, Part::WouldTell]
        .into_iter()
        .flat_map(|part| all.iter().filter(move |one| one.part == part))
        .map(|one| {
            let explain = one.of_weight && !known;
            known |= one.of_weight;
            let sentence = one.sentence.clone();
            let sentence = if explain {
                sentence.say(" ").say(DECIBANS)
            } else {
                sentence
            };
            (one.part, sentence)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(most: usize) -> Vec<String> {
        let new = |part, words: &str| Candidate::new(part, Sentence::new(words));
        let all = vec![
            new(Part::WouldTell, "weight of it")
                .of_weight()
                .or_nothing(1),
            new(Part::Shows, "one two three").or(2, Sentence::new("one")),
            new(Part::ShowsNot, "a b c d")
                .or(3, Sentence::new("a b"))
                .or_nothing(1),
        ];
        let sentences = within(all, most);
        sentences.iter().map(|(_, s)| s.plain()).collect()
    }

    #[test]
    fn what_gives_way_first_gives_way_first() {
        let weight = format!("weight of it {DECIBANS}");
        let all = words(&weight) + 7;
        assert_eq!(said(all), ["one two three", "a b c d", &weight]);
        assert_eq!(said(all - 1), ["one two three", "a b", &weight]);
        assert_eq!(said(all - 3), ["one", "a b", &weight]);
        assert_eq!(said(3), ["one"]);
        // What must stay does.
        assert_eq!(said(0), ["one"]);
    }
}
