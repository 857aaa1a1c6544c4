//! From chains to estimates.

use stats::{Estimate, Source};

use super::Ellipse;
use super::chain::Trace;
use super::draws::Draws;
use super::input::ReachInput;
use super::outcome::{MapPlace, Reach, ReachMap, ReachMonth, ReachRates, RegionReach};
use super::turning;

const LEVEL: f64 = 0.9;
/// Batches of each chain for the Monte Carlo error.
const BATCHES: usize = 5;

/// Puts the chains together.
pub(super) fn summarise(input: &ReachInput, traces: &[Trace]) -> Reach {
    let months = input.months;
    let source = Source::data(input.data.clone(), "dynamic occupancy");
    let summary = Summary {
        input,
        traces,
        source,
    };
    let probability = summary.probabilities();
    let places = summary.series(|d| &d.places);
    let km2 = summary.series(|d| &d.km2);
    let people = summary.series(|d| &d.people);
    let regions = summary.series(|d| &d.regions);
    let front = summary.series(|d| &d.nearest);
    let tenth = summary.series(|d| &d.tenth);
    let per_month = (0..months).map(|t| {
        let crossed = |up: bool| {
            let crosses = |place: &usize| {
                let row = &probability[place * months..(place + 1) * months];
                let before = if t > 0 { row[t - 1] } else { 0.0 };
                if up {
                    before <= 0.5 && row[t] > 0.5
                } else {
                    before > 0.5 && row[t] <= 0.5
                }
            };
            (0..input.places.len())
                .filter(crosses)
                .collect::<Vec<usize>>()
        };
        let held = input.places.iter().enumerate();
        let held = held.map(|(n, place)| (place.centre, place.km2 * probability[n * months + t]));
        let recent = input
            .points
            .iter()
            .filter(|(month, _)| *month <= t && month + 12 > t);
        let some = summary.mean_at(t, |d| &d.places, |x| f64::from(u8::from(x > 0.0)));
        Some(ReachMonth {
            month: input.first + t as i32,
            places: places.get(t)?.clone()?,
            km2: km2.get(t)?.clone()?,
            people: people.get(t).cloned().flatten(),
            regions: regions.get(t)?.clone()?,
            nowhere: 1.0 - some,
            entered: summary.mean_at(t, |d| &d.gained, f64::from),
            left: summary.mean_at(t, |d| &d.lost, f64::from),
            entered_places: crossed(true),
            left_places: crossed(false),
            phases: summary.phases(t),
            front_km: front.get(t).cloned().flatten(),
            front_tenth_km: tenth.get(t).cloned().flatten(),
            ellipse: Ellipse::of(held).filter(|_| some > 0.5),
            event_ellipse: Ellipse::of(recent.map(|(_, at)| (*at, 1.0))),
        })
    });
    let per_month: Vec<ReachMonth> = per_month.flatten().collect();
    Reach {
        lineage: input.lineage.clone(),
        first: input.first,
        phases: turning::runs(&per_month, traces),
        months: per_month,
        regions: summary.regions(),
        map: map(input, &probability),
        rates: summary.rates(),
        events: input.events(),
        left_out: input.left_out,
    }
}

struct Summary<'a> {
    input: &'a ReachInput,
    traces: &'a [Trace],
    source: Source,
}

