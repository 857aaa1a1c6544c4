use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float64Type, Int64Type, UInt8Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray, StringArray};
use arrow_schema::DataType;
use calendar::Date;

use crate::Violence;

/// A column of a file does not hold what its name promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mismatch;

/// What a cell of a table holds, for writers of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Nothing is known.
    Nothing,
    Text(&'a str),
    Integer(i64),
    Real(f64),
    Day(Date),
    Flag(bool),
}

/// One column of an [`EventTable`](super::EventTable): how it is kept, and how it crosses to Arrow.
pub(crate) trait ColumnData: Default {
    /// What a row holds.
    type Item<'a>
    where
        Self: 'a;
    /// The Arrow column may hold nulls.
    const NULLABLE: bool = false;

    fn push(&mut self, item: Self::Item<'_>);
    fn get(&self, row: usize) -> Self::Item<'_>;
    /// Adds rows that say nothing, for a column that was not asked for.
    fn fill(&mut self, rows: usize);
    fn clear(&mut self);
    fn data_type() -> DataType;
    fn array(&self) -> Result<ArrayRef, Mismatch>;
    fn append(&mut self, array: &dyn Array) -> Result<(), Mismatch>;
    fn cell(&self, row: usize) -> Cell<'_>;
}

/// Text that seldom repeats, end to end in one buffer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    buffer: String,
    ends: Vec<usize>,
}

impl ColumnData for Texts {
    type Item<'a> = &'a str;

    fn push(&mut self, text: &str) {
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
    }

    fn get(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.buffer[start..self.ends[row]]
    }

    fn fill(&mut self, rows: usize) {
        self.ends.resize(self.ends.len() + rows, self.buffer.len());
    }

    fn clear(&mut self) {
        self.buffer.clear();
        self.ends.clear();
    }

    fn data_type() -> DataType {
        DataType::Utf8
    }

    fn array(&self) -> Result<ArrayRef, Mismatch> {
        let mut texts = StringBuilder::with_capacity(self.ends.len(), self.buffer.len());
        for row in 0..self.ends.len() {
            texts.append_value(self.get(row));
        }
        Ok(Arc::new(texts.finish()))
    }

    fn append(&mut self, array: &dyn Array) -> Result<(), Mismatch> {
        for text in array
            .as_any()
            .downcast_ref::<StringArray>()
            .ok_or(Mismatch)?
        {
            self.push(text.unwrap_or(""));
        }
        Ok(())
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        Cell::Text(self.get(row))
    }
}

/// A value kept as a number of Arrow type `Native`.
pub(crate) trait Number: Copy {
    type Arrow: ArrowPrimitiveType;
    /// Stands for a number that was not read.
    const UNREAD: Self;
    fn to_native(self) -> <Self::Arrow as ArrowPrimitiveType>::Native;
    fn from_native(native: <Self::Arrow as ArrowPrimitiveType>::Native) -> Option<Self>;
    fn cell(self) -> Cell<'static>;
}

macro_rules! plain_number {
    ($($type:ty => $arrow:ty, $unread:expr, $cell:expr;)*) => {$(
        impl Number for $type {
            type Arrow = $arrow;
            const UNREAD: Self = $unread;
            fn to_native(self) -> Self {
                self
            }
            fn from_native(native: Self) -> Option<Self> {
                Some(native)
            }
            fn cell(self) -> Cell<'static> {
                $cell(self)
            }
        }
    )*};
}

plain_number! {
    u8 => UInt8Type, 0, |number| Cell::Integer(i64::from(number));
    u32 => UInt32Type, 0, |number| Cell::Integer(i64::from(number));
    u64 => UInt64Type, 0, |number| Cell::Integer(number as i64);
    i64 => Int64Type, 0, Cell::Integer;
    f64 => Float64Type, f64::NAN, |real: f64| if real.is_finite() { Cell::Real(real) } else { Cell::Nothing };
}

impl Number for Violence {
    type Arrow = UInt8Type;
    const UNREAD: Self = Self::Other;
    fn to_native(self) -> u8 {
        self.code()
    }
    fn from_native(code: u8) -> Option<Self> {
        Self::from_code(code)
    }
    fn cell(self) -> Cell<'static> {
        Cell::Integer(self.code().into())
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Number for Date {
    type Arrow = Date32Type;
    const UNREAD: Self = EPOCH;
    fn to_native(self) -> i32 {
        (self.duration_since(EPOCH).as_hours() / 24) as i32
    }
    fn from_native(days: i32) -> Option<Self> {
        let hours = i64::from(days).checked_mul(24)?;
        EPOCH
            .checked_add(jiff::SignedDuration::from_hours(hours))
            .ok()
    }
    fn cell(self) -> Cell<'static> {
        Cell::Day(self)
    }
}

