//! How reach grows and shrinks: hazards by phase, their priors, and what the field says of them.

use rand::{Rng, RngExt};
use rand_distr::{Beta, Binomial, Distribution, Gamma};

use super::problem::{Field, Problem};
use super::shocks::Shocks;

/// Phases, in the order of [`Phase`](super::Phase).
pub(super) const PHASES: usize = 3;
pub(super) const EXPANSION: u8 = 0;
pub(super) const CONTRACTION: u8 = 2;

/// Contact that a chain starts from.
const USUAL_CONTACT: f64 = 0.4;

/// Hazards per month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rates {
    /// Contagion in every phase, at full contact.
    pub(super) contagion: f64,
    /// What expansion adds to it.
    pub(super) surge: f64,
    /// Contact that a place far from all others is under: jumps.
    pub(super) jump: f64,
    /// Exit in every phase.
    pub(super) exit: f64,
    /// What contraction adds to it.
    pub(super) retreat: f64,
    /// Probability that a place is held in the first month.
    pub(super) start: f64,
    /// Probability that a phase goes on.
    pub(super) stay: f64,
    /// Contact summed over empty places per held place, at which the prior expects gains to replace
    /// losses on a plateau. Taken from the field while a chain burns in, then left as it is.
    pub(super) usual_contact: f64,
}

/// A gamma prior by shape and mean.
#[derive(Debug, Clone, Copy)]
struct GammaPrior {
    shape: f64,
    mean: f64,
}

impl GammaPrior {
    const fn new(shape: f64, mean: f64) -> Self {
        Self { shape, mean }
    }

    fn given(self, arrivals: f64, exposure: f64, rng: &mut impl Rng) -> f64 {
        gamma(
            self.shape + arrivals,
            self.shape / self.mean + exposure,
            rng,
        )
    }

    /// Logarithm of the density up to a constant in `x` and in the mean.
    fn log_density(self, x: f64) -> f64 {
        (self.shape - 1.0) * x.ln() - self.shape * self.mean.ln() - self.shape * x / self.mean
    }
}

const CONTAGION_SHAPE: f64 = 30.0;
const EXIT: GammaPrior = GammaPrior::new(1.0, 0.03);
const SURGE: GammaPrior = GammaPrior::new(2.0, 0.3);
const RETREAT: GammaPrior = GammaPrior::new(2.0, 0.12);
const JUMP: GammaPrior = GammaPrior::new(1.0, 0.03);
const START: (f64, f64) = (0.5, 9.5);
const STAY: (f64, f64) = (48.0, 2.0);

fn contagion_prior(exit: f64, usual_contact: f64) -> GammaPrior {
    GammaPrior::new(CONTAGION_SHAPE, exit / usual_contact)
}

impl Rates {
    /// Where the chain starts: at the prior's means.
    pub(super) fn start() -> Self {
        Self {
            contagion: EXIT.mean / USUAL_CONTACT,
            surge: SURGE.mean,
            jump: JUMP.mean,
            exit: EXIT.mean,
            retreat: RETREAT.mean,
            start: START.0 / (START.0 + START.1),
            stay: STAY.0 / (STAY.0 + STAY.1),
            usual_contact: USUAL_CONTACT,
        }
    }

    /// Contagion at full contact in a phase.
    pub(super) fn contagion_in(&self, phase: u8) -> f64 {
        self.contagion + if phase == EXPANSION { self.surge } else { 0.0 }
    }

    /// Hazard of exit in a phase.
    pub(super) fn exit_in(&self, phase: u8) -> f64 {
        self.exit
            + if phase == CONTRACTION {
                self.retreat
            } else {
                0.0
            }
    }

    /// Takes the usual contact from the field.
    pub(super) fn adapt(&mut self, arrivals: &Arrivals) {
        let near: f64 = arrivals.months.iter().map(|m| m.near).sum();
        let held: f64 = arrivals.months.iter().map(|m| m.held).sum();
        // Two places' worth of the start keep an empty field from leading astray.
        let share = (near + 2.0 * USUAL_CONTACT) / (held + 2.0);
        self.usual_contact = share.clamp(0.1, 1.0);
    }

    /// Probability that an empty place with `k` held neighbours is held a month later.
    pub(super) fn gain(&self, phase: u8, shock: f64, k: usize, contacts: f64) -> f64 {
        -(-shock * self.contagion_in(phase) * (k as f64 / contacts + self.jump)).exp_m1()
    }

    /// Probability that a held place is empty a month later.
    pub(super) fn loss(&self, phase: u8, shock: f64) -> f64 {
        -(-shock * self.exit_in(phase)).exp_m1()
    }

    /// Probability of going from one phase to another.
    pub(super) fn step(&self, from: u8, to: u8) -> f64 {
        if from == to {
            self.stay
        } else {
            (1.0 - self.stay) / (PHASES - 1) as f64
        }
    }

