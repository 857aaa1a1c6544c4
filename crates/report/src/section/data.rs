//! What the assessment rests on, and what that lacks.

use assessment::Assessment;
use maud::{Markup, html};

use super::Section;
use crate::clean::clean;
use crate::page::linked;
use crate::prose::breakdown::ended;
use crate::prose::{anchor, data as say};
use crate::terminal::{Look, Page};

/// Gaps that the terminal names.
const GAPS: usize = 5;

/// The data and their gaps.
#[derive(Debug)]
pub(crate) struct Data;

impl Section for Data {
    fn key(&self) -> &'static str {
        "data"
    }

    fn heading(&self) -> &'static str {
        "What this rests on"
    }

    fn html(&self, of: &Assessment) -> Markup {
        html! {
            h3 { "What the data lack" }
            @if of.data.gaps.is_empty() { div.prose { p { "No gap is known." } } }
            @else {
                dl.gaps {
                    @for gap in &of.data.gaps {
                        div {
                            dt { (clean(&gap.what)) }
                            dd { (clean(&gap.so)) }
                        }
                    }
                }
            }
            h3 { "Data" }
            @for (place, set) in of.data.sets.iter().enumerate() {
                // A key that comes twice is a fault of the assessment; the page stays whole.
                @let known = of.data.sets.iter().take(place).any(|other| anchor(&other.key) == anchor(&set.key));
                div.set id=[(!known).then(|| anchor(&set.key))] {
                    p { b { (say::used(set).plain()) } " " span.key { (clean(&set.key)) } }
                    p {
                        (linked(&ended(&set.citation)))
                        @if !set.licence.trim().is_empty() { " Licence: " (clean(&ended(&set.licence))) }
                        @if let Some(out) = say::left_out(set) { " " (out.plain()) }
                    }
                }
            }
        }
    }

    fn terminal(&self, of: &Assessment, page: &mut Page) {
        for set in &of.data.sets {
            page.paragraph(&say::used(set).plain(), Look::Plain);
        }
        for gap in of.data.gaps.iter().take(GAPS) {
            page.paragraph(&say::gap(gap).plain(), Look::Dim);
        }
        let rest = of.data.gaps.len().saturating_sub(GAPS);
        if rest > 0 {
            page.paragraph(&format!("{rest} more in the report."), Look::Dim);
        }
        if of.data.sets.is_empty() {
            page.paragraph("No data set is named.", Look::Plain);
        }
    }
}
