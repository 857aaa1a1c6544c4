//! The analyst's own items: a report, a defection, a rumour.
//!
//! # Method
//! An item e comes with P(e | H) for every hypothesis, as the analyst states it, the credibility c of its
//! source, and perhaps a group of items that rest on the same facts.
//!
//! ```text
//! l(e, H)        =  c P(e | H) + (1 - c) sum over H' of P(H') P(e | H')
//! ln L(group, H) =  mean over its items of ln l(e, H)
//! ln L(items, H) =  sum over groups, an item without a group being its own
//! ```
//!
//! A source that is wrong says it whatever is the case: as often as it is said on the whole. Items of one group
//! are one fact told several times: their logarithms are averaged, so that the same report told twice
//! counts once. Items of later date than the assessment are left out.
//!
//! Sources: weight of evidence, I. J. Good, *Probability and the Weighing of Evidence*, 1950; the averaging
//! of dependent reports is the logarithmic pool of C. Genest & J. Zidek, *Combining probability
//! distributions*, Statistical Science 1, 1986.

use std::collections::BTreeMap;

use calendar::Date;
use case::{Hypothesis, Item};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::weigh::{against_others, posterior};

/// Decibans between two hypotheses from which one item alone is worth a second look.
const HEAVY: f64 = 20.0;
/// Decibans between all hypotheses under which an item tells nothing.
const NOTHING: f64 = 0.5;

/// The items together and one by one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Items {
    /// The items that count, by date.
    pub items: Vec<ItemWeight>,
    /// Weight of all items for each hypothesis against the others, in decibans.
    pub decibans: Vec<f64>,
    /// Probability of each hypothesis without any item.
    pub without: Vec<f64>,
    /// What to look at again in the likelihoods, sentences.
    pub doubts: Vec<String>,
    /// Items of later date than the assessment, left out: their keys.
    pub later: Vec<String>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemWeight {
    /// Key in the case file.
    pub key: String,
    /// What was seen or said.
    pub statement: String,
    /// When.
    #[schemars(with = "String")]
    pub date: Date,
    /// Group, when it has one.
    pub group: Option<String>,
    /// Weight it would have alone for each hypothesis against the others, in decibans.
    pub alone: Vec<f64>,
    /// What it adds, given the other items of its group, in decibans.
    pub adds: Vec<f64>,
    /// Probability of each hypothesis without this item, all else known.
    pub posterior_without: Vec<f64>,
    /// The leading hypothesis is another one without it.
    pub verdict_hangs_on_it: bool,
}

/// Logarithm of the likelihood of the items known on a day, by hypothesis: zeros without any.
pub(crate) fn log_likelihood(hypotheses: &[Hypothesis], items: &[&Item]) -> Vec<f64> {
    let mut groups: BTreeMap<(u8, &str), Vec<Vec<f64>>> = BTreeMap::new();
    for item in items {
        let group = item
            .group
            .as_deref()
            .map_or((1, item.key.as_str()), |group| (0, group));
        groups
            .entry(group)
            .or_default()
            .push(log_of(hypotheses, item));
    }
    let mut total = vec![0.0; hypotheses.len()];
    for members in groups.values() {
        for member in members {
            for (sum, log) in total.iter_mut().zip(member) {
                *sum += log / members.len() as f64;
            }
        }
    }
    total
}

fn log_of(hypotheses: &[Hypothesis], item: &Item) -> Vec<f64> {
    let stated = |hypothesis: &Hypothesis| {
        item.likelihood
            .get(&hypothesis.key)
            .copied()
            .unwrap_or_default()
            .clamp(0.0, 1.0)
    };
    let whole: f64 = hypotheses.iter().map(|h| h.prior).sum();
    let on_the_whole: f64 =
        hypotheses.iter().map(|h| h.prior * stated(h)).sum::<f64>() / whole.max(f64::MIN_POSITIVE);
    let credibility = item.credibility.clamp(0.0, 1.0);
    hypotheses
        .iter()
        .map(|h| credibility * stated(h) + (1.0 - credibility) * on_the_whole)
        // Finite, so that what is ruled out stays a number.
        .map(|p| p.max(f64::MIN_POSITIVE).ln())
        .collect()
}

/// The items known on a day, in order of date.
pub(crate) fn known(items: &[Item], as_of: Date) -> Vec<&Item> {
    let mut known: Vec<&Item> = items.iter().filter(|item| item.date <= as_of).collect();
    known.sort_by(|a, b| (a.date, &a.key).cmp(&(b.date, &b.key)));
    known
}

