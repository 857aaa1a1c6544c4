//! `impasse calibrate`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use assessment::Inputs;
use case::Case;
use theatre::calibration::{Assumed, Learned, Replayed};
use theatre::parameters::Key;
use theatre::{Deck, World};

use crate::cli::CalibrateOptions;
use crate::draws::Draws;
use crate::failure::{Exit, Result, bad_input};
use crate::interrupt;
use crate::output::{self, count};
use crate::progress::Rounds;

/// Assumptions that are shown.
const SHOWN: usize = 12;
/// Columns of a key with its blanks.
const KEYS: usize = 30;

pub(crate) fn run(options: &CalibrateOptions) -> Result<Exit> {
    let mut case = Case::load(&options.case)?;
    if let Some(day) = options.as_of {
        case.data.as_of = day;
    }
    interrupt::remember();
    let inputs = Inputs {
        seed: options.seed,
        runs: options.draws.into(),
        draws: options.draws as usize,
        ..Inputs::new(&case)
    };
    let rounds = Rounds::new();
    let found = assessment::calibrate_telling(&inputs, |round| rounds.hear(&round))?;
    drop(rounds);
    let deck = Deck::new(&case, &World::of_case(&case)?, &BTreeMap::new());
    let learned = found.learned(&deck);
    let draws = Draws::new(&case, options.seed, found);
    output::print(&text(&case, options.seed, &learned))?;
    if let Some(out) = &options.out
        && (options.force || !stands(out, &draws)?)
    {
        draws.write(out, &case)?;
        output::written(&[out]);
    }
    Ok(Exit::Success)
}

/// Whether just these draws are there already, which is then said. Anything else in their place is an error.
fn stands(path: &Path, draws: &Draws) -> Result<bool> {
    if !path.exists() {
        return Ok(false);
    }
    if Draws::open(path)? == *draws {
        output::note(&format!(
            "{} is there already, made from the same; --force makes it anew.",
            path.display()
        ));
        return Ok(true);
    }
    Err(bad_input(
        format!("{} is there already and holds other draws", path.display()),
        "name another --out, or give --force to write over it",
    ))
}

fn text(case: &Case, seed: u64, learned: &Learned) -> String {
    let months = &learned.months;
    let [first, last] = [months.first(), months.last()]
        .map(|month| month.map_or_else(String::new, |one| one.month.to_string()));
    let head = format!(
        "{}, as known on {}: {} of the assumptions that go with the record of {first} to {last}, seed {seed}",
        case.about.key,
        case.data.as_of,
        output::of(learned.draws.into(), "draw", "draws"),
    );
    let alike = if learned.tolerance > 1.0 {
        "; only within 1 are they alike"
    } else {
        " (within 1 is alike)"
    };
    let reached = format!(
        "Replays lie within {:.2} of the record{alike}; {:.0} % of the draws are no copies of another; {} played.",
        learned.tolerance,
        100.0 * learned.different,
        output::of(learned.replays, "replay", "replays"),
    );
    let mut text = output::wrapped(&head, "") + "\n" + &output::wrapped(&reached, "") + "\n";
    record(&mut text, months);
    let _ = writeln!(
        text,
        "\n{:<KEYS$}{:>21}{:>21}{:>7}\n{:<KEYS$}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}",
        "The record told most of",
        "prior",
        "draws",
        "moved",
        "",
        "5 %",
        "50 %",
        "95 %",
        "5 %",
        "50 %",
        "95 %"
    );
    for one in learned.assumptions.iter().take(SHOWN) {
        assumption(&mut text, case, one);
    }
    let foot = "Moved: largest distance between prior and draws, 0 to 1 (Kolmogorov and Smirnov).";
    text + "\n" + &output::wrapped(foot, "") + "\n"
}