impl Summary<'_> {
    /// Probability that a place is held, place by place and month by month.
    fn probabilities(&self) -> Vec<f64> {
        let kept: usize = self.traces.iter().map(|trace| trace.kept).sum();
        let size = self.input.places.len() * self.input.months;
        let held = |at: usize| {
            self.traces
                .iter()
                .map(|trace| u32::from(trace.held[at]))
                .sum::<u32>()
        };
        (0..size)
            .map(|at| f64::from(held(at)) / kept as f64)
            .collect()
    }

    /// Estimates by month of a measure; none where it exists in less than half of the draws.
    fn series(&self, measure: impl Fn(&Draws) -> &Vec<f32>) -> Vec<Option<Estimate>> {
        let months = self.input.months;
        (0..months)
            .map(|t| {
                let chains = self.traces.iter().map(|trace| {
                    let all = measure(&trace.draws).iter().skip(t).step_by(months);
                    all.map(|x| f64::from(*x)).collect()
                });
                self.estimate(&chains.collect::<Vec<Vec<f64>>>())
            })
            .collect()
    }

    fn estimate(&self, chains: &[Vec<f64>]) -> Option<Estimate> {
        let mut all: Vec<f64> = chains
            .iter()
            .flatten()
            .copied()
            .filter(|x| !x.is_nan())
            .collect();
        let drawn: usize = chains.iter().map(Vec::len).sum();
        if all.is_empty() || 2 * all.len() < drawn {
            return None;
        }
        all.sort_by(f64::total_cmp);
        let mut estimate =
            Estimate::from_quantiles(LEVEL, |p| quantile(&all, p), self.source.clone());
        let batches = chains
            .iter()
            .flat_map(|chain| chain.chunks(chain.len().div_ceil(BATCHES).max(1)));
        let medians: Vec<f64> = batches
            .filter_map(|batch| {
                let mut batch: Vec<f64> = batch.iter().copied().filter(|x| !x.is_nan()).collect();
                batch.sort_by(f64::total_cmp);
                (!batch.is_empty()).then(|| quantile(&batch, 0.5))
            })
            .collect();
        let n = medians.len() as f64;
        let mean = medians.iter().sum::<f64>() / n;
        let variance = medians.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
        estimate.monte_carlo_error = Some((variance / n).sqrt());
        Some(estimate)
    }

    fn mean_at(
        &self,
        t: usize,
        measure: impl Fn(&Draws) -> &Vec<f32>,
        value: impl Fn(f32) -> f64,
    ) -> f64 {
        let months = self.input.months;
        let (mut sum, mut count) = (0.0, 0.0);
        for trace in self.traces {
            for x in measure(&trace.draws).iter().skip(t).step_by(months) {
                sum += value(*x);
                count += 1.0;
            }
        }
        sum / f64::max(count, 1.0)
    }

    fn phases(&self, t: usize) -> [f64; 3] {
        let kept: usize = self.traces.iter().map(|trace| trace.kept).sum();
        std::array::from_fn(|phase| {
            let in_phase: u32 = self.traces.iter().map(|trace| trace.phases[phase][t]).sum();
            f64::from(in_phase) / kept as f64
        })
    }

    fn regions(&self) -> Vec<RegionReach> {
        let (months, count) = (self.input.months, self.input.regions.len());
        let share = |region: usize, t: usize| {
            let chains = self.traces.iter().map(|trace| {
                let all = trace
                    .draws
                    .shares
                    .iter()
                    .skip(region * months + t)
                    .step_by(months * count);
                all.map(|x| f64::from(*x).min(1.0)).collect()
            });
            self.estimate(&chains.collect::<Vec<Vec<f64>>>())
        };
        let names = self.input.regions.iter().enumerate();
        names
            .map(|(number, region)| RegionReach {
                region: region.clone(),
                share: (0..months).filter_map(|t| share(number, t)).collect(),
            })
            .collect()
    }

    fn rates(&self) -> ReachRates {
        let of = |value: &dyn Fn(&(super::rates::Rates, f64)) -> f64| {
            let chains = self
                .traces
                .iter()
                .map(|trace| trace.rates.iter().map(value).collect());
            let chains: Vec<Vec<f64>> = chains.collect();
            self.estimate(&chains)
                .unwrap_or_else(|| Estimate::from_quantiles(LEVEL, |_| 0.0, self.source.clone()))
        };
        ReachRates {
            contagion: of(&|(r, _)| r.contagion),
            surge: of(&|(r, _)| r.surge),
            exit: of(&|(r, _)| r.exit),
            retreat: of(&|(r, _)| r.retreat),
            detection: of(&|(_, p)| *p),
        }
    }
}

/// Quantile of sorted values by linear interpolation (Hyndman & Fan's type 7).
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let (low, high) = (at.floor() as usize, at.ceil() as usize);
    sorted[low] + (sorted[high] - sorted[low]) * (at - low as f64)
}

fn map(input: &ReachInput, probability: &[f64]) -> ReachMap {
    let place = |(place, row): (&super::ReachPlace, &[f64])| {
        let percent: Vec<u8> = row.iter().map(|p| (100.0 * p).round() as u8).collect();
        let from = percent.iter().position(|p| *p > 0).unwrap_or(0);
        let end = percent
            .iter()
            .rposition(|p| *p > 0)
            .map_or(from, |last| last + 1);
        MapPlace {
            gid: place.gid.map(places::Gid::get),
            name: place.name.clone(),
            latitude: place.centre.latitude,
            longitude: place.centre.longitude,
            km2: place.km2,
            from,
            percent: percent[from..end].to_vec(),
        }
    };
    let rows = input
        .places
        .iter()
        .zip(probability.chunks_exact(input.months));
    ReachMap {
        first: input.first,
        months: input.months,
        places: rows.map(place).collect(),
    }
}
