//! `impasse trajectory`.

use std::path::Path;

use assessment::Inputs;
use calendar::Month;
use case::Case;
use events::read::ReadOptions;
use report::{Standing, TerminalOptions};
use trajectory::Trajectory;

use super::{read_events, write_file};
use crate::cli::TrajectoryOptions;
use crate::failure::{Exit, Result, bad_input};
use crate::output;

pub(crate) fn run(options: &TrajectoryOptions) -> Result<Exit> {
    let read = ReadOptions {
        strict: options.strict,
        ..ReadOptions::default()
    };
    let events = match options.events.as_slice() {
        [] => None,
        files => Some(read_events(files, &read)?),
    };
    if let Some(path) = &options.case {
        let case = Case::load(path)?;
        let (trajectory, timeline) = assessment::trajectory(&Inputs {
            events,
            as_of: options.as_of,
            seed: options.seed,
            ..Inputs::new(&case)
        })?;
        let event = &case.event;
        return tell(
            options,
            &Standing {
                trajectory: &trajectory,
                title: &case.about.title,
                known: Some(options.as_of.unwrap_or(case.data.as_of)),
                event: Some((Month::of(event.date), &event.label)),
                timeline: &timeline,
            },
        );
    }
    // The command line makes sure that both are there.
    let (Some(name), Some(file)) = (&options.lineage, events) else {
        return Err(bad_input(
            "neither a case nor --events with --lineage",
            "name a case, or an actor of event files",
        ));
    };
    let country = options.country.as_deref();
    let trajectory = Trajectory::of_lineage(&file.table, name, country, options.seed)?;
    let title = format!(
        "{}, {}",
        name.trim(),
        places::Country::by_iso3(&trajectory.iso3)
            .map_or(trajectory.iso3.as_str(), |country| country.name)
    );
    let known = trajectory.record.as_ref().map(|record| record.to);
    tell(
        options,
        &Standing {
            trajectory: &trajectory,
            title: &title,
            known: known.map(calendar::Month::last_day),
            event: None,
            timeline: &[],
        },
    )
}

/// Prints the summary or JSON, and writes the page where one was asked for.
fn tell(options: &TrajectoryOptions, standing: &Standing<'_>) -> Result<Exit> {
    let page: Option<&Path> = options.html.as_deref();
    if let Some(path) = page {
        write_file(path, &report::standing_html(standing))?;
    }
    if options.json {
        // Writing to a string fails only for maps whose keys are not strings; there are none.
        let json = serde_json::to_string_pretty(standing.trajectory).unwrap_or_default();
        output::print(&(json + "\n"))?;
    } else {
        let terminal = TerminalOptions {
            width: output::WIDTH,
            colour: output::colour(),
        };
        output::print(&report::standing(standing, &terminal))?;
    }
    if let Some(path) = page {
        output::written(&[path]);
    }
    Ok(Exit::Success)
}
