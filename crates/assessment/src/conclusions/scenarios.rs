//! What happens under each scenario, at the end of the runs.

use evidence::ablation::{Conclusion, Value};
use theatre::findings::{Claim, Finding};
use theatre::summary::{Chance, Horizon, Mean, Measure};
use theatre::{Scenarios, Summary};

/// Probabilities and means of each scenario, and the probability that it ends higher than the first.
pub(super) fn conclusions(of: Option<&Scenarios>) -> Vec<Conclusion> {
    let Some((of, first)) = of.and_then(|of| Some((of, of.scenarios.first()?))) else {
        return Vec::new();
    };
    of.scenarios
        .iter()
        .flat_map(|scenario| {
            let end = scenario.horizons.last();
            end.map(|end| outcomes(scenario, end, of.holder))
                .into_iter()
                .flatten()
                .chain(compared(scenario, first, of.months))
        })
        .chain(of.findings.iter().map(|one| found(of, one)))
        .collect()
}

/// A claim about a scenario.
fn found(of: &Scenarios, one: &Finding) -> Conclusion {
    let claim = match one.claim {
        Claim::ReachGrows => ("reach-grows", "the main challenger's reach grows"),
        Claim::RuleStalls => ("rule-stalls", "its open rule stalls"),
        Claim::ReachGrowsRuleStalls => ("parted", "its reach grows while its open rule stalls"),
        Claim::StateGoesOn => ("goes-on", "the state goes on over part of the people"),
        Claim::HolderStays => ("holder-stays", "who held the capital at the start holds it"),
        Claim::StateLeft => ("state-left", "three quarters of state rule are left"),
        Claim::Fragments => ("fragments", "rule fragments under a placeholder"),
        Claim::Crowned => ("crowned", "the main challenger rules from the capital"),
        Claim::BidFails => ("bid-fails", "the main challenger does not hold the capital"),
        Claim::MoreDeaths => ("more-deaths", "more die than under the first scenario"),
        Claim::NoMoreState => ("no-more-state", "state rule gains less than five points"),
        Claim::SavesLives => ("saves-lives", "fewer die than under the first scenario"),
    };
    let name = of.by_key(&one.scenario).map_or("", |one| one.name.as_str());
    Conclusion::new(
        format!("scenarios.{}.{}", one.scenario, claim.0),
        format!("{name}, {} by {} months", claim.1, one.month),
        chance(one.holds),
    )
}

fn outcomes(of: &Summary, end: &Horizon, holder: usize) -> Vec<Conclusion> {
    let said = |key: &str, label: &str, value: Value| {
        Conclusion::new(
            format!("scenarios.{}.{key}", of.key),
            format!("{}, {label} after {} months", of.name, end.month),
            value,
        )
    };
    let mut all = Vec::new();
    if let Some(holds) = end.capital.get(holder) {
        let (key, label) = match holder {
            0 => ("capital-state", "the state holds the capital"),
            _ => (
                "capital-holder",
                "who held the capital at the start holds it",
            ),
        };
        all.push(said(key, label, chance(*holds)));
    }
    let regime = &end.regime;
    all.extend([
        said(
            "survived",
            "the regime has survived",
            chance(regime.survived),
        ),
        said(
            "replaced",
            "the regime has been replaced",
            chance(regime.replaced),
        ),
        said(
            "collapsed",
            "the state has collapsed",
            chance(regime.collapsed),
        ),
        said(
            "placeholder",
            "a placeholder governs",
            chance(end.placeholder),
        ),
        said(
            "factions",
            "three factions or more rule",
            chance(end.three_factions),
        ),
        said(
            "state",
            "share of people under state rule",
            share(end.state),
        ),
        said("shadow", "share under shadow rule", share(end.shadow)),
        said("overt", "share under overt rule", share(end.overt)),
        said("nobody", "share under nobody's rule", share(end.nobody)),
        said("deaths", "deaths", amount(end.deaths, "deaths")),
        said(
            "displaced",
            "people displaced",
            amount(end.displaced, "people"),
        ),
    ]);
    all
}

fn compared(of: &Summary, first: &Summary, month: u32) -> Vec<Conclusion> {
    let said = |measure: Measure| {
        let (key, label) = match measure {
            Measure::Deaths => ("more-deaths", "more deaths"),
            Measure::Displaced => ("more-displaced", "more displaced"),
            Measure::State => ("more-state", "more under state rule"),
            Measure::OvertByMovements => ("more-overt", "more under movements' overt rule"),
            Measure::Nobody => ("more-nobody", "more under nobody's rule"),
        };
        let less = of.less_first(month, measure)?;
        Some(Conclusion::new(
            format!("scenarios.{}.{key}", of.key),
            format!(
                "{}, {label} than under {} after {month} months",
                of.name, first.name
            ),
            chance(less.higher),
        ))
    };
    Measure::ALL.into_iter().filter_map(said).collect()
}

fn chance(of: Chance) -> Value {
    Value::Probability {
        value: of.probability,
        error: Some(of.error),
    }
}

/// A share moves by points, as a probability does.
fn share(of: Mean) -> Value {
    Value::Probability {
        value: of.mean,
        error: Some(of.error),
    }
}

fn amount(of: Mean, unit: &str) -> Value {
    Value::Quantity {
        value: of.mean,
        unit: unit.to_owned(),
        error: Some(of.error),
    }
}
