//! Whether a JSON value is as a JSON Schema says, for the keywords that ours use.

use serde_json::{Map, Value};

/// The one pattern of the schema: a month.
const MONTH: &str = "^[0-9]{4}-(0[1-9]|1[0-2])$";

/// Every place where `value` is not as `schema`, a part of `root`, says.
///
/// Panics at a keyword it does not know: it must not pass what it cannot check.
pub(crate) fn faults(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    let Some(schema) = schema.as_object() else {
        return Vec::new(); // `true`
    };
    if schema.contains_key("$ref") && schema.contains_key("properties") {
        return faults(value, &merged(schema, root), root, at);
    }
    let mut found = Vec::new();
    for (keyword, rule) in schema {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "format" | "default" => {}
            "$ref" => {
                let pointer = rule.as_str().unwrap().trim_start_matches('#');
                found.extend(faults(value, root.pointer(pointer).unwrap(), root, at));
            }
            "type" => {
                let allowed = rule
                    .as_array()
                    .cloned()
                    .unwrap_or_else(|| vec![rule.clone()]);
                if !allowed
                    .iter()
                    .any(|name| is_of_type(value, name.as_str().unwrap()))
                {
                    found.push(format!("{at}: {value} is not of type {rule}"));
                }
            }
            "required" => {
                for key in rule.as_array().unwrap() {
                    if value.is_object() && value.get(key.as_str().unwrap()).is_none() {
                        found.push(format!("{at}: no {key}"));
                    }
                }
            }
            "properties" => found.extend(faults_of_parts(value, rule, root, at)),
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(faults(item, rule, root, &format!("{at}/{i}")));
                }
            }
            "prefixItems" => {
                let items = value.as_array().into_iter().flatten();
                for (i, (item, rule)) in items.zip(rule.as_array().unwrap()).enumerate() {
                    found.extend(faults(item, rule, root, &format!("{at}/{i}")));
                }
            }
            "minItems" | "maxItems" => {
                let bound = rule.as_u64().unwrap();
                if let Some(held) = value.as_array().map(|items| items.len() as u64)
                    && (if keyword == "minItems" {
                        held < bound
                    } else {
                        held > bound
                    })
                {
                    found.push(format!("{at}: {held} items, {keyword} {bound}"));
                }
            }
            "pattern" => {
                let text = value.as_str().unwrap_or_default();
                assert_eq!(rule, MONTH, "{at}: a pattern that is not known here");
                if value.is_string() && text.parse::<calendar::Month>().is_err() {
                    found.push(format!("{at}: {text} is not a month"));
                }
            }
            "enum" => {
                if !rule.as_array().unwrap().contains(value) {
                    found.push(format!("{at}: {value} is none of {rule}"));
                }
            }
            "const" => {
                if rule != value {
                    found.push(format!("{at}: {value} is not {rule}"));
                }
            }
            "minimum" | "maximum" => {
                let (number, bound) = (value.as_f64(), rule.as_f64().unwrap());
                let outside = |n| {
                    if keyword == "minimum" {
                        n < bound
                    } else {
                        n > bound
                    }
                };
                if number.is_some_and(outside) {
                    found.push(format!("{at}: {value}, {keyword} {rule}"));
                }
            }
            "anyOf" | "oneOf" => {
                let fits = |rule| faults(value, rule, root, at).is_empty();
                if !rule.as_array().unwrap().iter().any(fits) {
                    found.push(format!("{at}: {value} fits nothing of {rule}"));
                }
            }
            // What is not named is a fault in any object: see `faults_of_parts`.
            "additionalProperties" => assert_eq!(rule, false, "{at}"),
            other => panic!("{at}: the keyword {other} is not known here"),
        }
    }
    found
}

/// The faults of an object's parts.
fn faults_of_parts(value: &Value, rules: &Value, root: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (key, rule) in rules.as_object().unwrap() {
        if let Some(part) = value.get(key) {
            found.extend(faults(part, rule, root, &format!("{at}/{key}")));
        }
    }
    // Ours name every property: one that is not named is one the schema forgot.
    for key in value.as_object().into_iter().flatten().map(|(key, _)| key) {
        if rules.get(key).is_none() {
            found.push(format!("{at}: {key} is not in the schema"));
        }
    }
    found
}

/// A schema that adds properties to another one, as one: a tag beside the fields of what is tagged.
fn merged(schema: &Map<String, Value>, root: &Value) -> Value {
    let pointer = schema["$ref"].as_str().unwrap().trim_start_matches('#');
    let mut whole = root.pointer(pointer).unwrap().clone();
    for (key, rule) in schema["properties"].as_object().unwrap() {
        whole["properties"][key] = rule.clone();
    }
    let required = schema.get("required").and_then(Value::as_array);
    let all = whole["required"].as_array_mut().unwrap();
    all.extend(required.into_iter().flatten().cloned());
    whole
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("no JSON type {other}"),
    }
}

#[test]
fn faults_are_found() {
    let schema = serde_json::json!({
        "type": "object",
        "properties": { "n": { "$ref": "#/$defs/n" } },
        "required": ["n"],
        "$defs": { "n": { "type": ["integer", "null"], "minimum": 0 } },
    });
    let count = |value| faults(&value, &schema, &schema, "").len();
    assert_eq!(count(serde_json::json!({ "n": 1 })), 0);
    assert_eq!(count(serde_json::json!({ "n": null })), 0);
    assert_eq!(count(serde_json::json!({ "n": -1 })), 1);
    assert_eq!(count(serde_json::json!({ "n": "1" })), 1);
    assert_eq!(count(serde_json::json!({ "n": 1, "m": 1 })), 1);
    assert_eq!(count(serde_json::json!({})), 1);
    assert_eq!(count(serde_json::json!([])), 1);
}
