//! `impasse case`.

use std::path::{Component, Path, PathBuf};

use calendar::Month;
use case::Case;
use events::figures::{FiguresBuilder, FiguresTable};
use events::read::{ReadOptions, read_file};
use events::{EventsError, citation};

use super::{file_name, make_folder_of, say_left_out, write_file};
use crate::cli::CaseCommand;
use crate::failure::{Exit, Result, bad_input};
use crate::output;

pub(crate) fn run(command: &CaseCommand) -> Result<Exit> {
    match command {
        CaseCommand::New { name, within } => new(name, within),
        CaseCommand::Check { case } => check(case),
        CaseCommand::Schema => output::print(&case::schema()).map(|()| Exit::Success),
        CaseCommand::List => list(),
        CaseCommand::Figures {
            country,
            from,
            out,
            cite,
            strict,
        } => figures(country, from, out.as_deref(), cite, *strict),
    }
}

fn new(name: &str, within: &Path) -> Result<Exit> {
    let mut parts = Path::new(name).components();
    if !matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    ) {
        return Err(bad_input(
            format!("`{name}` is not a name"),
            "give a name without a folder, such as niger-2025; --within names the folder",
        ));
    }
    let text = case::template(name);
    let file = within.join(name).join(case::CASE_FILE);
    if file.exists() {
        return Err(bad_input(
            format!("{} exists already", file.display()),
            "choose another name, or remove it first",
        ));
    }
    write_file(&file, &text)?;
    output::print(&format!(
        "Written: {}\nFill in what is marked, then: impasse case check {}\n",
        file.display(),
        within.join(name).display()
    ))?;
    Ok(Exit::Success)
}

fn check(path: &Path) -> Result<Exit> {
    let case = Case::load(path)?;
    let parts = [
        (case.regions.len(), "region", "regions"),
        (case.actors.len(), "actor", "actors"),
        (case.hypotheses.len(), "hypothesis", "hypotheses"),
        (case.claims.len(), "claim", "claims"),
        (case.assumptions.len(), "assumption", "assumptions"),
        (case.landmarks.len(), "landmark", "landmarks"),
        (
            case.timeline.len(),
            "entry of the timeline",
            "entries of the timeline",
        ),
    ];
    let parts = parts.map(|(n, one, many)| output::of(n as u64, one, many));
    let told = format!("{}: no fault found. {}.", case.about.key, parts.join(", "));
    output::print(&(output::wrapped(&told, "") + "\n"))?;
    Ok(Exit::Success)
}

fn list() -> Result<Exit> {
    for name in case::builtin_names() {
        let case = Case::builtin(name)?;
        output::print(&format!("{name}\n    {}\n", case.about.title))?;
    }
    Ok(Exit::Success)
}

fn figures(
    country: &str,
    from: &[PathBuf],
    out: Option<&Path>,
    cite: &[String],
    strict: bool,
) -> Result<Exit> {
    let mut table = match from {
        [one] => match FiguresTable::read(one) {
            Ok(table) => table,
            // Not a country-month file: then it must be events.
            Err(EventsError::Unreadable { .. } | EventsError::Figures(_)) => {
                from_events(country, from, strict)?
            }
            Err(error) => return Err(error.into()),
        },
        _ => from_events(country, from, strict)?,
    };
    if table.country(country).is_none() {
        return Err(bad_input(
            format!("no figures of `{country}` in what was given"),
            "give the ISO 3166-1 alpha-3 code of a country that the file covers",
        ));
    }
    table = table.only(&[country]);
    for line in cite.iter().rev() {
        table.citation.insert(0, line.clone());
    }
    match out {
        Some(path) => {
            make_folder_of(path)?;
            table.write(path)?;
            let months = table.country(country).map_or(0, <[_]>::len);
            output::note(&format!(
                "Written: {} ({})",
                path.display(),
                output::of(months as u64, "month", "months")
            ));
        }
        None => output::print(&table.to_csv())?,
    }
    Ok(Exit::Success)
}

/// Figures from event files: from the first month with an event to the last one that the releases
/// cover, so that a quiet end is there too.
fn from_events(country: &str, from: &[PathBuf], strict: bool) -> Result<FiguresTable> {
    let options = ReadOptions {
        strict,
        country: Some(country.to_owned()),
        ..ReadOptions::default()
    };
    let mut builder = FiguresBuilder::default();
    let mut cited = Vec::new();
    let mut span: Option<(Month, Month)> = None;
    for file in from {
        let report = read_file(file, &options, &mut builder)?;
        let (how, licence) = citation(report.series, report.version);
        cited.push(format!("{how} {licence}."));
        say_left_out(&file_name(file), &report);
        if let Some((first, last)) = report.months {
            let release = report
                .version
                .and_then(|version| version.reaches(report.series));
            let last = release.map_or(last, |release| release.max(last));
            span = Some(span.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
        }
    }
    cited.dedup();
    Ok(builder.finish(span, cited))
}
