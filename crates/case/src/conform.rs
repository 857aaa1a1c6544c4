//! Holds a document against the JSON Schema of the case file, so that every unknown key, wrong
//! type and number out of range is reported, not the first alone.

use std::ops::Range;

use calendar::{Month, parse_date};
use serde_json::{Map, Value as Json};

use crate::document::{Node, Value};
use crate::error::{Faults, did_you_mean, nearest, shown};
use crate::key::{ISO3_PATTERN, KEY_PATTERN, is_iso3, is_key};

/// Reports whatever in a document does not conform to the schema.
pub(crate) fn conform(document: &Node, schema: &Json, faults: &mut Faults) {
    Conformance {
        root: schema,
        faults,
    }
    .check(document, schema, "", &(0..0));
}

struct Conformance<'a> {
    root: &'a Json,
    faults: &'a mut Faults,
}

impl<'a> Conformance<'a> {
    /// Checks a value; `name` is its key and `at` where a fault of the whole is shown.
    fn check(&mut self, node: &Node, schema: &'a Json, name: &str, at: &Range<usize>) {
        if let Some(reference) = schema["$ref"].as_str() {
            if reference.ends_with("/Month") {
                return self.check_month(node, name);
            }
            return self.check(node, self.resolve(reference), name, at);
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(variants) = schema[key].as_array() {
                return self.check_variants(node, variants, name, at);
            }
        }
        match schema_type(schema) {
            Some("object") => self.check_table(node, schema, name, at),
            Some("array") => self.check_list(node, schema, name),
            Some("string") => self.check_text(node, schema, name),
            Some("boolean") if !matches!(node.value, Value::Boolean(_)) => {
                self.wrong_type(node, name, "true or false");
            }
            Some("integer" | "number") => self.check_number(node, schema, name),
            _ => {}
        }
    }

