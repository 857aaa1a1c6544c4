//! What happens under each scenario.
#![allow(clippy::unwrap_used)]

use assessment::{Assessment, Inputs, assess};
use case::Case;
use theatre::findings::Claim;

fn assessed(case: &Case, runs: u64) -> Assessment {
    assess(&Inputs {
        runs,
        ..Inputs::new(case)
    })
    .unwrap()
}

#[test]
fn every_scenario_is_played_the_status_quo_first() {
    let mut case = Case::builtin("mali-2024").unwrap();
    case.scenarios.reverse();
    let of = assessed(&case, 20);
    let played = of.scenarios.played.unwrap();
    assert_eq!((played.runs, played.months), (20, 60));
    assert_eq!(of.scenarios.from.to_string(), "2024-10");
    assert_eq!(played.scenarios.len(), case.scenarios.len());
    assert_eq!(played.scenarios[0].key, "status-quo");
    assert!(played.scenarios[0].differences.is_empty());
    for scenario in &played.scenarios[1..] {
        assert!(!scenario.differences.is_empty(), "{}", scenario.key);
    }
    let rows = of.ablation.rows.iter();
    let overthrown = rows.filter(|row| row.key.starts_with("scenarios.overthrow."));
    // Outcomes, comparisons, and what is found.
    assert_eq!(overthrown.count(), 18);
}

#[test]
fn what_cannot_be_played_says_why() {
    let mut case = Case::builtin("mali-2024").unwrap();
    let why = |case: &Case, runs| {
        let of = assessed(case, runs);
        let said = of.ablation.rows.iter();
        assert_eq!(
            said.filter(|row| row.key.starts_with("scenarios")).count(),
            0
        );
        assert!(of.scenarios.played.is_none());
        of.scenarios.not_played.unwrap()
    };
    assert_eq!(why(&case, 0), "no runs were asked for");
    case.about.capital.region = "Nowhere".to_owned();
    assert!(why(&case, 5).contains("case.capital.region"));
    case.scenarios.clear();
    assert!(why(&case, 5).contains("[[scenarios]]"));
}

#[test]
fn every_case_is_played_or_says_why() {
    for key in case::builtin_names() {
        let case = Case::builtin(key).unwrap();
        let of = assessed(&case, 3).scenarios;
        assert!(of.played.is_some() != of.not_played.is_some());
        if let Some(why) = of.not_played {
            assert!(why.contains("add it to"), "{key}: {why}");
        }
        let Some(of) = of.played else {
            continue;
        };
        let held = case.about.capital.held.map(|held| held.by);
        let holder = held.clone().unwrap_or_else(|| "state".to_owned());
        assert_eq!(of.fighters[of.holder].key, holder, "{key}");
        let told = |claim| of.findings.iter().any(|one| one.claim == claim);
        assert_eq!(told(Claim::HolderStays), held.is_some(), "{key}");
        assert_eq!(told(Claim::StateGoesOn), held.is_none(), "{key}");
    }
}
