//! The tables of `docs/theatre.md` are those of the program.
//!
//! `IMPASSE_UPDATE=1 cargo test -p theatre --test manual` writes them anew.
#![allow(clippy::unwrap_used)] // The lints know tests, not what tests call.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use case::Prior;
use theatre::parameters::{Key, Scope};
use theatre::{Curve, Process};

const ROOMS: &str = "crates/theatre/src/mechanism";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn mechanisms() -> String {
    let mut text = "| key | what it does | equations |\n|---|---|---|\n".to_owned();
    for process in Process::ALL {
        let links = process
            .rooms()
            .iter()
            .map(|room| format!("[{room}](../{ROOMS}/{room}.rs)"));
        let links = links.collect::<Vec<_>>().join(", ");
        writeln!(
            text,
            "| `{}` | {} | {links} |",
            process.key(),
            process.meaning()
        )
        .unwrap();
    }
    text
}

fn scope(of: Scope) -> &'static str {
    match of {
        Scope::Country => "country",
        Scope::Actor => "actor",
        Scope::ActorPlace => "actor and place",
        Scope::Pair => "two movements",
    }
}

fn prior(of: Prior) -> String {
    match of {
        Prior::Point { value } => format!("{value}"),
        Prior::Uniform { low, high } => format!("uniform, {low} to {high}"),
        Prior::Triangular { low, mode, high } => {
            format!("triangular, {low} to {high}, mode {mode}")
        }
        Prior::Normal { mean, sd } => format!("normal, mean {mean}, sd {sd}"),
        Prior::Lognormal { median, spread } => {
            format!("lognormal, median {median}, spread {spread}")
        }
        Prior::Beta { a, b } => format!("beta, {a} and {b}"),
        Prior::Gamma { shape, scale } => format!("gamma, shape {shape}, scale {scale}"),
    }
}

/// Two significant digits.
fn short(x: f64) -> String {
    let digits = (1 - x.abs().max(1e-9).log10().floor() as i32).max(0);
    let unit = 10_f64.powi(x.abs().max(1e-9).log10().floor() as i32 - 1);
    format!("{:.*}", digits as usize, (x / unit).round() * unit)
}

fn parameters() -> String {
    let mut text = "| key | of each | what it is | unit | prior | 5 to 95 % | evidence |\n|---|---|---|---|---|---|---|\n"
        .to_owned();
    for key in Key::ALL {
        let row = key.row();
        let curve = Curve::new(row.prior, None);
        writeln!(
            text,
            "| `{}` | {} | {} | {} | {} | {} to {} | {} |",
            row.key,
            scope(row.scope),
            row.meaning,
            row.unit,
            prior(row.prior),
            short(curve.at(0.05)),
            short(curve.at(0.95)),
            row.evidence
        )
        .unwrap();
    }
    text
}

/// The page with the table between its two marks put in.
fn with(page: &str, name: &str, table: &str) -> String {
    let (begin, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let (before, rest) = page.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{begin}\n{table}\n{end}{after}")
}

#[test]
fn the_tables_are_those_of_the_program() {
    let path = root().join("docs/theatre.md");
    let page = fs::read_to_string(&path).unwrap();
    let wanted = with(&page, "mechanisms", &mechanisms());
    let wanted = with(&wanted, "parameters", &parameters());
    if std::env::var_os("IMPASSE_UPDATE").is_some() {
        fs::write(&path, wanted).unwrap();
    } else {
        assert!(
            page == wanted,
            "docs/theatre.md is out of date; IMPASSE_UPDATE=1 writes it"
        );
    }
}

#[test]
fn every_mechanism_has_its_equations_where_it_says() {
    for process in Process::ALL {
        assert!(!process.rooms().is_empty(), "{}", process.key());
        for room in process.rooms() {
            let path = root().join(ROOMS).join(format!("{room}.rs"));
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains("//! ```text"), "{}", path.display());
        }
    }
}

#[test]
fn evidence_is_of_one_of_four_kinds() {
    for key in Key::ALL {
        let row = key.row();
        let kind = row
            .evidence
            .split([':', ' ', ';', ',', '.'])
            .next()
            .unwrap();
        assert!(
            ["published", "counted", "coded", "judgment"].contains(&kind),
            "{}: {}",
            row.key,
            row.evidence
        );
        assert!(!row.evidence.contains('|') && !row.meaning.contains('|'));
    }
}