/// The months, and how many of them lie within the replays' bands.
fn record(text: &mut String, months: &[Replayed]) {
    let _ = writeln!(
        text,
        "\n{:<8}{:>8}  {:<24}{:>8}  replays (90 %)",
        "month", "events", "replays (90 %)", "deaths"
    );
    let mut within = [0; 2];
    for month in months {
        let _ = write!(text, "{:<8}", month.month.to_string());
        let parts = [
            (month.events, month.replayed_events),
            (month.deaths, month.replayed_deaths),
        ];
        let inside = month.within();
        for (((seen, [low, middle, high]), inside), within) in
            parts.into_iter().zip(inside).zip(&mut within)
        {
            *within += u32::from(inside);
            let band = format!("{} ({} to {})", whole(middle), whole(low), whole(high));
            let mark = if inside { ' ' } else { '*' };
            let _ = write!(text, "{:>8}{mark} {band:<24}", whole(seen));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    let [events, deaths] = within;
    let _ = writeln!(
        text,
        "Within the band: events in {events} of {of} months, deaths in {deaths} of {of}; * is outside.",
        of = months.len()
    );
}

fn assumption(text: &mut String, case: &Case, one: &Assumed) {
    let name = format!("{}, {}", one.name, unit(case, &one.key));
    let _ = writeln!(text, "{}", output::wrapped(&name, "  "));
    let key = format!("  {}", one.key);
    if key.len() < KEYS {
        let _ = write!(text, "{key:<KEYS$}");
    } else {
        let _ = write!(text, "{key}\n{:<KEYS$}", "");
    }
    for value in one.before.into_iter().chain(one.after) {
        let _ = write!(text, "{:>7}", short(value));
    }
    let _ = writeln!(text, "{:>7.2}", one.moved);
}

/// Unit of an assumption, or of the parameter for which the case declares none.
fn unit<'a>(case: &'a Case, key: &str) -> &'a str {
    let declared = case.assumptions.iter().find(|one| one.key == key);
    let parameter = key.split(' ').next();
    let row = || {
        let mut rows = Key::ALL.iter().map(|one| one.row());
        rows.find(|row| Some(row.key) == parameter)
    };
    declared
        .map(|one| one.unit.as_str())
        .or_else(|| row().map(|row| row.unit))
        .unwrap_or_default()
}

fn whole(x: f64) -> String {
    count(x.round().max(0.0) as u64)
}

/// A number to some two digits.
fn short(x: f64) -> String {
    match x.abs() {
        size if size >= 100.0 => {
            let unit = 10_f64.powf(size.log10().floor() - 2.0).max(1.0);
            let sign = if x < 0.0 { "-" } else { "" };
            sign.to_owned() + &whole((size / unit).round() * unit)
        }
        size if size >= 10.0 => format!("{x:.0}"),
        size if size >= 1.0 => format!("{x:.1}"),
        size if size >= 0.1 => format!("{x:.2}"),
        size if size >= 0.01 => format!("{x:.3}"),
        size if size >= 0.0005 => format!("{x:.4}"),
        _ => "0".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let told = [
            32_345.0, 123.4, 12.34, 1.234, 0.1234, 0.01234, 0.001_234, 1e-5, -250.2, 0.0,
        ]
        .map(short);
        assert_eq!(
            told,
            [
                "32,300", "123", "12", "1.2", "0.12", "0.012", "0.0012", "0", "-250", "0"
            ]
        );
    }

    #[test]
    fn every_assumption_has_a_unit() {
        let case = Case::builtin("mali-2024").unwrap();
        let deck = Deck::new(&case, &World::of_case(&case).unwrap(), &BTreeMap::new());
        for key in deck.keys() {
            assert!(!unit(&case, key).is_empty(), "{key}");
        }
        assert_eq!(unit(&case, "predation (others)"), "share");
    }

    #[test]
    fn months_outside_the_band_are_marked_and_not_counted() {
        let month = |events, deaths| Replayed {
            month: "2024-01".parse().unwrap(),
            events,
            replayed_events: [10.0, 20.0, 30.0],
            deaths,
            replayed_deaths: [100.0, 200.0, 3000.0],
        };
        let mut told = String::new();
        record(&mut told, &[month(10.0, 3001.0), month(31.0, 100.0)]);
        assert!(
            told.contains("events in 1 of 2 months, deaths in 1 of 2"),
            "{told}"
        );
        assert_eq!(told.matches("* ").count(), 2 + 1, "{told}");
    }
}