    /// A draw given arrivals, phases and shocks.
    pub(super) fn update(
        &mut self,
        arrivals: &Arrivals,
        phases: &[u8],
        shocks: &Shocks,
        rng: &mut impl Rng,
    ) {
        let (mut by_base, mut by_surge, mut by_jump) = (0.0, 0.0, 0.0);
        let (mut base, mut surge) = (Exposure::default(), Exposure::default());
        let (mut exits, mut retreats, mut held, mut pressed) = (0.0, 0.0, 0.0, 0.0);
        for (t, &phase) in phases.iter().enumerate().skip(1) {
            let m = arrivals.months[t];
            let split = |count: u32, share: f64, rng: &mut _| {
                Binomial::new(u64::from(count), share).map_or(0.0, |d| d.sample(rng) as f64)
            };
            let expanding = phase == EXPANSION;
            by_jump += f64::from(m.jumps);
            let all = m.jumps + m.contagions;
            let surged = if expanding {
                split(all, self.surge / self.contagion_in(phase), rng)
            } else {
                0.0
            };
            by_surge += surged;
            by_base += f64::from(all) - surged;
            base.add(shocks.gain[t], m);
            let retreating = phase == CONTRACTION;
            let pushed = if retreating {
                split(m.exits, self.retreat / self.exit_in(phase), rng)
            } else {
                0.0
            };
            retreats += pushed;
            exits += f64::from(m.exits) - pushed;
            held += shocks.loss[t] * m.held;
            if expanding {
                surge.add(shocks.gain[t], m);
            }
            if retreating {
                pressed += shocks.loss[t] * m.held;
            }
        }
        // Proposed from all but the prior that ties contagion to it, which then decides.
        let proposed = EXIT.given(exits, held, rng).max(1e-6);
        let odds = contagion_prior(proposed, self.usual_contact).log_density(self.contagion)
            - contagion_prior(self.exit, self.usual_contact).log_density(self.contagion);
        if rng.random::<f64>().ln() < odds {
            self.exit = proposed;
        }
        let prior = contagion_prior(self.exit, self.usual_contact);
        self.contagion = prior.given(by_base, base.at(self.jump), rng).max(1e-9);
        self.surge = SURGE.given(by_surge, surge.at(self.jump), rng).max(1e-9);
        let open = self.contagion * base.empty + self.surge * surge.empty;
        self.jump = JUMP.given(by_jump, open, rng).max(1e-9);
        self.retreat = RETREAT.given(retreats, pressed, rng).max(1e-9);
        let first = arrivals.held_first;
        self.start = beta(START.0 + first, START.1 + arrivals.places - first, rng);
        let goes_on = phases.windows(2).filter(|p| p[0] == p[1]).count() as f64;
        let turns = (phases.len() - 1) as f64 - goes_on;
        self.stay = beta(STAY.0 + goes_on, STAY.1 + turns, rng).clamp(1e-6, 1.0 - 1e-6);
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Exposure {
    near: f64,
    empty: f64,
}

impl Exposure {
    fn add(&mut self, shock: f64, m: MonthArrivals) {
        self.near += shock * m.near;
        self.empty += shock * m.empty;
    }

    fn at(self, jump: f64) -> f64 {
        self.near + jump * self.empty
    }
}

/// Arrivals of the Poisson processes behind gains and losses.
///
/// The complementary log-log link makes a gain one or more arrivals of processes that run side by
/// side: contagion from held neighbours and jumps. A loss is one or more arrivals of exit.
#[derive(Debug, Clone)]
pub(super) struct Arrivals {
    /// By month; nothing in the first.
    pub(super) months: Vec<MonthArrivals>,
    held_first: f64,
    places: f64,
}

/// Arrivals and exposures of one month.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MonthArrivals {
    pub(super) jumps: u32,
    pub(super) contagions: u32,
    pub(super) exits: u32,
    /// Contact summed over places that were empty.
    pub(super) near: f64,
    /// Places that were empty.
    pub(super) empty: f64,
    /// Places that were held.
    pub(super) held: f64,
}

impl Arrivals {
    /// A draw given moves, phases and shocks.
    pub(super) fn draw(
        moves: &Moves,
        rates: &Rates,
        phases: &[u8],
        shocks: &Shocks,
        contacts: f64,
        rng: &mut impl Rng,
    ) -> Self {
        let mut months = vec![MonthArrivals::default(); phases.len()];
        for (t, slot) in months.iter_mut().enumerate().skip(1) {
            let m = moves.month(t);
            let b = rates.contagion_in(phases[t]) * shocks.gain[t];
            slot.near = f64::from(m.contact) / contacts;
            slot.empty = f64::from(m.stayed_empty);
            slot.held = f64::from(m.kept + m.losses);
            for (k, &gains) in m.gains.iter().enumerate() {
                let near = k as f64 / contacts;
                for _ in 0..gains {
                    for _ in 0..at_least_one(b * (near + rates.jump), rng) {
                        if rng.random::<f64>() * (near + rates.jump) < near {
                            slot.contagions += 1;
                        } else {
                            slot.jumps += 1;
                        }
                    }
                }
                slot.near += near * f64::from(gains);
                slot.empty += f64::from(gains);
            }
            let x = rates.exit_in(phases[t]) * shocks.loss[t];
            slot.exits = (0..m.losses).map(|_| at_least_one(x, rng)).sum();
        }
        Self {
            months,
            held_first: f64::from(moves.held_first),
            places: moves.places as f64,
        }
    }
}

const SPAN: usize = 16;

/// What a field's places do in each month.
#[derive(Debug)]
pub(super) struct Moves {
    degree: usize,
    places: usize,
    held_first: u32,
    stayed_empty: Vec<u32>,
    contact: Vec<u32>,
    kept: Vec<u32>,
    losses: Vec<u32>,
    gains: Vec<u32>,
}

/// One month of [`Moves`]: what became of the places of the month before.
#[derive(Debug, Clone, Copy)]
pub(super) struct MonthMoves<'m> {
    /// Empty places that stayed so.
    pub(super) stayed_empty: u32,
    /// Sum of their held neighbours.
    pub(super) contact: u32,
    /// Held places that stayed so.
    pub(super) kept: u32,
    /// Held places that were lost.
    pub(super) losses: u32,
    /// Empty places that were gained, by the number of their held neighbours.
    pub(super) gains: &'m [u32],
}