/// Weighs the items on top of what the record says: `logs` is the log evidence by hypothesis without
/// them. `None` when the case has none.
pub(crate) fn weigh(
    hypotheses: &[Hypothesis],
    items: &[Item],
    as_of: Date,
    logs: &[f64],
) -> Option<Items> {
    if items.is_empty() {
        return None;
    }
    let priors: Vec<f64> = hypotheses.iter().map(|h| h.prior).collect();
    let known = known(items, as_of);
    let with = |items: &[&Item]| -> Vec<f64> {
        log_likelihood(hypotheses, items)
            .iter()
            .zip(logs)
            .map(|(a, b)| a + b)
            .collect()
    };
    let added = |now: &[f64], before: &[f64]| -> Vec<f64> {
        against_others(&priors, now)
            .iter()
            .zip(against_others(&priors, before))
            .map(|(a, b)| a - b)
            .collect()
    };
    let all = with(&known);
    let leads = leading(&posterior(&priors, &all));
    let each = known
        .iter()
        .enumerate()
        .map(|(number, item)| {
            let others: Vec<&Item> = known
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != number)
                .map(|(_, item)| *item)
                .collect();
            let without = with(&others);
            let posterior_without = posterior(&priors, &without);
            ItemWeight {
                key: item.key.clone(),
                statement: item.statement.clone(),
                date: item.date,
                group: item.group.clone(),
                alone: against_others(&priors, &log_of(hypotheses, item)),
                adds: added(&all, &without),
                verdict_hangs_on_it: leading(&posterior_without) != leads,
                posterior_without,
            }
        })
        .collect();
    Some(Items {
        items: each,
        decibans: added(&all, logs),
        without: posterior(&priors, logs),
        doubts: doubts(hypotheses, &known),
        later: items
            .iter()
            .filter(|item| item.date > as_of)
            .map(|item| item.key.clone())
            .collect(),
    })
}

/// Place of the most probable, the first of equals.
pub(crate) fn leading(posterior: &[f64]) -> usize {
    posterior
        .iter()
        .enumerate()
        .fold((0, f64::NEG_INFINITY), |(at, top), (i, p)| {
            if *p > top { (i, *p) } else { (at, top) }
        })
        .0
}

/// Likelihoods that do not hang together, or that carry more or less than an item can.
fn doubts(hypotheses: &[Hypothesis], items: &[&Item]) -> Vec<String> {
    let mut doubts = Vec::new();
    for item in items {
        let key = &item.key;
        let logs: Vec<f64> = log_of(hypotheses, item);
        let stated: Vec<f64> = item.likelihood.values().copied().collect();
        if stated.iter().all(|p| *p <= 0.0) {
            doubts.push(format!(
                "{key}: impossible under every hypothesis, yet it was seen; give it a likelihood above 0 under one of them"
            ));
            continue;
        }
        if logs.iter().any(|log| *log <= f64::MIN_POSITIVE.ln()) {
            doubts.push(format!(
                "{key}: a likelihood of 0 from a source that is always right rules a hypothesis out for good; nothing seen later can bring it back"
            ));
            continue;
        }
        let (low, high) = logs
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
                (a.min(*x), b.max(*x))
            });
        let span = 10.0 * (high - low) / std::f64::consts::LN_10;
        if span > HEAVY {
            doubts.push(format!(
                "{key}: {span:.0} decibans between two hypotheses from one item; is it that sure?"
            ));
        } else if span < NOTHING {
            doubts.push(format!(
                "{key}: as likely under every hypothesis; it tells nothing"
            ));
        }
    }
    for (number, one) in items.iter().enumerate() {
        for other in &items[number + 1..] {
            let same_group = one.group.is_some() && one.group == other.group;
            if same_group {
                let (a, b) = (log_of(hypotheses, one), log_of(hypotheses, other));
                if leading(&a) != leading(&b) {
                    doubts.push(format!(
                        "{} and {}: of one group, yet they speak for different hypotheses; items on the same facts should not",
                        one.key, other.key
                    ));
                }
            } else if one
                .statement
                .trim()
                .eq_ignore_ascii_case(other.statement.trim())
            {
                doubts.push(format!(
                    "{} and {}: the same statement without a common group counts twice; give both the same group",
                    one.key, other.key
                ));
            }
        }
    }
    doubts
}

#[cfg(test)]
mod tests {
    use case::Model;

    use super::*;

    fn hypotheses() -> Vec<Hypothesis> {
        [("a", 0.5), ("b", 0.3), ("c", 0.2)]
            .map(|(key, prior)| Hypothesis {
                key: key.to_owned(),
                name: key.to_owned(),
                statement: format!("{key}."),
                model: Model::StatusQuo,
                prior,
                yearly_ratio: None,
                level_ratio: None,
                note: None,
                sources: Vec::new(),
            })
            .to_vec()
    }

