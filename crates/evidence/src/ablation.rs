//! Every conclusion with and without the event, side by side.
//!
//! A section of an assessment hands over its conclusions as numbers or words under stable keys; the
//! same analysis is run twice, once without the event, and what moved is what the event showed. A
//! conclusion that stays the same was not shown by the event. Nothing here knows what a section is about.
//!
//! ```
//! use evidence::ablation::{Conclusion, Moved, Value, compare};
//! let said = |p| vec![Conclusion::new("break.new-phase", "A new phase has begun", Value::probability(p))];
//! let rows = compare(&said(0.02), &said(0.021));
//! assert_eq!(rows[0].moved, Moved::Not);
//! assert_eq!(compare(&said(0.02), &said(0.6))[0].moved, Moved::Yes);
//! ```

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a conclusion says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Value {
    /// A probability, 0 to 1, with its Monte-Carlo standard error where it was simulated.
    Probability {
        /// The probability.
        value: f64,
        /// Standard error; none when it is exact.
        error: Option<f64>,
    },
    /// A positive quantity whose change is a matter of ratios, such as deaths or km2.
    Quantity {
        /// The quantity.
        value: f64,
        /// Its unit.
        unit: String,
        /// Standard error; none when it is exact.
        error: Option<f64>,
    },
    /// A verdict in words. It moves when the words change; where it is the likeliest of several, only if the
    /// lead itself changed by more than the least that counts.
    Verdict {
        /// The words.
        words: String,
        /// By how much probability it leads over the next likeliest; none where it is no matter of that.
        lead: Option<f64>,
    },
}

impl Value {
    /// An exact probability.
    pub fn probability(value: f64) -> Self {
        Self::Probability { value, error: None }
    }

    /// An exact quantity with its unit.
    pub fn quantity(value: f64, unit: impl Into<String>) -> Self {
        Self::Quantity {
            value,
            unit: unit.into(),
            error: None,
        }
    }

    /// A verdict.
    pub fn verdict(words: impl Into<String>) -> Self {
        Self::Verdict {
            words: words.into(),
            lead: None,
        }
    }

    /// The likeliest of several answers, of equals the first.
    ///
    /// ```
    /// use evidence::ablation::Value;
    /// let value = Value::leading(&[("expansion", 0.25), ("plateau", 0.75)]);
    /// assert_eq!(value, Value::Verdict { words: "plateau".to_owned(), lead: Some(0.5) });
    /// ```
    pub fn leading(answers: &[(&str, f64)]) -> Self {
        let mut sorted = answers.to_vec();
        sorted.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (words, p) = sorted.first().copied().unwrap_or_default();
        Self::Verdict {
            words: words.to_owned(),
            lead: Some(p - sorted.get(1).map_or(0.0, |next| next.1)),
        }
    }
}

/// One conclusion of a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conclusion {
    /// Section and conclusion, `section.conclusion`: the same with the event and without.
    pub key: String,
    /// What it is a conclusion on, to print.
    pub label: String,
    /// What it says.
    pub value: Value,
}

impl Conclusion {
    /// A conclusion under a key.
    pub fn new(key: impl Into<String>, label: impl Into<String>, value: Value) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            value,
        }
    }
}

/// Whether a conclusion moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Moved {
    /// By more than the least that counts and more than chance.
    Yes,
    /// Not, or by less than counts or than chance.
    Not,
    /// It can only be had with the event, or only without.
    OneSided,
}

/// A conclusion with and without the event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Key of the conclusion.
    pub key: String,
    /// What it is a conclusion on.
    pub label: String,
    /// With the event.
    pub with: Option<Value>,
    /// Without it.
    pub without: Option<Value>,
    /// With less without: a difference of probabilities, or the natural logarithm of a ratio of
    /// quantities. None for verdicts and one-sided rows.
    pub change: Option<f64>,
    /// Monte-Carlo standard error of the change; none when both are exact.
    pub error: Option<f64>,
    /// Whether it moved.
    pub moved: Moved,
}

/// A probability that moves by less than this, or a quantity by less than this share, has not moved.
pub const LEAST: f64 = 0.05;

/// Pairs the conclusions by key, in the order of those with the event, then those only without.
pub fn compare(with: &[Conclusion], without: &[Conclusion]) -> Vec<Row> {
    let partner = |key: &str, among: &[Conclusion]| among.iter().find(|c| c.key == key).cloned();
    let paired = with.iter().map(|one| {
        let other = partner(&one.key, without);
        row(one, Some(one.value.clone()), other.map(|c| c.value))
    });
    let alone = without
        .iter()
        .filter(|one| partner(&one.key, with).is_none())
        .map(|one| row(one, None, Some(one.value.clone())));
    paired.chain(alone).collect()
}

