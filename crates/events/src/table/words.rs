use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow_schema::DataType;
use rustc_hash::FxHashMap;

use super::data::{Cell, ColumnData, Mismatch};

/// A text column that holds each text once, in order of first appearance, and a code per row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    codes: Vec<i32>,
    texts: Vec<Arc<str>>,
    // Looked up by text only, never walked: its order reaches nothing.
    code_of: FxHashMap<Arc<str>, i32>,
    bytes: usize,
}

impl Words {
    /// Codes of the rows, an index into the dictionary.
    pub(crate) fn codes(&self) -> &[i32] {
        &self.codes
    }

    /// The text of a code.
    pub(crate) fn text(&self, code: i32) -> &str {
        self.texts.get(code as usize).map_or("", |text| text)
    }

    fn code(&mut self, text: &str) -> i32 {
        // Rows of an event file come in runs of one conflict: most texts repeat the row above.
        if let Some(&last) = self.codes.last()
            && same(self.text(last), text)
        {
            return last;
        }
        if let Some(&code) = self.code_of.get(text) {
            return code;
        }
        let code = self.texts.len() as i32;
        let text: Arc<str> = text.into();
        self.bytes += text.len();
        self.texts.push(Arc::clone(&text));
        self.code_of.insert(text, code);
        code
    }
}

/// Whether two texts are the same, told from their ends where they differ there as most do.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len()
        && a.last_chunk::<8>() == b.last_chunk::<8>()
        && a.first_chunk::<8>() == b.first_chunk::<8>()
        && (a.is_empty() || (8..=16).contains(&a.len()) || a == b)
}

impl ColumnData for Words {
    type Item<'a> = &'a str;

    fn push(&mut self, text: &str) {
        let code = self.code(text);
        self.codes.push(code);
    }

    fn get(&self, row: usize) -> &str {
        self.text(self.codes[row])
    }

    fn fill(&mut self, rows: usize) {
        let code = self.code("");
        self.codes.resize(self.codes.len() + rows, code);
    }

    fn clear(&mut self) {
        self.codes.clear();
        // The dictionary outlives the rows unless hostile text makes it large.
        if self.bytes > 8 << 20 || self.texts.len() > 1 << 18 {
            *self = Self::default();
        }
    }

    fn data_type() -> DataType {
        DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
    }

    fn array(&self) -> Result<ArrayRef, Mismatch> {
        let texts = StringArray::from_iter_values(&self.texts);
        let codes = Int32Array::from(self.codes.clone());
        Ok(Arc::new(
            DictionaryArray::<Int32Type>::try_new(codes, Arc::new(texts)).map_err(|_| Mismatch)?,
        ))
    }

    fn append(&mut self, array: &dyn Array) -> Result<(), Mismatch> {
        let any = array.as_any();
        if let Some(plain) = any.downcast_ref::<StringArray>() {
            for text in plain {
                self.push(text.unwrap_or(""));
            }
            return Ok(());
        }
        let coded = any
            .downcast_ref::<DictionaryArray<Int32Type>>()
            .ok_or(Mismatch)?;
        let texts = coded
            .values()
            .as_any()
            .downcast_ref::<StringArray>()
            .ok_or(Mismatch)?;
        let mut known = vec![None; texts.len()];
        for key in coded.keys() {
            let code = match key.map(|key| key as usize) {
                None => self.code(""),
                Some(key) => match known.get(key).copied().ok_or(Mismatch)? {
                    Some(code) => code,
                    None => *known[key].insert(self.code(texts.value(key))),
                },
            };
            self.codes.push(code);
        }
        Ok(())
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        Cell::Text(self.get(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_coded_in_order_of_appearance() {
        let mut words = Words::default();
        for text in ["Mali", "Niger", "Mali", "", "Niger"] {
            words.push(text);
        }
        assert_eq!(words.codes(), [0, 1, 0, 2, 1]);
        assert_eq!(words.get(4), "Niger");
    }

    #[test]
    fn a_dictionary_grows_into_another_by_text_not_by_code() {
        let mut first = Words::default();
        first.push("Niger");
        let mut second = Words::default();
        for text in ["unused", "Mali", "Niger"] {
            second.push(text);
        }
        let array = second.array().unwrap();
        first.append(array.slice(1, 2).as_ref()).unwrap();
        assert_eq!(
            (0..3).map(|row| first.get(row)).collect::<Vec<_>>(),
            ["Niger", "Mali", "Niger"]
        );
        assert!(first.texts.iter().all(|text| &**text != "unused"));
        first
            .append(&StringArray::from(vec![Some("Mali"), None]))
            .unwrap();
        assert_eq!(first.get(3), "Mali");
        assert_eq!(first.get(4), "");
        assert!(first.append(&Int32Array::from(vec![1])).is_err());
    }
}
