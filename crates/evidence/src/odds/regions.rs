//! Regions that the lineage enters or leaves.
//!
//! Each region has its own rate: the lineage's attacks times the region's share of them. With p[r] the
//! probability that region r is struck within the months, the number of regions struck among those that were
//! quiet, or left alone among those that were struck, is Poisson-binomial given the course.

use case::Area;
use stats::Source;

use super::{Rates, counted, named, odds};
use crate::frequency::{Frequency, Share};
use crate::incidents::{Incident, Incidents};
use crate::known::Told;
use crate::{Basis, Chance};

/// Months of quiet after which a region counts as one where the lineage was not.
const QUIET: i32 = 12;

/// At least so many regions struck where it had not struck for a year.
pub(super) fn entered(rates: &Rates<'_>, area: &Area, least: u32, months: u32) -> Told {
    let Regions {
        quiet,
        words,
        source,
        ..
    } = Regions::of(rates, area)?;
    let words = format!(
        "not struck in the last 12 months: {}; {words}",
        named(&names(&quiet))
    );
    let chances = among(rates, months, least, &quiet, |struck| struck);
    Ok(odds(rates.known, Basis::Rate, words, chances, source))
}

/// At least so many regions left alone where it had struck within a year.
pub(super) fn left(rates: &Rates<'_>, area: &Area, least: u32, months: u32) -> Told {
    let Regions {
        struck,
        words,
        source,
        ..
    } = Regions::of(rates, area)?;
    let words = format!(
        "struck in the last 12 months: {}; {words}",
        named(&names(&struck))
    );
    let chances = among(rates, months, least, &struck, |struck| 1.0 - struck);
    Ok(odds(rates.known, Basis::Rate, words, chances, source))
}

/// By hypothesis, that at least so many of the regions do what `does` makes of the chance of a strike.
fn among(
    rates: &Rates<'_>,
    months: u32,
    least: u32,
    regions: &[(&str, Frequency)],
    does: impl Fn(f64) -> f64,
) -> Vec<Chance> {
    rates.mixed(months, |exposure, renewed| {
        let strikes = regions
            .iter()
            .map(|(_, rate)| rate.at_least(1, exposure, renewed));
        at_least(least, strikes.map(&does))
    })
}

/// Regions of an area with the rate of the lineage's attacks in each.
struct Regions<'a> {
    quiet: Vec<(&'a str, Frequency)>,
    struck: Vec<(&'a str, Frequency)>,
    words: String,
    source: Source,
}

impl<'a> Regions<'a> {
    fn of(rates: &'a Rates<'_>, area: &Area) -> Result<Self, String> {
        let known = rates.known;
        if known.case.event.lineage.is_none() {
            return Err("The case's event names no lineage.".to_owned());
        }
        let record: &Incidents = rates.of_attacks()?;
        let within = known.case.regions_in(area);
        if within.is_empty() {
            return Err("The case has no region in the area asked for.".to_owned());
        }
        let attack = |row: &Incident| row.kind.is_violence() && row.by_lineage;
        let all = record.rate(attack);
        let placed = record.rate(|row| attack(row) && row.region.is_some()).count;
        let since = known.last() - QUIET;
        let (mut quiet, mut struck) = (Vec::new(), Vec::new());
        let mut inside = 0;
        for region in within {
            let name = region.name.as_str();
            let there = |row: &Incident| attack(row) && row.region.as_deref() == Some(name);
            let here = record.rate(there).count;
            inside += here;
            let cells = (1, known.case.regions.len());
            let rate = Frequency::new(record.pace(attack), record.discount(), |weight| {
                vec![Share::of_cells(cells, (here, placed), weight)]
            });
            let lately = |row: &&Incident| calendar::Month::of(row.date) > since;
            let is_struck = record.rows.iter().filter(lately).any(there);
            if is_struck { &mut struck } else { &mut quiet }.push((name, rate));
        }
        Ok(Self {
            quiet,
            struck,
            words: format!(
                "{} by the lineage in {:.0} months, {inside} of them in the {}",
                counted(all.count, "attack", "attacks"),
                all.months,
                if area.regions.is_empty() && area.groups.is_empty() {
                    "case's regions"
                } else {
                    "area"
                }
            ),
            source: Source::data(record.data, "frequency of the lineage's attacks by region"),
        })
    }
}

fn names<'a>(regions: &[(&'a str, Frequency)]) -> Vec<&'a str> {
    regions.iter().map(|(name, _)| *name).collect()
}

/// Probability that at least so many of several independent things happen: the Poisson-binomial, by exact
/// convolution, all counts from `least` on taken together.
fn at_least(least: u32, probabilities: impl Iterator<Item = f64>) -> f64 {
    let least = least as usize;
    let mut counts = vec![0.0; least + 1];
    counts[0] = 1.0;
    for p in probabilities {
        for number in (0..=least).rev() {
            let from_below = if number > 0 {
                counts[number - 1] * p
            } else {
                0.0
            };
            let stays = if number == least { 1.0 } else { 1.0 - p };
            counts[number] = counts[number] * stays + from_below;
        }
    }
    counts[least]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn convolution_is_the_sum_over_all_ways(
            p in proptest::collection::vec(0.0..=1.0_f64, 0..9),
            least in 0_u32..10,
        ) {
            let ways: f64 = (0..1_u32 << p.len())
                .filter(|way| way.count_ones() >= least)
                .map(|way| -> f64 {
                    p.iter()
                        .enumerate()
                        .map(|(i, p)| if way >> i & 1 == 1 { *p } else { 1.0 - p })
                        .product()
                })
                .sum();
            prop_assert!((at_least(least, p.into_iter()) - ways).abs() < 1e-9);
        }
    }
}
