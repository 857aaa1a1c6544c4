//! Sentences on what an assessment rests on.

use assessment::{DataSet, Gap};

use super::Sentence;
use super::breakdown::ended;
use super::change::span;
use crate::number;

/// A data set, with how much of it was used.
pub(crate) fn used(set: &DataSet) -> Sentence {
    let rows = number::of(set.rows, "row", "rows");
    Sentence::new(match (set.from, set.to) {
        (Some(from), Some(to)) => format!("{}: {rows}, {}.", set.title, span(from, to)),
        _ => format!("{}: {rows}.", set.title),
    })
}

/// What was there and was not used.
pub(crate) fn left_out(set: &DataSet) -> Option<Sentence> {
    set.left_out
        .as_deref()
        .filter(|why| !why.trim().is_empty())
        .map(|why| Sentence::new(format!("Left out: {}", ended(why))))
}

/// Something the data lack.
pub(crate) fn gap(gap: &Gap) -> Sentence {
    Sentence::new(ended(&gap.what))
}
