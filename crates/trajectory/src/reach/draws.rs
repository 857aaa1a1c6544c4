//! The measures of reach of each drawn field, month by month.

use super::input::ReachInput;
use super::problem::Field;

/// Measures by month, one row of months for each draw.
#[derive(Debug, Clone)]
pub(super) struct Draws {
    months: usize,
    weights: Weights,
    /// Phases.
    pub(super) phases: Vec<u8>,
    /// Places held.
    pub(super) places: Vec<f32>,
    /// Area in km2.
    pub(super) km2: Vec<f32>,
    /// People; empty where none are given.
    pub(super) people: Vec<f32>,
    /// Regions with at least one held place.
    pub(super) regions: Vec<f32>,
    /// Places gained and lost since the month before.
    pub(super) gained: Vec<f32>,
    pub(super) lost: Vec<f32>,
    /// Distance in km from the capital to the nearest held place, and the nearest tenth; NaN where
    /// none is held. Empty where there is no capital.
    pub(super) nearest: Vec<f32>,
    pub(super) tenth: Vec<f32>,
    /// Share of each region's area, region by region within a draw.
    pub(super) shares: Vec<f32>,
    /// Regions.
    pub(super) region_count: usize,
}

#[derive(Debug, Clone)]
struct Weights {
    km2: Vec<f32>,
    people: Option<Vec<f32>>,
    regions: Vec<Vec<(usize, f32)>>,
    /// Places by rising distance from the capital.
    outward: Vec<(usize, f32)>,
}

impl Draws {
    pub(super) fn new(input: &ReachInput, sweeps: usize) -> Self {
        let size = sweeps * input.months;
        let mut area = vec![0.0; input.regions.len()];
        for place in &input.places {
            for (region, share) in &place.regions {
                area[*region] += share * place.km2;
            }
        }
        let part = |km2: f64, (region, share): &(usize, f64)| {
            let all: f64 = area[*region];
            (
                *region,
                if all > 0.0 {
                    (km2 * share / all) as f32
                } else {
                    0.0
                },
            )
        };
        let people = input.places.iter().any(|p| p.people.is_some());
        let mut outward: Vec<(usize, f32)> = input.capital.map_or_else(Vec::new, |capital| {
            let away = |p: &super::ReachPlace| places::distance_km(p.centre, capital) as f32;
            input.places.iter().map(away).enumerate().collect()
        });
        outward.sort_by(|a, b| a.1.total_cmp(&b.1));
        Self {
            months: input.months,
            weights: Weights {
                km2: input.places.iter().map(|p| p.km2 as f32).collect(),
                people: people.then(|| {
                    input
                        .places
                        .iter()
                        .map(|p| p.people.unwrap_or(0.0) as f32)
                        .collect()
                }),
                regions: input
                    .places
                    .iter()
                    .map(|p| p.regions.iter().map(|r| part(p.km2, r)).collect())
                    .collect(),
                outward,
            },
            phases: Vec::with_capacity(size),
            places: Vec::with_capacity(size),
            km2: Vec::with_capacity(size),
            people: Vec::with_capacity(if people { size } else { 0 }),
            regions: Vec::with_capacity(size),
            gained: Vec::with_capacity(size),
            lost: Vec::with_capacity(size),
            nearest: Vec::new(),
            tenth: Vec::new(),
            shares: Vec::with_capacity(size * input.regions.len()),
            region_count: input.regions.len(),
        }
    }

    /// Adds the measures of a field, and the phases drawn with it.
    pub(super) fn push(&mut self, field: &Field, phases: &[u8]) {
        let months = self.months;
        self.phases.extend_from_slice(phases);
        let at = self.km2.len();
        let regions_at = self.shares.len();
        for all in [
            &mut self.places,
            &mut self.km2,
            &mut self.regions,
            &mut self.gained,
            &mut self.lost,
        ] {
            all.resize(at + months, 0.0);
        }
        self.shares
            .resize(regions_at + months * self.region_count, 0.0);
        if self.weights.people.is_some() {
            self.people.resize(at + months, 0.0);
        }
        for (place, km2) in self.weights.km2.iter().enumerate() {
            let row = field.row(place);
            if !row.contains(&1) {
                continue;
            }
            add(&mut self.places[at..], row, 1.0);
            add(&mut self.km2[at..], row, *km2);
            if let Some(people) = &self.weights.people {
                add(&mut self.people[at..], row, people[place]);
            }
            for (region, part) in &self.weights.regions[place] {
                let from = regions_at + region * months;
                add(&mut self.shares[from..from + months], row, *part);
            }
            for t in 1..months {
                self.gained[at + t] += f32::from(row[t] & (row[t - 1] ^ 1));
                self.lost[at + t] += f32::from(row[t - 1] & (row[t] ^ 1));
            }
        }
        for region in self.shares[regions_at..].chunks_exact(months) {
            for (sum, share) in self.regions[at..].iter_mut().zip(region) {
                *sum += f32::from(u8::from(*share > 0.0));
            }
        }
        self.measure_front(field, at);
    }

    fn measure_front(&mut self, field: &Field, at: usize) {
        if self.weights.outward.is_empty() {
            return;
        }
        let months = self.months;
        self.nearest.resize(at + months, f32::NAN);
        self.tenth.resize(at + months, f32::NAN);
        let mut passed = vec![0.0_f32; months];
        for &(place, away) in &self.weights.outward {
            let row = field.row(place);
            if !row.contains(&1) {
                continue;
            }
            for t in 0..months {
                if row[t] == 1 {
                    if passed[t] == 0.0 {
                        self.nearest[at + t] = away;
                    }
                    passed[t] += 1.0;
                    if self.tenth[at + t].is_nan() && passed[t] * 10.0 >= self.places[at + t] {
                        self.tenth[at + t] = away;
                    }
                }
            }
        }
    }
}

fn add(sums: &mut [f32], row: &[u8], weight: f32) {
    for (sum, held) in sums.iter_mut().zip(row) {
        *sum += weight * f32::from(*held);
    }
}
