//! One Markov chain over field, phases and parameters.

use rand::Rng;

use super::detection::Detection;
use super::input::ReachInput;
use super::plain;
use super::problem::{Field, Problem};
use super::rates::{Arrivals, Moves, Rates};
use super::shocks::Shocks;
use super::sweep::{Drivers, Kernel};
use super::turns;
use super::{KernelKind, ReachOptions};

/// Every so many sweeps the measures of the field are taken: neighbouring ones are much alike.
const THIN: usize = 2;

/// State of a chain.
#[derive(Debug)]
pub(super) struct Chain<'p> {
    problem: &'p Problem,
    kernel: Option<Kernel>,
    near: Vec<u8>,
    moves: Moves,
    pub(super) field: Field,
    pub(super) phases: Vec<u8>,
    pub(super) shocks: Shocks,
    pub(super) rates: Rates,
    pub(super) detection: Detection,
}

impl<'p> Chain<'p> {
    pub(super) fn new(problem: &'p Problem, kind: KernelKind) -> Self {
        Self {
            kernel: (kind == KernelKind::Fast).then(|| Kernel::new(problem)),
            near: vec![0; problem.months],
            moves: Moves::new(problem),
            field: Field::between_events(problem),
            phases: vec![1; problem.months],
            shocks: Shocks::none(problem.months),
            rates: Rates::start(),
            detection: Detection::new(problem),
            problem,
        }
    }

    /// Draws everything once, given the rest.
    pub(super) fn step(&mut self, burning_in: bool, rng: &mut impl Rng) {
        let Self {
            problem,
            kernel,
            near,
            moves,
            field,
            phases,
            shocks,
            rates,
            detection,
        } = self;
        moves.count(problem, field, near);
        let arrivals = Arrivals::draw(moves, rates, phases, shocks, problem.contacts, rng);
        if burning_in {
            rates.adapt(&arrivals);
        }
        turns::draw(rates, &arrivals, phases, rng);
        shocks.update(rates, &arrivals, phases, rng);
        rates.update(&arrivals, phases, shocks, rng);
        detection.update(problem, field, rng);
        let state = Drivers {
            rates,
            detection,
            phases,
            shocks,
        };
        match kernel {
            Some(kernel) => kernel.sweep(problem, &state, field, rng),
            None => plain::sweep(problem, &state, field, rng),
        }
    }
}

/// What is kept of a chain.
#[derive(Debug, Clone)]
pub(super) struct Trace {
    /// Sweeps kept.
    pub(super) kept: usize,
    /// By place and month: kept sweeps in which it was held.
    pub(super) held: Vec<u16>,
    /// By phase and month: kept sweeps in that phase.
    pub(super) phases: [Vec<u32>; 3],
    /// By kept sweep: the rates, and the probability of detection.
    pub(super) rates: Vec<(Rates, f64)>,
    /// The measures of every second kept sweep.
    pub(super) draws: super::draws::Draws,
}

impl Trace {
    /// Runs a chain.
    pub(super) fn run(
        problem: &Problem,
        input: &ReachInput,
        options: &ReachOptions,
        number: u64,
    ) -> Self {
        let mut rng = stats::stream(options.seed, "reach", number);
        let mut chain = Chain::new(problem, options.kernel);
        for _ in 0..options.burn_in {
            chain.step(true, &mut rng);
        }
        let zeros = vec![0; problem.months];
        let mut trace = Self {
            kept: options.sweeps,
            held: vec![0; problem.places * problem.months],
            phases: [zeros.clone(), zeros.clone(), zeros],
            rates: Vec::with_capacity(options.sweeps),
            draws: super::draws::Draws::new(input, options.sweeps.div_ceil(THIN)),
        };
        for sweep in 0..options.sweeps {
            chain.step(false, &mut rng);
            for (sum, held) in trace.held.iter_mut().zip(chain.field.bytes()) {
                *sum += u16::from(*held);
            }
            for (t, phase) in chain.phases.iter().enumerate() {
                trace.phases[*phase as usize][t] += 1;
            }
            trace
                .rates
                .push((chain.rates, chain.detection.probability()));
            if sweep % THIN == 0 {
                trace.draws.push(&chain.field, &chain.phases);
            }
        }
        trace
    }
}