fn row(of: &Conclusion, with: Option<Value>, without: Option<Value>) -> Row {
    let (change, error, moved) = match (&with, &without) {
        (
            Some(Value::Probability { value: a, error: e }),
            Some(Value::Probability { value: b, error: f }),
        ) => judged(a - b, spread(*e, *f)),
        (
            Some(Value::Quantity {
                value: a, error: e, ..
            }),
            Some(Value::Quantity {
                value: b, error: f, ..
            }),
        ) => {
            if *a <= 0.0 && *b <= 0.0 {
                (Some(0.0), None, Moved::Not)
            } else if *a > 0.0 && *b > 0.0 {
                let error = spread(e.map(|e| e / a), f.map(|f| f / b));
                judged((a / b).ln(), error)
            } else {
                (None, None, Moved::Yes)
            }
        }
        (
            Some(Value::Verdict { words: a, lead: l }),
            Some(Value::Verdict { words: b, lead: m }),
        ) => {
            // From the lead of one answer to that of another.
            let swing = l.zip(*m).map(|(l, m)| l + m);
            let same = a == b || swing.is_some_and(|swing| swing < LEAST);
            (None, None, if same { Moved::Not } else { Moved::Yes })
        }
        _ => (None, None, Moved::OneSided),
    };
    Row {
        key: of.key.clone(),
        label: of.label.clone(),
        with,
        without,
        change,
        error,
        moved,
    }
}

/// A change counts when it is at least [`LEAST`] and twice its error.
fn judged(change: f64, error: Option<f64>) -> (Option<f64>, Option<f64>, Moved) {
    let least = error.map_or(LEAST, |error| LEAST.max(2.0 * error));
    let moved = if change.abs() < least {
        Moved::Not
    } else {
        Moved::Yes
    };
    (Some(change), error, moved)
}

fn spread(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (None, None) => None,
        _ => Some(a.unwrap_or(0.0).hypot(b.unwrap_or(0.0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_within_its_error_has_not_moved() {
        let said = |value, error| {
            vec![Conclusion::new(
                "s.c",
                "C",
                Value::Probability {
                    value,
                    error: Some(error),
                },
            )]
        };
        assert_eq!(
            compare(&said(0.5, 0.05), &said(0.4, 0.05))[0].moved,
            Moved::Not
        );
        let sure = &compare(&said(0.5, 0.01), &said(0.4, 0.01))[0];
        assert_eq!(sure.moved, Moved::Yes);
        assert!((sure.change.unwrap() - 0.1).abs() < 1e-12);
        assert!((sure.error.unwrap() - 0.01 * 2_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_lead_that_changes_hands_by_a_hair_has_not_moved() {
        let said = |p| {
            let value = Value::leading(&[("expansion", p), ("plateau", 1.0 - p)]);
            vec![Conclusion::new("s.c", "C", value)]
        };
        assert_eq!(compare(&said(0.51), &said(0.49))[0].moved, Moved::Not);
        assert_eq!(compare(&said(0.6), &said(0.49))[0].moved, Moved::Yes);
        assert_eq!(compare(&said(0.9), &said(0.6))[0].moved, Moved::Not);
    }

    #[test]
    fn words_and_missing_conclusions_are_told_apart() {
        let a = vec![
            Conclusion::new("s.verdict", "V", Value::verdict("status quo")),
            Conclusion::new("s.only", "O", Value::quantity(3.0, "km2")),
        ];
        let b = vec![
            Conclusion::new("s.verdict", "V", Value::verdict("new phase")),
            Conclusion::new("s.other", "P", Value::quantity(3.0, "km2")),
        ];
        let rows = compare(&a, &b);
        let moved: Vec<(&str, Moved)> = rows.iter().map(|r| (r.key.as_str(), r.moved)).collect();
        assert_eq!(
            moved,
            [
                ("s.verdict", Moved::Yes),
                ("s.only", Moved::OneSided),
                ("s.other", Moved::OneSided),
            ]
        );
        assert_eq!(
            compare(&a, &a)
                .iter()
                .filter(|r| r.moved == Moved::Not)
                .count(),
            2
        );
    }
}
