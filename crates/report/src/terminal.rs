//! A page of text: headings in a column of their own beside paragraphs and bars.

use unicode_width::UnicodeWidthStr;

use crate::clean::clean;

/// How to write for a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalOptions {
    /// Columns that no line exceeds; fewer than 40 are taken as 40.
    pub width: usize,
    /// Whether to use bold, dim and colours. The caller knows whether the output is a terminal.
    pub colour: bool,
}

impl Default for TerminalOptions {
    /// 80 columns, no colour.
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
        }
    }
}

/// Column at which paragraphs begin, where the page is wide enough for two columns.
const INDENT: usize = 21;

/// How a line is shown, where colour is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Bold,
    Dim,
}

/// The side a column of a table is aligned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// A page being written.
#[derive(Debug)]
pub(crate) struct Page {
    width: usize,
    colour: bool,
    heading: Option<String>,
    out: String,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(options: &TerminalOptions) -> Self {
        Self {
            width: options.width.max(40),
            colour: options.colour,
            heading: None,
            out: String::new(),
        }
    }

    /// Columns that paragraphs have.
    pub(crate) fn measure(&self) -> usize {
        self.width - self.indent()
    }

    fn indent(&self) -> usize {
        if self.width >= 72 { INDENT } else { 1 }
    }

    /// The page's title, with the state of knowledge at the right.
    pub(crate) fn title(&mut self, title: &str, as_of: &str) {
        let (title, as_of) = (clean(title), clean(as_of));
        let used = 1 + title.width() + 2 + as_of.width();
        if used <= self.width {
            let gap = " ".repeat(self.width - used + 2);
            let line = format!(
                " {}{gap}{}",
                self.look(&title, Look::Bold),
                self.look(&as_of, Look::Dim)
            );
            self.push(&line);
            return;
        }
        for line in wrap(&title, self.width - 1) {
            let line = format!(" {}", self.look(&line, Look::Bold));
            self.push(&line);
        }
        for line in wrap(&as_of, self.width - 1) {
            let line = format!(" {}", self.look(&line, Look::Dim));
            self.push(&line);
        }
    }

    /// Begins a section: the heading stands beside its first line.
    pub(crate) fn section(&mut self, heading: &str) {
        self.push("");
        self.heading = Some(heading.to_uppercase());
    }

    /// A paragraph, wrapped; its later lines hang by two.
    pub(crate) fn paragraph(&mut self, text: &str, look: Look) {
        let measure = self.measure();
        let text = clean_lines(text);
        let mut lines = wrap(&text, measure).into_iter();
        let Some(first) = lines.next() else { return };
        let rest = text
            .get(first.len()..)
            .map(|rest| wrap(rest.trim_start_matches(' '), measure - 2))
            .unwrap_or_default();
        self.line(&first, look);
        for line in rest {
            self.line(&format!("  {line}"), look);
        }
    }

    /// Rows in columns, each aligned to its side. What is too long in the first is cut.
    pub(crate) fn table(&mut self, sides: &[Side], rows: &[Vec<String>]) {
        let columns = sides.len();
        let cell = |row: &[String], column: usize| -> String {
            row.get(column).map(|text| clean(text)).unwrap_or_default()
        };
        let mut widths: Vec<usize> = (0..columns)
            .map(|column| {
                rows.iter()
                    .map(|row| cell(row, column).width())
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let others: usize = widths.iter().skip(1).map(|width| width + 2).sum();
        if let Some(first) = widths.first_mut() {
            *first = (*first).min(self.measure().saturating_sub(others).max(4));
        }
        for row in rows {
            let mut line = String::new();
            for (column, width) in widths.iter().enumerate() {
                let text = clip(&cell(row, column), *width);
                let gap = " ".repeat(width - text.width().min(*width));
                if column > 0 {
                    line.push_str("  ");
                }
                match sides.get(column) {
                    Some(Side::Right) => line.extend([gap.as_str(), &text]),
                    _ => line.extend([text.as_str(), &gap]),
                }
            }
            let line = clip(line.trim_end(), self.measure());
            self.line(&line, Look::Plain);
        }
    }

    /// One line of the paragraph column. It must fit.
    pub(crate) fn line(&mut self, text: &str, look: Look) {
        let text = self.look(text, look);
        let line = match self.heading.take() {
            Some(heading) if self.indent() > heading.len() + 2 => {
                let gap = " ".repeat(self.indent() - 1 - heading.len());
                format!(" {}{gap}{text}", self.look(&heading, Look::Bold))
            }
            Some(heading) => {
                let heading = format!(" {}", self.look(&heading, Look::Bold));
                self.push(&heading);
                format!("{}{text}", " ".repeat(self.indent()))
            }
            None => format!("{}{text}", " ".repeat(self.indent())),
        };
        self.push(&line);
    }

    /// The page as text that ends in a line feed.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    fn push(&mut self, line: &str) {
        self.out.push_str(line.trim_end_matches(' '));
        self.out.push('\n');
    }

    fn look(&self, text: &str, look: Look) -> String {
        let code = match look {
            Look::Bold => "1",
            Look::Dim => "2",
            Look::Plain => return text.to_owned(),
        };
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Cleaning that keeps a sentence of any length: piece by piece it was cleaned already.
fn clean_lines(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| if c == '\n' { ' ' } else { c })
        .filter(|c| !crate::clean::is_unsafe(*c))
        .collect()
}

/// Lines no wider than `measure` columns, broken at spaces, and within words too long for a line.
fn wrap(text: &str, measure: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let joined = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if joined.width() <= measure {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if line.width() > measure {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Text cut to so many columns, with `…` where something was cut.
pub(crate) fn clip(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if out.width() + 1 > width {
            out.pop();
            break;
        }
    }
    if width > 0 {
        out.push('…');
    }
    out
}

/// A bar of at most `width` columns, in eighths of a column.
pub(crate) fn bar(value: u32, largest: u32, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if largest == 0 || value == 0 {
        return String::new();
    }
    let eighths = (f64::from(value) / f64::from(largest) * width as f64 * 8.0).round();
    let eighths = (eighths as usize).clamp(1, width * 8);
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// A line of blocks whose heights are the values; zeros are dots.
pub(crate) fn spark(values: &[u32]) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let largest = values.iter().copied().max().unwrap_or(0);
    values
        .iter()
        .map(|value| match *value {
            0 => '·',
            n => {
                let step = f64::from(n) / f64::from(largest) * 8.0;
                BLOCKS[(step.ceil() as usize).clamp(1, 8) - 1]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_wide_letters_and_endless_words() {
        let lines = wrap("自由 of association: Donaudampfschifffahrt", 10);
        assert!(lines.iter().all(|line| line.width() <= 10), "{lines:?}");
        assert_eq!(
            lines.concat().replace(' ', ""),
            "自由ofassociation:Donaudampfschifffahrt"
        );
    }

    #[test]
    fn bars_and_sparks_keep_proportion() {
        assert_eq!(bar(100, 100, 4), "████");
        assert_eq!(bar(1, 1000, 4), "▏");
        assert_eq!(bar(0, 10, 4), "");
        assert_eq!(spark(&[0, 1, 4, 8]), "·▁▄█");
        assert_eq!(spark(&[]), "");
    }

    #[test]
    fn a_heading_stands_beside_the_first_line() {
        let mut page = Page::new(&TerminalOptions::default());
        page.section("The record");
        page.paragraph("one", Look::Plain);
        page.paragraph("two", Look::Plain);
        assert_eq!(
            page.finish(),
            "\n THE RECORD          one\n                     two\n"
        );
    }
}
