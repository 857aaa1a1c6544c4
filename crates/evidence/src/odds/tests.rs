use calendar::Month;
use case::{Case, Hypothesis, LandmarkKind, Measure, Model, Prior as Ratio};
use events::figures::{FiguresTable, MonthlyFigures};
use rand::RngExt;
use trajectory::breaks::Prior;

use super::*;
use crate::frequency::{Frequency, Share};
use crate::incidents::Incident;
use crate::readings::Readings;
use crate::shared_tests::car_events;

fn hypothesis(key: &str, model: Model, yearly: Option<f64>) -> Hypothesis {
    Hypothesis {
        key: key.to_owned(),
        name: key.to_owned(),
        statement: format!("{key}."),
        model,
        prior: 0.25,
        yearly_ratio: yearly.map(|value| Ratio::Point { value }),
        level_ratio: None,
        note: None,
        sources: Vec::new(),
    }
}

/// Six steady years.
fn steady() -> Vec<MonthlyFigures> {
    let first: Month = "2015-01".parse().unwrap();
    let mut random = stats::stream(3, "steady", 0);
    (0..72)
        .map(|i| {
            let events = random.random_range(15..26);
            let deadliest = random.random_range(3..30);
            MonthlyFigures {
                events,
                events_by_type: [events - 5, 1, 4],
                deadliest,
                best: u64::from(deadliest + 3 * events),
                high: u64::from(deadliest + 4 * events),
                civilians: 20,
                ..MonthlyFigures::quiet(first + i)
            }
        })
        .collect()
}

/// Mali's case with other months and hypotheses.
struct World {
    case: Case,
    breaks: Prior,
    record: Vec<MonthlyFigures>,
    readings: Readings,
    landmarks: Option<Incidents>,
    events: Option<Incidents>,
    posterior: Vec<f64>,
}

impl World {
    fn new(case: Case, record: Vec<MonthlyFigures>) -> Self {
        let breaks = Prior::default();
        let last = record.last().unwrap().month;
        let readings = Readings::of(&case.hypotheses, &breaks, &record, last, &[]).unwrap();
        let share = 1.0 / case.hypotheses.len() as f64;
        Self {
            landmarks: Incidents::of_landmarks(&case, case.data.as_of),
            events: None,
            posterior: vec![share; case.hypotheses.len()],
            case,
            breaks,
            record,
            readings,
        }
    }

    fn steady(hypotheses: Vec<Hypothesis>) -> Self {
        let mut case = Case::builtin("mali-2024").unwrap();
        case.hypotheses = hypotheses;
        Self::new(case, steady())
    }

    fn known(&self, runs: u32) -> KnownInputs<'_> {
        KnownInputs {
            case: &self.case,
            readings: &self.readings,
            breaks: &self.breaks,
            posterior: &self.posterior,
            record: &self.record,
            record_data: "figures",
            landmarks: self.landmarks.as_ref(),
            events: self.events.as_ref(),
            as_of: self.case.data.as_of,
            runs,
            seed: 1,
        }
    }

    fn tell(&self, observable: &Observable) -> Told {
        tell(&self.known(800), &[observable]).remove(0)
    }

    fn values(&self, observable: &Observable) -> Vec<f64> {
        let odds = self.tell(observable).unwrap();
        odds.chances.iter().map(|chance| chance.value).collect()
    }
}

#[test]
fn a_stated_course_comes_out_in_the_year_to_come() {
    let world = World::steady(vec![
        hypothesis("steady", Model::StatusQuo, None),
        hypothesis("threefold", Model::StatusQuo, Some(3.0)),
        hypothesis("a-third", Model::StatusQuo, Some(1.0 / 3.0)),
    ]);
    let year = |factor| {
        world.values(&Observable::YearOverYear {
            measure: Measure::Events,
            factor,
        })
    };
    let (more, less) = (year(1.5), year(0.6));
    // One year in ten of a war brings a break that no course foresees.
    assert!(
        more[0] < 0.15 && more[1] > 0.85 && more[2] < 0.02,
        "{more:?}"
    );
    assert!(less[0] < 0.2 && less[1] < 0.1 && less[2] > 0.9, "{less:?}");
    // The level it stands for, month by month.
    let above = world.values(&Observable::MonthsAboveLevel {
        measure: Measure::StateBasedEvents,
        level: 40.0,
        months: 1,
        within_months: 12,
    });
    assert!(above[1] > 0.9 && above[1] > above[0] && above[2] < above[0]);
    let record = world.values(&Observable::MonthAboveMaximum {
        measure: Measure::Deaths,
        within_months: 12,
    });
    assert!(record[1] > record[0] && record[0] > record[2]);
}

