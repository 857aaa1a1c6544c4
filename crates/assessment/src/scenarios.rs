//! What happens under each way forward: every scenario of the case, played.

use calendar::Month;
use case::Case;
use stats::Source;
use theatre::{Plan, Scenarios, Stage, TheatreError};

use crate::ScenarioSection;
use crate::ground::Ground;

/// Months of each run.
const MONTHS: u32 = 60;
/// Months from one map to the next.
const EVERY: u32 = 6;

/// Plays all scenarios of the case from the day of the assessment on, the one in which everyone goes on as now first.
pub(crate) fn section(ground: &Ground<'_>) -> ScenarioSection {
    let mut case = ground.case.clone().into_owned();
    // Who is in the country, and which acts are known, is asked for this day.
    case.data.as_of = ground.as_of;
    let played = play(&case, ground);
    let from = Month::of(ground.as_of) + 1;
    let runs = played.as_ref().map_or(0, |played| played.runs);
    ScenarioSection {
        from,
        source: Source {
            data: vec![crate::landmarks::DATA.to_owned()],
            assumptions: Vec::new(),
            method: format!("{runs} runs of {MONTHS} months of each scenario"),
        },
        not_played: played.as_ref().err().cloned(),
        played: played.ok(),
    }
}

fn play(case: &Case, ground: &Ground<'_>) -> Result<Scenarios, String> {
    if case.scenarios.is_empty() {
        return Err("the case declares none; add [[scenarios]] to it".to_owned());
    }
    if ground.runs == 0 {
        return Err("no runs were asked for".to_owned());
    }
    let mut scenarios: Vec<_> = case.scenarios.iter().collect();
    scenarios.sort_by_key(|one| !one.is_status_quo());
    let stage = |one| Ok(Stage::new(case, one)?.from(ground.openings.clone()));
    let stages = scenarios
        .iter()
        .map(|one| Ok((one.key.as_str(), one.name.as_str(), stage(one)?)))
        .collect::<Result<Vec<_>, TheatreError>>()
        .map_err(|why| why.to_string())?;
    let plan = Plan {
        months: MONTHS,
        first: 0,
        runs: ground.runs,
        seed: ground.seed,
        every: EVERY,
    };
    Ok(Scenarios::of(&stages, &plan, || ()))
}