    fn item(key: &str, group: Option<&str>, credibility: f64, p: [f64; 3]) -> Item {
        Item {
            key: key.to_owned(),
            statement: format!("seen: {key}"),
            date: "2024-09-20".parse().unwrap(),
            group: group.map(str::to_owned),
            credibility,
            likelihood: ["a", "b", "c"]
                .map(str::to_owned)
                .into_iter()
                .zip(p)
                .collect(),
            sources: Vec::new(),
        }
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn independent_items_multiply_and_those_of_one_group_count_once() {
        let h = hypotheses();
        let one = item("x", None, 1.0, [0.2, 0.6, 0.4]);
        let twice = [one.clone(), item("y", None, 1.0, [0.2, 0.6, 0.4])];
        let log = |items: &[Item]| log_likelihood(&h, &items.iter().collect::<Vec<_>>());
        let single = log(std::slice::from_ref(&one));
        for (a, b) in log(&twice).iter().zip(&single) {
            assert!((a - 2.0 * b).abs() < 1e-12);
        }
        let grouped = [
            item("x", Some("g"), 1.0, [0.2, 0.6, 0.4]),
            item("y", Some("g"), 1.0, [0.2, 0.6, 0.4]),
            item("z", Some("g"), 1.0, [0.2, 0.6, 0.4]),
        ];
        for (a, b) in log(&grouped).iter().zip(&single) {
            assert!((a - b).abs() < 1e-12);
        }
        // Brute force of the posterior.
        let found = weigh(&h, &twice, day("2024-10-01"), &[0.0; 3]).unwrap();
        let joint = [0.5 * 0.04, 0.3 * 0.36, 0.2 * 0.16];
        let sum: f64 = joint.iter().sum();
        for (without, prior) in found.without.iter().zip([0.5, 0.3, 0.2]) {
            assert!((without - prior).abs() < 1e-12);
        }
        let expected = 10.0 * ((joint[1] / (sum - joint[1])) / (0.3 / 0.7)).log10();
        assert!((found.decibans[1] - expected).abs() < 1e-9);
    }

    #[test]
    fn a_source_of_no_credit_tells_nothing() {
        let h = hypotheses();
        let found = weigh(
            &h,
            &[item("x", None, 0.0, [0.9, 0.1, 0.1])],
            day("2024-10-01"),
            &[0.0; 3],
        )
        .unwrap();
        assert!(found.decibans.iter().all(|w| w.abs() < 1e-9));
        let half = weigh(
            &h,
            &[item("x", None, 0.5, [0.9, 0.1, 0.1])],
            day("2024-10-01"),
            &[0.0; 3],
        )
        .unwrap();
        // P = .5 x .9 + .5 x .5 against .5 x .1 + .5 x .5.
        let expected = 10.0 * (0.7_f64 / 0.3).log10();
        assert!((half.decibans[0] - expected).abs() < 1e-9);
    }

    #[test]
    fn leaving_one_out_shows_what_the_verdict_hangs_on() {
        let h = hypotheses();
        let items = [
            item("strong", None, 1.0, [0.05, 0.9, 0.1]),
            item("weak", None, 1.0, [0.5, 0.55, 0.5]),
        ];
        let found = weigh(&h, &items, day("2024-10-01"), &[0.0; 3]).unwrap();
        let hangs: Vec<(&str, bool)> = found
            .items
            .iter()
            .map(|i| (i.key.as_str(), i.verdict_hangs_on_it))
            .collect();
        assert_eq!(hangs, [("strong", true), ("weak", false)]);
        // Items that come later are not known yet.
        let early = weigh(&h, &items, day("2024-09-01"), &[0.0; 3]).unwrap();
        assert!(early.items.is_empty() && early.later.len() == 2);
        assert!(weigh(&h, &[], day("2024-09-01"), &[0.0; 3]).is_none());
    }

    #[test]
    fn likelihoods_that_do_not_hang_together_are_named() {
        let h = hypotheses();
        let said = |items: &[Item]| -> String {
            let found = weigh(&h, items, day("2024-10-01"), &[0.0; 3]).unwrap();
            found.doubts.join("\n")
        };
        assert!(said(&[item("x", None, 1.0, [0.0, 0.5, 0.5])]).contains("rules a hypothesis out"));
        assert!(said(&[item("x", None, 1.0, [0.0, 0.0, 0.0])]).contains("impossible under every"));
        assert!(said(&[item("x", None, 1.0, [0.001, 0.9, 0.5])]).contains("30 decibans"));
        assert!(said(&[item("x", None, 1.0, [0.4, 0.4, 0.4])]).contains("tells nothing"));
        assert!(
            said(&[
                item("x", Some("g"), 1.0, [0.8, 0.2, 0.2]),
                item("y", Some("g"), 1.0, [0.2, 0.8, 0.2]),
            ])
            .contains("different hypotheses")
        );
        let mut twin = item("y", None, 1.0, [0.8, 0.2, 0.2]);
        twin.statement = "Seen: x".to_owned();
        assert!(said(&[item("x", None, 1.0, [0.8, 0.2, 0.2]), twin]).contains("counts twice"));
        assert!(said(&[item("x", None, 0.9, [0.6, 0.3, 0.3])]).is_empty());
    }

    #[test]
    fn an_item_that_rules_all_out_moves_nothing_to_nan() {
        let h = hypotheses();
        let found = weigh(
            &h,
            &[item("x", None, 1.0, [0.0, 0.0, 0.0])],
            day("2024-10-01"),
            &[0.0; 3],
        )
        .unwrap();
        assert!(found.without.iter().all(|p| p.is_finite()));
    }
}