#[test]
fn rates_are_the_mean_over_the_courses_that_are_drawn() {
    let world = World::steady(vec![
        hypothesis("steady", Model::StatusQuo, None),
        hypothesis("worse", Model::Degrading, None),
        hypothesis("new", Model::NewPhase, None),
        hypothesis("receding", Model::Receding, None),
    ]);
    let facts = world.landmarks.as_ref().unwrap();
    let attack = |row: &Incident| row.kind.is_violence() && row.by_challenger;
    let all = facts.rate(attack);
    let here = facts
        .rate(|row| attack(row) && row.region.as_deref() == Some("Bamako"))
        .count;
    let frequency = Frequency::new(all, facts.discount(), |weight| {
        vec![Share::of_cells(
            (1, world.case.regions.len()),
            (here, all.count),
            weight,
        )]
    });
    let asked = Observable::AttackInCapital {
        deaths_at_least: 0,
        within_months: 9,
    };
    let exact = world.values(&asked);
    let draws = 4000;
    for (number, exact) in exact.iter().enumerate() {
        let mut random = stats::stream(1, "brute", number as u64);
        let (mut sum, mut square) = (0.0, 0.0);
        for _ in 0..draws {
            let ahead = world.readings.draw(number, 9, &mut random);
            let exposure = ahead.factor.iter().sum();
            let p = frequency.at_least(1, exposure, ahead.renewed);
            sum += p;
            square += p * p;
        }
        let n = f64::from(draws);
        let mean = sum / n;
        let error = ((square / n - mean * mean).max(0.0) / n).sqrt();
        assert!(
            (mean - exact).abs() < 5.0 * error + 1e-9,
            "{number}: {mean} {exact}"
        );
    }
    assert!(exact[1] > exact[0] && exact[0] > exact[3]);
}

#[test]
fn threads_do_not_matter_and_more_runs_make_smaller_errors() {
    let world = World::steady(vec![
        hypothesis("steady", Model::StatusQuo, None),
        hypothesis("new", Model::NewPhase, None),
    ]);
    let asked = Observable::YearOverYear {
        measure: Measure::Deaths,
        factor: 1.2,
    };
    let told = |threads: usize, runs: u32| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
            .install(|| tell(&world.known(runs), &[&asked]).remove(0).unwrap())
    };
    assert_eq!(told(1, 300), told(3, 300));
    let (few, many) = (told(2, 200), told(2, 3200));
    for (few, many) in few.chances.iter().zip(&many.chances) {
        assert!(few.error.unwrap() > 3.0 * many.error.unwrap());
        assert!((few.value - many.value).abs() < 5.0 * few.error.unwrap());
    }
    let overall = many
        .chances
        .iter()
        .map(|chance| 0.5 * chance.value)
        .sum::<f64>();
    assert!((many.overall.value - overall).abs() < 1e-12);
    assert!(many.overall.error.unwrap() < many.chances[1].error.unwrap());
}

/// One observable of each kind, over so many months.
fn every_kind(within_months: u32) -> Vec<Observable> {
    let area = || case::Area {
        regions: vec!["Kayes".to_owned()],
        groups: vec!["centre".to_owned()],
    };
    let actor = || "jnim".to_owned();
    let measure = Measure::CivilianDeaths;
    vec![
        Observable::AttackInCapital {
            deaths_at_least: 20,
            within_months,
        },
        Observable::AttackInArea {
            area: area(),
            deaths_at_least: 0,
            within_months,
        },
        Observable::AttackInArea {
            area: Area::default(),
            deaths_at_least: 50,
            within_months,
        },
        Observable::TownHeld {
            area: area(),
            days: 30,
            within_months,
        },
        Observable::CapitalDistrictHeld {
            days: 3,
            within_months,
        },
        Observable::MonthAboveMaximum {
            measure,
            within_months,
        },
        Observable::MonthsAboveLevel {
            measure,
            level: 10.0,
            months: 2,
            within_months,
        },
        Observable::YearOverYear {
            measure,
            factor: 0.5,
        },
        Observable::RegionsEntered {
            area: Area::default(),
            at_least: 2,
            within_months,
        },
        Observable::RegionsLeft {
            area: Area::default(),
            at_least: 2,
            within_months,
        },
        Observable::Landmarks {
            kinds: vec![LandmarkKind::Withdrawal, LandmarkKind::Withdrawal],
            area: area(),
            at_least: 1,
            within_months,
        },
        Observable::CapitalBlockaded {
            days: 30,
            within_months,
        },
        Observable::LeadersOusted { within_months },
        Observable::ForceLeaves {
            actor: "russia".to_owned(),
            within_months,
        },
        Observable::TalksOpen {
            actor: actor(),
            within_months,
        },
    ]
}

