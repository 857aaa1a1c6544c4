//! What the runs come to, for a terminal.

use std::fmt::Write;

use theatre::Plan;
use theatre::summary::{Bands, Chance, Horizon, Mean, PartyKind, Scenarios, Summary};

use super::Job;
use crate::failure::Result;
use crate::output::{self, count};
use crate::progress::Bar;

pub(super) fn print(job: &Job<'_>) -> Result<()> {
    let of = &job.manifest;
    let plan = Plan {
        months: of.months,
        first: 0,
        runs: of.runs,
        seed: of.seed,
        every: 0,
    };
    let bar = Bar::new("runs", job.runs_of(of));
    let found = Scenarios::of(&job.stages, &plan, || bar.advance(1));
    bar.end();
    output::print(&text(&found, &of.case, &job.begun, &of.without))
}

fn text(found: &Scenarios, case: &str, begun: &str, without: &[String]) -> String {
    let mut head = format!(
        "{case}, {} on: {} of each scenario, seed {}, begun from {begun}",
        output::of(found.months.into(), "month", "months"),
        output::of(found.runs, "run", "runs"),
        found.seed,
    );
    if !without.is_empty() {
        let _ = write!(head, "; without {}", without.join(", "));
    }
    let ends: Vec<(&Summary, &Horizon)> = found
        .scenarios
        .iter()
        .filter_map(|one| Some((one, one.at(found.months)?)))
        .collect();
    let mut text = output::wrapped(&head, "") + "\n";
    capital_and_regime(&mut text, found, &ends);
    rule(&mut text, &ends);
    tolls(&mut text, &ends);
    let errors = ends.iter().flat_map(|(_, end)| {
        let regime = &end.regime;
        let fates = [
            regime.survived,
            regime.replaced,
            regime.collapsed,
            end.placeholder,
        ];
        end.capital.clone().into_iter().chain(fates)
    });
    let error = errors.map(|one| one.error).fold(0.0, f64::max);
    let foot = format!(
        "Shares of people are means over runs. Monte-Carlo standard error of a probability: {:.1} points at most. \
         It says how far other draws and more runs would move a figure, not how far the model is right.",
        100.0 * error
    );
    text + "\n" + &output::wrapped(&foot, "") + "\n"
}

fn capital_and_regime(text: &mut String, found: &Scenarios, ends: &[(&Summary, &Horizon)]) {
    // The rival that holds the capital most often in any scenario has a column of its own.
    let most = |one: usize| {
        let held = ends.iter().map(|(_, end)| end.capital[one].probability);
        held.fold(0.0, f64::max)
    };
    let rival = (1..found.fighters.len())
        .filter(|one| most(*one) > 0.0)
        .max_by(|a, b| most(*a).total_cmp(&most(*b)));
    let name = rival.map_or_else(
        || "rival".to_owned(),
        |one| match found.fighters[one].kind {
            PartyKind::Splinter => format!("{}+", found.fighters[one].key),
            PartyKind::LocalCommands => "local".to_owned(),
            _ => found.fighters[one].key.clone(),
        },
    );
    let _ = writeln!(
        text,
        "\n{:<17} {:>31}   {:>27}\n{:<17} {:>6} {:>10.10} {:>6} {:>6}   {:>8} {:>8} {:>9}",
        "probability, %",
        "capital held by",
        "regime",
        "",
        "state",
        name,
        "others",
        "nobody",
        "survived",
        "replaced",
        "collapsed"
    );
    for (one, end) in ends {
        let held = |number: usize| end.capital.get(number).map_or(0.0, |p| p.probability);
        let rivals: f64 = (1..end.capital.len()).map(held).sum();
        let first = rival.map_or(0.0, held);
        let _ = writeln!(
            text,
            "{:<17.17} {:>6} {:>10} {:>6} {:>6}   {:>8} {:>8} {:>9}",
            one.key,
            percent(held(0)),
            percent(first),
            percent((rivals - first).max(0.0)),
            chance(end.capital_nobody),
            chance(end.regime.survived),
            chance(end.regime.replaced),
            chance(end.regime.collapsed)
        );
    }
}

fn rule(text: &mut String, ends: &[(&Summary, &Horizon)]) {
    let _ = writeln!(
        text,
        "\n{:<17} {:>31}   {:>11} {:>9}\n{:<17} {:>6} {:>10} {:>6} {:>6}   {:>11} {:>9}",
        "",
        "people under rule, %",
        "placeholder",
        "ruling",
        "",
        "state",
        "shadow",
        "overt",
        "nobody",
        "government",
        "factions"
    );
    let share = |of: Mean| percent(of.mean);
    for (one, end) in ends {
        let _ = writeln!(
            text,
            "{:<17.17} {:>6} {:>10} {:>6} {:>6}   {:>9} % {:>9.1}",
            one.key,
            share(end.state),
            share(end.shadow),
            share(end.overt),
            share(end.nobody),
            chance(end.placeholder),
            end.factions.mean
        );
    }
}

fn tolls(text: &mut String, ends: &[(&Summary, &Horizon)]) {
    let _ = writeln!(
        text,
        "\n{:<17} {:>30} {:>30}\n{:<17} {:>30} {:>30}",
        "median",
        "deaths",
        "thousands displaced",
        "(90 % of runs)",
        "since the start",
        "at the end"
    );
    for (one, _) in ends {
        let _ = writeln!(
            text,
            "{:<17.17} {:>30} {:>30}",
            one.key,
            last(&one.course.deaths_so_far, 1.0),
            last(&one.course.displaced, 1000.0)
        );
    }
}

/// Median and 90 % interval of the last month, in such units.
fn last(of: &Bands, unit: f64) -> String {
    let at = |all: &[f64]| count((all.last().copied().unwrap_or(0.0) / unit).round() as u64);
    format!("{} ({} to {})", at(&of.p50), at(&of.p05), at(&of.p95))
}

fn chance(of: Chance) -> String {
    percent(of.probability)
}

/// A share in whole per cent, what is neither none nor all never shown as such.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if share > 0.0 && percent < 0.5 {
        "<1".to_owned()
    } else if share < 1.0 && percent >= 99.5 {
        ">99".to_owned()
    } else {
        format!("{percent:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_is_not_none_and_most_is_not_all() {
        let told = [0.0, 0.001, 0.006, 0.5, 0.994, 0.996, 1.0].map(percent);
        assert_eq!(told, ["0", "<1", "1", "50", "99", ">99", "100"]);
    }
}
