//! Which organisation, with its predecessors, an event is about.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Month;
use case::Lineage;
use places::fold;

use crate::EventRow;

/// Tells to which lineages the actors of an event belonged in its month.
///
/// # Rules
///
/// - A UCDP identifier that some member has decides alone; otherwise the name does.
/// - Names are compared folded (case, accents and punctuation apart). The whole of the actor's name
///   is tried first, then the part before a colon or a parenthesis: `JNIM: Group for Support of
///   Islam and Muslims` is `JNIM`, but `Islamic State (Greater Sahara)` is not `Islamic State` where
///   some member bears the longer name.
/// - A member counts within its months alone.
/// - `A and/or B` (ACLED, where the source leaves it open) is ambiguous, unless both are of one
///   lineage.
/// - `A, B` names two that fought side by side: both count, when both are known.
///
/// ```
/// use case::{Lineage, LineageMember};
/// use events::ActorMatcher;
/// let member = LineageMember {
///     name: "JNIM".into(),
///     names: vec!["JNIM".into()],
///     ucdp_ids: vec![],
///     from: Some("2017-03".parse().unwrap()),
///     until: None,
/// };
/// let jnim = Lineage { key: "jnim".into(), name: "JNIM".into(), merged: None, members: vec![member] };
/// let matcher = ActorMatcher::new(&[jnim]);
/// let name = "JNIM: Group for Support of Islam and Muslims";
/// assert_eq!(matcher.side(name, None, "2020-07".parse().unwrap()).lineages, ["jnim"]);
/// assert!(matcher.side(name, None, "2016-07".parse().unwrap()).lineages.is_empty());
/// ```
#[derive(Debug, Clone)]
pub struct ActorMatcher {
    keys: Vec<String>,
    members: Vec<Member>,
    by_name: BTreeMap<String, Vec<usize>>,
    by_id: BTreeMap<u32, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Member {
    lineage: usize,
    from: Option<Month>,
    until: Option<Month>,
}

/// The lineages that one side of an event belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belongs<'m> {
    /// Keys of the lineages, sorted. Empty when it belongs to none.
    pub lineages: Vec<&'m str>,
    /// The source leaves open which of several actors it was, and they are not of one lineage.
    pub ambiguous: bool,
}

/// The lineages that an event's actors belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventActors<'m> {
    /// Side A.
    pub a: Belongs<'m>,
    /// Side B.
    pub b: Belongs<'m>,
    /// ACLED's associated actors of both sides.
    pub associates: Belongs<'m>,
}

/// What a name or an identifier refers to in any month: one list of members for each actor that a
/// joint name leaves open.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    alternatives: Vec<Vec<usize>>,
}

impl ActorMatcher {
    /// A matcher for the lineages of a case.
    pub fn new(lineages: &[Lineage]) -> Self {
        let mut matcher = Self {
            keys: lineages.iter().map(|lineage| lineage.key.clone()).collect(),
            members: Vec::new(),
            by_name: BTreeMap::new(),
            by_id: BTreeMap::new(),
        };
        for (lineage, declared) in lineages.iter().enumerate() {
            for member in &declared.members {
                let index = matcher.members.len();
                matcher.members.push(Member {
                    lineage,
                    from: member.from,
                    until: member.until,
                });
                let names = member
                    .names
                    .iter()
                    .map(|name| fold(name))
                    .filter(|name| !name.is_empty());
                for name in names.collect::<BTreeSet<_>>() {
                    matcher.by_name.entry(name).or_default().push(index);
                }
                for &id in &member.ucdp_ids {
                    matcher.by_id.entry(id).or_default().push(index);
                }
            }
        }
        matcher
    }