#[test]
fn every_kind_has_a_probability_over_one_month_and_over_ten_years() {
    let case = Case::builtin("mali-2024").unwrap();
    let table = FiguresTable::parse(case.figures().unwrap().as_bytes(), "figures.csv").unwrap();
    let record: Vec<MonthlyFigures> = table.country("MLI").unwrap().to_vec();
    let world = World::new(case, record);
    let known = world.known(60);
    for (short, long) in every_kind(1).iter().zip(every_kind(120)) {
        let [short_odds, long_odds] =
            [short, &long].map(|observable| tell(&known, &[observable]).remove(0).unwrap());
        let quiet = matches!(short, Observable::RegionsLeft { .. });
        let chances = short_odds.chances.iter().zip(&long_odds.chances);
        for (a, b) in chances {
            assert!((0.0..=1.0).contains(&a.value) && (0.0..=1.0).contains(&b.value));
            let slack = 4.0 * a.error.unwrap_or(1e-12);
            let (low, high) = if quiet { (b, a) } else { (a, b) };
            assert!(low.value <= high.value + slack, "{short:?} {a:?} {b:?}");
        }
        assert!(!short_odds.record.is_empty());
    }
}

#[test]
fn what_the_case_does_not_tell_is_said() {
    let mut world = World::steady(vec![hypothesis("steady", Model::StatusQuo, None)]);
    let nowhere = Observable::AttackInArea {
        area: case::Area {
            regions: vec!["Atlantis".to_owned()],
            groups: Vec::new(),
        },
        deaths_at_least: 1,
        within_months: 6,
    };
    assert!(world.tell(&nowhere).unwrap_err().contains("no region"));
    let unknown = Observable::TalksOpen {
        actor: "nobody".to_owned(),
        within_months: 6,
    };
    assert!(world.tell(&unknown).unwrap_err().contains("nobody"));
    let gone = Observable::ForceLeaves {
        actor: "france".to_owned(),
        within_months: 6,
    };
    assert!(world.values(&gone)[0].abs() < f64::EPSILON);
    // Without facts only the counts are left.
    world.landmarks = None;
    world.case.timeline.clear();
    let told: Vec<bool> = every_kind(6)
        .iter()
        .map(|observable| world.tell(observable).is_ok())
        .collect();
    assert_eq!(told.iter().filter(|told| **told).count(), 5, "{told:?}");
}

#[test]
fn an_event_file_tells_where_attacks_are() {
    let Some(table) = car_events() else {
        return;
    };
    let case = Case::builtin("central-african-republic-2013").unwrap();
    let text = case.figures().unwrap().as_bytes();
    let figures = FiguresTable::parse(text, "figures.csv").unwrap();
    let last = Month::of(case.event.date);
    let series = figures.country(&case.about.iso3).unwrap();
    let record = series
        .iter()
        .filter(|row| row.month <= last)
        .copied()
        .collect();
    let mut world = World::new(case, record);
    let asked = |deaths_at_least| Observable::AttackInCapital {
        deaths_at_least,
        within_months: 12,
    };
    assert!(world.tell(&asked(0)).is_err());
    let from = world.record[0].month;
    world.events = Incidents::of_events(&world.case, &table, (from, last));
    let (any, deadly) = (
        world.tell(&asked(0)).unwrap(),
        world.tell(&asked(100)).unwrap(),
    );
    println!("{}: {:?}", any.record, any.overall);
    println!("{}: {:?}", deadly.record, deadly.overall);
    assert!(any.overall.value > deadly.overall.value && deadly.overall.value > 0.0);
    assert_eq!(any.source.data, ["events"]);
    // The pace is that of the last year, four times that of the whole record.
    assert!(any.overall.value > 0.7);
    let entered = Observable::RegionsEntered {
        area: Area::default(),
        at_least: 1,
        within_months: 12,
    };
    println!("{:?}", world.tell(&entered).unwrap());
    // It knows nothing of places held.
    let held = Observable::CapitalDistrictHeld {
        days: 3,
        within_months: 12,
    };
    assert!(world.tell(&held).is_err());
}