/// Numbers, every row with one.
#[derive(Debug, Clone)]
pub(crate) struct Numbers<T>(Vec<T>);

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Number> ColumnData for Numbers<T> {
    type Item<'a>
        = T
    where
        T: 'a;

    fn push(&mut self, item: T) {
        self.0.push(item);
    }

    fn get(&self, row: usize) -> T {
        self.0[row]
    }

    fn fill(&mut self, rows: usize) {
        self.0.resize(self.0.len() + rows, T::UNREAD);
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn data_type() -> DataType {
        T::Arrow::DATA_TYPE
    }

    fn array(&self) -> Result<ArrayRef, Mismatch> {
        let natives = self.0.iter().map(|item| item.to_native());
        Ok(Arc::new(PrimitiveArray::<T::Arrow>::from_iter_values(
            natives,
        )))
    }

    fn append(&mut self, array: &dyn Array) -> Result<(), Mismatch> {
        let array = array
            .as_any()
            .downcast_ref::<PrimitiveArray<T::Arrow>>()
            .ok_or(Mismatch)?;
        self.0.reserve(array.len());
        for native in array {
            self.0
                .push(native.and_then(T::from_native).ok_or(Mismatch)?);
        }
        Ok(())
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        self.0[row].cell()
    }
}

/// Numbers that a row may lack.
#[derive(Debug, Clone)]
pub(crate) struct Maybe<T>(Vec<Option<T>>);

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Number> ColumnData for Maybe<T> {
    type Item<'a>
        = Option<T>
    where
        T: 'a;
    const NULLABLE: bool = true;

    fn push(&mut self, item: Option<T>) {
        self.0.push(item);
    }

    fn get(&self, row: usize) -> Option<T> {
        self.0[row]
    }

    fn fill(&mut self, rows: usize) {
        self.0.resize(self.0.len() + rows, None);
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn data_type() -> DataType {
        T::Arrow::DATA_TYPE
    }

    fn array(&self) -> Result<ArrayRef, Mismatch> {
        let natives = self.0.iter().map(|item| item.map(T::to_native));
        Ok(Arc::new(natives.collect::<PrimitiveArray<T::Arrow>>()))
    }

    fn append(&mut self, array: &dyn Array) -> Result<(), Mismatch> {
        let array = array
            .as_any()
            .downcast_ref::<PrimitiveArray<T::Arrow>>()
            .ok_or(Mismatch)?;
        self.0
            .extend(array.iter().map(|native| native.and_then(T::from_native)));
        Ok(())
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        self.0[row].map_or(Cell::Nothing, T::cell)
    }
}

/// Yes or no.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flags(Vec<bool>);

impl ColumnData for Flags {
    type Item<'a> = bool;

    fn push(&mut self, item: bool) {
        self.0.push(item);
    }

    fn get(&self, row: usize) -> bool {
        self.0[row]
    }

    fn fill(&mut self, rows: usize) {
        self.0.resize(self.0.len() + rows, false);
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn data_type() -> DataType {
        DataType::Boolean
    }

    fn array(&self) -> Result<ArrayRef, Mismatch> {
        Ok(Arc::new(BooleanArray::from(self.0.clone())))
    }

    fn append(&mut self, array: &dyn Array) -> Result<(), Mismatch> {
        for flag in array
            .as_any()
            .downcast_ref::<BooleanArray>()
            .ok_or(Mismatch)?
        {
            self.0.push(flag.ok_or(Mismatch)?);
        }
        Ok(())
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        Cell::Flag(self.0[row])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_cross_to_arrow_and_back() {
        for (y, m, d, days) in [
            (1970, 1, 1, 0),
            (1969, 12, 31, -1),
            (2024, 9, 17, 19_983),
            (1, 1, 1, -719_162),
        ] {
            let day = calendar::date(y, m, d).unwrap();
            assert_eq!(day.to_native(), days);
            assert_eq!(Date::from_native(days), Some(day));
        }
        assert_eq!(Date::from_native(i32::MAX), None);
    }

    #[test]
    fn a_null_where_none_may_be_is_a_mismatch() {
        let nulls = PrimitiveArray::<UInt32Type>::from(vec![Some(1), None]);
        assert_eq!(Numbers::<u32>::default().append(&nulls), Err(Mismatch));
        let mut maybe = Maybe::<u32>::default();
        maybe.append(&nulls).unwrap();
        assert_eq!((maybe.get(0), maybe.get(1)), (Some(1), None));
        assert_eq!(maybe.append(&BooleanArray::from(vec![true])), Err(Mismatch));
    }
}
