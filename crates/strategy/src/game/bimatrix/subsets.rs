//! Connected sets of equilibria, from pairs of vertices.

use std::collections::BTreeSet;

use crate::StrategyError;

/// Most intersections of neighbourhoods that are looked at.
const MOST_SETS: usize = 20_000;

/// A maximal Nash subset: every mixture of these strategies of the first player is an equilibrium with every
/// mixture of those of the second. Numbers of vertices, in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NashSubset {
    /// Extreme strategies of the first player.
    pub first: Vec<usize>,
    /// Extreme strategies of the second player.
    pub second: Vec<usize>,
}

impl NashSubset {
    /// Whether it is a single equilibrium.
    pub fn is_point(&self) -> bool {
        self.first.len() == 1 && self.second.len() == 1
    }
}

/// The components of the graph whose edges are extreme equilibria, each as its maximal cliques: every first with
/// every second. Edges are in order.
pub(super) fn components(edges: &[(usize, usize)]) -> Result<Vec<Vec<NashSubset>>, StrategyError> {
    let firsts = edges
        .iter()
        .map(|edge| edge.0)
        .max()
        .map_or(0, |most| most + 1);
    let mut neighbours = vec![BTreeSet::new(); firsts];
    let mut of_second = std::collections::BTreeMap::<usize, Vec<usize>>::new();
    for (first, second) in edges {
        neighbours[*first].insert(*second);
        of_second.entry(*second).or_default().push(*first);
    }
    let mut seen = vec![false; firsts];
    let mut found = Vec::new();
    for start in 0..firsts {
        if seen[start] || neighbours[start].is_empty() {
            continue;
        }
        seen[start] = true;
        let mut members = vec![start];
        let mut at = 0;
        while let Some(first) = members.get(at).copied() {
            at += 1;
            for next in neighbours[first]
                .iter()
                .flat_map(|second| &of_second[second])
            {
                if !std::mem::replace(&mut seen[*next], true) {
                    members.push(*next);
                }
            }
        }
        members.sort_unstable();
        found.push(cliques(&members, &neighbours)?);
    }
    Ok(found)
}

/// The maximal cliques of a bipartite component: each is given by a set of seconds that is an intersection of
/// neighbourhoods, with all firsts that have that set among their neighbours.
fn cliques(
    members: &[usize],
    neighbours: &[BTreeSet<usize>],
) -> Result<Vec<NashSubset>, StrategyError> {
    let mut closed: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    for first in members {
        let own = &neighbours[*first];
        let mut new: Vec<BTreeSet<usize>> = closed.iter().map(|set| set & own).collect();
        new.push(own.clone());
        closed.extend(new.into_iter().filter(|set| !set.is_empty()));
        if closed.len() > MOST_SETS {
            return Err(StrategyError::TooLarge {
                method: "components of equilibria",
                reason: format!("more than {MOST_SETS} sets of extreme equilibria"),
                remedy: "Take dominated and duplicate strategies out",
            });
        }
    }
    let mut subsets: Vec<NashSubset> = closed
        .into_iter()
        .map(|second| NashSubset {
            first: members
                .iter()
                .copied()
                .filter(|first| neighbours[*first].is_superset(&second))
                .collect(),
            second: second.into_iter().collect(),
        })
        .collect();
    subsets.sort_unstable();
    Ok(subsets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn subset(first: &[usize], second: &[usize]) -> NashSubset {
        NashSubset {
            first: first.to_vec(),
            second: second.to_vec(),
        }
    }

    #[test]
    fn two_segments_that_meet_are_one_component() {
        let found = components(&[(0, 0), (0, 1), (1, 1), (2, 2)]).unwrap();
        let wanted = vec![
            vec![subset(&[0], &[0, 1]), subset(&[0, 1], &[1])],
            vec![subset(&[2], &[2])],
        ];
        assert_eq!(found, wanted);
        assert!(found[1][0].is_point() && components(&[]).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn cliques_are_maximal_and_cover_every_edge(edges in prop::collection::btree_set((0..5_usize, 0..5_usize), 0..18)) {
            let list: Vec<_> = edges.iter().copied().collect();
            let found = components(&list).unwrap();
            let complete = |first: &[usize], second: &[usize]| {
                first.iter().all(|a| second.iter().all(|b| edges.contains(&(*a, *b))))
            };
            for of in found.iter().flatten() {
                prop_assert!(complete(&of.first, &of.second));
                for more in 0..5 {
                    prop_assert!(of.first.contains(&more) || !complete(&[more], &of.second));
                    prop_assert!(of.second.contains(&more) || !complete(&of.first, &[more]));
                }
            }
            // Every maximal clique, by brute force over sets of firsts.
            let mut wanted = BTreeSet::new();
            for mask in 1..32_u32 {
                let firsts: Vec<usize> = (0..5).filter(|a| mask >> a & 1 == 1).collect();
                let seconds: Vec<usize> = (0..5).filter(|b| complete(&firsts, &[*b])).collect();
                let all: Vec<usize> = (0..5).filter(|a| complete(&[*a], &seconds)).collect();
                if !seconds.is_empty() && all == firsts {
                    wanted.insert(subset(&firsts, &seconds));
                }
            }
            prop_assert_eq!(found.iter().flatten().cloned().collect::<BTreeSet<_>>(), wanted);
        }
    }
}
