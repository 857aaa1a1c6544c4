//! What was wrong, where, and what to do about it.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode, SourceSpan};

/// Why a case could not be had.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// Neither a path nor the name of a case that comes with the program.
    #[error(
        "there is no case `{name}`: no such file or folder, and no case of that name comes with the program"
    )]
    NotFound {
        /// What was asked for.
        name: String,
        /// What to do.
        help: String,
    },
    /// A file or folder could not be read.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The case has faults: all of them, in the order of the files.
    #[error(
        "{name}: {count} to put right",
        count = if problems.len() == 1 { "1 thing".to_owned() } else { format!("{} things", problems.len()) }
    )]
    Invalid {
        /// Name of the case.
        name: String,
        /// The faults.
        problems: Vec<Problem>,
    },
}

impl CaseError {
    /// The faults of an invalid case; empty for the other errors.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Invalid { problems, .. } => problems,
            _ => &[],
        }
    }
}

impl Diagnostic for CaseError {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        match self {
            Self::NotFound { help, .. } => Some(Box::new(help)),
            Self::Io { .. } => Some(Box::new(
                "check that the path is right and that you may read it",
            )),
            Self::Invalid { .. } => None,
        }
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match self {
            Self::Invalid { problems, .. } => {
                Some(Box::new(problems.iter().map(|p| p as &dyn Diagnostic)))
            }
            _ => None,
        }
    }
}

/// One fault of one file.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What is wrong, with the offending value.
    pub message: String,
    /// Words beside the caret.
    pub label: String,
    /// What to do.
    pub help: String,
    /// File within the case, such as `case.toml`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    span: SourceSpan,
    source_code: Arc<NamedSource<String>>,
}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.source_code)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_with_span(Some(self.label.clone()), self.span);
        Some(Box::new(std::iter::once(label)))
    }
}

/// Collects the faults of one file.
#[derive(Debug)]
pub(crate) struct Faults {
    file: String,
    source: Arc<NamedSource<String>>,
    found: Vec<Problem>,
}

impl Faults {
    pub(crate) fn new(file: &str, text: &str) -> Self {
        let source = Arc::new(NamedSource::new(file, text.to_owned()));
        Self {
            file: file.to_owned(),
            source,
            found: Vec::new(),
        }
    }

    /// Adds a fault. The caret covers the first line of the span at most.
    pub(crate) fn add(&mut self, span: Range<usize>, message: String, label: &str, help: String) {
        let text = self.source.inner();
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end.max(start));
        let first_line = text[start..end]
            .find(['\n', '\r'])
            .map_or(end, |at| start + at);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        self.found.push(Problem {
            message,
            label: label.to_owned(),
            help,
            file: self.file.clone(),
            line: before.matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            span: (start, first_line - start).into(),
            source_code: Arc::clone(&self.source),
        });
    }

    /// Whether a fault with these words was found at the start of a span.
    pub(crate) fn blames(&self, span: &Range<usize>, words: &str) -> bool {
        self.found
            .iter()
            .any(|p| p.span.offset() == span.start && p.message.contains(words))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The faults in the order of the file.
    pub(crate) fn into_sorted(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|problem| problem.span.offset());
        self.found
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0)
}

/// The likeliest of the known words for one that is not known, if any is near.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| {
            (
                strsim::jaro_winkler(&folded, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        // The first of equally near ones, so that the message does not depend on their number.
        .fold(None, |best: Option<(f64, &str)>, next| match best {
            Some(held) if held.0 >= next.0 => Some(held),
            _ => Some(next),
        })
        .map(|(_, candidate)| candidate)
}

/// Help for a word that is not among the known ones.
pub(crate) fn did_you_mean(word: &str, known: &[&str]) -> String {
    if let Some(candidate) = nearest(word, known.iter().copied()) {
        return format!("did you mean `{candidate}`?");
    }
    match known {
        [] => "none is declared".to_owned(),
        known if known.len() <= 24 => format!("use one of: {}", known.join(", ")),
        known => format!(
            "use one of: {}, ... ({} in all)",
            known[..24].join(", "),
            known.len()
        ),
    }
}

/// A value as it may be shown in a message: at most 40 characters, control characters escaped.
pub(crate) fn shown(value: &str) -> String {
    let mut text: String = value
        .chars()
        .take(40)
        .flat_map(char::escape_debug)
        .collect();
    if value.chars().count() > 40 {
        text.push_str("...");
    }
    text.replace("\\'", "'").replace("\\\"", "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_offered_and_a_far_one_is_not() {
        assert_eq!(
            nearest("Tombuctou", ["Mopti", "Tombouctou"]),
            Some("Tombouctou")
        );
        assert_eq!(nearest("zzz", ["Mopti", "Tombouctou"]), None);
        assert_eq!(did_you_mean("zzz", &["a", "b"]), "use one of: a, b");
    }

    #[test]
    fn lines_and_columns_count_from_one_and_by_characters() {
        let mut faults = Faults::new("f", "a\nSégou = x\n");
        faults.add(11..12, String::new(), "", String::new());
        let found = faults.into_sorted();
        assert_eq!((found[0].line, found[0].column), (2, 9));
    }

    #[test]
    fn spans_off_the_text_or_inside_a_character_do_no_harm() {
        let mut faults = Faults::new("f", "é");
        for span in [0..9, 1..2, 7..9, 1..1] {
            faults.add(span, String::new(), "", String::new());
        }
        assert_eq!(faults.into_sorted().len(), 4);
    }
}
