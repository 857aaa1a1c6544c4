//! Columns of the table: what each is called and holds.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Float32Builder, Float64Builder, Int64Builder, StringBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field, Schema};
use theatre::{Government, Month};

/// How a run of a scenario stands after so many months.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'a> {
    pub(crate) scenario: &'a str,
    pub(crate) run: u64,
    /// From 1.
    pub(crate) month: u32,
    /// Its counts are sums since the start.
    pub(crate) at: &'a Month,
    pub(crate) fighters: &'a [String],
}

/// A value of a row.
enum Value<'a> {
    Text(Option<String>),
    Word(&'a str),
    Count(u64),
    Share(f64),
    Number(f64),
    Flag(bool),
}

/// What a column holds.
enum Of {
    Record(for<'a> fn(&Record<'a>) -> Value<'a>),
    /// Of one fighter, by number.
    Each(fn(&Month, usize) -> Value<'static>, usize),
}

/// A column that is being filled.
pub(super) struct Column {
    field: Field,
    of: Of,
    values: Values,
}

enum Values {
    Text(StringBuilder),
    Count(Int64Builder),
    Share(Float32Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
}

const TEXT: DataType = DataType::Utf8;
const COUNT: DataType = DataType::Int64;
const SHARE: DataType = DataType::Float32;
const NUMBER: DataType = DataType::Float64;
const FLAG: DataType = DataType::Boolean;

type Whole = (&'static str, DataType, for<'a> fn(&Record<'a>) -> Value<'a>);
type Each = (&'static str, DataType, fn(&Month, usize) -> Value<'static>);

const BEFORE: [Whole; 5] = [
    ("scenario", TEXT, |of| Value::Word(of.scenario)),
    ("run", COUNT, |of| Value::Count(of.run)),
    ("month", COUNT, |of| Value::Count(of.month.into())),
    ("state", SHARE, |of| Value::Share(of.at.state)),
    ("nobody", SHARE, |of| Value::Share(of.at.nobody)),
];

const OF_EACH: [Each; 5] = [
    ("shadow", SHARE, |at, one| Value::Share(at.shadow[one])),
    ("overt", SHARE, |at, one| Value::Share(at.overt[one])),
    ("reach", SHARE, |at, one| Value::Share(at.reach[one])),
    ("strength", NUMBER, |at, one| {
        Value::Number(at.strength[one])
    }),
    ("killed_by", NUMBER, |at, one| {
        Value::Number(at.killed_by[one])
    }),
];

const AFTER: [Whole; 11] = [
    ("factions", COUNT, |of| Value::Count(of.at.factions.into())),
    ("capital", TEXT, |of| {
        Value::Text(of.at.capital.map(|one| of.fighters[one].clone()))
    }),
    ("government", TEXT, |of| match of.at.government {
        Government::Regime => Value::Word("regime"),
        Government::Placeholder => Value::Word("placeholder"),
        Government::Movement(one) => Value::Text(Some(format!("movement:{}", of.fighters[one]))),
        Government::None => Value::Word("none"),
    }),
    ("overthrows", COUNT, |of| {
        Value::Count(of.at.overthrows.into())
    }),
    ("collapsed", FLAG, |of| Value::Flag(of.at.collapsed)),
    ("deal", FLAG, |of| Value::Flag(of.at.deal)),
    ("events", COUNT, |of| Value::Count(of.at.events.into())),
    ("deaths", NUMBER, |of| Value::Number(of.at.deaths)),
    ("civilians", NUMBER, |of| Value::Number(of.at.civilians)),
    ("displaced", NUMBER, |of| Value::Number(of.at.displaced)),
    ("capacity", SHARE, |of| Value::Share(of.at.capacity)),
];

/// All columns, in order.
pub(super) fn columns(fighters: &[String]) -> Vec<Column> {
    let whole = |(name, kind, of): Whole| Column::new(name.to_owned(), kind, Of::Record(of));
    let mut all: Vec<Column> = BEFORE.into_iter().map(whole).collect();
    for (name, kind, of) in OF_EACH {
        all.extend(fighters.iter().enumerate().map(|(number, fighter)| {
            Column::new(
                format!("{name}.{fighter}"),
                kind.clone(),
                Of::Each(of, number),
            )
        }));
    }
    all.extend(AFTER.into_iter().map(whole));
    all
}

/// Names and types of the columns.
pub(super) fn schema(columns: &[Column]) -> Schema {
    Schema::new(
        columns
            .iter()
            .map(|column| column.field.clone())
            .collect::<Vec<_>>(),
    )
}

impl Column {
    fn new(name: String, kind: DataType, of: Of) -> Self {
        let values = match kind {
            TEXT => Values::Text(StringBuilder::new()),
            COUNT => Values::Count(Int64Builder::new()),
            SHARE => Values::Share(Float32Builder::new()),
            FLAG => Values::Flag(BooleanBuilder::new()),
            _ => Values::Number(Float64Builder::new()),
        };
        // Nobody may hold the capital; all else is always known.
        let nullable = name == "capital";
        Self {
            field: Field::new(name, kind, nullable),
            of,
            values,
        }
    }

    /// Adds a row's value.
    pub(super) fn push(&mut self, record: &Record<'_>) {
        let value = match self.of {
            Of::Record(of) => of(record),
            Of::Each(of, one) => of(record.at, one),
        };
        match (&mut self.values, value) {
            (Values::Text(to), Value::Text(text)) => to.append_option(text),
            (Values::Text(to), Value::Word(word)) => to.append_value(word),
            (Values::Count(to), Value::Count(n)) => to.append_value(n as i64),
            (Values::Share(to), Value::Share(share)) => to.append_value(share as f32),
            (Values::Number(to), Value::Number(number)) => to.append_value(number),
            (Values::Flag(to), Value::Flag(flag)) => to.append_value(flag),
            // The tables above give each column values of its own type: a test looks.
            _ => {}
        }
    }

    /// Adds values of a file's column; none when it is of another type.
    pub(super) fn extend(&mut self, from: &dyn Array) -> Option<()> {
        match &mut self.values {
            Values::Text(to) => to.extend(from.as_string_opt::<i32>()?.iter()),
            Values::Count(to) => to.extend(from.as_primitive_opt::<Int64Type>()?.iter()),
            Values::Share(to) => to.extend(from.as_primitive_opt::<Float32Type>()?.iter()),
            Values::Number(to) => to.extend(from.as_primitive_opt::<Float64Type>()?.iter()),
            Values::Flag(to) => to.extend(from.as_boolean_opt()?.iter()),
        }
        Some(())
    }

    /// Takes what was filled in.
    pub(super) fn take(&mut self) -> ArrayRef {
        match &mut self.values {
            Values::Text(of) => Arc::new(of.finish()),
            Values::Count(of) => Arc::new(of.finish()),
            Values::Share(of) => Arc::new(of.finish()),
            Values::Number(of) => Arc::new(of.finish()),
            Values::Flag(of) => Arc::new(of.finish()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_takes_every_row() {
        let case = case::Case::builtin("mali-2024").unwrap();
        let stage = theatre::Stage::new(&case, &case.scenarios[0]).unwrap();
        let fighters = crate::runs::fighters(stage.world());
        let plan = theatre::Plan {
            months: 2,
            first: 0,
            runs: 1,
            seed: 1,
            every: 0,
        };
        let months = stage.run(&plan, 0);
        let mut columns = columns(&fighters);
        let governments = [Government::Movement(1), Government::None];
        for (month, government) in (1..).zip(governments) {
            let at = Month {
                government,
                capital: (month == 1).then_some(1),
                ..months[month as usize - 1].clone()
            };
            let record = Record {
                scenario: "status-quo",
                run: 7,
                month,
                at: &at,
                fighters: &fighters,
            };
            for column in &mut columns {
                column.push(&record);
            }
        }
        for column in &mut columns {
            let array = column.take();
            assert_eq!(array.len(), 2, "{}", column.field.name());
            assert_eq!(array.data_type(), column.field.data_type());
            match column.field.name().as_str() {
                "capital" => {
                    let held: Vec<_> = array.as_string::<i32>().iter().collect();
                    assert_eq!(held, [Some(fighters[1].as_str()), None]);
                }
                "government" => {
                    let who = format!("movement:{}", fighters[1]);
                    let all: Vec<_> = array.as_string::<i32>().iter().flatten().collect();
                    assert_eq!(all, [who.as_str(), "none"]);
                }
                _ => assert_eq!(array.null_count(), 0),
            }
        }
        let mut names: Vec<&String> = columns.iter().map(|one| one.field.name()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), columns.len());
    }
}