    fn resolve(&self, reference: &str) -> &'a Json {
        self.root
            .pointer(reference.trim_start_matches('#'))
            .unwrap_or(&Json::Null)
    }

    fn check_variants(&mut self, node: &Node, variants: &'a [Json], name: &str, at: &Range<usize>) {
        // An optional value: TOML has no null, so the other alternative holds.
        let rest: Vec<&Json> = variants
            .iter()
            .filter(|variant| variant["type"] != "null")
            .collect();
        if let [only] = rest[..] {
            return self.check(node, only, name, at);
        }
        let words: Vec<&str> = rest.iter().flat_map(|variant| words_of(variant)).collect();
        if !words.is_empty() {
            return self.check_word(node, &words, name);
        }
        let Some(tag) = rest.first().and_then(|first| tag_of(first)) else {
            return;
        };
        let names: Vec<&str> = rest
            .iter()
            .filter_map(|v| v["properties"][tag]["const"].as_str())
            .collect();
        let Value::Table(_) = node.value else {
            let form = format!("a table such as {{ {tag} = \"{}\", ... }}", names[0]);
            return self.wrong_type(node, name, &form);
        };
        let Some(entry) = node.entry(tag) else {
            let message = format!("`{name}` does not say its `{tag}`");
            let help = format!("add `{tag} = \"...\"`, one of: {}", names.join(", "));
            return self.faults.add(node.span.clone(), message, "here", help);
        };
        let chosen = rest.iter().find(|variant| match &entry.node.value {
            Value::Text(word) => variant["properties"][tag]["const"] == word.as_str(),
            _ => false,
        });
        match chosen {
            Some(variant) => self.check_table(node, variant, name, at),
            None => self.check_word(&entry.node, &names, tag),
        }
    }

    fn check_table(&mut self, node: &Node, schema: &'a Json, name: &str, at: &Range<usize>) {
        let Value::Table(entries) = &node.value else {
            return self.wrong_type(node, name, "a table");
        };
        let properties = schema["properties"].as_object();
        let property = |key: &str| properties.and_then(|properties| properties.get(key));
        for entry in entries {
            if let Some(known) = property(&entry.key) {
                self.check(&entry.node, known, &entry.key, &entry.key_span);
            } else if schema["additionalProperties"].is_object() {
                self.check(
                    &entry.node,
                    &schema["additionalProperties"],
                    &entry.key,
                    &entry.key_span,
                );
            } else if schema["additionalProperties"] == false {
                let known: Vec<&str> = properties
                    .into_iter()
                    .flat_map(Map::keys)
                    .map(String::as_str)
                    .filter(|key| *key == entry.key || node.entry(key).is_none())
                    .collect();
                let help = match nearest(&entry.key, known.iter().copied()) {
                    Some(candidate) => format!("did you mean `{candidate}`?"),
                    None if known.is_empty() => {
                        format!("remove it; {} has every key it may have", place(name))
                    }
                    None => format!("{} may have: {}", place(name), known.join(", ")),
                };
                let message = format!("`{}` is not a key of {}", shown(&entry.key), place(name));
                self.faults
                    .add(entry.key_span.clone(), message, "not known here", help);
            }
        }
        for required in schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
        {
            if node.entry(required).is_none() {
                let span = if node.span.is_empty() {
                    at.clone()
                } else {
                    node.span.clone()
                };
                let span = if name.is_empty() { 0..0 } else { span };
                let message = format!("{} lacks `{required}`", place(name));
                let about = description(property(required).unwrap_or(&Json::Null), self.root);
                let help = if about.is_empty() {
                    format!("add `{required}`")
                } else {
                    format!("add `{required}`: {about}")
                };
                self.faults.add(span, message, "in here", help);
            }
        }
    }

    fn check_list(&mut self, node: &Node, schema: &'a Json, name: &str) {
        let Value::Array(items) = &node.value else {
            let form = if matches!(node.value, Value::Table(_)) {
                format!("a list: write its header with double brackets, [[{name}]]")
            } else {
                "a list: put it in brackets, [ ... ]".to_owned()
            };
            return self.wrong_type(node, name, &form);
        };
        let count = items.len() as u64;
        let (least, most) = (schema["minItems"].as_u64(), schema["maxItems"].as_u64());
        if least.is_some_and(|least| count < least) || most.is_some_and(|most| count > most) {
            let message = format!("`{name}` has {count} entries");
            let help = match (least, most) {
                (Some(least), Some(most)) if least == most => format!("give it {least}"),
                (_, Some(most)) => format!("give it {most} at most"),
                (least, _) => format!("give it {} at least", least.unwrap_or(0)),
            };
            self.faults.add(node.span.clone(), message, "here", help);
        }
        for item in items {
            self.check(item, &schema["items"], name, &item.span);
        }
    }

    fn check_text(&mut self, node: &Node, schema: &Json, name: &str) {
        let words: Vec<&str> = words_of(schema).collect();
        if !words.is_empty() {
            return self.check_word(node, &words, name);
        }
        if schema["format"] == "date" {
            return self.check_date(node, name);
        }
        let Value::Text(text) = &node.value else {
            return self.wrong_type(node, name, "a text in quotation marks");
        };
        let fault = match schema["pattern"].as_str() {
            Some(KEY_PATTERN) if !is_key(text) => Some((
                "is not a key",
                "keys are lower-case letters and digits, in parts joined by - or .",
            )),
            Some(ISO3_PATTERN) if !is_iso3(text) => Some((
                "is not a country code",
                "write the three capital letters of ISO 3166-1, such as MLI",
            )),
            _ if schema["minLength"].as_u64() > Some(0) && text.trim().is_empty() => {
                Some(("is empty", "fill it in"))
            }
            _ => None,
        };
        if let Some((wrong, help)) = fault {
            let message = format!("`{name}`: `{}` {wrong}", shown(text));
            self.faults
                .add(node.span.clone(), message, "here", help.to_owned());
        }
    }

    fn check_word(&mut self, node: &Node, words: &[&str], name: &str) {
        let Value::Text(text) = &node.value else {
            return self.wrong_type(node, name, &format!("one of: {}", words.join(", ")));
        };
        if !words.contains(&text.as_str()) {
            let message = format!("`{}` is not a known `{name}`", shown(text));
            self.faults.add(
                node.span.clone(),
                message,
                "not known",
                did_you_mean(text, words),
            );
        }
    }

    fn check_date(&mut self, node: &Node, name: &str) {
        let (Value::Text(text) | Value::Date(text)) = &node.value else {
            return self.wrong_type(node, name, "a date, YYYY-MM-DD");
        };
        if parse_date(text).is_none() {
            let message = format!("`{name}`: `{}` is not a date", shown(text));
            let help = "write it as YYYY-MM-DD, a day that exists, without a time".to_owned();
            self.faults
                .add(node.span.clone(), message, "no such day", help);
        }
    }

    fn check_month(&mut self, node: &Node, name: &str) {
        match &node.value {
            Value::Text(text) if text.parse::<Month>().is_ok() => {}
            Value::Text(text) | Value::Date(text) => {
                let message = format!("`{name}`: `{}` is not a month", shown(text));
                let help = "write it in quotation marks as \"YYYY-MM\"".to_owned();
                self.faults
                    .add(node.span.clone(), message, "no such month", help);
            }
            _ => self.wrong_type(node, name, "a month in quotation marks, \"YYYY-MM\""),
        }
    }

    fn check_number(&mut self, node: &Node, schema: &Json, name: &str) {
        let whole = schema_type(schema) == Some("integer");
        let value = match node.value {
            Value::Integer(value) => value as f64,
            Value::Float(value) if !whole => value,
            _ => {
                let form = if whole { "a whole number" } else { "a number" };
                return self.wrong_type(node, name, form);
            }
        };
        let format_limit = match schema["format"].as_str() {
            Some("uint16") => Some(f64::from(u16::MAX)),
            Some("uint32") => Some(f64::from(u32::MAX)),
            _ => None,
        };
        let low = schema["minimum"].as_f64();
        let high = schema["maximum"].as_f64().or(format_limit);
        if low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high) {
            // The largest number that fits is of interest only to one that does not.
            let named = schema["maximum"]
                .as_f64()
                .or(high.filter(|high| value > *high));
            let help = match (low, named) {
                (Some(low), Some(high)) => format!("it goes from {low} to {high}"),
                (Some(low), None) => format!("it is {low} or more"),
                (_, high) => format!("it is {} or less", high.unwrap_or(f64::INFINITY)),
            };
            let message = format!("`{name}` is out of range: {value}");
            self.faults
                .add(node.span.clone(), message, "out of range", help);
        }
    }

    fn wrong_type(&mut self, node: &Node, name: &str, wanted: &str) {
        let message = format!(
            "`{name}` is {}, not {}",
            node.type_name(),
            wanted.split(':').next().unwrap_or(wanted)
        );
        self.faults.add(
            node.span.clone(),
            message,
            "here",
            format!("make it {wanted}"),
        );
    }
}

