//! What a claim or a watch list looks for, in words.

use case::{Area, LandmarkKind, Observable};

use crate::clean::cut;
use crate::number;

/// Regions or groups that are named one by one; more are counted.
const NAMED: usize = 3;

/// What would be seen, as a noun: `an attack in Bamako with 20 deaths or more within 12 months`.
pub(crate) fn observable(of: &Observable, capital: &str) -> String {
    let capital = cut(capital, 4);
    let within = format!(" within {}", months(of.horizon()));
    match of {
        Observable::AttackInCapital {
            deaths_at_least, ..
        } => format!("an attack in {capital}{}{within}", deadly(*deaths_at_least)),
        Observable::AttackInArea {
            area,
            deaths_at_least,
            ..
        } => format!(
            "an attack {}{}{within}",
            place(area),
            deadly(*deaths_at_least)
        ),
        Observable::TownHeld { area, days, .. } => format!(
            "a town {} held for {}{within}",
            place(area),
            number::of(*days, "day", "days")
        ),
        Observable::CapitalDistrictHeld { days, .. } => format!(
            "a part of {capital} held for {}{within}",
            number::of(*days, "day", "days")
        ),
        Observable::MonthAboveMaximum { measure, .. } => {
            format!(
                "a month with more {} than any before{within}",
                measure.name()
            )
        }
        Observable::MonthsAboveLevel {
            measure,
            level,
            months: least,
            within_months,
        } => format!(
            "{} of {} with {} {} or more",
            months(*least),
            number::count(*within_months),
            exactly(*level),
            measure.name()
        ),
        Observable::YearOverYear { measure, factor } => format!(
            "at {} {} times the last 12 months' {} in the next 12",
            if *factor > 1.0 { "least" } else { "most" },
            exactly(*factor),
            measure.name()
        ),
        Observable::RegionsEntered { area, at_least, .. } => format!(
            "strikes in {} {} that had none for a year{within}",
            regions(*at_least),
            place(area)
        ),
        Observable::RegionsLeft { area, at_least, .. } => format!(
            "{} {} struck in the last year and quiet for {}",
            regions(*at_least),
            place(area),
            months(of.horizon())
        ),
        Observable::Landmarks {
            kinds,
            area,
            at_least,
            ..
        } => format!(
            "{} or more {} {}{within}",
            number::count(*at_least),
            either(
                &kinds
                    .iter()
                    .map(|kind| plural(*kind).to_owned())
                    .collect::<Vec<_>>(),
                "kinds of event"
            ),
            place(area)
        ),
        Observable::CapitalBlockaded { days, .. } => format!(
            "{capital} cut off from fuel or food for {}{within}",
            number::of(*days, "day", "days")
        ),
        Observable::LeadersOusted { .. } => {
            format!("the state's leaders removed by force{within}")
        }
        Observable::ForceLeaves { actor, .. } => {
            format!("the outside force ‘{}’ gone{within}", cut(actor, 4))
        }
        Observable::TalksOpen { actor, .. } => format!(
            "talks of the state with ‘{}’ announced{within}",
            cut(actor, 4)
        ),
    }
}

/// A figure that the case states: all its digits, three decimals at most.
fn exactly(x: f64) -> String {
    if x.fract() == 0.0 && (0.0..1e15).contains(&x) {
        number::count(x as u64)
    } else if x.is_finite() && x.abs() < 1e15 {
        number::trimmed(&format!("{x:.3}"))
    } else {
        number::two_digits(x)
    }
}

fn months(n: u32) -> String {
    number::of(n, "month", "months")
}

fn regions(n: u32) -> String {
    number::of(n, "region", "regions")
}

fn deadly(deaths: u32) -> String {
    match deaths {
        0 => String::new(),
        n => format!(" with {} or more", number::of(n, "death", "deaths")),
    }
}

/// `in the south`, `in Gao or Kidal`, `in the country`.
fn place(of: &Area) -> String {
    let named: Vec<String> = of
        .groups
        .iter()
        .map(|group| format!("the {}", cut(group, 3)))
        .chain(of.regions.iter().map(|region| cut(region, 3)))
        .collect();
    if named.is_empty() {
        "in the country".to_owned()
    } else {
        format!("in {}", either(&named, "parts of the country"))
    }
}

/// `a`, `a or b`, `a, b or c`; of more, their number and what they are.
fn either(names: &[String], what: &str) -> String {
    match names {
        names if names.len() > NAMED => format!("{} {what}", number::count(names.len() as u64)),
        [start @ .., last] if !start.is_empty() => format!("{} or {last}", start.join(", ")),
        names => names.concat(),
    }
}

fn plural(kind: LandmarkKind) -> &'static str {
    match kind {
        LandmarkKind::Attack => "attacks",
        LandmarkKind::Battle => "battles",
        LandmarkKind::Massacre => "massacres",
        LandmarkKind::AirStrike => "air strikes",
        LandmarkKind::Capture => "captures",
        LandmarkKind::Withdrawal => "withdrawals",
        LandmarkKind::Blockade => "blockades",
        LandmarkKind::Arrest => "arrests",
    }
}

#[cfg(test)]
mod tests {
    use case::Measure;

    use super::*;

    fn said(of: &Observable) -> String {
        observable(of, "Bamako").replace(number::NBSP, " ")
    }

    fn south() -> Area {
        Area {
            groups: vec!["south".to_owned()],
            regions: Vec::new(),
        }
    }

    #[test]
    fn observables_read_as_nouns() {
        let attack = |deaths_at_least| Observable::AttackInCapital {
            deaths_at_least,
            within_months: 12,
        };
        assert_eq!(
            said(&attack(20)),
            "an attack in Bamako with 20 deaths or more within 12 months"
        );
        assert_eq!(said(&attack(0)), "an attack in Bamako within 12 months");
        let entered = Observable::RegionsEntered {
            area: south(),
            at_least: 1,
            within_months: 6,
        };
        assert_eq!(
            said(&entered),
            "strikes in 1 region in the south that had none for a year within 6 months"
        );
        let level = Observable::MonthsAboveLevel {
            measure: Measure::Deaths,
            level: 1250.0,
            months: 4,
            within_months: 12,
        };
        assert_eq!(said(&level), "4 months of 12 with 1,250 deaths or more");
        let year = |factor| Observable::YearOverYear {
            measure: Measure::Events,
            factor,
        };
        assert_eq!(
            said(&year(1.25)),
            "at least 1.25 times the last 12 months' events in the next 12"
        );
        assert_eq!(
            said(&year(0.2)),
            "at most 0.2 times the last 12 months' events in the next 12"
        );
        let landmarks = Observable::Landmarks {
            kinds: vec![LandmarkKind::Capture, LandmarkKind::Withdrawal],
            area: Area::default(),
            at_least: 3,
            within_months: 6,
        };
        assert_eq!(
            said(&landmarks),
            "3 or more captures or withdrawals in the country within 6 months"
        );
    }

    #[test]
    fn many_places_are_counted_and_long_names_cut() {
        let area = |n: usize| Area {
            groups: Vec::new(),
            regions: (0..n).map(|i| format!("R{i}")).collect(),
        };
        assert_eq!(place(&area(3)), "in R0, R1 or R2");
        assert_eq!(place(&area(4)), "in 4 parts of the country");
        let long = Area {
            groups: vec!["a b c d e f".to_owned()],
            regions: Vec::new(),
        };
        assert_eq!(place(&long), "in the a b c …");
    }
}