    /// Keys of the lineages, in the order of the case.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// The lineages of an actor of this name and UCDP identifier in a month.
    pub fn side(&self, name: &str, id: Option<u32>, month: Month) -> Belongs<'_> {
        self.in_month(&self.refer(name, id), month)
    }

    /// The lineages of an event's actors in the month it began.
    pub fn event(&self, row: &EventRow<'_>) -> EventActors<'_> {
        let month = Month::of(row.date_start);
        let mut associates = BTreeSet::new();
        let mut ambiguous = false;
        for name in row.associates.split(';') {
            let belongs = self.side(name, None, month);
            ambiguous |= belongs.ambiguous;
            associates.extend(belongs.lineages);
        }
        EventActors {
            a: self.side(row.side_a, row.side_a_id, month),
            b: self.side(row.side_b, row.side_b_id, month),
            associates: Belongs {
                lineages: associates.into_iter().collect(),
                ambiguous,
            },
        }
    }

    /// What a name and identifier refer to, for callers that meet the same ones often.
    pub(crate) fn refer(&self, name: &str, id: Option<u32>) -> Reference {
        if let Some(members) = id.and_then(|id| self.by_id.get(&id)) {
            return Reference {
                alternatives: vec![members.clone()],
            };
        }
        Reference {
            alternatives: alternatives(name).map(|name| self.named(name)).collect(),
        }
    }

    fn named(&self, name: &str) -> Vec<usize> {
        let one = |name: &str| {
            let before = name.split([':', '(']).next().unwrap_or(name);
            [name, before]
                .into_iter()
                .find_map(|name| self.by_name.get(&fold(name)))
        };
        if let Some(members) = one(name) {
            return members.clone();
        }
        let joint: Option<Vec<_>> = name.split(',').map(one).collect();
        joint
            .map(|joint| joint.into_iter().flatten().copied().collect())
            .unwrap_or_default()
    }

    /// The lineages a reference means in a month.
    pub(crate) fn in_month(&self, reference: &Reference, month: Month) -> Belongs<'_> {
        let sets: Vec<BTreeSet<&str>> = reference
            .alternatives
            .iter()
            .map(|members| {
                let members = members.iter().map(|&member| &self.members[member]);
                let then = members.filter(|member| {
                    member.from.is_none_or(|from| from <= month)
                        && member.until.is_none_or(|until| month <= until)
                });
                then.map(|member| self.keys[member.lineage].as_str())
                    .collect()
            })
            .collect();
        let all: BTreeSet<&str> = sets.iter().flatten().copied().collect();
        let ambiguous = !all.is_empty() && sets.windows(2).any(|pair| pair[0] != pair[1]);
        Belongs {
            lineages: all.into_iter().collect(),
            ambiguous,
        }
    }
}

/// The actors that a name leaves open: `A and/or B`.
fn alternatives(name: &str) -> impl Iterator<Item = &str> {
    const OPEN: &str = "and/or";
    let lower = name.to_ascii_lowercase();
    let mut starts = vec![0];
    let mut ends = Vec::new();
    for (at, _) in lower.match_indices(OPEN) {
        ends.push(at);
        starts.push(at + OPEN.len());
    }
    ends.push(name.len());
    starts
        .into_iter()
        .zip(ends)
        .map(|(start, end)| name[start..end].trim())
}

#[cfg(test)]
mod tests {
    use case::LineageMember;
    use proptest::prelude::*;

    use super::*;

    fn member(
        names: &[&str],
        ids: &[u32],
        from: Option<&str>,
        until: Option<&str>,
    ) -> LineageMember {
        LineageMember {
            name: names[0].into(),
            names: names.iter().map(|&name| name.into()).collect(),
            ucdp_ids: ids.to_vec(),
            from: from.map(|month| month.parse().unwrap()),
            until: until.map(|month| month.parse().unwrap()),
        }
    }

    fn lineages() -> Vec<Lineage> {
        let lineage = |key: &str, members| Lineage {
            key: key.into(),
            name: key.into(),
            merged: None,
            members,
        };
        vec![
            lineage(
                "jnim",
                vec![
                    member(&["JNIM"], &[6734], Some("2017-03"), None),
                    member(
                        &["Ansar Dine", "Ansar al-Dine"],
                        &[1103],
                        None,
                        Some("2017-02"),
                    ),
                    member(&["AQIM"], &[539], None, Some("2017-02")),
                ],
            ),
            lineage(
                "is-sahel",
                vec![
                    member(&["Islamic State (Greater Sahara)", "ISGS"], &[], None, None),
                    member(&["Islamic State"], &[234], Some("2015-05"), None),
                ],
            ),
            lineage("is-core", vec![member(&["Islamic State"], &[], None, None)]),
        ]
    }

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn names_match_whole_or_before_a_colon_or_parenthesis() {
        let matcher = ActorMatcher::new(&lineages());
        for (name, expected) in [
            ("JNIM", vec!["jnim"]),
            ("jnim: Group for Support of Islam and Muslims", vec!["jnim"]),
            ("JNIM (Katiba Macina)", vec!["jnim"]),
            ("JNIMA", vec![]),
            ("Friends of JNIM", vec![]),
            ("Islamic State (Greater Sahara)", vec!["is-sahel"]),
            (
                "Islamic State (Sahel Province)",
                vec!["is-core", "is-sahel"],
            ),
            ("Ansar Dine", vec![]),
            ("", vec![]),
        ] {
            let found = matcher.side(name, None, month("2020-01"));
            assert_eq!(
                found,
                Belongs {
                    lineages: expected,
                    ambiguous: false
                },
                "{name}"
            );
        }
        assert_eq!(
            matcher
                .side("Ansar al Dîne", None, month("2012-03"))
                .lineages,
            ["jnim"]
        );
    }

