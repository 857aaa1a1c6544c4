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
}

/// A way to save words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    order: u8,
    at: usize,
    whole: bool,
}

/// Sentences of at most so many words, in the order of their parts. Those that must stay do, whatever they
/// take.
pub(super) fn within(all: &[Candidate], most: usize) -> Vec<(Part, Sentence)> {
    let mut cuts: Vec<Cut> = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let short = one.short.as_ref().map(|(order, _)| (*order, false));
        let whole = one.droppable.map(|order| (order, true));
        let ways = short.into_iter().chain(whole);
        cuts.extend(ways.map(|(order, whole)| Cut { order, at, whole }));
    }
    cuts.sort_by(|a, b| b.cmp(a));
    let fits = |made: &[Cut]| {
        let sentences = explained(all, made);
        sentences
            .iter()
            .map(|(_, s)| words(&s.plain()))
            .sum::<usize>()
            <= most
    };
    let needed = (0..=cuts.len()).find(|n| fits(&cuts[..*n]));
    let mut made = cuts
        .get(..needed.unwrap_or(cuts.len()))
        .unwrap_or_default()
        .to_vec();
    // A late cut may have saved so much that an earlier one was for nothing.
    for undone in (0..made.len()).rev() {
        let mut fewer = made.clone();
        fewer.remove(undone);
        if fits(&fewer) {
            made = fewer;
        }
    }
    explained(all, &made)
}

/// Words as one counts them: what stands between spaces, no-break spaces included.
fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The sentences in order of their parts; the first that speaks of decibans says what they are.
fn explained(all: &[Candidate], cuts: &[Cut]) -> Vec<(Part, Sentence)> {
    let mut known = false;
    let is_cut = |at: usize, whole: bool| cuts.iter().any(|c| c.at == at && c.whole == whole);
    [Part::Shows, Part::ShowsNot, Part::WouldTell]
        .into_iter()
        .flat_map(|part| {
            all.iter()
                .enumerate()
                .filter(move |(_, one)| one.part == part)
        })
        .filter(|(at, _)| !is_cut(*at, true))
        .map(|(at, one)| {
            let explain = one.of_weight && !known;
            known |= one.of_weight;
            let sentence = match &one.short {
                Some((_, short)) if is_cut(at, false) => short.clone(),
                _ => one.sentence.clone(),
            };
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
        let sentences = within(&all, most);
        sentences.iter().map(|(_, s)| s.plain()).collect()
    }

    #[test]
    fn what_gives_way_first_gives_way_first() {
        let weight = format!("weight of it {DECIBANS}");
        let all = words(&weight) + 7;
        assert_eq!(said(all), ["one two three", "a b c d", &weight]);
        assert_eq!(said(all - 1), ["one two three", "a b", &weight]);
        assert_eq!(said(all - 3), ["one", "a b", &weight]);
        // To leave out the weight saves enough to say one sentence in full again.
        assert_eq!(said(5), ["one two three", "a b"]);
        assert_eq!(said(3), ["one", "a b"]);
        assert_eq!(said(2), ["one"]);
        // What must stay does.
        assert_eq!(said(0), ["one"]);
    }
}
