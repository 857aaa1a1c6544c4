//! The command line.

mod theatre;

use std::path::PathBuf;

use calendar::Date;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use events::Version;

pub(crate) use theatre::{CalibrateOptions, MergeOptions, SimulateOptions};

/// More threads than any machine has cores; starting very many would only exhaust it.
const MOST_THREADS: i64 = 1024;

/// What the process says by its exit code, for `--help`.
const EXIT_CODES: &str = "\
Exit codes:
  0  all done, or the reader of the output went away, as `head` does
  1  something failed: a file, the network, the store
  2  the command line is wrong
  3  the input is at fault: a case with errors, a file that holds no event data,
     a bad row under --strict";

/// What an attack tells, and what it does not.
///
/// impasse turns event data (UCDP, ACLED) and a case file of declared assumptions into an assessment of
/// an armed conflict after a spectacular attack. Regions, cells and months only.
#[derive(Debug, Parser)]
#[command(name = "impasse", version, max_term_width = 80, after_long_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Threads to use, 1 to 1024; all cores unless said. Results do not depend on it.
    #[arg(
        long,
        global = true,
        value_name = "N",
        help_heading = "Everywhere",
        value_parser = value_parser!(u16).range(1..=MOST_THREADS)
    )]
    pub(crate) threads: Option<u16>,
    /// When to colour: auto is on a terminal and without NO_COLOR.
    #[arg(
        long = "color",
        alias = "colour",
        global = true,
        value_name = "WHEN",
        help_heading = "Everywhere",
        default_value = "auto"
    )]
    pub(crate) colour: Colour,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    // No doc comments here: with them every `--help` would spend nine lines on three words.
    Auto,
    Always,
    Never,
}

/// A day, as options give it.
fn day(text: &str) -> Result<Date, &'static str> {
    calendar::parse_date(text).ok_or("write it as YYYY-MM-DD")
}

/// The code of a country given by code in any case or by name.
pub(crate) fn country(text: &str) -> Result<String, &'static str> {
    places::Country::by_iso3(text)
        .or_else(|| places::Country::by_name(text))
        .map(|country| country.iso3.to_owned())
        .ok_or("no country that is known here; give its ISO 3166-1 alpha-3 code, such as MLI")
}

/// The least area of a detail worth drawing.
fn area(text: &str) -> Result<f64, &'static str> {
    text.parse()
        .ok()
        .filter(|km2: &f64| km2.is_finite() && *km2 >= 0.0)
        .ok_or("give a number of km2, 0 or more")
}

/// A number that cannot be below 0.
fn nonnegative(text: &str) -> Result<f64, &'static str> {
    text.parse()
        .ok()
        .filter(|value: &f64| value.is_finite() && *value >= 0.0)
        .ok_or("give a number, 0 or more")
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Assess the event of a case: summary here, report and JSON in a folder.
    Assess(AssessOptions),
    /// Tell what an event tells: every conclusion with it and without it.
    Evidence(EvidenceOptions),
    /// Ask whether a new phase began around a month, as known some months later.
    Breaks(BreaksOptions),
    /// Tell where a war stands: phases, breaks, reach of a lineage, and rule apart.
    Trajectory(TrajectoryOptions),
    /// Find draws of a case's assumptions that go with its record; tell what it says of each.
    Calibrate(CalibrateOptions),
    /// Play the scenarios of a case, many runs each: outcomes here, or every run in a Parquet file.
    Simulate(SimulateOptions),
    /// Merge the parts of a simulation into one file.
    Merge(MergeOptions),
    /// Solve a game in normal form: dominance, all equilibria, quantal responses.
    Game(GameOptions),
    /// Case files: new, check, schema, figures, list.
    #[command(subcommand)]
    Case(CaseCommand),
    /// Event data: add, fetch, list, describe, export, rm.
    #[command(subcommand)]
    Data(DataCommand),
    /// Boundaries: outline.
    #[command(subcommand)]
    Places(PlacesCommand),
}

// No doc comment: clap would take it for the command's own.
#[derive(Debug, Args)]
pub(crate) struct CaseOptions {
    /// A case that comes with the program (see `impasse case list`), a case folder or a case file.
    pub(crate) case: PathBuf,
    /// Event file of UCDP or ACLED, plain or zipped; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Vec<PathBuf>,
    /// Use the events that `impasse data add` or `fetch` put in the store.
    #[arg(long, conflicts_with = "events")]
    pub(crate) stored: bool,
    #[command(flatten)]
    pub(crate) store: StoreOptions,
    /// Use nothing that came to be known after this day (YYYY-MM-DD); the case's own day unless said.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// Random seed.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Stop at the first bad row of an event file.
    #[arg(long, requires = "events")]
    pub(crate) strict: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AssessOptions {
    #[command(flatten)]
    pub(crate) input: CaseOptions,
    /// Runs of each scenario, 0 to 1,000,000; at 0 none is played.
    #[arg(
        long,
        value_name = "N",
        default_value_t = assessment::RUNS,
        value_parser = value_parser!(u64).range(0..=1_000_000)
    )]
    pub(crate) runs: u64,
    /// Folder to write assessment.html and assessment.json to; out/CASE unless said.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print the assessment as JSON instead of the summary.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvidenceOptions {
    #[command(flatten)]
    pub(crate) input: CaseOptions,
    /// Runs of each scenario, 0 to 1,000,000; at 0 none is played, and what they come to is not
    /// among the conclusions.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        value_parser = value_parser!(u64).range(0..=1_000_000)
    )]
    pub(crate) runs: u64,
    /// Key of the event to take out: the case's own, or one of its events of note; the event under study unless
    /// said.
    #[arg(long, value_name = "EVENT")]
    pub(crate) ablate: Option<String>,
    /// Print as JSON instead of the summary.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false, args = ["figures", "events"])]
