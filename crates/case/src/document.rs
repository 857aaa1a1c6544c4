//! A TOML document with the place of every key and value.

use std::ops::Range;

use serde_json::{Map, Value as Json};
use toml::de::{DeTable, DeValue};

use crate::error::Faults;

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) value: Value,
}

/// A TOML value. Dates are carried as text, so that quoted and bare ones are alike.
#[derive(Debug)]
pub(crate) enum Value {
    Table(Vec<Entry>),
    Array(Vec<Node>),
    Text(String),
    Date(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
}

/// A key of a table and its value.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Range<usize>,
    pub(crate) node: Node,
}

/// One step down a document.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// Reads a document. Faults of syntax are reported, and what could be read is returned.
pub(crate) fn parse(text: &str, faults: &mut Faults) -> Node {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message().replace('\n', "; "));
        faults.add(
            span,
            message,
            "here",
            "see https://toml.io/en/v1.0.0 for the format".to_owned(),
        );
    }
    let span = table.span();
    Node {
        span,
        value: table_value(table.get_ref(), faults),
    }
}

fn table_value(table: &DeTable<'_>, faults: &mut Faults) -> Value {
    let entries = table.iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        key_span: key.span(),
        node: Node {
            span: value.span(),
            value: node_value(value.get_ref(), &value.span(), faults),
        },
    });
    Value::Table(entries.collect())
}

fn node_value(value: &DeValue<'_>, span: &Range<usize>, faults: &mut Faults) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let parsed = i64::from_str_radix(&number.as_str().replace('_', ""), number.radix());
            Value::Integer(parsed.unwrap_or_else(|_| {
                let help = "whole numbers go from -9223372036854775808 to 9223372036854775807";
                faults.add(
                    span.clone(),
                    "this number is too large".to_owned(),
                    "here",
                    help.to_owned(),
                );
                0
            }))
        }
        DeValue::Float(number) => {
            let parsed: f64 = number.as_str().replace('_', "").parse().unwrap_or(f64::NAN);
            if !parsed.is_finite() {
                let message = format!("`{}` is not a finite number", number.as_str());
                faults.add(
                    span.clone(),
                    message,
                    "here",
                    "write a finite number".to_owned(),
                );
            }
            Value::Float(parsed)
        }
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => {
            let nodes = items.iter().map(|item| Node {
                span: item.span(),
                value: node_value(item.get_ref(), &item.span(), faults),
            });
            Value::Array(nodes.collect())
        }
        DeValue::Table(table) => table_value(table, faults),
    }
}

impl Node {
    /// Entries of a table; none for anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// Entry of a table by key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// Where the value of a path stands, or the nearest thing above it that is there.
    pub(crate) fn span_of(&self, path: &[Step<'_>]) -> Range<usize> {
        let mut node = self;
        // A file without the section at all is to blame as a whole: its first line.
        let mut span = 0..0;
        for step in path {
            let below = match (step, &node.value) {
                (Step::Key(key), Value::Table(_)) => node.entry(key).map(|entry| &entry.node),
                (Step::Index(index), Value::Array(items)) => items.get(*index),
                _ => None,
            };
            let Some(below) = below else { break };
            node = below;
            span = node.span.clone();
        }
        span
    }

    /// Where a key of the table at a path stands, or the table when it has no such key.
    pub(crate) fn key_span_of(&self, path: &[Step<'_>], key: &str) -> Range<usize> {
        let mut node = self;
        for step in path {
            let below = match (step, &node.value) {
                (Step::Key(key), Value::Table(_)) => node.entry(key).map(|entry| &entry.node),
                (Step::Index(index), Value::Array(items)) => items.get(*index),
                _ => None,
            };
            let Some(below) = below else {
                return self.span_of(path);
            };
            node = below;
        }
        node.entry(key)
            .map_or_else(|| self.span_of(path), |entry| entry.key_span.clone())
    }

    /// The same document for serde.
    pub(crate) fn to_json(&self) -> Json {
        match &self.value {
            Value::Table(entries) => Json::Object(
                entries
                    .iter()
                    .map(|e| (e.key.clone(), e.node.to_json()))
                    .collect::<Map<_, _>>(),
            ),
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Text(text) | Value::Date(text) => Json::String(text.clone()),
            Value::Integer(number) => Json::from(*number),
            Value::Float(number) => Json::from(*number),
            Value::Boolean(value) => Json::from(*value),
        }
    }

    /// What sort of value it is, in words.
    pub(crate) fn type_name(&self) -> &'static str {
        match self.value {
            Value::Table(_) => "a table",
            Value::Array(_) => "a list",
            Value::Text(_) => "a text",
            Value::Date(_) => "a date",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number with a decimal point",
            Value::Boolean(_) => "true or false",
        }
    }
}
