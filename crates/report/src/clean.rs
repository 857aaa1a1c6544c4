//! Text from outside, made safe to show: no control codes, no change of direction, no endless names.

/// Longest text from outside that is shown, in characters; what is longer ends in `…`.
const LONGEST: usize = 1000;

/// Text without terminal control sequences, control characters and invisible or direction-changing
/// characters, white space run together, cut to 1,000 characters.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let mut chars = text.chars().peekable();
    let mut kept = 0;
    let mut gap = false;
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => skip_sequence(&mut chars),
            '\u{9b}' => skip_control(&mut chars),
            // A no-break space holds a number to its unit, so it stays.
            c if c.is_whitespace() && c != crate::number::NBSP => gap = true,
            c if is_unsafe(c) => {}
            c => {
                if kept >= LONGEST {
                    out.push('…');
                    break;
                }
                if gap && !out.is_empty() {
                    out.push(' ');
                    kept += 1;
                }
                gap = false;
                out.push(c);
                kept += 1;
            }
        }
    }
    out
}

/// Clean text of so many words at most, none of them endless; what is longer ends in ` …`.
pub(crate) fn cut(text: &str, words: usize) -> String {
    const WORD: usize = 30;
    let text = clean(text);
    let mut all = text.split_whitespace();
    let mut shown: Vec<String> = all
        .by_ref()
        .take(words)
        .map(|word| match word.char_indices().nth(WORD) {
            Some((end, _)) => format!("{}…", word.get(..end).unwrap_or_default()),
            None => word.to_owned(),
        })
        .collect();
    if all.next().is_some() {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}

/// Whether a character must never reach an output: controls other than the line feed, and those that
/// are unseen or turn the direction of what follows.
pub(crate) fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}')
}

/// What follows an escape: a control sequence, a string up to its end, or one character.
fn skip_sequence(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match chars.next() {
        Some('[') => skip_control(chars),
        Some(']' | 'P' | 'X' | '^' | '_') => {
            while let Some(c) = chars.next() {
                if c == '\u{7}' || c == '\u{9c}' {
                    break;
                }
                if c == '\u{1b}' {
                    chars.next();
                    break;
                }
            }
        }
        _ => {}
    }
}

/// Parameters and the letter that ends a control sequence.
fn skip_control(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while chars
        .next_if(|c| ('\u{20}'..='\u{3f}').contains(c))
        .is_some()
    {}
    chars.next_if(|c| ('\u{40}'..='\u{7e}').contains(c));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_sequences_leave_no_trace() {
        assert_eq!(clean("\u{1b}[31;1mred\u{1b}[0m"), "red");
        assert_eq!(clean("a\u{1b}]0;title\u{7}b"), "ab");
        assert_eq!(clean("a\u{9b}2Jb\0\u{8}c"), "abc");
        assert_eq!(clean("ends in escape\u{1b}"), "ends in escape");
    }

    #[test]
    fn what_is_long_is_cut_between_words_and_within_endless_ones() {
        assert_eq!(cut(" a  b\u{a0}c ", 3), "a b c");
        assert_eq!(cut("a b c", 2), "a b …");
        assert_eq!(cut(&"é".repeat(40), 2), format!("{}…", "é".repeat(30)));
        assert_eq!(cut("", 2), "");
    }

    #[test]
    fn direction_and_length_are_bounded() {
        assert_eq!(clean("abc\u{202e}fed\u{2066}"), "abcfed");
        assert_eq!(clean("  two\n\tlines \r\n"), "two lines");
        assert_eq!(clean(&"x".repeat(5000)).chars().count(), LONGEST + 1);
        assert!(clean(&"a bc ".repeat(5000)).chars().count() <= LONGEST + 3);
        assert_eq!(clean("Ségou · Gao"), "Ségou · Gao");
    }
}
