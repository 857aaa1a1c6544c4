//! The ordinary record of a delimited file, found without a state machine.
//!
//! Most bytes of an event file lie in long quoted texts that nobody asks for. Searching for the next
//! quotation mark passes over them many bytes at a time, and a field that holds no doubled mark need
//! not be copied to be read. What is out of the ordinary (a mark where none should be, a record that
//! does not end within what is held) is left to `csv-core`, with which this agrees on all it accepts.

use memchr::memchr;

use super::record::Span;

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;

/// Whether a delimiter is one of those that fields of event files are set apart by.
pub(super) fn is_usual(delimiter: u8) -> bool {
    matches!(delimiter, b',' | b';' | b'\t' | b'|')
}

/// Length of the record at the start of `held`, with its line break (of `\r\n` the first byte).
///
/// `spans` gets its fields without the quotation marks around them, and `doubled` the numbers of
/// those within which marks stand for one mark each two. `None` when the record is not an ordinary
/// one or does not end here; `spans` and `doubled` are of no use then.
pub(super) fn scan(
    held: &[u8],
    delimiter: u8,
    spans: &mut Vec<Span>,
    doubled: &mut Vec<usize>,
) -> Option<usize> {
    spans.clear();
    doubled.clear();
    // A byte-order mark is no part of the first field.
    if held.starts_with(b"\xef\xbb\xbf") {
        return None;
    }
    let mut at = 0;
    loop {
        if *held.get(at)? == b'"' {
            let start = at + 1;
            let mut close = start + memchr(b'"', &held[start..])?;
            if held.get(close + 1) == Some(&b'"') {
                doubled.push(spans.len());
                while held.get(close + 1) == Some(&b'"') {
                    close += 2;
                    close += memchr(b'"', &held[close..])?;
                }
            }
            spans.push((start, close));
            at = close + 1;
        } else {
            let end = at + bare(&held[at..], delimiter)?;
            spans.push((at, end));
            at = end;
        }
        match *held.get(at)? {
            byte if byte == delimiter => at += 1,
            b'\n' | b'\r' => return Some(at + 1),
            _ => return None,
        }
    }
}

/// Length of a field without quotation marks: up to a delimiter or line break. Eight bytes at a time
/// (Warren 2013, *Hacker's Delight*, 6-1).
fn bare(held: &[u8], delimiter: u8) -> Option<usize> {
    let stops = [delimiter, b'\n', b'\r'].map(|byte| ONES * u64::from(byte));
    let mut rest = held;
    while let Some((word, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        let found = stops.iter().fold(0, |found, stop| {
            let zero_where_equal = word ^ stop;
            found | (zero_where_equal.wrapping_sub(ONES) & !zero_where_equal & HIGH)
        });
        if found != 0 {
            // A mark above the lowest may be one of a borrow; the lowest never is.
            return Some(held.len() - rest.len() + found.trailing_zeros() as usize / 8);
        }
        rest = after;
    }
    let is_stop = |&byte: &u8| byte == delimiter || byte == b'\n' || byte == b'\r';
    Some(held.len() - rest.len() + rest.iter().position(is_stop)?)
}

/// What kinds of bytes a stretch has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kinds {
    /// Bytes beyond ASCII.
    pub(super) beyond_ascii: bool,
    /// Control characters of ASCII.
    pub(super) control: bool,
}

impl Kinds {
    /// Those of `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let (high, control) = bytes.iter().fold((0, 0), |(high, control), &byte| {
            let is_control = u8::from(byte < b' ') | u8::from(byte == 0x7f);
            (high | byte, control | is_control)
        });
        Self {
            beyond_ascii: high >= 0x80,
            control: control != 0,
        }
    }
}

/// Appends the text of a field with every two quotation marks made one.
pub(super) fn undouble(field: &str, to: &mut String) {
    let mut rest = field;
    while let Some(at) = memchr(b'"', rest.as_bytes()) {
        to.push_str(&rest[..=at]);
        rest = rest.get(at + 2..).unwrap_or("");
    }
    to.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(held: &str) -> Option<(Vec<&str>, usize)> {
        let (mut spans, mut doubled) = (Vec::new(), Vec::new());
        let length = scan(held.as_bytes(), b',', &mut spans, &mut doubled)?;
        let fields = spans.iter().map(|&(start, end)| &held[start..end]);
        Some((fields.collect(), length))
    }

    #[test]
    fn finds_the_fields_of_ordinary_records() {
        assert_eq!(fields("a,,ccc\nx"), Some((vec!["a", "", "ccc"], 7)));
        assert_eq!(
            fields("a longer field,\"with, \n a break\",\r\n"),
            Some((vec!["a longer field", "with, \n a break", ""], 34))
        );
        assert_eq!(
            fields("5\" gun,\"\"\"q\"\"\"\n"),
            Some((vec!["5\" gun", "\"\"q\"\""], 15))
        );
    }

    #[test]
    fn leaves_the_rest_to_others() {
        for held in [
            "",
            "a,b",
            "a,",
            "a,\"b",
            "a,\"b\"",
            "a,\"b\"c\n",
            "a,\"b\"\"\n",
            "\u{feff}a,b\n",
        ] {
            assert_eq!(fields(held), None, "{held}");
        }
    }

    #[test]
    fn a_borrow_does_not_hide_the_first_stop() {
        // `-` is one more than `,`: the subtraction borrows from the byte after a hit.
        assert_eq!(bare(b"ab,-----\n", b','), Some(2));
        assert_eq!(bare(b"-,-----,\n", b','), Some(1));
        assert_eq!(bare(b"12345678\r\n", b','), Some(8));
        assert_eq!(bare(b"12345678abc", b','), None);
    }

    #[test]
    fn undoubles_marks() {
        let mut out = String::new();
        undouble("\"\"é\"\" and \"\"", &mut out);
        assert_eq!(out, "\"é\" and \"");
    }

    #[test]
    fn tells_kinds_of_bytes() {
        let kinds = |text: &str| {
            let kinds = Kinds::of(text.as_bytes());
            (kinds.beyond_ascii, kinds.control)
        };
        assert_eq!(kinds("plain text ~ only"), (false, false));
        assert_eq!(kinds("Ségou"), (true, false));
        assert_eq!(kinds("a\tb"), (false, true));
        assert_eq!(kinds("a\u{7f}é"), (true, true));
    }
}
