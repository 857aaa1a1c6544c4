//! Adds up the runs of a scenario.

use super::shape::{
    Bands, Chance, Course, FighterCourse, Horizon, Mean, PlaceAt, PlacesAt, Regime,
};
use super::sketch::{Grain, Sketch};
use crate::findings::MIDWAY;
use crate::outcome::Month;
use crate::run::{Plan, Run};
use crate::state::Government;
use crate::world::{Side, World};

/// What is told of a month besides what is told by fighter.
const SERIES: [Grain; 10] = [
    Grain::Amount,
    Grain::Amount,
    Grain::Amount,
    Grain::Amount,
    Grain::Amount,
    Grain::Share,
    Grain::Share,
    Grain::Share,
    Grain::Share,
    Grain::Share,
];
const DEATHS: usize = 0;
const DEATHS_SO_FAR: usize = 1;
const EVENTS: usize = 2;
const DISPLACED: usize = 3;
const FACTIONS: usize = 4;
const STATE: usize = 5;
const SHADOW: usize = 6;
const OVERT: usize = 7;
const NOBODY: usize = 8;
const CAPACITY: usize = 9;
/// By fighter: reach, shadow rule, overt rule.
const BY_FIGHTER: usize = 3;

/// Months at which outcomes are told.
const HORIZONS: [u32; 4] = [12, 24, 36, 60];

/// What a plan asks of each run of a world.
#[derive(Debug, Clone)]
pub(super) struct Form {
    months: usize,
    fighters: usize,
    places: usize,
    /// Who holds the capital before the first month.
    holder: usize,
    views: Vec<u32>,
    movements: Vec<usize>,
    horizons: Vec<u32>,
    /// Months of differences.
    pub(super) compared: Vec<u32>,
}

/// What a run comes to.
#[derive(Debug)]
pub(super) struct Reduced {
    /// Series by month: all of the first month, then all of the second.
    course: Vec<f64>,
    endings: Vec<Ending>,
    /// For each view: reach and rule by fighter and place, then people and deaths by place.
    places: Vec<f64>,
    /// For each month of differences: what is compared, in the order of the measures.
    pub(super) compared: Vec<[f64; 5]>,
}

#[derive(Debug, Clone, Copy)]
struct Ending {
    capital: Option<usize>,
    fate: Fate,
    placeholder: bool,
    deal: bool,
    three_factions: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Survived,
    Overthrown,
    Movement,
    Collapsed,
}

impl Form {
    pub(super) fn new(world: &World, plan: &Plan) -> Self {
        let until_end = |months: &[u32]| -> Vec<u32> {
            let before = months.iter().copied().filter(|month| *month < plan.months);
            before
                .chain((plan.months > 0).then_some(plan.months))
                .collect()
        };
        let every = plan.every as usize;
        Self {
            months: plan.months as usize,
            fighters: world.fighters.len(),
            places: world.places.len(),
            holder: world.holder(),
            views: match every {
                0 => Vec::new(),
                every => (0..=plan.months).step_by(every).collect(),
            },
            movements: (0..world.fighters.len())
                .filter(|one| world.fighters[*one].side == Side::Insurgent)
                .collect(),
            horizons: until_end(&HORIZONS),
            compared: until_end(&[MIDWAY]),
        }
    }

    fn width(&self) -> usize {
        SERIES.len() + BY_FIGHTER * self.fighters
    }

    fn view(&self) -> usize {
        (2 * self.fighters + 2) * self.places
    }

