//! The page: one file that loads nothing, readable without script, in light and dark, and on paper.

use assessment::Assessment;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use stats::Source;

use crate::clean::{clean, is_unsafe};
use crate::number;
use crate::prose::{anchor, provenance};
use crate::section::{SECTIONS, reach, standing};
use crate::standing::Standing;

/// What the page may load: nothing but what it carries.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// The whole page.
pub(crate) fn page(of: &Assessment) -> String {
    let as_of = format!("as known on {}", number::day(of.as_of));
    let sections = html! {
        @for section in SECTIONS {
            (frame(section.key(), section.heading(), &section.html(of)))
        }
    };
    let version = &of.manifest.version;
    whole(&of.title, &as_of, version, &sections, &manifest(of))
}

/// Where a war stands, on a page of its own.
pub(crate) fn standing(of: &Standing<'_>) -> String {
    let sections = html! {
        (frame("standing", standing::HEADING, &standing::html(of)))
        (frame("reach", reach::HEADING, &reach::html(of)))
    };
    // The full assessment describes its data sets; here their names lead nowhere else.
    let used = of.data();
    let sets = html! {
        footer {
            h2 { "What this rests on" }
            div.content #sources {
                @for (key, what) in [
                    ("figures", "Monthly figures of the country, as the case cites them."),
                    ("events", "The event files that were given."),
                    ("landmarks", "Sourced facts of the case, each with its own source."),
                ] {
                    @if used.contains(&key) {
                        div.set id=(anchor(key)) { p { b { (what) } " " span.key { (key) } } }
                    }
                }
            }
        }
    };
    whole(
        of.title,
        &of.known(),
        env!("CARGO_PKG_VERSION"),
        &sections,
        &sets,
    )
}

/// A section in its frame.
fn frame(key: &str, heading: &str, content: &Markup) -> Markup {
    html! {
        section id=(key) aria-labelledby=(format!("{key}-heading")) {
            h2 id=(format!("{key}-heading")) { (heading) }
            div.content { (content) }
        }
    }
}

fn whole(title: &str, as_of: &str, version: &str, sections: &Markup, end: &Markup) -> String {
    let title = clean(title);
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(clean(&format!("impasse {version}")));
                title { (title) ", " (as_of) }
                style { (PreEscaped(include_str!("page/style.css"))) }
            }
            body {
                header {
                    h1 { (title) }
                    p.as-of { (as_of) }
                }
                main { (sections) }
                (end)
                script { (PreEscaped(include_str!("page/script.js"))) }
            }
        }
    };
    markup
        .into_string()
        .chars()
        .filter(|c| !is_unsafe(*c))
        .collect()
}

/// What is needed to do it again.
fn manifest(of: &Assessment) -> Markup {
    let manifest = &of.manifest;
    html! {
        footer {
            h2 { "To do it again" }
            div.content {
                p {
                    "impasse " (clean(&manifest.version)) ", case " (clean(&manifest.case)) ", seed " (manifest.seed)
                    ". The same version, case, seed and files give the same page, bit for bit."
                }
                @if !manifest.files.is_empty() {
                    (table("Files read", &["File", "Bytes", "SHA-256"], &html! {
                        @for file in &manifest.files {
                            tr {
                                th scope="row" { (clean(&file.name)) }
                                td { (number::count(file.bytes)) }
                                td.hash { (clean(&file.sha256)) }
                            }
                        }
                    }))
                }
            }
        }
    }
}

/// A figure: what it is, how to read it, the drawing, where it comes from.
pub(crate) fn figure(title: &str, how_to_read: &str, drawing: &Markup, source: &Markup) -> Markup {
    html! {
        figure {
            figcaption {
                b { (clean(title)) }
                span { (clean(how_to_read)) }
            }
            (drawing)
            p.source { (source) }
        }
    }
}

/// Where a figure comes from: links to its data, and how it was computed.
pub(crate) fn source_line(source: &Source) -> Markup {
    html! {
        span title=(provenance(source)) {
            "Source: "
            @if source.data.is_empty() { "see the text" }
            @for (place, key) in source.data.iter().enumerate() {
                @if place > 0 { ", " }
                a href=(format!("#{}", anchor(key))) { (clean(key)) }
            }
            @if !source.method.is_empty() { "; " (clean(&source.method)) }
            "."
        }
    }
}

/// Text with its web addresses as links, which a reader may follow; the page itself loads none.
pub(crate) fn linked(words: &str) -> Markup {
    let words = clean(words);
    html! {
        @for (place, word) in words.split(' ').enumerate() {
            @if place > 0 { " " }
            @let address = word.trim_end_matches(['.', ',', ';', ')']);
            @if address.starts_with("https://") || address.starts_with("http://") {
                a href=(address) rel="noreferrer noopener" { (address) }
                (word.get(address.len()..).unwrap_or_default())
            } @else { (word) }
        }
    }
}

/// Several sources as one, each data set, assumption and method named once.
pub(crate) fn together(sources: &[&Source]) -> Source {
    let mut out = Source::default();
    let mut methods: Vec<&str> = Vec::new();
    for source in sources {
        for (all, keys) in [
            (&mut out.data, &source.data),
            (&mut out.assumptions, &source.assumptions),
        ] {
            for key in keys {
                if !all.contains(key) {
                    all.push(key.clone());
                }
            }
        }
        if !source.method.is_empty() && !methods.contains(&source.method.as_str()) {
            methods.push(&source.method);
        }
    }
    out.method = methods.join("; ");
    out
}

/// A table that scrolls by itself when it is wider than the screen. The first column is text.
pub(crate) fn table(caption: &str, columns: &[&str], rows: &Markup) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-label=(clean(caption)) {
            table {
                caption { (clean(caption)) }
                thead {
                    tr {
                        @for column in columns {
                            @if column.is_empty() { td {} } @else { th scope="col" { (column) } }
                        }
                    }
                }
                tbody { (rows) }
            }
        }
    }
}
