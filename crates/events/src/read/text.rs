//! Text of a field: decoding, control characters, and how a value is shown in a message.

use std::fmt::Write;

/// What Windows-1252 puts at bytes 0x80 to 0x9F; a byte it leaves open stands for itself.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Longest value shown in a message, in characters.
const SHOWN: usize = 40;

/// Text, and how it was found in the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decoded<'a> {
    /// Valid UTF-8.
    Utf8(&'a str),
    /// Not UTF-8; read as Windows-1252, the usual encoding of older Excel files.
    Windows1252(String),
}

impl Decoded<'_> {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Utf8(text) => text,
            Self::Windows1252(text) => text,
        }
    }
}

/// Decodes bytes as UTF-8 or else as Windows-1252, which gives every byte a meaning.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded::Utf8(text),
        Err(_) => Decoded::Windows1252(
            bytes
                .iter()
                .map(|&byte| match byte {
                    0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
                    _ => char::from(byte),
                })
                .collect(),
        ),
    }
}

/// Whether UTF-8 text has a control character (C0, DEL or C1).
pub(crate) fn has_control(bytes: &[u8]) -> bool {
    let c0 = bytes.iter().any(|&byte| byte < b' ' || byte == 0x7f);
    c0 || (!bytes.is_ascii()
        && bytes
            .windows(2)
            .any(|pair| pair[0] == 0xc2 && (0x80..0xa0).contains(&pair[1])))
}

/// Appends `text` with every control character made a space.
pub(crate) fn scrub(text: &str, to: &mut String) {
    to.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
}

/// A value as a message shows it: in backquotes, control characters escaped, at most 40 characters.
pub(crate) fn shown(value: &str) -> String {
    let mut out = String::from("`");
    for (count, c) in value.chars().enumerate() {
        if count == SHOWN {
            out.push('…');
            break;
        }
        if c.is_control() {
            let _ = write!(out, "{}", c.escape_default());
        } else {
            out.push(c);
        }
    }
    out.push('`');
    out
}

/// A count with its noun: `1 column`, `2 columns`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_a_meaning() {
        let all: Vec<u8> = (0..=255).collect();
        let decoded = decode(&all);
        assert_eq!(decoded.as_str().chars().count(), 256);
        assert_eq!(decode(b"Gao\x92s").as_str(), "Gao\u{2019}s");
        assert_eq!(decode("Ségou".as_bytes()), Decoded::Utf8("Ségou"));
    }

    #[test]
    fn a_value_is_shown_short_and_harmless() {
        assert_eq!(shown("a\u{1b}[31mb\n"), "`a\\u{1b}[31mb\\n`");
        assert_eq!(shown(&"x".repeat(99)).chars().count(), 43);
    }

    #[test]
    fn sees_control_characters_of_both_sets() {
        assert!(has_control(b"a\x07"));
        assert!(has_control("a\u{9b}".as_bytes()));
        assert!(!has_control("Kidal é – 中".as_bytes()));
    }
}