    /// Takes of a run what is told.
    pub(super) fn reduce(&self, run: &Run<'_>) -> Reduced {
        let mut course = Vec::with_capacity(self.months * self.width());
        let mut deaths = 0.0;
        for month in run.months {
            deaths += month.deaths;
            course.extend([
                month.deaths,
                deaths,
                f64::from(month.events),
                month.displaced,
                f64::from(month.factions),
                month.state,
                month.shadow.iter().sum(),
                month.overt.iter().sum(),
                month.nobody,
                month.capacity,
            ]);
            for of in [&month.reach, &month.shadow, &month.overt] {
                course.extend_from_slice(of);
            }
        }
        let mut places = Vec::with_capacity(self.views.len() * self.view());
        for view in run.views {
            for of in [&view.reach, &view.rule, &view.people, &view.deaths] {
                places.extend_from_slice(of);
            }
        }
        // Overthrows of a past that was replayed are not the scenario's.
        let past = run.opening.map_or(0, |opening| opening.state.overthrows);
        let at = |month: &u32| &run.months[*month as usize - 1];
        let compared = |month: &u32| {
            let row = (*month as usize - 1) * self.width();
            let overt = &at(month).overt;
            [
                course[row + DEATHS_SO_FAR],
                course[row + DISPLACED],
                course[row + STATE],
                self.movements.iter().map(|one| overt[*one]).sum(),
                course[row + NOBODY],
            ]
        };
        Reduced {
            endings: self
                .horizons
                .iter()
                .map(|month| Ending::of(at(month), past, self.holder))
                .collect(),
            compared: self.compared.iter().map(compared).collect(),
            course,
            places,
        }
    }
}

impl Ending {
    fn of(month: &Month, past: u32, holder: usize) -> Self {
        Self {
            capital: month.capital,
            fate: match month.government {
                Government::Movement(one) if one == holder => Fate::Survived,
                Government::Movement(_) => Fate::Movement,
                Government::None => Fate::Collapsed,
                _ if month.collapsed => Fate::Collapsed,
                _ if month.overthrows > past => Fate::Overthrown,
                _ => Fate::Survived,
            },
            placeholder: month.government == Government::Placeholder,
            deal: month.deal,
            three_factions: month.factions >= 3,
        }
    }
}

/// The runs so far.
#[derive(Debug)]
pub(super) struct Tally {
    form: Form,
    runs: u64,
    course: Vec<Sketch>,
    endings: Vec<Endings>,
    /// Sums of reach, rule and people, view by view.
    sums: Vec<f64>,
    /// Deaths by view and place.
    deaths: Vec<Sketch>,
}

/// Runs by ending.
#[derive(Debug, Clone)]
struct Endings {
    /// By fighter, then nobody.
    capital: Vec<u64>,
    /// In the order of [`Fate`].
    fates: [u64; 4],
    placeholder: u64,
    deal: u64,
    three_factions: u64,
}

impl Tally {
    pub(super) fn new(form: &Form) -> Self {
        let k = form.fighters;
        let row = || {
            let by_fighter = (0..BY_FIGHTER * k).map(|_| Grain::Share);
            SERIES.into_iter().chain(by_fighter).map(Sketch::new)
        };
        let none = Endings {
            capital: vec![0; k + 1],
            fates: [0; 4],
            placeholder: 0,
            deal: 0,
            three_factions: 0,
        };
        Self {
            runs: 0,
            course: (0..form.months).flat_map(|_| row()).collect(),
            endings: vec![none; form.horizons.len()],
            sums: vec![0.0; form.views.len() * (2 * k + 1) * form.places],
            deaths: vec![Sketch::new(Grain::Amount); form.views.len() * form.places],
            form: form.clone(),
        }
    }

    /// Adds a run.
    pub(super) fn add(&mut self, run: &Reduced) {
        self.runs += 1;
        for (sketch, value) in self.course.iter_mut().zip(&run.course) {
            sketch.add(*value);
        }
        for (sum, ending) in self.endings.iter_mut().zip(&run.endings) {
            sum.capital[ending.capital.unwrap_or(self.form.fighters)] += 1;
            sum.fates[ending.fate as usize] += 1;
            sum.placeholder += u64::from(ending.placeholder);
            sum.deal += u64::from(ending.deal);
            sum.three_factions += u64::from(ending.three_factions);
        }
        let (n, view) = (self.form.places, self.form.view());
        if view == 0 {
            return;
        }
        let summed = view - n;
        for (at, values) in run.places.chunks(view).enumerate() {
            let (summands, deaths) = values.split_at(summed);
            for (sum, value) in self.sums[at * summed..].iter_mut().zip(summands) {
                *sum += value;
            }
            for (sketch, value) in self.deaths[at * n..].iter_mut().zip(deaths) {
                sketch.add(*value);
            }
        }
    }

