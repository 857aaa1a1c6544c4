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
    label: Option<LabeledSpan>,
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
        let line = before.matches('\n').count() + 1;
        let (excerpt, offset) = excerpt(text, line, start - line_start);
        Self {
            file: file.to_owned(),
            line,
            column: text[line_start..start].chars().count() + 1,
            message,
            help,
            label: offset.map(|offset| LabeledSpan::new(Some(label.to_owned()), offset, length)),
            source_code: NamedSource::new(file, excerpt),
        }
    }
}

/// Widest line that is shown.
const WIDEST: usize = 64;

/// A line with those beside it, the others empty, and where a place in it is; no place when the line is too wide to
/// show, as lines of payoffs are.
fn excerpt(text: &str, line: usize, within: usize) -> (String, Option<usize>) {
    let mut excerpt = String::new();
    let mut offset = None;
    for (number, of) in text
        .lines()
        .enumerate()
        .map(|(at, of)| (at + 1, of))
        .take(line + 1)
    {
        let wide = of.chars().count() > WIDEST;
        if number == line && !wide {
            offset = Some(excerpt.len() + within);
        }
        match number + 1 >= line {
            true if wide => excerpt.extend(of.chars().take(WIDEST - 3).chain("...".chars())),
            true => excerpt.push_str(of),
            false => {}
        }
        excerpt.push('\n');
    }
    // Behind the last line.
    if text.lines().count() < line {
        offset = Some(excerpt.len());
    }
    (excerpt, offset)
}

impl Diagnostic for GameFault {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        // Without a label the message alone says where it is.
        self.label
            .is_some()
            .then_some(&self.source_code as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.label.clone().into_iter()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caret_is_put_where_the_line_can_be_shown() {
        let wide = "1 ".repeat(90);
        let text = format!("one\n{wide}\nthree x\n{wide}\nfive");
        let at = |span| GameFault::new("f", &text, span, String::new(), "", String::new());
        let place = text.find('x').unwrap_or(0);
        let fault = at(place..place + 1);
        let label = fault.label.as_ref().unwrap();
        let shown = fault.source_code.inner();
        assert_eq!(&shown[label.offset()..label.offset() + label.len()], "x");
        assert!(shown.lines().all(|line| line.len() <= 64) && !shown.contains("one"));
        assert!(at(20..21).label.is_none());
    }

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
