//! A text in a file, and where in it something is wrong.

use std::cell::OnceCell;

use crate::Defect;

/// What is wrong and what to do about it.
pub(crate) struct Fault {
    pub(crate) reason: String,
    pub(crate) remedy: &'static str,
}

/// A fault of these words.
pub(crate) fn fault(reason: impl Into<String>, remedy: &'static str) -> Fault {
    Fault {
        reason: reason.into(),
        remedy,
    }
}

/// A text with its name, to tell where in it something is.
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    line_ends: OnceCell<Vec<usize>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            line_ends: OnceCell::new(),
        }
    }

    /// A defect at a byte of the text.
    pub(crate) fn at(&self, byte: usize, Fault { reason, remedy }: Fault) -> Defect {
        let ends = self
            .line_ends
            .get_or_init(|| self.text.match_indices('\n').map(|(at, _)| at).collect());
        let lines_before = ends.partition_point(|end| *end < byte);
        let begin = lines_before
            .checked_sub(1)
            .and_then(|i| ends.get(i))
            .map_or(0, |end| end + 1);
        let (line, column) = (lines_before + 1, byte.saturating_sub(begin) + 1);
        Defect {
            file: self.file.to_owned(),
            line,
            column,
            reason,
            remedy: remedy.to_owned(),
        }
    }

    /// Where a slice of the text begins.
    pub(crate) fn offset(&self, part: &str) -> usize {
        part.as_ptr()
            .addr()
            .saturating_sub(self.text.as_ptr().addr())
    }

    /// A defect from what the JSON parser says about a part of the text.
    pub(crate) fn json(
        &self,
        part: &str,
        error: &serde_json::Error,
        remedy: &'static str,
    ) -> Defect {
        let mut defect = self.at(self.offset(part), fault(String::new(), remedy));
        defect.column = if error.line() <= 1 {
            (defect.column + error.column()).saturating_sub(1).max(1)
        } else {
            error.column()
        };
        defect.line += error.line().saturating_sub(1);
        let message = error.to_string();
        message
            .split(" at line ")
            .next()
            .unwrap_or_default()
            .clone_into(&mut defect.reason);
        defect
    }
}

/// At most 40 characters, control characters escaped.
pub(crate) fn shortened(text: &str) -> String {
    text.chars()
        .take(40)
        .flat_map(|c| {
            if c.is_control() {
                c.escape_default().collect()
            } else {
                vec![c]
            }
        })
        .collect()
}
