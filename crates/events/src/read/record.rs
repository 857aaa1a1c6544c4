//! The fields of one record, wherever they stand.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Where the text of a field begins and ends.
pub(crate) type Span = (usize, usize);

/// The fields of one record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'a> {
    text: &'a str,
    /// Texts of fields that do not stand in `text` as they are; spans go on into it.
    aside: &'a str,
    spans: &'a [Span],
}

impl<'a> Record<'a> {
    /// A record whose fields stand in `text` at `spans`.
    pub(crate) fn new(text: &'a str, spans: &'a [Span]) -> Self {
        Self {
            text,
            aside: "",
            spans,
        }
    }

    /// The same, with the texts that spans beyond the first text point into.
    pub(super) fn with(self, aside: &'a str) -> Self {
        Self { aside, ..self }
    }

    /// Number of fields.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// A hash of the fields: records word for word the same have the same.
    pub(crate) fn hash(&self) -> u64 {
        let mut hasher = FxHasher::default();
        for &span in self.spans {
            hasher.write(bytes(self.text.as_bytes(), self.aside.as_bytes(), span));
        }
        hasher.finish()
    }

    /// Field `i`, trimmed; empty when there is none.
    pub(crate) fn field(&self, i: usize) -> &'a str {
        let Some(&(start, end)) = self.spans.get(i) else {
            return "";
        };
        let held = self.text.len();
        let field = if end <= held {
            self.text.get(start..end)
        } else {
            self.aside.get(start.saturating_sub(held)..end - held)
        };
        let field = field.unwrap_or("");
        match field.as_bytes() {
            [] => field,
            [only] if *only > b' ' => field,
            [first, .., last] if *first > b' ' && *last > b' ' => field,
            _ => field.trim(),
        }
    }

    /// Bytes of field `i`, the space around it included.
    pub(crate) fn size(&self, i: usize) -> usize {
        self.spans.get(i).map_or(0, |(start, end)| end - start)
    }

    /// The fields in order.
    pub(crate) fn fields(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map(move |i| self.field(i))
    }
}

/// The bytes of a field at a span of two texts, of which the second goes on where the first ends.
pub(super) fn bytes<'a>(text: &'a [u8], aside: &'a [u8], (start, end): Span) -> &'a [u8] {
    let held = text.len();
    let field = if end <= held {
        text.get(start..end)
    } else {
        aside.get(start.saturating_sub(held)..end - held)
    };
    field.unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_in_one_text_or_the_other() {
        let spans = [(0, 2), (3, 6), (6, 6), (6, 9), (9, 11), (11, 11)];
        let record = Record::new("ab, c ", &spans).with("\"q\"é");
        let fields: Vec<_> = record.fields().collect();
        assert_eq!(fields, ["ab", "c", "", "\"q\"", "é", ""]);
        assert_eq!(
            (record.field(6), record.size(1), record.size(6)),
            ("", 3, 0)
        );
    }

    #[test]
    fn records_are_the_same_by_their_fields_not_by_where_they_stand() {
        let one = Record::new("ab,c", &[(0, 2), (3, 4)]);
        let other = Record::new("c", &[(1, 3), (0, 1)]).with("ab");
        assert_eq!(one.hash(), other.hash());
        assert_ne!(one.hash(), Record::new("ab,c", &[(0, 1), (1, 4)]).hash());
    }
}