    #[test]
    fn windows_close_and_open_with_the_merger() {
        let matcher = ActorMatcher::new(&lineages());
        let of = |name, text| matcher.side(name, None, month(text)).lineages;
        assert_eq!(of("AQIM", "2017-02"), ["jnim"]);
        assert!(of("AQIM", "2017-03").is_empty());
        assert!(of("JNIM", "2017-02").is_empty());
        assert_eq!(of("JNIM", "2017-03"), ["jnim"]);
    }

    #[test]
    fn a_known_identifier_decides_and_an_unknown_one_leaves_it_to_the_name() {
        let matcher = ActorMatcher::new(&lineages());
        assert_eq!(
            matcher
                .side("whatever", Some(6734), month("2020-01"))
                .lineages,
            ["jnim"]
        );
        assert_eq!(
            matcher
                .side("Islamic State", Some(234), month("2020-01"))
                .lineages,
            ["is-sahel"]
        );
        assert!(
            matcher
                .side("JNIM", Some(539), month("2020-01"))
                .lineages
                .is_empty()
        );
        assert_eq!(
            matcher
                .side("JNIM", Some(99_999), month("2020-01"))
                .lineages,
            ["jnim"]
        );
    }

    #[test]
    fn joint_names_are_ambiguous_unless_of_one_lineage() {
        let matcher = ActorMatcher::new(&lineages());
        let long =
            "JNIM: Group for Support of Islam and Muslims and/or Islamic State (Greater Sahara)";
        let found = matcher.side(long, None, month("2020-01"));
        assert_eq!(
            found,
            Belongs {
                lineages: vec!["is-sahel", "jnim"],
                ambiguous: true
            }
        );
        let half_known = matcher.side(
            "JNIM AND/OR Unidentified Armed Group (Mali)",
            None,
            month("2020-01"),
        );
        assert_eq!(
            half_known,
            Belongs {
                lineages: vec!["jnim"],
                ambiguous: true
            }
        );
        let one = matcher.side("Ansar Dine and/or AQIM", None, month("2015-01"));
        assert_eq!(
            one,
            Belongs {
                lineages: vec!["jnim"],
                ambiguous: false
            }
        );
        let neither = matcher.side("Dozo and/or Koglweogo", None, month("2020-01"));
        assert_eq!(neither, Belongs::default());
    }

    #[test]
    fn actors_listed_together_all_count() {
        let matcher = ActorMatcher::new(&lineages());
        let both = matcher.side("JNIM, ISGS", None, month("2018-06"));
        assert_eq!(
            both,
            Belongs {
                lineages: vec!["is-sahel", "jnim"],
                ambiguous: false
            }
        );
        assert!(
            matcher
                .side("JNIM, Somebody else", None, month("2018-06"))
                .lineages
                .is_empty()
        );
    }

    #[test]
    fn an_event_has_two_sides_and_associates() {
        let matcher = ActorMatcher::new(&lineages());
        let row = EventRow {
            side_a: "ISGS",
            side_a_id: None,
            associates: "Farmers (Mali); JNIM",
            ..crate::sample::rows()[0]
        };
        let found = matcher.event(&row);
        assert_eq!(found.a.lineages, ["is-sahel"]);
        assert_eq!(found.b.lineages, ["jnim"]);
        assert_eq!(found.associates.lineages, ["jnim"]);
    }

    proptest! {
        #[test]
        fn no_name_panics(name in "\\PC{0,30}|.{0,10}(and/or|:|\\(|,).{0,10}") {
            let matcher = ActorMatcher::new(&lineages());
            let found = matcher.side(&name, None, month("2020-01"));
            prop_assert!(!found.ambiguous || !found.lineages.is_empty());
        }
    }
}