pub(crate) struct RecordOptions {
    /// Country-month figures, as `impasse case figures` writes them.
    #[arg(long, value_name = "FILE")]
    pub(crate) figures: Option<PathBuf>,
    /// Event file of UCDP or ACLED to sum by month; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Vec<PathBuf>,
    /// Stop at the first bad row of an event file.
    #[arg(long, requires = "events")]
    pub(crate) strict: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BreaksOptions {
    #[command(flatten)]
    pub(crate) record: RecordOptions,
    /// Country (ISO 3166-1 alpha-3).
    #[arg(long, value_name = "ISO3", value_parser = country, required_unless_present = "questions")]
    pub(crate) country: Option<String>,
    /// Month to ask about (YYYY-MM).
    #[arg(long, value_name = "MONTH", required_unless_present = "questions")]
    pub(crate) at: Option<calendar::Month>,
    /// Months after it that may be read, 0 to 24.
    #[arg(
        long,
        value_name = "MONTHS",
        default_value_t = 0,
        value_parser = value_parser!(u32).range(0..=i64::from(trajectory::reading::MOST_HINDSIGHT))
    )]
    pub(crate) hindsight: u32,
    /// File of questions: CSV with the columns iso3, month and, if it likes, hindsight.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["country", "at"])]
    pub(crate) questions: Option<PathBuf>,
    /// Print as JSON: one object, or a list of them for a file of questions.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TrajectoryOptions {
    /// A case that comes with the program, a case folder or a case file.
    #[arg(required_unless_present = "lineage")]
    pub(crate) case: Option<PathBuf>,
    /// Event file of UCDP or ACLED, plain or zipped; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Vec<PathBuf>,
    /// Without a case: name of an actor of the event files, as a whole or some words of it.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["case", "as_of"], requires = "events")]
    pub(crate) lineage: Option<String>,
    /// Without a case: this country's cells alone (ISO 3166-1 alpha-3).
    #[arg(long, value_name = "ISO3", value_parser = country, requires = "lineage")]
    pub(crate) country: Option<String>,
    /// Use nothing that came to be known after this day (YYYY-MM-DD); the case's own day unless said.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// File to write the page to.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Print as JSON instead of the summary.
    #[arg(long)]
    pub(crate) json: bool,
    /// Random seed.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Stop at the first bad row of an event file.
    #[arg(long, requires = "events")]
    pub(crate) strict: bool,
}

