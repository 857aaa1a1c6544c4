//! What happens under each way forward: every scenario of the case, played.

use calendar::Month;
use case::Case;
use stats::Source;
use theatre::calibration::{Calibration, Learned};
use theatre::{Openings, Plan, Scenarios, Stage, TheatreError};

use crate::ScenarioSection;
use crate::calibration;
use crate::ground::Ground;

/// Months of each run.
const MONTHS: u32 = 60;
/// Months from one map to the next.
const EVERY: u32 = 6;

/// Plays all scenarios of the case from the day of the assessment on, the one in which everyone goes on as now first.
pub(crate) fn section(ground: &Ground<'_>) -> ScenarioSection {
    let case = calibration::as_known(ground);
    let calibrated = match ground.calibrated.as_deref() {
        // Those of the draws that go with this ground's record.
        Some(found) => found
            .clone()
            .map(|found| found.held_against(&calibration::observed(ground))),
        None => calibrate(ground),
    };
    let (calibration, from_priors) = match calibrated {
        Ok(found) => (Some(found), None),
        Err(why) => (None, Some(why)),
    };
    let played = play(&case, ground, calibration.as_ref());
    let from = Month::of(ground.as_of) + 1;
    let runs = played.as_ref().map_or(0, |(played, _)| played.runs);
    let mut data = vec![crate::landmarks::DATA.to_owned()];
    if calibration.is_some() {
        data.push(ground.data.to_owned());
    }
    let not_played = played.as_ref().err().cloned();
    let (played, learned) = played.ok().unzip();
    ScenarioSection {
        from,
        source: Source {
            data,
            assumptions: Vec::new(),
            method: format!("{runs} runs of {MONTHS} months of each scenario"),
        },
        calibration: learned.flatten(),
        from_priors,
        not_played,
        played,
    }
}

/// Draws that go with the last two years of the record, or why there are none.
pub(crate) fn calibrate(ground: &Ground<'_>) -> Result<Calibration, String> {
    if ground.runs == 0 || ground.draws == 0 {
        return Err("no draws were asked for".to_owned());
    }
    calibration::of_ground(&calibration::as_known(ground), ground).map_err(|why| why.to_string())
}

fn play(
    case: &Case,
    ground: &Ground<'_>,
    calibration: Option<&Calibration>,
) -> Result<(Scenarios, Option<Learned>), String> {
    if case.scenarios.is_empty() {
        return Err("the case declares none; add [[scenarios]] to it".to_owned());
    }
    if ground.runs == 0 {
        return Err("no runs were asked for".to_owned());
    }
    let told = |why: TheatreError| why.to_string();
    let mut scenarios: Vec<_> = case.scenarios.iter().collect();
    scenarios.sort_by_key(|one| !one.is_status_quo());
    let openings = match calibration {
        Some(found) => found.openings(case).map_err(told)?,
        None => Openings::Priors,
    };
    let stage = |one| Ok(Stage::new(case, one)?.from(openings.clone()));
    let stages = scenarios
        .iter()
        .map(|one| Ok((one.key.as_str(), one.name.as_str(), stage(one)?)))
        .collect::<Result<Vec<_>, TheatreError>>()
        .map_err(told)?;
    let learned = calibration
        .zip(stages.first())
        .map(|(found, (.., stage))| found.learned(stage.deck()));
    let plan = Plan {
        months: MONTHS,
        first: 0,
        runs: ground.runs,
        seed: ground.seed,
        every: EVERY,
    };
    Ok((Scenarios::of(&stages, &plan, || ()), learned))
}
