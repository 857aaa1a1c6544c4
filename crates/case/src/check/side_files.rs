//! Tables beside the case file against the case and within themselves.

use calendar::{Month, months};

use crate::case_file::Case;
use crate::document::{Node, Step};
use crate::error::{Faults, did_you_mean, shown};
use crate::landmark::Landmark;
use crate::region::RegionFacts;
use crate::table::Table;
use crate::timeline::TimelineEntry;

/// A table beside the case file and its rows, each with the record of the file it comes from.
pub(crate) struct SideFile<'a, T> {
    pub(crate) table: &'a mut Table,
    pub(crate) rows: &'a [(usize, T)],
}

/// Reports rows of the regions that do not agree with the case or with one another, and regions
/// that have no row.
pub(crate) fn check_regions(
    case: &Case,
    document: &Node,
    faults: &mut Faults,
    SideFile { table, rows }: SideFile<'_, RegionFacts>,
) {
    check_region_rows(case, table, rows);
    if table.faults.is_empty() {
        regions_without_row(case, document, faults, rows);
    }
}

fn names(case: &Case) -> Vec<&str> {
    case.regions
        .iter()
        .map(|region| region.name.as_str())
        .collect()
}

fn unknown(
    table: &mut Table,
    record: usize,
    column: &str,
    what: &str,
    value: &str,
    known: &[&str],
) {
    if !known.contains(&value) {
        let message = format!("there is no {what} `{}` in this case", shown(value));
        table.fault(record, column, &message, did_you_mean(value, known));
    }
}

fn twice<'a>(table: &mut Table, column: &str, keys: impl Iterator<Item = (usize, &'a str)>) {
    let mut seen: Vec<&str> = Vec::new();
    for (record, key) in keys {
        if seen.contains(&key) {
            let message = format!("`{}` stands in an earlier row too", shown(key));
            table.fault(
                record,
                column,
                &message,
                "give one of them another, or take it out".to_owned(),
            );
        }
        seen.push(key);
    }
}

fn check_region_rows(case: &Case, table: &mut Table, rows: &[(usize, RegionFacts)]) {
    let known = names(case);
    twice(
        table,
        "name",
        rows.iter()
            .map(|(record, row)| (*record, row.name.as_str())),
    );
    for (record, row) in rows {
        unknown(table, *record, "name", "region", &row.name, &known);
        for neighbour in &row.neighbours {
            unknown(table, *record, "neighbours", "region", neighbour, &known);
            let other = rows.iter().find(|(_, other)| other.name == *neighbour);
            if other.is_some_and(|(_, other)| !other.neighbours.contains(&row.name)) {
                let message = format!("{neighbour} does not name {} as its neighbour", row.name);
                let help = "neighbours touch both ways: correct one of the two rows".to_owned();
                table.fault(*record, "neighbours", &message, help);
            }
        }
        if case
            .regions
            .iter()
            .any(|region| region.name == row.name && region.facts.is_some())
        {
            let message = format!("facts on {} stand in the case file as well", row.name);
            table.fault(*record, "name", &message, "leave one of the two".to_owned());
        }
    }
}

fn regions_without_row(
    case: &Case,
    document: &Node,
    faults: &mut Faults,
    rows: &[(usize, RegionFacts)],
) {
    for (i, region) in case.regions.iter().enumerate() {
        if region.facts.is_none() && rows.iter().all(|(_, row)| row.name != region.name) {
            let span = document.span_of(&[Step::Key("regions"), Step::Index(i), Step::Key("name")]);
            let message = format!("the file of regions has no row for {}", region.name);
            faults.add(
                span,
                message,
                "no row",
                "add one; cells that are not known stay empty".to_owned(),
            );
        }
    }
}

/// Reports landmarks that do not agree with the case or with one another.
pub(crate) fn check_landmarks(case: &Case, SideFile { table, rows }: SideFile<'_, Landmark>) {
    let known = names(case);
    let actors: Vec<&str> = case.actors.iter().map(|actor| actor.key.as_str()).collect();
    let ids: Vec<&str> = rows.iter().map(|(_, row)| row.id.as_str()).collect();
    twice(
        table,
        "id",
        rows.iter().map(|(record, row)| (*record, row.id.as_str())),
    );
    for (record, row) in rows {
        unknown(table, *record, "region", "region", &row.region, &known);
        for actor in &row.initiators {
            unknown(table, *record, "initiators", "actor", actor, &actors);
            let (first, last) = (
                Month::of(row.date_start),
                Month::of(row.date_end.unwrap_or(row.date_start)),
            );
            let absent = case
                .actor(actor)
                .is_some_and(|a| months(first, last).all(|month| !a.is_present(month)));
            if absent {
                let message = format!("`{actor}` was not there in {first} by its own dates");
                let help = "correct the row, or `from` and `until` of the actor".to_owned();
                table.fault(*record, "initiators", &message, help);
            }
        }
        for id in &row.overlaps {
            if *id == row.id {
                let help = "name the other row".to_owned();
                table.fault(*record, "overlaps", "the row names itself", help);
            } else if !ids.contains(&id.as_str()) {
                let message = format!("there is no row `{}`", shown(id));
                table.fault(*record, "overlaps", &message, did_you_mean(id, &ids));
            }
        }
    }
}

/// Reports entries of the timeline that do not agree with the case or with one another.
pub(crate) fn check_timeline(case: &Case, SideFile { table, rows }: SideFile<'_, TimelineEntry>) {
    let known = names(case);
    twice(
        table,
        "id",
        rows.iter().map(|(record, row)| (*record, row.id.as_str())),
    );
    for (record, row) in rows {
        if !row.region.is_empty() {
            unknown(table, *record, "region", "region", &row.region, &known);
        }
    }
}