#[derive(Debug, Args)]
pub(crate) struct GameOptions {
    /// Game file of Gambit (.nfg), with payoffs or with outcomes.
    pub(crate) file: PathBuf,
    /// Show the quantal response at this lambda, per unit of payoff; may be given several times.
    #[arg(long, value_name = "LAMBDA", allow_negative_numbers = true, value_parser = nonnegative)]
    pub(crate) lambda: Vec<f64>,
    /// Show the pure profiles in which nobody would gain more than this by moving alone.
    #[arg(long, value_name = "PAYOFF", allow_negative_numbers = true, value_parser = nonnegative)]
    pub(crate) epsilon: Option<f64>,
    /// Print as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CaseCommand {
    /// Write a commented case file to fill in.
    New {
        /// Name of the case, such as niger-2025; a folder of that name is made.
        name: String,
        /// Folder to make it in.
        #[arg(long, value_name = "DIR", default_value = ".")]
        within: PathBuf,
    },
    /// Check a case; every fault is shown with its place and remedy.
    Check {
        /// A case that comes with the program, a case folder or a case file.
        case: PathBuf,
    },
    /// Print the JSON Schema of the case file.
    Schema,
    /// List the cases that come with the program.
    List,
    /// Write a country's monthly figures from event files or a country-month file.
    Figures {
        /// ISO 3166-1 alpha-3 code of the country.
        #[arg(long, value_name = "ISO3", value_parser = country)]
        country: String,
        /// Event files (UCDP, ACLED) or one country-month file.
        #[arg(long, value_name = "FILE", required = true)]
        from: Vec<PathBuf>,
        /// File to write; standard output unless said.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// A line on where the file comes from, written into the figures; may be given several times.
        #[arg(long, value_name = "TEXT")]
        cite: Vec<String>,
        /// Stop at the first bad row.
        #[arg(long)]
        strict: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct StoreOptions {
    /// Folder of the store; the user's data folder, or $IMPASSE_DATA, unless said.
    #[arg(long, value_name = "DIR")]
    pub(crate) store: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// Add event files to the store; every row left out is explained.
    Add(AddOptions),
    /// List what the store holds.
    List {
        #[command(flatten)]
        store: StoreOptions,
        /// Print as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Tell all about one entry of the store, or about an event file.
    Describe {
        /// Key of the entry (or its beginning), or a file.
        what: String,
        #[command(flatten)]
        store: StoreOptions,
        /// Print as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write events of the store for R, Python or QGIS.
    Export(ExportOptions),
    /// Download from the publisher and add.
    #[command(subcommand)]
    Fetch(FetchCommand),
    /// Remove an entry from the store.
    Rm {
        /// Key of the entry (or its beginning).
        key: String,
        #[command(flatten)]
        store: StoreOptions,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddOptions {
    /// Files of UCDP or ACLED, plain or zipped.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) store: StoreOptions,
    /// Version of the release, when the file's name does not tell: 25.1, 26.0.1.
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<Version>,
    /// Keep this country's events only (ISO 3166-1 alpha-3); the others are counted.
    #[arg(long, value_name = "ISO3", value_parser = country)]
    pub(crate) country: Option<String>,
    /// Stop at the first bad row and add nothing.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Show every row left out or repaired, not the first ten.
    #[arg(long)]
    pub(crate) all_issues: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Comma-separated values, safe to open in a spreadsheet.
    Csv,
    /// Parquet with zstd.
    Parquet,
    /// GeoJSON points.
    Geojson,
    /// Monthly figures by place and actor, as CSV.
    Panel,
}

#[derive(Debug, Args)]
pub(crate) struct ExportOptions {
    /// File to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Format; told from the file's name unless said.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<ExportFormat>,
    #[command(flatten)]
    pub(crate) store: StoreOptions,
    /// This country's events only (ISO 3166-1 alpha-3).
    #[arg(long, value_name = "ISO3", value_parser = country)]
    pub(crate) country: Option<String>,
    /// From this month on (YYYY-MM).
    #[arg(long, value_name = "MONTH")]
    pub(crate) from: Option<calendar::Month>,
    /// Up to and including this month (YYYY-MM).
    #[arg(long, value_name = "MONTH")]
    pub(crate) to: Option<calendar::Month>,
    /// Entries of the store to use, by key; all unless said.
    #[arg(long = "entry", value_name = "KEY")]
    pub(crate) entries: Vec<String>,
    /// As known on this day (YYYY-MM-DD): older vintages instead of newer ones.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_known: Option<Date>,
    /// Places of a panel.
    #[arg(long, value_name = "LEVEL", default_value = "country")]
    pub(crate) level: PanelLevel,
    /// Case whose lineages tell the actors of a panel apart.
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Option<PathBuf>,
    /// Share the deaths of events that span months by days, instead of all to the first day's month.
    #[arg(long)]
    pub(crate) by_day: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PanelLevel {
    /// Countries.
    Country,
    /// First-order divisions.
    Region,
    /// PRIO-GRID cells.
    Cell,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FetchCommand {
    /// UCDP Georeferenced Event Dataset, yearly release.
    UcdpGed(FetchUcdp),
    /// UCDP Candidate Events Dataset, monthly release.
    UcdpCandidate(FetchUcdp),
    /// ACLED, with ACLED_USERNAME and ACLED_PASSWORD (or ACLED_TOKEN) from the environment.
    Acled {
        /// Country (ISO 3166-1 alpha-3).
        #[arg(long, value_name = "ISO3", value_parser = country)]
        country: String,
        /// First year.
        #[arg(long, value_name = "YEAR", requires = "to")]
        from: Option<i16>,
        /// Last year.
        #[arg(long, value_name = "YEAR", requires = "from")]
        to: Option<i16>,
        #[command(flatten)]
        store: StoreOptions,
        /// Address of the service, for mirrors and tests.
        #[arg(long, value_name = "URL", hide = true)]
        base: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct FetchUcdp {
    /// Version of the release, such as 25.1 or 26.0.1.
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<Version>,
    #[command(flatten)]
    pub(crate) store: StoreOptions,
    /// Address of the service, for mirrors and tests.
    #[arg(long, value_name = "URL", hide = true)]
    pub(crate) base: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PlacesCommand {
    /// Make a country's outline for maps from a boundary file (GeoJSON, first-order divisions).
    Outline {
        /// GeoJSON file of first-order divisions.
        #[arg(long, value_name = "FILE")]
        boundaries: PathBuf,
        /// ISO 3166-1 alpha-3 code of the country.
        #[arg(long, value_name = "ISO3", value_parser = country)]
        country: String,
        /// Detail to give up: the least triangle, in km2, that a point of a border must make.
        #[arg(
            long,
            value_name = "KM2",
            default_value_t = 50.0,
            value_parser = area,
            allow_negative_numbers = true
        )]
        tolerance: f64,
        /// Where the boundaries come from, for captions; the file's name unless said.
        #[arg(long, value_name = "TEXT")]
        cite: Option<String>,
        /// File to write; standard output unless said.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}
