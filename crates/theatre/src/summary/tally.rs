//! Adds up the runs of a scenario.

use super::cluster::Sums;
use super::shape::{Bands, Course, FighterCourse, Horizon, Mean, PlaceAt, PlacesAt, Regime};
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

/// What is true of a run at a horizon.
#[derive(Debug, Clone, Copy)]
struct Ending {
    capital: Option<usize>,
    fate: Fate,
    placeholder: bool,
    deal: bool,
    three_factions: bool,
}

/// Zeros and ones of an ending; then who holds the capital, by fighter, then nobody.
const FLAGS: usize = 7;
const SURVIVED: usize = 0;
const REPLACED: usize = 1;
const MOVEMENT: usize = 2;
const COLLAPSED: usize = 3;
const PLACEHOLDER: usize = 4;
const DEAL: usize = 5;
const THREE_FACTIONS: usize = 6;

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

    fn flags(self, fighters: usize) -> impl Iterator<Item = f64> {
        let replaced = matches!(self.fate, Fate::Overthrown | Fate::Movement);
        let flags = [
            self.fate == Fate::Survived,
            replaced,
            self.fate == Fate::Movement,
            self.fate == Fate::Collapsed,
            self.placeholder,
            self.deal,
            self.three_factions,
        ];
        let holder = self.capital.unwrap_or(fighters);
        let capital = (0..=fighters).map(move |one| one == holder);
        let all = flags.into_iter().chain(capital);
        all.map(|is| f64::from(u8::from(is)))
    }
}

/// The runs so far.
#[derive(Debug)]
pub(super) struct Tally {
    form: Form,
    runs: u64,
    course: Vec<Sketch>,
    /// At each horizon what is told of a month and the flags of the ending, by cluster.
    endings: Vec<Sums>,
    /// Sums of reach, rule and people, view by view.
    sums: Vec<f64>,
    /// Deaths by view and place.
    deaths: Vec<Sketch>,
}

impl Tally {
    pub(super) fn new(form: &Form) -> Self {
        let k = form.fighters;
        let row = || {
            let by_fighter = (0..BY_FIGHTER * k).map(|_| Grain::Share);
            SERIES.into_iter().chain(by_fighter).map(Sketch::new)
        };
        let figures = form.width() + FLAGS + k + 1;
        Self {
            runs: 0,
            course: (0..form.months).flat_map(|_| row()).collect(),
            endings: vec![Sums::new(figures); form.horizons.len()],
            sums: vec![0.0; form.views.len() * (2 * k + 1) * form.places],
            deaths: vec![Sketch::new(Grain::Amount); form.views.len() * form.places],
            form: form.clone(),
        }
    }

    /// Adds a run of a cluster.
    pub(super) fn add(&mut self, cluster: usize, run: &Reduced) {
        self.runs += 1;
        for (sketch, value) in self.course.iter_mut().zip(&run.course) {
            sketch.add(*value);
        }
        let width = self.form.width();
        let horizons = self.form.horizons.iter().zip(&run.endings);
        for (sums, (month, ending)) in self.endings.iter_mut().zip(horizons) {
            let told = &run.course[(*month as usize - 1) * width..][..width];
            let flags = ending.flags(self.form.fighters);
            sums.add(cluster, told.iter().copied().chain(flags));
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

    fn horizon(&self, month: u32, endings: &Sums) -> Horizon {
        let width = self.form.width();
        let chance = |flag: usize| endings.chance(width + flag);
        let row = (month as usize - 1) * width;
        let mean = |series: usize| {
            let sketch = &self.course[row + series];
            let [low, high] = sketch.quantiles([0.05, 0.95]);
            Mean {
                mean: sketch.mean(),
                error: endings.error(series),
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
        Horizon {
            month,
            capital: (0..k).map(|one| chance(FLAGS + one)).collect(),
            capital_nobody: chance(FLAGS + k),
            regime: Regime {
                survived: chance(SURVIVED),
                replaced: chance(REPLACED),
                movement: chance(MOVEMENT),
                collapsed: chance(COLLAPSED),
            },
            placeholder: chance(PLACEHOLDER),
            deal: chance(DEAL),
            factions: mean(FACTIONS),
            three_factions: chance(THREE_FACTIONS),
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
