//! Sentences made from results, the same for the terminal and the page.
//!
//! A sentence keeps its figures apart from its words, so that the page can say of each where it
//! comes from.

pub(crate) mod ablation;
pub(crate) mod breakdown;
pub(crate) mod change;
pub(crate) mod claim;
pub(crate) mod data;
pub(crate) mod event;
pub(crate) mod evidence;
pub(crate) mod findings;
pub(crate) mod observable;
pub(crate) mod opening;
pub(crate) mod reach;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod rule;
pub(crate) mod scenarios;
pub(crate) mod standing;

use maud::{Markup, html};
use stats::Source;

use crate::clean::clean;

/// A sentence: words, and figures with their source.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sentence(Vec<Piece>);

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Words(String),
    Figure {
        text: String,
        source: Source,
    },
    Link {
        text: String,
        target: String,
        title: &'static str,
    },
}

impl Sentence {
    /// A sentence that begins with these words.
    pub(crate) fn new(words: impl AsRef<str>) -> Self {
        Self::default().say(words)
    }

    /// Adds words.
    pub(crate) fn say(mut self, words: impl AsRef<str>) -> Self {
        let words = words.as_ref();
        let mut text = clean(words);
        // Cleaning runs white space together and takes it off the ends, where pieces meet.
        if words.starts_with(' ') {
            text.insert(0, ' ');
        }
        if words.ends_with(' ') && text != " " {
            text.push(' ');
        }
        self.0.push(Piece::Words(text));
        self
    }

    /// Adds a figure.
    pub(crate) fn figure(mut self, text: impl AsRef<str>, source: &Source) -> Self {
        self.0.push(Piece::Figure {
            text: clean(text.as_ref()),
            source: source.clone(),
        });
        self
    }

    /// Adds words or a figure that another place on the page explains: `target` is its id, `title` what
    /// it is.
    pub(crate) fn link(mut self, text: impl AsRef<str>, target: &str, title: &'static str) -> Self {
        self.0.push(Piece::Link {
            text: clean(text.as_ref()),
            target: format!("#{target}"),
            title,
        });
        self
    }

    /// Adds another sentence to this one.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The sentence without its sources.
    pub(crate) fn plain(&self) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Words(text) | Piece::Figure { text, .. } | Piece::Link { text, .. } => {
                    text.as_str()
                }
            })
            .collect()
    }

    /// The sentence with every figure a link to its source.
    pub(crate) fn html(&self) -> Markup {
        html! {
            @for piece in &self.0 {
                @match piece {
                    Piece::Words(text) => (text),
                    Piece::Figure { text, source } => (figure(text, source)),
                    Piece::Link { text, target, title } => a.n href=(target) title=(title) { (text) },
                }
            }
        }
    }
}

/// A figure on the page: hovering says how it was computed, following it leads to its data.
pub(crate) fn figure(text: &str, source: &Source) -> Markup {
    let target = source
        .data
        .first()
        .map_or_else(|| "#sources".to_owned(), |key| format!("#{}", anchor(key)));
    html! { a.n href=(target) title=(provenance(source)) { (clean(text)) } }
}

/// Where a figure comes from, in one line.
pub(crate) fn provenance(source: &Source) -> String {
    let mut parts = Vec::new();
    if !source.method.is_empty() {
        parts.push(source.method.clone());
    }
    if !source.data.is_empty() {
        parts.push(format!("data: {}", source.data.join(", ")));
    }
    if !source.assumptions.is_empty() {
        parts.push(format!("assumes: {}", source.assumptions.join(", ")));
    }
    clean(&parts.join("; "))
}

/// The place on the page where a data set is described.
pub(crate) fn anchor(key: &str) -> String {
    let letters: Vec<String> = key
        .chars()
        .take(80)
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' => c.to_string(),
            // Other letters by their number, so that no two keys share a place.
            c => format!("_{:x}_", u32::from(c)),
        })
        .collect();
    format!("data-{}", letters.concat())
}

/// Items as a list in prose: `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: Vec<Sentence>) -> Sentence {
    let last = items.len().saturating_sub(1);
    items
        .into_iter()
        .enumerate()
        .fold(Sentence::default(), |so_far, (place, item)| {
            match place {
                0 => so_far,
                n if n == last => so_far.say(" and "),
                _ => so_far.say(", "),
            }
            .join(item)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_meet_with_their_spaces() {
        let source = Source::data("ged \"25\"", "sum <b>");
        let sentence = Sentence::new("Deaths ")
            .figure("77", &source)
            .say(" (")
            .say("70 to 100")
            .say(").");
        assert_eq!(sentence.plain(), "Deaths 77 (70 to 100).");
        let page = sentence.html().into_string();
        assert!(page.contains("href=\"#data-ged_20__22_25_22_\""), "{page}");
        assert!(
            page.contains("sum &lt;b&gt;; data: ged &quot;25&quot;"),
            "{page}"
        );
    }

    #[test]
    fn lists_read_as_prose() {
        let list = |items: &[&str]| list(items.iter().map(Sentence::new).collect()).plain();
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
