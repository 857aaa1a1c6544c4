//! `impasse data add`.

use events::read::ReadOptions;
use events::{Added, Issue, Outcome, Store};

use crate::cli::AddOptions;
use crate::command::release;
use crate::failure::{Exit, Result};
use crate::output;

/// Rows shown unless all are asked for.
const SHOWN: usize = 10;

pub(crate) fn run(options: &AddOptions) -> Result<Exit> {
    let store = Store::open(options.store.store.as_deref())?;
    let version = release(options.version.as_deref())?;
    let read = ReadOptions {
        strict: options.strict,
        version,
        country: options.country.clone(),
        issues_per_kind: if options.all_issues { usize::MAX } else { 20 },
        ..ReadOptions::default()
    };
    for file in &options.files {
        let added = store.add(file, &read)?;
        output::print(&told(&added, options.all_issues))?;
    }
    Ok(Exit::Success)
}

/// What came of adding a file, in words.
pub(super) fn told(added: &Added, all: bool) -> String {
    let entry = &added.entry;
    let Some(report) = &added.report else {
        return format!(
            "{}: there already as {}, nothing changed\n",
            entry.source.name, entry.key
        );
    };
    let mut text = format!(
        "{}: {} events of {} rows added as {}\n",
        entry.source.name, report.accepted, report.rows, entry.key
    );
    text.push_str(&format!("  layout   {}\n", report.layout.name()));
    if let Some((first, last)) = entry.months {
        text.push_str(&format!("  months   {first} to {last}\n"));
    }
    text.push_str(&format!("  sha-256  {}\n", entry.source.sha256));
    let other: u64 = report.other_countries.values().sum();
    if other > 0 {
        let mut named: Vec<_> = report.other_countries.iter().collect();
        named.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let shown: Vec<String> = named
            .iter()
            .take(3)
            .map(|(country, count)| format!("{country} {count}"))
            .collect();
        text.push_str(&format!(
            "  other    {other} rows of other countries left out ({}{})\n",
            shown.join(", "),
            if named.len() > 3 { ", ..." } else { "" }
        ));
    }
    for (kind, count) in &report.issue_counts {
        text.push_str(&format!(
            "  {kind}: {} rows left out, {} kept\n",
            count.rejected, count.kept
        ));
    }
    // What was left out is explained first: it is what is missing.
    let mut issues: Vec<&Issue> = report.issues.iter().collect();
    issues.sort_by_key(|issue| issue.outcome == Outcome::Kept);
    let shown = if all { issues.len() } else { SHOWN };
    for issue in issues.iter().take(shown) {
        let fate = match issue.outcome {
            Outcome::Rejected => "left out",
            Outcome::Kept => "kept",
        };
        text.push_str(&format!("  {fate}: {issue}\n"));
    }
    let rest = (issues.len() as u64).saturating_sub(shown as u64) + report.issues_unlisted;
    if rest > 0 {
        text.push_str(&format!("  and {rest} more; --all-issues shows them\n"));
    }
    text.push_str(&format!(
        "  cite     {}\n  licence  {}\n",
        entry.citation, entry.licence
    ));
    text
}
