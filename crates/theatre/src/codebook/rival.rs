//! What the model has to beat: base rates, and the nearest case.
//!
//! ```text
//! distance = mean over the features that both have coded of |x - y| / range,  0 or 1 for labels
//! ```
//!
//! Source: J. Gower, *A general coefficient of similarity and some of its properties*, Biometrics 27, 1971.

use crate::codebook::coding::{Coding, Feature};
use crate::codebook::learning::Chances;

/// Share of the cases, but those left out, that had each outcome, of those where it is known; a half where none is.
pub fn base_rates(cases: &[Coding], without: &[usize]) -> Chances {
    std::array::from_fn(|outcome| {
        let known = cases
            .iter()
            .enumerate()
            .filter(|(number, _)| !without.contains(number))
            .filter_map(|(_, case)| case.outcomes[outcome]);
        let (yes, all) = known.fold((0, 0), |(yes, all), one| (yes + u32::from(one), all + 1));
        if all == 0 {
            0.5
        } else {
            f64::from(yes) / f64::from(all)
        }
    })
}

/// Outcomes of the nearest cases, so many, with each outcome known; those left out aside.
pub fn nearest(cases: &[Coding], of: &Coding, without: &[usize], number: usize) -> Chances {
    let ranges = ranges(cases);
    let mut order: Vec<(f64, &Coding)> = cases
        .iter()
        .enumerate()
        .filter(|(number, _)| !without.contains(number))
        .map(|(_, case)| (distance(&ranges, of, case), case))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    std::array::from_fn(|outcome| {
        let known: Vec<f64> = order
            .iter()
            .filter_map(|(_, case)| case.outcomes[outcome])
            .take(number)
            .map(|known| f64::from(u8::from(known)))
            .collect();
        if known.is_empty() {
            0.5
        } else {
            known.iter().sum::<f64>() / known.len() as f64
        }
    })
}

/// Range of each feature over all cases.
fn ranges(cases: &[Coding]) -> [f64; Feature::NUMBER] {
    std::array::from_fn(|feature| {
        let coded = cases.iter().filter_map(|case| case.features[feature]);
        let ends = coded.fold([f64::MAX, f64::MIN], |[low, high], x| {
            [low.min(x), high.max(x)]
        });
        (ends[1] - ends[0]).max(f64::MIN_POSITIVE)
    })
}

/// Gower's distance, 0 to 1; 1 where two cases have nothing coded in common.
fn distance(ranges: &[f64; Feature::NUMBER], a: &Coding, b: &Coding) -> f64 {
    let numbers = (0..Feature::NUMBER).filter_map(|feature| {
        let (x, y) = a.features[feature].zip(b.features[feature])?;
        Some(((x - y).abs() / ranges[feature]).min(1.0))
    });
    let labels = a.ideology.as_ref().zip(b.ideology.as_ref());
    let labels = labels.map(|(x, y)| f64::from(u8::from(x != y)));
    let (sum, all) = numbers
        .chain(labels)
        .fold((0.0, 0), |(sum, all), d| (sum + d, all + 1));
    if all == 0 { 1.0 } else { sum / f64::from(all) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::outcome::Outcome;

    fn case(unified: Option<f64>, ideology: &str, known: Option<bool>) -> Coding {
        let mut case = Coding {
            ideology: Some(ideology.to_owned()),
            outcomes: [known; Outcome::NUMBER],
            ..Coding::default()
        };
        case.features[0] = unified;
        case
    }

    #[test]
    fn rates_and_neighbours_of_four_cases() {
        let cases = [
            case(Some(0.0), "left", Some(true)),
            case(Some(0.5), "left", Some(false)),
            case(Some(1.0), "other", Some(false)),
            case(None, "other", None),
        ];
        assert!((base_rates(&cases, &[])[0] - 1.0 / 3.0).abs() < 1e-12);
        assert!((base_rates(&cases, &[0])[3]).abs() < 1e-12);
        assert!((nearest(&cases, &cases[0], &[], 1)[0] - 1.0).abs() < 1e-12);
        assert!(nearest(&cases, &cases[0], &[0], 1)[0].abs() < 1e-12);
        assert!((nearest(&cases, &cases[0], &[], 2)[0] - 0.5).abs() < 1e-12);
        let ranges = ranges(&cases);
        // Half a range and the same label; a whole range and another; a label alone.
        let d = |a: usize, b: usize| distance(&ranges, &cases[a], &cases[b]);
        assert!((d(0, 1) - 0.25).abs() < 1e-12);
        assert!((d(0, 2) - 1.0).abs() < 1e-12);
        assert!((d(2, 3)).abs() < 1e-12);
    }
}
