use case::Case;
use events::figures::FiguresTable;
use rand::RngExt;
use rand_distr::{Distribution, Poisson};

use super::share::{EFFORTS, FOLLOWS, Share, UNIT, of_shares};
use super::simulated::{Law, Reliability, Simulated, first, normal, series};
use super::*;

fn mali(as_of: &str, with_record: bool) -> AreaPath {
    let case = Case::builtin("mali-2024").unwrap();
    let figures = FiguresTable::parse(case.figures().unwrap().as_bytes(), "figures.csv").unwrap();
    let record = with_record.then(|| figures.country("MLI").unwrap());
    let day = calendar::parse_date(as_of).unwrap();
    AreaPath::from_landmarks(&case, case.area("south").unwrap(), day, record).unwrap()
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn southern_mali() {
    for (as_of, with_record) in [
        ("2024-09-30", true),
        ("2024-09-30", false),
        ("2026-10-31", false),
    ] {
        let south = mali(as_of, with_record);
        println!("as of {as_of}, record {with_record}: {:?}", south.basis);
        for month in south.path.months.iter().step_by(6) {
            println!(
                "  {} {:.2?} step {:.2} level {:.2} ({:.2} to {:.2})",
                month.month,
                month.phases,
                month.step,
                month.level.median,
                month.level.low,
                month.level.high
            );
        }
        println!("  turns {:?}", south.path.turns);
        println!("  steps {:?}", south.path.steps);
        println!("  linear {:?}", south.path.linear);
        println!("  contraction {:?}", south.contraction);
    }
}

/// A made-up table of chosen facts over fifteen years, and the course behind it: efforts that differ
/// by half-year, a record that wanders, and attention that follows it or not.
fn chosen(run: u64) -> (Simulated, Vec<Share>) {
    const MONTHS: usize = 180;
    let mut random = stats::stream(43, "chosen facts", run);
    let random = &mut random;
    let simulated = series(Law::Model, MONTHS, run);
    let effort = EFFORTS[random.random_range(0..3)];
    let follows = FOLLOWS[random.random_range(0..3)];
    let mut rest = 0.0;
    let shares = (0..MONTHS / 6)
        .map(|half| {
            rest += normal(0.0, 0.3, random);
            let months = &simulated.levels[6 * half..6 * half + 6];
            let level = months.iter().sum::<f64>() / 6.0;
            let odds = level + UNIT.ln() - follows * rest + normal(0.0, effort, random);
            let p = 1.0 / (1.0 + (-odds).exp());
            // Attention as a whole waxes and wanes, too.
            let facts = 6.0 * normal(0.0, 0.7, random).exp();
            let facts: f64 = Poisson::new(facts).unwrap().sample(random);
            let inside = (0..facts as u32).filter(|_| random.random_bool(p)).count() as u32;
            Share {
                at: 6 * half + 2,
                inside,
                outside: facts as u32 - inside,
                rest,
            }
        })
        .collect();
    (simulated, shares)
}

fn fitted(shares: &[Share]) -> Posterior {
    let settings = of_shares(shares, 180, &FOLLOWS, Rates::default());
    let candidates: Vec<Candidate> = settings.into_iter().map(|(_, c)| c).collect();
    Posterior::over(&candidates, first(), UNIT, &PhaseOptions::default())
}

/// Reliability of contractions in the middle third, and of 'linear'.
fn study(runs: u64) -> (Reliability, Reliability) {
    let answers: Vec<(f64, bool, f64, bool)> = (0..runs)
        .into_par_iter()
        .map(|run| {
            let (simulated, shares) = chosen(run);
            let fit = fitted(&shares);
            let asked = fit.contraction(first() + 59, first() + 120, 6).unwrap();
            let was = simulated.contracts(60, 120);
            (
                asked.probability,
                was,
                fit.path.linear.p_linear,
                simulated.steady,
            )
        })
        .collect();
    let (mut contraction, mut linear) = (Reliability::default(), Reliability::default());
    for (said, was, p_linear, steady) in answers {
        linear.add(p_linear, steady);
        if !steady {
            contraction.add(said, was);
        }
    }
    (contraction, linear)
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn chosen_facts_are_right_as_often_as_they_say() {
    let (contraction, linear) = study(2000);
    assert!(contraction.print("chosen facts: contraction", 50.0) < 0.1);
    assert!(linear.print("chosen facts: linear", 50.0) < 0.1);
}

#[test]
fn facts_that_were_chosen_come_with_what_they_cannot_carry() {
    let south = mali("2024-09-30", true);
    let AreaBasis::Landmarks(basis) = &south.basis else {
        panic!("not from landmarks: {:?}", south.basis);
    };
    assert!(
        basis.in_area > 40 && basis.facts > 2 * basis.in_area,
        "{basis:?}"
    );
    assert_eq!(basis.half_years, 26);
    assert_eq!(basis.rest, Rest::Record);
    assert!(basis.unequal_effort.high > 2.0);
    // So few and so unequal: neither a contraction nor its absence is established, and the answer
    // stays within what was likely before.
    let asked = south.contraction.as_ref().unwrap();
    assert!(
        asked.probability > 0.2 && asked.probability < asked.prior,
        "{asked:?}"
    );
    let linear = &south.path.linear;
    assert!(linear.decibans_against_linear.abs() < 5.0, "{linear:?}");
    let json = serde_json::to_string(&south).unwrap();
    let read: AreaPath = serde_json::from_str(&json).unwrap();
    assert_eq!(read.path.months.len(), south.path.months.len());
    assert_eq!(read.path.turns, south.path.turns);
    let schema = schemars::schema_for!(AreaPath);
    assert!(schema.to_value().to_string().contains("unequal_effort"));
}

#[test]
fn a_record_that_ends_early_is_no_yardstick() {
    let south = mali("2026-10-31", true);
    assert!(matches!(&south.basis, AreaBasis::Landmarks(basis) if basis.rest == Rest::Unknown));
}

#[test]
fn without_facts_there_is_no_path_and_a_remedy() {
    let mut case = Case::builtin("mali-2024").unwrap();
    case.landmarks.clear();
    let area = case.area("south").unwrap();
    let error = AreaPath::from_landmarks(&case, area, case.data.as_of, None).unwrap_err();
    assert!(error.to_string().contains("give event data"), "{error}");
}

#[test]
fn facts_that_overlap_count_once_on_either_side() {
    let mut case = Case::builtin("mali-2024").unwrap();
    let area = case.area("south").unwrap().clone();
    let count = |case: &Case| {
        let path = AreaPath::from_landmarks(case, &area, case.data.as_of, None).unwrap();
        match path.basis {
            AreaBasis::Landmarks(basis) => (basis.in_area, basis.facts),
            AreaBasis::Events { .. } => panic!("not from landmarks"),
        }
    };
    let before = count(&case);
    let model = case.landmarks.iter().find(|fact| fact.region == "Sikasso");
    let mut twin = model.unwrap().clone();
    twin.overlaps = vec![twin.id.clone()];
    twin.id = "twin".to_owned();
    case.landmarks.push(twin.clone());
    assert_eq!(count(&case), before);
    twin.id = "elsewhere".to_owned();
    twin.region = "Gao".to_owned();
    case.landmarks.push(twin);
    assert_eq!(count(&case), (before.0, before.1 + 1));
}

#[test]
fn a_share_that_falls_and_comes_back_is_a_contraction() {
    let shares: Vec<Share> = (0..30)
        .map(|half| {
            let inside = if (8..18).contains(&half) { 1 } else { 20 };
            Share {
                at: 6 * half + 2,
                inside,
                outside: 40,
                rest: 0.0,
            }
        })
        .collect();
    let fit = fitted(&shares);
    let asked = fit.contraction(first() + 36, first() + 120, 6).unwrap();
    assert!(asked.probability > 0.97 && asked.halved > 0.97, "{asked:?}");
    assert!(
        asked.decibans > 10.0 && asked.trough.high < 0.6,
        "{asked:?}"
    );
    assert!(fit.path.linear.p_linear < 0.05, "{:?}", fit.path.linear);
}