/// The one type of a schema, an optional null left aside.
fn schema_type(schema: &Json) -> Option<&str> {
    match &schema["type"] {
        Json::String(name) => Some(name),
        Json::Array(names) => names
            .iter()
            .filter_map(Json::as_str)
            .find(|name| *name != "null"),
        _ => None,
    }
}

/// The words that a schema allows, when it is a choice of words.
fn words_of(schema: &Json) -> impl Iterator<Item = &str> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    listed
        .chain(std::iter::once(&schema["const"]))
        .filter_map(Json::as_str)
}

/// The property that tells the variants of a choice apart.
fn tag_of(variant: &Json) -> Option<&str> {
    let properties = variant["properties"].as_object()?;
    properties
        .iter()
        .find(|(_, schema)| schema["const"].is_string())
        .map(|(key, _)| key.as_str())
}

/// First sentence of a field's description.
fn description(schema: &Json, root: &Json) -> String {
    let own = schema["description"].as_str();
    let referred = schema["$ref"]
        .as_str()
        .and_then(|reference| root.pointer(reference.trim_start_matches('#')))
        .and_then(|target| target["description"].as_str());
    let text = own
        .or(referred)
        .unwrap_or("")
        .split("\n\n")
        .next()
        .unwrap_or("")
        .replace('\n', " ");
    text.split(['.', ';']).next().unwrap_or("").to_owned()
}

fn place(name: &str) -> String {
    if name.is_empty() {
        "the case file".to_owned()
    } else {
        format!("`{name}`")
    }
}
