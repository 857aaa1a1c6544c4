//! The country's record: by month, type, region and perpetrator, and the last twelve months.

mod by;
mod change;
mod months;

use assessment::Assessment;
use maud::{Markup, html};

use super::Section;
use crate::number;
use crate::prose::{breakdown, change as say_change, record as say};
use crate::terminal::{Look, Page, Side, bar, spark};

/// The country's record.
#[derive(Debug)]
pub(crate) struct Record;

/// Parts of a breakdown that the terminal shows.
const SHOWN: usize = 3;

impl Section for Record {
    fn key(&self) -> &'static str {
        "record"
    }

    fn heading(&self) -> &'static str {
        "The record"
    }

    fn html(&self, of: &Assessment) -> Markup {
        html! {
            div.prose {
                p {
                    (say::whole(of).html())
                    @if let Some(share) = say::deadliest_share(&of.record) { " " (share.html()) }
                }
            }
            (months::html(of))
            (change::html(of))
            (by::regions(of))
            (by::perpetrators(of))
        }
    }

    fn terminal(&self, of: &Assessment, page: &mut Page) {
        let record = &of.record;
        page.paragraph(&say::whole(of).plain(), Look::Plain);
        years(of, page);
        if let Some(change) = &record.change {
            change::terminal(change, page);
            if let Some(kinds) = say_change::by_type(change, &record.source) {
                page.paragraph(&kinds.plain(), Look::Plain);
            }
            if let Some(civilians) = say_change::civilians(change, &record.source) {
                page.paragraph(&civilians.plain(), Look::Plain);
            }
        }
        let (regions, perpetrators) = (&record.regions, &record.perpetrators);
        let caution = breakdown::caution(regions).plain();
        if regions.rows.is_empty() && perpetrators.rows.is_empty() {
            page.paragraph(
                &breakdown::leading(regions, "region or perpetrator").plain(),
                Look::Plain,
            );
            page.paragraph(&caution, Look::Dim);
            return;
        }
        parts(regions, "region", page);
        page.paragraph(&caution, Look::Dim);
        parts(perpetrators, "perpetrator", page);
        // One caution for both is said once.
        let other = breakdown::caution(perpetrators).plain();
        if other != caution {
            page.paragraph(&other, Look::Dim);
        }
    }
}

/// Deaths by year as a line of blocks.
fn years(of: &Assessment, page: &mut Page) {
    let years = &of.record.years;
    let room = page
        .measure()
        .saturating_sub("Deaths a year 2000  2000".len());
    let shown = years
        .get(years.len().saturating_sub(room)..)
        .unwrap_or_default();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return;
    };
    if shown.len() < 2 {
        return;
    }
    let values: Vec<u32> = shown.iter().map(|year| year.best).collect();
    let line = format!(
        "Deaths a year {:04} {} {:04}",
        first.year,
        spark(&values),
        last.year
    );
    page.line(&crate::terminal::clip(&line, page.measure()), Look::Plain);
}

/// A breakdown as bars.
fn parts(of: &assessment::Breakdown, noun: &str, page: &mut Page) {
    if of.rows.is_empty() {
        page.paragraph(&breakdown::leading(of, noun).plain(), Look::Plain);
        return;
    }
    let lately = breakdown::lately(of);
    let rows = breakdown::in_order(of);
    let largest = rows
        .iter()
        .map(|row| breakdown::shown(row, lately).0)
        .max()
        .unwrap_or(0);
    let span = if lately {
        "last 12 months".to_owned()
    } else {
        say_change::span(of.from, of.to)
    };
    page.paragraph(&format!("Deaths by {noun}, {span}"), Look::Bold);
    let room = page.measure();
    let width = (room / 4).min(16);
    let mut table: Vec<Vec<String>> = rows
        .iter()
        .take(SHOWN)
        .map(|row| {
            let (deaths, events) = breakdown::shown(row, lately);
            vec![
                row.name.clone(),
                bar(deaths, largest, width),
                number::count(deaths),
                number::of(events, "event", "events"),
            ]
        })
        .collect();
    let rest = rows.get(SHOWN..).unwrap_or_default();
    if !rest.is_empty() {
        let (deaths, events) = rest.iter().fold((0u64, 0u64), |(deaths, events), row| {
            let (d, e) = breakdown::shown(row, lately);
            (deaths + u64::from(d), events + u64::from(e))
        });
        table.push(vec![
            format!("{} more", rest.len()),
            String::new(),
            number::count(deaths),
            number::of(events, "event", "events"),
        ]);
    }
    page.table(&[Side::Left, Side::Left, Side::Right, Side::Right], &table);
}
