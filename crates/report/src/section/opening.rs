//! The opening: what the event shows, what it does not show, what would tell more.

use assessment::Assessment;
use maud::{Markup, html};

use super::Section;
use crate::prose::Sentence;
use crate::prose::opening::opening;
use crate::terminal::{Look, Page};

/// The first thing to be read.
#[derive(Debug)]
pub(crate) struct Opening;

const SHOWS_NOT: &str = "What it does not";
const WOULD_TELL: &str = "What would tell";

impl Section for Opening {
    fn key(&self) -> &'static str {
        "opening"
    }

    fn heading(&self) -> &'static str {
        "What it shows"
    }

    fn html(&self, of: &Assessment) -> Markup {
        let opening = opening(of);
        html! {
            div.prose.opening {
                (paragraph(&opening.shows))
                @for (heading, sentences) in [(SHOWS_NOT, &opening.shows_not), (WOULD_TELL, &opening.would_tell)] {
                    @if !sentences.is_empty() {
                        h3 { (heading) }
                        (paragraph(sentences))
                    }
                }
            }
        }
    }

    fn terminal(&self, of: &Assessment, page: &mut Page) {
        let opening = opening(of);
        let parts = [
            (None, &opening.shows),
            (Some(SHOWS_NOT), &opening.shows_not),
            (Some(WOULD_TELL), &opening.would_tell),
        ];
        for (heading, sentences) in parts {
            if let Some(heading) = heading.filter(|_| !sentences.is_empty()) {
                page.section(heading);
            }
            for sentence in sentences {
                page.paragraph(&sentence.plain(), Look::Plain);
            }
        }
    }
}

fn paragraph(of: &[Sentence]) -> Markup {
    html! {
        @for sentence in of { p { (sentence.html()) } }
    }
}
