//! What a file of events holds and lacks, in words.

use std::collections::BTreeMap;

use calendar::Month;
use events::read::{IssueCount, ReadReport};
use events::{Added, Issue, Outcome, citation};

use crate::output::{count, field, of, wrapped};

/// Rows shown unless all are asked for.
const SHOWN: usize = 10;
/// Countries named.
const COUNTRIES: usize = 12;

/// What came of adding a file.
pub(super) fn added(added: &Added, all: bool) -> String {
    let entry = &added.entry;
    let Some(report) = &added.report else {
        let told = format!("{}: there already, nothing changed", entry.source.name);
        return wrapped(&told, "  ") + "\n" + &field("key", &entry.key);
    };
    let told = format!(
        "{}: {} of {} added",
        entry.source.name,
        of(report.accepted, "event", "events"),
        of(report.rows, "row", "rows"),
    );
    let mut text = wrapped(&told, "  ") + "\n" + &field("key", &entry.key);
    text.push_str(&contents(report, entry.months, all));
    text
}

/// What a file holds, whether it is in the store or not. The months are those its events begin in.
pub(super) fn contents(report: &ReadReport, begun: Option<(Month, Month)>, all: bool) -> String {
    let mut text = field("layout", report.layout.name());
    text.push_str(&field("months", &months(begun)));
    text.push_str(&field("sha-256", &report.sha256));
    let other: u64 = report.other_countries.values().sum();
    if other > 0 {
        let rows = of(other, "row", "rows");
        let named = countries(&report.other_countries, 3);
        text.push_str(&field(
            "other",
            &format!("{rows} of other countries not taken: {named}"),
        ));
    }
    text.push_str(&trouble(&report.issue_counts));
    let (how, licence) = citation(report.series, report.version);
    text.push_str(&field("cite", &how));
    text.push_str(&field("licence", licence));
    text.push_str(&issues(&report.issues, report.issues_unlisted, all));
    text
}

/// How many rows were left out, and how many kept, for what.
pub(super) fn trouble(counts: &BTreeMap<String, IssueCount>) -> String {
    fate("left out", counts, |count| count.rejected) + &fate("kept", counts, |count| count.kept)
}

fn fate(
    name: &str,
    counts: &BTreeMap<String, IssueCount>,
    number: impl Fn(&IssueCount) -> u64,
) -> String {
    let rows: u64 = counts.values().map(&number).sum();
    if rows == 0 {
        return String::new();
    }
    let kinds: Vec<String> = counts
        .iter()
        .map(|(kind, count)| (kind, number(count)))
        .filter(|(_, rows)| *rows > 0)
        .map(|(kind, rows)| format!("{kind} {}", count(rows)))
        .collect();
    field(
        name,
        &format!("{}: {}", of(rows, "row", "rows"), kinds.join(", ")),
    )
}

/// Each row at fault with its line, reason and remedy: what was left out first, as it is what is missing.
pub(super) fn issues(issues: &[Issue], unlisted: u64, all: bool) -> String {
    let mut sorted: Vec<&Issue> = issues.iter().collect();
    sorted.sort_by_key(|issue| issue.outcome == Outcome::Kept);
    let shown = if all { sorted.len() } else { SHOWN };
    let mut text = String::new();
    for issue in sorted.iter().take(shown) {
        let fate = match issue.outcome {
            Outcome::Rejected => "left out",
            Outcome::Kept => "kept",
        };
        text.push_str(&(wrapped(&format!("  {fate}: {issue}."), "    ") + "\n"));
    }
    let rest = (sorted.len() as u64).saturating_sub(shown as u64) + unlisted;
    if rest > 0 {
        let way = if all {
            ""
        } else {
            "; data add --all-issues shows them"
        };
        text = format!("{text}  and {} more{way}\n", count(rest));
    }
    text
}

/// First to last month.
pub(super) fn months(months: Option<(Month, Month)>) -> String {
    months.map_or_else(
        || "none".to_owned(),
        |(first, last)| format!("{first} to {last}"),
    )
}

/// Countries by number of events, the `most` first of them named.
pub(super) fn countries(counts: &BTreeMap<String, u64>, most: usize) -> String {
    let mut sorted: Vec<(&String, &u64)> = counts.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let mut named: Vec<String> = sorted
        .iter()
        .take(most)
        .map(|(country, number)| format!("{country} {}", count(**number)))
        .collect();
    let rest = sorted.len().saturating_sub(most);
    if rest > 0 {
        named.push(format!("and {rest} more"));
    }
    named.join(", ")
}

/// Countries of an entry, at length.
pub(super) fn all_countries(counts: &BTreeMap<String, u64>) -> String {
    countries(counts, COUNTRIES)
}
