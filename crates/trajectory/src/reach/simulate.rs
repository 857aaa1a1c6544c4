//! Made-up records with a known truth.

use calendar::Month;
use places::Gid;
use rand::{Rng, RngExt};
use rand_distr::{Distribution, Gamma, Normal, Poisson};

use super::Phase;
use super::input::{ReachInput, ReachPlace, Tally};
use super::problem::{Field, Problem};
use super::rates::{CONTRACTION, EXPANSION, PHASES, Rates};

/// A made-up country and group, to learn what the model can and cannot see.
///
/// Intensities differ from place to place by a gamma law and from month to month by a log-normal one:
/// not by the model's own levels, so that a recovery shows that the levels suffice.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// Rows of cells.
    pub rows: u32,
    /// Columns of cells.
    pub columns: u32,
    /// Months.
    pub months: usize,
    /// Places held in the first month, in one patch.
    pub start: usize,
    /// Mean events a month in a held place.
    pub intensity: f64,
    /// Negative binomial size within place and month.
    pub dispersion: f64,
    /// Shape of the gamma law of intensity over places; its coefficient of variation is one over the
    /// root of it.
    pub evenness: f64,
    /// Standard deviation of the logarithm of intensity over months.
    pub swing: f64,
    /// Mean events a month in a place that is not held.
    pub stray: f64,
    /// Hazard of gain in every phase at full contact, and what expansion adds.
    pub contagion: f64,
    /// What expansion adds to it.
    pub surge: f64,
    /// Contact of places far from all others.
    pub jump: f64,
    /// Hazard of loss in every phase.
    pub exit: f64,
    /// What contraction adds to it.
    pub retreat: f64,
    /// Standard deviation of the factors, of mean 1, on a month's hazards of gain and of loss.
    pub clumping: f64,
    /// Share of months of offensives in expansion and of routs in contraction, in which the month's
    /// factor has a gamma law of shape 2 and mean 6 instead.
    pub sweeping: f64,
    /// Shortest phase in months.
    pub shortest: usize,
    /// Mean length of a phase in months beyond the shortest.
    pub phase_length: f64,
}

impl Default for Simulation {
    /// 15 x 15 cells, 120 months, 10 places at first, 0.3 events a month in a held place; phases of
    /// a year or more, 30 months on average, in which reach grows by 5 to 10 % or shrinks by 8 % a
    /// month, or stays.
    fn default() -> Self {
        Self {
            rows: 15,
            columns: 15,
            months: 120,
            start: 10,
            intensity: 0.3,
            dispersion: 0.6,
            evenness: 2.0,
            swing: 0.4,
            stray: 1e-4,
            contagion: 0.025,
            surge: 0.2,
            jump: 0.002,
            exit: 0.01,
            retreat: 0.08,
            clumping: 0.58,
            sweeping: 0.0,
            shortest: 12,
            phase_length: 18.0,
        }
    }
}

/// What was true in a made-up record.
#[derive(Debug, Clone)]
pub struct Truth {
    /// Phase by month.
    pub phases: Vec<Phase>,
    /// Places held by month.
    pub places: Vec<u32>,
    /// Area held by month in km2.
    pub km2: Vec<f64>,
    /// Rate at which the places held of the month before were expected to change, by month: gains
    /// less losses over places; 0 in the first month and where none was held.
    pub growth: Vec<f64>,
}

impl Simulation {
    /// Draws a record and its truth.
    pub fn draw(&self, rng: &mut impl Rng) -> (ReachInput, Truth) {
        let input = self.country();
        let problem = Problem::new(&input);
        let rates = Rates {
            contagion: self.contagion,
            surge: self.surge,
            jump: self.jump,
            exit: self.exit,
            retreat: self.retreat,
            start: 0.0,
            stay: 1.0 - 1.0 / self.phase_length,
            usual_contact: 0.4,
        };
        let mut phase = rng.random_range(0..PHASES as u8);
        let mut phases = Vec::with_capacity(self.months);
        let mut lasted = 0;
        while phases.len() < self.months {
            if lasted >= self.shortest && rng.random::<f64>() >= rates.stay {
                phase = (phase + rng.random_range(1..PHASES as u8)) % PHASES as u8;
                lasted = 0;
            }
            phases.push(phase);
            lasted += 1;
        }
        let (field, growth) = self.spread(&problem, &rates, &phases, rng);
        let mut places = vec![0; self.months];
        let mut km2 = vec![0.0; self.months];
        for (number, place) in input.places.iter().enumerate() {
            for t in (0..self.months).filter(|t| field.held(number, *t)) {
                places[t] += 1;
                km2[t] += place.km2;
            }
        }
        let tallies = self.look(&field, rng);
        let phases = phases.into_iter().map(Phase::of).collect();
        (
            ReachInput { tallies, ..input },
            Truth {
                phases,
                places,
                km2,
                growth,
            },
        )
    }

