//! The words of a file.

use std::ops::Range;

/// A word of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// Quoted text, its quotes taken off.
    Text(String),
    /// A number or a bare word.
    Word(String),
    /// A quotation mark that is never closed.
    Unclosed,
    /// Nothing is left.
    End,
}

impl Token {
    /// As a message shows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Open => "`{`".to_owned(),
            Self::Close => "`}`".to_owned(),
            Self::Text(text) => format!("the text \"{}\"", cut(text)),
            Self::Word(word) => format!("`{}`", cut(word)),
            Self::Unclosed => "a quotation mark that is not closed".to_owned(),
            Self::End => "the end of the file".to_owned(),
        }
    }
}

/// At most 40 characters, control characters escaped.
fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(40).flat_map(char::escape_debug).collect();
    if text.chars().count() > 40 {
        shown.push_str("...");
    }
    shown.replace("\\'", "'")
}

/// Goes through the words of a text. Blanks and commas lie between words.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // A byte order mark is no part of the file.
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { text, at }
    }

    /// The next word, and where it stands.
    pub(super) fn next(&mut self) -> (Token, Range<usize>) {
        let rest = &self.text[self.at..];
        let blank = rest
            .find(|c: char| !c.is_whitespace() && c != ',')
            .unwrap_or(rest.len());
        let start = self.at + blank;
        let rest = &self.text[start..];
        let (token, length) = match rest.chars().next() {
            None => (Token::End, 0),
            Some('{') => (Token::Open, 1),
            Some('}') => (Token::Close, 1),
            Some('"') => quoted(rest),
            Some(_) => {
                let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | '"');
                let length = rest.find(ends).unwrap_or(rest.len());
                (Token::Word(rest[..length].to_owned()), length)
            }
        };
        self.at = start + length;
        (token, start..self.at)
    }

    /// Where the last word ended, in bytes.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// The next word, left where it is.
    pub(super) fn peek(&self) -> Token {
        Self { ..*self }.next().0
    }
}

/// The quoted text that a rest begins with, and its length in bytes.
fn quoted(rest: &str) -> (Token, usize) {
    let mut text = String::new();
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => {
                // A backslash stands for itself before anything but a quotation mark or another.
                if c != '"' && c != '\\' {
                    text.push('\\');
                }
                text.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return (Token::Text(text), at + 1),
            c => text.push(c),
        }
    }
    (Token::Unclosed, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_texts_and_braces_are_told_apart() {
        let mut tokens = Tokens::new("\u{feff}NFG{-1/2,\"a \\\"b\\\" \\c\"}\"x");
        let mut found = Vec::new();
        loop {
            let (token, span) = tokens.next();
            found.push((token.clone(), span.start));
            if token == Token::End {
                break;
            }
        }
        let word = |word: &str| Token::Word(word.to_owned());
        let wanted = vec![
            (word("NFG"), 3),
            (Token::Open, 6),
            (word("-1/2"), 7),
            (Token::Text("a \"b\" \\c".to_owned()), 12),
            (Token::Close, 24),
            (Token::Unclosed, 25),
            (word("x"), 26),
            (Token::End, 27),
        ];
        assert_eq!(found, wanted);
    }
}
