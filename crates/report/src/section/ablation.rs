//! What hangs on the event: every conclusion with it and without it.

use assessment::{Ablation, Assessment};
use evidence::ablation::{Moved, Row};
use maud::{Markup, html};

use super::Section;
use crate::clean::clean;
use crate::page::table;
use crate::prose::ablation as say;
use crate::standing::Detail;
use crate::terminal::{Look, Page};

/// What hangs on the event.
#[derive(Debug)]
pub(crate) struct HangsOnIt {
    /// How much a terminal is told: in full, or without what was taken out of which data.
    pub(crate) detail: Detail,
}

impl Section for HangsOnIt {
    fn key(&self) -> &'static str {
        "ablation"
    }

    fn heading(&self) -> &'static str {
        "What hangs on it"
    }

    fn html(&self, of: &Assessment) -> Markup {
        let of = &of.ablation;
        html! {
            div.prose {
                p { (say::verdict(of).html()) }
                @if of.moved > 0 {
                    ul { @for row in moved(of) { li { (say::row(row).html()) } } }
                }
                @if let Some(rest) = say::rest(of) { p { (rest.html()) } }
                @if let Some(largest) = say::largest(of) { p { (largest.html()) } }
                p.caution { (say::what(of).html()) }
                ul.caution { @for removed in &of.removed { li { (clean(removed)) } } }
            }
            (all(of))
        }
    }

    fn terminal(&self, of: &Assessment, page: &mut Page) {
        let of = &of.ablation;
        page.paragraph(&say::verdict(of).plain(), Look::Plain);
        for row in moved(of) {
            page.paragraph(&say::row(row).plain(), Look::Plain);
        }
        if let Some(rest) = say::rest(of) {
            page.paragraph(&rest.plain(), Look::Plain);
        }
        if let Some(largest) =
            say::largest(of).filter(|_| self.detail == Detail::Full || of.moved == 0)
        {
            page.paragraph(&largest.plain(), Look::Plain);
        }
        if self.detail == Detail::Brief {
            return;
        }
        page.paragraph(&say::what(of).plain(), Look::Dim);
        for removed in &of.removed {
            page.paragraph(&clean(removed), Look::Dim);
        }
    }
}

fn moved(of: &Ablation) -> impl Iterator<Item = &Row> {
    of.rows.iter().filter(|row| row.moved != Moved::Not)
}

/// Every conclusion, part by part; those that moved say so in words as well.
fn all(of: &Ablation) -> Markup {
    if of.rows.is_empty() {
        return html! {};
    }
    let first_of_part = |place: usize| {
        let part = say::part(&of.rows[place].key);
        (place == 0 || say::part(&of.rows[place - 1].key) != part).then_some(part)
    };
    html! {
        details {
            summary { "Every conclusion, with the event and without it" }
            (table(
                "Conclusions with the event and without it",
                &["Conclusion", "With", "Without", "Change", "Monte-Carlo error", "Moved"],
                &html! {
                    @for (place, row) in of.rows.iter().enumerate() {
                        @if let Some(part) = first_of_part(place) {
                            tr.part { th colspan="6" scope="colgroup" { (clean(&part)) } }
                        }
                        tr.moved[row.moved != Moved::Not] {
                            th scope="row" { (clean(&row.label)) }
                            td { (clean(&say::value(row.with.as_ref()))) }
                            td { (clean(&say::value(row.without.as_ref()))) }
                            td { (say::change(row).unwrap_or_else(|| "–".to_owned())) }
                            td { (say::error(row).unwrap_or_else(|| "–".to_owned())) }
                            td { (say::moved(row)) }
                        }
                    }
                },
            ))
            p.caution { (say::rule().html()) }
        }
    }
}
