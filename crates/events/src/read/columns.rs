//! Which column of a file holds what.

use super::record::Record;

/// A column a layout knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Its names, the usual one first; compared without case and surrounding space.
    pub(crate) names: &'static [&'static str],
    /// Whether the file is of no use without it.
    pub(crate) required: bool,
}

/// A column that a file must have.
pub(crate) const fn required(names: &'static [&'static str]) -> Column {
    Column {
        names,
        required: true,
    }
}

/// A column that a file may have.
pub(crate) const fn optional(names: &'static [&'static str]) -> Column {
    Column {
        names,
        required: false,
    }
}

/// Where the columns of a layout stand in a file.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    index: Vec<Option<usize>>,
    /// Number of columns the header names.
    pub(crate) width: usize,
}

/// The names of a header line, normalised.
pub(crate) fn names(record: Record<'_>) -> Vec<String> {
    record
        .fields()
        .map(|name| {
            let name = name
                .trim_start_matches('\u{feff}')
                .trim_matches(['"', '\'']);
            name.trim().to_lowercase()
        })
        .collect()
}

/// How many of a layout's columns a header names.
pub(crate) fn matches(columns: &[Column], names: &[String]) -> usize {
    columns
        .iter()
        .filter(|column| position(column, names).is_some())
        .count()
}

fn position(column: &Column, names: &[String]) -> Option<usize> {
    column
        .names
        .iter()
        .find_map(|known| names.iter().position(|name| name == known))
}

impl Header {
    /// Finds the columns of a layout, or says in one clause which required ones are missing and
    /// which of the names at hand come nearest.
    pub(crate) fn resolve(columns: &[Column], names: &[String]) -> Result<Self, String> {
        let index: Vec<_> = columns
            .iter()
            .map(|column| position(column, names))
            .collect();
        let missing: Vec<String> = columns
            .iter()
            .zip(&index)
            .filter(|(column, found)| column.required && found.is_none())
            .map(|(column, _)| {
                let wanted = column.names[0];
                nearest(wanted, names).map_or_else(
                    || format!("`{wanted}`"),
                    |near| format!("`{wanted}` (nearest here: `{near}`)"),
                )
            })
            .collect();
        if missing.is_empty() {
            Ok(Self {
                index,
                width: names.len(),
            })
        } else {
            Err(missing.join(", "))
        }
    }

    /// Columns in the layout's own order.
    pub(crate) fn in_order(count: usize) -> Self {
        Self {
            index: (0..count).map(Some).collect(),
            width: count,
        }
    }

    /// Position of column `column` in the file.
    pub(crate) fn position(&self, column: usize) -> Option<usize> {
        self.index[column]
    }

    /// The field of column `column` in a record; empty when the file has no such column, and for
    /// the ways in which spreadsheets and R write a missing value.
    pub(crate) fn get<'a>(&self, record: Record<'a>, column: usize) -> &'a str {
        let field = self.index[column].map_or("", |at| record.field(at));
        if !matches!(field.as_bytes(), [b'N' | b'n', _, ..]) {
            return field;
        }
        match field {
            "NA" | "NULL" | "NaN" | "nan" | "None" => "",
            field => field,
        }
    }
}

/// The name at hand that takes the fewest edits to become `wanted`, if they are few.
fn nearest<'a>(wanted: &str, names: &'a [String]) -> Option<&'a str> {
    names
        .iter()
        .filter(|name| name.len() <= 64)
        .map(|name| (strsim::levenshtein(wanted, name), name.as_str()))
        .min()
        .filter(|(edits, _)| *edits <= wanted.len().div_ceil(2).min(4))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_missing_column_with_the_nearest_at_hand() {
        let columns = [
            required(&["latitude"]),
            required(&["best", "best_est"]),
            optional(&["x"]),
        ];
        let names: Vec<String> = ["lattitude", "zz"].map(String::from).to_vec();
        assert_eq!(
            Header::resolve(&columns, &names).unwrap_err(),
            "`latitude` (nearest here: `lattitude`), `best`"
        );
    }
}
