//! Mali, September 2024, as a whole.

use calendar::Month;
use case::Case;
use events::figures::{FiguresTable, MonthlyFigures};
use trajectory::breaks::Prior;

use super::*;
use crate::incidents::Incidents;
use crate::known::KnownInputs;
use crate::readings::Readings;
use crate::weigh::posterior;
use crate::{own, watch};

struct Mali {
    case: Case,
    figures: Vec<MonthlyFigures>,
    breaks: Prior,
}

impl Mali {
    fn new() -> Self {
        let case = Case::builtin("mali-2024").unwrap();
        let text = case.figures().unwrap();
        let table = FiguresTable::parse(text.as_bytes(), "figures.csv").unwrap();
        Self {
            figures: table.country("MLI").unwrap().to_vec(),
            breaks: Prior::default(),
            case,
        }
    }

    /// What is known on the eve of the event, or at the end of its month.
    fn known<T>(&self, eve: bool, runs: u32, then: impl FnOnce(&Known<'_>) -> T) -> T {
        let event = Month::of(self.case.event.date);
        let as_of = if eve {
            self.case.event.date.yesterday().unwrap()
        } else {
            self.case.data.as_of
        };
        let last = if eve { event - 1 } else { event };
        let record: Vec<MonthlyFigures> =
            (self.figures.iter().filter(|row| row.month <= last).copied()).collect();
        let landmarks = Incidents::of_landmarks(&self.case, as_of);
        let parts = if eve {
            Vec::new()
        } else {
            own::parts(
                &self.case,
                landmarks.as_ref(),
                landmarks.as_ref(),
                (&record, "figures"),
            )
        };
        let readings =
            Readings::of(&self.case.hypotheses, &self.breaks, &record, event, &parts).unwrap();
        let logs = readings.log_evidence(readings.months() - 1);
        let posterior = posterior(&readings.priors(), &logs);
        let inputs = KnownInputs {
            case: &self.case,
            readings: &readings,
            breaks: &self.breaks,
            posterior: &posterior,
            record: &record,
            record_data: "figures",
            landmarks: landmarks.as_ref(),
            events: None,
            as_of,
            runs,
            seed: 1,
        };
        then(&Known::new(inputs))
    }
}

fn print(odds: &Odds) {
    let shown: Vec<String> = odds
        .chances
        .iter()
        .map(|c| {
            format!(
                "{:.2} ± {:.2}",
                100.0 * c.value,
                100.0 * c.error.unwrap_or(0.0)
            )
        })
        .collect();
    let overall = 100.0 * odds.overall.value;
    println!(
        "    {} overall {overall:.2} | {}",
        shown.join("  "),
        odds.record
    );
}

#[test]
fn the_capacity_is_no_news_and_other_claims_are() {
    let mali = Mali::new();
    let (claims, watched) = mali.known(true, 2000, |eve| {
        mali.known(false, 2000, |now| {
            (weigh(Some(&eve.claims), now), watch::weigh(now))
        })
    });
    for claim in &claims {
        println!(
            "{} {:?} {:?} {:?}",
            claim.key, claim.finding, claim.diagnosticity, claim.speaks
        );
        print(claim.before.as_ref().unwrap());
        print(claim.after.as_ref().unwrap());
    }
    let claim = |key: &str| claims.iter().find(|claim| claim.key == key).unwrap();
    let capacity = claim("can-strike-bamako");
    assert_eq!(capacity.finding, Finding::Tautological);
    assert!(capacity.diagnosticity.as_ref().unwrap().decibans < LEAST);
    // Likelier than on the eve, by the attack itself, under what has come all along.
    let chance = |odds: &Option<Odds>| odds.as_ref().unwrap().chances[0].value;
    assert!(chance(&capacity.after) > 1.3 * chance(&capacity.before));
    assert!((0.05..0.3).contains(&chance(&capacity.after)));
    assert_eq!(claim("security-weak").finding, Finding::Tautological);
    let begun = claim("new-phase-begun").diagnosticity.as_ref().unwrap();
    assert!(begun.decibans > LEAST && begun.error.is_some());
    let degrading = claim("status-quo-degrading");
    assert_eq!(degrading.finding, Finding::Diagnostic);
    assert!(degrading.speaks.unwrap() > 2.0);
    assert_eq!(claim("bid-coming").finding, Finding::Diagnostic);

    for watch in &watched {
        let told = watch.told.as_ref().unwrap();
        println!(
            "{} {:.4} ± {:.4} seen {:.1?} not {:.1?}",
            watch.key,
            told.expected,
            told.expected_error.unwrap_or(0.0),
            told.if_seen,
            told.if_not_seen
        );
        print(&told.odds);
    }
    let expected: Vec<f64> = (watched.iter())
        .map(|watch| watch.told.as_ref().unwrap().expected)
        .collect();
    assert!(expected.is_sorted_by(|a, b| a >= b));
    assert_eq!(watched.len(), mali.case.watch.len());
    // Politics tell nothing of the war's phase here.
    let coup = watched.iter().find(|watch| watch.key == "coup").unwrap();
    assert!(coup.told.as_ref().unwrap().expected < 1e-9);
}

#[test]
fn without_the_eve_claims_have_no_odds_before() {
    let mali = Mali::new();
    let claims = mali.known(false, 100, |now| weigh(None, now));
    assert!(
        claims
            .iter()
            .all(|claim| claim.before.is_none() && claim.after.is_some())
    );
}

#[test]
fn findings_keep_a_distance_of_two_errors_from_the_limit() {
    let found = |decibans: f64, error: Option<f64>| {
        finding(Some(&Diagnosticity {
            decibans,
            error,
            between: [String::new(), String::new()],
        }))
    };
    assert_eq!(found(2.9, None), Finding::Tautological);
    assert_eq!(found(3.0, None), Finding::Diagnostic);
    assert_eq!(found(2.9, Some(0.1)), Finding::Open);
    assert_eq!(found(2.7, Some(0.1)), Finding::Tautological);
    assert_eq!(found(3.1, Some(0.1)), Finding::Open);
    assert_eq!(found(4.0, Some(0.1)), Finding::Diagnostic);
    assert_eq!(finding(None), Finding::Unknown);
    // A doubling of odds, with both errors.
    let chance = |value, error| Chance { value, error };
    assert!((decibans(0.4, 0.2) - 3.0103).abs() < 1e-4);
    let error = error_of(chance(0.4, Some(0.004)), chance(0.2, None)).unwrap();
    assert!((error - 0.0434).abs() < 1e-4);
    assert!(error_of(chance(0.4, None), chance(0.2, None)).is_none());
}