impl Moves {
    pub(super) fn new(problem: &Problem) -> Self {
        let zeros = vec![0; problem.months];
        Self {
            degree: problem.degree,
            places: problem.places,
            held_first: 0,
            stayed_empty: zeros.clone(),
            contact: zeros.clone(),
            kept: zeros.clone(),
            losses: zeros,
            gains: vec![0; problem.months * (problem.degree + 1)],
        }
    }

    pub(super) fn month(&self, t: usize) -> MonthMoves<'_> {
        let width = self.degree + 1;
        MonthMoves {
            stayed_empty: self.stayed_empty[t],
            contact: self.contact[t],
            kept: self.kept[t],
            losses: self.losses[t],
            gains: &self.gains[t * width..(t + 1) * width],
        }
    }

    /// Counts a field anew.
    pub(super) fn count(&mut self, problem: &Problem, field: &Field, near: &mut [u8]) {
        let width = self.degree + 1;
        self.held_first = 0;
        for all in [
            &mut self.stayed_empty,
            &mut self.contact,
            &mut self.kept,
            &mut self.losses,
            &mut self.gains,
        ] {
            all.fill(0);
        }
        for place in 0..problem.places {
            let row = field.row(place);
            self.held_first += u32::from(row[0]);
            field.count_neighbours(problem, place, near);
            let (before, after) = (&row[..row.len() - 1], &row[1..]);
            let pairs = before.iter().zip(after).zip(&*near);
            let sums = self.stayed_empty[1..]
                .iter_mut()
                .zip(&mut self.contact[1..]);
            for (((b, a), k), (empty, contact)) in pairs.zip(sums) {
                let still = (b | a) ^ 1;
                *empty += u32::from(still);
                *contact += u32::from(still * k);
            }
            let sums = self.kept[1..].iter_mut().zip(&mut self.losses[1..]);
            for ((b, a), (kept, lost)) in before.iter().zip(after).zip(sums) {
                *kept += u32::from(b & a);
                *lost += u32::from(b & (a ^ 1));
            }
            // Gains are rare: look for them sixteen months at a time.
            let spans = before.chunks(SPAN).zip(after.chunks(SPAN));
            for (span, (before, after)) in spans.enumerate() {
                let gained = |(b, a): (&u8, &u8)| (b ^ 1) & a;
                if before
                    .iter()
                    .zip(after)
                    .map(gained)
                    .fold(0, |any, g| any | g)
                    == 0
                {
                    continue;
                }
                for (i, pair) in before.iter().zip(after).enumerate() {
                    let t = span * SPAN + i;
                    if gained(pair) == 1 {
                        self.gains[(t + 1) * width + near[t] as usize] += 1;
                    }
                }
            }
        }
    }
}

/// A Poisson count of the given mean, known to be at least 1.
fn at_least_one(mean: f64, rng: &mut impl Rng) -> u32 {
    let mut term = mean / mean.exp_m1().max(f64::MIN_POSITIVE);
    let mut left = rng.random::<f64>();
    for count in 1..50 {
        left -= term;
        if left < 0.0 {
            return count;
        }
        term *= mean / f64::from(count + 1);
    }
    50
}

pub(super) fn gamma(shape: f64, rate: f64, rng: &mut impl Rng) -> f64 {
    Gamma::new(shape, 1.0 / rate).map_or(shape / rate, |g| g.sample(rng))
}

pub(super) fn beta(a: f64, b: f64, rng: &mut impl Rng) -> f64 {
    Beta::new(a, b).map_or(a / (a + b), |d| d.sample(rng))
}