    fn country(&self) -> ReachInput {
        // From 10 degrees north and the meridian on: the half degrees of the Sahel.
        let south_west = Gid::of(10.25, 0.25).map_or(1, Gid::get);
        let number = |row: u32, column: u32| (row * self.columns + column) as usize;
        let mut places = Vec::new();
        let mut neighbours = Vec::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                let Some(gid) = Gid::new(south_west + row * places::COLUMNS + column) else {
                    continue;
                };
                places.push(ReachPlace {
                    gid: Some(gid),
                    name: gid.to_string(),
                    centre: gid.centre(),
                    km2: gid.area_km2(),
                    people: None,
                    regions: vec![],
                });
                let around = (row.saturating_sub(1)..=row + 1)
                    .flat_map(|r| (column.saturating_sub(1)..=column + 1).map(move |c| (r, c)));
                let inside = around.filter(|&(r, c)| r < self.rows && c < self.columns);
                let others = inside.filter(|&at| at != (row, column));
                neighbours.push(others.map(|(r, c)| number(r, c)).collect());
            }
        }
        ReachInput {
            lineage: "made-up".into(),
            data: "simulation".into(),
            first: Month::of(calendar::Date::constant(2010, 1, 1)),
            months: self.months,
            places,
            neighbours,
            contacts: 8.0,
            tallies: vec![],
            regions: vec![],
            capital: None,
            points: vec![],
            left_out: 0,
        }
    }

    fn spread(
        &self,
        problem: &Problem,
        rates: &Rates,
        phases: &[u8],
        rng: &mut impl Rng,
    ) -> (Field, Vec<f64>) {
        let mut field = Field::empty(problem.places, self.months);
        let mut patch = vec![rng.random_range(0..problem.places)];
        while patch.len() < self.start.min(problem.places) {
            let from = problem.neighbours(patch[rng.random_range(0..patch.len())]);
            let next = from[rng.random_range(0..from.len())];
            if !patch.contains(&next) {
                patch.push(next);
            }
        }
        for place in patch {
            field.row_mut(place)[0] = 1;
        }
        let spread = self.clumping.powi(2);
        let shocks = Gamma::new(1.0 / spread, spread).ok();
        let sweeping = Gamma::new(2.0, 3.0).ok();
        let mut growth = vec![0.0];
        for (t, &phase) in phases.iter().enumerate().skip(1) {
            let (mut expected, mut before) = (0.0, 0.0);
            let mut shock = |own: u8| {
                let sweeps =
                    self.sweeping > 0.0 && phase == own && rng.random::<f64>() < self.sweeping;
                let law = if sweeps { sweeping } else { shocks };
                law.map_or(1.0, |law| law.sample(rng))
            };
            let (more, fewer) = (shock(EXPANSION), shock(CONTRACTION));
            for place in 0..problem.places {
                let near = problem
                    .neighbours(place)
                    .iter()
                    .filter(|&&j| field.held(j, t - 1))
                    .count();
                let held = field.held(place, t - 1);
                let keeps = if held {
                    before += 1.0;
                    expected -= rates.loss(phase, 1.0);
                    1.0 - rates.loss(phase, fewer)
                } else {
                    expected += rates.gain(phase, 1.0, near, problem.contacts);
                    rates.gain(phase, more, near, problem.contacts)
                };
                field.row_mut(place)[t] = u8::from(rng.random::<f64>() < keeps);
            }
            growth.push(if before > 0.0 { expected / before } else { 0.0 });
        }
        (field, growth)
    }

    fn look(&self, field: &Field, rng: &mut impl Rng) -> Vec<Tally> {
        let place_law = Gamma::new(self.evenness, 1.0 / self.evenness);
        let month_law = Normal::new(-0.5 * self.swing.powi(2), self.swing);
        let within = Gamma::new(self.dispersion, 1.0 / self.dispersion);
        let (Ok(place_law), Ok(month_law), Ok(within)) = (place_law, month_law, within) else {
            return vec![];
        };
        let months: Vec<f64> = (0..self.months)
            .map(|_| f64::exp(month_law.sample(rng)))
            .collect();
        let mut tallies = Vec::new();
        for place in 0..(self.rows * self.columns) as usize {
            let level = self.intensity * place_law.sample(rng);
            for (month, of_month) in months.iter().enumerate() {
                let mean = if field.held(place, month) {
                    level * of_month * within.sample(rng)
                } else {
                    self.stray
                };
                let events = Poisson::new(mean).map_or(0.0, |p| p.sample(rng)) as u32;
                if events > 0 {
                    tallies.push(Tally {
                        place,
                        month,
                        events,
                    });
                }
            }
        }
        tallies
    }
}
