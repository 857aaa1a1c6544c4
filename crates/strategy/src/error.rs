//! What was wrong, where, and what to do about it.

use std::ops::Range;
use std::path::PathBuf;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

/// Why a game could not be read or solved.
#[derive(Debug, thiserror::Error)]
pub enum StrategyError {
    /// A file could not be read.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A game file has a fault.
    #[error(transparent)]
    File(#[from] Box<GameFault>),
    /// Players, strategies and payoffs do not make a game.
    #[error("not a game: {reason}")]
    Shape {
        /// What does not fit, and what would.
        reason: String,
    },
    /// A method was asked of a game that it is not made for.
    #[error("{method} needs {needs}; this game has {has}")]
    NotFor {
        /// The method.
        method: &'static str,
        /// What it needs.
        needs: &'static str,
        /// What the game has.
        has: String,
    },
    /// The game is too large for an exhaustive method.
    #[error("{method}: {reason}. {remedy}")]
    TooLarge {
        /// The method.
        method: &'static str,
        /// What is too many.
        reason: String,
        /// What can be done instead.
        remedy: &'static str,
    },
    /// A number asked for is out of its range.
    #[error("{name} must be {range}, not {value}")]
    Range {
        /// Name of the number.
        name: &'static str,
        /// What it may be.
        range: &'static str,
        /// What it was.
        value: f64,
    },
}

impl Diagnostic for StrategyError {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        match self {
            Self::File(fault) => fault.help(),
            Self::Io { .. } => Some(Box::new(
                "check that the path is right and that you may read it",
            )),
            // Their messages end with what to do.
            _ => None,
        }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        match self {
            Self::File(fault) => fault.source_code(),
            _ => None,
        }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        match self {
            Self::File(fault) => fault.labels(),
            _ => None,
        }
    }
}

/// The first fault of a game file.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct GameFault {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, with the offending value.
    pub message: String,
    /// What to do.
    pub help: String,
    label: LabeledSpan,
    source_code: NamedSource<String>,
}

impl GameFault {
    /// A fault at some bytes of a text. The caret covers their first line at most.
    pub(crate) fn new(
        file: &str,
        text: &str,
        span: Range<usize>,
        message: String,
        label: &str,
        help: String,
    ) -> Self {
        let start = text.floor_char_boundary(span.start);
        let end = text.floor_char_boundary(span.end.max(start));
        let length = text[start..end].find(['\n', '\r']).unwrap_or(end - start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            message,
            help,
            label: LabeledSpan::new(Some(label.to_owned()), start, length),
            source_code: NamedSource::new(file, text.to_owned()),
        }
    }
}

impl Diagnostic for GameFault {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source_code)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(self.label.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_by_characters() {
        let text = "a\nSégou = x\n";
        let at = |span| GameFault::new("f", text, span, String::new(), "", String::new());
        let fault = at(11..12);
        assert_eq!((fault.line, fault.column), (2, 9));
        // Off the text, or inside a character: no harm.
        for span in [0..99, 4..5, 50..60] {
            assert!(at(span).line <= 3);
        }
    }
}
