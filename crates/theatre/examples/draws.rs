//! Draws of a case's status quo as JSON, with what comes of them and how long that takes: what
//! `benches/theatre/numpy_month.py` begins from and is held against. Collapse and bids for the capital are left out.
//!
//! `RAYON_NUM_THREADS=1 cargo run --release -p theatre --example draws -- CASE RUNS > draws.json`

use std::io::Write;
use std::time::Instant;

use case::{Case, Posture};
use serde_json::{Value, json};
use theatre::posture::traits;
use theatre::{Month, Plan, Process, Record, Run, Setting, Stage, State, World};

const MONTHS: u32 = 60;
const SEED: u64 = 1;
/// Times that the runs are timed; the least counts, for others may use the machine.
const TURNS: usize = 7;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: draws CASE RUNS";
    let (name, runs) = arguments.next().zip(arguments.next()).ok_or(usage)?;
    let runs: u64 = runs.parse()?;
    let case = Case::builtin(&name)?;
    let status_quo = case.scenarios.iter().find(|one| one.is_status_quo());
    let off = [Process::Collapse, Process::Bids];
    let stage = Stage::new(&case, status_quo.ok_or("no status quo")?)?.without(&off);
    let plan = Plan {
        months: MONTHS,
        first: 0,
        runs,
        seed: SEED,
        every: 0,
    };
    let mut seconds = f64::INFINITY;
    let mut came = Vec::new();
    for _ in 0..TURNS {
        came.clear();
        let started = Instant::now();
        stage.each(&plan, outcome, |_, run| came.push(run));
        seconds = seconds.min(started.elapsed().as_secs_f64());
    }
    let world = stage.world();
    let record = Record::of_case(&case, world);
    let begun: Vec<Value> = (0..runs)
        .map(|run| {
            let setting = stage.deck().draw(world, SEED, run);
            let state = State::start(&record, world, &setting);
            json!({ "setting": numbers(&setting), "state": start(world, &state) })
        })
        .collect();
    let all = json!({
        "case": name,
        "months": MONTHS,
        "seconds": seconds,
        "world": places(&case, world),
        "runs": begun,
        "came": came,
    });
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, &all)?;
    Ok(writeln!(out)?)
}

/// What a run is held against.
fn outcome(run: &Run<'_>) -> Value {
    let sum = |of: &dyn Fn(&Month) -> f64| run.months.iter().map(of).sum::<f64>();
    let last = run.months.last();
    json!({
        "events": sum(&|month| f64::from(month.events)),
        "deaths": sum(&|month| month.deaths),
        "civilians": sum(&|month| month.civilians),
        "overthrows": last.map(|month| month.overthrows),
        "state_rule": last.map(|month| month.state),
        "reach": last.map(|month| month.reach.iter().sum::<f64>()),
        "strength": last.map(|month| month.strength.iter().sum::<f64>()),
        "capacity": last.map(|month| month.capacity),
        "displaced": last.map(|month| month.displaced),
    })
}

/// What is the same in every run.
fn places(case: &Case, world: &World) -> Value {
    let posture = |key: &str| {
        let usual = case.options_of(key).find(|option| option.baseline);
        usual.map_or(Posture::HoldTowns, |option| option.posture)
    };
    let fighters: Vec<Value> = world
        .fighters
        .iter()
        .map(|fighter| {
            let posture = posture(&fighter.key);
            let means = traits(posture);
            json!({
                "key": fighter.key,
                "side": format!("{:?}", fighter.side),
                "splinter_of": fighter.splinter_of,
                "posture": posture,
                "pressure": means.pressure,
                "rule": means.rule,
                "harm": means.harm,
            })
        })
        .collect();
    let of_places =
        |of: &dyn Fn(usize) -> Value| -> Vec<Value> { (0..world.places.len()).map(of).collect() };
    json!({
        "fighters": fighters,
        "backs": world.backers.iter().map(|backer| backer.backs).collect::<Vec<_>>(),
        "people": of_places(&|place| json!(world.places[place].people)),
        "neighbours": of_places(&|place| json!(world.places[place].neighbours)),
        "distances": world.distances,
        "capital": world.capital,
    })
}

/// The numbers of a run that a month without collapse, bids and deals asks for.
fn numbers(setting: &Setting) -> Value {
    macro_rules! named {
        ($($field:ident)*) => {
            [$((stringify!($field), json!(setting.$field))),*]
        };
    }
    let all = named!(
        decisiveness draw growth spill fade relaxation garrison decay repair kept_in_coup revenue
        clashes one_sided tail scale size tempo_spread tempo_persistence recruits wronged income
        flight return_home coup coup_shock capacity capital_garrison strength loss useful cohesion
        predation splits affinity enemies backing base
    );
    all.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// How things stand before the first month.
fn start(world: &World, state: &State) -> Value {
    let each = |of: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
        let fighters = 0..world.fighters.len();
        let places = world.places.len();
        fighters
            .flat_map(|one| (0..places).map(move |place| of(one, place)))
            .collect()
    };
    json!({
        "reach": each(&|one, place| state.reach(world, one, place)),
        "rule": each(&|one, place| state.rule(world, one, place)),
        "backers": state.backers,
        "ruled_at_start": state.ruled_at_start,
    })
}
