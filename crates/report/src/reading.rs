//! A month of note on a terminal.

use trajectory::reading::{Break, Reading};

use crate::number;
use crate::prose::reading as say;
use crate::terminal::{Look, Page, Side, bar};

/// Columns of a bar that stands for certainty.
const BAR: usize = 20;

/// The four readings as bars.
pub(crate) fn bars(of: &Reading, page: &mut Page) {
    let rows: Vec<Vec<String>> = say::readings(of)
        .iter()
        .map(|(name, p)| {
            let thousandths = (p * 1000.0).round() as u32;
            vec![
                number::capital_first(name),
                number::percent(p.clamp(0.001, 0.999)),
                bar(thousandths, 1000, BAR),
            ]
        })
        .collect();
    page.table(&[Side::Left, Side::Right, Side::Left], &rows);
}

/// Breaks as rows: when, how surely, how large.
pub(crate) fn breaks(of: &[Break], page: &mut Page) {
    let rows: Vec<Vec<String>> = of
        .iter()
        .map(|found| {
            vec![
                number::short_month(found.month),
                say::break_span(found),
                number::percent(found.probability.min(0.999)),
                format!("level × {}", number::ratio(found.factor)),
            ]
        })
        .collect();
    page.table(&[Side::Left, Side::Left, Side::Right, Side::Left], &rows);
}

/// The whole answer.
pub(crate) fn terminal(of: &Reading, country: &str, page: &mut Page) {
    let source = &of.source;
    page.title(
        &format!("{country}, {}", number::month(of.month)),
        &say::known(of),
    );
    page.section("A new phase?");
    bars(of, page);
    page.paragraph(&say::evidence(of).plain(), Look::Plain);
    if let Some(begin) = say::if_one_began(of) {
        page.paragraph(&begin.plain(), Look::Plain);
    }
    page.section("Breaks");
    page.paragraph(
        &say::breaks(&of.breaks, of.from, of.known_to).plain(),
        Look::Plain,
    );
    breaks(&of.breaks, page);
    page.section("What changed");
    page.paragraph(&say::level(&of.shift, source).plain(), Look::Plain);
    if let Some(trend) = say::trend(&of.shift, source) {
        page.paragraph(&trend.plain(), Look::Plain);
    }
    page.paragraph(&say::kinds(&of.shift, source).plain(), Look::Plain);
    if let Some(places) = say::places(&of.shift, source) {
        page.paragraph(&places.plain(), Look::Plain);
    }
}