    fn bands(&self, series: usize) -> Bands {
        let mut bands = Bands::default();
        for sketch in self.course.iter().skip(series).step_by(self.form.width()) {
            let quantiles = sketch.quantiles([0.05, 0.25, 0.5, 0.75, 0.95]);
            bands.mean.push(sketch.mean());
            for (band, value) in [
                &mut bands.p05,
                &mut bands.p25,
                &mut bands.p50,
                &mut bands.p75,
                &mut bands.p95,
            ]
            .into_iter()
            .zip(quantiles)
            {
                band.push(value);
            }
        }
        bands
    }

    /// Month by month.
    pub(super) fn course(&self) -> Course {
        let k = self.form.fighters;
        let by = |what: usize, one: usize| self.bands(SERIES.len() + what * k + one);
        Course {
            deaths: self.bands(DEATHS),
            deaths_so_far: self.bands(DEATHS_SO_FAR),
            events: self.bands(EVENTS),
            displaced: self.bands(DISPLACED),
            state: self.bands(STATE),
            shadow: self.bands(SHADOW),
            overt: self.bands(OVERT),
            nobody: self.bands(NOBODY),
            capacity: self.bands(CAPACITY),
            fighters: (0..k)
                .map(|one| FighterCourse {
                    reach: by(0, one),
                    shadow: by(1, one),
                    overt: by(2, one),
                })
                .collect(),
        }
    }

    /// How things stand at each horizon.
    pub(super) fn horizons(&self) -> Vec<Horizon> {
        let each = self.form.horizons.iter().zip(&self.endings);
        each.map(|(month, endings)| self.horizon(*month, endings))
            .collect()
    }

    fn horizon(&self, month: u32, endings: &Endings) -> Horizon {
        let chance = |runs| Chance::of(runs, self.runs);
        let row = (month as usize - 1) * self.form.width();
        let mean = |series: usize| {
            let sketch = &self.course[row + series];
            let [low, high] = sketch.quantiles([0.05, 0.95]);
            Mean {
                mean: sketch.mean(),
                error: sketch.error(),
                low,
                high,
            }
        };
        let k = self.form.fighters;
        let by = |what: usize| {
            (0..k)
                .map(|one| mean(SERIES.len() + what * k + one))
                .collect()
        };
        let fate = |fate: Fate| endings.fates[fate as usize];
        Horizon {
            month,
            capital: endings.capital[..k]
                .iter()
                .map(|runs| chance(*runs))
                .collect(),
            capital_nobody: chance(endings.capital[k]),
            regime: Regime {
                survived: chance(fate(Fate::Survived)),
                replaced: chance(fate(Fate::Overthrown) + fate(Fate::Movement)),
                movement: chance(fate(Fate::Movement)),
                collapsed: chance(fate(Fate::Collapsed)),
            },
            placeholder: chance(endings.placeholder),
            deal: chance(endings.deal),
            factions: mean(FACTIONS),
            three_factions: chance(endings.three_factions),
            deaths: mean(DEATHS_SO_FAR),
            displaced: mean(DISPLACED),
            state: mean(STATE),
            shadow: mean(SHADOW),
            overt: mean(OVERT),
            nobody: mean(NOBODY),
            capacity: mean(CAPACITY),
            shadow_by: by(1),
            overt_by: by(2),
        }
    }

    /// Places at each view.
    pub(super) fn places(&self) -> Vec<PlacesAt> {
        let (k, n) = (self.form.fighters, self.form.places);
        let runs = self.runs.max(1) as f64;
        let mean = |view: usize, row: usize, place: usize| {
            self.sums[(view * (2 * k + 1) + row) * n + place] / runs
        };
        let place = |view: usize, place: usize| {
            let [deaths] = self.deaths[view * n + place].quantiles([0.5]);
            PlaceAt {
                reach: (0..k).map(|one| mean(view, one, place)).collect(),
                rule: (0..k).map(|one| mean(view, k + one, place)).collect(),
                people: mean(view, 2 * k, place),
                deaths,
            }
        };
        let each = self.form.views.iter().enumerate();
        each.map(|(view, month)| PlacesAt {
            month: *month,
            places: (0..n).map(|one| place(view, one)).collect(),
        })
        .collect()
    }
}
