//! `impasse breaks`.

mod questions;
mod record;

use rayon::prelude::*;
use report::TerminalOptions;
use serde::Serialize;
use trajectory::TrajectoryError;
use trajectory::breaks::Prior;
use trajectory::reading::{Ask, Reading, read};

use crate::cli::BreaksOptions;
use crate::failure::{Exit, Failure, Result, bad_input};
use crate::output;

use questions::{Asked, Question};
use record::Record;

pub(crate) fn run(options: &BreaksOptions) -> Result<Exit> {
    if let Some(file) = &options.questions {
        let asked = questions::read(file, options.hindsight)?;
        let record = Record::read(&options.record, None)?;
        return many(&record, &asked, options.json);
    }
    // Either these two or the questions: the command line makes sure of it.
    let (Some(iso3), Some(month)) = (&options.country, options.at) else {
        return Err(bad_input(
            "neither --country with --at nor --questions",
            "ask about a month of a country, or give a file of questions",
        ));
    };
    let record = Record::read(&options.record, Some(iso3))?;
    let question = Question {
        iso3: iso3.clone(),
        month,
        hindsight: options.hindsight,
    };
    let reading = answer(&record, &question)?;
    if options.json {
        output::print(&json(&reading))?;
    } else {
        let terminal = TerminalOptions {
            width: output::WIDTH,
            colour: output::colour(),
        };
        output::print(&report::reading(&reading, country_name(iso3), &terminal))?;
    }
    Ok(Exit::Success)
}

fn answer(record: &Record, question: &Question) -> std::result::Result<Reading, TrajectoryError> {
    let ask = Ask {
        iso3: &question.iso3,
        month: question.month,
        hindsight: question.hindsight,
        data: record.data,
    };
    let months = record.table.country(&question.iso3).unwrap_or_default();
    read(
        &Prior::default(),
        months,
        &ask,
        record.places.get(&question.iso3),
    )
}

/// A row of the answers to a file of questions.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Row {
    Answer(Box<Reading>),
    Error {
        iso3: String,
        month: String,
        hindsight: Option<u32>,
        error: String,
    },
}

/// Answers every question, in the order of the file.
fn many(record: &Record, asked: &[Asked], as_json: bool) -> Result<Exit> {
    let rows: Vec<Row> = asked
        .par_iter()
        .map(|asked| match asked {
            Asked::Question { question, place } => match answer(record, question) {
                Ok(reading) => Row::Answer(Box::new(reading)),
                Err(error) => Row::Error {
                    iso3: question.iso3.clone(),
                    month: question.month.to_string(),
                    hindsight: Some(question.hindsight),
                    error: format!("{place}: {error}"),
                },
            },
            Asked::Bad { iso3, month, issue } => Row::Error {
                iso3: iso3.clone(),
                month: month.clone(),
                hindsight: None,
                error: issue.to_string(),
            },
        })
        .collect();
    for row in &rows {
        if let Row::Error { error, .. } = row {
            output::note(error);
        }
    }
    if as_json {
        output::print(&json(&rows))?;
    } else {
        output::print(&table(&rows))?;
    }
    if rows.iter().any(|row| matches!(row, Row::Answer(_))) {
        return Ok(Exit::Success);
    }
    Err(Failure::BadInput {
        message: "none of the questions could be answered".to_owned(),
        help: "the lines above say why".to_owned(),
    })
}

/// One line a question.
fn table(rows: &[Row]) -> String {
    let mut text = format!(
        "{:<7} {:<8} {:>9} {:>10} {:>12} {:>11} {:>9}\n",
        "country", "month", "hindsight", "new phase", "degradation", "status quo", "receding"
    );
    for row in rows {
        let line = match row {
            Row::Answer(of) => {
                let percent = |p: f64| format!("{:.0} %", 100.0 * p);
                format!(
                    "{:<7} {:<8} {:>9} {:>10} {:>12} {:>11} {:>9}\n",
                    of.iso3,
                    of.month.to_string(),
                    of.hindsight,
                    percent(of.p_new_phase),
                    percent(of.p_degradation),
                    percent(of.p_status_quo),
                    percent(of.p_receding)
                )
            }
            Row::Error { iso3, month, .. } => {
                format!("{iso3:<7.7} {month:<8.8} not answered\n")
            }
        };
        text.push_str(&line);
    }
    text
}

fn json<T: Serialize>(value: &T) -> String {
    // Writing to a string fails only for maps whose keys are not strings; there are none.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The name of a country whose code was checked.
fn country_name(iso3: &str) -> &str {
    places::Country::by_iso3(iso3).map_or(iso3, |country| country.name)
}
