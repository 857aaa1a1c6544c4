//! The page: one file that loads nothing, readable without script, in light and dark, and on paper.

use assessment::Assessment;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use stats::Source;

use crate::clean::{clean, is_unsafe};
use crate::number;
use crate::prose::{anchor, provenance};
use crate::section::SECTIONS;

/// What the page may load: nothing but what it carries.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// The whole page.
pub(crate) fn page(of: &Assessment) -> String {
    let title = clean(&of.title);
    let as_of = format!("as known on {}", number::day(of.as_of));
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(clean(&format!("impasse {}", of.manifest.version)));
                title { (title) ", " (as_of) }
                style { (PreEscaped(include_str!("page/style.css"))) }
            }
            body {
                header {
                    h1 { (title) }
                    p.as-of { (as_of) }
                }
                main {
                    @for section in SECTIONS {
                        section id=(section.key()) aria-labelledby=(format!("{}-heading", section.key())) {
                            h2 id=(format!("{}-heading", section.key())) { (section.heading()) }
                            div.content { (section.html(of)) }
                        }
                    }
                }
                (manifest(of))
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
        div.scroll role="region" tabindex="0" aria-label=(caption) {
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
